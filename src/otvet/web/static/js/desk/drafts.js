// Drafts live on the server, so that every device has them; this browser keeps a copy for the time without a network.
// Saves of one draft queue up, so that a late one never brings back what was sent.

import { api } from "../api.js";
import { local } from "../kept.js";

const PREFIX = "otvet-desk-draft";
const UNSEEN = ":unseen"; // beside words that the server has not got yet
const PAUSE = 500;

export class Drafts {
  #kept = new Map(); // place -> {version, saved, timer, busy}

  /** `changed(conversation, kind)`: another device's words came. */
  constructor(person, changed = () => {}) {
    this.person = person;
    this.changed = changed;
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.flush());
    addEventListener("pagehide", () => this.flush());
    addEventListener("online", () => this.flush());
  }

  #place(conversation, kind) {
    return `${PREFIX}:${this.person()}:${conversation}:${kind}`;
  }

  #state(conversation, kind) {
    const place = this.#place(conversation, kind);
    if (!this.#kept.has(place)) this.#kept.set(place, { conversation, kind, version: 0, saved: "", timer: 0, busy: false });
    return this.#kept.get(place);
  }

  read(conversation, kind) {
    return local.get(this.#place(conversation, kind)) ?? "";
  }

  write(conversation, kind, text) {
    this.#put(conversation, kind, text);
    local.set(`${this.#place(conversation, kind)}${UNSEEN}`, "1");
    const state = this.#state(conversation, kind);
    clearTimeout(state.timer);
    // an emptied draft is gone at once: what was sent must not come back
    state.timer = setTimeout(() => this.#save(state), text ? PAUSE : 0);
  }

  #put(conversation, kind, text) {
    if (text) local.set(this.#place(conversation, kind), text);
    else local.remove(this.#place(conversation, kind));
  }

  has(conversation) {
    return Boolean(this.read(conversation, "reply") || this.read(conversation, "note"));
  }

  /** What the server has is taken, unless words stand here that it has not seen. */
  async load(conversation) {
    const found = await api.get(`/conversations/${conversation}/drafts`).catch(() => null);
    for (const draft of found?.drafts ?? []) {
      const state = this.#state(conversation, draft.kind);
      if (state.busy) continue; // its own answer brings the version
      const here = this.read(conversation, draft.kind);
      const unseen = here && local.get(`${this.#place(conversation, draft.kind)}${UNSEEN}`);
      Object.assign(state, { version: draft.version, saved: draft.text });
      if (here === draft.text) continue;
      if (unseen) {
        this.#save(state);
      } else {
        this.#put(conversation, draft.kind, draft.text);
        this.changed(conversation, draft.kind);
      }
    }
  }

  flush() {
    for (const state of this.#kept.values()) {
      if (state.saved === this.read(state.conversation, state.kind)) continue;
      clearTimeout(state.timer);
      this.#save(state);
    }
  }

  async #save(state) {
    if (state.busy) return; // when it is through, it looks again
    const { conversation, kind } = state;
    const text = this.read(conversation, kind);
    if (text === state.saved) return;
    state.busy = true;
    try {
      const { draft } = await api.ask("PUT", `/conversations/${conversation}/drafts/${kind}`, { body: { text, version: state.version } });
      Object.assign(state, { version: draft.version, saved: text });
      if (this.read(conversation, kind) === text) local.remove(`${this.#place(conversation, kind)}${UNSEEN}`);
    } catch (error) {
      const newer = error.details?.draft;
      if (!newer) {
        state.busy = false; // no network: kept here, saved when it is back
        return;
      }
      Object.assign(state, { version: newer.version, saved: newer.text });
    }
    state.busy = false;
    if (this.read(conversation, kind) !== state.saved) this.#save(state);
  }
}
