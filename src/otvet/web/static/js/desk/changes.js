// What is done with one conversation or with many, and taking it back: a strip below says what happened, Z undoes it.

import { html, nothing } from "../../vendor/lit.js";
import { api } from "../api.js";
import { icon, Plain, say } from "../parts.js";
import { t, tn } from "../strings.js";
import { topicName, TOPICS } from "../topics.js";
import { refused } from "../trouble.js";
import { choose, moments } from "./choose.js";
import { doneWord } from "./deeds.js";
import { standing } from "./complaint.js";

const LASTS = 10_000;
const AT_ONCE = 100;
const DONE = {
  assign: (number) => tn("%(num)s assigned", "%(num)s assigned", number),
  topic: (number) => tn("Topic of %(num)s changed", "Topic of %(num)s changed", number),
  tag: (number) => tn("%(num)s tagged", "%(num)s tagged", number),
  untag: (number) => tn("Tag taken off %(num)s", "Tag taken off %(num)s", number),
  snooze: (number) => tn("%(num)s snoozed", "%(num)s snoozed", number),
  wake: (number) => tn("%(num)s brought back", "%(num)s brought back", number),
  resolve: (number) => tn("%(num)s resolved", "%(num)s resolved", number),
  reopen: (number) => tn("%(num)s reopened", "%(num)s reopened", number),
  merge: () => t("Merged"),
  unmerge: () => t("Apart again"),
  unsplit: () => t("Together again"),
};

export class Changes extends EventTarget {
  last = null; // {text, undo, refused}
  #timer = 0;

  constructor(store) {
    super();
    this.store = store;
  }

  /** The chosen ones, else the open one. */
  get target() {
    const { chosen, current } = this.store;
    return chosen.size ? [...chosen] : current ? [current] : [];
  }

  async make(what, value = null, ids = this.target) {
    if (!ids.length) return [];
    const done = await this.#send(ids.map((id) => ({ id, what, value })));
    if (!done) return [];
    const undo = done.flatMap((one) => (one.undo ? [one.undo] : []));
    const refused = done.filter((one) => one.refused);
    if (undo.length) this.#show({ text: DONE[what](undo.length), undo, refused });
    else if (refused.length) this.#show({ text: this.#why(what, refused[0]), undo: [], refused });
    this.store.chosen.clear();
    return done;
  }

  /** Several things done with one conversation, as a macro does them: one strip, one way back. */
  async together(changes) {
    const done = await this.#send(changes);
    if (!done) return;
    const undo = done.flatMap((one) => (one.undo ? [one.undo] : [])).reverse();
    const refused = done.filter((one) => one.refused);
    if (undo.length || refused.length) this.#show({ text: undo.length ? doneWord(undo.length) : refused[0].refused, undo, refused });
  }

  /** Done elsewhere, with the way back. */
  made(text, undo) {
    this.#show({ text, undo, refused: [] });
  }

  /** In the reader's words where we have them. */
  #why(what, { id, refused }) {
    const complaint = what === "resolve" && standing(this.store.known.get(id));
    const empty = what === "resolve" ? this.store.fieldbook.missing(id) : [];
    if (empty.length) return t("Fill in first: %(names)s", { names: empty.join(", ") });
    return complaint?.next ? t("A complaint is open here: take its steps, or skip them with a reason.") : refused;
  }

  async undo() {
    const undo = this.last?.undo;
    if (!undo?.length) return;
    this.#show(null);
    const done = await this.#send(undo);
    if (!done) return;
    const refused = done.filter((one) => one.refused);
    this.#show({ text: refused.length ? refused[0].refused : t("Taken back"), undo: [], refused });
    const split = undo.find((one) => one.what === "unsplit");
    if (split && !refused.length && split.id === this.store.current) this.dispatchEvent(new CustomEvent("goes-on", { detail: split.value }));
  }

  async #send(changes) {
    const done = [];
    try {
      for (let at = 0; at < changes.length; at += AT_ONCE) {
        done.push(...(await api.post("/changes", { changes: changes.slice(at, at + AT_ONCE) })).outcomes);
      }
    } catch (error) {
      this.store.set({ trouble: refused(error) });
      return null;
    }
    this.store.again(changes.map((one) => one.id));
    return done;
  }

  #show(last) {
    clearTimeout(this.#timer);
    this.last = last;
    if (last) {
      say(last.text);
      this.#timer = setTimeout(() => this.#show(null), LASTS);
    }
    this.dispatchEvent(new Event("change"));
  }

  // ---- asking

  async assign(ids = this.target) {
    const { staff, me } = this.store;
    const able = staff.filter((one) => !["moderator", "seller"].includes(one.role));
    const options = [
      { name: t("To me"), value: me.id, icon: "user-plus", keys: ["⇧", "A"] },
      ...able.filter((one) => one.id !== me.id).map((one) => ({ name: one.name, value: one.id, icon: "user" })),
      { name: t("To nobody"), value: null, icon: "undo" },
    ];
    const taken = ids.length && (await choose({ title: t("Who answers"), options }));
    if (taken) await this.make("assign", taken.value, ids);
  }

  async tag(ids = this.target) {
    if (!ids.length) return;
    const found = await api.get("/tags").catch(() => ({ items: [] }));
    const has = (tag) => ids.every((id) => this.store.known.get(id)?.tags?.includes(tag));
    const options = found.items.map(({ tag }) => ({ name: tag, value: tag, icon: "tag", now: has(tag) }));
    const fresh = (typed) => (typed && !options.some((one) => one.name === typed.toLowerCase()) ? [{ name: t("New tag “%(tag)s”", { tag: typed }), value: typed, icon: "tag" }] : []);
    const taken = await choose({ title: t("Tags"), options, free: fresh, placeholder: t("A tag, old or new"), none: t("No tags yet. Type one and press Enter.") });
    if (taken) await this.make(taken.now ? "untag" : "tag", taken.value, ids);
  }

  async snooze(ids = this.target) {
    const sleeps = ids.length && ids.every((id) => this.store.known.get(id)?.snoozed);
    const options = [...(sleeps ? [{ name: t("Bring back now"), value: "wake", icon: "sun" }] : []), ...moments()];
    const taken = ids.length && (await choose({ title: t("Snooze"), options, moment: true }));
    if (taken) await (taken.value === "wake" ? this.make("wake", null, ids) : this.make("snooze", taken.value, ids));
  }

  /** The open one, or the chosen ones, go on in another conversation of the same buyer. */
  async merge(ids = this.target) {
    const { known, context, current } = this.store;
    const buyer = known.get(ids[0])?.buyer.id;
    const others = [...known.values(), ...(context?.earlier ?? [])].filter((one) => one.buyer.id === buyer && one.status === "open" && (ids.length > 1 || one.id !== ids[0]));
    const options = [...new Map(others.map((one) => [one.id, one])).values()].map((one) => ({ name: `${topicName(one.topic)} · ${one.reference}`, more: one.preview?.text, value: one.id, icon: "chat" }));
    const taken = ids.length && (await choose({ title: t("Go on in which conversation of this buyer?"), options, none: t("This buyer has no other open conversation.") }));
    if (!taken) return;
    const done = await this.make("merge", taken.value, ids.filter((id) => id !== taken.value));
    if (done.some((one) => one.undo) && ids.includes(current)) this.dispatchEvent(new CustomEvent("goes-on", { detail: taken.value }));
  }

  async topic(ids = this.target) {
    const options = Object.keys(TOPICS).map((one) => ({ name: topicName(one), value: one, icon: "tag" }));
    const taken = ids.length && (await choose({ title: t("Topic"), options }));
    if (taken) await this.make("topic", taken.value, ids);
  }
}

/** The strip below: how many are chosen and what to do with them, or what was done and the way back. */
class Strip extends Plain {
  static properties = { desk: { attribute: false } };

  connectedCallback() {
    super.connectedCallback();
    this.desk.store.addEventListener("change", () => this.requestUpdate());
    this.desk.changes.addEventListener("change", () => this.requestUpdate());
  }

  chosen(number) {
    const { changes, store } = this.desk;
    const button = (name, picture, key, act) => html`<button type="button" class="button low square" title="${name} (${this.desk.keys.shown(key)})" aria-label=${name} @click=${act}>${icon(picture)}</button>`;
    return html`<section class="strip" aria-label=${t("Chosen conversations")}>
      <b>${tn("%(num)s chosen", "%(num)s chosen", number)}</b>
      <span class="acts">
        ${store.operator ? html`${button(t("Assign"), "user-plus", "assign", () => changes.assign())}${button(t("Tags"), "tag", "tag", () => changes.tag())}` : nothing}
        ${button(t("Snooze"), "moon", "snooze", () => changes.snooze())}
        ${button(t("Resolve"), "check", "resolve", () => changes.make("resolve"))}
        ${button(t("Choose none"), "cross", "choose-none", () => this.desk.chooseNone())}
      </span></section>`;
  }

  render() {
    const { store, changes } = this.desk;
    if (store.chosen.size) return this.chosen(store.chosen.size);
    const { last } = changes;
    if (!last) return nothing;
    return html`<section class="strip done" role="status">${icon(last.undo.length || !last.refused.length ? "check" : "warn")} <span>${last.text}${last.undo.length && last.refused.length ? html` · ${tn("%(num)s refused", "%(num)s refused", last.refused.length)}` : nothing}</span>
      ${last.undo.length ? html`<button type="button" class="button low" @click=${() => changes.undo()}>${icon("undo")} ${t("Undo")} <kbd>${this.desk.keys.shown("undo")}</kbd></button>` : nothing}</section>`;
  }
}
customElements.define("otvet-strip", Strip);
