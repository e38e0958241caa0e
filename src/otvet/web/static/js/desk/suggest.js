// What may answer, beside the thread: articles and earlier answers to nearly the same question; Alt and a digit puts one in the box.

import { html, nothing } from "../../vendor/lit.js";
import { api } from "../api.js";
import { icon } from "../parts.js";
import { shortDay, t } from "../strings.js";
import { part } from "./around.js";

export class Suggest extends EventTarget {
  items = [];
  #for = "";

  constructor(store) {
    super();
    this.store = store;
    store.addEventListener("change", () => this.#look());
  }

  /** Asked again when another conversation is open, or the buyer wrote. */
  #look() {
    const { current, thread, answers, me } = this.store;
    if (!me || !answers || !thread || thread.conversation.id !== current) return;
    const last = thread.events.findLast((one) => one.kind === "message")?.seq ?? 0;
    const now = `${current} ${last}`;
    if (now === this.#for) return;
    if (!this.#for.startsWith(`${current} `)) this.#set([]);
    this.#for = now;
    api.get(`/conversations/${current}/suggestions`).then(({ articles, answers: earlier }) => {
      if (this.#for !== now) return;
      this.#set([
        ...articles.map((one) => ({ kind: "article", title: one.title, note: one.summary, text: one.text, address: `/help/${one.slug}` })),
        ...earlier.map((one) => ({ kind: "answer", title: one.asked, note: one.text, text: one.text, reference: one.reference, at: one.at, id: one.id })),
      ]);
    }).catch(() => this.#for === now && this.#set([]));
  }

  #set(items) {
    if (!items.length && !this.items.length) return;
    this.items = items;
    this.dispatchEvent(new Event("change"));
  }

  /** Alt+1 … Alt+6, by the place of the key. */
  pressed(event, box) {
    const digit = event.altKey && !event.ctrlKey && !event.metaKey ? /^Digit([1-6])$/.exec(event.code) : null;
    const one = digit && box.kind === "reply" ? this.items[digit[1] - 1] : null;
    if (!one) return false;
    event.preventDefault();
    box.insert(one.text);
    return true;
  }
}

/** As it is read in the list: what was hidden in it is a gap, not the name of a gap. */
const read = (text) => text.replace(/\{\{private\.\w+\}\}/g, "…");

/** Beside the thread. */
export function suggestPart(desk) {
  const { items } = desk.suggest;
  if (!items.length) return nothing;
  const row = (one, index) => html`<li>
    <button type="button" class="put" @click=${() => desk.put(one.text)}><kbd>Alt ${index + 1}</kbd><span><b>${read(one.title)}</b><small>${read(one.note)}</small></span><span class="unseen">${t("Insert")}</span></button>
    ${one.address ? html`<a class="small" href=${one.address} target="_blank">${icon("book", "tiny")} ${t("Open the article")}</a>` : html`<a class="small" href=${desk.address(one.id)}>${icon("chat", "tiny")} ${one.reference} · ${shortDay(one.at)}</a>`}</li>`;
  return part("suggest", t("May answer"), nothing, html`<ul class="suggest">${items.map(row)}</ul>`);
}
