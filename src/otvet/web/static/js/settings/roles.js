// Who works here, in words, and what is made for them by chance.

import { t } from "../strings.js";

const NAMES = {
  agent: () => t("agent"),
  senior_agent: () => t("senior agent"),
  supervisor: () => t("supervisor"),
  moderator: () => t("moderator"),
  administrator: () => t("administrator"),
  seller: () => t("seller"),
};
const MEANINGS = {
  agent: () => t("answers buyers, leads complaints within a limit"),
  senior_agent: () => t("the same, lets held replies go and approves what is above the limit"),
  supervisor: () => t("the same, and plans the desk: topics, queues, hours, rules that act"),
  moderator: () => t("looks at what becomes public and at what the gate holds"),
  administrator: () => t("adds people and programs, fields and accounts"),
  seller: () => t("answers the buyers of one seller and sees nobody else’s"),
};
// Without the letters and digits that are taken for one another when read out.
const ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
const GROUPS = 4;
const GROUP = 5;

export const ROLES = Object.keys(NAMES);
export const roleName = (role) => NAMES[role]?.() ?? role;
export const roleMeaning = (role) => MEANINGS[role]?.() ?? "";

/** A password to hand over: four groups of five, 99 bits. */
export function firstPassword() {
  const letter = () => {
    // of 256 values the last few would come up once more than the others
    for (;;) {
      const [value] = crypto.getRandomValues(new Uint8Array(1));
      if (value < 256 - (256 % ALPHABET.length)) return ALPHABET[value % ALPHABET.length];
    }
  };
  return Array.from({ length: GROUPS }, () => Array.from({ length: GROUP }, letter).join("")).join("-");
}
