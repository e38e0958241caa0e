// The hotline: a call that rings at my desk stands over everything; beside the talk the script, notes, the call-back.

import { html, nothing } from "../../vendor/lit.js";
import { api, newKey } from "../api.js";
import { icon, Plain, say } from "../parts.js";
import { fullTime, said, t } from "../strings.js";
import { refused } from "../trouble.js";
import { ask } from "./ask.js";
import { choose, moments } from "./choose.js";
import { counted } from "./duty.js";
import { vipChip } from "./vip.js";

let steps = null;
const loadScript = () => (steps ??= api.get("/calls/script").then((found) => found.items).catch(() => (steps = null)));
const stepName = (code) => ({ greet: t("Greet"), who: t("Know the caller"), matter: t("Hear and clarify"), solve: t("Solve"), close: t("Close the call"), note: t("Note") })[code] ?? code;
const lastSeconds = (call, now) => Math.max(0, Math.floor(((call.ended_at ? new Date(call.ended_at) : now) - new Date(call.answered_at)) / 1000));

/** One request about a call; what is refused stands where all trouble of the desk stands. */
async function post(desk, path, body = {}) {
  try {
    await api.post(path, body, { key: newKey() });
    return true;
  } catch (error) {
    desk.store.set({ trouble: refused(error) });
    return false;
  } finally {
    desk.store.again([desk.store.current]);
    desk.querySelector("otvet-ringing")?.load();
  }
}

/** Over everything, whatever is open: who calls, and the way to their record. */
class Ringing extends Plain {
  static properties = { desk: { attribute: false }, one: { state: true }, now: { state: true } };

  connectedCallback() {
    super.connectedCallback();
    this.tick = setInterval(() => (this.now = Date.now()), 1_000);
    this.desk.store.addEventListener("call", () => this.load());
    this.load();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.tick);
  }

  async load() {
    const { store } = this.desk;
    if (!store.me || !store.operator || !store.answers) return;
    const found = await api.get("/me/call").catch(() => null);
    if (!found) return;
    const rings = found.conversation?.call.state === "ringing" && found.conversation.id !== this.one?.id;
    this.one = found.conversation;
    if (rings) say(t("Incoming call: %(name)s", { name: this.one.call.known ? this.one.buyer.name : t("unknown caller") }));
  }

  async answer() {
    const { id, call } = this.one;
    if (await post(this.desk, `/calls/${encodeURIComponent(call.id)}/answered`)) this.desk.go(this.desk.address(id));
  }

  render() {
    const { one } = this;
    if (!one) return nothing;
    const { call } = one;
    const talking = call.state === "talking";
    return html`<section class="ringing ${talking ? "talking" : ""}" role="region" aria-label=${t("Call")}>
      ${icon("call")}<div><b>${call.known ? one.buyer.name : t("Unknown caller")}</b> ${vipChip(one)}
        <span class="small">${talking ? html`${t("you talk")} ${counted(lastSeconds(call, this.now ?? Date.now()))}` : t("Incoming call")}${call.line ? html` · ${call.line}` : nothing}</span></div>
      <span class="acts">${talking ? html`<a class="button low" href=${this.desk.address(one.id)}>${t("To the record")}</a>` : html`<button type="button" class="button low main" @click=${() => this.answer()}>${t("I have picked up")}</button>`}
        <button type="button" class="button low" @click=${() => post(this.desk, `/calls/${encodeURIComponent(call.id)}/ended`)}>${talking ? t("Hung up") : t("They hung up")}</button></span></section>`;
  }
}
customElements.define("otvet-ringing", Ringing);

class CallScript extends Plain {
  static properties = { desk: { attribute: false }, conversation: { attribute: false }, steps: { state: true }, at: { state: true }, busy: { state: true } };

  connectedCallback() {
    super.connectedCallback();
    this.at = 0;
    this.busy = false;
    loadScript().then((found) => (this.steps = found ?? []));
  }

  async noted(event, code) {
    event.preventDefault();
    if (this.busy) return;
    const text = new FormData(event.target).get("text").trim();
    // The note may stand in the thread before its answer is here: what was typed meanwhile would go with the form.
    this.busy = true;
    const kept = !text || (await post(this.desk, `/conversations/${this.conversation.id}/call-notes`, { step: code, text }));
    this.busy = false;
    if (!kept) return;
    this.at = Math.min(this.steps.length, this.at + 1);
    await this.updateComplete;
    this.querySelector("textarea")?.focus();
  }

  step(one, index) {
    const now = index === this.at;
    const language = this.conversation.language;
    return html`<li class=${now ? "now" : index < this.at ? "done" : "ahead"} aria-current=${now ? "step" : nothing}>
      <p class="what">${icon(now ? "right" : index < this.at ? "check" : "clock", "tiny")} ${now ? html`<b>${said(one.name)}</b>` : html`<button type="button" class="button quiet low" @click=${() => (this.at = index)}>${said(one.name)}</button>`}</p>
      ${now ? html`<p class="small">${said(one.hint)}</p><blockquote class="sentence" lang=${language}>${one.sentence[language] ?? said(one.sentence)}</blockquote>
        <form @submit=${(event) => this.noted(event, one.code)}><label class="label"><span>${t("What was said")}</span><textarea class="field" name="text" rows="2" maxlength="4000" ?readonly=${this.busy}></textarea></label>
        <p class="acts"><button class="button low main" ?disabled=${this.busy}>${t("Note and go on")}</button></p></form>` : nothing}</li>`;
  }

  render() {
    if (!this.steps) return html`<p class="small faint">${t("Loading")}</p>`;
    return html`<ol class="procedure">${this.steps.map((one, index) => this.step(one, index))}</ol>`;
  }
}
customElements.define("otvet-call-script", CallScript);

async function promise(desk, conversation) {
  const taken = await choose({ title: t("When to call back"), options: moments({ reply: false }), moment: true });
  if (taken) await post(desk, `/conversations/${conversation.id}/call-back`, { at: taken.value });
}

async function calledBack(desk, conversation, reached) {
  const text = await ask({ title: reached ? t("What came of the call?") : t("Nobody picked up"), label: t("It stays in the record"), verb: t("Note") });
  if (text) await post(desk, `/conversations/${conversation.id}/call-back/done`, { reached, text });
}

/** Beside the thread: the call, its script while it lasts, and the call-back. */
export function callPart(desk, conversation) {
  const { call, call_back: back } = conversation;
  if (!call && !back) return nothing;
  const state = call && (call.state === "ringing" ? t("rings") : call.state === "talking" ? t("is being talked in") : call.why === "missed" ? t("missed") : t("ended, %(time)s", { time: counted(lastSeconds(call)) }));
  return html`<section class="part complaint" aria-labelledby="part-call"><header><h2 id="part-call">${call ? t("Call") : t("Call-back")}</h2> ${call ? html`<span class="chip ${call.why === "missed" ? "warn" : call.state === "ended" ? "" : "ok"}">${icon("call", "tiny")} ${state}</span>` : nothing}</header>
    ${call && !call.known ? html`<p class="small level warn">${icon("warn", "tiny")} ${t("No buyer has this number: ask for the name and the order.")}</p>` : nothing}
    ${call ? html`<otvet-call-script .desk=${desk} .conversation=${conversation}></otvet-call-script>` : nothing}
    ${back ? html`<p class="small">${icon("clock", "tiny")} ${back.due ? t("Call back now: promised by %(name)s.", { name: back.by.name }) : t("Call back on %(time)s, promised by %(name)s.", { time: fullTime(back.at), name: back.by.name })}</p>` : nothing}
    <p class="acts">${back ? html`<button type="button" class="button low main" @click=${() => calledBack(desk, conversation, true)}>${t("Called back…")}</button>
      <button type="button" class="button low" @click=${() => calledBack(desk, conversation, false)}>${t("Not reached…")}</button>` : nothing}
      ${conversation.status === "open" ? html`<button type="button" class="button low" @click=${() => promise(desk, conversation)}>${icon("clock", "tiny")} ${back ? t("Another time…") : t("Promise a call-back…")}</button>` : nothing}</p></section>`;
}

export const promiseCall = (desk) => promise(desk, desk.store.thread.conversation);

export const CALL_LINES = {
  CallRang: (event) => [event.data.known ? t("A call came in; the caller was found by the number") : t("A call came in; nobody is known by this number"), "call"],
  CallOffered: (event, names) => [t("It rings at the desk of %(name)s", { name: names(event.data.to_id) || t("a colleague") }), "call"],
  CallAnswered: (event, names) => [t("%(who)s picked it up", { who: names(event.data.by_id) || t("a colleague") }), "call"],
  CallEnded: (event) => [event.data.why === "missed" ? t("Missed call: the caller waits to be called back") : t("The call has ended: %(time)s", { time: counted(event.data.seconds ?? 0) }), event.data.why === "missed" ? "warn" : "call"],
  CallNoted: (event) => [`${stepName(event.data.step)} · ${event.text ?? ""}`, "pen"],
  CallBackPromised: (event) => [t("%(who)s promised to call back on %(time)s", { who: event.by?.name ?? "", time: fullTime(event.data.at) }), "clock"],
  CallBackDue: () => [t("It is time to call back"), "clock"],
  CallBackDone: (event) => [`${event.data.reached ? t("Called back") : t("Called back, nobody picked up")}${event.text ? ` · ${event.text}` : ""}`, event.data.reached ? "check" : "warn"],
};
