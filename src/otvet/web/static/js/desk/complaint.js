// The complaint procedure beside the talk: the step one stands at, a sentence to begin with, offers and who approved them.

import { html, nothing } from "../../vendor/lit.js";
import { api, newKey } from "../api.js";
import { icon, Plain, say } from "../parts.js";
import { productName } from "../products.js";
import { fullTime, money, said, t } from "../strings.js";
import { refused } from "../trouble.js";
import { ask } from "./ask.js";
import { choose, moments } from "./choose.js";
import { outcomeWord, percentWord, pointsWord, WISHES } from "./shop-words.js";
import { wish as wishSheet } from "./wish.js";

export const OFFERS = {
  refund: () => t("Compensation"),
  promo: () => t("Discount by a code"),
  bonus: () => t("Bonuses"),
  return: () => t("Return for a refund"),
  exchange: () => t("Exchange"),
  cancel: () => t("Cancel the order"),
};
const STATES = {
  offered: () => ["", t("within the limit")],
  waits: () => ["warn", t("waits for approval")],
  approved: () => ["ok", t("approved")],
  refused: () => ["stop", t("not approved")],
  accepted: () => ["ok", t("accepted")],
};

let steps = null;
/** The procedure, asked for once. */
const loadSteps = () => (steps ??= api.get("/complaints/steps").then((found) => found.items).catch(() => (steps = null)));

/** What makes sense to offer for an order as it stands. */
function fitting(order) {
  if (!order) return ["promo", "bonus"];
  if (order.status === "delivered") return ["refund", "promo", "bonus", "return", "exchange"];
  if (["cancelled", "returned"].includes(order.status)) return ["promo", "bonus"];
  return ["refund", "promo", "bonus", "cancel"];
}

/** An offer in a few words. */
export function remedyWord({ what, amount, percent, points, items = [], sku, wanted }) {
  const detail = amount ? money(amount) : percent ? percentWord(percent) : points ? pointsWord(points) : wanted ? `${productName(sku)} → ${productName(wanted)}` : items.map((one) => productName(one.sku)).join(", ");
  return [OFFERS[what]?.() ?? what, detail].filter(Boolean).join(": ");
}

export const standing = (conversation) => (conversation?.complaints ?? []).find((one) => one.settled === null || one.settled === undefined);

class ComplaintPanel extends Plain {
  static properties = { desk: { attribute: false }, one: { attribute: false }, order: { attribute: false }, steps: { state: true }, busy: { state: true }, trouble: { state: true } };

  connectedCallback() {
    super.connectedCallback();
    this.current = this.desk.store.current;
    loadSteps().then((found) => (this.steps = found ?? []));
  }

  get path() {
    return `/conversations/${this.current}/complaints/${this.one.id}`;
  }

  /** One thing at a time; what was refused is said here, beside what was pressed. */
  async post(path, body = {}) {
    Object.assign(this, { busy: true, trouble: "" });
    try {
      await api.post(`${this.path}${path}`, body, { key: newKey() });
      return true;
    } catch (error) {
      const limit = error.details?.limit;
      this.trouble = limit !== undefined && typeof limit === "number" ? t("This is above what you may give too. Ask a supervisor.") : error.code === "bad_input" ? t("Something is missing for this step: see what it asks for, or skip it with a reason.") : error.code === "conflict" ? t("It was changed meanwhile. Look at it again.") : refused(error);
      return false;
    } finally {
      this.busy = false;
      this.desk.store.again([this.current]);
    }
  }

  async take(step, text = "", skipped = false) {
    const done = await this.post("/steps", { step, text, skipped });
    if (done) say(skipped ? t("The step is skipped") : t("The step is done"));
    return done;
  }

  async noted(event, step) {
    event.preventDefault();
    const form = event.target;
    if (await this.take(step, new FormData(form).get("text").trim())) form.reset(); // the next step has its own words
  }

  async skip(step) {
    const why = await ask({ title: t("Skip the step “%(name)s”?", { name: said(step.name) }), label: t("Reason; it stays in the record"), verb: t("Skip") });
    if (why) await this.take(step.code, why, true);
  }

  async accept(remedy) {
    const before = this.one.next;
    if (!(await this.post(`/remedies/${remedy.id}/accept`))) return;
    if (before === "offer") await this.take("offer");
    if (before === "offer" || before === "confirm") await this.take("confirm");
  }

  async refuse(remedy) {
    const why = await ask({ title: t("Not approve this offer?"), label: t("Reason for the colleague"), verb: t("Do not approve"), quote: remedyWord(remedy.wish) });
    if (why) await this.post(`/remedies/${remedy.id}/decide`, { approved: false, reason: why });
  }

  async plan() {
    const taken = await choose({ title: t("When to follow up"), options: moments({ reply: false }).slice(2), moment: true });
    if (taken) await this.post("/follow-up", { at: taken.value });
  }

  async close(settled) {
    const text = settled ? "" : await ask({ title: t("What is the buyer not content with?"), label: t("It stays in the record"), verb: t("Close the complaint") });
    if (settled || text) await this.post("/close", { settled, text });
  }

  /** In the buyer's language, not in mine. */
  sentence(step) {
    const language = this.desk.store.thread?.conversation.language;
    return step.sentence[language] ?? said(step.sentence);
  }

  offer(what) {
    const needs = !["promo", "bonus"].includes(what);
    wishSheet(what, needs || this.order ? this.order : null, this.current, {
      title: OFFERS[what](), verb: t("Offer"), path: `${this.path}/remedies`,
      done: () => this.desk.store.again([this.current]),
    });
  }

  remedy(one) {
    const { store } = this.desk;
    const [kind, word] = STATES[one.state]();
    const mine = one.by.id === store.me?.id;
    const wished = (this.desk.store.context?.wishes ?? []).find((each) => each.id === one.wish_id);
    return html`<li><b>${icon(WISHES[one.wish.what]?.icon ?? "tag", "tiny")} ${remedyWord(one.wish)}</b> <span class="chip ${kind}">${word}</span>
      <small>${one.by.name}${one.decided_by ? html` · ${one.state === "refused" ? t("not approved by %(name)s", { name: one.decided_by.name }) : t("approved by %(name)s", { name: one.decided_by.name })}` : nothing}${wished && wished.state !== "made" ? html` · ${outcomeWord(wished)}` : nothing}</small>
      ${one.state === "waits" && store.releases && !mine ? html`<span class="acts"><button type="button" class="button low main" ?disabled=${this.busy} @click=${() => this.post(`/remedies/${one.id}/decide`, { approved: true })}>${t("Approve")}</button>
        <button type="button" class="button low" ?disabled=${this.busy} @click=${() => this.refuse(one)}>${t("Do not approve…")}</button></span>` : nothing}
      ${["offered", "approved"].includes(one.state) ? html`<span class="acts"><button type="button" class="button low" ?disabled=${this.busy} @click=${() => this.accept(one)}>${icon("check", "tiny")} ${t("The buyer accepts")}</button></span>` : nothing}</li>`;
  }

  offers() {
    const { remedies, next } = this.one;
    if (!remedies.length && next !== "offer") return nothing;
    return html`${remedies.length ? html`<ul class="earlier remedies" aria-label=${t("Offers")}>${remedies.map((one) => this.remedy(one))}</ul>` : nothing}
      <details class="wishes"><summary class="button low">${icon("plane", "tiny")} ${t("Add an offer")}</summary>
        <div class="wish-acts">${fitting(this.order).map((one) => html`<button type="button" class="button low" @click=${() => this.offer(one)}>${icon(WISHES[one].icon, "tiny")} ${OFFERS[one]()}</button>`)}</div></details>`;
  }

  /** The step one stands at, with what it needs. */
  now(step) {
    const into = html`<button type="button" class="button low" @click=${() => this.desk.composer?.fill(this.sentence(step))}>${icon("pen", "tiny")} ${t("Into the box")}</button>`;
    const skip = html`<button type="button" class="button quiet low" @click=${() => this.skip(step)}>${t("Skip…")}</button>`;
    const ways = {
      words: () => html`<form @submit=${(event) => this.noted(event, step.code)}><label class="label"><span>${t("What you learnt")}</span><textarea class="field" name="text" rows="3" maxlength="4000" required></textarea></label>
        <p class="acts"><button class="button low main" ?disabled=${this.busy}>${t("Done")}</button> ${into} ${skip}</p></form>`,
      reply: () => html`<p class="acts"><button type="button" class="button low main" ?disabled=${this.busy} @click=${() => this.take(step.code)}>${t("Written to the buyer")}</button> ${into} ${skip}</p>`,
      remedy: () => html`${this.offers()}<p class="acts"><button type="button" class="button low main" ?disabled=${this.busy || !this.one.remedies.some((one) => ["offered", "approved", "accepted"].includes(one.state))} @click=${() => this.take(step.code)}>${t("Told to the buyer")}</button> ${into} ${skip}</p>`,
      accepted: () => html`${this.offers()}<p class="acts">${this.one.remedies.some((one) => one.state === "accepted") ? html`<button type="button" class="button low main" ?disabled=${this.busy} @click=${() => this.take(step.code)}>${t("Done")}</button>` : nothing} ${into} ${skip}</p>`,
      date: () => html`<p class="acts"><button type="button" class="button low main" ?disabled=${this.busy} @click=${() => this.plan()}>${icon("clock", "tiny")} ${t("Name the day…")}</button> ${skip}</p>`,
    };
    return html`<p class="small">${said(step.hint)}</p><blockquote class="sentence" lang=${this.desk.store.thread?.conversation.language}>${this.sentence(step)}</blockquote>${ways[step.needs]()}`;
  }

  step(step) {
    const state = this.one.steps[step.code] ?? (step.code === this.one.next ? "now" : "ahead");
    const words = { done: t("done"), skipped: t("skipped"), now: t("now"), ahead: t("ahead") };
    return html`<li class=${state} aria-current=${state === "now" ? "step" : nothing}><p class="what">${icon({ done: "check", skipped: "warn", now: "right", ahead: "clock" }[state], "tiny")} <b>${said(step.name)}</b> <span class="small faint">${words[state]}</span></p>
      ${state === "now" ? this.now(step) : nothing}</li>`;
  }

  end() {
    const { follow_up: at, reminded } = this.one;
    return html`<p class="small">${at ? (reminded ? t("Today is the day: ask the buyer whether all is well.") : t("Comes back %(time)s.", { time: fullTime(at) })) : t("No follow-up is planned.")}</p>
      <p class="acts"><button type="button" class="button low main" ?disabled=${this.busy} @click=${() => this.close(true)}>${t("The buyer is content")}</button>
      <button type="button" class="button low" ?disabled=${this.busy} @click=${() => this.close(false)}>${t("Not content…")}</button>
      <button type="button" class="button quiet low" @click=${() => this.plan()}>${t("Another day…")}</button></p>`;
  }

  render() {
    if (!this.steps) return html`<p class="small faint">${t("Loading")}</p>`;
    return html`<ol class="procedure">${this.steps.map((one) => this.step(one))}</ol>
      ${this.one.next ? nothing : html`${this.offers()}${this.end()}`}
      <p class="level block wish-trouble" role="alert" ?hidden=${!this.trouble}>${this.trouble ? html`${icon("warn", "tiny")} ${this.trouble}` : nothing}</p>`;
  }
}
customElements.define("otvet-complaint", ComplaintPanel);

/** Beside the thread: the complaint that is open, and how earlier ones ended. */
export function complaintPart(desk, conversation, order) {
  const one = standing(conversation);
  const ended = (conversation.complaints ?? []).filter((each) => each !== one);
  if (!one && !ended.length) return nothing;
  return html`<section class="part complaint" aria-labelledby="part-complaint"><header><h2 id="part-complaint">${t("Complaint")}</h2> <span class="small faint">${one ? one.by.name : nothing}</span></header>
    ${one ? html`<otvet-complaint .desk=${desk} .one=${one} .order=${order ?? null}></otvet-complaint>` : nothing}
    ${ended.length ? html`<ul class="earlier">${ended.map((each) => html`<li><span>${t("Complaint of %(day)s", { day: fullTime(each.since) })}</span> <span class="chip ${each.settled ? "ok" : "warn"}">${each.settled ? t("the buyer is content") : t("the buyer is not content")}</span></li>`)}</ul>` : nothing}</section>`;
}

/** From the key, the palette or the head. */
export async function beginComplaint(desk) {
  if (standing(desk.store.thread?.conversation)) return desk.querySelector("otvet-complaint")?.scrollIntoView({ block: "nearest" });
  if (await desk.store.act("/complaints")) say(t("The complaint is open: the steps stand beside the talk"));
}

const nameOf = (code) => ({ hear: t("Hear out"), clarify: t("Clarify"), apologise: t("Apologise"), offer: t("Offer a solution"), confirm: t("Confirm"), "follow-up": t("Follow up") })[code] ?? code;

/** Lines of the thread. */
export const COMPLAINT_LINES = {
  ComplaintOpened: (event) => [t("%(who)s took it as a complaint", { who: event.by?.name ?? "" }), "alert"],
  ComplaintStepTaken: (event) => [`${event.data.skipped ? t("Step skipped: %(name)s", { name: nameOf(event.data.step) }) : t("Step done: %(name)s", { name: nameOf(event.data.step) })}${event.text ? ` · ${event.text}` : ""}`, event.data.skipped ? "warn" : "check"],
  RemedyOffered: (event) => [`${event.data.above ? t("%(who)s asks for approval", { who: event.by?.name ?? "" }) : t("%(who)s offers", { who: event.by?.name ?? "" })} · ${remedyWord(event.data.wish)}`, event.data.above ? "lock" : "tag"],
  RemedyDecided: (event) => [`${event.data.approved ? t("%(who)s approved the offer", { who: event.by?.name ?? "" }) : t("%(who)s did not approve the offer", { who: event.by?.name ?? "" })}${event.text ? ` · ${event.text}` : ""}`, event.data.approved ? "yes" : "no"],
  RemedyAccepted: () => [t("The buyer accepted the offer"), "check"],
  FollowUpPlanned: (event) => [t("Follow-up on %(time)s", { time: fullTime(event.data.at) }), "clock"],
  FollowUpDue: () => [t("The day of the follow-up has come"), "clock"],
  ComplaintClosed: (event) => [`${event.data.settled ? t("Complaint closed: the buyer is content") : t("Complaint closed: the buyer is not content")}${event.text ? ` · ${event.text}` : ""}`, event.data.settled ? "check" : "warn"],
};
