// Around the box: reply or note, where the words go and in which language, how many are left; and what stands at hand.

import { html, nothing } from "../../vendor/lit.js";
import { icon } from "../parts.js";
import { channelName } from "../channels.js";
import { count, languageName, t } from "../strings.js";
import { sendLater } from "./later.js";

/** Who sees a note. */
function audience(box) {
  if (box.kind !== "note" || !box.desk.store.operator) return nothing;
  return html`<label><span class="unseen">${t("Who sees the note")}</span><select class="audience" .value=${box.audience} @change=${(event) => (box.audience = event.target.value)}>
    <option value="team">${t("only colleagues")}</option><option value="seller">${t("colleagues and the seller")}</option></select></label>`;
}

/** Where a reply goes and in which language, and how long it may be. */
function from(box) {
  const { conversation } = box.desk.store.thread ?? {};
  const most = box.tray.limits.message_chars;
  const goes = box.kind === "reply" && conversation ? html`<span>${channelName(conversation.channel)} · ${languageName(conversation.language)}</span>` : nothing;
  return html`<p class="from">${box.text ? html`<span>${t("draft kept")}</span>` : nothing}${goes}<span class="left ${box.length > most ? "bad" : ""}" role="img" aria-label=${t("Characters: %(num)s of %(most)s", { num: count(box.length), most: count(most) })}>${count(box.length)} / ${count(most)}</span></p>`;
}

/** Above the box. */
export function kinds(box) {
  const tab = (kind, words, key) => html`<button type="button" class="tab" role="tab" aria-selected=${box.kind === kind} @click=${() => { box.turn(kind); box.focusBox(); }}>${words} <kbd>${key}</kbd></button>`;
  return html`<div class="kinds">
    <div class="both" role="tablist" aria-label=${t("What you write")}>${box.desk.store.answers ? tab("reply", t("Reply"), "R") : nothing}${tab("note", t("Note"), "N")}</div>
    ${audience(box)}${from(box)}
  </div>`;
}

/** In the foot of the box: files, words at hand with the signs that open them, another time. */
export function tools(box) {
  const attach = html`<button type="button" class="button quiet square low" title=${box.tray.limitsText()} @click=${() => box.querySelector("#desk-files").click()} aria-label=${t("Attach a photo or a file")}>${icon("clip")}</button>`;
  if (box.kind === "note") return attach;
  const hand = (sign, words, title) => html`<button type="button" class="button quiet low hand" title=${title} @click=${() => box.openHands(sign)}><kbd>${sign}</kbd> <span class="word">${words}</span></button>`;
  const off = box.ready && box.worst !== "block" ? "false" : "true";
  return html`${attach}${hand("/", t("macro"), t("Macros: text and actions"))}${hand("::", t("text"), t("Ready texts"))}${hand("??", t("article"), t("Articles of the help centre"))}
    <button type="button" class="button quiet square low" aria-disabled=${off} title=${t("Send later")} aria-label=${t("Send later")} @click=${() => sendLater(box)}>${icon("clock")}</button>`;
}
