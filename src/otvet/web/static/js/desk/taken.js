// A conversation that goes on in the open one: folded above it, read when it is unfolded. Its lines stay its own.

import { html, nothing } from "../../vendor/lit.js";
import { api } from "../api.js";
import { icon, Plain } from "../parts.js";
import { clock, languageOf, shortDay, t } from "../strings.js";
import { items } from "./lines.js";

class Taken extends Plain {
  static properties = { desk: { attribute: false }, one: { attribute: false }, events: { state: true } };

  async opened(event) {
    if (!event.target.open || this.events) return;
    const found = await api.get(`/conversations/${this.one.id}`).catch(() => null);
    this.events = found?.events ?? [];
  }

  line(item) {
    const who = item.by?.name || t("Guest");
    return html`<li class=${item.kind}><b>${who}</b> <time datetime=${item.at}>${shortDay(item.at)}, ${clock(item.at)}</time><p lang=${languageOf(item.text)}>${item.text}</p></li>`;
  }

  render() {
    const said = items(this.events ?? []).filter((item) => item.text && ["message", "reply", "note"].includes(item.kind));
    return html`<details class="taken" @toggle=${this.opened}>
      <summary>${icon("swap", "tiny")} ${t("From request %(number)s", { number: this.one.reference })}</summary>
      <ul>${said.map((item) => this.line(item))}</ul>
      ${this.events ? html`<p><a href=${this.desk.address(this.one.id)}>${t("Open it")}</a></p>` : nothing}
    </details>`;
  }
}
customElements.define("otvet-taken", Taken);
