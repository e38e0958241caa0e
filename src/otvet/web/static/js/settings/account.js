// One's own account: who one is here, and another password.

import { html, nothing } from "../../vendor/lit.js";
import { api, newKey } from "../api.js";
import { icon, Plain } from "../parts.js";
import { t } from "../strings.js";
import { reason, refused } from "../trouble.js";
import { roleName } from "./roles.js";

class Account extends Plain {
  static properties = { me: { state: true }, trouble: { state: true } };

  constructor() {
    super();
    Object.assign(this, { me: null, trouble: "" });
  }

  connectedCallback() {
    super.connectedCallback();
    api.get("/me").then((me) => (this.me = me)).catch((error) => (this.trouble = reason(error)));
  }

  async save(event) {
    event.preventDefault();
    const form = event.target;
    const { old, fresh, again } = form.elements;
    if (fresh.value !== again.value) {
      this.trouble = t("The new password and its repeat differ.");
      again.focus();
      return;
    }
    this.trouble = "";
    try {
      await api.post("/me/password", { old: old.value, new: fresh.value }, { key: newKey() });
      location.assign("/sign-in?next=%2Fdesk");
    } catch (error) {
      this.trouble = error.status === 401 ? t("The present password is not right.") : refused(error);
    }
  }

  render() {
    const { me } = this;
    return html`<section class="editor"><form @submit=${this.save}>
      <h1>${t("Own account")}</h1>
      ${me ? html`<p><b>${me.name}</b> · ${roleName(me.role)}</p>` : nothing}
      <fieldset><legend>${t("Another password")}</legend>
        <p class="small dim">${t("It ends your sessions on every device, this one too; then you sign in anew.")}</p>
        <div class="heads">
          <label><span>${t("Present password")}</span><input class="line-field" type="password" name="old" autocomplete="current-password" required /></label>
          <label><span>${t("New password")}</span><input class="line-field" type="password" name="fresh" autocomplete="new-password" required minlength="10" aria-describedby="long" /></label>
          <label><span>${t("New password once more")}</span><input class="line-field" type="password" name="again" autocomplete="new-password" required minlength="10" /></label>
        </div>
        <p class="small dim" id="long">${t("At least 10 characters")}</p></fieldset>
      ${this.trouble ? html`<p class="said stop" role="alert">${icon("stop", "tiny")} ${this.trouble}</p>` : nothing}
      <p class="acts"><button class="button main">${t("Change the password")}</button></p>
    </form></section>`;
  }
}
customElements.define("otvet-account", Account);
