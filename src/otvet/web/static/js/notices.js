// What the system tells by itself: a template with typed fields, drawn in the reader's language.

import { shortDay, t } from "./strings.js";

const TEMPLATES = {
  received: () => t("We got your message. A person will answer here."),
  "out-of-hours": (fields) => t("We answer from %(opens)s to %(closes)s. Your message waits in the queue.", fields),
  "order-delayed": (fields) => t("The delivery of order %(order)s is late. New date: %(date)s.", { ...fields, date: fields.date ? shortDay(fields.date) : "" }),
  assigned: (fields) => t("%(name)s is answering you.", fields),
};

/** The text of a notice; an unknown template says at least that there is one. */
export function notice(template, fields = {}) {
  return (TEMPLATES[template] ?? (() => t("A notice of the shop.")))(fields);
}
