// Words at hand, where the caret stands: "/" macros, "::" texts, "??" articles of the help centre.
// A list narrowed by what follows, and beside it what would be inserted and done.

import { html, nothing } from "../../vendor/lit.js";
import { api } from "../api.js";
import { icon } from "../parts.js";
import { said, t } from "../strings.js";
import { narrowed } from "./choose.js";
import { deedList } from "./deeds.js";

const BEGUN = [
  { kind: "macro", sign: /(?:^|\n)\/([^\n/]{0,60})$/u },
  { kind: "template", sign: /(?:^|\s)::([^\n:]{0,60})$/u },
  { kind: "article", sign: /(?:^|\s)\?\?([^\n?]{0,80})$/u },
];
const MOST = 8;
const PAUSE = 150;
const EMPTY = /\{\{[^{}]{1,80}\}\}/gu;

/** A text with what nobody could fill marked. */
const shown = (text) => text.split(/(\{\{[^{}]{1,80}\}\})/u).map((one) => (one.match(EMPTY) ? html`<mark class="found block">${one}</mark>` : one));

export class Hands {
  #begun = null; // {kind, typed}: what stands before the caret
  #at = 0;
  #filled = { conversation: "", items: [], failed: false };
  #articles = [];
  #timer = 0;

  constructor(box) {
    this.box = box;
  }

  /** After every change of a reply. */
  look(area) {
    const before = area.value.slice(0, area.selectionEnd);
    const hit = this.box.kind === "reply" ? BEGUN.map(({ kind, sign }) => ({ kind, found: sign.exec(before) })).find((one) => one.found) : null;
    const fresh = hit && this.#begun?.kind !== hit.kind;
    this.#begun = hit ? { kind: hit.kind, typed: hit.found[1] } : null;
    this.#at = 0;
    if (!hit) return;
    if (hit.kind === "article") this.#findArticles();
    else if (fresh) this.#load();
  }

  /** Whether a list is open: what stands before the caret is then no text for a buyer. */
  get open() {
    return this.#begun !== null;
  }

  close() {
    this.#begun = null;
    this.box.requestUpdate();
  }

  async #load() {
    const { conversation } = this.box;
    if (this.#filled.conversation !== conversation) this.#filled = { conversation, items: null, failed: false };
    try {
      const { items } = await api.get(`/conversations/${conversation}/templates`);
      this.#filled = { conversation, items, failed: false };
    } catch {
      this.#filled = { conversation, items: [], failed: true };
    }
    this.box.requestUpdate();
  }

  #findArticles() {
    clearTimeout(this.#timer);
    const { typed } = this.#begun;
    this.#timer = setTimeout(async () => {
      const query = typed.trim();
      const found = await api.get(`/conversations/${this.box.conversation}/suggestions${query ? `?q=${encodeURIComponent(query)}` : ""}`).catch(() => null);
      if (this.#begun?.kind !== "article" || this.#begun.typed !== typed) return;
      this.#articles = found?.articles ?? [];
      this.box.requestUpdate();
    }, PAUSE);
  }

  get #options() {
    if (!this.#begun) return [];
    if (this.#begun.kind === "article") return this.#articles.map((one) => ({ id: one.slug, title: one.title, text: one.text, actions: [], empty: [] }));
    const own = (this.#filled.items ?? []).filter((one) => one.kind === this.#begun.kind);
    const named = own.map((one) => ({ ...one, title: said(one.name), name: said(one.name), more: `${one.folder} ${one.text} ${Object.values(one.name).join(" ")}` }));
    const byName = new Set(narrowed(named.map((one) => ({ name: one.name, id: one.id })), this.#begun.typed).map((one) => one.id));
    return narrowed(named, this.#begun.typed).sort((one, other) => byName.has(other.id) - byName.has(one.id)).slice(0, MOST);
  }

  /** Whether the key was for the list. */
  pressed(event) {
    if (!this.#begun) return false;
    const options = this.#options;
    if (event.key === "Escape") this.close();
    else if (!options.length) return false;
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") this.#at = (this.#at + (event.key === "ArrowDown" ? 1 : -1) + options.length) % options.length;
    else if ((event.key === "Enter" && !event.ctrlKey && !event.metaKey && !event.altKey) || event.key === "Tab") this.take(options[this.#at]);
    else return false;
    event.preventDefault();
    this.box.requestUpdate();
    return true;
  }

  take(one) {
    const area = this.box.querySelector("textarea");
    const { kind, typed } = this.#begun;
    const end = area.selectionEnd;
    this.#begun = null;
    this.box.put(end - typed.length - (kind === "macro" ? 1 : 2), end, one.text);
    if (one.actions.length) this.box.stage(one.actions, Boolean(one.text || area.value.trim()));
  }

  #preview(one) {
    const { box } = this;
    const foreign = one.language && one.language !== box.desk.store.thread?.conversation.language;
    return html`<section class="preview" aria-label=${t("What it will be")}>
      ${foreign ? html`<p class="small level warn">${icon("warn", "tiny")} ${t("There is no text in the buyer’s language.")}</p>` : nothing}
      ${one.text ? html`<p class="words" lang=${one.language ?? nothing}>${shown(one.text)}</p>` : html`<p class="small dim">${t("No text: only what is done.")}</p>`}
      ${one.empty.length ? html`<p class="small level block">${icon("stop", "tiny")} ${t("What is marked is not known; it stops the sending until you write it.")}</p>` : nothing}
      ${one.actions.length ? html`<p class="small faint">${t("Then, when it is sent")}</p>${deedList(one.actions, (id) => box.desk.store.nameOf(id))}` : nothing}
    </section>`;
  }

  #nothing() {
    if (this.#begun.kind === "article") return html`<p class="small dim none">${t("No article has these words.")}</p>`;
    if (this.#filled.items === null) return html`<p class="small dim none" aria-busy="true">${t("One moment")}</p>`;
    if (this.#filled.failed) return html`<p class="small level warn none">${t("They could not be loaded. Press Esc and try again.")}</p>`;
    return html`<p class="small dim none">${this.#begun.kind === "macro" ? t("No macro fits.") : t("No text fits.")} <a href="/settings/templates" target="_blank">${t("Words at hand")}</a></p>`;
  }

  render() {
    if (!this.#begun) return nothing;
    const options = this.#options;
    const now = options[this.#at];
    const title = { macro: t("Macros"), template: t("Texts"), article: t("Articles") }[this.#begun.kind];
    return html`<div class="hands">
      ${options.length ? html`<ul role="listbox" aria-label=${title}>${options.map((one, index) => html`<li role="option" aria-selected=${index === this.#at} @pointerdown=${(event) => { event.preventDefault(); this.take(one); }} @pointermove=${() => { if (this.#at !== index) { this.#at = index; this.box.requestUpdate(); } }}>
        <span class="name">${one.title}</span>${one.folder ? html`<span class="small faint">${one.folder}</span>` : nothing}</li>`)}</ul>` : this.#nothing()}
      ${now ? this.#preview(now) : nothing}
    </div>`;
  }
}

/** What nobody filled, as places that stop the sending. */
export function unfilled(text) {
  return [...text.matchAll(/\{\{\s*[a-z]+\.[a-z_]+[^{}]{0,40}\}\}/gu)].map((one) => {
    const start = [...text.slice(0, one.index)].length;
    return { rule: "", severity: "block", start, end: start + [...one[0]].length, text: one[0], cites: "", suggestion: null, variable: true, message: t("Nothing is known for this here. Write what belongs there, or take it out.") };
  });
}
