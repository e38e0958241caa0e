// What the system tells by itself: a template with typed fields, drawn in the reader's language.

import { shortDay, t, tn } from "./strings.js";

const unbroken = (reference = "") => reference.replaceAll("-", "\u2011");

const TEMPLATES = {
  RequestReceived: ({ reference }) => t("We got your request, its number is %(reference)s. A person will answer here.", { reference: unbroken(reference) }),
  SellerAsked: ({ reference }) => t("The seller got your question, its number is %(reference)s. The seller will answer here.", { reference: unbroken(reference) }),
  SpecialTerms: ({ tier, manager }) => [t("You are our “%(tier)s” buyer: your requests are answered first, and you choose a convenient delivery time.", { tier }), manager ? t("Your personal manager: %(name)s.", { name: manager }) : ""].filter(Boolean).join(" "),
  PersonalOffer: ({ what, code, percent, points, until }) => [what === "promo" ? t("A personal offer for you: %(percent)s % off with the code %(code)s.", { percent, code }) : tn("A personal offer for you: %(num)s bonus point.", "A personal offer for you: %(num)s bonus points.", Number(points)), until ? t("Valid until %(day)s.", { day: shortDay(until) }) : ""].filter(Boolean).join(" "),
};

/** The text of a notice; an unknown template says at least that there is one. */
export function notice(template, fields = {}) {
  return (TEMPLATES[template] ?? (() => t("A notice of the shop.")))(fields);
}
