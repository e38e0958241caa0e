// What was asked before the chat, as both sides read it.

import { html } from "../vendor/lit.js";
import { languageOf, t } from "./strings.js";

export const DETAILS = {
  order: () => t("Order number"),
  amount: () => t("Amount"),
  day: () => t("When it happened"),
  device: () => t("Device and browser"),
};

/** The answers of a `DetailsGiven` as a list of pairs. */
export function details(event) {
  const words = (event.text ?? "").split("\n");
  return html`<dl class="details">${(event.data.fields ?? []).map((name, at) => html`<div><dt>${DETAILS[name]?.() ?? name}</dt><dd lang=${languageOf(words[at] ?? "")}>${words[at] ?? ""}</dd></div>`)}</dl>`;
}

/** The same on one line. */
export function detailsLine(event) {
  const words = (event.text ?? "").split("\n");
  return (event.data.fields ?? []).map((name, at) => `${DETAILS[name]?.() ?? name}: ${words[at] ?? ""}`).join(" · ");
}
