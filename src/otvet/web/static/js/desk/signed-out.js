// The session ended while somebody worked: said at once, with the way back to this very place.
// Nothing is lost on it: drafts and what could not be sent are kept by the browser (drafts.js, outbox.js).

import { html, nothing } from "../../vendor/lit.js";
import { icon, Plain } from "../parts.js";
import { t } from "../strings.js";

class SignedOut extends Plain {
  static properties = { out: { state: true } };

  connectedCallback() {
    super.connectedCallback();
    this.ended = () => (this.out = true);
    addEventListener("otvet-signed-out", this.ended);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener("otvet-signed-out", this.ended);
  }

  render() {
    if (!this.out) return nothing;
    const back = encodeURIComponent(location.pathname + location.search);
    return html`<p class="signed-out" role="alert">${icon("lock")} <span><b>${t("Your session has ended")}</b> ${t("What you wrote is kept here.")}</span>
      <a class="button main" href="/sign-in?next=${back}">${t("Sign in again")}</a></p>`;
  }
}
customElements.define("otvet-signed-out", SignedOut);
