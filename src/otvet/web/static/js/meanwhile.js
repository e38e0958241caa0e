// What is heard of a conversation while it loads: the answer may have been drawn up before it happened.

export class Meanwhile {
  #loads = new Set();

  hear(event) {
    for (const heard of this.#loads) heard.push(event);
  }

  /** The answer of `load`, {conversation, events}, and as `later` what was heard meanwhile and is not in it. */
  async of(id, load) {
    const heard = [];
    this.#loads.add(heard);
    try {
      const answer = await load();
      const last = answer.events.at(-1)?.seq ?? 0;
      return { ...answer, later: heard.filter((event) => event.conversation === id && event.seq > last) };
    } finally {
      this.#loads.delete(heard);
    }
  }
}
