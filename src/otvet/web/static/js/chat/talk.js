// One conversation as the buyer sees it: the talk, the place in the queue, the box, and the end.

import { html, nothing, repeat } from "../../vendor/lit.js";
import { details } from "../details.js";
import { notice } from "../notices.js";
import { dots, icon, initials, say } from "../parts.js";
import { clock, dayKey, dayName, fullTime, languageOf, t } from "../strings.js";
import { topicName } from "../topics.js";
import { mailTranscript, saveTranscript } from "../transcript.js";
import { reference } from "./home.js";
import { scoreWord } from "./rating.js";
import { waiting } from "./wait.js";

const LINES = {
  ConversationOpened: () => nothing,
  DetailsGiven: (event) => html`<div class="said you said-details">${details(event)}</div>`,
  NoticeSent: (event) => line(event, notice(event.data.template, event.data.fields)),
  Resolved: (event) => line(event, t("The request is resolved")),
  MergedInto: (event) => line(event, html`${t("Goes on in request")} <a href="#/c/${event.data.into}">${event.data.reference}</a>`),
  TookIn: (event) => line(event, html`${t("Request added here:")} <a href="#/c/${event.data.source}">${event.data.reference}</a>`),
  SplitOff: (event) => line(event, html`${t("A part goes on in request")} <a href="#/c/${event.data.into}">${event.data.reference}</a>`),
  SplitFrom: (event) => line(event, html`${t("Split off from request")} <a href="#/c/${event.data.source}">${event.data.reference}</a>`),
  Rejoined: (event) => line(event, html`${t("Goes on in request")} <a href="#/c/${event.data.into}">${event.data.reference}</a>`),
  CameBack: (event) => line(event, t("The part that was split off goes on here again")),
  Unmerged: (event) => line(event, t("The conversation goes on")),
  Reopened: (event) => line(event, t("The conversation goes on")),
  Rated: (event) => line(event, t("Your rating: %(word)s", { word: scoreWord(event.data.score) })),
  OrderLinked: (event) => line(event, t("Order %(order)s was added", { order: event.data.order_id })),
};

function line(event, text) {
  return html`<p class="log-event">${text} · <time datetime=${event.at} title=${fullTime(event.at)}>${clock(event.at)}</time></p>`;
}

function photos(files) {
  return files?.length ? html`<div class="photos">${files.map((file) => html`<otvet-photo .file=${file}></otvet-photo>`)}</div>` : nothing;
}

function own(event, conversation) {
  const read = (conversation.read?.staff ?? 0) >= event.seq;
  return html`<article class="said you" aria-label="${t("You")}, ${clock(event.at)}">
    ${event.text ? html`<p class="bubble" lang=${languageOf(event.text)}>${event.text}</p>` : nothing}${photos(event.files)}
    <p class="said-meta">${icon(read ? "read" : "check", "icon-small")}${read ? t("Read") : t("Sent")}, <time datetime=${event.at} title=${fullTime(event.at)}>${clock(event.at)}</time></p>
  </article>`;
}

function theirs(event) {
  const name = event.by?.name || t("Support");
  return html`<article class="said" aria-label="${name}, ${clock(event.at)}">
    ${event.text ? html`<p class="bubble" lang=${languageOf(event.text)}>${event.text}</p>` : nothing}${photos(event.files)}
    <p class="said-meta">${name}, <time datetime=${event.at} title=${fullTime(event.at)}>${clock(event.at)}</time></p>
  </article>`;
}

const WAITING = {
  queued: () => t("Will be sent in turn"),
  sending: () => t("Sending"),
  waiting: () => t("Will be sent when online"),
};

function echo(item, chat) {
  const { outbox } = chat.store;
  if (item.state !== "failed") {
    return html`<article class="said you waiting" aria-label="${t("You")}, ${WAITING[item.state]()}">
      ${item.body.text ? html`<p class="bubble">${item.body.text}</p>` : nothing}
      ${item.files.map((one) => html`<span class="file-card">${icon("image")}${one.name}</span>`)}
      <p class="said-meta">${icon("clock", "icon-small")}${WAITING[item.state]()}</p>
    </article>`;
  }
  return html`<article class="said you failed" aria-label="${t("You")}, ${t("not sent")}">
    ${item.body.text ? html`<p class="bubble">${item.body.text}</p>` : nothing}
    <p class="said-meta bad">${icon("warn", "icon-small")}${t("Not sent")}${item.reason ? `: ${item.reason}` : ""}</p>
    <p class="said-acts">
      <button type="button" class="button" @click=${() => outbox.retry(item.key)}>${icon("retry", "icon-small")}${t("Try again")}</button>
      <button type="button" class="button" @click=${() => chat.edit(outbox.remove(item.key))}>${t("Edit")}</button>
      <button type="button" class="button button-quiet" @click=${() => outbox.remove(item.key)}>${t("Delete")}</button>
    </p>
  </article>`;
}

/** What was carried here keeps the moment it was written. */
const carried = (event) => ({ ...event, at: new Date(event.data.at).toISOString() });

function one(event, conversation) {
  if (event.name === "MessageCarried") return own(carried(event), conversation);
  if (event.name === "ReplyCarried") return theirs(carried(event));
  if (event.name === "MessageReceived") return own(event, conversation);
  if (event.name === "ReplyDelivered") return theirs(event);
  return LINES[event.name]?.(event) ?? nothing;
}

/** A rating that was changed shows once, as it is now. */
function shown(event, at, events) {
  if (event.name !== "Rated") return true;
  return events.slice(at + 1).find((later) => later.name === "Rated" || later.name === "Reopened")?.name !== "Rated";
}

/** Events with a line between two days; own words that came back already stand once only. */
function talk(chat) {
  const { thread, outbox, current, typing } = chat.store;
  const events = (thread?.events ?? []).filter((event) => event.kind !== "mark").filter(shown);
  let day = "";
  const rows = events.map((event) => {
    const key = dayKey(event.at);
    const first = key !== day;
    day = key;
    return { key: event.seq, drawn: html`${first ? html`<p class="log-event"><time datetime=${event.at}>${dayName(event.at)}</time></p>` : nothing}${one(event, thread.conversation)}` };
  });
  return html`<div class="log" role="log" aria-live="polite" aria-relevant="additions" aria-label=${t("Conversation")}>
    ${rows.length && events[0].seq > 1 ? html`<button type="button" class="button button-quiet" @click=${() => chat.store.older()}>${t("Show earlier messages")}</button>` : nothing}
    ${repeat(rows, (row) => row.key, (row) => row.drawn)}
    ${repeat(outbox.unseen(current, events, (event) => event.name === "MessageReceived"), (item) => item.key, (item) => echo(item, chat))}
    ${typing ? html`<p class="typing">${dots()} ${t("%(name)s is writing", { name: typing.name || t("Support") })}</p>` : nothing}
  </div>`;
}

/** As long as nobody has answered: place, wait and hours, and where the answer reaches somebody who leaves. */
function queue(chat) {
  const { conversation } = chat.store.thread ?? {};
  if (!conversation?.queue || conversation.status !== "open") return nothing;
  return html`<section class="queue" aria-label=${t("Queue")}>
    <div role="status">${waiting(chat.wait.now)}</div>
    <otvet-contact></otvet-contact>
  </section>`;
}

const answers = (by, name) => (by.kind === "seller" ? t("%(name)s, seller", { name }) : t("%(name)s, support", { name }));

function head(chat) {
  const { thread } = chat.store;
  const answered = thread?.events.findLast((event) => event.name === "ReplyDelivered");
  const name = answered?.by?.name;
  return html`<header class="thread-head">
    <a class="icon-button" href="#/" aria-label=${t("Back to the start")}>${icon("left")}</a>
    <span class="avatar" aria-hidden="true">${name ? initials(name) : icon(thread ? "clock" : "chat")}</span>
    <div class="thread-who">
      <h1 class="thread-name" tabindex="-1">${name ? answers(answered.by, name.split(" ")[0]) : thread ? topicName(thread.conversation.topic) : t("New request")}</h1>
      ${thread ? reference(thread.conversation.reference) : nothing}
    </div>
    ${chat.shut()}
  </header>`;
}

function ended(chat) {
  const { conversation } = chat.store.thread;
  return html`<div class="end-rating"><otvet-rating .conversation=${conversation}></otvet-rating></div>
    <footer class="end-foot">
    <p class="small muted"><span class="state state-ok">${icon("check", "icon-small")}${t("Resolved")}</span></p>
    <span class="end-acts">
      <button type="button" class="icon-button" aria-label=${t("Download the conversation")} title=${t("Download the conversation")} @click=${() => saveTranscript(conversation).catch(() => {})}>${icon("download")}</button>
      ${chat.store.contact?.mail && chat.store.contact.email ? html`<button type="button" class="icon-button" aria-label=${t("Get it by e-mail")} title=${t("Get it by e-mail")} @click=${() => mailTranscript(conversation).then(() => say(t("The conversation goes to %(email)s", { email: chat.store.contact.email })), () => {})}>${icon("mail")}</button>` : nothing}
      <button type="button" class="button" @click=${() => chat.writeAgain()}>${icon("open")}${t("Write again")}</button>
    </span>
  </footer>`;
}

/** A conversation, or the start of one when `before` is what stands above the box. */
export function talking(chat, before = nothing) {
  const { thread, current, error } = chat.store;
  const empty = current !== "new" && !thread;
  const over = thread?.conversation.status === "resolved" && !chat.again;
  const open = thread?.conversation.channel === "community" ? thread.conversation.reference : "";
  return html`${head(chat)} ${chat.banner()}
    <div class="talk ${current === "new" && !chat.store.outbox.in(current).length ? "new" : ""}" role="group" tabindex="0" aria-label=${t("Conversation")} @scroll=${() => chat.scrolled()}>
      ${empty
        ? html`<div class="log">${error === "gone" ? html`<p class="log-event">${t("This request is not here. It may belong to another account.")}</p>` : html`<span class="bone w2"></span><span class="bone w3"></span><span class="bone w1"></span>`}</div>`
        : before === nothing || chat.store.outbox.in(current).length ? talk(chat) : before}
    </div>
    ${queue(chat)}
    ${open ? html`<p class="banner">${icon("globe", "icon-small")} <a href="/questions/${open}" target="_blank">${t("This is a public question. It goes on, on its own page.")}</a></p>` : over ? ended(chat) : html`<otvet-writer .chat=${chat} .lane=${current}></otvet-writer>`}`;
}
