// Keys by their place on the keyboard, so that a Russian layout works; each can be put elsewhere or switched off,
// and every device of the person knows.  Never while a text is being written.

import { api } from "../api.js";
import { html, nothing } from "../../vendor/lit.js";
import { local } from "../kept.js";
import { icon, Plain } from "../parts.js";
import { t } from "../strings.js";
import { COMMANDS, IN_BOX } from "./commands.js";
import { narrowed } from "./choose.js";

const OFF = "otvet-keys-off";
const FOLLOWS = 1_200; // ms between the two keys of a pair
const SIGNS = { Slash: "/", Period: ".", Comma: ",", Escape: "Esc", Space: "␣", Semicolon: ";", Quote: "'", BracketLeft: "[", BracketRight: "]", Backslash: "\\", Minus: "-", Equal: "=", Backquote: "`", ArrowUp: "↑", ArrowDown: "↓", Enter: "↵", Shift: "⇧" };

const writing = (target) => target.closest?.("input, textarea, select, [contenteditable], dialog");
const modifier = (event) => ["Shift", "Control", "Alt", "Meta"].includes(event.key);

/** What was pressed, as commands name it: Ctrl stands for Cmd too. */
export function pressed(event) {
  const held = [event.ctrlKey || event.metaKey ? "Ctrl" : "", event.altKey ? "Alt" : "", event.shiftKey ? "Shift" : ""].filter(Boolean);
  return [...held, event.code].join("+");
}

/** A key as people read it: "Shift+KeyA" as ⇧ A. */
export const signs = (key) => key.split(/[+ ]/).map((one) => SIGNS[one] ?? one.replace(/^(Key|Digit|Numpad)/, ""));

export class Keys {
  #own = {}; // command -> key, "" for none
  #first = "";
  #timer = 0;

  constructor(desk) {
    this.desk = desk;
    document.addEventListener("keydown", (event) => this.heard(event));
    document.getElementById("ask-keys")?.addEventListener("click", () => this.overlay());
  }

  async load() {
    const found = await api.get("/me/preferences").catch(() => null);
    if (found?.preferences.keys) this.#own = found.preferences.keys;
  }

  /** The key of a command now. */
  at(command) {
    return this.#own[command.id] ?? command.key;
  }

  of(command) {
    const key = this.at(command);
    return key ? signs(key) : [];
  }

  /** For a title or a label. */
  shown(id) {
    return this.of(COMMANDS.find((one) => one.id === id)).join(" ");
  }

  /** Another key for a command; who had it before has none.  "" takes it away, null brings the usual one back. */
  put(command, key) {
    const own = { ...this.#own };
    for (const other of COMMANDS) if (key && other !== command && this.at(other) === key) own[other.id] = "";
    if (key === null || key === command.key) delete own[command.id];
    else own[command.id] = key;
    this.#own = own;
    return api.ask("PUT", "/me/preferences/keys", { body: { value: own } }).catch(() => {});
  }

  heard(event) {
    if (event.defaultPrevented || event.isComposing || modifier(event)) return;
    const desk = this.desk;
    const key = pressed(event);
    const always = COMMANDS.find((one) => one.always && this.at(one) === key);
    if (event.code === "Escape" && document.querySelector("[popover]:popover-open")) return; // it closes that
    const free = !writing(event.target) && !document.querySelector("dialog[open]");
    if (always && (free || event.target.closest?.("otvet-desk"))) return this.#run(event, always);
    if (!free || !desk.store.me) return;
    if (key === "Alt+Enter") {
      event.preventDefault();
      desk.mendHeld();
      return;
    }
    if (event.key === "?") return this.#run(event, COMMANDS.find((one) => one.id === "keys"));
    if (local.get(OFF)) return;
    const both = this.#first ? `${this.#first} ${key}` : key;
    clearTimeout(this.#timer);
    this.#first = "";
    const found = COMMANDS.find((one) => this.at(one) === both) ?? COMMANDS.find((one) => this.at(one) === key);
    if (found) this.#run(event, found);
    else if (COMMANDS.some((one) => this.at(one).startsWith(`${key} `))) {
      this.#first = key;
      this.#timer = setTimeout(() => (this.#first = ""), FOLLOWS);
    }
  }

  #run(event, command) {
    if (command.when && !command.when(this.desk)) return;
    event.preventDefault();
    command.run(this.desk);
  }

  overlay() {
    if (document.querySelector("dialog[open]")) return;
    const dialog = document.createElement("dialog");
    dialog.className = "all-keys";
    const inside = document.createElement("otvet-keys");
    inside.keys = this;
    dialog.append(inside);
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    dialog.onclose = () => dialog.remove();
    document.body.append(dialog);
    dialog.showModal();
    inside.updateComplete.then(() => inside.querySelector("input").focus());
  }
}

/** The list of all keys: narrowed by words, each changed by pressing another. */
class Overlay extends Plain {
  static properties = { typed: { state: true }, learning: { state: true } };

  constructor() {
    super();
    Object.assign(this, { typed: "", learning: null });
  }

  learn(event, command) {
    if (this.learning !== command || modifier(event)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.code === "Tab") return this.done();
    const key = event.code === "Escape" && command.key !== "Escape" ? null : ["Backspace", "Delete"].includes(event.code) ? "" : pressed(event);
    if (key !== null) this.keys.put(command, key);
    this.done();
  }

  done() {
    this.learning = null;
  }

  row(command) {
    const shown = this.keys.of(command);
    const learns = this.learning === command;
    const own = this.keys.at(command) !== command.key;
    return html`<li><span>${command.name()}</span>
      ${own ? html`<button type="button" class="button quiet low square" title=${t("The usual key again")} aria-label=${t("The usual key again")} @click=${() => { this.keys.put(command, null); this.requestUpdate(); }}>${icon("undo", "tiny")}</button>` : nothing}
      <button type="button" class="keys ${learns ? "learns" : ""}" aria-label=${t("Key for “%(name)s”: %(key)s. Press to change.", { name: command.name(), key: shown.join(" ") || t("none") })}
        @click=${() => (this.learning = learns ? null : command)} @keydown=${(event) => this.learn(event, command)} @blur=${() => this.done()}>
        ${learns ? t("Press a key") : shown.length ? shown.map((one, at) => html`${at ? " " : ""}<kbd>${one}</kbd>`) : t("none")}</button></li>`;
  }

  render() {
    const all = COMMANDS.map((command) => ({ name: command.name(), more: this.keys.of(command).join(" "), command }));
    const found = narrowed(all, this.typed);
    const box = narrowed(IN_BOX.map((one) => ({ ...one, name: one.name() })), this.typed);
    return html`<div>
      <h2>${t("All keys")}</h2>
      <label class="field">${icon("search")}<span class="unseen">${t("Type to narrow")}</span><input type="text" autocomplete="off" placeholder=${t("Type to narrow")} @input=${(event) => (this.typed = event.target.value)} /></label>
      <ul class="keys-list">${found.map((one) => this.row(one.command))}${box.map((one) => html`<li><span>${one.name}</span><span class="keys">${one.show.map((key) => html`<kbd>${key}</kbd>`)}</span></li>`)}</ul>
      <p class="small dim">${t("Press a key’s button and then another key; Backspace takes the key away. Keys are meant by their place: a Russian layout changes nothing.")}</p>
      <label><input type="checkbox" .checked=${!local.get(OFF)} @change=${(event) => (event.target.checked ? local.remove(OFF) : local.set(OFF, "1"))} /> ${t("Single letters work as keys")}</label>
      <p class="acts"><button type="button" class="button" @click=${() => this.closest("dialog").close()}>${t("Close")}</button></p>
    </div>`;
  }
}
customElements.define("otvet-keys", Overlay);
