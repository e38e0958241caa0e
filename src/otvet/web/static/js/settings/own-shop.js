// The shop: the tag its pages take, where the chat may stand, what replies may name as the shop's own, how it says who a buyer is.

import { html, nothing } from "../../vendor/lit.js";
import { api } from "../api.js";
import { copy, icon, Plain, say } from "../parts.js";
import { t } from "../strings.js";
import { asking } from "../trouble.js";

const PATH = "/accounts/own";
const LISTS = ["widget_origins", "own_domains", "own_phones"];
const ALGORITHMS = ["HS256", "RS256", "ES256", "EdDSA"];
const lines = (text) => text.split(/[\n,，]/).map((one) => one.trim()).filter(Boolean);
const fresh = () => ({ id: "", algorithm: "HS256", key: "" });

class Shop extends Plain {
  static properties = Object.fromEntries(["one", "key", "secret", "trouble", "told"].map((name) => [name, { state: true }]));

  constructor() {
    super();
    Object.assign(this, { one: null, key: fresh(), secret: "", trouble: "", told: "" });
  }

  connectedCallback() {
    super.connectedCallback();
    this.load();
  }

  async load() {
    const found = await asking(this, () => api.get(PATH));
    if (found) this.show(found);
  }

  show(found) {
    this.one = found;
    this.texts = Object.fromEntries(LISTS.map((name) => [name, found[name].join("\n")]));
  }

  async save(event) {
    event.preventDefault();
    const body = { name: this.one.name, ...Object.fromEntries(LISTS.map((name) => [name, lines(this.texts[name])])) };
    const saved = await asking(this, () => api.ask("PUT", PATH, { body }));
    if (!saved) return;
    this.show(saved);
    this.told = t("Saved.");
    say(this.told);
  }

  async setKey(event) {
    event.preventDefault();
    const { id, algorithm, key } = this.key;
    if (this.one.identity_keys.some((one) => one.id === id) && !confirm(t("What the key “%(id)s” signed no longer counts. Go on?", { id }))) return;
    const made = await asking(this, () => api.ask("PUT", `${PATH}/identity-keys/${encodeURIComponent(id)}`, { body: { algorithm, key } }));
    if (!made) return;
    Object.assign(this, { secret: made.secret ?? "", key: fresh() });
    await this.load();
    this.told = made.secret ? t("Made. Copy it now; it is not shown again.") : t("Saved.");
    say(this.told);
  }

  async dropKey({ id }) {
    if (!confirm(t("What the key “%(id)s” signed no longer counts. Go on?", { id }))) return;
    if (await asking(this, async () => (await api.ask("DELETE", `${PATH}/identity-keys/${encodeURIComponent(id)}`), true))) this.load();
  }

  // ---- drawing

  field(name, label, hint, example) {
    return html`<div><label><span>${label}</span><textarea class="line-field" rows="3" spellcheck="false" aria-describedby="${name}-hint" placeholder=${example} .value=${this.texts[name]} @input=${(event) => (this.texts[name] = event.target.value)}></textarea></label>
      <span class="small dim" id="${name}-hint">${hint}</span></div>`;
  }

  tag() {
    const tag = `<script src="${location.origin}/widget.js" async data-lang="${document.documentElement.lang}"></script>`;
    return html`<section aria-label=${t("The chat on your pages")}><h2>${t("The chat on your pages")}</h2>
      <p>${t("One line before the end of a page’s body:")}</p>
      <p class="handed"><code>${tag}</code> <button type="button" class="button low" @click=${() => copy(tag)}>${icon("copy", "tiny")} ${t("Copy")}</button></p></section>`;
  }

  keys() {
    const { key } = this;
    const set = (fields) => (this.key = { ...key, ...fields });
    return html`<form @submit=${this.setKey}>
      <h2>${t("How the shop says who a buyer is")}</h2>
      <p>${t("A signed token (JWT) in data-identity: aud “otvet”, sub the buyer’s id in the shop, exp within the hour; name, email, phone and language if you like. Without it a buyer is a guest.")}</p>
      ${this.one.identity_keys.length ? html`<ul class="programs">${this.one.identity_keys.map((one) => html`<li>${icon("lock")}<span><code>${one.id}</code> <span class="small faint">${one.algorithm}</span></span><button type="button" class="button quiet low" aria-label=${t("Take away: %(name)s", { name: one.id })} @click=${() => this.dropKey(one)}>${t("Take away")}</button></li>`)}</ul>` : html`<p class="small dim">${t("There is no key yet: every buyer is a guest.")}</p>`}
      ${this.secret ? html`<p class="handed"><span>${t("Secret")}</span> <code>${this.secret}</code> <button type="button" class="button low" @click=${() => copy(this.secret)}>${icon("copy", "tiny")} ${t("Copy")}</button></p>` : nothing}
      <fieldset><legend>${t("New key")}</legend><div class="heads">
        <label><span>${t("Its name, the kid of the tokens")}</span><input class="line-field" required maxlength="64" pattern="[A-Za-z0-9._\\-]+" autocomplete="off" .value=${key.id} @input=${(event) => set({ id: event.target.value })} /></label>
        <label><span>${t("Algorithm")}</span><select @change=${(event) => set({ algorithm: event.target.value })}>${ALGORITHMS.map((one) => html`<option ?selected=${one === key.algorithm}>${one}</option>`)}</select></label></div>
        <label><span>${key.algorithm === "HS256" ? t("Secret of at least 32 characters; left empty, one is made") : t("Public key in PEM")}</span><textarea class="line-field" rows="3" spellcheck="false" autocomplete="off" ?required=${key.algorithm !== "HS256"} .value=${key.key} @input=${(event) => set({ key: event.target.value })}></textarea></label></fieldset>
      <p class="acts"><button class="button">${t("Set the key")}</button></p></form>`;
  }

  render() {
    if (!this.one) return html`<section class="editor">${this.trouble ? html`<p class="said stop" role="alert">${icon("stop", "tiny")} ${this.trouble}</p>` : nothing}</section>`;
    return html`<section class="editor"><form @submit=${this.save}>
      <h1>${t("Shop")}</h1>
      ${this.tag()}
      <label><span>${t("Name of the shop")}</span><input class="line-field" required maxlength="80" .value=${this.one.name} @input=${(event) => (this.one = { ...this.one, name: event.target.value })} /></label>
      ${this.field("widget_origins", t("Pages that may hold the chat"), t("One address a line; on other pages the chat stays shut."), `${location.protocol}//shop.example.com`)}
      ${this.field("own_domains", t("Domains that replies may name"), t("Links to these are yours; to others the gate says no."), "shop.example.com")}
      ${this.field("own_phones", t("Phone numbers that replies may name"), t("Your hotlines; another number in a reply is held."), "+7 800 000-00-00")}
      ${this.trouble ? html`<p class="said stop" role="alert">${icon("stop", "tiny")} ${this.trouble}</p>` : nothing}
      ${this.told ? html`<p class="said ok" role="status">${icon("check", "tiny")} ${this.told}</p>` : nothing}
      <p class="acts"><button class="button main">${t("Save")}</button></p>
    </form>${this.keys()}</section>`;
  }
}
customElements.define("otvet-own-shop", Shop);
