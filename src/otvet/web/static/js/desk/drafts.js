// Drafts stay in this browser: one for the reply and one for the note of every conversation.

import { local } from "../kept.js";

const PREFIX = "otvet-desk-draft";

export class Drafts {
  constructor(person) {
    this.person = person;
  }

  #place(conversation, kind) {
    return `${PREFIX}:${this.person()}:${conversation}:${kind}`;
  }

  read(conversation, kind) {
    return local.get(this.#place(conversation, kind)) ?? "";
  }

  write(conversation, kind, text) {
    if (text) local.set(this.#place(conversation, kind), text);
    else local.remove(this.#place(conversation, kind));
  }

  has(conversation) {
    return Boolean(this.read(conversation, "reply") || this.read(conversation, "note"));
  }
}
