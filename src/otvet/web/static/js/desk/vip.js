// A VIP buyer: the mark in list and head, and beside the talk whose buyer it is, what they may be told, when it is brought.

import { html, nothing } from "../../vendor/lit.js";
import { api, newKey } from "../api.js";
import { icon, say } from "../parts.js";
import { count, money, said, t, tn } from "../strings.js";
import { refused } from "../trouble.js";
import { percentWord, pointsWord } from "./shop-words.js";
import { wish } from "./wish.js";

const UNDELIVERED = ["packing", "on_the_way", "delayed", "at_pickup"];

/** The mark, with a word beside the star; in a row the star and its name for a screen reader. */
export const vipChip = (one) => (one.vip ? html`<span class="chip vip">${icon("star", "tiny")} ${said(one.vip.name)}</span>` : nothing);
export const vipSign = (one) => (one.vip ? html`<span class="chip vip" title=${said(one.vip.name)}>${icon("star", "tiny")} <span aria-hidden="true">VIP</span><span class="unseen">${said(one.vip.name)}</span></span>` : nothing);

async function told(desk, body, words) {
  const { store } = desk;
  try {
    await api.post(`/conversations/${store.current}/vip-notices`, body, { key: newKey() });
    say(words);
    store.again([store.current]);
  } catch (error) {
    store.set({ trouble: refused(error) });
  }
}

async function lookAfter(desk, buyer, who) {
  try {
    await api.ask("PUT", `/vips/${buyer}`, { body: { manager_id: who || null } });
    say(t("The personal manager is named"));
  } catch (error) {
    desk.store.set({ trouble: refused(error) });
  }
  desk.store.again([desk.store.current]);
}

function manager(desk, conversation) {
  const { store } = desk;
  const { vip, buyer } = conversation;
  const others = store.staff.filter((one) => !["moderator", "seller"].includes(one.role));
  if (!["supervisor", "administrator"].includes(store.me?.role) || !others.length) return vip.manager?.name ?? t("nobody yet");
  return html`<select class="audience" aria-label=${t("Personal manager")} @change=${(event) => lookAfter(desk, buyer.id, event.target.value)}>
    <option value="" ?selected=${!vip.manager}>${t("nobody yet")}</option>
    ${others.map((one) => html`<option value=${one.id} ?selected=${one.id === vip.manager?.id}>${one.name}</option>`)}</select>`;
}

const given = (one) => (one.what === "promo" ? `${one.record_id} · ${percentWord(one.facts.percent)}` : pointsWord(one.facts.points));

/** Beside the thread, below who the buyer is. */
export function vipPart(desk, conversation, { vip: bought, orders = [], wishes = [] }) {
  if (!conversation.vip) return nothing;
  const offers = wishes.filter((one) => one.state === "made" && ["promo", "bonus"].includes(one.what));
  const coming = orders.filter((one) => UNDELIVERED.includes(one.delivery?.state));
  return html`<section class="part" aria-labelledby="part-vip"><header><h2 id="part-vip">${t("VIP")}</h2> ${vipChip(conversation)}</header>
    <dl class="facts"><dt>${t("Personal manager")}</dt><dd>${manager(desk, conversation)}</dd>
      ${bought ? html`<dt>${t("In a year")}</dt><dd>${tn("%(num)s order", "%(num)s orders", bought.orders)}, ${money(bought.spent)}</dd>` : nothing}
      <dt>${t("Priority")}</dt><dd>${count(conversation.priority)}</dd></dl>
    <p class="acts vip-acts"><button type="button" class="button low" @click=${() => told(desk, {}, t("The buyer was told of their terms"))}>${icon("info", "tiny")} ${t("Tell of the VIP terms")}</button>
      ${offers.map((one) => html`<button type="button" class="button low" @click=${() => told(desk, { wish_id: one.id }, t("The buyer was told of the offer"))}>${icon("tag", "tiny")} ${t("Tell of the offer: %(what)s", { what: given(one) })}</button>`)}
      ${coming.map((one) => html`<button type="button" class="button low" @click=${() => wish("move", one, desk.store.current)}>${icon("truck", "tiny")} ${t("Delivery time of %(number)s", { number: one.number })}</button>`)}</p></section>`;
}

export const VIP_LINES = {
  VipRecognised: (event, names) => [event.data.tier ? [t("VIP buyer: %(tier)s", { tier: said(event.data.called) }), event.data.manager_id ? t("personal manager %(name)s", { name: names(event.data.manager_id) || t("a colleague") }) : ""].filter(Boolean).join(" · ") : t("No VIP buyer any more"), "star"],
};
