// A text of one language while it is written: the gate's findings under it, as in the composer; variables marked.

import { html, nothing } from "../../vendor/lit.js";
import { api } from "../api.js";
import { card, gutter } from "../desk/card.js";
import { shifted } from "../desk/checker.js";
import { pieces, places } from "../desk/lines.js";
import { icon, Plain } from "../parts.js";
import { count, t } from "../strings.js";

const PAUSE = 200;
const MOST = 4_000;

export class Wording extends Plain {
  static properties = { lang: { type: String }, label: { type: String }, text: { type: String }, off: { type: Boolean }, at: { state: true }, said: { state: true } };

  constructor() {
    super();
    Object.assign(this, { lang: "ru", label: "", text: "", off: false, at: 0, said: null, checked: "" });
  }

  willUpdate(changed) {
    if (changed.has("text") && this.text !== this.checked) this.look();
  }

  look() {
    clearTimeout(this.timer);
    const { text, lang } = this;
    if (!text.trim() || this.off) {
      Object.assign(this, { said: null, checked: text });
      return;
    }
    this.timer = setTimeout(async () => {
      const said = await api.post("/templates/check", { text, lang }).catch(() => null);
      if (this.text === text) Object.assign(this, { said, checked: text });
    }, PAUSE);
  }

  get findings() {
    return this.said ? shifted(this.said.findings, this.checked, this.text) : [];
  }

  get verdict() {
    return null;
  }

  step(by) {
    const number = this.findings.length;
    if (number) this.at = (this.at + by + number) % number;
  }

  typed(text) {
    this.text = text;
    this.dispatchEvent(new CustomEvent("text", { detail: text }));
  }

  /** Written as if typed, so that undo brings the former words back. */
  put(words, from, to) {
    const box = this.querySelector("textarea");
    box.focus();
    box.setSelectionRange(from ?? box.selectionStart, to ?? box.selectionEnd);
    if (!document.execCommand("insertText", false, words)) {
      box.setRangeText(words, box.selectionStart, box.selectionEnd, "end");
      this.typed(box.value);
    }
  }

  takeOne(finding) {
    const at = places(this.text);
    this.put(finding.suggestion, at[finding.start], at[finding.end]);
  }

  pressed(event) {
    if (event.key !== "F8") return;
    event.preventDefault();
    this.step(event.shiftKey ? -1 : 1);
  }

  standing() {
    if (!this.text.trim() || this.off) return nothing;
    if (this.findings.length) return gutter(this.findings);
    if (this.checked !== this.text) return html`<span class="small checking">${t("checking")}</span>`;
    return this.said ? html`<span class="small level allow">${icon("check", "tiny")} ${t("keeps the rules")}</span>` : html`<span class="small checking">${t("not checked yet")}</span>`;
  }

  render() {
    const { findings } = this;
    this.at = Math.min(this.at, Math.max(0, findings.length - 1));
    const drawn = pieces(this.text, findings, this.at);
    const id = `words-${this.lang}`;
    return html`<div class="wording">
      <p class="over"><label for=${id}>${this.label}</label> <span class="end">${this.standing()} <span class="small faint ${this.text.length > MOST ? "bad" : ""}">${count(this.text.length)}</span></span></p>
      <div class="box"><div class="sheet">
        <div class="behind" aria-hidden="true">${drawn.map((one) => (one.severity ? html`<mark class="found ${one.severity} ${one.now ? "now" : ""}">${one.text}</mark>` : one.text))}${"\n"}</div>
        <textarea id=${id} lang=${this.lang} rows="3" spellcheck="false" .value=${this.text} ?readonly=${this.off} aria-describedby="finding" @input=${(event) => this.typed(event.target.value)} @keydown=${this.pressed} @focus=${() => this.dispatchEvent(new CustomEvent("here", { bubbles: true }))}></textarea>
      </div></div>
      ${this.said?.unknown ? html`<p class="small level block" role="status">${icon("stop", "tiny")} ${t("%(variable)s is no variable; choose one from the list.", { variable: this.said.unknown })}</p>` : nothing}
      ${card(this)}
    </div>`;
  }
}
customElements.define("otvet-wording", Wording);
