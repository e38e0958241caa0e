// What the buyer's window knows: own conversations, the open one, what waits to be sent, who is typing.

import { api } from "../api.js";
import { Live, watchConnection } from "../live.js";
import { Meanwhile } from "../meanwhile.js";
import { Outbox } from "../outbox.js";
import { loadProducts } from "../products.js";
import { reason } from "../trouble.js";

const TYPING_LASTS = 5_000;
const READ_AFTER = 800;

export class Store extends EventTarget {
  conversations = null; // null until loaded
  current = ""; // a conversation's id, or "new" before the first word was taken
  thread = null; // {conversation, events}
  orders = [];
  topics = new Map(); // code -> what it asks for
  contact = null; // where the answer reaches the buyer, masked
  typing = null;
  connection = "";
  error = "";
  #live = new Live();
  #meanwhile = new Meanwhile();
  #followed = "";
  #greeted = false;
  #typingTimer = 0;
  #listTimer = 0;
  #readTimer = 0;
  #readTold = 0;

  constructor(session, account) {
    super();
    this.session = session;
    this.account = account;
    this.outbox = new Outbox(`chat-${account}`, (item) => this.#deliver(item), () => this.session.begin());
    this.outbox.addEventListener("change", () => this.#changed());
    this.outbox.addEventListener("sent", ({ detail }) => this.#sent(detail));
    this.#live.addEventListener("event", ({ detail }) => this.#heard(detail));
    watchConnection(this.#live, (state) => this.#set({ connection: state }));
    session.addEventListener("change", () => this.follow());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.refresh());
  }

  async start() {
    await this.outbox.load();
    this.follow();
    await this.list();
  }

  get unread() {
    return (this.conversations ?? []).reduce((sum, one) => sum + (one.unread ?? 0), 0);
  }

  get open() {
    return (this.conversations ?? []).filter((one) => one.status === "open");
  }

  /** Listens as soon as there is somebody to listen for; subscribed first, loaded second. */
  follow() {
    if (!api.token || this.#followed === api.token) return;
    this.#followed = api.token;
    this.#live.start("", { token: api.token, name: `buyer-${this.session.buyer.id}` });
  }

  async list() {
    if (!api.token) {
      this.#set({ conversations: [] });
      return;
    }
    try {
      const { items } = await api.get("/conversations?view=all&limit=50");
      this.#set({ conversations: items, error: "" });
      if (this.session.buyer?.known && !this.orders.length) this.#orders();
    } catch (error) {
      if (error.status === 401 && this.session.recover()) return this.list();
      this.#set({ conversations: this.conversations ?? [], error: error.status ? reason(error) : "offline" });
    }
  }

  async #orders() {
    const [found] = await Promise.all([api.get("/orders").catch(() => null), loadProducts()]);
    // what is late comes first, what is settled last: one writes about the former
    const rank = (order) => ({ delayed: 0, handed_over: 2, called_off: 2 })[order.delivery.state] ?? 1;
    this.#set({ orders: (found?.items ?? []).toSorted((a, b) => rank(a) - rank(b)) });
  }

  /** What is asked before the first message, and what of it is known already. */
  async ask() {
    const [topics, contact] = await Promise.all([
      this.topics.size ? null : api.get("/topics").catch(() => null),
      api.token ? api.get("/me/contact").catch(() => null) : null,
    ]);
    const asked = topics ? new Map(topics.items.map((one) => [one.code, one.ask])) : this.topics;
    this.#set({ topics: asked, contact: contact ?? this.contact });
  }

  asks = (topic) => this.topics.get(topic) ?? [];

  /** `anew`: after a restore the same numbers may stand for other events. */
  async load(id, { anew = false } = {}) {
    const same = this.thread?.conversation.id === id;
    this.#set({ current: id, thread: same ? this.thread : null, typing: null, error: "" });
    if (id === "new" || !id) return;
    try {
      const { conversation, events, later } = await this.#meanwhile.of(id, () => api.get(`/conversations/${id}`));
      if (this.current !== id) return;
      const kept = same && !anew ? this.thread.events : [];
      this.#set({ thread: { conversation, events: joined(kept, events) }, error: "" });
      if (later.length) this.#add(later);
      this.#readTold = conversation.read?.buyer ?? 0;
      if (conversation.status === "resolved") this.ask();
    } catch (error) {
      this.#set({ error: error.status === 404 ? "gone" : error.status ? reason(error) : "offline" });
    }
  }

  refresh(how) {
    this.outbox.wake();
    if (!api.token) return;
    this.list();
    if (this.thread) this.load(this.current, how);
  }

  /** Everything before what is shown. */
  async older() {
    const first = this.thread?.events[0]?.seq;
    if (!first || first <= 1) return;
    const found = await api.get(`/conversations/${this.current}/events?before=${first}&limit=100`);
    this.#set({ thread: { ...this.thread, events: joined(this.thread.events, found.events ?? found.items ?? []) } });
  }

  send(text, files, first = {}) {
    const lane = this.current || "new";
    const starts = lane === "new" && this.outbox.in("new").length === 0;
    this.outbox.add(lane, starts ? { text, ...first } : { text }, files, this.thread?.events.at(-1)?.seq ?? 0);
  }

  async #deliver(item) {
    const files = item.files.map((one) => one.id);
    const body = { ...item.body, ...(files.length ? { files } : {}) };
    if (item.lane === "new") return this.#begin(body, item.key);
    try {
      return await api.post(`/conversations/${item.lane}/messages`, body, { key: item.key });
    } catch (error) {
      const into = error.code === "merged" && error.details.into;
      if (!into) throw error;
      // it goes on in another request: what was written goes there, and so does whoever wrote it
      const answer = await api.post(`/conversations/${into}/messages`, body, { key: item.key });
      this.dispatchEvent(new CustomEvent("opened", { detail: into }));
      this.load(into);
      return answer;
    }
  }

  /** The contact first: it belongs to the record, not to the conversation. One that is refused does not hold the message up. */
  async #begin({ contact, ...body }, key) {
    if (contact) {
      try {
        this.contact = await api.ask("PUT", "/me/contact", { body: contact });
      } catch (error) {
        if (error.passing) throw error;
      }
    }
    return api.post("/conversations", body, { key });
  }

  #sent({ item, answer }) {
    if (item.lane === "new" && answer.conversation) {
      const id = answer.conversation.id;
      this.outbox.move("new", id);
      this.dispatchEvent(new CustomEvent("opened", { detail: id }));
      this.load(id);
      this.list();
      return;
    }
    item.message = answer.message;
    if (item.lane === this.current) this.#fetchAfter();
  }

  /** Own words come back over the stream; when it is away they are fetched. */
  async #fetchAfter() {
    const last = this.thread?.events.at(-1)?.seq ?? 0;
    const found = await api.get(`/conversations/${this.current}/events?after=${last}&limit=200`).catch(() => null);
    if (found && this.thread) this.#add(found.events ?? found.items ?? []);
  }

  #heard({ name, data }) {
    if (name === "timeline") {
      this.#meanwhile.hear(data);
      if (data.conversation === this.current && this.thread) this.#add([data]);
      clearTimeout(this.#listTimer);
      this.#listTimer = setTimeout(() => this.list(), 300);
    } else if (name === "typing" && data.conversation === this.current && data.by?.kind !== "buyer") {
      clearTimeout(this.#typingTimer);
      this.#typingTimer = setTimeout(() => this.#set({ typing: null }), TYPING_LASTS);
      this.#set({ typing: data.by });
    } else if (name === "resync") {
      this.refresh({ anew: true });
    } else if (name === "hello" && !this.#greeted) {
      this.#greeted = true; // later ones come with what was missed; before the first, something may have come after the loading
      this.refresh();
    }
  }

  #add(events) {
    const { conversation } = this.thread;
    const next = { ...conversation, read: { ...conversation.read } };
    for (const event of events) {
      if (event.name === "Resolved") next.status = "resolved";
      if (event.name === "MergedInto" || event.name === "Rejoined") next.status = "merged";
      if (event.name === "Unmerged") this.load(this.current);
      if (event.name === "Reopened") {
        next.status = "open";
        delete next.rating;
      }
      if (event.name === "Rated") {
        const { score, reasons = [] } = event.data;
        next.rating = { score, reasons, changeable_until: conversation.rating?.changeable_until ?? event.at };
        this.load(this.current); // until when it can be changed is the server's to say
      }
      if (event.name === "ReplyDelivered") {
        this.typing = null;
        next.queue = null;
      }
      if (event.name === "ReadUpTo" && event.by?.kind !== "buyer") next.read.staff = Math.max(next.read.staff ?? 0, event.data.seq);
    }
    this.#set({ thread: { conversation: next, events: joined(this.thread.events, events) } });
  }

  /** Told once the newest words were in sight for a moment. */
  seen() {
    const last = this.thread?.events.findLast((event) => event.by?.kind !== "buyer" && event.kind !== "mark");
    if (!last || last.seq <= this.#readTold || document.visibilityState !== "visible") return;
    clearTimeout(this.#readTimer);
    this.#readTimer = setTimeout(() => {
      this.#readTold = last.seq;
      api.post(`/conversations/${this.current}/read`, { seq: last.seq }).then(() => this.list()).catch(() => {});
    }, READ_AFTER);
  }

  tellTyping() {
    if (this.thread) api.post(`/conversations/${this.current}/typing`).catch(() => {});
  }

  #set(fields) {
    Object.assign(this, fields);
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}

/** Two lists of events as one, each event once, in the conversation's order. */
export function joined(one, other) {
  const bySeq = new Map(one.map((event) => [event.seq, event]));
  for (const event of other) bySeq.set(event.seq, event);
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}
