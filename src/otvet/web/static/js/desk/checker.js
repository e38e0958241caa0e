// The gate beside the box: asked 120 ms after the last key, an answer to an older text is dropped.

import { api } from "../api.js";
import { language } from "../strings.js";

const PAUSE = 120;

export class Checker {
  verdict = null; // {verdict, findings, rewrite, confirm?} for `text`
  text = "";
  busy = false;
  #timer = 0;
  #abort = null;

  constructor(changed) {
    this.changed = changed;
  }

  /** A new text: what was found in the old one holds no longer where it moved. */
  look(text, conversation) {
    clearTimeout(this.#timer);
    this.#abort?.abort();
    if (!text.trim()) {
      this.verdict = null;
      this.busy = false;
      this.text = text;
      this.changed();
      return;
    }
    this.busy = true;
    this.#timer = setTimeout(() => this.#ask(text, conversation), PAUSE);
  }

  async #ask(text, conversation) {
    const abort = new AbortController();
    this.#abort = abort;
    try {
      const verdict = await api.post("/check", { text, context: "chat", lang: language, ...(conversation ? { conversation_id: conversation } : {}) }, { signal: abort.signal });
      if (abort.signal.aborted) return;
      this.verdict = verdict;
      this.text = text;
      this.failed = false;
    } catch (error) {
      if (error.name === "AbortError") return;
      this.verdict = null; // the server checks again on sending: without an answer here nothing is promised
      this.failed = true;
    }
    this.busy = false;
    this.changed();
  }
}

/** Findings moved along with an edit before or after them, until the next answer comes; touched ones go. */
export function shifted(findings, before, after) {
  if (!findings?.length || before === after) return findings ?? [];
  const old = [...before];
  const now = [...after];
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < old.length - head && tail < now.length - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
  const end = old.length - tail;
  const moved = now.length - old.length;
  return findings.flatMap((one) => {
    if (one.end <= head) return [one];
    if (one.start >= end) return [{ ...one, start: one.start + moved, end: one.end + moved }];
    return [];
  });
}
