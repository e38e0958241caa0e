// People: who works here, in which role; a newcomer with a first password to hand over; sellers by the shop's own ids.

import { html, nothing } from "../../vendor/lit.js";
import { api, newKey } from "../api.js";
import { narrowed } from "../desk/choose.js";
import { copy, icon, say } from "../parts.js";
import { languageName, t } from "../strings.js";
import { asking } from "../trouble.js";
import { Entries, ENTRY_PROPERTIES } from "./entries.js";
import { firstPassword, roleMeaning, roleName, ROLES } from "./roles.js";

const fresh = () => ({ name: "", email: "", role: "agent", language: document.documentElement.lang || "ru", seller_id: "" });

class People extends Entries {
  static properties = { ...ENTRY_PROPERTIES, sellers: { state: true }, handed: { state: true }, seller: { state: true } };

  path = "/staff";

  constructor() {
    super();
    Object.assign(this, { sellers: [], handed: "", seller: null });
  }

  connectedCallback() {
    super.connectedCallback();
    this.readSellers();
  }

  async readSellers() {
    this.sellers = (await api.get("/sellers").catch(() => ({ items: [] }))).items;
  }

  show(one) {
    const other = one.id !== this.one?.id;
    Object.assign(this, { one: { ...one }, before: one, changed: false, trouble: "", seller: null });
    if (other) Object.assign(this, { told: "", handed: "" });
  }

  set(fields) {
    Object.assign(this, { one: { ...this.one, ...fields }, told: "", changed: true });
  }

  async #shown(id, told) {
    this.changed = false;
    history.replaceState(null, "", `?id=${id}`);
    await this.load();
    this.told = told;
    say(told);
  }

  async save(event) {
    event?.preventDefault();
    const { id, name, email, role, language, seller_id } = this.one;
    if (id) {
      if (await asking(this, () => api.ask("PATCH", `/staff/${id}`, { body: { name, role } }))) await this.#shown(id, t("Saved."));
      return;
    }
    const password = firstPassword();
    const body = { name, email, role, language, password, seller_id: role === "seller" ? seller_id : null };
    const made = await asking(this, () => api.post("/staff", body, { key: newKey() }));
    if (!made) return;
    await this.#shown(made.id, t("Added. Hand the first password over; it is not shown again."));
    this.handed = password;
  }

  async password() {
    if (!confirm(t("%(name)s gets a new first password and is signed out everywhere. Go on?", { name: this.before.name }))) return;
    const { id } = this.one;
    const password = firstPassword();
    if (!(await asking(this, () => api.ask("PATCH", `/staff/${id}`, { body: { password } })))) return;
    await this.#shown(id, t("The old password no longer works. Hand the new one over; it is not shown again."));
    this.handed = password;
  }

  async disable(disabled) {
    if (disabled && !confirm(t("%(name)s is signed out everywhere and cannot sign in. What they wrote stays. Go on?", { name: this.before.name }))) return;
    const { id } = this.one;
    if (await asking(this, () => api.ask("PATCH", `/staff/${id}`, { body: { disabled } }))) await this.#shown(id, disabled ? t("Shut out.") : t("May sign in again."));
  }

  async nameSeller(event) {
    event.preventDefault();
    const { id, name, language } = this.seller;
    const made = await asking(this, () => api.ask("PUT", `/sellers/${encodeURIComponent(id.trim())}`, { body: { name, language } }));
    if (!made) return;
    await this.readSellers();
    this.set({ seller_id: made.id });
    this.seller = null;
  }

  // ---- drawing

  list() {
    const found = narrowed((this.items ?? []).map((one) => ({ ...one, whole: one, more: `${one.email} ${roleName(one.role)}` })), this.typed);
    const group = (role) => {
      const here = found.filter((one) => one.role === role);
      return here.length ? html`<h3 class="group">${roleName(role)}</h3><ul>${here.map((one) => this.line(one))}</ul>` : nothing;
    };
    return html`<section class="list" aria-label=${t("People")}>
      <header><div class="top"><h2>${t("People")}</h2><button type="button" class="button low" @click=${(event) => this.open(event, fresh())}>${icon("user", "tiny")} ${t("Add")}</button></div>
        <label class="field">${icon("search")}<span class="unseen">${t("Type to narrow")}</span><input type="search" autocomplete="off" placeholder=${t("Type to narrow")} @input=${(event) => (this.typed = event.target.value)} /></label></header>
      <div class="rows">${this.items && !found.length ? html`<p class="nothing">${t("Nothing fits")}</p>` : nothing}${ROLES.map(group)}</div>
    </section>`;
  }

  line(one) {
    const seller = one.seller_id ? (this.sellers.find(({ id }) => id === one.seller_id)?.name ?? one.seller_id) : "";
    return html`<li><a class="entry" href="?id=${one.id}" aria-current=${this.one?.id === one.id ? "page" : nothing} @click=${(event) => this.open(event, one.whole)}>${icon(one.disabled ? "lock" : "user")} <span>${one.name}</span> <span class="small faint">${one.disabled ? t("shut out") : seller}</span></a></li>`;
  }

  whose() {
    const { one, seller } = this;
    if (one.role !== "seller" || one.id) return nothing;
    return html`<fieldset><legend>${t("Seller")}</legend>
      <label><span>${t("Whose buyers they answer")}</span><select required @change=${(event) => this.set({ seller_id: event.target.value })}><option value="">${t("none")}</option>${this.sellers.map((each) => html`<option value=${each.id} ?selected=${each.id === one.seller_id}>${each.name}</option>`)}</select></label>
      ${seller
        ? html`<div class="heads"><label><span>${t("Id of the seller in the shop")}</span><input class="line-field" maxlength="100" .value=${seller.id} @input=${(event) => (this.seller = { ...seller, id: event.target.value })} /></label>
          <label><span>${t("Name")}</span><input class="line-field" maxlength="80" .value=${seller.name} @input=${(event) => (this.seller = { ...seller, name: event.target.value })} /></label></div>
          <p><button type="button" class="button low" @click=${(event) => this.nameSeller(event)}>${t("Add the seller")}</button></p>`
        : html`<p><button type="button" class="button low" @click=${() => (this.seller = { id: "", name: "", language: one.language })}>${t("A seller who is not here yet")}</button></p>`}</fieldset>`;
  }

  handing() {
    if (!this.handed) return nothing;
    return html`<p class="handed"><span>${t("First password")}</span> <code>${this.handed}</code> <button type="button" class="button low" @click=${() => copy(this.handed)}>${icon("copy", "tiny")} ${t("Copy")}</button></p>`;
  }

  editor() {
    const { one } = this;
    if (!one) return html`<section class="editor"><div class="empty">${icon("people")}<h2>${t("Who works here")}</h2><p>${t("Add colleagues and give each the role of their work. Who leaves is shut out; what they wrote stays.")}</p></div></section>`;
    return html`<section class="editor"><form @submit=${this.save}>
      <a class="back button quiet low" href=${location.pathname} @click=${(event) => { event.preventDefault(); history.pushState(null, "", location.pathname); this.one = null; }}>${icon("left")} ${t("Back to the list")}</a>
      <h1 tabindex="-1">${this.before.name || t("New colleague")}</h1>
      <div class="heads">
        <label><span>${t("First and last name")}</span><input class="line-field" required maxlength="80" autocomplete="off" .value=${one.name} @input=${(event) => this.set({ name: event.target.value })} /></label>
        <label><span>${t("E-mail")}</span><input class="line-field" type="email" required maxlength="254" autocomplete="off" .value=${one.email ?? ""} ?readonly=${Boolean(one.id)} @input=${(event) => this.set({ email: event.target.value })} /></label>
        ${one.id ? nothing : html`<label><span>${t("Language")}</span><select @change=${(event) => this.set({ language: event.target.value })}>${["ru", "en", "zh"].map((code) => html`<option value=${code} ?selected=${code === one.language}>${languageName(code)}</option>`)}</select></label>`}
      </div>
      <fieldset class="choices"><legend>${t("Role")}</legend>${ROLES.filter((role) => !one.id || (role === "seller") === (this.before.role === "seller")).map((role) => html`<label class="check"><input type="radio" name="role" value=${role} .checked=${role === one.role} @change=${() => this.set({ role })} /> <span><b>${roleName(role)}</b> <span class="small dim">${roleMeaning(role)}</span></span></label>`)}</fieldset>
      ${this.whose()}
      ${this.trouble ? html`<p class="said stop" role="alert">${icon("stop", "tiny")} ${this.trouble}</p>` : nothing}
      ${this.told ? html`<p class="said ok" role="status">${icon("check", "tiny")} ${this.told}</p>` : nothing}
      ${this.handing()}
      <p class="acts"><button class="button main">${one.id ? t("Save") : t("Add")}</button>
        ${one.id ? html`<button type="button" class="button" @click=${() => this.password()}>${t("New first password")}</button><button type="button" class="button quiet" @click=${() => this.disable(!one.disabled)}>${one.disabled ? t("Let in again") : t("Shut out")}</button>` : nothing}</p>
    </form></section>`;
  }
}
customElements.define("otvet-people", People);
