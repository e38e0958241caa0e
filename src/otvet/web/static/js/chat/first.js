// What stands above the box before the first word: the topic, and for a known buyer the order.

import { html, nothing } from "../../vendor/lit.js";
import { icon } from "../parts.js";
import { productName, productOf } from "../products.js";
import { shortDay, t } from "../strings.js";
import { FRONT, TOPICS } from "../topics.js";

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

function picker(chat) {
  const { orders } = chat.store;
  if (!orders.length) return nothing;
  const choice = (number, name, note, picture) => html`<label class="order">
    <input class="order-radio" type="radio" name="order" value=${number} .checked=${chat.order === number} @change=${() => chat.pickOrder(number)} />
    ${picture ? html`<img class="order-image" src="/static/shop/${picture}" width="40" height="40" alt="" />` : html`<span class="avatar">${icon("chat")}</span>`}
    <span class="order-text"><span class="order-name">${name}</span><span class="order-when">${note}</span></span>
    <span class="order-tick">${icon("check")}</span>
  </label>`;
  return html`<fieldset class="picker">
    <legend>${t("Which order is it about?")}</legend>
    ${orders.slice(0, chat.allOrders ? 50 : 4).map((order) => choice(order.number, title(order), `${order.number} · ${when(order)}`, productOf(order.items[0]?.sku)?.picture))}
    ${orders.length > 4 && !chat.allOrders ? html`<button type="button" class="button button-quiet" @click=${() => chat.showOrders()}>${t("All orders")}</button>` : nothing}
    ${choice("", t("Not about an order"), t("A question about the shop or a product"), "")}
  </fieldset>`;
}

/** A private question to the seller of the product: nothing has to be chosen. */
function toSeller(chat) {
  const picture = productOf(chat.product)?.picture;
  return html`<div class="log first">
    <h2>${t("Question to the seller")}</h2>
    <div class="order as-card">${picture ? html`<img class="order-image" src="/static/shop/${picture}" width="40" height="40" alt="" />` : html`<span class="avatar">${icon("chat")}</span>`}
      <span class="order-text"><span class="order-name">${productName(chat.product)}</span><span class="order-when">${t("Only you, the seller and the shop's support see it.")}</span></span></div>
    <p class="small muted">${t("Ask about size, colour, delivery or a wholesale price. The seller answers here.")}</p>
  </div>`;
}

/** The questions before the first message; each may be left open. */
export function first(chat) {
  if (chat.toSeller) return toSeller(chat);
  return html`<div class="log first">
    <h2>${t("What happened?")}</h2>
    <div role="group" aria-labelledby="first-topic">
      <p class="label" id="first-topic">${t("Topic")}</p>
      <div class="choices">
        ${[...FRONT, "other"].map((code) => html`<button type="button" class="choice" aria-pressed=${chat.topic === code} @click=${() => chat.pickTopic(code)}>${chat.topic === code ? icon("check", "icon-small") : nothing}${TOPICS[code].name()}</button>`)}
      </div>
    </div>
    ${picker(chat)}
    <p class="small muted">${t("Write below what happened. Photos help: add them right away.")}</p>
  </div>`;
}
