// What the desk knows: who I am, the list of this view, the open conversation, what is on its way.

import { api } from "../api.js";
import { joined } from "../chat/store.js";
import { Live, watchConnection } from "../live.js";
import { Outbox } from "../outbox.js";
import { local } from "../kept.js";
import { Meanwhile } from "../meanwhile.js";
import { t } from "../strings.js";
import { reason, refused } from "../trouble.js";
import { changesOf } from "./deeds.js";
import { Duty } from "./duty.js";
import { Fieldbook } from "./fields.js";
import { fold, same } from "./heads.js";
import { Presence } from "./presence.js";
import { Saved } from "./saved.js";

export const VIEWS = ["mine", "unassigned", "all", "waiting", "late", "mentions", "snoozed", "held", "resolved", "approvals"];
export const FILTERS = ["turn", "queue", "topic", "tag", "assignee", "channel", "language", "unread", "fields"];
const TYPING_LASTS = 5_000;
const READ_AFTER = 1_500;
const LIST_AFTER = 250;
// what the desk decides changes more of the head than can be told from the event alone
const DECIDED = new Set(["ClocksSet", "DeadlineNear", "DeadlineMissed", "PriorityChanged", "HandedOver", "Escalated", "EscalationAnswered", "AnswerOverdue", "AnswerAwaited", "ReplyDelivered", "Routed"]);

export class Store extends EventTarget {
  me = null;
  view = "mine";
  rows = null; // the list as shown: ids in order
  fresh = []; // conversations that came since, applied on demand
  known = new Map(); // id -> conversation
  next = null;
  counts = {};
  current = "";
  thread = null;
  context = null;
  staff = [];
  typing = new Map(); // conversation -> {by, timer}
  connection = "";
  trouble = "";
  query = ""; // words looked for, in every conversation
  filters = {};
  found = new Map(); // id -> where the words stand
  sort = local.get("otvet-sort") || "due"; // or "newest"
  mine = []; // what waits on me, whatever the view shows
  duty = new Duty(() => this.#changed());
  picking = null; // seqs of lines ticked for a split, null while nobody splits
  chosen = new Set(); // for what is done with many at once
  fieldbook = new Fieldbook(() => this.#changed());
  saved = new Saved(() => this.#changed());
  presence = new Presence(() => this.#changed());
  #live = new Live();
  #meanwhile = new Meanwhile();
  #listTimer = 0;
  #readTimer = 0;
  #headTimer = 0;
  #readTold = new Map();
  #asked = 0;
  listing = null; // the first page of what is looked at, on its way
  #stale = false;

  constructor() {
    super();
    this.#live.addEventListener("event", ({ detail }) => this.#heard(detail));
    this.#live.addEventListener("state", ({ detail }) => detail === "refused" && location.assign("/sign-in"));
    watchConnection(this.#live, (state) => this.set({ connection: state }));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState !== "visible") return;
      if (this.#stale) this.refresh();
      this.seen();
    });
    addEventListener("focus", () => this.seen());
  }

  async start() {
    this.me = await api.get("/me");
    this.outbox = new Outbox(`desk-${this.me.id}`, (item) => this.#deliver(item));
    this.outbox.addEventListener("change", () => this.#changed());
    this.outbox.addEventListener("sent", ({ detail }) => this.#sent(detail));
    this.outbox.addEventListener("refused", (event) => this.#refused(event));
    // from the moment `me` was answered, loaded after: nothing falls between, however late the stream connects
    this.#live.start(this.me.cursor, { name: `staff-${this.me.id}` });
    this.outbox.load(); // says itself when it is there
    this.#changed();
  }

  /** What is good to know once the list is there. */
  rest() {
    this.fieldbook.start();
    if (this.operator && this.answers) this.duty.start();
    if (this.operator) api.get("/staff").then((found) => this.set({ staff: found.items ?? found ?? [] })).catch(() => {});
  }

  get operator() { return this.me && this.me.role !== "seller"; }

  get answers() { return this.me && this.me.role !== "moderator"; }

  /** Who may ask the shop for something. */
  get asks() { return this.operator && this.answers; }

  get releases() { return ["senior_agent", "supervisor"].includes(this.me?.role); }

  nameOf(id) {
    return id === this.me?.id ? this.me.name : (this.staff.find((one) => one.id === id)?.name ?? "");
  }

  // ---- the list

  /** One page of the view, or of what was found: {items, next, counts?}; where the words stand is kept beside. */
  async #page(after = "") {
    const asked = new URLSearchParams(this.filters);
    if (after) asked.set("after", after);
    if (!this.query) {
      asked.set("view", this.view);
      asked.set("sort", this.sort);
      return api.get(`/conversations?${asked}&limit=50`);
    }
    asked.set("q", this.query);
    const found = await api.get(`/search?${asked}`);
    for (const one of found.items) if (!after || !this.found.has(one.conversation.id)) this.found.set(one.conversation.id, one.found);
    return { items: found.items.map((one) => one.conversation), next: found.next };
  }

  async list({ apply = true } = {}) {
    const asked = ++this.#asked;
    try {
      const found = this.query && !apply ? null : await this.#page(); // what was found stays until it is asked again
      this.#nudged(); // after the list: a server asked for six things at once answers the first one late
      this.saved.load();
      if (!found || asked !== this.#asked) return;
      for (const one of found.items) this.known.set(one.id, one);
      const ids = found.items.map((one) => one.id);
      if (apply || !this.rows?.length) {
        Object.assign(this, { rows: ids, fresh: [] });
      } else {
        // what left the view goes, what stays keeps its place, what is new waits for a click
        const there = new Set(ids);
        const shown = new Set(this.rows);
        this.rows = this.rows.filter((id) => there.has(id) || id === this.current);
        this.fresh = ids.filter((id) => !shown.has(id));
      }
      this.set({ counts: found.counts ?? this.counts, next: found.next, trouble: "" });
    } catch (error) {
      if (error.status === 401) location.assign("/sign-in");
      this.set({ trouble: error.status ? reason(error) : t("No connection. What you see may be old.") });
    }
  }

  /** What waits on me; the nudge counts it. */
  async #nudged() {
    if (!this.operator || !this.answers) return;
    const found = await api.get("/conversations?view=mine&sort=due&limit=50").catch(() => null);
    if (found) this.set({ mine: found.items });
  }

  sorted(sort) {
    local.set("otvet-sort", sort);
    this.set({ sort, rows: null, fresh: [], next: null });
    this.list();
  }

  async more() {
    if (!this.next) return;
    const found = await this.#page(this.next);
    for (const one of found.items) this.known.set(one.id, one);
    const shown = new Set(this.rows);
    this.set({ rows: [...this.rows, ...found.items.map((one) => one.id).filter((id) => !shown.has(id))], next: found.next });
  }

  look(view, filters = {}, query = "") {
    const same = view === this.view && query === this.query && JSON.stringify(filters) === JSON.stringify(this.filters);
    if (same && this.rows) return;
    this.found.clear();
    this.chosen.clear();
    this.set({ view, filters, query, rows: null, fresh: [], next: null });
    this.listing = this.list();
  }

  refresh(how) {
    this.#stale = false;
    this.outbox?.wake();
    this.list({ apply: false });
    if (this.current) this.open(this.current, how);
  }

  // ---- one conversation

  /** `anew`: after a restore the same numbers may stand for other events. */
  async open(id, { anew = false } = {}) {
    const same = this.thread?.conversation.id === id;
    this.set({ current: id, thread: same ? this.thread : null, context: same ? this.context : null, picking: same ? this.picking : null, missing: "" });
    if (!id) return this.presence.leave();
    this.presence.at(id);
    try {
      const { conversation, events, later } = await this.#meanwhile.of(id, () => api.get(`/conversations/${id}`));
      if (this.current !== id) return;
      this.known.set(id, conversation);
      this.set({ thread: { conversation, events: joined(same && !anew ? this.thread.events : [], events) } });
      if (later.length) this.#add(later);
      this.drafts?.load(id);
      if (!same) this.learn();
      this.seen();
    } catch (error) {
      if (this.current === id) this.set({ missing: error.status === 404 ? "gone" : reason(error) });
    }
  }

  async learn() {
    const id = this.current;
    this.fieldbook.load(id);
    try {
      const context = await api.get(`/conversations/${id}/${this.asks ? "context" : "goods"}`);
      if (this.current === id) this.set({ context });
    } catch (error) {
      if (this.current === id) this.set({ context: { refused: reason(error) } });
    }
  }

  async older() {
    const first = this.thread?.events[0]?.seq;
    if (!first || first <= 1) return;
    const found = await api.get(`/conversations/${this.current}/events?before=${first}&limit=100`);
    this.set({ thread: { ...this.thread, events: joined(this.thread.events, found.events ?? found.items ?? []) } });
  }

  get lastSeq() {
    return this.thread?.events.at(-1)?.seq ?? 0;
  }

  // ---- acting

  async act(path, body = {}, id = this.current) {
    try {
      const done = await api.post(`/conversations/${id}${path}`, body, { key: crypto.randomUUID() });
      if (done?.conversation) this.#took(done.conversation);
      else if (id === this.current) this.open(id);
      this.#later();
      return true;
    } catch (error) {
      this.set({ trouble: refused(error) });
      return false;
    }
  }

  // what can be taken back goes through `changes`, which the desk gives
  take = () => this.changes.make("assign", this.me.id, [this.current]);
  assign = (who) => this.changes.make("assign", who, [this.current]);
  resolve = () => this.changes.make("resolve", null, [this.current]);
  reopen = () => this.changes.make("reopen", null, [this.current]);

  /** After changes: the list anew, what is open too. */
  again(ids) {
    if (ids.includes(this.current)) this.open(this.current);
    this.#later();
  }

  /** `extra`: what the author said beside the text: {confirmed: findings seen} or {dispute: reason}. */
  propose(body, files, extra = {}) {
    this.outbox.add(this.current, { ...body, kind: "reply", extra }, files, this.#last());
  }

  note(body, files) {
    this.outbox.add(this.current, { ...body, kind: "note" }, files, this.#last());
  }

  #last() {
    return this.thread?.events.at(-1)?.seq ?? 0;
  }

  #deliver(item) {
    const { kind, extra: _, ...body } = item.body;
    const files = item.files.map((one) => one.id);
    const path = kind === "note" ? "notes" : "replies";
    return api.post(`/conversations/${item.lane}/${path}`, { ...body, ...(files.length ? { files } : {}) }, { key: item.key });
  }

  #sent({ item, answer }) {
    const { confirmed, dispute, deeds } = item.body.extra ?? {};
    if (deeds && answer?.state === "cleared") this.changes.together(changesOf(deeds, item.lane, this.me.id));
    else if (deeds && !confirmed) this.set({ trouble: t("The reply is held, so what the macro does was left undone.") });
    if (answer?.state === "held" && dispute) this.act(`/replies/${answer.id}/dispute`, { reason: dispute }, item.lane);
    // the author confirmed what the box showed; if the gate found just that, the confirmation holds
    if (answer?.state === "held" && answer.confirm && confirmed && same(confirmed, answer.findings)) {
      const { last_seen_seq: _, ...body } = item.body;
      this.outbox.add(item.lane, { ...body, extra: deeds ? { deeds } : {}, replaces: answer.id, confirm: answer.confirm }, item.files, this.#last());
    }
    if (item.lane === this.current) this.#fetchAfter(answer?.seq);
    this.#later();
  }

  #refused(event) {
    const { item, error } = event.detail;
    if (error.code !== "moved") return;
    event.preventDefault();
    if (item.lane === this.current) this.#fetchAfter();
    this.dispatchEvent(new CustomEvent("moved", { detail: { item, events: error.details?.events ?? [] } }));
  }

  async #fetchAfter(until = Infinity) {
    if (this.lastSeq >= until) return;
    const id = this.current;
    const found = await api.get(`/conversations/${id}/events?after=${this.lastSeq}&limit=200`).catch(() => null);
    if (found && this.current === id && this.thread) this.#add(found.events ?? found.items ?? []);
  }

  // ---- hearing

  #heard({ name, data }) {
    if (name === "timeline") {
      this.#meanwhile.hear(data);
      const now = this.typing.get(data.conversation);
      if (now && now.by.id === data.by?.id) this.#quiet(data.conversation);
      if (data.conversation === this.current && this.thread) {
        this.#add([data]);
        if (DECIDED.has(data.name) || /^(Complaint|Remedy|FollowUp|Vip|Call)/.test(data.name)) this.#decided();
      }
      this.fieldbook.heard(data);
      if (data.name.startsWith("Call")) this.dispatchEvent(new Event("call"));
      this.#later();
      this.dispatchEvent(new CustomEvent("heard", { detail: data }));
    } else if (name === "typing" && data.by?.id !== this.me?.id) {
      clearTimeout(this.typing.get(data.conversation)?.timer);
      const timer = setTimeout(() => this.#quiet(data.conversation), TYPING_LASTS);
      this.typing.set(data.conversation, { by: data.by, timer });
      this.#changed();
    } else if (name === "presence") {
      this.presence.hear(data);
    } else if (name === "resync") {
      this.refresh({ anew: true });
    }
  }

  #decided() {
    clearTimeout(this.#headTimer);
    const id = this.current;
    this.#headTimer = setTimeout(() => this.current === id && this.open(id), LIST_AFTER);
  }

  #quiet(id) {
    clearTimeout(this.typing.get(id)?.timer);
    this.typing.delete(id);
    this.#changed();
  }

  #add(events) {
    const before = this.lastSeq;
    const conversation = { ...this.thread.conversation, read: { ...this.thread.conversation.read } };
    for (const event of events) fold(conversation, event, (id) => this.nameOf(id));
    this.set({ thread: { conversation, events: joined(this.thread.events, events) } });
    if (this.lastSeq > before) this.seen();
    if (events.some((event) => /^Shop(Did|Refused|Unheard)$/.test(event.name))) this.learn();
  }

  #took(conversation) {
    this.known.set(conversation.id, conversation);
    if (this.thread?.conversation.id === conversation.id) this.thread = { ...this.thread, conversation };
    this.#changed();
  }

  /** The list is asked again shortly after something happened; a hidden tab waits until it is looked at. */
  #later() {
    if (document.visibilityState !== "visible") {
      this.#stale = true;
      if (this.#listTimer) return;
    }
    clearTimeout(this.#listTimer);
    this.#listTimer = setTimeout(() => {
      this.#listTimer = 0;
      this.list({ apply: false });
    }, document.visibilityState === "visible" ? LIST_AFTER : 5_000);
  }

  /** Read is what was in sight of somebody who was looking. */
  seen() {
    if (!this.thread || !this.atEnd || document.visibilityState !== "visible" || !document.hasFocus()) return;
    const id = this.current;
    const last = this.thread.events.findLast((event) => event.kind === "message")?.seq ?? 0;
    const told = Math.max(this.#readTold.get(id) ?? 0, this.thread.conversation.read?.staff ?? 0);
    const named = this.thread.conversation.mentioned && !this.#readTold.has(`${id} mention`);
    if (last <= told && !named) return;
    clearTimeout(this.#readTimer);
    this.#readTimer = setTimeout(() => {
      this.#readTold.set(id, last).set(`${id} mention`, true);
      api.post(`/conversations/${id}/read`, { seq: last }).catch(() => this.#readTold.delete(id));
    }, READ_AFTER);
  }

  tellTyping() {
    if (this.current) api.post(`/conversations/${this.current}/typing`).catch(() => {});
  }

  set(fields) {
    Object.assign(this, fields);
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}
