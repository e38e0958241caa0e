// What the shop does and says, in words: wishes, their states, why it would not.

import { count, fullTime, money, said, shortDay, t, tn } from "../strings.js";

export const WISHES = {
  return: { name: () => t("Return"), icon: "return" },
  exchange: { name: () => t("Exchange"), icon: "swap" },
  cancel: { name: () => t("Cancel the order"), icon: "cross" },
  move: { name: () => t("Another day"), icon: "truck" },
  refund: { name: () => t("Refund"), icon: "refund" },
  promo: { name: () => t("Promo code"), icon: "tag" },
  bonus: { name: () => t("Bonuses"), icon: "star" },
  complain: { name: () => t("Complaint of the courier"), icon: "alert" },
};
export const REASONS = {
  changed_mind: () => t("Changed their mind"),
  defect: () => t("Defect"),
  wrong_item: () => t("Wrong item"),
  incomplete: () => t("Something is missing"),
  damaged: () => t("Damaged on the way"),
  late: () => t("Late"),
  other: () => t("Another reason"),
};
export const ABOUT = {
  rude: () => t("Rude"),
  late: () => t("Late"),
  damaged: () => t("Damaged the parcel"),
  not_delivered: () => t("Marked as delivered, not delivered"),
  wrong_place: () => t("Brought it elsewhere"),
  other: () => t("Something else"),
};
const CODES = {
  unknown_order: () => t("the shop knows no such order of this buyer"),
  not_in_order: () => t("the order does not hold this or not so many"),
  not_delivered: () => t("the order has not been handed over yet"),
  delivered: () => t("the order has been handed over already"),
  too_late: () => t("the time for it has run out"),
  already: () => t("it has been done already"),
  too_much: () => t("this is more than was paid"),
  unknown_product: () => t("the seller has no such product"),
  price_differs: () => t("the prices differ: return this one and order the other"),
  slot_taken: () => t("this time is no longer free"),
  cancelled: () => t("the order is cancelled"),
  key_reused: () => t("this was asked before with other content"),
  not_offered: () => t("the shop does not offer this"),
};
const RETURNS = {
  registered: () => t("waits for the parcel"),
  handed_in: () => t("handed in, on its way back"),
  received: () => t("received, being looked at"),
  closed: () => t("accepted"),
  lapsed: () => t("the label has lapsed"),
  refused: () => t("not accepted"),
};
const REFUNDS = {
  waits_for_goods: () => t("waits for the goods"),
  under_way: () => t("on its way"),
  paid: () => t("paid"),
  refused: () => t("refused"),
};
const DONE = {
  return: (id, facts) => t("Return %(id)s, label %(label)s, to be handed in by %(day)s", { id, label: facts.label, day: shortDay(facts.until) }),
  exchange: (id, facts) => t("Exchange %(id)s, label %(label)s, to be handed in by %(day)s", { id, label: facts.label, day: shortDay(facts.until) }),
  cancel: (id, facts) => t("Order cancelled, refund %(id)s of %(sum)s", { id, sum: money(facts.amount, facts.currency) }),
  refund: (id, facts) => t("Refund %(id)s of %(sum)s", { id, sum: money(facts.amount, facts.currency) }),
  promo: (id, facts) => t("Promo code %(id)s, %(num)s %, until %(day)s", { id, num: facts.percent, day: shortDay(facts.until) }),
  bonus: (id, facts) => tn("%(num)s bonus point given", "%(num)s bonus points given", facts.points),
  move: (id, facts) => t("Delivery moved to %(slot)s", { slot: slotWord(facts) }),
  complain: (id) => t("Complaint %(id)s went to the carrier", { id }),
};

export const wishName = (what) => WISHES[what]?.name() ?? what;
export const reasonName = (code) => REASONS[code]?.() ?? code;
export const refusalWord = (code, text) => said(text) || (CODES[code]?.() ?? t("the shop would not"));
export const returnWord = (state) => RETURNS[state]?.() ?? state;
export const refundWord = (state) => REFUNDS[state]?.() ?? state;
export const slotWord = (slot) => t("%(day)s, %(from)s to %(to)s", { day: shortDay(slot.day), from: `${slot.from_hour}:00`, to: `${slot.to_hour}:00` });
export const pointsWord = (points) => tn("%(num)s point", "%(num)s points", points);
export const percentWord = (percent) => `${count(percent)} %`;

/** What became of a wish: {state, what, record_id, facts, code, text, again_at}. */
export function outcomeWord({ state, what, record_id: id, facts, code, text, again_at: again }) {
  if (state === "made") return DONE[what]?.(id, facts ?? {}) ?? `${wishName(what)} ${id}`;
  if (state === "refused") return t("%(what)s: not done, %(why)s", { what: wishName(what), why: refusalWord(code, text) });
  if (state === "unheard" && again) return t("%(what)s: the shop does not answer. It is asked again at %(time)s; nothing is lost and nothing is done twice.", { what: wishName(what), time: fullTime(again) });
  if (state === "unheard") return t("%(what)s: the shop has not answered for a day", { what: wishName(what) });
  return t("%(what)s: the shop is being asked", { what: wishName(what) });
}
