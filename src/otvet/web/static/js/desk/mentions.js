// "@" in a note: a list of colleagues at the box, narrowed by what follows; arrows, Enter or Tab, Esc.

import { html, nothing } from "../../vendor/lit.js";
import { icon } from "../parts.js";
import { t } from "../strings.js";
import { narrowed } from "./choose.js";

const BEGUN = /(^|\s)@([\p{L}\p{N}-]*(?: [\p{L}\p{N}-]*)?)$/u;
const MOST = 6;

export class Mentions {
  #begun = null; // what follows the @ before the caret
  #at = 0;

  constructor(box) {
    this.box = box;
  }

  get #staff() {
    const { staff, me } = this.box.desk.store;
    return staff.filter((one) => one.role !== "seller" && one.id !== me?.id);
  }

  get #shown() {
    return this.#begun === null ? [] : narrowed(this.#staff, this.#begun).slice(0, MOST);
  }

  /** After every change of the note. */
  look(area) {
    const found = this.box.kind === "note" && this.box.audience === "team" ? BEGUN.exec(area.value.slice(0, area.selectionEnd)) : null;
    this.#begun = found ? found[2] : null;
    this.#at = 0;
  }

  close() {
    this.#begun = null;
  }

  /** Whether the key was for the list. */
  pressed(event) {
    const shown = this.#shown;
    if (!shown.length) return false;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") this.#at = (this.#at + (event.key === "ArrowDown" ? 1 : -1) + shown.length) % shown.length;
    else if (event.key === "Escape") this.close();
    else if ((event.key === "Enter" && !event.ctrlKey && !event.metaKey) || event.key === "Tab") this.take(shown[this.#at]);
    else return false;
    event.preventDefault();
    this.box.requestUpdate();
    return true;
  }

  take(one) {
    const area = this.box.querySelector("textarea");
    const end = area.selectionEnd;
    const start = end - this.#begun.length;
    this.close();
    this.box.put(start, end, `${one.name} `);
  }

  /** Ids of those whose name stands behind an @ in the text. */
  in(text) {
    return this.#staff.filter((one) => text.includes(`@${one.name}`)).map((one) => one.id);
  }

  render() {
    const shown = this.#shown;
    if (!shown.length) return nothing;
    return html`<ul class="mentions" role="listbox" aria-label=${t("Mention a colleague in a note")}>${shown.map((one, index) => html`<li role="option" aria-selected=${index === this.#at} @pointerdown=${(event) => { event.preventDefault(); this.take(one); }}>${icon("user")} ${one.name}</li>`)}</ul>`;
  }
}
