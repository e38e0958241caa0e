// What a page hears live, however many tabs there are: a shared worker where the browser has one,
// else one tab leads by a lock and tells the others, else each tab for itself.

import { Stream } from "./stream.js";

const WORKER_PATIENCE = 3_000;

/** Events: "event" (detail {name, data, id}) and "state" (detail "live" | "waiting" | "refused"). */
export class Live extends EventTarget {
  state = "waiting";
  #send = null;
  #asked = null;
  #heardWorker = false;

  /** `name` keeps apart what different people of one browser hear; a token stands for a buyer. */
  start(cursor, { token = "", name = "staff" } = {}) {
    if (this.#send) {
      this.#asked = { kind: "start", cursor, token };
      this.#send(this.#asked);
      return;
    }
    this.#send = this.#byWorker(name) ?? this.#byLeader(name) ?? this.#alone();
    this.#asked = { kind: "start", cursor, token };
    this.#send(this.#asked);
    addEventListener("pagehide", () => this.#send({ kind: "bye" }));
    const wake = () => document.visibilityState === "visible" && this.#send({ kind: "wake" });
    addEventListener("online", wake);
    addEventListener("focus", wake);
    document.addEventListener("visibilitychange", wake);
  }

  #hear(message) {
    if (message.kind === "state" && message.state !== this.state) {
      this.state = message.state;
      this.dispatchEvent(new CustomEvent("state", { detail: message.state }));
    } else if (message.kind === "event") {
      this.dispatchEvent(new CustomEvent("event", { detail: message.event }));
    }
  }

  #byWorker(name) {
    if (!("SharedWorker" in window)) return null;
    try {
      const address = new URL("./live-worker.js", import.meta.url);
      const worker = new SharedWorker(address, { type: "module", name: `otvet-${name}` });
      worker.port.onmessage = ({ data }) => {
        this.#heardWorker = true;
        this.#hear(data);
      };
      worker.port.start();
      // inside another site's page a worker may be given and never run
      const instead = () => {
        if (this.#heardWorker) return;
        this.#heardWorker = true;
        worker.port.onmessage = null;
        this.#send = this.#alone();
        this.#send(this.#asked);
      };
      worker.onerror = instead;
      setTimeout(instead, WORKER_PATIENCE);
      return (message) => worker.port.postMessage(message);
    } catch {
      return null;
    }
  }

  #byLeader(name) {
    if (!navigator.locks || !("BroadcastChannel" in window)) return null;
    const channel = new BroadcastChannel(`otvet-live-${name}`);
    let stream = null;
    let asked = null;
    const tell = (message) => {
      this.#hear(message);
      channel.postMessage(message);
    };
    channel.onmessage = ({ data }) => {
      if (data.kind === "wake") stream?.wake();
      else if (data.kind === "who" && stream) channel.postMessage({ kind: "state", state: this.state });
      else this.#hear(data);
    };
    navigator.locks.request(`otvet-live-${name}`, () => {
      stream = new Stream({ onEvent: (event) => tell({ kind: "event", event }), onState: (state) => tell({ kind: "state", state }) });
      if (asked) stream.start(asked.cursor, asked.token);
      return new Promise(() => {}); // the lock is held as long as the tab lives
    }).catch(() => {
      this.#send = this.#alone();
      this.#send(this.#asked);
    });
    return (message) => {
      if (message.kind === "start") {
        asked = message;
        if (stream) stream.start(message.cursor, message.token);
        else channel.postMessage({ kind: "who" });
      } else if (message.kind === "wake") {
        if (stream) stream.wake();
        else channel.postMessage(message);
      }
    };
  }

  #alone() {
    const stream = new Stream({
      onEvent: (event) => this.#hear({ kind: "event", event }),
      onState: (state) => this.#hear({ kind: "state", state }),
    });
    return (message) => {
      if (message.kind === "start") stream.start(message.cursor, message.token);
      else if (message.kind === "wake") stream.wake();
      else if (message.kind === "bye") stream.stop();
    };
  }
}

/** Tells "lost" after the stream was away 1.5 s, "back" for 2 s when it returns, "" otherwise. */
export function watchConnection(live, tell) {
  let timer = 0;
  let lost = false;
  live.addEventListener("state", ({ detail }) => {
    clearTimeout(timer);
    if (detail === "waiting") {
      timer = setTimeout(() => {
        lost = true;
        tell("lost");
      }, 1_500);
    } else if (detail === "live" && lost) {
      lost = false;
      tell("back");
      timer = setTimeout(() => tell(""), 2_000);
    }
  });
}
