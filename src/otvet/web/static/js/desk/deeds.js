// What a macro or a rule does beside its words, said in words; and doing it for one conversation, to be taken back at once.

import { html, nothing } from "../../vendor/lit.js";
import { icon } from "../parts.js";
import { count, t, tn } from "../strings.js";
import { topicName } from "../topics.js";

export const DEED_ICONS = { tag: "tag", untag: "cross", topic: "chat", assign: "user", resolve: "check", snooze: "moon" };
const HOUR = 60;
const DAY = 24 * HOUR;

/** Minutes as people say them. */
export function lasting(minutes) {
  if (minutes % DAY === 0) return t("%(num)s d", { num: count(minutes / DAY) });
  if (minutes % HOUR === 0) return t("%(num)s h", { num: count(minutes / HOUR) });
  return t("%(num)s min", { num: count(minutes) });
}

/** One action in words; `nameOf` knows colleagues by id. */
export function deedWord({ what, value }, nameOf) {
  if (what === "tag") return t("Tag “%(tag)s”", { tag: value });
  if (what === "untag") return t("Take the tag “%(tag)s” off", { tag: value });
  if (what === "topic") return t("Topic: %(topic)s", { topic: topicName(value) });
  if (what === "snooze") return value === null ? t("Snooze until the buyer writes") : t("Snooze for %(time)s", { time: lasting(value) });
  if (what !== "assign") return t("Resolve");
  if (value === null) return t("Give it to nobody");
  return value === "me" ? t("Take the conversation") : t("Give it to %(name)s", { name: nameOf(value) || t("a colleague") });
}

/** The actions as a list; with `drop` each can be taken out. */
export function deedList(deeds, nameOf, drop = null) {
  return html`<ul class="deeds">${deeds.map((one, index) => html`<li class="chip">${icon(DEED_ICONS[one.what], "tiny")} ${deedWord(one, nameOf)}
    ${drop ? html`<button type="button" class="drop" aria-label=${t("Leave out: %(what)s", { what: deedWord(one, nameOf) })} @click=${() => drop(index)}>${icon("cross", "tiny")}</button>` : nothing}</li>`)}</ul>`;
}

/** As changes of one conversation, times counted from now. */
export function changesOf(deeds, id, me) {
  const value = (one) => {
    if (one.what === "snooze" && one.value !== null) return new Date(Date.now() + one.value * 60_000).toISOString();
    return one.what === "assign" && one.value === "me" ? me : one.value;
  };
  return deeds.map((one) => ({ id, what: one.what, value: value(one) }));
}

export const doneWord = (number) => tn("%(num)s action done", "%(num)s actions done", number);
