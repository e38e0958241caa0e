// Beside the thread: who the buyer is, the order with its way, the terms in force, what was before.

import { html, nothing } from "../../vendor/lit.js";
import { stateWord } from "../chat/first.js";
import { icon, initials, Plain } from "../parts.js";
import { loadProducts, productName, productOf } from "../products.js";
import { lasted, money, said, shortDay, t, tn } from "../strings.js";
import { topicName } from "../topics.js";

/** Where an earlier conversation stands. */
function statusOf({ status }) {
  if (status === "merged") return html`<span class="chip">${icon("swap", "tiny")} ${t("merged")}</span>`;
  return status === "resolved" ? html`<span class="chip ok">${icon("check", "tiny")} ${t("resolved")}</span>` : html`<span class="chip note">${icon("clock", "tiny")} ${t("open")}</span>`;
}

const part = (id, title, aside, content) => html`<section class="part" aria-labelledby="part-${id}"><header><h2 id="part-${id}">${title}</h2> ${aside}</header>${content}</section>`;

export class Context extends Plain {
  static properties = { desk: { attribute: false } };

  connectedCallback() {
    super.connectedCallback();
    this.desk.store.addEventListener("change", () => this.requestUpdate());
    loadProducts().then(() => this.requestUpdate());
  }

  customer(customer, conversation) {
    const name = customer?.name || conversation.buyer?.name || t("Guest");
    const rows = [
      [t("Who"), customer?.verified ? t("known to the shop") : t("guest")],
      customer?.phone ? [t("Phone"), customer.phone] : null,
      customer?.email ? [t("E-mail"), customer.email] : null,
      customer?.language ? [t("Language"), new Intl.DisplayNames([document.documentElement.lang], { type: "language" }).of(customer.language)] : null,
      customer?.since ? [t("Here since"), shortDay(customer.since)] : null,
    ].filter(Boolean);
    return html`<section class="part" aria-labelledby="part-buyer">
      <div class="person"><span class="face large" aria-hidden="true">${initials(name)}</span><div><h2 id="part-buyer">${name}</h2></div></div>
      <dl class="facts">${rows.map(([label, value]) => html`<dt>${label}</dt><dd>${value}</dd>`)}</dl>
    </section>`;
  }

  step(one, late) {
    const now = one.state === "now";
    const kind = one.state === "ahead" ? "next" : now ? (late ? "late" : "now") : "done";
    return html`<li class=${kind} aria-current=${now ? "step" : nothing}>
      ${now ? html`<b>${said(one.what)}</b>` : html`<span>${said(one.what)}</span>`} <time datetime=${one.at}>${shortDay(one.at)}</time>
      ${said(one.place) ? html`<p>${said(one.place)}</p>` : nothing}</li>`;
  }

  order(order) {
    const delivery = order.delivery ?? {};
    const late = delivery.delay_days > 0 ? html`<span class="chip warn">${icon("warn", "tiny")} ${tn("+%(num)s day", "+%(num)s days", delivery.delay_days)}</span>` : html`<span class="chip">${stateWord(delivery.state ?? order.status)}</span>`;
    return part("order", t("Order %(number)s", { number: order.number }), late, html`
      ${order.items.map((line) => html`<div class="thing"><span class="picture">${productOf(line.sku) ? html`<img src="/static/shop/${productOf(line.sku).picture}" width="46" height="46" alt="" />` : icon("shop", "large")}</span>
        <div><p>${productName(line.sku)}</p><p class="faint">${money(line.price)}${line.quantity > 1 ? ` × ${line.quantity}` : ""}</p></div></div>`)}
      ${delivery.promised ? html`<dl class="facts"><dt>${t("Promised")}</dt><dd>${shortDay(delivery.promised)}</dd>${delivery.expected ? html`<dt>${t("Expected")}</dt><dd>${shortDay(delivery.expected)}</dd>` : nothing}${delivery.carrier ? html`<dt>${t("Carrier")}</dt><dd>${said(delivery.carrier)}</dd>` : nothing}</dl>` : nothing}
      ${said(delivery.reason) ? html`<p class="small level warn">${said(delivery.reason)}</p>` : nothing}
      ${delivery.steps?.length ? html`<ol class="steps" aria-label=${t("Delivery")}>${delivery.steps.map((one) => this.step(one, delivery.delay_days > 0))}</ol>` : nothing}`);
  }

  product(product) {
    return part("product", t("Product"), nothing, html`<div class="thing"><span class="picture"><img src="/static/shop/${product.picture}" width="46" height="46" alt="" /></span>
      <div><p><a href="/products/${product.sku}" target="_blank">${said(product.name)}</a></p><p class="faint">${money(product.price, product.currency ?? "RUB")}</p></div></div>`);
  }

  terms(terms) {
    const list = (some) => html`<ul class="terms">${some.map((one) => html`<li><span>${one.text || one.key}</span><small>${[said(one.source), one.clause].filter(Boolean).join(", ")}</small></li>`)}</ul>`;
    return part("terms", t("Terms in force"), nothing, html`${list(terms.slice(0, 4))}
      ${terms.length > 4 ? html`<details class="more-terms"><summary>${t("All terms")}</summary>${list(terms.slice(4))}</details>` : nothing}`);
  }

  others(orders, current) {
    const rest = orders.filter((one) => one.number !== current);
    if (!rest.length) return nothing;
    return part("orders", t("Other orders"), html`<span class="small faint">${rest.length}</span>`, html`<ul class="earlier">${rest.slice(0, 5).map((one) => html`<li><span>${one.number}</span> <span class="chip">${stateWord(one.delivery?.state ?? one.status)}</span><small>${one.placed_at ? shortDay(one.placed_at) : ""}${one.total ? ` · ${money(one.total)}` : ""}</small></li>`)}</ul>`);
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
    if (context.refused) return html`<div class="empty">${icon("lock")}<p>${context.refused}</p></div>`;
    const { customer, order, orders = [], product, terms = [], earlier = [] } = context;
    return html`${this.customer(customer, thread.conversation)} ${order ? this.order(order) : nothing} ${product ? this.product(product) : nothing}
      ${terms.length ? this.terms(terms) : nothing} ${this.others(orders, order?.number)} ${earlier.length ? this.earlier(earlier) : nothing}`;
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
