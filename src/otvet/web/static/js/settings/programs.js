// Tokens of programs: who calls the API without a person, as which role, how far; each seen once and revoked at once.

import { html, nothing } from "../../vendor/lit.js";
import { api, newKey } from "../api.js";
import { copy, icon, Plain, say } from "../parts.js";
import { fullTime, t } from "../strings.js";
import { asking } from "../trouble.js";
import { roleName, ROLES } from "./roles.js";

const ALL = "all";
const KINDS = ROLES.filter((role) => role !== "seller"); // a seller's program is made where the seller's accounts are

class Programs extends Plain {
  static properties = Object.fromEntries(["items", "name", "role", "scopes", "token", "trouble"].map((name) => [name, { state: true }]));

  constructor() {
    super();
    Object.assign(this, { items: null, name: "", role: "agent", scopes: [ALL], token: "", trouble: "" });
  }

  connectedCallback() {
    super.connectedCallback();
    this.load();
  }

  async load() {
    await asking(this, async () => (this.items = (await api.get("/tokens")).items));
  }

  async make(event) {
    event.preventDefault();
    const { name, role, scopes } = this;
    const made = await asking(this, () => api.post("/tokens", { name, role, scopes }, { key: newKey() }));
    if (!made) return;
    Object.assign(this, { token: made.token, name: "" });
    say(t("Made. Copy it now; it is not shown again."));
    this.load();
  }

  async revoke({ id, name }) {
    if (!confirm(t("“%(name)s” can no longer call. Go on?", { name }))) return;
    if (await asking(this, async () => (await api.ask("DELETE", `/tokens/${id}`), true))) this.load();
  }

  line(one) {
    const reach = one.scopes ? one.scopes.join(", ") : t("all its role may");
    return html`<li>${icon("plug")}<span><b>${one.name}</b> <span class="small faint">${roleName(one.role)} · ${reach} · ${t("made %(when)s", { when: fullTime(one.created_at) })} · ${t("until %(when)s", { when: fullTime(one.expires_at) })}</span></span>
      <button type="button" class="button quiet low" aria-label=${t("Revoke: %(name)s", { name: one.name })} @click=${() => this.revoke(one)}>${t("Revoke")}</button></li>`;
  }

  render() {
    const scopes = JSON.parse(this.dataset.scopes ?? "{}")[this.role] ?? [];
    const toggle = (scope, on) => (this.scopes = scope === ALL ? (on ? [ALL] : []) : [...this.scopes.filter((one) => one !== scope && one !== ALL), ...(on ? [scope] : [])]);
    return html`<section class="editor"><form @submit=${this.make}>
      <h1>${t("Programs")}</h1>
      <p>${t("A program calls the API with a token: its role says what it may, its scopes narrow that.")} <a href="/api/openapi.json">${t("What can be called")}</a></p>
      ${this.items?.length ? html`<ul class="programs">${this.items.map((one) => this.line(one))}</ul>` : this.items ? html`<p class="small dim">${t("No program has a token yet.")}</p>` : nothing}
      <fieldset><legend>${t("New token")}</legend>
        <div class="heads">
          <label><span>${t("Name of the program")}</span><input class="line-field" required maxlength="80" .value=${this.name} @input=${(event) => (this.name = event.target.value)} /></label>
          <label><span>${t("Role")}</span><select @change=${(event) => Object.assign(this, { role: event.target.value, scopes: [ALL] })}>${KINDS.map((role) => html`<option value=${role} ?selected=${role === this.role}>${roleName(role)}</option>`)}</select></label>
        </div></fieldset>
      <fieldset class="scopes"><legend>${t("Scopes")}</legend>${[ALL, ...scopes].map((scope) => html`<label class="check"><input type="checkbox" .checked=${this.scopes.includes(scope)} @change=${(event) => toggle(scope, event.target.checked)} /> ${scope === ALL ? t("all its role may") : html`<code translate="no">${scope}</code>`}</label>`)}</fieldset>
      ${this.trouble ? html`<p class="said stop" role="alert">${icon("stop", "tiny")} ${this.trouble}</p>` : nothing}
      ${this.token ? html`<p class="said ok" role="status">${icon("check", "tiny")} ${t("Made. Copy it now; it is not shown again.")}</p>
        <p class="handed"><span>${t("Token")}</span> <code>${this.token}</code> <button type="button" class="button low" @click=${() => copy(this.token)}>${icon("copy", "tiny")} ${t("Copy")}</button></p>` : nothing}
      <p class="acts"><button class="button main" ?disabled=${!this.scopes.length}>${t("Make the token")}</button></p>
    </form></section>`;
  }
}
customElements.define("otvet-programs", Programs);
