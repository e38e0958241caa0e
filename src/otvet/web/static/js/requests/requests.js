// A buyer's own requests: what state they are in, in plain words, and what can be done with each.

import { html, nothing } from "../../vendor/lit.js";
import { api } from "../api.js";
import { reference } from "../chat/home.js";
import { Session } from "../chat/session.js";
import { scoreWord } from "../chat/rating.js";
import { icon, Plain, say } from "../parts.js";
import { dayName, fullTime, t } from "../strings.js";
import { topicName } from "../topics.js";
import { mailTranscript, saveTranscript } from "../transcript.js";
import { reason } from "../trouble.js";

const STATES = {
  waiting: { kind: "note", icon: "clock", word: () => t("Waits for our answer"), told: () => t("Nothing is needed from you. The answer will be in the conversation.") },
  answered: { kind: "warn", icon: "chat", word: () => t("Answered"), told: () => t("We have answered. If something is open, just write on.") },
  resolved: { kind: "ok", icon: "check", word: () => t("Resolved"), told: () => t("We think that this is settled. If it is not, open it again.") },
  merged: { kind: "past", icon: "check", word: () => t("merged"), told: () => t("It goes on in another request of yours.") },
  checked: { kind: "note", icon: "clock", word: () => t("Being checked"), told: () => t("A moderator decides whether everybody may read it.") },
  refused: { kind: "warn", icon: "warn", word: () => t("Not published"), told: () => t("The reason stands with the question.") },
};
const ASKED = { waiting: "checked", refused: "refused", hidden: "refused" }; // a public question that is not public
const stateOf = (one) => STATES[ASKED[one.asked] ?? (one.status !== "open" ? one.status : one.waiting_since ? "waiting" : "answered")];
const FILTERS = {
  all: { word: () => t("All"), fits: () => true },
  open: { word: () => t("Open"), fits: (one) => one.status === "open" },
  past: { word: () => t("Closed"), fits: (one) => one.status !== "open" },
};

/** A public question has a page of its own. */
const addressOf = (one) => (one.channel === "community" ? `/questions/${one.reference}` : `/chat#/c/${one.id}`);

class Requests extends Plain {
  static properties = { items: { state: true }, next: { state: true }, filter: { state: true }, error: { state: true } };

  constructor() {
    super();
    this.items = null;
    this.next = null;
    this.filter = "all";
    this.error = "";
    this.session = new Session(this.dataset.account || "own");
  }

  async connectedCallback() {
    super.connectedCallback();
    await this.session.resume();
    this.session.addEventListener("change", () => this.load());
    await this.load();
  }

  async load(after = "") {
    if (!api.token) {
      this.items = [];
      return;
    }
    try {
      const found = await api.get(`/conversations?view=all&limit=50${after && `&after=${encodeURIComponent(after)}`}`);
      this.contact ??= await api.get("/me/contact").catch(() => null);
      this.items = after ? [...this.items, ...found.items] : found.items;
      this.next = found.next;
      this.error = "";
    } catch (error) {
      if (error.status === 401 && this.session.recover()) return;
      this.items ??= [];
      this.error = error.status ? reason(error) : t("No connection. What you see may be old.");
    }
  }

  /** Does something with one request, then shows the list as it is now. */
  async act(what, said) {
    try {
      await what();
      if (said) say(said);
      this.error = "";
    } catch (error) {
      this.error = error.status ? reason(error) : t("No connection.");
    }
  }

  reopen(one) {
    return this.act(async () => {
      await api.post(`/conversations/${one.id}/reopen`);
      await this.load();
    }, t("The conversation goes on"));
  }

  render() {
    return html`${this.error ? html`<p class="requests-error" role="alert">${icon("warn", "icon-small")}${this.error}</p>` : nothing}
      ${this.items === null ? html`<div class="card request" aria-hidden="true"><span class="bone w2"></span><span class="bone w3"></span></div>` : this.items.length ? this.list() : this.none()}`;
  }

  none() {
    return html`<div class="card request">
      <h2>${t("You have asked nothing yet")}</h2>
      <p>${t("What you write to us from this browser, or signed in, stands here.")}</p>
      <div class="request-actions"><a class="button button-main" href="/chat#/new">${icon("chat")}${t("Write to us")}</a><a class="button" href="/help">${icon("book")}${t("Find an answer")}</a></div>
    </div>`;
  }

  list() {
    const shown = this.items.filter(FILTERS[this.filter].fits);
    return html`<div class="choices requests-filter" role="group" aria-label=${t("Which requests")}>
        ${Object.entries(FILTERS).map(([name, one]) => html`<button type="button" class="choice" aria-pressed=${this.filter === name} @click=${() => (this.filter = name)}>${one.word()} <span class="keep">${this.items.filter(one.fits).length}</span></button>`)}
      </div>
      <ul class="requests">${shown.map((one) => html`<li class="card request">${this.request(one)}</li>`)}</ul>
      ${shown.length ? nothing : html`<p class="muted">${t("None of these.")}</p>`}
      ${this.next ? html`<button type="button" class="button" @click=${() => this.load(this.next)}>${t("Show more")}</button>` : nothing}`;
  }

  /** What was said of it before it was opened again. */
  earlier(given) {
    return given ? html`<p class="rating-told small">${icon(`face${given.score}`)}<span>${t("Your rating before: %(word)s", { word: scoreWord(given.score) })}</span></p>` : nothing;
  }

  request(one) {
    const state = stateOf(one);
    return html`<div class="request-top">
        <span class="state state-${state.kind}">${icon(state.icon, "icon-small")}${state.word()}</span>${reference(one.reference)}
      </div>
      <h2 class="request-title"><a href=${addressOf(one)}>${topicName(one.topic)}</a></h2>
      <p class="small muted"><time datetime=${one.updated_at} title=${fullTime(one.updated_at)}>${dayName(one.updated_at)}</time>${one.order_id ? html` · ${t("Order %(order)s", { order: one.order_id })}` : nothing}</p>
      ${one.preview?.text ? html`<p class="request-words">${one.preview.text}</p>` : nothing}
      <p class="small muted">${state.told()}</p>
      ${one.rating ? nothing : this.earlier(one.earlier_ratings?.at(-1))}
      ${one.status === "resolved" && one.channel !== "community" ? html`<otvet-rating .conversation=${one}></otvet-rating>` : nothing}
      <div class="request-actions">
        <a class="button" href=${addressOf(one)}>${icon("chat")}${one.channel === "community" ? t("Open the public question") : t("Open the conversation")}</a>
        ${one.status === "resolved" ? html`<button type="button" class="button" @click=${() => this.reopen(one)}>${icon("open")}${t("Open again")}</button>` : nothing}
        <button type="button" class="button button-quiet" @click=${() => this.act(() => saveTranscript(one))}>${icon("download")}${t("Download the conversation")}</button>
        ${this.contact?.mail && this.contact.email ? html`<button type="button" class="button button-quiet" @click=${() => this.act(() => mailTranscript(one), t("The conversation goes to %(email)s", { email: this.contact.email }))}>${icon("mail")}${t("Get it by e-mail")}</button>` : nothing}
      </div>`;
  }
}
customElements.define("otvet-requests", Requests);
