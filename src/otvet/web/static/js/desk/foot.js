// Under the box: the button that says what will happen, and how the text stands; above it, that the conversation moved on.

import { html, nothing } from "../../vendor/lit.js";
import { icon } from "../parts.js";
import { clock, t, tn } from "../strings.js";
import { gutter } from "./card.js";

export function sendButton(box) {
  const key = html`<kbd>Ctrl ↵</kbd>`;
  const off = box.ready ? "false" : "true";
  if (box.kind === "note") return html`<button type="submit" class="button low" aria-disabled=${off} aria-keyshortcuts="Control+Enter">${t("Save the note")} ${key}</button>`;
  if (box.worst === "block") return html`<button type="submit" class="button low" aria-disabled="true" aria-describedby="finding" aria-keyshortcuts="Control+Enter">${icon("stop")} ${t("Blocked")} ${key}</button>`;
  if (box.worst === "warn") return html`<button type="submit" class="button low warned" aria-disabled=${off} aria-describedby="finding" aria-keyshortcuts="Control+Enter">${icon("warn")} ${box.sure ? t("Yes, send as it is") : t("Send with the warning")} ${key}</button>`;
  return html`<button type="submit" class="button main low" aria-disabled=${off} aria-keyshortcuts="Control+Enter">${box.moved ? t("Send as it is") : t("Send")} ${key}</button>`;
}

export function standing(box) {
  if (box.kind === "note" || box.hands.open) return nothing;
  if (box.findings.length) return gutter(box.findings);
  if (!box.text.trim()) return nothing;
  if (box.checker.busy) return html`<span class="small checking">${t("checking")}</span>`;
  if (box.checker.failed) return html`<span class="small checking">${t("not checked yet")}</span>`;
  return html`<span class="small level allow">${icon("check", "tiny")} ${t("keeps the rules")}</span>`;
}

export function movedOn(box) {
  if (!box.moved) return nothing;
  return html`<section class="moved" id="moved" role="status">
    <header>${icon("warn")} <b>${tn("While you wrote, %(num)s message came", "While you wrote, %(num)s messages came", Math.max(1, box.moved.events.length))}</b></header>
    <ul>${box.moved.events.map((one) => html`<li><b>${one.by?.name || t("Guest")}</b> <span class=${one.kind === "note" ? "dim" : ""}>${one.kind === "note" ? `${t("note")}: ` : ""}${one.text}</span> <time datetime=${one.at}>${clock(one.at)}</time></li>`)}</ul>
    <p class="acts">
      <button type="button" class="button low" @click=${() => box.send({ anyway: true })} ?disabled=${box.worst === "block"}>${t("Send anyway")}</button>
      <button type="button" class="button quiet low" @click=${() => box.discard()}>${t("Discard the draft")}</button>
    </p>
  </section>`;
}
