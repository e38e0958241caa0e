// Where the answer reaches somebody who has left: said when it is known, asked for when it is not.

import { html, nothing } from "../../vendor/lit.js";
import { api } from "../api.js";
import { icon, Plain } from "../parts.js";
import { t } from "../strings.js";
import { reason } from "../trouble.js";

class Contact extends Plain {
  static properties = { contact: { state: true }, error: { state: true }, session: { attribute: false } };

  constructor() {
    super();
    this.contact = null;
    this.error = "";
  }

  async connectedCallback() {
    super.connectedCallback();
    this.contact = api.token ? await api.get("/me/contact").catch(() => null) : null;
  }

  async leave(event) {
    event.preventDefault();
    const field = this.querySelector("input");
    if (!field.value.trim()) return;
    try {
      this.contact = await api.ask("PUT", "/me/contact", { body: { email: field.value } });
      this.error = "";
    } catch (error) {
      this.error = error.status === 400 ? t("This is not an e-mail address.") : error.status ? reason(error) : t("No connection.");
    }
  }

  render() {
    const { contact } = this;
    if (!contact?.mail) return html`<p class="small muted">${t("You may close the window: the answer will be here.")}</p>`;
    if (contact.email) return html`<p class="small muted hours">${icon("mail", "icon-small")} <span>${t("You may close the window: the answer stays here and comes to %(email)s.", { email: contact.email })}</span></p>`;
    return html`<form class="contact-form" novalidate @submit=${(event) => this.leave(event)}>
      <label class="small" for="leave-email">${t("Leaving? The answer can come by e-mail.")}</label>
      <span class="contact-row"><input class="field" id="leave-email" type="email" autocomplete="email" inputmode="email" placeholder="name@example.org" aria-describedby="leave-note" />
      <button class="button">${t("Leave it")}</button></span>
      ${this.error ? html`<p class="small bad" role="alert">${this.error}</p>` : nothing}
      <p class="small muted" id="leave-note">${t("Colleagues see it masked; it does not appear in the conversation.")}</p>
    </form>`;
  }
}
customElements.define("otvet-contact", Contact);
