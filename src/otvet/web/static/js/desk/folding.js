// What the desk did by itself comes in rows: the last lines of a row stand, the others behind one, so that the talk stays in sight.

import { html } from "../../vendor/lit.js";
import { icon } from "../parts.js";
import { tn } from "../strings.js";

const MOST = 3; // a row of so many lines is read at a glance
const STAND = 2;
// What head and list show anyway; what was asked, promised, rated or settled is looked for and never folded.
const QUIET = new Set(["Assigned", "DeadlineMissed", "DeadlineNear", "Snoozed", "Tagged", "TopicChanged", "Untagged", "VipRecognised", "Woken"]);

function fold(row) {
  if (row.length <= MOST) return row;
  const hidden = row.slice(0, -STAND);
  const drawn = html`<details class="event folded"><summary>${icon("list", "tiny")}${tn("%(num)s more change", "%(num)s more changes", hidden.length)}</summary>${hidden.map((one) => one.drawn)}</details>`;
  return [{ key: `folded-${hidden[0].key}`, drawn }, ...row.slice(-STAND)];
}

/** Rows {key, name, first, blank, drawn}, `first` of a day, `blank` where nothing is drawn; long rows of quiet lines stand folded within their day. */
export function folded(rows) {
  const found = [];
  let row = [];
  const close = () => {
    found.push(...fold(row));
    row = [];
  };
  for (const one of rows.filter(({ blank }) => !blank)) {
    const quiet = QUIET.has(one.name) && !one.first; // above the first one stands the day
    if (!quiet) close();
    if (quiet) row.push(one);
    else found.push(one);
  }
  close();
  return found;
}
