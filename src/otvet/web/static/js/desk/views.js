// The views of the inbox in words and pictures.

import { t } from "../strings.js";

export const NAMES = {
  mine: () => t("Mine"),
  unassigned: () => t("Unassigned"),
  all: () => t("All"),
  waiting: () => t("Waiting for us"),
  late: () => t("Overdue"),
  mentions: () => t("Mentions"),
  snoozed: () => t("Snoozed"),
  held: () => t("Held"),
  resolved: () => t("Resolved"),
  approvals: () => t("Approvals"),
};
export const VIEW_ICONS = { mine: "person", unassigned: "people", all: "inbox", waiting: "clock", late: "alert", mentions: "bubbles", snoozed: "moon", held: "stop", resolved: "check", approvals: "lock" };
export const EMPTY = {
  mine: () => [t("Nothing waits for you"), t("Take one from “Unassigned”, or wait here: new ones come by themselves.")],
  unassigned: () => [t("Nobody waits"), t("Every open conversation has somebody who answers it.")],
  all: () => [t("No open conversations"), t("Write one as a buyer in the demo shop and watch it come.")],
  waiting: () => [t("No buyer waits for an answer"), t("Who waits longest will stand first here.")],
  late: () => [t("Nothing is late"), t("What has passed a deadline, or waits for an overdue answer, stands here.")],
  mentions: () => [t("Nobody has mentioned you"), t("Notes with @ and your name stand here.")],
  snoozed: () => [t("Nothing is snoozed"), t("What you snooze stands here until its time, or until the buyer writes.")],
  held: () => [t("Nothing is held"), t("Replies the gate keeps back stand here until somebody decides.")],
  resolved: () => [t("Nothing resolved yet"), t("Resolved conversations stand here; they can be reopened.")],
  approvals: () => [t("Nothing waits for approval"), t("Offers above an agent’s limit stand here until a senior agent or a supervisor decides.")],
};
