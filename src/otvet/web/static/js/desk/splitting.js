// Splitting: lines are ticked in the thread, a topic is chosen, and they go on in a new request of the same buyer.

import { html, nothing } from "../../vendor/lit.js";
import { api } from "../api.js";
import { icon } from "../parts.js";
import { clock, t, tn } from "../strings.js";
import { topicName, TOPICS } from "../topics.js";
import { refused } from "../trouble.js";
import { choose } from "./choose.js";

const base = () => document.querySelector("otvet-desk")?.base ?? "/desk";

export const SPLIT_LINES = {
  SplitOff: (event) => [html`${t("A part goes on in request")} <a href="${base()}/${event.data.into}">${event.data.reference}</a>`, "swap"],
  SplitFrom: (event) => [html`${t("Split off from request")} <a href="${base()}/${event.data.source}">${event.data.reference}</a>`, "swap"],
  Rejoined: (event) => [html`${t("Goes on in request")} <a href="${base()}/${event.data.into}">${event.data.reference}</a>`, "swap"],
  CameBack: () => [t("The part that was split off goes on here again"), "swap"],
};

/** What can go: the buyer's words, delivered answers, notes among colleagues; not what has gone already. */
const goes = (one, conversation) => !gone(one, conversation) && (one.kind === "message" || (one.kind === "reply" && one.state === "delivered") || (one.kind === "note" && one.name !== "SellerNoteWritten"));

const gone = (one, { parted = [] }) => parted.find((other) => other.seqs.includes(one.seq));

/** A line of the thread: with a tick while one chooses, paler with the way on once it has gone. */
export function tickable(desk, one, drawn) {
  const { picking, thread } = desk.store;
  const there = gone(one, thread.conversation);
  if (there) return html`<div class="went">${drawn}<p class="event">${icon("swap", "tiny")}<a href=${desk.address(there.id)}>${there.reference}</a></p></div>`;
  if (!picking || !goes(one, thread.conversation)) return drawn;
  const name = t("%(name)s, %(time)s: into the new request", { name: one.by?.name || t("Guest"), time: clock(one.at) });
  return html`<div class="pick ${picking.has(one.seq) ? "on" : ""}">
    <label><input type="checkbox" .checked=${picking.has(one.seq)} aria-label=${name} @change=${() => tick(desk, [one])} /></label>
    <div>${drawn}<button type="button" class="button quiet low" @click=${() => from(desk, one)}>${icon("down", "tiny")} ${t("From here on")}</button></div></div>`;
}

function tick(desk, ones) {
  const { picking } = desk.store;
  for (const { seq } of ones) if (!picking.delete(seq)) picking.add(seq);
  desk.store.set({});
}

/** Everything from this line on, as most splits are. */
function from(desk, one) {
  const { picking, thread } = desk.store;
  picking.clear();
  for (const event of desk.lines()) if (event.seq >= one.seq && goes(event, thread.conversation)) picking.add(event.seq);
  desk.store.set({});
}

export function beginSplit(desk) {
  desk.store.set({ picking: desk.store.picking ? null : new Set() });
  desk.updateComplete.then(() => desk.querySelector(".pick input")?.focus());
}

/** The bar above the box while one chooses. */
export function splitBar(desk) {
  const { picking } = desk.store;
  if (!picking) return nothing;
  return html`<section class="splitting" aria-label=${t("Split off into a new request")}>
    <b role="status">${picking.size ? tn("%(num)s line goes on in a new request", "%(num)s lines go on in a new request", picking.size) : t("Tick what shall go on in a new request")}</b>
    <span class="acts"><button type="button" class="button main" ?disabled=${!picking.size} @click=${() => make(desk)}>${icon("swap")} ${t("Split off…")}</button>
    <button type="button" class="button" @click=${() => desk.store.set({ picking: null })}>${t("Cancel")}</button></span></section>`;
}

async function make(desk) {
  const { store, changes } = desk;
  const id = store.current;
  const options = Object.keys(TOPICS).map((one) => ({ name: topicName(one), value: one, icon: "tag" }));
  const taken = await choose({ title: t("What is the new request about?"), options });
  if (!taken) return;
  try {
    const made = await api.post(`/conversations/${id}/split`, { seqs: [...store.picking].sort((a, b) => a - b), topic: taken.value }, { key: crypto.randomUUID() });
    store.set({ picking: null });
    changes.made(t("Split off into %(number)s", { number: made.conversation.reference }), [made.undo]);
    desk.go(desk.address(made.conversation.id));
  } catch (error) {
    store.set({ trouble: refused(error) });
  }
}
