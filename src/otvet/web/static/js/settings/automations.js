// Rules that act by themselves: when, what, tried over the past before they act, and why each ran or did not.

import { html, nothing } from "../../vendor/lit.js";
import { api, newKey } from "../api.js";
import { narrowed } from "../desk/choose.js";
import { icon, say } from "../parts.js";
import { count, fullTime, languageName, said, t, tn } from "../strings.js";
import { topicName, TOPICS } from "../topics.js";
import { asking } from "../trouble.js";
import { actionsEditor } from "./actions.js";
import { deedWord } from "../desk/deeds.js";
import { Entries, ENTRY_PROPERTIES } from "./entries.js";

const LEADING = ["supervisor", "administrator"];
const EVENTS = {
  opened: () => t("A buyer begins a conversation"),
  message: () => t("A buyer writes"),
  topic: () => t("The topic is changed"),
  rated: () => t("A buyer rates"),
  resolved: () => t("A conversation is resolved"),
  reopened: () => t("A conversation is open again"),
};
const FIELDS = {
  topic: { name: () => t("Topic"), values: () => Object.keys(TOPICS), say: topicName },
  language: { name: () => t("Language"), values: () => ["ru", "en", "zh"], say: languageName },
  channel: { name: () => t("Channel"), values: () => ["webchat", "email"], say: (one) => ({ webchat: t("Chat on the site"), email: t("E-mail") })[one] ?? one },
  tag: { name: () => t("Tag"), free: () => t("Tags, with commas between") },
  words: { name: () => t("Words of the message"), free: () => t("Words in any form, with commas between") },
  order: { name: () => t("There is an order") },
  seller: { name: () => t("It is with a seller") },
  assigned: { name: () => t("It is somebody’s already") },
  answered: { name: () => t("A person has answered") },
  score: { name: () => t("Rated at most"), values: () => ["1", "2", "3", "4", "5"], say: (one) => one, one: true },
};
const CODES = {
  by_rule: () => t("another rule did that, and rules do not set each other off"),
  lately: () => t("it wrote here within a day"),
  gone: () => t("its text is no longer at hand"),
  held: () => t("the gate holds its text for a person"),
};
const fresh = () => ({ name: "", on: "message", conditions: [], actions: { write: null, deeds: [] }, enabled: false });

/** A condition in words. */
function conditionWord({ field, values, no }) {
  const { name, say: word, values: from } = FIELDS[field];
  if (!from && !FIELDS[field].free) return no ? t("not: %(what)s", { what: name() }) : name();
  const list = values.map((one) => (word ? word(one) : one)).join(", ");
  return no ? t("%(what)s is not %(values)s", { what: name(), values: list }) : t("%(what)s: %(values)s", { what: name(), values: list });
}

class Automations extends Entries {
  static properties = { ...ENTRY_PROPERTIES, texts: { state: true }, tried: { state: true }, log: { state: true }, only: { state: true } };

  path = "/automations";

  constructor() {
    super();
    Object.assign(this, { texts: [], tried: null, log: null, only: "" });
  }

  connectedCallback() {
    super.connectedCallback();
    this.leads = LEADING.includes(this.dataset.role);
    if (this.leads) api.get("/templates").then(({ items }) => (this.texts = items.filter((one) => one.reach !== "own" && Object.keys(one.text).length))).catch(() => {});
  }

  show(one) {
    Object.assign(this, { one: structuredClone(one), trouble: "", told: "", tried: null, log: null, adding: { what: "", value: null } });
    if (one.id) this.readLog();
  }

  set(fields) {
    Object.assign(this, { one: { ...this.one, ...fields }, told: "" });
  }

  async readLog() {
    const { id } = this.one;
    const found = await api.get(`/automations/${id}/log${this.only ? `?ran=${this.only}` : ""}`).catch(() => null);
    if (this.one?.id === id) this.log = found?.items ?? [];
  }

  get body() {
    const { name, on, conditions, actions, enabled } = this.one;
    return { name, on, conditions, actions, enabled };
  }

  async save(event) {
    event?.preventDefault();
    const { id, version } = this.one;
    const saved = await asking(this, () => (id ? api.ask("PUT", `/automations/${id}`, { body: { ...this.body, version } }) : api.post("/automations", this.body, { key: (this.key ??= newKey()) })));
    this.key = null;
    if (!saved) return;
    history.replaceState(null, "", `?id=${saved.id}`);
    await this.load();
    this.told = saved.enabled ? t("Saved. It acts from now on.") : t("Saved. It does not act yet.");
    say(this.told);
  }

  async try() {
    this.tried = await asking(this, () => api.post("/automations/try", { ...this.body, name: this.one.name || t("New rule"), newest: 500 }));
    if (this.tried) say(tn("It would have acted %(num)s time", "It would have acted %(num)s times", this.tried.runs));
  }

  async remove() {
    if (!confirm(t("Throw “%(name)s” away for good?", { name: this.one.name }))) return;
    if (await asking(this, async () => (await api.ask("DELETE", `/automations/${this.one.id}`), true))) {
      history.replaceState(null, "", location.pathname);
      this.one = null;
      this.load();
    }
  }

  // ---- conditions

  condition(one, index) {
    const { conditions } = this.one;
    const put = (fields) => this.set({ conditions: conditions.with(index, { ...one, ...fields }) });
    const kind = FIELDS[one.field];
    const toggle = (value, on) => put({ values: kind.one ? [value] : on ? [...one.values, value] : one.values.filter((other) => other !== value) });
    const free = (event) => put({ values: event.target.value.split(/[,，]/).map((word) => word.trim()).filter(Boolean) });
    return html`<li>
      <select aria-label=${t("What is looked at")} ?disabled=${!this.leads} @change=${(event) => this.set({ conditions: conditions.with(index, first(event.target.value)) })}>${Object.entries(FIELDS).map(([field, { name }]) => html`<option value=${field} ?selected=${field === one.field}>${name()}</option>`)}</select>
      <select aria-label=${t("Is or is not")} ?disabled=${!this.leads} @change=${(event) => put({ no: event.target.value === "no" })}><option value="" ?selected=${!one.no}>${t("yes")}</option><option value="no" ?selected=${one.no}>${t("no")}</option></select>
      ${kind.free
        ? html`<input class="line-field" aria-label=${kind.free()} placeholder=${kind.free()} .value=${one.values.join(", ")} ?readonly=${!this.leads} @change=${free} />`
        : kind.values
          ? html`<span class="many" role="group" aria-label=${kind.name()}>${kind.values().map((value) => html`<label><input type=${kind.one ? "radio" : "checkbox"} name="condition-${index}" .checked=${one.values.includes(value)} ?disabled=${!this.leads} @change=${(event) => toggle(value, event.target.checked)} /> ${kind.say(value)}</label>`)}</span>`
          : html`<span></span>`}
      ${this.leads ? html`<button type="button" class="button quiet square low" aria-label=${t("Leave out: %(what)s", { what: kind.name() })} @click=${() => this.set({ conditions: conditions.toSpliced(index, 1) })}>${icon("cross")}</button>` : nothing}
    </li>`;
  }

  // ---- drawing

  list() {
    const found = narrowed((this.items ?? []).map((one) => ({ ...one, whole: one })), this.typed);
    return html`<section class="list" aria-label=${t("Rules that act by themselves")}>
      <header><div class="top"><h2>${t("Rules that act by themselves")}</h2>${this.leads ? html`<button type="button" class="button low" @click=${(event) => this.open(event, fresh())}>${icon("pen", "tiny")} ${t("New")}</button>` : nothing}</div>
        <label class="field">${icon("search")}<span class="unseen">${t("Type to narrow")}</span><input type="search" autocomplete="off" placeholder=${t("Type to narrow")} @input=${(event) => (this.typed = event.target.value)} /></label></header>
      <div class="rows">${this.items && !found.length ? html`<p class="nothing">${this.items.length ? t("Nothing fits") : t("There is no rule yet.")}</p>` : nothing}
        <ul>${found.map((one) => html`<li><a class="entry" href="?id=${one.id}" aria-current=${this.one?.id === one.id ? "page" : nothing} @click=${(event) => this.open(event, one.whole)}>${icon(one.enabled ? "check" : "moon")} <span>${one.name}</span> <span class="small faint">${one.enabled ? t("acts") : t("rests")}</span></a></li>`)}</ul></div>
    </section>`;
  }

  sample(one) {
    return html`<li>${icon(one.failed ? "cross" : "check")}<span><a href="/desk/${one.conversation}">${one.reference}</a> <time class="small faint" datetime=${one.at}>${fullTime(one.at)}</time></span>
      ${one.text ? html`<p>${one.text}</p>` : nothing}${one.failed ? html`<p class="small dim">${t("stopped by: %(what)s", { what: conditionWord(one.failed) })}</p>` : nothing}</li>`;
  }

  outcome() {
    const { tried } = this;
    if (!tried) return nothing;
    const why = Object.entries(tried.stopped).map(([field, number]) => `${FIELDS[field].name()}: ${count(number)}`).join(", ");
    return html`<section class="tried" aria-label=${t("Tried over the past")}>
      <h2>${t("Tried over the past")}</h2>
      <p class="counts" role="status"><b>${tn("It would have acted %(num)s time", "It would have acted %(num)s times", tried.runs)}</b> <span>${tn("in %(num)s conversation", "in %(num)s conversations", tried.touched)}</span> <span class="dim">${tn("of %(num)s looked at", "of %(num)s looked at", tried.conversations)}</span>${why ? html`<span class="dim">${t("stopped by: %(what)s", { what: why })}</span>` : nothing}</p>
      ${tried.ran.length + tried.did_not.length ? html`<ul>${tried.ran.map((one) => this.sample(one))}${tried.did_not.map((one) => this.sample(one))}</ul>` : nothing}
    </section>`;
  }

  why({ why, ran }) {
    const nameOf = (id) => this.staff.find((one) => one.id === id)?.name ?? "";
    if (why.failed) return t("stopped by: %(what)s", { what: conditionWord(why.failed) });
    const code = why.code?.startsWith("empty ") ? t("nothing is known for %(variable)s", { variable: why.code.slice(6) }) : why.code === "refused" ? why.said : CODES[why.code]?.();
    const deeds = this.one.actions.deeds.filter((one) => why.done?.includes(one.what)).map((one) => deedWord(one, nameOf));
    const done = [...(why.done?.includes("write") ? [t("Text written")] : []), ...deeds].join(", ");
    return [ran ? done || t("it was so already") : "", code].filter(Boolean).join(" · ");
  }

  past() {
    if (!this.one.id) return nothing;
    return html`<section class="runs" aria-label=${t("Why it ran or did not")}>
      <h2>${t("Why it ran or did not")}</h2>
      <p class="line"><select aria-label=${t("Which lines")} @change=${(event) => { this.only = event.target.value; this.readLog(); }}><option value="">${t("All lines")}</option><option value="true">${t("It ran")}</option><option value="false">${t("It did not")}</option></select></p>
      ${this.log?.length ? html`<ul>${this.log.map((one) => html`<li>${icon(one.ran ? "check" : "cross")}<span><a href="/desk/${one.conversation}">${one.reference}</a> <time class="small faint" datetime=${one.at}>${fullTime(one.at)}</time></span><p class="small dim">${this.why(one)}</p></li>`)}</ul>` : html`<p class="small dim">${t("Nothing happened yet.")}</p>`}
    </section>`;
  }

  acts() {
    const { one } = this;
    const put = (fields) => this.set({ actions: { ...one.actions, ...fields } });
    return html`<fieldset ?disabled=${!this.leads}><legend>${t("Then")}</legend>
      <label><span>${t("Write a text")}</span><select @change=${(event) => put({ write: event.target.value || null })}><option value="">${t("none")}</option>${one.actions.write && !this.texts.some((text) => text.id === one.actions.write) ? html`<option value=${one.actions.write} selected>${t("a text at hand")}</option>` : nothing}${this.texts.map((text) => html`<option value=${text.id} ?selected=${text.id === one.actions.write}>${said(text.name)}</option>`)}</select></label>
      ${one.actions.write ? html`<p class="small dim">${t("It passes the gate as a text nobody is there to confirm; the buyer goes on waiting for a person. At most once a day in a conversation.")}</p>` : nothing}
      ${actionsEditor({ deeds: one.actions.deeds, adding: this.adding, staff: this.staff, seller: false, me: false, change: (deeds) => put({ deeds }), add: (adding) => (this.adding = adding) })}</fieldset>`;
  }

  editor() {
    const { one } = this;
    if (!one) return html`<section class="editor"><div class="empty">${icon("gear")}<h2>${t("What needs no person")}</h2><p>${t("A rule tags, sorts, answers that a message came. Try it over the past before it acts.")}</p></div></section>`;
    return html`<section class="editor"><form @submit=${this.save}>
      <a class="back button quiet low" href=${location.pathname} @click=${(event) => { event.preventDefault(); history.pushState(null, "", location.pathname); this.one = null; }}>${icon("left")} ${t("Back to the list")}</a>
      <h1 tabindex="-1">${one.name || t("New rule")}</h1>
      <div class="heads">
        <label><span>${t("Name")}</span><input class="line-field" maxlength="80" .value=${one.name} ?readonly=${!this.leads} @input=${(event) => this.set({ name: event.target.value })} /></label>
        <label><span>${t("When")}</span><select ?disabled=${!this.leads} @change=${(event) => this.set({ on: event.target.value })}>${Object.entries(EVENTS).map(([on, name]) => html`<option value=${on} ?selected=${on === one.on}>${name()}</option>`)}</select></label>
      </div>
      <fieldset><legend>${t("If all of this holds")}</legend>
        <ul class="conditions">${one.conditions.map((condition, index) => this.condition(condition, index))}</ul>
        ${this.leads ? html`<p><button type="button" class="button low" @click=${() => this.set({ conditions: [...one.conditions, first("topic")] })}>${t("Add a condition")}</button></p>` : nothing}</fieldset>
      ${this.acts()}
      <label class="check"><input type="checkbox" .checked=${one.enabled} ?disabled=${!this.leads} @change=${(event) => this.set({ enabled: event.target.checked })} /> ${t("It acts")}</label>
      ${this.trouble ? html`<p class="said stop" role="alert">${icon("stop", "tiny")} ${this.trouble}</p>` : nothing}
      ${this.told ? html`<p class="said ok" role="status">${icon("check", "tiny")} ${this.told}</p>` : nothing}
      ${this.leads ? html`<p class="acts"><button class="button main">${t("Save")}</button><button type="button" class="button" @click=${() => this.try()}>${t("Try it over the past")}</button>${one.id ? html`<button type="button" class="button quiet" @click=${() => this.remove()}>${t("Throw away")}</button>` : nothing}</p>` : nothing}
      ${this.outcome()} ${this.past()}
    </form></section>`;
  }
}

/** A condition as it begins. */
function first(field) {
  const from = FIELDS[field].values?.();
  return { field, values: from ? [from[0]] : [], no: false };
}
customElements.define("otvet-automations", Automations);
