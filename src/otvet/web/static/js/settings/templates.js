// Words at hand: the list by folders, and one of them as it is written, in each language, checked while one writes.

import { html, nothing } from "../../vendor/lit.js";
import { api, newKey } from "../api.js";
import { narrowed } from "../desk/choose.js";
import { loadRules } from "../desk/rules.js";
import { icon, say } from "../parts.js";
import { language, languageName, said, shortDay, t } from "../strings.js";
import { refused } from "../trouble.js";
import { actionsEditor } from "./actions.js";
import { Entries, ENTRY_PROPERTIES } from "./entries.js";
import "./wording.js";

const LANGUAGES = ["ru", "en", "zh"];
const LEADING = ["senior_agent", "supervisor", "administrator"];
const REACHES = { own: () => t("Only me"), team: () => t("My team"), shared: () => t("Everybody, sellers too") };
const REACH_ICONS = { own: "lock", team: "people", shared: "globe" };
const fresh = () => ({ kind: "template", reach: "own", name: {}, text: {}, folder: "", actions: [] });

class Templates extends Entries {
  static properties = { ...ENTRY_PROPERTIES, changed: { state: true } };

  path = "/templates";

  constructor() {
    super();
    this.variables = {};
    addEventListener("beforeunload", (event) => this.changed && event.preventDefault());
  }

  connectedCallback() {
    super.connectedCallback();
    this.mine = this.dataset.role;
    loadRules().then(() => this.requestUpdate());
  }

  show(one) {
    Object.assign(this, { one: structuredClone(one), trouble: "", told: "", changed: false, adding: { what: "", value: null } });
  }

  set(fields) {
    Object.assign(this, { one: { ...this.one, ...fields }, told: "", changed: true });
  }

  get locked() {
    return Boolean(this.one?.id && !this.one.may_change);
  }

  async save(event) {
    event.preventDefault();
    const { kind, reach, name, text, folder, actions, id, version } = this.one;
    const body = { kind, reach, name, text, folder, actions: kind === "macro" ? actions : [] };
    try {
      const saved = id ? await api.ask("PUT", `/templates/${id}`, { body: { ...body, version } }) : await api.post("/templates", body, { key: (this.key ??= newKey()) });
      this.key = null;
      history.replaceState(null, "", `?id=${saved.id}`);
      await this.load();
      this.told = t("Saved.");
      say(this.told);
    } catch (error) {
      if (error.status >= 400 && error.status < 500) this.key = null;
      const languages = Object.keys(error.details?.blocked ?? {}).map(languageName).join(", ");
      this.trouble = languages ? t("The rules block a place in the text (%(languages)s). Mend it, then save.", { languages }) : refused(error);
    }
  }

  async remove() {
    if (!confirm(t("Throw “%(name)s” away for good?", { name: said(this.one.name) }))) return;
    try {
      await api.ask("DELETE", `/templates/${this.one.id}`);
      history.replaceState(null, "", location.pathname);
      Object.assign(this, { one: null, changed: false });
      await this.load();
    } catch (error) {
      this.trouble = refused(error);
    }
  }

  copy() {
    const { kind, name, text, folder, actions } = this.one;
    this.show({ ...fresh(), kind, name, text, folder, actions });
    this.changed = true;
    history.pushState(null, "", location.pathname);
  }

  list() {
    const named = (this.items ?? []).map((one) => ({ ...one, label: said(one.name), name: said(one.name), more: `${one.folder} ${Object.values(one.name).join(" ")} ${Object.values(one.text).join(" ")}`, whole: one }));
    const found = narrowed(named, this.typed);
    const folders = [...new Set(found.map((one) => one.folder))];
    return html`<section class="list" aria-label=${t("Words at hand")}>
      <header><div class="top"><h2>${t("Words at hand")}</h2><button type="button" class="button low" @click=${(event) => this.open(event, fresh())}>${icon("pen", "tiny")} ${t("New")}</button></div>
        <label class="field">${icon("search")}<span class="unseen">${t("Type to narrow")}</span><input type="search" autocomplete="off" placeholder=${t("Type to narrow")} @input=${(event) => (this.typed = event.target.value)} /></label></header>
      <div class="rows">${this.items && !found.length ? html`<p class="nothing">${this.items.length ? t("Nothing fits") : t("Nothing is kept yet. Write the first text: it is then at hand in every conversation.")}</p>` : nothing}
        ${folders.map((folder) => html`${folder ? html`<h3 class="group">${folder}</h3>` : nothing}<ul>${found.filter((one) => one.folder === folder).map((one) => html`<li><a class="entry" href="?id=${one.id}" aria-current=${this.one?.id === one.id ? "page" : nothing} @click=${(event) => this.open(event, one.whole)}>
          ${icon(one.kind === "macro" ? "list" : "chat")} <span>${one.label}</span> <span title=${REACHES[one.reach]()}>${icon(REACH_ICONS[one.reach], "tiny")}<span class="unseen">${REACHES[one.reach]()}</span></span></a></li>`)}</ul>`)}</div>
    </section>`;
  }

  variablesMenu() {
    return html`<details class="variables"><summary class="button low">${icon("tag", "tiny")} ${t("Put a variable in")}</summary>
      <ul>${Object.entries(this.variables).map(([name, sample]) => html`<li><button type="button" class="item" @click=${() => (this.box ?? this.querySelector("otvet-wording")).put(`{{${name}}}`)}><span class="code">{{${name}}}</span> <span class="small faint">${sample[language] ?? sample.en}</span></button></li>`)}
      <li><span class="small faint">${t("Terms in force: {{term.return_days|days}}, {{term.refund_days|days}} and the others of the policy.")}</span></li></ul></details>`;
  }

  names() {
    return html`<fieldset class="three"><legend>${t("Name")}</legend>${LANGUAGES.map((lang) => html`<label><span class="small faint">${languageName(lang)}</span><input class="line-field" lang=${lang} maxlength="80" .value=${this.one.name[lang] ?? ""} ?readonly=${this.locked} @input=${(event) => this.set({ name: { ...this.one.name, [lang]: event.target.value } })} /></label>`)}</fieldset>`;
  }

  heads() {
    const { one, locked } = this;
    const reaches = Object.keys(REACHES).filter((reach) => reach !== "shared" || LEADING.includes(this.mine) || one.reach === "shared");
    return html`<div class="heads">
      <label><span>${t("What it is")}</span><select ?disabled=${locked} @change=${(event) => this.set({ kind: event.target.value })}><option value="template" ?selected=${one.kind === "template"}>${t("Text")} ( :: )</option><option value="macro" ?selected=${one.kind === "macro"}>${t("Macro: text and actions")} ( / )</option></select></label>
      <label><span>${t("Who may use it")}</span><select ?disabled=${locked} @change=${(event) => this.set({ reach: event.target.value })}>${reaches.map((reach) => html`<option value=${reach} ?selected=${one.reach === reach}>${REACHES[reach]()}</option>`)}</select></label>
      <label><span>${t("Folder")}</span><input class="line-field" maxlength="80" list="folders" .value=${one.folder} ?readonly=${locked} @input=${(event) => this.set({ folder: event.target.value })} /><datalist id="folders">${[...new Set((this.items ?? []).map((other) => other.folder).filter(Boolean))].map((folder) => html`<option value=${folder}></option>`)}</datalist></label>
    </div>`;
  }

  editor() {
    const { one, locked } = this;
    if (!one) return html`<section class="editor"><div class="empty">${icon("pen")}<h2>${t("Texts and macros for every day")}</h2><p>${t("In the box of a conversation / opens macros, :: texts and ?? articles.")}</p></div></section>`;
    return html`<section class="editor"><form @submit=${this.save} @here=${(event) => (this.box = event.target)}>
      <a class="back button quiet low" href=${location.pathname} @click=${(event) => { event.preventDefault(); history.pushState(null, "", location.pathname); this.one = null; }}>${icon("left")} ${t("Back to the list")}</a>
      <h1 tabindex="-1">${said(one.name) || t("New text")}</h1>
      ${locked ? html`<p class="small note">${icon("lock", "tiny")} ${t("You may use this text. Its author or a leading colleague changes it.")}</p>` : nothing}
      ${this.heads()} ${this.names()}
      <fieldset class="texts"><legend>${t("Text")}</legend>${locked ? nothing : this.variablesMenu()}
        ${LANGUAGES.map((lang) => html`<otvet-wording .lang=${lang} .label=${languageName(lang)} .text=${one.text[lang] ?? ""} .off=${locked} @text=${({ detail }) => this.set({ text: { ...this.one.text, [lang]: detail } })}></otvet-wording>`)}</fieldset>
      ${one.kind === "macro" ? html`<fieldset><legend>${t("What is done when it is sent")}</legend>${actionsEditor({ deeds: one.actions, adding: this.adding, staff: this.staff, seller: this.mine === "seller", me: true, change: (actions) => this.set({ actions }), add: (adding) => (this.adding = adding) })}</fieldset>` : nothing}
      ${this.trouble ? html`<p class="said stop" role="alert">${icon("stop", "tiny")} ${this.trouble}</p>` : nothing}
      ${this.told ? html`<p class="said ok" role="status">${icon("check", "tiny")} ${this.told}</p>` : nothing}
      <p class="acts">${locked ? nothing : html`<button class="button main">${t("Save")}</button>`}
        ${one.id ? html`<button type="button" class="button" @click=${() => this.copy()}>${icon("copy")} ${t("A copy of my own")}</button>` : nothing}
        ${one.id && !locked ? html`<button type="button" class="button quiet" @click=${() => this.remove()}>${t("Throw away")}</button>` : nothing}
        ${one.id ? html`<span class="small faint end">${t("%(name)s, %(day)s", { name: one.changed_by, day: shortDay(one.changed_at) })}</span>` : nothing}</p>
    </form></section>`;
  }
}
customElements.define("otvet-templates", Templates);
