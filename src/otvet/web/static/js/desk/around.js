// The order beside the thread: its way, what can be asked of the shop, returns and refunds, what the buyer was given.

import { html, nothing } from "../../vendor/lit.js";
import { stateWord } from "../chat/first.js";
import { asset, copy, icon } from "../parts.js";
import { productName, productOf } from "../products.js";
import { money, said, shortDay, t, tn } from "../strings.js";
import { percentWord, pointsWord, reasonName, refundWord, returnWord, slotWord, WISHES } from "./shop-words.js";
import { wish } from "./wish.js";

export const part = (id, title, aside, content) => html`<section class="part" aria-labelledby="part-${id}"><header><h2 id="part-${id}">${title}</h2> ${aside}</header>${content}</section>`;

/** What makes sense for an order as it stands; the shop has the last word. */
function fitting(order) {
  if (order.status === "cancelled") return ["promo", "bonus", "complain"];
  if (order.status === "delivered") return ["return", "exchange", "refund", "promo", "bonus", "complain"];
  if (order.status === "returned") return ["promo", "bonus", "complain"];
  return ["cancel", "move", "refund", "promo", "bonus", "complain"];
}

function acts(desk, what, order) {
  const { current } = desk.store;
  return html`<details class="wishes"><summary class="button low">${icon("plane", "tiny")} ${t("Ask the shop")}</summary>
    <div class="wish-acts">${what.map((one) => html`<button type="button" class="button low" @click=${() => wish(one, order, current)}>${icon(WISHES[one].icon, "tiny")} ${WISHES[one].name()}</button>`)}</div></details>`;
}

function step(one, late) {
  const now = one.state === "now";
  const kind = one.state === "ahead" ? "next" : now ? (late ? "late" : "now") : "done";
  return html`<li class=${kind} aria-current=${now ? "step" : nothing}>
    ${now ? html`<b>${said(one.what)}</b>` : html`<span>${said(one.what)}</span>`} <time datetime=${one.at}>${shortDay(one.at)}</time>
    ${said(one.place) ? html`<p>${said(one.place)}</p>` : nothing}</li>`;
}

/** How far an order is, as a chip. */
export function stateChip(order) {
  const delivery = order.delivery ?? {};
  if (delivery.state === "delayed") return html`<span class="chip warn">${icon("warn", "tiny")} ${tn("+%(num)s day", "+%(num)s days", delivery.delay_days)}</span>`;
  const ended = ["cancelled", "returned"].includes(order.status);
  return html`<span class="chip">${stateWord(ended ? order.status : (delivery.state ?? order.status))}</span>`;
}

function lines(items) {
  return items.map((line) => html`<div class="thing"><span class="picture">${productOf(line.sku) ? html`<img src=${asset(`shop/${productOf(line.sku).picture}`)} width="46" height="46" alt="" />` : icon("shop", "large")}</span>
    <div><p>${productName(line.sku)}</p><p class="faint">${money(line.price)}${line.quantity > 1 ? ` × ${line.quantity}` : ""}</p></div></div>`);
}

function way(delivery) {
  const rows = [
    delivery.promised ? [t("Promised"), shortDay(delivery.promised)] : null,
    delivery.handed_on ? [t("Handed over"), shortDay(delivery.handed_on)] : delivery.expected ? [t("Expected"), delivery.slot ? slotWord(delivery.slot) : shortDay(delivery.expected)] : null,
    delivery.carrier ? [t("Carrier"), said(delivery.carrier)] : null,
    delivery.tracking ? [t("Tracking"), html`<button type="button" class="copy" @click=${() => copy(delivery.tracking)} title=${t("Copy")}>${delivery.tracking} ${icon("copy", "tiny")}</button>`] : null,
  ].filter(Boolean);
  return html`<dl class="facts">${rows.map(([label, value]) => html`<dt>${label}</dt><dd>${value}</dd>`)}</dl>
    ${said(delivery.reason) ? html`<p class="small level warn">${said(delivery.reason)}</p>` : nothing}
    ${delivery.steps?.length ? html`<ol class="steps" aria-label=${t("Delivery")}>${delivery.steps.map((one) => step(one, delivery.state === "delayed"))}</ol>` : nothing}`;
}

/** The order the conversation is about. */
export function orderPart(order, desk, mayAsk) {
  return part("order", t("Order %(number)s", { number: order.number }), stateChip(order), html`${lines(order.items)}${way(order.delivery ?? {})}
    ${mayAsk ? acts(desk, fitting(order), order) : nothing}`);
}

/** Without an order something may still be given. */
export const givePart = (desk) => part("give", t("For the buyer"), nothing, acts(desk, ["promo", "bonus"], null));

function back(one) {
  return html`<li><b>${one.wanted_sku ? t("Exchange %(id)s", { id: one.id }) : t("Return %(id)s", { id: one.id })}</b> <span class="chip">${returnWord(one.state)}</span>
    <small>${one.items.map((line) => productName(line.sku)).join(", ")} · ${reasonName(one.reason)}${one.wanted_sku ? ` → ${productName(one.wanted_sku)}` : ""}</small>
    ${one.state === "registered" ? html`<small>${t("Label %(code)s until %(day)s", { code: one.label.code, day: shortDay(one.label.hand_in_by) })}, ${said(one.label.place)}${one.label.cost ? `, ${money(one.label.cost)}` : `, ${t("free for the buyer")}`}</small>` : nothing}</li>`;
}

function refund(one) {
  const when = one.paid_on ? shortDay(one.paid_on) : one.due_on ? t("until %(day)s", { day: shortDay(one.due_on) }) : "";
  return html`<li><b>${t("Refund %(id)s", { id: one.id })}</b> <span class="chip ${one.state === "paid" ? "ok" : ""}">${refundWord(one.state)}</span>
    <small>${[money(one.amount, one.currency), reasonName(one.reason), when].filter(Boolean).join(" · ")}</small></li>`;
}

/** Returns and refunds, those of this order first. */
export function backPart({ returns = [], refunds = [], complaints = [], order }) {
  const mine = (one) => (one.order_number === order?.number ? 0 : 1);
  const sorted = (some) => [...some].sort((a, b) => mine(a) - mine(b));
  if (!returns.length && !refunds.length && !complaints.length) return nothing;
  return part("back", t("Returns and refunds"), nothing, html`<ul class="earlier backs">${sorted(returns).map(back)}${sorted(refunds).map(refund)}
    ${complaints.map((one) => html`<li><b>${t("Complaint %(id)s", { id: one.id })}</b> <span class="chip">${one.state === "open" ? t("open") : t("answered")}</span>${one.answer_by ? html`<small>${t("until %(day)s", { day: shortDay(one.answer_by) })}</small>` : nothing}</li>`)}</ul>`);
}

/** Points and codes the buyer has. */
export function givenPart({ points = 0, promos = [], bonuses = [] }) {
  if (!points && !promos.length && !bonuses.length) return nothing;
  return part("given", t("Bonuses and codes"), html`<span class="small faint">${pointsWord(points)}</span>`, promos.length ? html`<ul class="earlier">${promos.map((one) => html`<li><b>${one.id}</b> <span class="chip">${percentWord(one.percent)}</span><small>${one.state === "good" ? t("until %(day)s", { day: shortDay(one.valid_to) }) : one.state === "used" ? t("used") : t("lapsed")}</small></li>`)}</ul>` : nothing);
}

/** The terms of the order's day: value, where they stand, until when they hold. */
export function termsPart(terms, day) {
  const cited = (one) => said(one.cited) || [one.source, one.clause].filter(Boolean).join(", ");
  const valid = (one) => (one.valid_to ? t("%(from)s to %(to)s", { from: shortDay(one.valid_from), to: shortDay(one.valid_to) }) : t("since %(day)s", { day: new Date(one.valid_from).getFullYear() }));
  const list = (some) => html`<ul class="terms">${some.map((one) => html`<li><span>${said(one.words) || one.text || one.key}</span><small>${cited(one)} · ${valid(one)}${one.weaker ? html` · <span class="level warn">${t("the shop's offer gives less, so the law holds")}</span>` : nothing}</small></li>`)}</ul>`;
  return part("terms", t("Terms in force"), html`<span class="small faint">${shortDay(day)}</span>`, html`${list(terms.slice(0, 4))}
    ${terms.length > 4 ? html`<details class="more-terms"><summary>${t("All terms")}</summary>${list(terms.slice(4))}</details>` : nothing}`);
}
