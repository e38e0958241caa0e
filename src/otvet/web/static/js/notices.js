// What the system tells by itself: a template with typed fields, drawn in the reader's language.

import { t } from "./strings.js";

const TEMPLATES = {
  RequestReceived: (fields) => t("We got your request, its number is %(reference)s. A person will answer here.", { reference: (fields.reference ?? "").replaceAll("-", "\u2011") }),
};

/** The text of a notice; an unknown template says at least that there is one. */
export function notice(template, fields = {}) {
  return (TEMPLATES[template] ?? (() => t("A notice of the shop.")))(fields);
}
