// Deadlines as they are read: the next one as a chip, all of them on hover; and whose turn it is.

import { html, nothing } from "../../vendor/lit.js";
import { icon } from "../parts.js";
import { fullTime, t } from "../strings.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NAMES = {
  first: () => t("First answer"),
  next: () => t("Next answer"),
  resolution: () => t("Solution"),
  unassigned: () => t("Somebody takes it"),
};
export const TURNS = {
  agent: () => t("our turn"),
  second_line: () => t("second line’s turn"),
  seller: () => t("seller’s turn"),
  external: () => t("waits for others"),
  buyer: () => t("buyer’s turn"),
  nobody: () => t("settled"),
};
const ASKED = { second_line: () => t("Second line"), seller: () => t("Seller"), external: () => t("Another system") };
export const askedName = (one) => [ASKED[one.to](), one.party, one.number].filter(Boolean).join(" · ");
export const clockName = (code) => (NAMES[code] ?? (() => code))();

/** A length in words: minutes under an hour, hours under two days, else days. */
export function length(ms) {
  const whole = Math.abs(ms);
  if (whole < HOUR) return t("%(num)s min", { num: Math.max(1, Math.ceil(whole / MINUTE)) });
  if (whole < 48 * HOUR) return t("%(num)s h", { num: Math.round(whole / HOUR) });
  return t("%(num)s d", { num: Math.round(whole / (24 * HOUR)) });
}

/** Every clock on a line of its own. */
function all(one, now) {
  const clocks = (one.clocks ?? []).map((clock) => {
    const left = new Date(clock.due) - now;
    const state = clock.stopped ? t("stands still") : left < 0 ? t("late by %(time)s", { time: length(left) }) : t("%(time)s left", { time: length(left) });
    return `${clockName(clock.clock)}: ${fullTime(clock.due)} (${state})`;
  });
  const asked = (one.escalations ?? []).map((other) => `${askedName(other)}: ${other.due ? fullTime(other.due) : t("overdue")}`);
  return [...clocks, ...asked].join("\n");
}

/** The next deadline: amber from three quarters on, red after; nothing where none is counted. */
export function chip(one, now, kind = "end") {
  if (!one.due_at) return null;
  const left = new Date(one.due_at) - now;
  const running = (one.clocks ?? []).filter((clock) => !clock.stopped);
  const amber = running.some((clock) => clock.due === one.due_at && new Date(clock.warn) <= now);
  const state = left < 0 ? "late" : amber ? "warn" : "";
  const words = left < 0 ? t("late by %(time)s", { time: length(left) }) : t("due in %(time)s", { time: length(left) });
  return html`<span class="${kind} chip sla ${state}" title=${all(one, now)}>${icon(left < 0 ? "warn" : "clock", "tiny")}<span class="unseen">${words}</span><span aria-hidden="true">${left < 0 ? "−" : ""}${length(left)}</span></span>`;
}

/** Who else owns the next turn; one's own and the buyer's go without saying. */
export function turnChip(one, me) {
  if (one.turn === "seller" && me?.role === "seller") return nothing;
  if (!["second_line", "seller", "external"].includes(one.turn)) return nothing;
  const late = (one.escalations ?? []).some((other) => other.overdue);
  return html`<span class="chip turn ${late ? "late" : ""}">${icon(late ? "warn" : one.turn === "seller" ? "shop" : one.turn === "external" ? "globe" : "people", "tiny")} ${TURNS[one.turn]()}</span>`;
}
