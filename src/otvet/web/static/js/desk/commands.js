// Everything the desk can do, once: the keys, the list of keys and the palette are made from this page.
// `key`: physical keys as "Shift+KeyA"; a person may put another in its place.  Two keys after each other: "KeyG KeyI".

import { copy } from "../parts.js";
import { t } from "../strings.js";
import { choose } from "./choose.js";
import { NAMES, VIEW_ICONS } from "./views.js";
import { promiseCall } from "./call.js";
import { beginComplaint } from "./complaint.js";
import { escalate, handOver } from "./giving.js";
import { beginSplit } from "./splitting.js";
import { VIEWS } from "./store.js";

const open = (desk) => Boolean(desk.store.current && desk.store.thread);
const listed = (desk) => Boolean(desk.list?.shown.length);
const several = (desk) => desk.changes.target.length > 0;
const answers = (desk) => desk.store.answers;
const gives = (desk) => desk.store.answers && desk.store.operator;

export const COMMANDS = [
  { id: "next", key: "KeyJ", icon: "down", name: () => t("Next conversation"), run: (desk) => desk.move(1), when: listed },
  { id: "previous", key: "KeyK", icon: "up", name: () => t("Previous conversation"), run: (desk) => desk.move(-1), when: listed },
  { id: "reply", key: "KeyR", icon: "reply", name: () => t("Reply to the buyer"), run: (desk) => desk.write("reply"), when: (desk) => open(desk) && answers(desk) },
  { id: "macros", key: "Shift+KeyM", icon: "list", name: () => t("Macros and texts"), run: (desk) => desk.macros(), when: (desk) => open(desk) && answers(desk) },
  { id: "note", key: "KeyN", icon: "lock", name: () => t("Write a note"), run: (desk) => desk.write("note"), when: open },
  { id: "take", key: "Shift+KeyA", icon: "user-plus", name: () => t("Take the conversation"), run: (desk) => desk.changes.make("assign", desk.store.me.id), when: (desk) => several(desk) && gives(desk) },
  { id: "assign", key: "KeyA", icon: "user", name: () => t("Give it to somebody"), run: (desk) => desk.changes.assign(), when: (desk) => several(desk) && gives(desk) },
  { id: "resolve", key: "KeyE", icon: "check", name: () => t("Resolve"), run: (desk) => desk.changes.make("resolve"), when: (desk) => several(desk) && answers(desk) },
  { id: "resolve-next", key: "Shift+KeyE", icon: "check", name: () => t("Resolve and go to the next"), run: (desk) => desk.resolveAndNext(), when: (desk) => open(desk) && answers(desk) },
  { id: "reopen", key: "Shift+KeyO", icon: "open", name: () => t("Reopen"), run: (desk) => desk.changes.make("reopen"), when: (desk) => several(desk) && answers(desk) },
  { id: "snooze", key: "KeyS", icon: "moon", name: () => t("Snooze"), run: (desk) => desk.changes.snooze(), when: (desk) => several(desk) && answers(desk) },
  { id: "tag", key: "KeyT", icon: "tag", name: () => t("Tags"), run: (desk) => desk.changes.tag(), when: (desk) => several(desk) && gives(desk) },
  { id: "topic", key: "Shift+KeyT", icon: "tag", name: () => t("Change the topic"), run: (desk) => desk.changes.topic(), when: (desk) => several(desk) && gives(desk) },
  { id: "merge", key: "KeyM", icon: "swap", name: () => t("Merge with another conversation of the buyer"), run: (desk) => desk.changes.merge(), when: (desk) => several(desk) && gives(desk) },
  { id: "split", key: "Shift+KeyS", icon: "swap", name: () => t("Split messages off into a new request"), run: (desk) => beginSplit(desk), when: (desk) => open(desk) && gives(desk) },
  { id: "hand-over", key: "KeyH", icon: "swap", name: () => t("Hand over with a summary"), run: (desk) => handOver(desk), when: (desk) => open(desk) && gives(desk) },
  { id: "ask-others", key: "KeyQ", icon: "people", name: () => t("Ask the second line, the seller or another system"), run: (desk) => escalate(desk), when: (desk) => open(desk) && gives(desk) },
  { id: "complaint", key: "Shift+KeyC", icon: "alert", name: () => t("Take it as a complaint"), run: (desk) => beginComplaint(desk), when: (desk) => open(desk) && gives(desk) },
  { id: "call-back", key: "Shift+KeyB", icon: "call", name: () => t("Promise a call-back"), run: (desk) => promiseCall(desk), when: (desk) => open(desk) && gives(desk) },
  { id: "undo", key: "KeyZ", icon: "undo", name: () => t("Take the last change back"), run: (desk) => desk.changes.undo(), when: (desk) => Boolean(desk.changes.last?.undo.length) },
  { id: "choose", key: "KeyX", icon: "check", name: () => t("Choose for many at once"), run: (desk) => desk.choose(), when: listed },
  { id: "choose-all", key: "Shift+KeyX", icon: "check", name: () => t("Choose all that are listed"), run: (desk) => desk.chooseAll(), when: listed },
  { id: "choose-none", key: "Escape", icon: "cross", name: () => t("Choose none, or close the conversation"), run: (desk) => desk.back() },
  { id: "find", key: "Slash", icon: "search", name: () => t("Search everywhere"), run: (desk) => desk.list?.find() },
  { id: "filter", key: "KeyF", icon: "filter", name: () => t("Filter the list"), run: (desk) => desk.list?.filter() },
  { id: "fresh", key: "KeyU", icon: "up", name: () => t("Show what is new"), run: (desk) => desk.list?.apply() },
  { id: "copy", key: "Period", icon: "copy", name: () => t("Copy the request number"), run: (desk) => copy(desk.store.thread.conversation.reference), when: open },
  ...VIEWS.map((view, index) => ({ id: `go-${view}`, key: `KeyG Digit${(index + 1) % 10}`, icon: VIEW_ICONS[view] ?? "inbox", name: () => t("Go to “%(view)s”", { view: NAMES[view]() }), run: (desk) => desk.go(desk.viewAddress(view)), when: (desk) => desk.views.includes(view) })),
  { id: "palette", key: "Ctrl+KeyK", icon: "list", name: () => t("All commands"), run: (desk) => palette(desk), always: true },
  { id: "keys", key: "Shift+Slash", icon: "info", name: () => t("All keys"), run: (desk) => desk.keys.overlay() },
];

/** Keys of the box; they are the box's own and stay as they are. */
export const IN_BOX = [
  { show: ["Ctrl", "↵"], name: () => t("Send") },
  { show: ["Alt", "↵"], name: () => t("Take the suggested wording") },
  { show: ["F8"], name: () => t("Next finding") },
  { show: ["⇧", "F8"], name: () => t("Previous finding") },
  { show: ["/"], name: () => t("Macros, at the beginning of a line") },
  { show: ["::"], name: () => t("Texts at hand") },
  { show: ["??"], name: () => t("Articles of the help centre") },
  { show: ["Alt", "1"], name: () => t("Insert what may answer, by its number") },
  { show: ["@"], name: () => t("Mention a colleague in a note") },
  { show: ["Esc"], name: () => t("Leave the box") },
];

/** Ctrl+K: every command that makes sense now, and the words typed as a search. */
export async function palette(desk) {
  const options = COMMANDS.filter((one) => one.id !== "palette" && (one.when?.(desk) ?? true)).map((one) => ({
    name: one.name(), icon: one.icon, keys: desk.keys.of(one), more: one.id, value: () => one.run(desk),
  }));
  const free = (typed) => (typed ? [{ name: t("Search everywhere for “%(words)s”", { words: typed }), icon: "search", value: () => desk.search(typed) }] : []);
  const taken = await choose({ title: t("All commands"), options, free, placeholder: t("A command, or words to search for") });
  taken?.value();
}
