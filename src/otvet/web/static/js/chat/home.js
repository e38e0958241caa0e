// The first view: own open requests, topics, what is often asked, and the way to a person.

import { html, nothing } from "../../vendor/lit.js";
import { copy, icon } from "../parts.js";
import { t } from "../strings.js";
import { FRONT, TOPICS, topicName } from "../topics.js";
import { beforehand } from "./wait.js";

const STATES = {
  answered: { kind: "note", icon: "chat", word: () => t("Answered") },
  waiting: { kind: "note", icon: "clock", word: () => t("In work") },
  merged: { kind: "ok", icon: "check", word: () => t("merged") },
  resolved: { kind: "ok", icon: "check", word: () => t("Resolved") },
  checked: { kind: "note", icon: "clock", word: () => t("Being checked") },
  refused: { kind: "warn", icon: "warn", word: () => t("Not published") },
};
const ASKED = { waiting: "checked", refused: "refused", hidden: "refused" }; // a public question that is not public

function stateOf(conversation) {
  if (ASKED[conversation.asked]) return STATES[ASKED[conversation.asked]];
  if (conversation.status === "resolved") return STATES.resolved;
  if (conversation.status === "merged") return STATES.merged;
  return conversation.waiting_since ? STATES.waiting : STATES.answered;
}

/** A number that must not break at its hyphen. */
export const whole = (number) => number.replaceAll("-", "\u2011");

/** The number people read out, with its copy button. */
export const reference = (number) => html`<button type="button" class="reference" @click=${() => copy(number)}
  aria-label=${t("%(number)s, copy the request number", { number: `${t("No.")} ${whole(number)}` })}>${t("No.")} ${whole(number)}${icon("copy", "icon-small")}</button>`;

/** A public question has a page of its own. */
const addressOf = (one) => (one.channel === "community" ? `/questions/${one.reference}` : `#/c/${one.id}`);

function card(conversation) {
  const state = stateOf(conversation);
  return html`<article class="card request-card">
    <div class="request-line">
      <span class="state state-${state.kind}">${icon(state.icon, "icon-small")}${state.word()}</span>
      ${reference(conversation.reference)}
    </div>
    <h2><a class="card-link" href=${addressOf(conversation)} target=${conversation.channel === "community" ? "_blank" : nothing}><span>${topicName(conversation.topic)}</span>
      ${conversation.unread ? html`<span class="count new" role="img" aria-label=${t("New messages")}>${conversation.unread}</span>` : icon("right")}</a></h2>
    <p class="small muted preview">${conversation.preview?.text || t("No messages yet")}</p>
  </article>`;
}

/** The home view of the chat element. */
export function home(chat) {
  const { store, session } = chat;
  const all = store.conversations ?? [];
  const shown = [...all.filter((one) => one.status === "open"), ...all.filter((one) => one.status !== "open")].slice(0, chat.allShown ? 50 : 3);
  const name = session.buyer?.name?.split(" ")[0];
  return html`
    <div class="home-head">
      <div>
        <h1 tabindex="-1">${name ? t("Hello, %(name)s", { name }) : t("Hello")}</h1>
        <p class="muted">${t("Find an answer or write to us")}</p>
      </div>
      ${chat.shut()}
    </div>
    <div class="home-body">
      <form class="search" role="search" action="/help" target=${chat.framed ? "_blank" : "_self"}>
        <label class="unseen" for="chat-find">${t("Search the help centre")}</label>
        ${icon("search")}
        <input class="field" id="chat-find" name="q" type="search" placeholder=${t("Find an answer")} autocomplete="off" />
      </form>
      ${chat.linkError ? html`<p class="banner" role="alert">${icon("warn", "icon-small")} ${chat.linkError}</p>` : nothing}
      ${store.error ? html`<p class="banner">${icon("plug", "icon-small")} ${store.error === "offline" ? t("No connection. What you see may be old.") : store.error}</p>` : nothing}
      ${store.conversations === null ? html`<span class="bone w2"></span><span class="bone w3"></span>` : shown.map(card)}
      ${all.length > 3 && !chat.allShown ? html`<button type="button" class="button button-quiet" @click=${() => chat.showAll()}>${t("All my requests")}</button>` : nothing}
      <nav aria-labelledby="topics-title">
        <h2 class="topics-title" id="topics-title">${t("Choose a topic")}</h2>
        <ul class="tiles">
          ${FRONT.map((code) => html`<li><a class="tile" href="#/new?topic=${code}">${icon(TOPICS[code].icon)}${TOPICS[code].name()}</a></li>`)}
        </ul>
      </nav>
      ${chat.often.length
        ? html`<nav class="often card" aria-labelledby="often-title">
            <h2 class="often-title" id="often-title">${t("Often asked")}</h2>
            <ul>${chat.often.map((one) => html`<li><a class="often-link" href=${one.href} target=${chat.framed ? "_blank" : "_self"}>${one.title}${icon("right", "icon-small")}</a></li>`)}</ul>
          </nav>`
        : nothing}
    </div>
    <div class="home-foot">
      ${beforehand(chat.wait.now)}
      <a class="button button-main button-wide" href="#/new">${icon("chat")}${t("Write to us")}</a>
    </div>`;
}
