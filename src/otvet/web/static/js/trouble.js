// Why something was refused, in the reader's language; what we have no words for says the server.

import { t } from "./strings.js";

const WORDS = {
  offline: () => t("No connection."),
  not_signed_in: () => t("Your session has ended"),
  too_many: () => t("Too often. Try again in a moment."),
  too_large: () => t("Too large. Nothing was stored."),
  not_allowed: () => t("Your role may not do this."),
  not_found: () => t("It is no longer here."),
  unavailable: () => t("The server does not answer now. Nothing was lost."),
  database_down: () => t("The server does not answer now. Nothing was lost."),
  shop_silent: () => t("The shop does not answer now. Try again in a moment."),
  fault: () => t("Something broke on our side. Nothing was lost."),
};

/** The reason of a `Refused`. */
export const reason = (error) => WORDS[error?.code]?.() ?? error?.message ?? "";

/** Why something was not done: what the server says, or that it was not reached. */
export const refused = (error) => (error.status ? reason(error) : t("No connection. Nothing was changed."));

/** What the act gives, or null, with the reason in the page's own `trouble`; what the page told before is over. */
export async function asking(page, act) {
  Object.assign(page, { trouble: "", told: "" });
  try {
    return await act();
  } catch (error) {
    page.trouble = refused(error);
    return null;
  }
}
