// One dialog for every choice: type to narrow, arrows to move, Enter to take.  The palette is the same thing with more in it.

import { html, nothing } from "../../vendor/lit.js";
import { icon, Plain } from "../parts.js";
import { t } from "../strings.js";

// one letter of Russian is written as another as often as not
const plain = (text) => text.toLocaleLowerCase().replaceAll("\u0451", "\u0435");

/** Russian names as they are typed on a Latin keyboard: a colleague is found without switching it. */
const LATIN = "a b v g d e zh z i y k l m n o p r s t u f h ts ch sh shch  y  e yu ya".split(" ");
const FIRST = 0x430; // the alphabet begins here
const latin = (text) => [...text].map((letter) => LATIN[letter.codePointAt(0) - FIRST] ?? letter).join("");

/** Options that hold every word typed, in any order and in either script. */
export function narrowed(options, typed) {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  return options.filter((one) => {
    const held = plain(`${one.name} ${one.more ?? ""}`);
    return words.every((word) => held.includes(word) || latin(held).includes(word));
  });
}

class Choose extends Plain {
  static properties = { typed: { state: true }, at: { state: true } };

  constructor() {
    super();
    Object.assign(this, { typed: "", at: 0 });
  }

  get shown() {
    const { options, free } = this.asked;
    return [...narrowed(options, this.typed), ...free(this.typed.trim())];
  }

  pressed(event) {
    if (event.isComposing || event.target.type === "datetime-local") return;
    const number = this.shown.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.at = number ? (this.at + (event.key === "ArrowDown" ? 1 : -1) + number) % number : 0;
      this.updateComplete.then(() => this.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" }));
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (this.shown[this.at]) this.take(this.shown[this.at]);
    }
  }

  pick() {
    const { value } = this.querySelector("input[type=datetime-local]");
    if (value) this.take({ name: value, value: new Date(value).toISOString() });
  }

  item(one, index) {
    return html`<li role="option" id="choice-${index}" aria-selected=${index === this.at} @click=${() => this.take(one)} @pointermove=${() => (this.at = index)}>
      ${one.icon ? icon(one.icon) : html`<span class="icon"></span>`}<span class="name">${one.name}</span>${one.now ? icon("check", "tiny") : nothing}
      <span class="keys">${(one.keys ?? []).map((key) => html`<kbd>${key}</kbd>`)}</span></li>`;
  }

  render() {
    const { title, moment, placeholder, none } = this.asked;
    const found = this.shown;
    this.at = Math.min(this.at, Math.max(0, found.length - 1));
    return html`<div @keydown=${this.pressed}>
      <h2>${title}</h2>
      <label class="field">${icon("search")}<span class="unseen">${title}</span>
        <input type="text" role="combobox" aria-expanded="true" aria-controls="choices" aria-activedescendant=${found.length ? `choice-${this.at}` : nothing} autocomplete="off" maxlength="200"
          placeholder=${placeholder || t("Type to narrow")} @input=${(event) => Object.assign(this, { typed: event.target.value, at: 0 })} /></label>
      <ul id="choices" role="listbox" aria-label=${title}>${found.map((one, index) => this.item(one, index))}</ul>
      ${found.length ? nothing : html`<p class="empty-choice">${(!this.typed && none) || t("Nothing fits")}</p>`}
      ${moment ? html`<p class="moment"><label><span>${t("Another time")}</span> <input type="datetime-local" min=${local(Date.now() + 60_000)} @keydown=${(event) => event.key === "Enter" && this.pick()} /></label><button type="button" class="button low" @click=${() => this.pick()}>${t("Choose")}</button></p>` : nothing}
    </div>`;
  }
}
customElements.define("otvet-choose", Choose);

/**
 * Resolves with the option taken, or null.  An option: {name, value, icon?, keys?, more?, now?}.
 * `free(typed)` may offer options made of what was typed; with `moment` a time can be chosen too;
 * `none` is said where there is nothing to choose from.
 */
export function choose({ title, options, free = () => [], moment = false, placeholder = "", none = "" }) {
  return new Promise((resolve) => {
    const dialog = Object.assign(document.createElement("dialog"), { className: "choose" });
    dialog.setAttribute("aria-label", title);
    const inside = document.createElement("otvet-choose");
    let taken = null;
    inside.asked = { title, options, free, moment, placeholder, none };
    inside.take = (one) => {
      taken = one;
      dialog.close();
    };
    dialog.append(inside);
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    dialog.onclose = () => {
      dialog.remove();
      resolve(taken);
    };
    document.body.append(dialog);
    dialog.showModal();
    inside.updateComplete.then(() => inside.querySelector("input").focus());
  });
}

/** A moment as an input of this machine's own time wants it. */
function local(time) {
  const day = new Date(time);
  return new Date(day.getTime() - day.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** When to come back, or when to send: what people mean when they say it, and any other time. */
export function moments({ reply = true } = {}) {
  const soon = new Date();
  const day = (ahead, hour) => {
    const found = new Date(soon.getFullYear(), soon.getMonth(), soon.getDate() + ahead, hour);
    return found.toISOString();
  };
  const hours = (number) => new Date(Date.now() + number * 3_600_000).toISOString();
  const monday = ((8 - soon.getDay()) % 7) || 7;
  return [
    ...(reply ? [{ name: t("Until the buyer writes"), value: null, icon: "chat" }] : []),
    { name: t("In an hour"), value: hours(1), icon: "clock" },
    { name: t("In four hours"), value: hours(4), icon: "clock" },
    { name: t("Tomorrow at 9:00"), value: day(1, 9), icon: "sun" },
    { name: t("On Monday at 9:00"), value: day(monday, 9), icon: "moon" },
  ];
}
