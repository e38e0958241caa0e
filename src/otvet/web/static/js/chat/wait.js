// Hours, place and expected wait, told before the wait begins and while it lasts, in the reader's own time.

import { html, nothing } from "../../vendor/lit.js";
import { api } from "../api.js";
import { icon } from "../parts.js";
import { clock, count, dayKey, dayName, language, t, tn } from "../strings.js";

const EVERY = 20_000;
const SURE = 60; // minutes; beyond an hour a number would pretend to know

/** Asks again and again while somebody looks; `of` gives the topic and, once there is one, the conversation. */
export class Wait extends EventTarget {
  now = null; // what the server said last
  #timer = 0;
  #asked = "";

  follow(of) {
    const asked = `/wait?lang=${language}${of.conversation ? `&conversation=${of.conversation}` : `&topic=${encodeURIComponent(of.topic || "other")}`}`;
    if (asked === this.#asked) return;
    this.#asked = asked;
    this.ask();
  }

  async ask() {
    clearTimeout(this.#timer);
    const asked = this.#asked;
    if (!asked) return;
    if (document.visibilityState === "visible") {
      const found = await api.get(asked).catch(() => null);
      if (asked !== this.#asked) return;
      this.now = found ?? this.now;
      this.dispatchEvent(new Event("change"));
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.ask(), EVERY);
  }
}

/** When people answer next: a clock time today, else the day with it. */
function opening(wait) {
  const at = wait.opens_at;
  return dayKey(at) === dayKey(Date.now()) ? clock(at) : t("%(day)s, %(clock)s", { day: nextDay(at), clock: clock(at) });
}

function nextDay(at) {
  const tomorrow = new Date();
  tomorrow.setDate(tomorrow.getDate() + 1);
  return dayKey(at) === dayKey(tomorrow) ? t("tomorrow") : dayName(at);
}

export const isNight = (wait) => Boolean(wait && !wait.open && wait.opens_at);

/** How long, in words that promise no more than is known. */
function howLong(wait) {
  if (wait.minutes === null) return t("As soon as somebody is free");
  if (wait.minutes > SURE) return t("More than an hour");
  return tn("About %(num)s minute", "About %(num)s minutes", wait.minutes);
}

/** One line for those who have not written yet. */
export function beforehand(wait) {
  if (!wait) return nothing;
  if (isNight(wait)) return html`<p class="hours">${icon("moon", "icon-small")} <span>${t("People answer from %(when)s, your time. Write now: your request keeps its place.", { when: opening(wait) })}</span></p>`;
  const until = wait.closes_at && dayKey(wait.closes_at) === dayKey(Date.now()) ? t("People answer until %(clock)s, your time.", { clock: clock(wait.closes_at) }) : t("People answer now.");
  return html`<p class="hours">${icon("clock", "icon-small")} <span>${t("%(until)s Expected wait: %(wait)s", { until, wait: howLong(wait).toLocaleLowerCase(language) })}</span></p>`;
}

/** Place, wait and hours of somebody who waits. */
export function waiting(wait) {
  if (!wait) return nothing;
  const place = html`<div><dt>${t("Place in the queue")}</dt><dd>${count(wait.place)}</dd></div>`;
  if (isNight(wait)) return html`<dl>${place}<div><dt>${t("People answer from")}</dt><dd>${opening(wait)}</dd></div></dl>`;
  return html`<dl>${place}
    <div><dt>${t("Expected wait")}</dt><dd>${howLong(wait)}</dd></div>
    ${wait.closes_at ? html`<div><dt>${t("People answer until")}</dt><dd>${clock(wait.closes_at)}</dd></div>` : nothing}
  </dl>`;
}
