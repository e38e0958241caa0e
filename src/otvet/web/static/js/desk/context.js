// Beside the thread: who the buyer is, the order with its way, the terms in force, what was before.

import { html, nothing } from "../../vendor/lit.js";
import { asset, icon, initials, Plain } from "../parts.js";
import { loadProducts } from "../products.js";
import { languageName, lasted, money, said, shortDay, t, tn } from "../strings.js";
import { topicName } from "../topics.js";
import { fieldsPart } from "./fields.js";
import { suggestPart } from "./suggest.js";
import { vipPart } from "./vip.js";
import { callPart } from "./call.js";
import { complaintPart } from "./complaint.js";
import { backPart, givenPart, givePart, orderPart, part, stateChip, termsPart } from "./around.js";

/** Where an earlier conversation stands. */
function statusOf({ status }) {
  if (status === "merged") return html`<span class="chip">${icon("swap", "tiny")} ${t("merged")}</span>`;
  return status === "resolved" ? html`<span class="chip ok">${icon("check", "tiny")} ${t("resolved")}</span>` : html`<span class="chip note">${icon("clock", "tiny")} ${t("open")}</span>`;
}

export class Context extends Plain {
  static properties = { desk: { attribute: false } };

  connectedCallback() {
    super.connectedCallback();
    this.desk.store.addEventListener("change", () => this.changed());
    this.desk.suggest.addEventListener("change", () => this.requestUpdate());
  }

  /** With every new context the goods are asked for again, should the shop have been silent before. */
  changed() {
    const { context } = this.desk.store;
    if (context !== this.drawn) loadProducts().then(() => this.requestUpdate());
    this.drawn = context;
    this.requestUpdate();
  }

  customer(customer, conversation) {
    const name = customer?.name || conversation.buyer?.name || t("Guest");
    const rows = [
      [t("Who"), customer?.verified ? t("known to the shop") : t("guest")],
      customer?.phone ? [t("Phone"), customer.phone] : null,
      customer?.email ? [t("E-mail"), customer.email] : null,
      customer?.language ? [t("Language"), languageName(customer.language)] : null,
      customer?.since ? [t("Here since"), shortDay(customer.since)] : null,
    ].filter(Boolean);
    return html`<section class="part" aria-labelledby="part-buyer">
      <div class="person"><span class="face large" aria-hidden="true">${initials(name)}</span><div><h2 id="part-buyer">${name}</h2>${customer?.tier ? html`<span class="chip note">${icon("star", "tiny")} ${said(customer.tier)}</span>` : nothing}</div></div>
      <dl class="facts">${rows.map(([label, value]) => html`<dt>${label}</dt><dd>${value}</dd>`)}</dl>
    </section>`;
  }

  product(product) {
    return part("product", t("Product"), nothing, html`<div class="thing"><span class="picture"><img src=${asset(`shop/${product.picture}`)} width="46" height="46" alt="" /></span>
      <div><p><a href="/products/${product.sku}" target="_blank">${said(product.name)}</a></p><p class="faint">${money(product.price, product.currency ?? "RUB")}</p></div></div>`);
  }

  others(orders, current) {
    const rest = orders.filter((one) => one.number !== current);
    if (!rest.length) return nothing;
    return part("orders", t("Other orders"), html`<span class="small faint">${rest.length}</span>`, html`<ul class="earlier">${rest.slice(0, 5).map((one) => html`<li><span>${one.number}</span> ${stateChip(one)}<small>${one.placed_at ? shortDay(one.placed_at) : ""}${one.total ? ` · ${money(one.total)}` : ""}</small></li>`)}</ul>`);
  }

  earlier(list) {
    return part("earlier", t("Earlier"), html`<span class="small faint">${tn("%(num)s request", "%(num)s requests", list.length)}</span>`, html`<ul class="earlier">${list.slice(0, 8).map((one) => html`<li><a href=${this.desk.address(one.id)}>${topicName(one.topic)}</a>
      ${statusOf(one)}
      <small>${one.reference} · ${t("%(time)s ago", { time: lasted(one.updated_at ?? one.created_at) })}</small></li>`)}</ul>`);
  }

  content() {
    const { context, thread } = this.desk.store;
    if (!thread) return nothing;
    if (!context) return html`<div class="bones thread-bones" aria-busy="true"><span class="bone w2"></span><span class="bone w3"></span><span class="bone w1"></span></div>`;
    if (context.refused) return html`<div class="empty">${icon("lock")}<p>${context.refused}</p></div>${suggestPart(this.desk)}`;
    const { customer, order, orders = [], product, terms = [], earlier = [] } = context;
    if (!customer) return html`${order ? orderPart(order, this.desk, false) : nothing} ${product ? this.product(product) : nothing} ${fieldsPart(this.desk)} ${suggestPart(this.desk)} ${termsPart(terms, context.terms_of)}`;
    const mayAsk = customer.verified;
    return html`${this.customer(customer, thread.conversation)}
      ${context.silent ? html`<p class="part level warn" role="status">${icon("warn", "tiny")} ${t("The shop does not answer: orders, returns and refunds are missing here.")}</p>` : nothing}
      ${callPart(this.desk, thread.conversation)}
      ${vipPart(this.desk, thread.conversation, context)}
      ${complaintPart(this.desk, thread.conversation, order)}
      ${order ? orderPart(order, this.desk, mayAsk) : nothing} ${product ? this.product(product) : nothing}
      ${fieldsPart(this.desk)} ${suggestPart(this.desk)}
      ${backPart(context)} ${givenPart(context)} ${!order && mayAsk ? givePart(this.desk) : nothing}
      ${terms.length ? termsPart(terms, context.terms_of) : nothing} ${this.others(orders, order?.number)} ${earlier.length ? this.earlier(earlier) : nothing}`;
  }

  render() {
    return html`<aside class="context" id="context" popover aria-label=${t("Customer and order")}>
      <button type="button" class="shut more button quiet square low" popovertarget="context" popovertargetaction="hide" aria-label=${t("Close")}>${icon("cross")}</button>
      <div class="tabs"><h2 class="tab" aria-current="page">${t("Overview")}</h2></div>
      <div class="parts" tabindex="0" role="group" aria-label=${t("Customer and order")}>${this.content()}</div>
    </aside>`;
  }
}
customElements.define("otvet-context", Context);
