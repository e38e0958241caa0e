// Drafts stay in this browser: one for the reply and one for the note of every conversation.

const PREFIX = "otvet-desk-draft";

export class Drafts {
  constructor(person) {
    this.person = person;
  }

  #place(conversation, kind) {
    return `${PREFIX}:${this.person()}:${conversation}:${kind}`;
  }

  read(conversation, kind) {
    try {
      return localStorage.getItem(this.#place(conversation, kind)) ?? "";
    } catch {
      return "";
    }
  }

  write(conversation, kind, text) {
    try {
      if (text) localStorage.setItem(this.#place(conversation, kind), text);
      else localStorage.removeItem(this.#place(conversation, kind));
    } catch {
      // full or forbidden: the text is still in the box
    }
  }

  has(conversation) {
    return Boolean(this.read(conversation, "reply") || this.read(conversation, "note"));
  }
}
