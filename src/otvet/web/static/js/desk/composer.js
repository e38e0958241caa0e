// The composer: reply and note with a draft each, findings underlined while one types, one key to mend,
// and a button that says what will happen.  The server judges again; this here is advice.

import { html, nothing } from "../../vendor/lit.js";
import { api } from "../api.js";
import { filesOf, icon, Plain, say, Tray } from "../parts.js";
import { local } from "../kept.js";
import { t, tn } from "../strings.js";
import { ask } from "./ask.js";
import { card } from "./card.js";
import { Checker, shifted } from "./checker.js";
import { changesOf, deedList } from "./deeds.js";
import { movedOn, sendButton, standing } from "./foot.js";
import { Hands, unfilled } from "./hands.js";
import { pieces, places } from "./lines.js";
import { Mentions } from "./mentions.js";
import { kinds, tools } from "./tools.js";

const TYPING_EVERY = 3_000;
const DEEDS = "otvet-desk-deeds"; // what a macro will do when the reply is sent, kept with the draft
const ANSWERS = 30_000; // after the last key one looks again and no longer answers

export class Composer extends Plain {
  static properties = {
    desk: { attribute: false }, conversation: { type: String }, text: { state: true }, kind: { state: true },
    at: { state: true }, over: { state: true }, replacing: { state: true }, moved: { state: true }, sure: { state: true }, deeds: { state: true }, audience: { state: true },
  };

  constructor() {
    super();
    Object.assign(this, { text: "", kind: "reply", at: 0, over: false, replacing: null, moved: null, sure: false, deeds: [], audience: "team", told: 0 });
    this.checker = new Checker(() => this.checked());
    this.tray = new Tray(this);
    this.trays = new Map();
    this.mentions = new Mentions(this);
    this.hands = new Hands(this);
  }

  connectedCallback() {
    super.connectedCallback();
    this.desk.composer = this;
    const { store } = this.desk;
    this.onMoved = ({ detail }) => this.conversationMoved(detail);
    store.addEventListener("moved", this.onMoved);
    if (!store.answers) this.kind = "note";
    if (!store.operator) this.audience = "seller";
    api.get("/limits").then((limits) => {
      Object.assign(this.tray.limits, limits);
      this.requestUpdate();
    }).catch(() => {});
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.desk.store.removeEventListener("moved", this.onMoved);
    if (this.desk.composer === this) this.desk.composer = null;
  }

  willUpdate(changed) {
    if (!changed.has("conversation") || !this.conversation) return;
    // files stay with the conversation they were chosen for
    this.trays.set(changed.get("conversation"), this.tray.files);
    this.tray.files = this.trays.get(this.conversation) ?? [];
    this.tray.note = "";
    // who telephones reads nothing: beside a call one begins with a note, elsewhere with what one wrote last
    if (!this.onCall) this.usual = this.kind;
    this.onCall = this.desk.store.thread?.conversation.channel === "telephony";
    this.turn(this.onCall ? "note" : this.usual);
  }

  updated() {
    const mark = this.querySelector(".behind mark.now");
    if (mark && this.jumped) mark.scrollIntoView({ block: "nearest" });
    this.jumped = false;
  }

  get findings() {
    if (this.kind !== "reply" || this.hands.open) return [];
    const judged = this.checker.verdict ? shifted(this.checker.verdict.findings, this.checker.text, this.text) : [];
    return [...unfilled(this.text), ...judged].sort((one, other) => one.start - other.start);
  }

  get verdict() {
    return this.checker.text === this.text ? this.checker.verdict : null;
  }

  get worst() {
    const found = new Set(this.findings.map((one) => one.severity));
    return ["block", "warn", "advise"].find((severity) => found.has(severity)) ?? "allow";
  }

  /** Reply or note; each keeps its own words. */
  turn(kind) {
    this.kind = this.desk.store.answers ? kind : "note";
    this.text = this.desk.drafts.read(this.conversation, this.kind);
    this.deeds = JSON.parse(local.get(`${DEEDS}:${this.conversation}`) ?? "[]");
    Object.assign(this, { at: 0, stepped: false, sure: false, moved: null, replacing: null });
    if (this.kind === "reply") this.checker.look(this.text, this.conversation);
  }

  change(text) {
    Object.assign(this, { text, sure: false });
    this.desk.drafts.write(this.conversation, this.kind, text);
    if (this.kind !== "reply") return;
    this.answering(Boolean(text.trim()));
    this.checker.look(text, this.conversation);
    if (text.trim() && this.worst !== "block" && Date.now() - this.told > TYPING_EVERY) {
      this.told = Date.now();
      this.desk.store.tellTyping();
    }
  }

  /** Colleagues see who answers; the buyer is told of typing alone. */
  answering(now) {
    clearTimeout(this.rest);
    this.desk.store.presence.at(this.conversation, now ? "replying" : "viewing");
    if (now) this.rest = setTimeout(() => this.answering(false), ANSWERS);
  }

  /** Words begun on another device came; what is being typed here stays. */
  draftCame(conversation, kind) {
    if (conversation !== this.conversation || kind !== this.kind) return;
    this.text = this.desk.drafts.read(conversation, kind);
    if (kind === "reply") this.checker.look(this.text, conversation);
  }

  fill(text) {
    this.change(text);
    this.focusBox();
  }

  /** Opens a list, as if its sign had been typed where it opens it: macros on a line of their own, the others after a space. */
  openHands(sign = "/") {
    const end = this.text.length;
    const [ready, apart] = sign === "/" ? [/\n$/, "\n"] : [/\s$/, " "];
    this.put(end, end, `${!end || ready.test(this.text) ? "" : apart}${sign}`);
  }

  focusBox() {
    this.updateComplete.then(() => {
      const box = this.querySelector("textarea");
      box?.focus();
      box?.setSelectionRange(box.value.length, box.value.length);
    });
  }

  checked() {
    // the worst one first, until the person steps through them
    if (!this.stepped) this.at = Math.max(0, this.findings.findIndex((one) => one.severity === this.worst));
    this.at = Math.min(this.at, Math.max(0, this.findings.length - 1));
    this.requestUpdate();
    if (this.checker.verdict && this.worst !== this.spoken) {
      this.spoken = this.worst;
      if (this.findings.length) say(tn("%(num)s place found", "%(num)s places found", this.findings.length));
    }
  }

  // ---- mending

  step(by) {
    const number = this.findings.length;
    if (!number) return;
    this.stepped = true;
    this.at = (this.at + by + number) % number;
    const finding = this.findings[this.at];
    const at = places(this.text);
    const box = this.querySelector("textarea");
    this.jumped = true;
    box.focus();
    box.setSelectionRange(at[finding.end], at[finding.end]);
  }

  /** Written as if typed, so that undo brings the former words back. */
  put(from, to, words) {
    const box = this.querySelector("textarea");
    box.focus();
    box.setSelectionRange(from, to);
    const typed = words ? document.execCommand("insertText", false, words) : document.execCommand("delete");
    if (!typed) {
      box.setRangeText(words, from, to, "end");
      this.change(box.value);
    }
  }

  takeRewrite() {
    const whole = this.verdict?.rewrite;
    if (whole !== null && whole !== undefined) this.put(0, this.text.length, whole);
    else if (this.findings[this.at]?.suggestion !== undefined) this.takeOne(this.findings[this.at]);
  }

  takeOne(finding) {
    if (finding.suggestion === null || finding.suggestion === undefined) return;
    const at = places(this.text);
    this.put(at[finding.start], at[finding.end], finding.suggestion);
  }

  /** A held reply comes back into the box to be mended; what is sent then takes its place. */
  async mend(reply) {
    this.turn("reply");
    this.replacing = { id: reply.id, files: reply.files ?? [] };
    this.change(reply.text);
    await this.updateComplete;
    this.focusBox();
  }

  /** One key on a held reply: into the box, and its rewrite with it when there is one. */
  async mendAndTake(reply) {
    await this.mend(reply);
    const wait = (tries) => {
      if (this.verdict) this.takeRewrite();
      else if (tries) setTimeout(() => wait(tries - 1), 60);
    };
    wait(40);
  }

  /** Words of somebody's choice at the caret, a space between where there is none. */
  insert(words) {
    const { selectionStart: from, selectionEnd: to, value } = this.querySelector("textarea");
    this.put(from, to, `${from && !/\s$/.test(value.slice(0, from)) ? " " : ""}${words}`);
  }

  /** What a macro does waits for its words to be sent; without words it is done now. */
  stage(deeds, waits = true) {
    if (waits) this.keepDeeds([...this.deeds, ...deeds]);
    else this.desk.changes.together(changesOf(deeds, this.conversation, this.desk.store.me.id));
  }

  keepDeeds(deeds) {
    this.deeds = deeds;
    if (deeds.length) local.set(`${DEEDS}:${this.conversation}`, JSON.stringify(deeds));
    else local.remove(`${DEEDS}:${this.conversation}`);
  }

  // ---- sending

  get length() {
    return [...this.text].length;
  }

  get ready() {
    return Boolean(this.text.trim() || this.tray.files.length) && this.length <= this.tray.limits.message_chars && !this.tray.broken;
  }

  async submit(event) {
    event?.preventDefault();
    if (!this.ready) return;
    if (this.kind === "note") {
      const mentions = this.audience === "team" ? this.mentions.in(this.text) : [];
      this.desk.store.note({ text: this.text.trim(), audience: this.audience, ...(mentions.length ? { mentions } : {}) }, this.tray.take());
      this.empty();
      return;
    }
    if (this.worst === "block") {
      say(t("The text has a place that is blocked. Mend it, or send it for review."));
      this.step(0);
      return;
    }
    if (this.worst === "warn" && !this.sure) {
      this.sure = true;
      say(t("Press again to send with the warning."));
      return;
    }
    this.send();
  }

  async sendHeld() {
    const why = await ask({ title: t("Send for review"), label: t("Why is it not a violation?"), verb: t("Send for review"), quote: this.text });
    if (why) this.send({ dispute: why });
  }

  send({ dispute = "", anyway = false } = {}) {
    const { store } = this.desk;
    const body = { text: this.text.trim() };
    const extra = { ...(dispute ? { dispute } : {}), ...(this.deeds.length ? { deeds: this.deeds } : {}) };
    if (!anyway) body.last_seen_seq = store.lastSeq;
    if (this.replacing) body.replaces = this.replacing.id;
    if (this.worst === "warn") {
      if (this.verdict?.confirm) body.confirm = this.verdict.confirm;
      else extra.confirmed = this.findings.map(({ rule, start, end }) => ({ rule, start, end }));
    }
    const files = [...(this.replacing?.files ?? []).map(({ id, name }) => ({ id, name })), ...this.tray.take()];
    store.propose(body, files, extra);
    this.keepDeeds([]);
    this.empty();
  }

  empty() {
    this.replacing = null;
    this.moved = null;
    this.change("");
    this.focusBox();
  }

  // ---- the conversation moved on

  conversationMoved({ item, events }) {
    if (item.lane !== this.conversation) return;
    this.kind = "reply";
    // what was typed meanwhile is not lost: it follows the text that came back
    this.change(this.text.trim() ? `${item.body.text}\n\n${this.text}` : item.body.text);
    this.replacing = item.body.replaces ? { id: item.body.replaces, files: [] } : null;
    this.moved = { events: events.filter((one) => one.text), files: item.files };
    this.focusBox();
  }

  discard() {
    this.moved = null;
    this.empty();
  }

  // ---- keys, files

  pressed(event) {
    if (event.isComposing || event.keyCode === 229) return; // a Chinese word is being composed
    if (this.mentions.pressed(event) || this.hands.pressed(event) || this.desk.suggest.pressed(event, this)) return;
    if (event.key === "F8") {
      event.preventDefault();
      this.step(event.shiftKey ? -1 : 1);
    } else if (event.key === "Enter" && event.altKey) {
      event.preventDefault();
      this.takeRewrite();
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape") {
      event.target.blur();
    }
  }

  pasted(event) {
    const files = filesOf(event.clipboardData);
    if (!files.length) return;
    event.preventDefault();
    this.tray.add(files);
  }

  dropped(event) {
    event.preventDefault();
    event.stopPropagation();
    this.over = false;
    this.tray.add(filesOf(event.dataTransfer));
  }

  picked(event) {
    this.tray.add([...event.target.files]);
    event.target.value = "";
    this.focusBox();
  }

  // ---- drawing

  /** Where words in pictures are not read, the sender knows before sending what will happen. */
  pictures() {
    const blind = this.kind === "reply" && this.tray.limits.pictures === "codes" && this.tray.files.some((one) => one.preview);
    return blind ? html`<p class="small note" role="note">${icon("eye", "tiny")} ${t("Text in pictures cannot be read here: a colleague may have to look first.")}</p>` : nothing;
  }

  render() {
    const { store } = this.desk;
    const note = this.kind === "note";
    const drawn = pieces(this.text, this.findings, this.at);
    return html`<form class="composer ${note ? "note" : ""} ${this.over ? "over" : ""}" aria-label=${note ? t("Note") : t("Reply to the buyer")} @submit=${this.submit}
      @dragover=${(event) => { event.preventDefault(); this.over = true; }} @dragleave=${() => (this.over = false)} @drop=${this.dropped}>
      ${kinds(this)}
      ${movedOn(this)}
      ${this.replacing ? html`<p class="replacing">${icon("pen", "tiny")} ${t("This takes the place of the held reply.")} <button type="button" class="button quiet low" @click=${() => { this.replacing = null; }}>${t("Send as a new one")}</button></p>` : nothing}
      <div class="box">
        ${this.tray.render()}
        <div class="sheet">
          <div class="behind" aria-hidden="true">${drawn.map((one) => (one.severity ? html`<mark class="found ${one.severity} ${one.now ? "now" : ""}">${one.text}</mark>` : one.text))}${"\n"}</div>
          <textarea rows="2" .value=${this.text} spellcheck="false" placeholder=${note ? t("A note; the buyer does not see it") : t("Write a reply")} aria-label=${note ? t("Text of the note") : t("Text of the reply")}
            aria-describedby="finding moved" @input=${(event) => { this.mentions.look(event.target); this.hands.look(event.target); this.change(event.target.value); }} @keydown=${this.pressed} @paste=${this.pasted}></textarea>
        </div>
        ${this.pictures()}
        ${this.mentions.render()} ${this.hands.render()}
        ${!note && this.deeds.length ? html`<div class="staged"><span class="small faint">${t("Then, when it is sent")}</span>${deedList(this.deeds, (id) => store.nameOf(id), (index) => this.keepDeeds(this.deeds.toSpliced(index, 1)))}</div>` : nothing}
        ${this.tray.note ? html`<p class="small level block" role="alert">${this.tray.note}</p>` : nothing}
        <div class="foot">
          <input class="unseen" type="file" id="desk-files" multiple tabindex="-1" aria-hidden="true" accept=${this.tray.limits.file_types.join(",")} @change=${this.picked} />
          ${tools(this)}
          <span class="end">${standing(this)} ${sendButton(this)}</span>
        </div>
      </div>
      ${note ? nothing : card(this)}
    </form>`;
  }
}
customElements.define("otvet-composer", Composer);
