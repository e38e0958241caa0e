// Letters to an absent buyer as the thread tells them: what left, what failed, what will leave unless it is read or stopped.

import { html, nothing } from "../../vendor/lit.js";
import { icon } from "../parts.js";
import { clock, fullTime, t } from "../strings.js";

const SENT = {
  answer: (whole) => (whole ? t("Sent by e-mail: the buyer was away") : t("A link was sent by e-mail: the buyer was away, the address is not confirmed")),
  transcript: () => t("The conversation was sent to the buyer by e-mail"),
  rating: () => t("The buyer was asked by e-mail how it went"),
};

export const LETTER_LINES = {
  LetterSent: (event) => [SENT[event.data.sort]?.(event.data.whole) ?? t("Sent by e-mail"), "mail"],
  LetterFailed: (event) => [t("The e-mail did not reach the buyer (%(code)s). The answer is in the chat.", { code: event.data.reason }), "warn"],
};

/** What still waits: the plan of an answer, or of the question how it went. */
export function planned(events) {
  const plans = new Map();
  for (const event of events) {
    const { letter_id: id, sort, upto = 0, seq } = event.data ?? {};
    if (event.name === "LetterPlanned" && sort !== "transcript") plans.set(id, { ...event.data, upto });
    else if (event.name?.startsWith("Letter")) plans.delete(id);
    else if (event.name === "ReadUpTo" && event.by?.kind === "buyer") drop(plans, (plan) => plan.sort === "answer" && plan.upto <= seq);
    else if (event.name === "Rated" || event.name === "Reopened") drop(plans, (plan) => plan.sort === "rating");
  }
  return [...plans.values()];
}

function drop(plans, unwanted) {
  for (const [id, plan] of plans) if (unwanted(plan)) plans.delete(id);
}

/** The line below the thread, with the way to stop it. */
export function waits(thread, store) {
  const [plan] = planned(thread.events);
  if (!plan) return nothing;
  const time = html`<time datetime=${new Date(plan.at).toISOString()} title=${fullTime(plan.at)}>${clock(plan.at)}</time>`;
  return html`<p class="event" role="status">${icon("mail", "tiny")}${plan.sort === "answer" ? t("By e-mail too, unless it is read before") : t("The buyer will be asked by e-mail how it went")} · ${time}
    ${store.answers ? html`<button type="button" class="button quiet low" @click=${() => store.act("/letters/stop")}>${t("Do not send")}</button>` : nothing}</p>`;
}
