// The desk: three panes over one store; the address says the view and the conversation.

import { html } from "../../vendor/lit.js";
import { Plain } from "../parts.js";
import { t } from "../strings.js";
import { reason } from "../trouble.js";
import { Changes } from "./changes.js";
import { Drafts } from "./drafts.js";
import { Keys } from "./keys.js";
import "./list.js";
import { items } from "./lines.js";
import { Rings } from "./rings.js";
import { loadRules } from "./rules.js";
import { FILTERS, Store, VIEWS } from "./store.js";
import { Suggest } from "./suggest.js";
import "./signed-out.js";
import "./duty.js";

class Desk extends Plain {
  static properties = { ready: { state: true } }; // whether what reads a conversation is here

  store = new Store();
  suggest = new Suggest(this.store);
  composer = null;

  constructor() {
    super();
    this.drafts = this.store.drafts = new Drafts(() => this.store.me?.id ?? "", (id, kind) => this.composer?.draftCame(id, kind));
    this.changes = this.store.changes = new Changes(this.store);
    this.changes.addEventListener("goes-on", ({ detail }) => this.go(this.address(detail)));
    this.keys = new Keys(this);
    this.rings = new Rings(this.store, (id) => this.go(this.address(id)));
  }

  async connectedCallback() {
    super.connectedCallback();
    this.title = "";
    this.store.addEventListener("change", () => this.changed());
    this.addEventListener("click", (event) => this.followed(event));
    document.getElementById("own-menu")?.addEventListener("click", (event) => {
      const choice = event.target.closest?.("[data-duty]");
      if (choice) this.store.duty.choose(choice.dataset.duty);
    });
    addEventListener("popstate", () => this.route());
    try {
      await this.store.start();
    } catch (error) {
      if (error.status === 401 || error.status === 403) location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
      this.store.set({ trouble: error.status ? reason(error) : t("No connection. Load the page again when the network is back.") });
      return;
    }
    this.route();
    if (this.store.current) this.reads();
    await this.store.listing;
    this.reads();
    this.store.rest();
    this.store.dispatchEvent(new Event("call"));
    this.keys.load().then(() => this.store.dispatchEvent(new Event("change")));
    this.rings.load();
    loadRules().then(() => this.store.dispatchEvent(new Event("change")));
    this.shown = new MutationObserver(() => this.jump());
    this.shown.observe(this, { childList: true, subtree: true });
  }

  /** What reads a conversation is fetched when the list is there, or with it where the address opens one. */
  async reads() {
    try {
      await Promise.all([import("./thread.js"), import("./composer.js"), import("./context.js")]);
      this.ready = true;
    } catch {
      this.store.set({ trouble: t("No connection. Load the page again when the network is back.") });
    }
  }

  /** An address with #m12 leads to that message, once it is drawn. */
  jump() {
    const wanted = /^#m\d+$/.test(location.hash) ? location.hash.slice(1) : "";
    const found = wanted && document.getElementById(wanted);
    if (!found || this.jumped === location.href) return;
    this.jumped = location.href;
    found.scrollIntoView({ block: "center" });
    found.classList.add("sought");
  }

  // ---- addresses

  /** /desk, or /seller for a seller's own. */
  get base() {
    return this.dataset.base || "/desk";
  }

  get views() {
    return this.store.me?.role === "seller" ? ["all", "waiting", "snoozed", "held", "resolved"] : VIEWS;
  }

  /** Everything that says what the list holds, as it stands in the address. */
  #fields(changes = {}) {
    const { view, filters, query, saved } = this.store;
    const all = { view, ...filters, q: query, saved: saved.current, ...changes };
    return new URLSearchParams(Object.entries(all).filter(([, value]) => value)).toString();
  }

  viewAddress(view) {
    return `${this.base}?view=${view}`;
  }

  address(id) {
    return `${this.base}/${id}?${this.#fields()}`;
  }

  /** The list with a filter changed, "" for none; what is open stays open. */
  filterAddress(changes) {
    return `${this.base}${this.store.current ? `/${this.store.current}` : ""}?${this.#fields(changes)}`;
  }

  search(words) {
    this.go(this.filterAddress({ q: words.trim() }));
  }

  route() {
    const fields = new URLSearchParams(location.search);
    const asked = fields.get("view");
    const fallback = this.store.me?.role === "seller" ? "all" : "mine";
    const filters = Object.fromEntries(FILTERS.map((name) => [name, fields.get(name)]).filter(([, value]) => value));
    const { saved } = this.store;
    const kept = fields.get("saved") ?? "";
    if (saved.current !== kept) {
      saved.current = kept;
      this.store.set({});
    }
    if (["due", "newest"].includes(fields.get("sort"))) this.store.sort = fields.get("sort");
    this.store.look(VIEWS.includes(asked) ? asked : this.store.rows ? this.store.view : fallback, filters, fields.get("q") ?? "");
    const id = decodeURIComponent(location.pathname.split("/")[2] ?? "");
    if (id !== this.store.current) this.store.open(id);
  }

  go(address) {
    if (address !== location.pathname + location.search) history.pushState(null, "", address);
    this.route();
  }

  /** Links inside the desk change the panes and not the page. */
  followed(event) {
    const link = event.target.closest?.(`a[href^="${this.base}"]`);
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.go(link.getAttribute("href"));
  }

  // ---- keys

  get list() {
    return this.querySelector("otvet-list");
  }

  move(by) {
    const shown = this.list?.shown ?? [];
    if (!shown.length) return;
    const at = shown.findIndex((one) => one.id === this.store.current);
    const next = shown[at < 0 ? 0 : Math.min(shown.length - 1, Math.max(0, at + by))];
    this.go(this.address(next.id));
    this.updateComplete.then(() => this.querySelector(`.row[data-id="${CSS.escape(next.id)}"]`)?.scrollIntoView({ block: "nearest" }));
  }

  /** Puts the open one, or the first, among the chosen, or takes it out, and goes on to the next. */
  choose() {
    const { chosen, current } = this.store;
    const shown = this.list?.shown ?? [];
    const id = this.focused ?? current ?? shown[0]?.id;
    if (!id) return;
    if (chosen.has(id)) chosen.delete(id);
    else chosen.add(id);
    const at = shown.findIndex((one) => one.id === id);
    this.point(shown[Math.min(shown.length - 1, at + 1)]?.id);
    this.store.set({});
  }

  chooseAll() {
    for (const one of this.list?.shown ?? []) this.store.chosen.add(one.id);
    this.store.set({});
  }

  chooseNone() {
    this.store.chosen.clear();
    this.store.set({});
  }

  /** Esc: the chosen first, then the search, then the conversation. */
  back() {
    if (this.store.chosen.size) this.chooseNone();
    else if (this.store.picking) this.store.set({ picking: null });
    else if (this.store.query) this.search("");
    else if (this.store.current) this.go(this.viewAddress(this.store.view));
  }

  /** Where the keyboard stands in the list. */
  get focused() {
    return document.activeElement?.closest?.(".row")?.dataset.id;
  }

  point(id) {
    if (id) this.querySelector(`.row[data-id="${CSS.escape(id)}"]`)?.focus();
  }

  async resolveAndNext() {
    const shown = this.list?.shown ?? [];
    const at = shown.findIndex((one) => one.id === this.store.current);
    const next = shown[at + 1] ?? shown[at - 1];
    const done = await this.changes.make("resolve", null, [this.store.current]);
    if (done.length && next) this.go(this.address(next.id));
    else if (done.length) this.go(this.viewAddress(this.store.view));
  }

  write(kind) {
    if (!this.composer) return;
    if (this.composer.kind !== kind) this.composer.turn(kind);
    this.composer.focusBox();
  }

  /** What stands in the open thread. */
  lines() {
    return items(this.store.thread?.events ?? []);
  }

  /** A suggestion into the box. */
  put(words) {
    this.write("reply");
    this.composer?.updateComplete.then(() => this.composer.insert(words));
  }

  macros() {
    this.write("reply");
    this.composer?.updateComplete.then(() => this.composer.openHands());
  }

  /** Alt+Enter with nothing written: the newest reply of mine that is held comes back, mended. */
  mendHeld() {
    const mine = this.lines().findLast((one) => one.state === "held" && one.by?.id === this.store.me?.id);
    if (mine) this.composer?.mendAndTake(mine);
  }

  // ---- drawing

  changed() {
    const { counts, current } = this.store;
    this.classList.toggle("reading", Boolean(current));
    const waiting = counts.mine ?? 0;
    badge("rail-waiting", waiting);
    badge("rail-held", counts.held ?? 0);
    const { chosen, state } = this.store.duty;
    const dot = document.getElementById("online");
    dot?.classList.toggle("offline", this.store.connection === "lost");
    dot?.classList.toggle("away", Boolean(state) && state !== "online");
    for (const choice of document.querySelectorAll("[data-duty]")) choice.setAttribute("aria-checked", String(choice.dataset.duty === chosen));
    this.dataset.connection = this.store.connection || "live";
  }

  render() {
    const reading = this.ready ? html`<otvet-thread .desk=${this}></otvet-thread><otvet-context .desk=${this}></otvet-context>` : html`<div class="thread"></div><div class="context"></div>`;
    return html`<otvet-list .desk=${this}></otvet-list>${reading}<otvet-strip .desk=${this}></otvet-strip><otvet-ringing .desk=${this}></otvet-ringing><otvet-nudge .desk=${this}></otvet-nudge><otvet-signed-out></otvet-signed-out>`;
  }
}

function badge(id, number) {
  const found = document.getElementById(id);
  if (!found) return;
  found.hidden = !number;
  found.textContent = number > 99 ? "99+" : number || "";
}

customElements.define("otvet-desk", Desk);
