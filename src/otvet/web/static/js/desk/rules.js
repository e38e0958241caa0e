// The names of the rules, asked once.

import { api } from "../api.js";
import { language } from "../strings.js";

const names = new Map();
let asked = null;

/** Loads the rule book's names; findings show the code until they are here. */
export function loadRules() {
  asked ??= api.get(`/rules?lang=${language}`).then(({ items }) => {
    for (const rule of items) names.set(rule.code, rule);
  }).catch(() => (asked = null));
  return asked;
}

export const ruleName = (code) => names.get(code)?.title ?? code;
