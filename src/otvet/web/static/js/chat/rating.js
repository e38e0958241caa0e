// How it went: one tap gives the rating, reasons and words may follow; for a while it can be changed.

import { html, nothing } from "../../vendor/lit.js";
import { api, newKey } from "../api.js";
import { icon, Plain } from "../parts.js";
import { fullTime, t } from "../strings.js";
import { reason } from "../trouble.js";

const FACES = [
  { score: 1, icon: "face1", word: () => t("Very bad") },
  { score: 2, icon: "face2", word: () => t("Bad") },
  { score: 3, icon: "face3", word: () => t("So-so") },
  { score: 4, icon: "face4", word: () => t("Good") },
  { score: 5, icon: "face5", word: () => t("Very good") },
];
const REASONS = {
  fast: () => t("Fast"),
  clear: () => t("Clear"),
  polite: () => t("Polite"),
  solved: () => t("Solved at once"),
  slow: () => t("Waited long"),
  unclear: () => t("Unclear"),
  impolite: () => t("Impolite"),
  unsolved: () => t("Not solved"),
  repeated: () => t("Had to repeat myself"),
};
const GLAD = ["fast", "clear", "polite", "solved"];
const SORRY = ["slow", "unclear", "impolite", "unsolved", "repeated"];
const CONTENT_FROM = 4;

/** The words of a rating: "Good", and its reasons. */
export const scoreWord = (score) => FACES[score - 1]?.word() ?? "";
export const reasonWord = (code) => REASONS[code]?.() ?? code;

class Rating extends Plain {
  static properties = { conversation: { attribute: false }, score: { state: true }, open: { state: true }, error: { state: true }, done: { state: true } };

  constructor() {
    super();
    this.score = 0;
    this.reasons = new Set();
    this.open = false;
    this.error = "";
    this.done = false;
  }

  get given() {
    return this.conversation?.rating;
  }

  willUpdate() {
    if (this.of === this.conversation.id) return;
    this.of = this.conversation.id;
    this.open = false;
    this.done = false;
  }

  async give(score) {
    this.score = score;
    const suited = score >= CONTENT_FROM ? GLAD : SORRY;
    this.reasons = new Set([...this.reasons].filter((code) => suited.includes(code)));
    this.open = true;
    await this.send("");
  }

  async send(text) {
    this.error = "";
    const body = { score: this.score, reasons: [...this.reasons], text };
    try {
      const { conversation } = await api.ask("PUT", `/conversations/${this.conversation.id}/rating`, { body, key: newKey() });
      this.conversation = { ...this.conversation, rating: conversation.rating };
      return true;
    } catch (error) {
      this.error = error.status ? reason(error) : t("No connection.");
      return false;
    }
  }

  async finish(event) {
    event.preventDefault();
    if (await this.send(this.querySelector("textarea").value)) {
      this.open = false;
      this.done = true;
    }
  }

  toggle(code) {
    if (!this.reasons.delete(code)) this.reasons.add(code);
    this.requestUpdate();
  }

  change() {
    this.score = this.given.score;
    this.reasons = new Set(this.given.reasons);
    this.open = true;
    this.updateComplete.then(() => this.querySelector("input:checked")?.focus());
  }

  render() {
    if (this.given && !this.open) return this.told();
    return html`<form class="card rating" @submit=${(event) => this.finish(event)}>
      <fieldset>
        <legend class="rating-title">${t("How did we help?")}</legend>
        <div class="moods">
          ${FACES.map((face) => html`<label class="mood"><input class="mood-radio" type="radio" name="rating" value=${face.score} .checked=${this.score === face.score} @change=${() => this.give(face.score)} /><span class="mood-mark">${icon(face.icon)}</span>${face.word()}</label>`)}
        </div>
      </fieldset>
      ${this.open ? this.more() : nothing}
      ${this.error ? html`<p class="rating-error" role="alert">${this.error}</p>` : nothing}
    </form>`;
  }

  more() {
    return html`<div class="choices" role="group" aria-label=${t("What for? You may leave it open")}>
        ${(this.score >= CONTENT_FROM ? GLAD : SORRY).map((code) => html`<button class="choice" type="button" aria-pressed=${this.reasons.has(code)} @click=${() => this.toggle(code)}>${this.reasons.has(code) ? icon("check", "icon-small") : nothing}${reasonWord(code)}</button>`)}
      </div>
      <label class="unseen" for="rating-text">${t("Your words, if you like")}</label>
      <textarea class="field rating-text" id="rating-text" rows="2" maxlength="2000" placeholder=${t("Your words, if you like")}></textarea>
      <button class="button button-main button-wide">${t("Send")}</button>`;
  }

  told() {
    const changeable = new Date(this.given.changeable_until) > new Date();
    return html`<p class="rating-told" role="status">
      ${icon(`face${this.given.score}`)}<span>${this.done ? t("Thank you.") : ""} ${t("Your rating: %(word)s", { word: scoreWord(this.given.score) })}</span>
      ${changeable ? html`<button type="button" class="button button-quiet" title=${fullTime(this.given.changeable_until)} @click=${() => this.change()}>${t("Change")}</button>` : nothing}
    </p>`;
  }
}
customElements.define("otvet-rating", Rating);
