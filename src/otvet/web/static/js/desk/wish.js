// Asking the shop for something: a sheet with what has to be known, one key until it is settled, the answer in words.

import { html, nothing } from "../../vendor/lit.js";
import { api, newKey } from "../api.js";
import { icon, Plain, say } from "../parts.js";
import { productName, products } from "../products.js";
import { money, said, t } from "../strings.js";
import { reason } from "../trouble.js";
import { ABOUT, outcomeWord, REASONS, slotWord, wishName } from "./shop-words.js";

const number = (form, name) => Math.round(Number(form.get(name)) || 0);

/** From the filled form to the wish as the API takes it. */
const WISH = {
  return: (form, order) => ({ order: order.number, reason: form.get("reason"), items: order.items.filter((one) => form.get(`take ${one.sku}`)).map((one) => ({ sku: one.sku, quantity: number(form, `many ${one.sku}`) || one.quantity })) }),
  exchange: (form, order) => ({ order: order.number, reason: form.get("reason"), sku: form.get("sku"), wanted: form.get("wanted") }),
  cancel: (form, order) => ({ order: order.number, reason: form.get("reason") }),
  move: (form, order) => ({ order: order.number, slot: form.get("slot") }),
  refund: (form, order) => ({ order: order.number, reason: form.get("reason"), amount: Math.round(Number(form.get("amount")) * 100) }),
  promo: (form, order) => ({ percent: number(form, "percent"), ...(order ? { order: order.number } : {}) }),
  bonus: (form, order) => ({ points: number(form, "points"), ...(order ? { order: order.number } : {}) }),
  complain: (form, order) => ({ order: order.number, about: form.get("about") }),
};

class WishSheet extends Plain {
  static properties = { what: {}, order: { attribute: false }, slots: { state: true }, trouble: { state: true }, busy: { state: true } };

  connectedCallback() {
    super.connectedCallback();
    this.key = newKey();
    if (this.what === "move") this.offered();
  }

  async offered() {
    try {
      this.slots = (await api.get(`/conversations/${this.conversation}/slots?order=${encodeURIComponent(this.order.number)}`)).items;
    } catch (error) {
      this.trouble = reason(error);
    }
  }

  async send(event) {
    event.preventDefault();
    const wish = { what: this.what, ...WISH[this.what](new FormData(event.target), this.order) };
    if (wish.items && !wish.items.length) return (this.trouble = t("Choose what goes back."));
    const asked = JSON.stringify(wish);
    if (this.asked && this.asked !== asked) this.key = newKey(); // another wish is another key; the same again is the same
    this.asked = asked;
    Object.assign(this, { busy: true, trouble: "" });
    try {
      const answer = await api.post(this.how.path ?? `/conversations/${this.conversation}/wishes`, { wish }, { key: this.key });
      if (this.how.path) this.done("");
      else if (answer.state === "refused") this.trouble = outcomeWord(answer);
      else this.done(outcomeWord(answer));
    } catch (error) {
      const limit = error.details?.limit;
      if (limit !== undefined) this.trouble = this.what === "promo" ? t("You may give up to %(num)s %. Ask a senior agent or a supervisor.", { num: limit }) : t("You may give up to %(sum)s in one conversation. Ask a senior agent or a supervisor.", { sum: money(limit * 100) });
      else if (error.code === "conflict") this.trouble = t("The shop does not know this buyer: they write as a guest.");
      else this.trouble = error.status ? reason(error) : t("No connection. Press again when it is back: it will not be done twice.");
    }
    this.busy = false;
  }

  done(words) {
    if (words) say(words);
    this.how.done?.();
    this.closest("dialog").close();
  }

  reasons() {
    const usual = this.what === "cancel" ? "changed_mind" : "defect";
    return html`<label class="label"><span>${t("Reason")}</span><select class="field" name="reason" required>${Object.entries(REASONS).map(([code, name]) => html`<option value=${code} ?selected=${code === usual}>${name()}</option>`)}</select></label>`;
  }

  amount(name, label, fields) {
    return html`<label class="label"><span>${label}</span><input class="field" name=${name} type="number" inputmode="numeric" required min=${fields.min} max=${fields.max} step=${fields.step ?? 1} value=${fields.value ?? nothing} /></label>`;
  }

  things() {
    return html`<fieldset class="choose-things"><legend class="label">${t("What goes back")}</legend>${this.order.items.map((one) => html`<div class="thing-row">
      <label><input type="checkbox" name="take ${one.sku}" ?checked=${this.order.items.length === 1} /> ${productName(one.sku)}</label>
      ${one.quantity > 1 ? html`<input class="field" type="number" name="many ${one.sku}" min="1" max=${one.quantity} value=${one.quantity} aria-label=${t("How many of %(name)s", { name: productName(one.sku) })} />` : nothing}</div>`)}</fieldset>`;
  }

  swaps() {
    const own = this.order.items;
    const like = products().filter((one) => one.seller_id === this.order.seller_id && own.some((line) => line.price === one.price));
    return html`<label class="label"><span>${t("What goes back")}</span><select class="field" name="sku">${own.map((one) => html`<option value=${one.sku}>${productName(one.sku)}</option>`)}</select></label>
      <label class="label"><span>${t("What they get for it")}</span><select class="field" name="wanted">${like.map((one) => html`<option value=${one.sku}>${said(one.name)}</option>`)}</select></label>
      <p class="small faint">${t("Products of the same seller at the same price.")}</p>`;
  }

  times() {
    if (!this.slots) return this.trouble ? nothing : html`<p class="small faint">${t("Asking the shop…")}</p>`;
    if (!this.slots.length) return html`<p class="small">${t("The shop offers no other time for this order.")}</p>`;
    return html`<label class="label"><span>${t("When it shall come")}</span><select class="field" name="slot">${this.slots.map((one) => html`<option value=${one.id}>${slotWord(one)}</option>`)}</select></label>`;
  }

  fields() {
    const forms = {
      return: () => html`${this.things()}${this.reasons()}`,
      exchange: () => html`${this.swaps()}${this.reasons()}`,
      cancel: () => html`<p class="small">${t("The order is called off and %(sum)s go back to the buyer.", { sum: money(this.order.total) })}</p>${this.reasons()}`,
      refund: () => html`${this.amount("amount", t("Roubles"), { min: 1, max: this.order.total / 100, step: "0.01" })}${this.reasons()}`,
      promo: () => this.amount("percent", t("Percent off the next order"), { min: 1, max: 50, value: 10 }),
      bonus: () => this.amount("points", t("Points; one pays for one rouble"), { min: 1, max: 100_000, value: 300 }),
      move: () => this.times(),
      complain: () => html`<label class="label"><span>${t("What the courier did")}</span><select class="field" name="about">${Object.entries(ABOUT).map(([code, name]) => html`<option value=${code}>${name()}</option>`)}</select></label>`,
    };
    return forms[this.what]();
  }

  render() {
    const shut = this.what === "move" && !this.slots?.length;
    return html`<form @submit=${this.send}>
      <h2 id="wish-title">${this.how.title ?? wishName(this.what)}${this.order ? html` · ${t("order %(number)s", { number: this.order.number })}` : nothing}</h2>
      ${this.fields()}
      <p class="level block wish-trouble" role="alert" ?hidden=${!this.trouble}>${this.trouble ? html`${icon("warn", "tiny")} ${this.trouble}` : nothing}</p>
      <p class="acts"><button type="button" class="button" @click=${() => this.closest("dialog").close()}>${t("Cancel")}</button>
        <button class="button main" ?disabled=${this.busy || shut}>${this.busy ? t("Asking the shop…") : (this.how.verb ?? t("Ask the shop"))}</button></p>
    </form>`;
  }
}
customElements.define("otvet-wish", WishSheet);

/** Opens the sheet; the thread says what became of it.  `how`: another {path, title, verb} and what is {done} after. */
export function wish(what, order, conversation, how = {}) {
  const dialog = document.createElement("dialog");
  dialog.className = "wish";
  dialog.setAttribute("aria-labelledby", "wish-title");
  dialog.append(Object.assign(document.createElement("otvet-wish"), { what, order, conversation, how }));
  dialog.onclose = () => dialog.remove();
  document.body.append(dialog);
  dialog.showModal();
}
