// Notices: a sound, a number in the title and on the icon, a notice of the system (experience.md 3.5).
// What is on the screen rings nowhere; of several tabs one rings; a mention is more than a message to me, that more than the team's.

import { api } from "../api.js";
import { t } from "../strings.js";
import { topicName } from "../topics.js";

const LEVELS = ["off", "mention", "assigned", "team"]; // a choice holds for its level and those before it
const DEFAULTS = { sound: "assigned", desktop: "assigned", text: false, from: "", to: "" };
const PATIENCE = 250; // ms in which other tabs say that they show it, or have rung
const KEPT = 200;
const NOTES = { mention: [880, 1175], assigned: [660, 880], team: [587] };
const TITLES = { mention: () => t("You are needed"), assigned: () => t("A message for you"), team: () => t("A message nobody has yet") };
// The name of the format, taken from the page itself: no module speaks of another server.
const SVG = new DOMParser().parseFromString("<svg></svg>", "text/html").querySelector("svg").namespaceURI;
const ICON = `<svg xmlns="${SVG}" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#4f46e5"/><circle cx="16" cy="16" r="13" fill="#b91c1c"/><text x="16" y="22" font-family="sans-serif" font-size="17" font-weight="700" text-anchor="middle" fill="#fff">N</text></svg>`;

/** How near an event is to the person: mention, assigned, team, or "" for nothing to tell. */
export function levelOf(event, me, conversation) {
  if (event.by?.id === me.id) return "";
  const told = [...(event.data.mentions ?? []), ...(event.data.told ?? []), event.data.to_id];
  if (["NoteWritten", "DeadlineMissed", "AnswerOverdue", "HandedOver"].includes(event.name)) return told.includes(me.id) ? "mention" : "";
  if (event.name === "Assigned") return event.data.assignee_id === me.id ? "assigned" : "";
  if (event.name !== "MessageReceived") return "";
  if (me.role === "seller" || conversation?.assignee?.id === me.id) return "assigned";
  return conversation?.assignee ? "" : "team";
}

/** Whether a time of day, "HH:MM", lies in the quiet hours, which may go over midnight. */
export function quiet({ from, to }, now) {
  if (!from || !to || from === to) return false;
  return from < to ? now >= from && now < to : now >= from || now < to;
}

export class Rings {
  choices = { ...DEFAULTS };
  #tab = crypto.randomUUID();
  #new = new Map(); // conversation -> level, until it is looked at
  #shown = new Set(); // event ids on some tab's screen, or that have rung
  #claims = new Map(); // event id -> tabs that would ring
  #channel = "BroadcastChannel" in window ? new BroadcastChannel("otvet-rings") : null;
  #title = document.title;
  #audio = null;

  /** `go` opens a conversation here. */
  constructor(store, go) {
    this.store = store;
    this.go = go;
    store.addEventListener("heard", ({ detail }) => this.hear(detail));
    store.addEventListener("change", () => this.looked());
    document.addEventListener("visibilitychange", () => this.looked());
    if (this.#channel) this.#channel.onmessage = ({ data }) => this.#told(data);
  }

  async load() {
    const found = await api.get("/me/preferences").catch(() => null);
    Object.assign(this.choices, found?.preferences.notices);
    this.#bind(document.getElementById("notice-choices"));
  }

  /** The person's own menu: each choice is kept at once. */
  #bind(menu) {
    if (!menu) return;
    for (const input of menu.querySelectorAll("[name]")) {
      if (input.type === "checkbox") input.checked = this.choices[input.name];
      else input.value = this.choices[input.name];
      input.addEventListener("change", () => {
        this.choices[input.name] = input.type === "checkbox" ? input.checked : input.value;
        api.ask("PUT", "/me/preferences/notices", { body: { value: this.choices } }).catch(() => {});
        this.#tell({ kind: "choices", choices: this.choices });
        if (input.name === "desktop" && input.value !== "off" && "Notification" in window && Notification.permission === "default") Notification.requestPermission();
      });
    }
  }

  hear(event) {
    const { me, known, mine } = this.store;
    if (!me) return;
    const conversation = known.get(event.conversation) ?? mine.find((one) => one.id === event.conversation);
    const level = levelOf(event, me, conversation);
    if (!level) return;
    const id = `${event.conversation}:${event.seq}`;
    if (this.#seen(event.conversation)) {
      this.#tell({ kind: "shown", id });
      return;
    }
    if (level !== "team") this.#new.set(event.conversation, level);
    this.count();
    this.#claim(id, this.#tab);
    this.#tell({ kind: "claim", id, tab: this.#tab });
    setTimeout(() => this.#decide(id, level, event, conversation), PATIENCE);
  }

  #seen(conversation) {
    return !document.hidden && this.store.current === conversation;
  }

  #decide(id, level, event, conversation) {
    const first = [...(this.#claims.get(id) ?? [])].sort()[0];
    this.#claims.delete(id);
    if (this.#shown.has(id) || first !== this.#tab) return;
    this.#remember(id);
    this.#tell({ kind: "shown", id });
    const now = new Date().toTimeString().slice(0, 5);
    if (quiet(this.choices, now)) return;
    if (this.#wants("sound", level)) this.#sound(NOTES[level]);
    if (this.#wants("desktop", level)) this.#notify(level, event, conversation);
  }

  #wants(what, level) {
    return LEVELS.indexOf(level) <= LEVELS.indexOf(this.choices[what]);
  }

  #claim(id, tab) {
    this.#claims.set(id, new Set(this.#claims.get(id)).add(tab));
    if (this.#claims.size > KEPT) this.#claims.delete(this.#claims.keys().next().value);
  }

  #remember(id) {
    this.#shown.add(id);
    if (this.#shown.size > KEPT) this.#shown.delete(this.#shown.values().next().value);
  }

  #tell(message) {
    this.#channel?.postMessage({ ...message, me: this.store.me?.id });
  }

  #told(message) {
    if (message.me !== this.store.me?.id) return; // another person's session in this browser
    if (message.kind === "claim") this.#claim(message.id, message.tab);
    if (message.kind === "shown") this.#remember(message.id);
    if (message.kind === "looked" && this.#new.delete(message.conversation)) this.count();
    if (message.kind === "choices") this.choices = message.choices;
  }

  /** The open conversation is on the screen: it is new no more, in no tab. */
  looked() {
    const { current } = this.store;
    if (document.hidden || !current || !this.#new.delete(current)) return;
    this.#tell({ kind: "looked", conversation: current });
    this.count();
  }

  count() {
    const number = this.#new.size;
    document.title = number ? `(${number}) ${this.#title}` : this.#title;
    const icon = document.querySelector('link[rel="icon"]');
    icon.dataset.plain ??= icon.href;
    icon.href = number ? `data:image/svg+xml,${encodeURIComponent(ICON.replace("N", number > 9 ? "9+" : number))}` : icon.dataset.plain;
  }

  #sound(notes) {
    try {
      this.#audio ??= new AudioContext();
      this.#audio.resume();
      notes.forEach((pitch, index) => {
        const [tone, volume] = [this.#audio.createOscillator(), this.#audio.createGain()];
        const at = this.#audio.currentTime + index * 0.14;
        tone.frequency.value = pitch;
        volume.gain.setValueAtTime(0.12, at);
        volume.gain.exponentialRampToValueAtTime(0.001, at + 0.3);
        tone.connect(volume).connect(this.#audio.destination);
        tone.start(at);
        tone.stop(at + 0.3);
      });
    } catch {
      // a browser without sound, or one that wants a touch first
    }
  }

  #notify(level, event, conversation) {
    if (!("Notification" in window) || Notification.permission !== "granted") return;
    // without the words of the message: they would stand on a locked screen too
    const plain = conversation ? `${topicName(conversation.topic)} · ${conversation.reference}` : "";
    const notice = new Notification(TITLES[level](), { body: this.choices.text && event.text ? event.text : plain, tag: event.conversation, silent: true });
    notice.onclick = () => {
      focus();
      this.go(event.conversation);
      notice.close();
    };
  }
}
