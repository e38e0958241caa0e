// The thread: the head with its acts, the talk, held replies with what can be done about them.

import { html, nothing, repeat } from "../../vendor/lit.js";
import { reasonWord, scoreWord } from "../chat/rating.js";
import { detailsLine } from "../details.js";
import { notice } from "../notices.js";
import { copy, dots, icon, Plain } from "../parts.js";
import { clock, dayKey, dayName, fullTime, languageName, languageOf, lasted, t } from "../strings.js";
import { topicName } from "../topics.js";
import { ask } from "./ask.js";
import { chip, clockName, turnChip } from "./clocks.js";
import { CALL_LINES } from "./call.js";
import { beginComplaint, COMPLAINT_LINES, standing } from "./complaint.js";
import { escalate, given, handOver, questions } from "./giving.js";
import { COMMUNITY_LINES, publicChip } from "./community.js";
import { LETTER_LINES, waits } from "./letters.js";
import { FIELD_LINES } from "./fields.js";
import { folded } from "./folding.js";
import { items, pieces } from "./lines.js";
import { here } from "./list.js";
import "./taken.js";
import { photos, seenIn, unread } from "./photos.js";
import { ruleName } from "./rules.js";
import { SPLIT_LINES, splitBar, tickable } from "./splitting.js";
import { outcomeWord, WISHES } from "./shop-words.js";
import { VIP_LINES, vipChip } from "./vip.js";

const base = () => document.querySelector("otvet-desk")?.base ?? "/desk";
const STATE_LINES = {
  ConversationOpened: (event) => [event.data.order_id ? t("Conversation opened about order %(order)s", { order: event.data.order_id }) : t("Conversation opened"), "chat"],
  Assigned: (event, names) => {
    const who = event.by?.name || t("The desk");
    const to = event.data.assignee_id;
    if (event.data.why === "gone" || event.data.why === "shift") return [t("Back in the queue: who had it is not there any more"), "undo"];
    if (!to) return [t("%(who)s put it back", { who }), "user"];
    return [to === event.by?.id ? t("%(who)s took it", { who }) : t("%(who)s gave it to %(name)s", { who, name: names(to) || t("a colleague") }), "user"];
  },
  DetailsGiven: (event) => [detailsLine(event), "info"],
  NoticeSent: (event) => [notice(event.data.template, event.data.fields), "info"],
  Resolved: (event) => [t("%(who)s resolved it", { who: event.by?.name || t("The desk") }), "check"],
  Reopened: (event) => [t("%(who)s reopened it", { who: event.by?.kind === "system" ? t("The desk") : event.by?.name || t("The buyer") }), "open"],
  Rated: (event) => [[t("The buyer's rating: %(word)s", { word: scoreWord(event.data.score) }), ...(event.data.reasons ?? []).map(reasonWord), event.text].filter(Boolean).join(" · "), "star"],
  TopicChanged: (event) => [t("Topic changed to “%(topic)s”", { topic: topicName(event.data.topic) }), "tag"],
  OrderLinked: (event) => [t("Order %(order)s was added", { order: event.data.order_id }), "truck"],
  Tagged: (event) => [t("%(who)s put the tag “%(tag)s”", { who: event.by?.name ?? "", tag: event.data.tag }), "tag"],
  Untagged: (event) => [t("%(who)s took the tag “%(tag)s” off", { who: event.by?.name ?? "", tag: event.data.tag }), "tag"],
  Snoozed: (event) => [event.data.until ? t("%(who)s snoozed it until %(time)s", { who: event.by?.name ?? "", time: fullTime(event.data.until) }) : t("%(who)s snoozed it until the buyer writes", { who: event.by?.name ?? "" }), "moon"],
  Woken: (event) => [event.data.why === "person" ? t("%(who)s brought it back", { who: event.by?.name ?? "" }) : t("The snooze has ended"), "sun"],
  MergedInto: (event) => [html`${t("Goes on in request")} <a href="${base()}/${event.data.into}">${event.data.reference}</a>`, "swap"],
  TookIn: (event) => [html`${t("Request added here:")} <a href="${base()}/${event.data.source}">${event.data.reference}</a>`, "swap"],
  Unmerged: () => [t("Goes on by itself again"), "swap"],
  GaveBack: () => [t("The added request goes on by itself again"), "swap"],
  DeadlineNear: (event) => [t("Three quarters of the time are gone: %(clock)s", { clock: clockName(event.data.clock) }), "clock"],
  DeadlineMissed: (event) => [t("Deadline missed: %(clock)s; those who lead are told", { clock: clockName(event.data.clock) }), "warn"],
  AnswerOverdue: () => [t("The answer of others is overdue"), "warn"],
  AnswerAwaited: (event) => [t("%(who)s waits for the answer until %(time)s", { who: event.by?.name ?? "", time: fullTime(event.data.due) }), "clock"],
  ...SPLIT_LINES,
  ...FIELD_LINES,
  ...LETTER_LINES,
  ...COMPLAINT_LINES,
  ...VIP_LINES,
  ...CALL_LINES,
  ...COMMUNITY_LINES,
  ReactionStuck: () => [t("A follow-up step failed; the supervisors see it"), "warn"],
};
const WHY = {
  warn: () => t("waits for your confirmation"),
  block: () => t("held, the buyer does not see it"),
  too_long: () => t("held: too long to be checked"),
  unattended: () => t("held: no person was there to confirm"),
  reading: () => t("a picture is being read"),
  unread: () => t("held: the picture could not be read"),
};

const time = (at) => html`<time datetime=${at} title=${fullTime(at)}>${clock(at)}</time>`;
/** A time that is also the address of its message. */
const placed = (one) => html`<a class="at" href="#m${one.seq}">${time(one.at)}</a>`;

const marked = (text, findings) => pieces(text, findings.filter((one) => !one.file)).map((one) => (one.severity ? html`<mark class="found ${one.severity}">${one.text}</mark>` : one.text));

export class Thread extends Plain {
  static properties = { desk: { attribute: false }, below: { state: true } };

  connectedCallback() {
    super.connectedCallback();
    this.desk.store.addEventListener("change", () => this.requestUpdate());
    this.desk.store.atEnd = true;
  }

  scrolled(event) {
    // column-reverse: zero is the newest message
    const end = event.target.scrollTop > -60;
    if (end === this.desk.store.atEnd) return;
    this.desk.store.atEnd = end;
    this.below = !end;
    this.desk.store.seen();
  }

  toEnd() {
    this.querySelector(".scroll")?.scrollTo({ top: 0, behavior: "smooth" });
  }

  message(one) {
    return html`<article class="said-by buyer" id="m${one.seq}" aria-label="${one.by?.name || t("Guest")}, ${clock(one.at)}">
      <p class="by"><b>${one.by?.name || t("Guest")}</b> ${placed(one)}</p>
      ${one.text ? html`<p class="bubble" lang=${languageOf(one.text)}>${one.text}</p>` : nothing}${photos(one.files)}
    </article>`;
  }

  reply(one) {
    const { conversation } = this.desk.store.thread;
    const who = one.by?.name || t("Support");
    if (one.state === "held") return this.held(one, who);
    if (one.state === "scheduled" || one.state === "stopped") return this.scheduled(one, who);
    const read = one.state === "delivered" && (conversation.read?.buyer ?? 0) >= one.seq;
    const states = {
      delivered: read ? html`${icon("read", "tiny")} ${t("read")}` : html`${icon("check", "tiny")} ${t("delivered")}`,
      cleared: html`${icon("check", "tiny")} ${t("cleared, on its way")}`,
      proposed: html`${icon("clock", "tiny")} ${t("being checked")}`,
      withdrawn: html`${icon("undo", "tiny")} ${t("withdrawn")}`,
      undelivered: html`<span class="level block">${icon("warn", "tiny")} ${t("not delivered")}</span>`,
    };
    const kind = one.state === "withdrawn" ? "gone" : one.state === "undelivered" ? "failed" : "";
    return html`<article class="said-by us ${kind}" id="m${one.seq}" aria-label="${who}, ${clock(one.at)}">
      <p class="by"><b>${who}</b> ${placed(one)} ${states[one.state]}${one.released ? html` · ${t("released by %(name)s", { name: one.released.by?.name ?? "" })}` : nothing}</p>
      ${one.text ? html`<p class="bubble" lang=${languageOf(one.text)}>${one.text}</p>` : nothing}${photos(one.files)}${unread(one)}
    </article>`;
  }

  /** Its pictures are being read: it goes on by itself, and can be taken back meanwhile. */
  waits(one, who) {
    const { store } = this.desk;
    return html`<article class="said-by us waits-line" id="m${one.seq}" aria-label="${who}, ${clock(one.at)}, ${WHY.reading()}">
      <p class="by"><b>${who}</b> ${placed(one)} <span class="level advise" role="status">${icon("eye", "tiny")} ${WHY.reading()}</span>
        ${one.by?.id === store.me?.id || store.releases ? html`<button type="button" class="button quiet low" @click=${() => store.act(`/replies/${one.id}/withdraw`)}>${t("Withdraw")}</button>` : nothing}</p>
      ${one.text ? html`<p class="bubble" lang=${languageOf(one.text)}>${one.text}</p>` : nothing}${photos(one.files)}
    </article>`;
  }

  /** A reply that waits for its time, or that was stopped and waits for a person. */
  scheduled(one, who) {
    const { store, composer } = this.desk;
    const mine = one.by?.id === store.me?.id;
    const stopped = one.state === "stopped";
    const words = stopped
      ? one.why === "moved" ? t("did not leave: somebody has written meanwhile") : t("could not leave")
      : t("leaves %(time)s", { time: fullTime(one.leaves) });
    return html`<article class="said-by us ${stopped ? "held warned" : "waits-line"}" id="m${one.seq}" aria-label="${who}, ${words}">
      <p class="by"><b>${who}</b> ${placed(one)} <span class="level ${stopped ? "warn" : ""}">${icon(stopped ? "warn" : "clock", "tiny")} ${words}</span></p>
      <p class="bubble" lang=${languageOf(one.text)}>${one.text}</p>${photos(one.files)}
      ${mine || store.releases ? html`<p class="acts">${stopped
        ? html`<button type="button" class="button low" @click=${() => composer?.fill(one.text)}>${icon("pen")} ${t("Into the box")}</button>`
        : html`<button type="button" class="button low" @click=${() => store.act(`/scheduled/${one.id}/cancel`)}>${icon("undo")} ${t("Take back")}</button>`}</p>` : nothing}
    </article>`;
  }

  held(one, who) {
    if (one.why === "reading") return this.waits(one, who);
    const { store, composer } = this.desk;
    const mine = one.by?.id === store.me?.id;
    const soft = one.why === "warn";
    const rules = [...new Set(one.findings.map((finding) => finding.rule))];
    return html`<article class="said-by us held ${soft ? "warned" : ""}" id="m${one.seq}" aria-label="${who}, ${clock(one.at)}, ${(WHY[one.why] ?? WHY.block)()}">
      <p class="by"><b>${who}</b> ${placed(one)} <span class="level ${soft ? "warn" : "block"}">${icon(soft ? "warn" : "stop", "tiny")} ${(WHY[one.why] ?? WHY.block)()}</span></p>
      <p class="bubble" lang=${languageOf(one.text)}>${marked(one.text, one.findings)}</p>${photos(one.files, one.findings)}
      <div class="why">
        <p>${rules.map((rule, index) => html`${index ? ", " : ""}<a class="level ${soft ? "warn" : "block"}" href="/rules/${rule}">${ruleName(rule)}</a>`)}${one.recalled ? html` · ${t("recalled on departure: something had changed")}` : nothing}</p>
        ${seenIn(one.files ?? [], one.findings)}${unread(one)}
        ${one.disputed ? html`<p class="reason"><b>${one.disputed.by?.name ?? ""}</b>: ${one.disputed.text}</p>` : nothing}
        <p class="acts">
          ${mine || store.answers ? html`<button type="button" class="button low" @click=${() => composer?.mend(one)}>${t("Fix")} ${mine ? html`<kbd>Alt ↵</kbd>` : nothing}</button>` : nothing}
          ${mine && soft && one.confirm ? html`<button type="button" class="button low warned" @click=${() => this.confirm(one)}>${t("Send anyway")}</button>` : nothing}
          ${mine || store.releases ? html`<button type="button" class="button low" @click=${() => store.act(`/replies/${one.id}/withdraw`)}>${t("Withdraw")}</button>` : nothing}
          ${mine && !one.disputed ? html`<button type="button" class="button quiet low" @click=${() => this.dispute(one)}>${t("Not a violation…")}</button>` : nothing}
          ${!mine && store.releases ? html`<button type="button" class="button low" @click=${() => this.release(one)}>${icon("check")} ${t("Release…")}</button>` : nothing}
        </p>
        ${one.disputed && mine ? html`<p class="small dim">${t("A senior colleague will decide.")}</p>` : nothing}
      </div>
    </article>`;
  }

  confirm(one) {
    this.desk.store.propose({ text: one.text, replaces: one.id, confirm: one.confirm }, (one.files ?? []).map(({ id, name }) => ({ id, name })));
  }

  async dispute(one) {
    const reason = await ask({ title: t("Why is it not a violation?"), label: t("Reason for the colleague who decides"), verb: t("Ask for a decision") });
    if (reason) this.desk.store.act(`/replies/${one.id}/dispute`, { reason });
  }

  async release(one) {
    const reason = await ask({ title: t("Release this reply to the buyer?"), label: t("Reason; it stays in the record"), verb: t("Release"), quote: one.text });
    if (reason) this.desk.store.act(`/replies/${one.id}/release`, { reason });
  }

  note(one) {
    const seller = one.name === "SellerNoteWritten";
    return html`<article class=${seller ? "side" : "memo"} id="m${one.seq}" aria-label="${seller ? t("Note for the seller") : t("Note")}, ${one.by?.name ?? ""}, ${clock(one.at)}">
      <p class="by">${icon(seller ? "shop" : "lock", "tiny")} <b>${seller ? (one.by?.kind === "seller" ? t("Seller") : t("Note for the seller")) : t("Note")}</b> · ${one.by?.name ?? ""} ${placed(one)} <span class="end">${t("the buyer does not see it")}</span></p>
      <p class="text" lang=${languageOf(one.text)}>${one.text}</p>${photos(one.files)}
    </article>`;
  }

  wished(one) {
    const { state, what, wish_id: id } = one.data;
    const kind = state === "refused" || state === "unheard" ? "warn" : (WISHES[what]?.icon ?? "plane");
    const again = state === "unheard" && this.desk.store.asks;
    return html`<p class="event wished ${state}">${icon(kind, "tiny")}${outcomeWord(one.data)}${one.asker?.name ? ` · ${one.asker.name}` : ""} · ${time(one.at)}
      ${again ? html`<button type="button" class="button quiet low" @click=${() => this.desk.store.act(`/wishes/${id}/again`)}>${icon("retry", "tiny")} ${t("Ask again now")}</button>` : nothing}</p>`;
  }

  line(one) {
    if (/^Shop/.test(one.name)) return this.wished(one);
    if (["HandedOver", "Escalated", "EscalationAnswered"].includes(one.name)) return given(one, (id) => this.desk.store.nameOf(id), placed(one));
    const made = STATE_LINES[one.name]?.(one, (id) => this.desk.store.nameOf(id));
    if (!made) return nothing;
    return html`<p class="event">${icon(made[1], "tiny")}${made[0]} · ${time(one.at)}</p>`;
  }

  echo(item) {
    const { outbox } = this.desk.store;
    const note = item.body.kind === "note";
    const words = { queued: t("in turn"), sending: t("being sent"), waiting: t("will be sent when online") }[item.state];
    return html`<article class=${note ? "memo" : `said-by us ${item.state === "failed" ? "failed" : "waits-line"}`} aria-label=${words ?? t("not sent")}>
      <p class="by"><b>${this.desk.store.me?.name}</b> ${item.state === "failed" ? html`<span class="level block">${icon("warn", "tiny")} ${t("not sent")}${item.reason ? `: ${item.reason}` : ""}</span>` : html`${icon("clock", "tiny")} ${words}`}</p>
      <p class=${note ? "text" : "bubble"}>${item.body.text}</p>
      ${item.state === "failed"
        ? html`<p class="acts"><button type="button" class="button low" @click=${() => outbox.retry(item.key)}>${icon("retry")} ${t("Try again")}</button>
            <button type="button" class="button low" @click=${() => this.desk.composer?.fill(outbox.remove(item.key).body.text)}>${t("Edit")}</button>
            <button type="button" class="button quiet low" @click=${() => outbox.remove(item.key)}>${t("Delete")}</button></p>`
        : nothing}
    </article>`;
  }

  talk() {
    const { thread, outbox, current } = this.desk.store;
    const draw = { message: (one) => this.message(one), reply: (one) => this.reply(one), note: (one) => this.note(one), line: (one) => this.line(one) };
    let day = "";
    const rows = items(thread.events).map((one) => {
      const key = dayKey(one.at);
      const first = key !== day;
      day = key;
      const drawn = tickable(this.desk, one, draw[one.kind](one));
      return { key: one.key, name: one.name, first, blank: drawn === nothing && !first, drawn: html`${first ? html`<p class="day"><time datetime=${one.at}>${dayName(one.at)}</time></p>` : nothing}${drawn}` };
    });
    const waiting = outbox.unseen(current, thread.events, (event) => event.by?.id === this.desk.store.me?.id);
    return html`${(thread.conversation.took ?? []).map((one) => html`<otvet-taken .desk=${this.desk} .one=${one}></otvet-taken>`)}
      ${(thread.events[0]?.seq ?? 1) > 1 ? html`<button type="button" class="button older" @click=${() => this.desk.store.older()}>${t("Show earlier messages")}</button>` : nothing}
      ${repeat(folded(rows), (row) => row.key, (row) => row.drawn)}
      ${repeat(waiting, (item) => item.key, (item) => this.echo(item))}
      ${waits(thread, this.desk.store)}`;
  }

  assignee(conversation) {
    const { store } = this.desk;
    const id = conversation.assignee?.id;
    const others = store.staff.filter((one) => !["moderator", "seller"].includes(one.role));
    if (!store.operator || !others.length) return html`<span class="who">${conversation.assignee?.name ?? t("nobody’s")}</span>`;
    return html`<label class="who"><span class="unseen">${t("Who answers")}</span>
      <select class="audience" id="assign" @change=${(event) => store.assign(event.target.value || null)}>
        <option value="" ?selected=${!id}>${t("nobody’s")}</option>
        ${others.map((one) => html`<option value=${one.id} ?selected=${one.id === id}>${one.name}</option>`)}
      </select></label>`;
  }

  header(conversation) {
    const { store } = this.desk;
    const open = conversation.status === "open";
    const mine = conversation.assignee?.id === store.me?.id;
    const writing = store.typing.get(conversation.id)?.by;
    const people = store.presence.in(conversation.id);
    const { changes, keys } = this.desk;
    return html`<header>
      <div class="title">
        <a class="back button quiet square" href=${this.desk.viewAddress(store.view)} aria-label=${t("Back to the list")}>${icon("left")}</a>
        <h1 tabindex="-1">${topicName(conversation.topic)}</h1>
      </div>
      <div class="acts">
        ${store.answers && store.operator && open && !mine ? html`<button type="button" class="button" @click=${() => store.take()} aria-keyshortcuts="Shift+A">${icon("user-plus")} <span class="word">${t("Take")}</span> <kbd>${keys.shown("take")}</kbd></button>` : nothing}
        ${store.answers && open ? html`<button type="button" class="button" @click=${() => changes.snooze([conversation.id])} aria-keyshortcuts="S">${icon("moon")} <span class="word">${t("Snooze")}</span> <kbd>${keys.shown("snooze")}</kbd></button>` : nothing}
        ${store.answers
          ? open
            ? html`<button type="button" class="button" @click=${() => store.resolve()} aria-keyshortcuts="E">${icon("check")} <span class="word">${t("Resolve")}</span> <kbd>${keys.shown("resolve")}</kbd></button>`
            : conversation.merged_into && conversation.origin?.id !== conversation.merged_into
              ? html`<button type="button" class="button" @click=${() => changes.make("unmerge", conversation.merged_into, [conversation.id])}>${icon("undo")} <span class="word">${t("Take apart")}</span></button>`
              : conversation.merged_into ? nothing : html`<button type="button" class="button" @click=${() => store.reopen()}>${icon("open")} <span class="word">${t("Reopen")}</span></button>`
          : nothing}
        ${store.answers && store.operator && open ? html`<button type="button" class="button square" @click=${() => handOver(this.desk)} aria-label=${t("Hand over")} title="${t("Hand over")} (${keys.shown("hand-over")})">${icon("swap")}</button>
          <button type="button" class="button square" @click=${() => escalate(this.desk)} aria-label=${t("Ask others")} title="${t("Ask others")} (${keys.shown("ask-others")})">${icon("people")}</button>
          ${standing(conversation) ? nothing : html`<button type="button" class="button square" @click=${() => beginComplaint(this.desk)} aria-label=${t("Take it as a complaint")} title="${t("Take it as a complaint")} (${keys.shown("complaint")})">${icon("alert")}</button>`}` : nothing}
        <button type="button" class="more button square" popovertarget="context" aria-label=${t("Customer and order")}>${icon("panel")}</button>
      </div>
      <div class="state">
        ${conversation.snoozed
          ? html`<span class="chip">${icon("moon", "tiny")} ${conversation.snoozed_until ? t("snoozed until %(time)s", { time: fullTime(conversation.snoozed_until) }) : t("snoozed until the buyer writes")}</span>`
          : nothing}
        ${open
          ? chip(conversation, Date.now(), "end") ?? (conversation.waiting_since
            ? html`<span class="chip note">${icon("clock", "tiny")} ${t("waits %(time)s", { time: lasted(conversation.waiting_since) })}</span>`
            : html`<span class="chip">${t("buyer’s turn")}</span>`)
          : conversation.status === "merged" ? html`<span class="chip">${icon("swap", "tiny")} ${t("merged")}</span>` : html`<span class="chip ok">${icon("check", "tiny")} ${t("resolved")}</span>`}
        ${publicChip(conversation)} ${turnChip(conversation, store.me)} ${this.assignee(conversation)}
        <button type="button" class="button quiet low faint code" @click=${() => copy(conversation.reference)} aria-label=${t("%(number)s, copy the request number", { number: conversation.reference })}>${conversation.reference} ${icon("copy")}</button>
        <span>${conversation.buyer?.name || t("Guest")} ${vipChip(conversation)}</span>
        <span>${languageName(conversation.language)}</span>
        ${(conversation.tags ?? []).map((tag) => html`<button type="button" class="chip tag" aria-label=${t("Take the tag “%(tag)s” off", { tag })} title=${t("Take the tag “%(tag)s” off", { tag })} @click=${() => changes.make("untag", tag, [conversation.id])}>${tag} ${icon("cross", "tiny")}</button>`)}
        ${people.length ? html`<span class="watch people" role="status">${here(people)} ${people[0].state === "replying" ? t("%(name)s is answering", { name: people[0].by.name }) : t("%(name)s is looking", { name: people[0].by.name })}</span>` : nothing}
        ${writing && !people.some((one) => one.by.id === writing.id) ? html`<span class="watch">${dots()} ${t("%(name)s is writing", { name: writing.name || t("Guest") })}</span>` : nothing}
      </div>
      ${store.answers && store.operator ? questions(this.desk, conversation) : nothing}
    </header>`;
  }

  banner() {
    const { connection } = this.desk.store;
    if (!navigator.onLine || connection === "lost") return html`<p class="banner" role="status">${icon("plug", "tiny")} ${t("No connection. What you write will be sent when it is back.")}</p>`;
    return connection === "back" ? html`<p class="banner good" role="status">${icon("check", "tiny")} ${t("Connected")}</p>` : nothing;
  }

  render() {
    const { store } = this.desk;
    const { thread, current, missing } = store;
    if (!current) return html`<section class="thread" id="thread"><div class="empty">${icon("chat")}<h2>${t("No conversation is open")}</h2><p>${t("Choose one from the list, or press J.")}</p></div></section>`;
    if (!thread) {
      return html`<section class="thread" id="thread" aria-busy="true">${missing
        ? html`<div class="empty">${icon("search")}<h2>${missing === "gone" ? t("This conversation is not here") : t("It could not be loaded")}</h2><p>${missing === "gone" ? t("The address is mistyped, or it is not yours to see.") : missing}</p><button type="button" class="button" @click=${() => store.open(current)}>${t("Try again")}</button></div>`
        : html`<div class="bones thread-bones"><span class="bone w2"></span><span class="bone w3"></span><span class="bone w1"></span><span class="bone w3"></span></div>`}</section>`;
    }
    const { conversation } = thread;
    return html`<section class="thread" id="thread" @dragover=${(event) => event.preventDefault()} @drop=${(event) => this.desk.composer?.dropped(event)} aria-label=${t("Conversation with %(name)s", { name: conversation.buyer?.name || t("Guest") })}>
      ${this.header(conversation)} ${this.banner()}
      <div class="scroll" tabindex="0" role="group" aria-label=${t("Messages")} @scroll=${this.scrolled}>
        ${this.below ? html`<button type="button" class="button newer" @click=${this.toEnd}>${icon("down")} ${t("To the newest")}</button>` : nothing}
        <div class="log" role="log" aria-live="polite" aria-label=${t("Messages")}>${this.talk()}</div>
      </div>
      ${splitBar(this.desk)}
      ${conversation.status !== "open" || (!store.answers && !store.operator) ? nothing : html`<otvet-composer .desk=${this.desk} .conversation=${conversation.id}></otvet-composer>`}
    </section>`;
  }
}
customElements.define("otvet-thread", Thread);
