// The live stream: server-sent events read by fetch, because a token belongs in a header and a worker has no EventSource
// that could send one.  Resumes by cursor, dies when nothing comes for 40 s, comes back at once when the network does.

const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;
const SILENCE = 40_000; // the server breathes every 15 s

/** Cuts a stream of text into events. */
export class EventParser {
  #rest = "";
  #event = { name: "message", data: [], id: null };

  /** Adds a piece and returns the events it completed. */
  push(piece) {
    const done = [];
    const lines = (this.#rest + piece).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop();
    for (const line of lines) {
      if (line === "") {
        if (this.#event.data.length) done.push({ ...this.#event, data: this.#event.data.join("\n") });
        this.#event = { name: "message", data: [], id: null };
        continue;
      }
      if (line.startsWith(":")) continue;
      const at = line.indexOf(":");
      const field = at < 0 ? line : line.slice(0, at);
      const value = at < 0 ? "" : line.slice(at + 1).replace(/^ /, "");
      if (field === "data") this.#event.data.push(value);
      else if (field === "event") this.#event.name = value;
      else if (field === "id") this.#event.id = value;
    }
    return done;
  }
}

/** One connection that never gives up.  Tells `onEvent({name, data, id})` and `onState("live" | "waiting" | "refused")`. */
export class Stream {
  cursor = "";
  #token = "";
  #stopped = true;
  #tries = 0;
  #abort = null;
  #timer = 0;
  #watch = 0;

  constructor({ onEvent, onState, address = "/api/v1/live" }) {
    this.onEvent = onEvent;
    this.onState = onState;
    this.address = address;
    for (const name of ["online", "focus"]) self.addEventListener?.(name, () => this.wake());
  }

  start(cursor = this.cursor, token = this.#token) {
    const other = token !== this.#token;
    this.#token = token;
    if (cursor && !this.cursor) this.cursor = cursor;
    if (!this.#stopped && !other) return;
    this.#abort?.abort();
    this.#stopped = false;
    this.#connect();
  }

  stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#abort?.abort();
  }

  /** The network or the person came back: do not wait out the pause. */
  wake() {
    if (this.#stopped || !this.#timer) return;
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#tries = 0;
    this.#connect();
  }

  async #connect() {
    const abort = new AbortController();
    this.#abort = abort;
    this.#timer = 0;
    try {
      const query = this.cursor ? `?after=${encodeURIComponent(this.cursor)}` : "";
      const headers = { Accept: "text/event-stream" };
      if (this.#token) headers.Authorization = `Bearer ${this.#token}`;
      this.#breathe(abort);
      const answer = await fetch(this.address + query, {
        headers, signal: abort.signal, cache: "no-store",
        credentials: this.#token ? "omit" : "same-origin",
      });
      if (answer.status === 401 || answer.status === 403) {
        this.#stopped = true;
        this.onState("refused");
        return;
      }
      if (!answer.ok || !answer.body) throw new Error(`status ${answer.status}`);
      await this.#read(answer.body, abort);
    } catch {
      // told below: whatever ended it, it is tried again
    } finally {
      clearTimeout(this.#watch);
    }
    if (this.#abort === abort && !this.#stopped) this.#again();
  }

  async #read(body, abort) {
    const parser = new EventParser();
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    this.#tries = 0;
    this.onState("live");
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      this.#breathe(abort);
      for (const event of parser.push(value)) this.#take(event);
    }
  }

  #take(event) {
    let data = null;
    try {
      data = JSON.parse(event.data);
    } catch {
      return;
    }
    if (event.id) this.cursor = event.id;
    if ((event.name === "hello" || event.name === "resync") && data?.cursor) {
      if (event.name === "resync" || !this.cursor) this.cursor = data.cursor;
    }
    this.onEvent({ name: event.name, data, id: event.id });
  }

  #breathe(abort) {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => abort.abort(), SILENCE);
  }

  #again() {
    this.onState("waiting");
    const pause = Math.min(LONGEST_WAIT, FIRST_WAIT * 1.5 ** this.#tries++);
    this.#timer = setTimeout(() => this.#connect(), pause * (0.75 + Math.random() / 2));
  }
}
