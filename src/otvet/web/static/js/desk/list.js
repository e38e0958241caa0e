// The list: views with their numbers, rows that do not move under the pointer, a pill for what is new.

import { html, nothing, repeat } from "../../vendor/lit.js";
import { icon, Plain } from "../parts.js";
import { fullTime, lasted, t, tn } from "../strings.js";
import { topicName } from "../topics.js";
import { VIEWS } from "./store.js";

const NAMES = {
  mine: () => t("Mine"),
  unassigned: () => t("Unassigned"),
  all: () => t("All"),
  held: () => t("Held"),
  resolved: () => t("Resolved"),
};
// two views are seldom opened: a picture each leaves the words of the others whole
const ICONS = { held: "stop", resolved: "check" };
const EMPTY = {
  mine: () => [t("Nothing waits for you"), t("Take one from “Unassigned”, or wait here: new ones come by themselves.")],
  unassigned: () => [t("Nobody waits"), t("Every open conversation has somebody who answers it.")],
  all: () => [t("No open conversations"), t("Write one as a buyer in the demo shop and watch it come.")],
  held: () => [t("Nothing is held"), t("Replies the gate keeps back stand here until somebody decides.")],
  resolved: () => [t("Nothing resolved yet"), t("Resolved conversations stand here; they can be reopened.")],
};
const SOON = 10; // minutes until a wait gets colour
const LATE = 30;

export class List extends Plain {
  static properties = { desk: { attribute: false }, now: { state: true }, finding: { state: true } };

  constructor() {
    super();
    this.now = Date.now();
    this.finding = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.desk.store.addEventListener("change", () => this.requestUpdate());
    // waiting times age while nothing happens
    this.tick = setInterval(() => (this.now = Date.now()), 15_000);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.tick);
  }

  get shown() {
    const { rows, known, query } = this.desk.store;
    const found = (rows ?? []).map((id) => known.get(id)).filter(Boolean);
    const word = query.trim().toLowerCase();
    if (!word) return found;
    return found.filter((one) => `${one.buyer?.name} ${one.reference} ${one.order_id ?? ""} ${topicName(one.topic)} ${one.preview?.text ?? ""}`.toLowerCase().includes(word));
  }

  find() {
    this.finding = true;
    this.updateComplete.then(() => this.querySelector('input[type="search"]')?.focus());
  }

  stopFinding() {
    this.finding = false;
    this.desk.store.set({ query: "" });
  }

  apply() {
    this.desk.store.list();
    this.querySelector(".rows")?.scrollTo({ top: 0 });
  }

  wait(one) {
    if (!one.waiting_since) return html`<span class="end chip plain">${one.status === "resolved" ? t("resolved") : t("buyer’s turn")}</span>`;
    const minutes = (this.now - new Date(one.waiting_since)) / 60_000;
    const kind = minutes >= LATE ? "late" : minutes >= SOON ? "warn" : "";
    return html`<span class="end chip ${kind}" title=${t("Waits since %(time)s", { time: fullTime(one.waiting_since) })}>${icon(kind === "late" ? "warn" : "clock", "tiny")}<span class="unseen">${t("waits")}</span> ${lasted(one.waiting_since, this.now)}</span>`;
  }

  row(one) {
    const { current, typing, me } = this.desk.store;
    const writing = typing.get(one.id);
    const draft = this.desk.drafts.has(one.id);
    const by = one.preview?.by;
    const you = by === "staff" ? `${one.assignee?.id === me?.id ? t("You") : t("We")}: ` : by === "seller" ? `${t("Seller")}: ` : "";
    return html`<li><a class="row ${one.unread ? "unread" : ""}" href=${this.desk.address(one.id)} data-id=${one.id} aria-current=${one.id === current ? "true" : nothing}>
      ${icon(one.channel === "email" ? "mail" : "chat")}
      <span class="line"><b>${one.buyer?.name || t("Guest")}</b> ${this.wait(one)}</span>
      <span class="line"><span>${topicName(one.topic)}</span> ${one.order_id ? html`<small>${one.order_id}</small>` : nothing}
        <small class="end">${one.assignee ? one.assignee.name.split(" ")[0] : t("nobody’s")}</small></span>
      <span class="line"><span class="said">${writing ? t("%(name)s is writing", { name: writing.by.name || t("Guest") }) : `${you}${one.preview?.text ?? ""}`}</span>
        <span class="end">
          ${draft ? html`<svg class="icon draft" role="img" aria-label=${t("There is a draft")}><use href="/static/icons.svg#pen"></use></svg>` : nothing}
          ${one.held ? html`<svg class="icon held" role="img" aria-label=${tn("%(num)s reply held", "%(num)s replies held", one.held)}><use href="/static/icons.svg#stop"></use></svg>` : nothing}
          ${one.unread ? html`<span class="count new" aria-label=${tn("%(num)s unread", "%(num)s unread", one.unread)}>${one.unread}</span>` : nothing}
        </span></span>
    </a></li>`;
  }

  rows() {
    const { rows, view, trouble, query, next } = this.desk.store;
    if (rows === null && !trouble) {
      return html`<div class="rows" aria-busy="true" aria-label=${t("Loading")}>${[1, 2, 3, 4, 5, 6].map(() => html`<div class="bones"><span class="bone w2"></span><span class="bone w1"></span><span class="bone w3"></span></div>`)}</div>`;
    }
    const shown = this.shown;
    const [title, text] = query ? [t("Nothing found in this view"), t("Only loaded conversations are searched.")] : EMPTY[view]();
    return html`<div class="rows">
      ${shown.length
        ? html`<ul>${repeat(shown, (one) => one.id, (one) => this.row(one))}</ul>`
        : html`<div class="empty">${icon("inbox")}<h2>${title}</h2><p>${text}</p>
            ${query ? html`<button type="button" class="button" @click=${() => this.stopFinding()}>${t("Clear the search")}</button>` : nothing}
            ${!query && view === "mine" ? html`<a class="button" href=${this.desk.viewAddress("unassigned")}>${t("See unassigned")}</a>` : nothing}</div>`}
      ${next && !query ? html`<p class="empty"><button type="button" class="button" @click=${() => this.desk.store.more()}>${t("Show more")}</button></p>` : nothing}
    </div>`;
  }

  render() {
    const { view, counts, fresh, trouble, me } = this.desk.store;
    const views = me?.role === "seller" ? VIEWS.filter((one) => ["all", "held", "resolved"].includes(one)) : VIEWS;
    return html`<section class="list" aria-label=${t("Conversations")}>
      <header>
        <div class="top">
          <h1>${t("Inbox")}</h1>
          <button type="button" class="button quiet low" @click=${() => this.find()} aria-keyshortcuts="/">${icon("search")} ${t("Find")} <kbd>/</kbd></button>
        </div>
        <nav class="tabs" aria-label=${t("Views")}>
          ${views.map((one) => html`<a class="tab" href=${this.desk.viewAddress(one)} aria-current=${one === view ? "page" : nothing} title=${NAMES[one]()}>
            ${ICONS[one] ? html`${icon(ICONS[one])}<span class="unseen">${NAMES[one]()}</span>` : NAMES[one]()}${counts[one] ? html` <span class="count">${counts[one]}</span>` : nothing}</a>`)}
        </nav>
      </header>
      ${this.finding
        ? html`<div class="find"><label class="field">${icon("search")}<span class="unseen">${t("Find in this view")}</span>
            <input type="search" .value=${this.desk.store.query} placeholder=${t("Name, number or word")} @input=${(event) => this.desk.store.set({ query: event.target.value })}
              @keydown=${(event) => event.key === "Escape" && this.stopFinding()} /></label></div>`
        : nothing}
      <div class="order"><span>${t("Newest first")}</span>
        ${fresh.length ? html`<button type="button" class="fresh" @click=${() => this.apply()}>${icon("up", "tiny")} ${tn("%(num)s new", "%(num)s new", fresh.length)}</button>` : nothing}
        <span><kbd>J</kbd> <kbd>K</kbd></span></div>
      ${trouble ? html`<p class="trouble" role="alert">${icon("plug")} ${trouble} <button type="button" class="button low" @click=${() => this.desk.store.list()}>${t("Try again")}</button></p>` : nothing}
      ${this.rows()}
    </section>`;
  }
}
customElements.define("otvet-list", List);
