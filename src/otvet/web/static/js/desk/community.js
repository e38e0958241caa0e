// Public questions at the desk: what happened to them in one line, and the chip that says everybody reads the answer.

import { html, nothing } from "../../vendor/lit.js";
import { icon } from "../parts.js";
import { t } from "../strings.js";

export const COMMUNITY_LINES = {
  PostHeld: (event) => [t("A moderator has to look at this first: “%(text)s”", { text: event.text ?? "" }), "stop"],
  QuestionPublished: () => [t("The question is public"), "globe"],
  PostRefused: (event) => [t("%(who)s did not publish it: %(why)s", { who: event.by?.name ?? "", why: event.text ?? "" }), "stop"],
  PostHidden: (event) => [t("%(who)s hid it from the public: %(why)s", { who: event.by?.name ?? "", why: event.text ?? "" }), "stop"],
  PostShown: (event) => [t("%(who)s showed it again", { who: event.by?.name ?? "" }), "globe"],
};

/** For a question that everybody reads; leads to its page. */
export const publicChip = (conversation) =>
  conversation.channel === "community"
    ? html`<a class="chip note" href="/questions/${conversation.reference}" target="_blank">${icon("globe", "tiny")} ${t("public: everybody reads the answer")}</a>`
    : nothing;
