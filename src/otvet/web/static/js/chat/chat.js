// The buyer's window: home, a new request, a conversation.  The address after # says which.

import { html, nothing } from "../../vendor/lit.js";
import { tab } from "../kept.js";
import { icon, Plain } from "../parts.js";
import { language, t } from "../strings.js";
import { MORE, TOPICS } from "../topics.js";
import "./contact.js";
import { deviceWords, first } from "./first.js";
import { Frame } from "./frame.js";
import { home } from "./home.js";
import { Session } from "./session.js";
import { Store } from "./store.js";
import { talking } from "./talk.js";
import { reason } from "../trouble.js";
import { Wait } from "./wait.js";
import "./writer.js";

const FORM = "otvet-first";

/** What was answered before a reload. */
function kept() {
  try {
    return JSON.parse(tab.get(FORM)) ?? {};
  } catch {
    return {};
  }
}

class Chat extends Plain {
  constructor() {
    super();
    this.framed = this.dataset.framed === "yes";
    this.account = this.dataset.account || "own";
    this.product = this.dataset.product || "";
    this.session = new Session(this.account);
    this.store = new Store(this.session, this.account);
    this.pageTitle = document.title;
    this.topic = "";
    this.order = "";
    this.again = false;
    this.form = kept();
    this.wait = new Wait();
    this.often = [...(document.getElementById("often")?.content.children ?? [])].map((link) => ({ href: link.getAttribute("href"), title: link.textContent }));
    this.frame = this.framed ? new Frame(this, this.dataset.origin) : null;
  }

  async connectedCallback() {
    super.connectedCallback();
    this.store.addEventListener("change", () => {
      this.requestUpdate();
      if (!this.framed) document.title = `${this.store.unread ? `(${this.store.unread}) ` : ""}${this.pageTitle}`;
      this.frame?.tell({ kind: "unread", count: this.store.unread, known: Boolean(this.store.conversations?.length) });
    });
    this.wait.addEventListener("change", () => this.requestUpdate());
    this.store.addEventListener("opened", ({ detail }) => location.replace(`#/c/${detail}`));
    addEventListener("hashchange", async () => {
      await this.comeByLetter();
      this.route();
    });
    addEventListener("focus", () => this.seen());
    document.addEventListener("visibilitychange", () => this.seen());
    this.addEventListener("keydown", (event) => event.key === "Escape" && this.frame?.tell({ kind: "close" }));
    // a photo dropped anywhere in the window is meant for the box
    this.addEventListener("dragover", (event) => event.preventDefault());
    this.addEventListener("drop", (event) => this.querySelector("otvet-writer")?.dropped(event) ?? event.preventDefault());
    this.addEventListener("click", (event) => event.target.closest?.("a[href^='#']") && event.target.blur?.());
    await this.session.resume(await this.frame?.identity());
    await this.comeByLetter();
    this.route();
    await this.store.start();
  }

  /** #/k/TOKEN is a letter's link: it becomes the conversation's address, so that nobody finds it in the history. */
  async comeByLetter() {
    const token = location.hash.match(/^#\/k\/([\w-]+)$/)?.[1];
    if (!token) return;
    try {
      history.replaceState(null, "", `#/c/${await this.session.enter(token)}`);
    } catch (error) {
      history.replaceState(null, "", "#/");
      this.linkError = error.status === 404 ? t("This link has expired. Sign in to the shop or write to us anew.") : error.status ? reason(error) : t("No connection.");
    }
  }

  /** The view the address names: #/, #/new?topic=…, #/c/ID. */
  route() {
    const [path, query] = location.hash.replace(/^#/, "").split("?");
    const [, view, id] = path.split("/");
    this.view = view === "c" && id ? "talk" : view === "new" ? "new" : "home";
    this.again = false;
    if (this.view === "new") {
      const asked = new URLSearchParams(query);
      this.toSeller = Boolean(this.product) && asked.get("to") === "seller";
      // asked from a product's page it is about the product, until another topic is chosen
      this.topic = this.toSeller ? "product" : (asked.get("topic") ?? (this.topic || (this.product ? "product" : "")));
      this.store.load("new");
      this.store.ask();
      if (this.topic && !(this.topic in TOPICS)) this.topic = "";
      this.moreTopics ||= MORE.includes(asked.get("topic"));
    } else if (this.view === "talk") this.store.load(id);
    else this.store.load("");
    this.wait.follow(this.view === "talk" ? { conversation: id } : { topic: this.topic });
    this.requestUpdate();
    this.updateComplete.then(() => {
      this.classList.toggle("at-home", this.view === "home");
      // a conversation that begins while one writes leaves the writer in the box
      if (!this.contains(document.activeElement) || this.view === "home") this.querySelector("h1")?.focus();
    });
  }

  updated() {
    this.seen();
  }

  send(text, files) {
    const about = { language };
    if (this.topic) about.topic = this.topic;
    if (this.toSeller) Object.assign(about, { to: "seller", product_id: this.product });
    else if (this.order) about.order_id = this.order;
    if (this.product && !this.order) about.product_id = this.product;
    this.store.send(text, files, { ...about, ...this.told() });
    this.again = false;
    this.updateComplete.then(() => this.querySelector(".talk")?.scrollTo({ top: 0 }));
  }

  /** What stands in a field before the chat; the browser says itself what it is. */
  given(name) {
    return this.form[name] ?? (name === "device" ? deviceWords() : "");
  }

  /** What the questions before the chat were answered with: details for the conversation, a contact for the record. */
  told() {
    const asks = this.store.asks(this.topic);
    const wanted = { order: asks.includes("order") && !this.order, amount: asks.includes("amount"), day: asks.includes("day") || asks.includes("device"), device: asks.includes("device") };
    const given = (names) => Object.fromEntries(names.map((name) => [name, this.given(name).trim()]).filter(([, words]) => words));
    const details = given(Object.keys(wanted).filter((name) => wanted[name]));
    const contact = given(["email", "phone"]);
    return { ...(Object.keys(details).length ? { details } : {}), ...(Object.keys(contact).length ? { contact } : {}) };
  }

  tell(name, words) {
    this.form = { ...this.form, [name]: words };
    tab.set(FORM, JSON.stringify(this.form));
    this.requestUpdate();
  }

  showTopics() {
    this.moreTopics = true;
    this.requestUpdate();
  }

  edit(item) {
    if (item) this.querySelector("otvet-writer")?.fill(item.body.text);
  }

  pickTopic(code) {
    this.topic = this.topic === code ? "" : code;
    this.wait.follow({ topic: this.topic });
    this.requestUpdate();
  }

  pickOrder(number) {
    this.order = number;
    this.requestUpdate();
  }

  showAll() {
    this.allShown = true;
    this.requestUpdate();
  }

  showOrders() {
    this.allOrders = true;
    this.requestUpdate();
  }

  writeAgain() {
    this.again = true;
    this.requestUpdate();
    this.updateComplete.then(() => this.querySelector("otvet-writer")?.focusBox());
  }

  scrolled() {
    this.seen();
  }

  seen() {
    const talk = this.querySelector(".talk");
    // column-reverse: the newest words are in sight when the scroll stands near zero
    if (talk && this.view === "talk" && talk.scrollTop > -80 && (!this.frame || this.frame.open)) this.store.seen();
  }

  shut() {
    if (!this.framed) return nothing;
    return html`<button type="button" class="icon-button shut" @click=${() => this.frame.tell({ kind: "close" })} aria-label=${t("Close the support chat")}>${icon("close")}</button>`;
  }

  banner() {
    const { connection } = this.store;
    if (!navigator.onLine || connection === "lost") {
      return html`<p class="banner" role="status">${icon("plug", "icon-small")} ${t("No connection. What you write will be sent when it is back.")}</p>`;
    }
    return connection === "back" ? html`<p class="banner good" role="status">${icon("check", "icon-small")} ${t("Connected")}</p>` : nothing;
  }

  render() {
    if (this.view === "talk") return talking(this);
    if (this.view === "new") return talking(this, first(this));
    return home(this);
  }
}
customElements.define("otvet-chat", Chat);
