// What a macro or a rule does: a list with one line an action, and a way to put another on it.

import { html, nothing } from "../../vendor/lit.js";
import { deedList, lasting } from "../desk/deeds.js";
import { t } from "../strings.js";
import { topicName, TOPICS } from "../topics.js";

const TIMES = [60, 240, 24 * 60, 3 * 24 * 60, 7 * 24 * 60];

const KINDS = {
  tag: () => t("Put a tag on"),
  untag: () => t("Take a tag off"),
  topic: () => t("Set the topic"),
  assign: () => t("Give it to somebody"),
  snooze: () => t("Snooze"),
  resolve: () => t("Resolve"),
};

/** `one` holds {what, value} of the action being added; `me` may be offered; sellers have two kinds. */
export function actionsEditor({ deeds, adding, staff, seller, me, change, add }) {
  const kinds = seller ? ["resolve", "snooze"] : Object.keys(KINDS);
  const nameOf = (id) => staff.find((one) => one.id === id)?.name ?? "";
  const value = (content) => add({ ...adding, value: content });
  const field = {
    tag: () => html`<input class="line-field" maxlength="40" aria-label=${t("Tag")} placeholder=${t("Tag")} .value=${adding.value ?? ""} @input=${(event) => value(event.target.value)} />`,
    topic: () => html`<select aria-label=${t("Topic")} @change=${(event) => value(event.target.value)}>${Object.keys(TOPICS).map((one) => html`<option value=${one} ?selected=${one === adding.value}>${topicName(one)}</option>`)}</select>`,
    assign: () => html`<select aria-label=${t("Who answers")} @change=${(event) => value(event.target.value || null)}>${me ? html`<option value="me" ?selected=${adding.value === "me"}>${t("Whoever uses it")}</option>` : nothing}<option value="" ?selected=${!adding.value}>${t("nobody’s")}</option>${staff.map((one) => html`<option value=${one.id} ?selected=${one.id === adding.value}>${one.name}</option>`)}</select>`,
    snooze: () => html`<select aria-label=${t("Until")} @change=${(event) => value(Number(event.target.value) || null)}>${TIMES.map((one) => html`<option value=${one} ?selected=${one === adding.value}>${lasting(one)}</option>`)}<option value="0" ?selected=${adding.value === null}>${t("Until the buyer writes")}</option></select>`,
  };
  field.untag = field.tag;
  const begin = { tag: "", untag: "", topic: Object.keys(TOPICS)[0], assign: me ? "me" : null, snooze: TIMES[0], resolve: null };
  const done = () => {
    if (["tag", "untag"].includes(adding.what) && !adding.value?.trim()) return;
    change([...deeds, adding]);
    add({ what: "", value: null });
  };
  return html`<div class="actions">
    ${deeds.length ? deedList(deeds, nameOf, (index) => change(deeds.toSpliced(index, 1))) : html`<p class="small dim">${t("Nothing is done yet.")}</p>`}
    <p class="line"><select aria-label=${t("What shall be done")} .value=${adding.what} @change=${(event) => add({ what: event.target.value, value: begin[event.target.value] ?? null })}>
      <option value="">${t("Add an action…")}</option>${kinds.map((one) => html`<option value=${one} ?selected=${one === adding.what}>${KINDS[one]()}</option>`)}</select>
      ${field[adding.what]?.() ?? nothing}
      ${adding.what ? html`<button type="button" class="button low" @click=${done}>${t("Add")}</button>` : nothing}</p>
  </div>`;
}
