// Who is at the desk: told every 30 s by one of the tabs, idle after five minutes without a touch in any of them.
// And the nudge: buyers of mine who wait too long are counted in one place, whatever is open; it cannot be switched off.

import { html, nothing } from "../../vendor/lit.js";
import { api } from "../api.js";
import { local } from "../kept.js";
import { icon, Plain } from "../parts.js";
import { t, tn } from "../strings.js";
import { length } from "./clocks.js";

const BEAT = 30_000;
const IDLE = 5 * 60_000;
const TOUCHED = "otvet-touched";
const CHOSEN = "otvet-duty";
export const SLOW = 100; // seconds a buyer waits until the row gets darker
export const TOO_LONG = 180; // and until the counter is red

export class Duty {
  #timer = 0;

  constructor(changed) {
    this.changed = changed;
    this.chosen = local.get(CHOSEN) || "online";
    const touched = () => {
      const now = Date.now();
      if (now - Number(local.get(TOUCHED) || 0) < 5_000) return;
      const was = this.idle;
      local.set(TOUCHED, String(now));
      if (was) this.tell();
    };
    for (const name of ["pointerdown", "keydown", "focus"]) addEventListener(name, touched, { passive: true });
  }

  start() {
    local.set(TOUCHED, String(Date.now()));
    this.tell();
    this.#timer ||= setInterval(() => this.tell(), BEAT);
  }

  get idle() {
    return Date.now() - Number(local.get(TOUCHED) || Date.now()) > IDLE;
  }

  choose(chosen) {
    this.chosen = chosen;
    local.set(CHOSEN, chosen);
    this.tell();
  }

  async tell() {
    this.chosen = local.get(CHOSEN) || this.chosen; // another tab may have chosen
    const told = await api.ask("PUT", "/me/duty", { body: { chosen: this.chosen, idle: this.idle } }).catch(() => null);
    if (told) this.state = told.state;
    this.changed();
  }
}

/** Seconds somebody waits for our answer; 0 when nobody does, or it was put off on purpose. */
export const waits = (one, now) => (one.waiting_since && !one.snoozed && one.turn === "agent" ? Math.max(0, Math.floor((now - new Date(one.waiting_since)) / 1000)) : 0);

/** A length that is counted: 1:40; from an hour on as everywhere, in hours and days. */
export const counted = (seconds) => (seconds < 3600 ? `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}` : length(seconds * 1000));

class Nudge extends Plain {
  static properties = { desk: { attribute: false }, now: { state: true } };

  connectedCallback() {
    super.connectedCallback();
    this.now = Date.now();
    this.tick = setInterval(() => (this.now = Date.now()), 1_000);
    this.desk.store.addEventListener("change", () => this.requestUpdate());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.tick);
  }

  get slow() {
    return (this.desk.store.mine ?? []).filter((one) => waits(one, this.now) >= SLOW).sort((a, b) => new Date(a.waiting_since) - new Date(b.waiting_since));
  }

  render() {
    const late = this.slow;
    if (!late.length) return nothing;
    const longest = waits(late[0], this.now);
    return html`<a class="nudge" href=${this.desk.address(late[0].id)} aria-label=${tn("%(num)s buyer waits too long; open the longest", "%(num)s buyers wait too long; open the longest", late.length)}>
      ${icon("alert")} <span>${tn("%(num)s buyer waits too long", "%(num)s buyers wait too long", late.length)}</span>
      <b class=${longest >= TOO_LONG ? "late" : ""}>${counted(longest)}</b></a>`;
  }
}
customElements.define("otvet-nudge", Nudge);
