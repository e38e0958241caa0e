// What a person sent and the server has not taken yet.  It keeps its order, survives a reload, is repeated with the same
// key while the network is away, and stands still at a message the server refused until the person decides.

import { api, newKey, Refused } from "./api.js";
import { reason } from "./trouble.js";

const PAUSES = [1_000, 2_000, 4_000, 8_000, 15_000];

function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("otvet", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("outbox", { keyPath: "key" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** A drawer in the browser's own database; where there is none, memory has to do. */
class Drawer {
  #database = null;

  async #store(mode) {
    this.#database ??= opened().catch(() => null);
    const database = await this.#database;
    return database?.transaction("outbox", mode).objectStore("outbox") ?? null;
  }

  async all() {
    const store = await this.#store("readonly");
    if (!store) return [];
    return new Promise((resolve) => {
      const request = store.getAll();
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => resolve([]);
    });
  }

  async put(item) {
    try {
      (await this.#store("readwrite"))?.put(item);
    } catch {
      // a full or forbidden store: the message still waits in memory
    }
  }

  async remove(key) {
    try {
      (await this.#store("readwrite"))?.delete(key);
    } catch {
      // the same
    }
  }
}

/** An item: {key, scope, lane, body, files: [{id?, name, file?}], state: queued|sending|waiting|failed, at, reason}. */
export class Outbox extends EventTarget {
  items = [];
  #drawer = new Drawer();
  #busy = new Set();
  #tries = new Map();
  #loaded = false; // what was kept goes before what is added meanwhile

  /** `deliver(item)` sends one item and returns the server's answer; `ready()` comes before its files are sent. */
  constructor(scope, deliver, ready = async () => {}) {
    super();
    this.ready = ready;
    this.scope = scope;
    this.deliver = deliver;
    addEventListener("online", () => this.wake());
  }

  async load() {
    const kept = (await this.#drawer.all()).filter((item) => item.scope === this.scope);
    kept.sort((a, b) => a.at - b.at);
    const here = new Set(this.items.map((item) => item.key)); // what was added while the drawer was opened comes after it
    const before = kept.filter((item) => !here.has(item.key));
    this.items = [...before.map((item) => ({ ...item, state: item.state === "failed" ? "failed" : "queued" })), ...this.items];
    this.#loaded = true;
    this.#changed();
    this.wake();
  }

  in(lane) {
    return this.items.filter((item) => item.lane === lane);
  }

  /** `after`: the last event that was there when it was written. */
  add(lane, body, files = [], after = 0) {
    const item = { key: newKey(), scope: this.scope, lane, body, files, after, state: "queued", at: Date.now(), reason: "" };
    this.items = [...this.items, item];
    this.#keep(item);
    this.#changed();
    this.#pump(lane);
    return item;
  }

  /** What to show as on its way: the stream may bring the event of an item before the answer to its request comes. */
  unseen(lane, events, mine) {
    const here = (item) => events.some((event) => event.seq > item.after && mine(event) && (event.text ?? "") === item.body.text);
    return this.in(lane).filter((item) => item.state !== "sending" || !item.after || !here(item));
  }

  /** Try a refused one again; the text did not change, so the key stays unless the server asked for a new one. */
  retry(key) {
    const item = this.items.find((one) => one.key === key);
    if (!item) return;
    if (item.again === "new_key") {
      this.#drawer.remove(item.key);
      item.key = newKey();
    }
    this.#set(item, { state: "queued", reason: "" });
    this.#pump(item.lane);
  }

  remove(key) {
    const item = this.items.find((one) => one.key === key);
    this.items = this.items.filter((one) => one.key !== key);
    this.#drawer.remove(key);
    this.#changed();
    if (item) this.#pump(item.lane);
    return item;
  }

  /** The first answer gave the conversation its id: what waits behind it goes there. */
  move(from, to) {
    for (const item of this.in(from)) {
      item.lane = to;
      this.#keep(item);
    }
    this.#changed();
    this.#pump(to);
  }

  wake() {
    this.#tries.clear();
    for (const item of this.items) if (item.state === "waiting") item.state = "queued";
    for (const lane of new Set(this.items.map((item) => item.lane))) this.#pump(lane);
  }

  async #pump(lane) {
    const first = this.in(lane)[0];
    if (!this.#loaded || !first || first.state !== "queued" || this.#busy.has(lane)) return;
    this.#busy.add(lane);
    this.#set(first, { state: "sending" });
    try {
      await this.ready();
      await this.#uploaded(first);
      const answer = await this.deliver(first);
      this.#tries.delete(lane);
      this.items = this.items.filter((item) => item !== first);
      this.#drawer.remove(first.key);
      this.dispatchEvent(new CustomEvent("sent", { detail: { item: first, answer } }));
      this.#changed();
    } catch (error) {
      this.#refused(first, error);
    } finally {
      this.#busy.delete(lane);
    }
    this.#pump(lane);
  }

  #refused(item, error) {
    if (error instanceof Refused && error.passing) {
      const tries = this.#tries.get(item.lane) ?? 0;
      this.#tries.set(item.lane, tries + 1);
      this.#set(item, { state: "waiting" });
      setTimeout(() => {
        if (item.state !== "waiting") return;
        this.#set(item, { state: "queued" });
        this.#pump(item.lane);
      }, PAUSES[Math.min(tries, PAUSES.length - 1)]);
      return;
    }
    const taken = !this.dispatchEvent(
      new CustomEvent("refused", { detail: { item, error }, cancelable: true }),
    );
    if (taken) {
      this.items = this.items.filter((one) => one !== item);
      this.#drawer.remove(item.key);
      this.#changed();
      return;
    }
    this.#set(item, { state: "failed", reason: reason(error), again: error.retry });
  }

  async #uploaded(item) {
    for (const one of item.files) {
      if (one.id || !one.file) continue;
      const stored = await api.upload(one.file, { key: (one.key ??= newKey()) });
      one.id = stored.id;
      this.#keep(item);
    }
  }

  #set(item, fields) {
    Object.assign(item, fields);
    this.#keep(item);
    this.#changed();
  }

  #keep(item) {
    this.#drawer.put({ ...item, files: item.files.map(({ id, key, name, file }) => ({ id, key, name, file })) });
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}
