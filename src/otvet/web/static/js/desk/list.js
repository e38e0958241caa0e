// The list: views with their numbers, filters, search everywhere, rows that do not move under the pointer,
// a pill for what is new, who is there already.

import { html, nothing, repeat } from "../../vendor/lit.js";
import { asset, icon, initials, Plain } from "../parts.js";
import { count, fullTime, lasted, soonest, t, tn } from "../strings.js";
import { topicName } from "../topics.js";
import { chip, turnChip } from "./clocks.js";
import { SLOW, waits } from "./duty.js";
import { chips, panel } from "./filters.js";
import { savedMenu, savedTab } from "./saved.js";
import { vipSign } from "./vip.js";
import { EMPTY, NAMES, VIEW_ICONS } from "./views.js";

const TABS = ["mine", "unassigned", "all"]; // the others stand behind one button
const SOON = 10; // minutes until a wait gets colour
const LATE = 30;
const LEAD = 16; // letters of a line before the first place found

/** Where a line begins so that the first place found is in sight: at a word a little before it. */
function before(letters, start) {
  if (start <= LEAD) return 0;
  const space = letters.indexOf(" ", start - LEAD);
  return space >= 0 && space < start ? space + 1 : start - LEAD;
}

/** Text with the places found marked; offsets count code points. */
function marked(text, marks) {
  const letters = [...text];
  let at = before(letters, marks[0]?.[0] ?? 0);
  const parts = at ? ["…"] : [];
  for (const [start, end] of marks) {
    parts.push(letters.slice(at, start).join(""), html`<mark>${letters.slice(start, end).join("")}</mark>`);
    at = end;
  }
  return [...parts, letters.slice(at).join("")];
}

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
    const { rows, known } = this.desk.store;
    return (rows ?? []).map((id) => known.get(id)).filter(Boolean);
  }

  find() {
    this.finding = true;
    this.updateComplete.then(() => this.querySelector('input[type="search"]')?.select());
  }

  stopFinding() {
    this.finding = false;
    if (this.desk.store.query) this.desk.search("");
  }

  filter() {
    this.querySelector("#filters")?.showPopover();
    this.querySelector("#filters select")?.focus();
  }

  apply() {
    this.desk.store.list();
    this.querySelector(".rows")?.scrollTo({ top: 0 });
  }

  toggle(event, id) {
    event.preventDefault();
    event.stopPropagation();
    const { chosen } = this.desk.store;
    if (chosen.has(id)) chosen.delete(id);
    else chosen.add(id);
    this.desk.store.set({});
  }

  // ---- rows

  wait(one) {
    if (one.snoozed) return html`<span class="end chip" title=${one.snoozed_until ? fullTime(one.snoozed_until) : nothing}>${icon("moon", "tiny")} ${one.snoozed_until ? soonest(one.snoozed_until) : t("until the buyer writes")}</span>`;
    const due = one.status === "open" ? chip(one, this.now) : null;
    if (due) return due;
    if (!one.waiting_since) return html`<span class="end chip plain">${one.status === "resolved" ? t("resolved") : t("buyer’s turn")}</span>`;
    const minutes = (this.now - new Date(one.waiting_since)) / 60_000;
    const kind = minutes >= LATE ? "late" : minutes >= SOON ? "warn" : "";
    return html`<span class="end chip ${kind}" title=${t("Waits since %(time)s", { time: fullTime(one.waiting_since) })}>${icon(kind === "late" ? "warn" : "clock", "tiny")}<span class="unseen">${t("waits")}</span> ${lasted(one.waiting_since, this.now)}</span>`;
  }

  said(one) {
    const { typing, me, query, found } = this.desk.store;
    const place = query && found.get(one.id);
    if (place?.text) return html`<span class="said place">${place.note ? icon("lock", "tiny") : nothing}${marked(place.text, place.marks)}</span>`;
    const writing = typing.get(one.id);
    if (writing) return html`<span class="said">${t("%(name)s is writing", { name: writing.by.name || t("Guest") })}</span>`;
    const by = one.preview?.by;
    const you = by === "staff" ? `${one.assignee?.id === me?.id ? t("You") : t("We")}: ` : by === "seller" ? `${t("Seller")}: ` : "";
    return html`<span class="said">${you}${one.preview?.text ?? ""}</span>`;
  }

  signs(one) {
    const draft = one.draft || this.desk.drafts.has(one.id);
    return html`<span class="end">
      ${one.mentioned ? html`<span class="count new" role="img" aria-label=${t("You are mentioned")}>@</span>` : nothing}
      ${draft ? html`<svg class="icon draft" role="img" aria-label=${t("There is a draft")}><use href="${asset("icons.svg")}#pen"></use></svg>` : nothing}
      ${one.held ? html`<svg class="icon held" role="img" aria-label=${tn("%(num)s reply held", "%(num)s replies held", one.held)}><use href="${asset("icons.svg")}#stop"></use></svg>` : nothing}
      ${here(this.desk.store.presence.in(one.id))}
      ${one.unread ? html`<span class="count new" role="img" aria-label=${tn("%(num)s unread", "%(num)s unread", one.unread)}>${one.unread}</span>` : nothing}
    </span>`;
  }

  row(one) {
    const { current, chosen, query, found } = this.desk.store;
    const address = this.desk.address(one.id) + (query && found.get(one.id) ? `#m${found.get(one.id).seq}` : "");
    const name = one.buyer?.name || t("Guest");
    return html`<li class=${chosen.has(one.id) ? "chosen" : nothing}>
      <button type="button" class="tick" role="checkbox" tabindex="-1" aria-checked=${chosen.has(one.id)} aria-label=${t("Choose the conversation with %(name)s", { name })} @click=${(event) => this.toggle(event, one.id)}>${icon(chosen.has(one.id) ? "check" : { email: "mail", telephony: "call", community: "globe" }[one.channel] ?? "chat")}</button>
      <a class="row ${one.unread ? "unread" : ""} ${waits(one, this.now) >= SLOW ? "slow" : ""}" href=${address} data-id=${one.id} aria-current=${one.id === current ? "true" : nothing}>
      <span class="line"><b>${name}</b> ${vipSign(one)} ${this.wait(one)}</span>
      <span class="line"><span>${topicName(one.topic)}</span> ${one.order_id ? html`<small>${one.order_id}</small>` : nothing} ${turnChip(one, this.desk.store.me)}
        <small class="end">${one.assignee ? one.assignee.name.split(" ")[0] : t("nobody’s")}</small></span>
      <span class="line">${this.said(one)} ${this.signs(one)}</span>
      ${one.tags?.length ? html`<span class="line tags">${one.tags.map((tag) => html`<span class="chip tag">${tag}</span>`)}</span>` : nothing}
    </a></li>`;
  }

  empty() {
    const { query, filters, view } = this.desk.store;
    const narrow = Object.keys(filters).length > 0;
    const [title, text] = query
      ? [t("Nothing found"), t("All the words have to stand in one message, beside the buyer’s name and the numbers. Take fewer words.")]
      : narrow ? [t("Nothing here with these filters"), t("The view holds others.")] : EMPTY[view]();
    return html`<div class="empty">${icon(query ? "search" : "inbox")}<h2>${title}</h2><p>${text}</p>
      ${query ? html`<button type="button" class="button" @click=${() => this.stopFinding()}>${t("Clear the search")}</button>` : nothing}
      ${narrow ? html`<a class="button" href=${this.desk.viewAddress(view)}>${t("Clear the filters")}</a>` : nothing}
      ${!query && !narrow && view === "mine" ? html`<a class="button" href=${this.desk.viewAddress("unassigned")}>${t("See unassigned")}</a>` : nothing}</div>`;
  }

  rows() {
    const { rows, trouble, next } = this.desk.store;
    if (rows === null && !trouble) {
      return html`<div class="rows" role="status" aria-busy="true" aria-label=${t("Loading")}>${[1, 2, 3, 4, 5, 6].map(() => html`<div class="bones"><span class="bone w2"></span><span class="bone w1"></span><span class="bone w3"></span></div>`)}</div>`;
    }
    const shown = this.shown;
    return html`<div class="rows">
      ${shown.length ? html`<ul>${repeat(shown, (one) => one.id, (one) => this.row(one))}</ul>` : this.empty()}
      ${next ? html`<p class="empty"><button type="button" class="button" @click=${() => this.desk.store.more()}>${t("Show more")}</button></p>` : nothing}
    </div>`;
  }

  // ---- the head

  tab(view) {
    const { counts, query } = this.desk.store;
    const here = view === this.desk.store.view && !query && !this.desk.store.saved.now;
    return html`<a class="tab" href=${this.desk.viewAddress(view)} aria-current=${here ? "page" : nothing} title=${NAMES[view]()}><span class="words">${NAMES[view]()}</span>${counts[view] ? html` <span class="count">${count(counts[view])}</span>` : nothing}</a>`;
  }

  tabs() {
    const { view, counts } = this.desk.store;
    const all = this.desk.views;
    const usual = all.filter((one) => TABS.includes(one));
    const { saved } = this.desk.store;
    const tabs = saved.now ? usual.slice(0, 2) : usual.includes(view) ? usual : [...usual.slice(0, 2), view];
    const close = (event) => event.target.closest("[popover]").hidePopover();
    const rest = all.filter((one) => !tabs.includes(one));
    return html`<nav class="tabs" aria-label=${t("Views")}>
      ${tabs.map((one) => this.tab(one))}${savedTab(this.desk)}
      <button type="button" class="tab more-views" popovertarget="views" aria-label=${t("More views")}>${icon("down", "tiny")}${counts.mentions ? html` <span class="count new">@</span>` : nothing}</button>
      <div class="menu" id="views" popover>${rest.map((one) => html`<a href=${this.desk.viewAddress(one)} @click=${close}>${icon(VIEW_ICONS[one])} ${NAMES[one]()}${counts[one] ? html` <span class="count">${count(counts[one])}</span>` : nothing}</a>`)}${savedMenu(this.desk, close)}</div>
    </nav>`;
  }

  search() {
    const { query } = this.desk.store;
    if (!this.finding && !query) return nothing;
    return html`<form class="find" role="search" @submit=${(event) => { event.preventDefault(); this.desk.search(event.target.elements.words.value); }}><label class="field">${icon("search")}<span class="unseen">${t("Search everywhere")}</span>
      <input type="search" name="words" .value=${query} placeholder=${t("Words, a name or a number")} maxlength="300" @keydown=${(event) => event.key === "Escape" && this.stopFinding()} /></label></form>`;
  }

  render() {
    const { fresh, trouble, sort, query } = this.desk.store;
    const order = sort === "due" ? t("Due first") : t("Newest first");
    return html`<section class="list" aria-label=${t("Conversations")}>
      <header>
        <div class="top">
          <h1>${t("Inbox")}</h1>
          <button type="button" class="button quiet low square" popovertarget="filters" aria-label=${t("Filter the list")} title="${t("Filter the list")} (${this.desk.keys.shown("filter")})">${icon("filter")}</button>
          <button type="button" class="button quiet low" @click=${() => this.find()} aria-keyshortcuts="/">${icon("search")} ${t("Find")} <kbd>${this.desk.keys.shown("find")}</kbd></button>
        </div>
        ${panel(this.desk)} ${this.tabs()}
      </header>
      ${this.search()} ${chips(this.desk)}
      <div class="order">${query ? html`<span>${t("Found, newest first")}</span>` : html`<button type="button" class="low" @click=${() => this.desk.store.sorted(sort === "due" ? "newest" : "due")} aria-label=${t("Order: %(order)s; change it", { order })}>${icon("sort", "tiny")} ${order}</button>`}
        ${fresh.length ? html`<button type="button" class="fresh" @click=${() => this.apply()}>${icon("up", "tiny")} ${tn("%(num)s new", "%(num)s new", fresh.length)}</button>` : nothing}
        <span><kbd>${this.desk.keys.shown("next")}</kbd> <kbd>${this.desk.keys.shown("previous")}</kbd></span></div>
      ${trouble ? html`<p class="trouble" role="alert">${icon("plug")} ${trouble} <button type="button" class="button low" @click=${() => this.desk.store.list()}>${t("Try again")}</button></p>` : nothing}
      ${this.rows()}
    </section>`;
  }
}
customElements.define("otvet-list", List);

/** Colleagues in a conversation: round and amber who looks, dark who answers. */
export function here(people) {
  return people.slice(0, 3).map(({ by, state }) => {
    const words = state === "replying" ? t("%(name)s is answering", { name: by.name }) : t("%(name)s is looking", { name: by.name });
    return html`<span class="face here ${state}" role="img" title=${words} aria-label=${words}>${initials(by.name)}</span>`;
  });
}
