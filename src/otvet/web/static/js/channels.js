// The ways a conversation comes, in words.

import { t } from "./strings.js";

export const CHANNELS = {
  webchat: () => t("Chat on the site"),
  form: () => t("Feedback form"),
  community: () => t("Public questions"),
  telephony: () => t("Call"),
};

/** A channel's name; one we have no word for stands as it is. */
export const channelName = (code) => CHANNELS[code]?.() ?? code;
