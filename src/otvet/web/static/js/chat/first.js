// What stands above the box before the first word: the topic, and for a known buyer the order.

import { html, nothing } from "../../vendor/lit.js";
import { asset, icon } from "../parts.js";
import { productName, productOf } from "../products.js";
import { shortDay, t } from "../strings.js";
import { FRONT, MORE, TOPICS } from "../topics.js";
import { beforehand } from "./wait.js";

const STATES = {
  placed: () => t("Placed"),
  in_transit: () => t("On the way"),
  customs: () => t("At the customs"),
  at_pickup: () => t("Waits at the pick-up point"),
  delivered: () => t("Delivered"),
  cancelled: () => t("Cancelled"),
  returned: () => t("Returned"),
  packing: () => t("Being packed"),
  on_the_way: () => t("On the way"),
  delayed: () => t("Delayed"),
  handed_over: () => t("Delivered"),
  called_off: () => t("Cancelled"),
};

/** An order's state in words; one we have no word for stays as the shop calls it. */
export const stateWord = (state) => STATES[state]?.() ?? state ?? "";

function when(order) {
  const state = order.delivery?.state ?? order.status;
  const day = order.delivery?.expected ?? order.placed_at;
  return day ? `${stateWord(state)}, ${shortDay(day)}` : stateWord(state);
}

function title(order) {
  const name = order.items.length ? productName(order.items[0].sku) : order.number;
  const rest = order.items.length - 1;
  return rest > 0 ? t("%(name)s and %(num)s more", { name, num: rest }) : name;
}

const orderImage = (picture) => (picture ? html`<img class="order-image" src=${asset(`shop/${picture}`)} width="40" height="40" alt="" />` : html`<span class="avatar">${icon("chat")}</span>`);

/** The product somebody asks about, as it stands on its page. */
const productCard = (sku, note) => html`<div class="order as-card">${orderImage(productOf(sku)?.picture)}
  <span class="order-text"><span class="order-name">${productName(sku)}</span><span class="order-when">${note}</span></span></div>`;

function picker(chat) {
  const { orders } = chat.store;
  const { product } = chat;
  if (!orders.length) return product ? productCard(product, t("You ask about this product")) : nothing;
  const choice = (number, name, note, picture) => html`<label class="order">
    <input class="order-radio" type="radio" name="order" value=${number} .checked=${chat.order === number} @change=${() => chat.pickOrder(number)} />
    ${orderImage(picture)}
    <span class="order-text"><span class="order-name">${name}</span><span class="order-when">${note}</span></span>
    <span class="order-tick">${icon("check")}</span>
  </label>`;
  return html`<fieldset class="picker">
    <legend>${product ? t("What is it about?") : t("Which order is it about?")}</legend>
    ${product ? choice("", productName(product), t("You ask about this product"), productOf(product)?.picture) : nothing}
    ${orders.slice(0, chat.allOrders ? 50 : 4).map((order) => choice(order.number, title(order), `${order.number} · ${when(order)}`, productOf(order.items[0]?.sku)?.picture))}
    ${orders.length > 4 && !chat.allOrders ? html`<button type="button" class="button button-quiet" @click=${() => chat.showOrders()}>${t("All orders")}</button>` : nothing}
    ${product ? nothing : choice("", t("Not about an order"), t("A question about the shop or a product"), "")}
  </fieldset>`;
}

/** A private question to the seller of the product: nothing has to be chosen. */
function toSeller(chat) {
  return html`<div class="log first">
    <h2>${t("Question to the seller")}</h2>
    ${productCard(chat.product, t("Only you, the seller and the shop's support see it."))}
    <p class="small muted">${t("Ask about size, colour, delivery or a wholesale price. The seller answers here.")}</p>
  </div>`;
}

/** The browser in words: what colleagues ask first when something on the site does not work. */
export function deviceWords(agent = navigator.userAgent) {
  const browser = [["Edg", "Edge"], ["YaBrowser", "Yandex Browser"], ["OPR", "Opera"], ["Firefox", "Firefox"], ["Chrome", "Chrome"], ["Version", "Safari"]]
    .map(([mark, name]) => [name, agent.match(new RegExp(`${mark}/(\\d+)`))?.[1]]).find(([, version]) => version);
  const system = [["Android", "Android"], ["iPhone|iPad", "iOS"], ["Windows", "Windows"], ["Mac OS", "macOS"], ["Linux", "Linux"]]
    .find(([mark]) => new RegExp(mark).test(agent))?.[1];
  return [browser?.join(" "), system].filter(Boolean).join(", ");
}

function field(chat, name, label, more = {}) {
  const { type = "text", mode = "text", auto = "off", hint = "" } = more;
  return html`<div class="first-field">
    <label class="label" for="first-${name}">${label}</label>
    <input class="field" id="first-${name}" type=${type} inputmode=${mode} autocomplete=${auto} maxlength="200" placeholder=${hint}
      .value=${chat.given(name)} @input=${(event) => chat.tell(name, event.target.value)} />
  </div>`;
}

/** Only what is missing: a known buyer picks the order and is reached through the shop, the browser says itself what it is. */
function asked(chat) {
  const asks = chat.store.asks(chat.topic);
  const known = chat.session.buyer?.known;
  const fields = [];
  if (asks.includes("order") && !chat.store.orders.length) fields.push(field(chat, "order", t("Order number, if there is one"), { hint: "48123-0001" }));
  if (asks.includes("amount")) fields.push(field(chat, "amount", t("Amount"), { mode: "decimal" }));
  if (asks.includes("day") || asks.includes("device")) fields.push(field(chat, "day", t("When did it happen?"), { hint: t("Today, about 14:00") }));
  if (asks.includes("device")) fields.push(field(chat, "device", t("Device and browser")));
  if (!known && !chat.store.contact?.email && chat.store.contact?.mail !== false) fields.push(field(chat, "email", t("E-mail for the answer"), { type: "email", mode: "email", auto: "email", hint: "name@example.org" }));
  if (!known && !chat.store.contact?.phone) fields.push(field(chat, "phone", t("Phone, if you like"), { type: "tel", mode: "tel", auto: "tel", hint: "+7 900 000-00-00" }));
  if (!fields.length) return nothing;
  return html`<section class="first-fields" aria-label=${t("What helps us")}>${fields}
    ${known ? nothing : html`<p class="small muted">${t("You may leave any of it open. Colleagues see address and phone masked; neither appears in the conversation.")}</p>`}
  </section>`;
}

function tips(chat) {
  return html`<details class="tips"><summary>${t("How to describe a problem")}</summary>
    <ul>
      <li>${t("What you expected, and what happened instead.")}</li>
      <li>${t("When it was, and whether it happens again.")}</li>
      <li>${t("A photo of the item and of the label, or a screenshot of the error.")}</li>
      <li>${t("No card numbers, passwords or codes from messages: nobody here needs them.")}</li>
    </ul>
    <a href="/help/describe-a-problem" target=${chat.framed ? "_blank" : "_self"}>${t("More about it")}</a>
  </details>`;
}

/** The questions before the first message; each may be left open. */
export function first(chat) {
  if (chat.toSeller) return toSeller(chat);
  return html`<div class="log first">
    <h2>${t("What happened?")}</h2>
    ${beforehand(chat.wait.now)}
    <div role="group" aria-labelledby="first-topic">
      <p class="label" id="first-topic">${t("Topic")}</p>
      <div class="choices">
        ${[...FRONT, ...MORE.filter((code) => chat.moreTopics || code === chat.topic), "other"].map((code) => html`<button type="button" class="choice" aria-pressed=${chat.topic === code} @click=${() => chat.pickTopic(code)}>${chat.topic === code ? icon("check", "icon-small") : nothing}${TOPICS[code].name()}</button>`)}
        ${chat.moreTopics ? nothing : html`<button type="button" class="choice" @click=${() => chat.showTopics()}>${t("More topics")}</button>`}
      </div>
    </div>
    ${picker(chat)} ${asked(chat)} ${tips(chat)}
    <p class="small muted">${t("Write below what happened. Photos help: add them right away.")}</p>
  </div>`;
}
