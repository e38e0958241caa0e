// Who looks at which conversation, and who answers it: told every 15 s, forgotten after 40, kept nowhere.

import { api } from "../api.js";

const BEAT = 15_000;
const LASTS = 40_000;

export class Presence {
  #here = new Map(); // conversation -> Map(person -> {by, state, timer})
  #mine = { id: "", state: "" };
  #beat = 0;

  constructor(changed) {
    this.changed = changed;
    addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => (document.visibilityState === "visible" ? this.#tell() : this.leave({ back: true })));
  }

  /** I look at this one now, or answer it. */
  at(id, state = "viewing") {
    if (this.#mine.id === id && this.#mine.state === state) return;
    if (this.#mine.id && this.#mine.id !== id) this.#send(this.#mine.id, "gone");
    this.#mine = { id, state };
    this.#tell();
  }

  leave({ back = false } = {}) {
    if (this.#mine.id) this.#send(this.#mine.id, "gone");
    clearInterval(this.#beat);
    if (!back) this.#mine = { id: "", state: "" };
  }

  #tell() {
    clearInterval(this.#beat);
    if (!this.#mine.id || document.visibilityState !== "visible") return;
    this.#send(this.#mine.id, this.#mine.state);
    this.#beat = setInterval(() => this.#send(this.#mine.id, this.#mine.state), BEAT);
  }

  #send(id, state) {
    api.post(`/conversations/${id}/presence`, { state }).catch(() => {});
  }

  /** A colleague told where they are; who has just come is answered, so that they know of us at once. */
  hear({ conversation, by, state }) {
    const people = this.#here.get(conversation) ?? new Map();
    const known = people.get(by.id);
    clearTimeout(known?.timer);
    if (state === "gone") people.delete(by.id);
    else people.set(by.id, { by, state, timer: setTimeout(() => this.hear({ conversation, by, state: "gone" }), LASTS) });
    this.#here.set(conversation, people);
    if (!known && state !== "gone" && conversation === this.#mine.id) setTimeout(() => this.#tell(), 100 + Math.random() * 400);
    this.changed();
  }

  /** Colleagues in a conversation, those who answer first. */
  in(conversation) {
    const people = [...(this.#here.get(conversation)?.values() ?? [])];
    return people.sort((a, b) => (b.state === "replying") - (a.state === "replying"));
  }
}
