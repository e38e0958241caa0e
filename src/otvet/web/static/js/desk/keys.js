// One key for what is done a hundred times a day.  By the place of the key, so that a Russian layout works;
// never while a text is being written; switched off as a whole in the list of keys.

import { local } from "../kept.js";
import { t } from "../strings.js";

const OFF = "otvet-keys-off";

const KEYS = [
  { code: "KeyJ", show: ["J"], name: () => t("Next conversation"), run: (desk) => desk.move(1) },
  { code: "KeyK", show: ["K"], name: () => t("Previous conversation"), run: (desk) => desk.move(-1) },
  { code: "KeyR", show: ["R"], name: () => t("Reply to the buyer"), run: (desk) => desk.write("reply") },
  { code: "KeyN", show: ["N"], name: () => t("Write a note"), run: (desk) => desk.write("note") },
  { code: "KeyA", shift: true, show: ["⇧", "A"], name: () => t("Take the conversation"), run: (desk) => desk.store.take() },
  { code: "KeyA", show: ["A"], name: () => t("Give it to somebody"), run: () => document.getElementById("assign")?.focus() },
  { code: "KeyE", show: ["E"], name: () => t("Resolve"), run: (desk) => desk.store.resolve() },
  { code: "Slash", shift: true, show: ["?"], name: () => t("All keys"), run: (desk) => overlay(desk) },
  { code: "Slash", show: ["/"], name: () => t("Find in the list"), run: (desk) => desk.list?.find() },
];
const IN_BOX = [
  { show: ["Ctrl", "↵"], name: () => t("Send") },
  { show: ["Alt", "↵"], name: () => t("Take the suggested wording") },
  { show: ["F8"], name: () => t("Next finding") },
  { show: ["⇧", "F8"], name: () => t("Previous finding") },
  { show: ["Esc"], name: () => t("Leave the box") },
];

const writing = (target) => target.closest?.("input, textarea, select, [contenteditable], dialog");

/** Listens for the whole desk. */
export function listen(desk) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || writing(event.target)) return;
    if (event.altKey && event.key === "Enter") {
      event.preventDefault();
      desk.mendHeld();
      return;
    }
    if (event.altKey || document.querySelector("dialog[open]")) return;
    if (event.key === "?") {
      event.preventDefault();
      overlay(desk);
      return;
    }
    if (local.get(OFF)) return;
    const found = KEYS.find((one) => one.code === event.code && Boolean(one.shift) === event.shiftKey);
    if (!found || !desk.store.me) return;
    event.preventDefault();
    found.run(desk);
  });
  document.getElementById("ask-keys")?.addEventListener("click", () => overlay(desk));
}

function row({ show, name }) {
  const item = document.createElement("li");
  const keys = document.createElement("span");
  keys.className = "keys";
  for (const one of show) keys.append(Object.assign(document.createElement("kbd"), { textContent: one }));
  item.append(name(), keys);
  return item;
}

function overlay() {
  const dialog = document.createElement("dialog");
  const inside = document.createElement("div");
  const title = Object.assign(document.createElement("h2"), { textContent: t("All keys") });
  const list = Object.assign(document.createElement("ul"), { className: "keys-list" });
  list.append(...KEYS.map(row), ...IN_BOX.map(row));
  const label = document.createElement("label");
  const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: !local.get(OFF) });
  box.onchange = () => (box.checked ? local.remove(OFF) : local.set(OFF, "1"));
  label.append(box, " ", t("Single letters work as keys"));
  const acts = Object.assign(document.createElement("p"), { className: "acts" });
  acts.append(Object.assign(document.createElement("button"), { className: "button", textContent: t("Close"), onclick: () => dialog.close() }));
  inside.append(title, list, label, acts);
  dialog.append(inside);
  dialog.onclose = () => dialog.remove();
  document.body.append(dialog);
  dialog.showModal();
}
