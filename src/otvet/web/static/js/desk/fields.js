// Custom fields beside the thread: what stands in them, changed in place; the required ones are asked for before the end.

import { html, nothing } from "../../vendor/lit.js";
import { api } from "../api.js";
import { icon, say } from "../parts.js";
import { said, t } from "../strings.js";
import { refused } from "../trouble.js";
import { part } from "./around.js";

const HEARD = new Set(["FieldSet", "SellerFieldSet", "CustomerFieldSet"]);

/** Definitions, once, and the values of the conversation that is open. */
export class Fieldbook {
  items = [];
  values = new Map();
  of = ""; // the conversation whose values these are
  trouble = {}; // code -> what was not right
  #changed;

  constructor(changed) {
    this.#changed = changed;
  }

  async start() {
    const found = await api.get("/fields").catch(() => null);
    if (found) this.items = found.items;
    if (this.of) this.load(this.of);
  }

  async load(id) {
    if (id !== this.of) Object.assign(this, { of: id, values: new Map(), trouble: {} });
    if (!id || !this.items.length) return;
    const found = await api.get(`/conversations/${id}/fields`).catch(() => null);
    if (!found || id !== this.of) return;
    this.values = new Map(found.values.map((one) => [one.code, one.value]));
    this.#changed();
  }

  heard(event) {
    if (HEARD.has(event.name) && event.conversation === this.of) this.load(this.of);
  }

  async fill(code, value) {
    const id = this.of;
    try {
      const found = await api.ask("PUT", `/conversations/${id}/fields/${code}`, { body: { value } });
      if (id === this.of) this.values = new Map(found.values.map((one) => [one.code, one.value]));
      delete this.trouble[code];
      say(t("Saved"));
    } catch (error) {
      this.trouble[code] = error.status === 400 ? t("This does not fit; write it another way.") : refused(error);
    }
    this.#changed();
  }

  /** Names of the required ones that are empty. */
  missing(id) {
    return id === this.of ? this.items.filter((one) => one.required && !this.values.has(one.code)).map((one) => said(one.name)) : [];
  }

  name = (code) => said(this.items.find((one) => one.code === code)?.name) || code;

  /** A value as people read it. */
  word(code, value) {
    const one = this.items.find((other) => other.code === code);
    if (one?.sort === "yes_no") return value === "yes" ? t("yes") : t("no");
    if (one?.sort === "choice") return said(one.choices[value]) || value;
    return value;
  }
}

const choices = (one) => (one.sort === "yes_no" ? [["yes", t("yes")], ["no", t("no")]] : Object.entries(one.choices).map(([code, name]) => [code, said(name)]));

function box(book, one, off) {
  const now = book.values.get(one.code) ?? "";
  const fill = (event) => event.target.value !== now && book.fill(one.code, event.target.value);
  if (one.sort === "choice" || one.sort === "yes_no") {
    return html`<select ?disabled=${off} @change=${fill}><option value="" ?selected=${!now}>${t("not filled in")}</option>${choices(one).map(([code, name]) => html`<option value=${code} ?selected=${code === now}>${name}</option>`)}</select>`;
  }
  if (one.sort === "text") return html`<textarea rows="2" maxlength="2000" ?disabled=${off} .value=${now} @change=${fill}></textarea>`;
  return html`<input type=${one.sort === "date" ? "date" : "text"} inputmode=${one.sort === "number" ? "decimal" : nothing} maxlength="40" ?disabled=${off} .value=${now} @change=${fill} />`;
}

export function fieldsPart(desk) {
  const { fieldbook: book, answers, thread } = desk.store;
  if (!book.items.length || !thread) return nothing;
  const off = !answers || Boolean(thread.conversation.merged_into);
  const row = (one) => html`<label class="own-field"><span>${said(one.name)}${one.required ? html` <span class="needed" title=${t("Needed before the end")}>*<span class="unseen">${t("Needed before the end")}</span></span>` : nothing}</span>${box(book, one, off)}
    ${book.trouble[one.code] ? html`<span class="level block" role="alert">${icon("warn", "tiny")} ${book.trouble[one.code]}</span>` : nothing}</label>`;
  const group = (of, title) => {
    const some = book.items.filter((one) => one.of === of);
    return some.length ? part(`fields-${of}`, title, nothing, html`<div class="own-fields">${some.map(row)}</div>`) : nothing;
  };
  return html`${group("conversation", t("Fields of the request"))}${group("customer", t("Fields of the customer"))}`;
}

const line = (event) => {
  const book = document.querySelector("otvet-desk")?.store.fieldbook;
  const value = event.text ?? event.data.value ?? "";
  const fields = { who: event.by?.name ?? "", name: book?.name(event.data.field) ?? event.data.field, value: book?.word(event.data.field, value) ?? value };
  return [value ? t("%(who)s wrote in “%(name)s”: %(value)s", fields) : t("%(who)s emptied “%(name)s”", fields), "pen"];
};

export const FIELD_LINES = Object.fromEntries([...HEARD].map((name) => [name, line]));

/** "code:value,code:value" in pairs. */
const parted = (told) => (told ?? "").split(",").filter(Boolean).map((one) => one.split(":"));

/** All but texts among the filters, as "code:value" joined by commas; of numbers and dates "code:from..to". */
export function fieldFilters(desk) {
  const { fieldbook: book, filters } = desk.store;
  const set = new Map(parted(filters.fields));
  const put = (code, value) => {
    if (value) set.set(code, value);
    else set.delete(code);
    desk.go(desk.filterAddress({ fields: [...set].map(([name, one]) => `${name}:${one}`).join(",") }));
  };
  return book.items.filter((one) => one.sort !== "text").map((one) => (one.sort === "number" || one.sort === "date" ? stretch(one, set.get(one.code) ?? "", put) : html`<label><span>${said(one.name)}</span>
    <select @change=${(event) => put(one.code, event.target.value)}><option value="" ?selected=${!set.has(one.code)}>${t("any")}</option>${choices(one).map(([code, name]) => html`<option value=${code} ?selected=${set.get(one.code) === code}>${name}</option>`)}</select></label>`));
}

/** From and to; one alone leaves the other end open. */
function stretch(one, now, put) {
  const ends = now.includes("..") ? now.split("..") : [now, now];
  const end = (at, name) => html`<input type=${one.sort} step=${one.sort === "number" ? "any" : nothing} aria-label=${`${said(one.name)}: ${name}`} placeholder=${name} .value=${ends[at]} @change=${(event) => {
    ends[at] = event.target.value;
    put(one.code, ends[0] || ends[1] ? ends.join("..") : "");
  }} />`;
  return html`<div class=${`stretch of-${one.sort}`} role="group" aria-label=${said(one.name)}><span>${said(one.name)}</span>${end(0, t("from"))}${end(1, t("to"))}</div>`;
}

function stretchWord(value) {
  const [from, to] = value.split("..");
  return from && to ? `${from} – ${to}` : from ? t("from %(from)s", { from }) : t("up to %(to)s", { to });
}

/** "code:value,code:value" as people read it. */
export const fieldsWord = (told, store) => parted(told).map(([code, value]) => `${store.fieldbook.name(code)}: ${value.includes("..") ? stretchWord(value) : store.fieldbook.word(code, value)}`).join(", ");
