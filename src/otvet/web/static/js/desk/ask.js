// A question that needs a reason: a dialog, because what follows can't be taken back.

import { t } from "../strings.js";

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** Resolves with the reason, or "" when the person thought better of it. */
export function ask({ title, label, verb, quote = "" }) {
  return new Promise((resolve) => {
    const box = element("textarea", { required: true, maxLength: 1000, rows: 3 });
    const named = element("label", { className: "label" }, element("span", { textContent: label }), box);
    const cancel = element("button", { type: "button", className: "button", textContent: t("Cancel") });
    const form = element("form", { method: "dialog" }, element("h2", { textContent: title }));
    if (quote) form.append(element("p", { className: "source", textContent: quote }));
    form.append(named, element("p", { className: "acts" }, cancel, element("button", { className: "button main", textContent: verb })));
    const dialog = element("dialog", {}, form);
    let reason = "";
    form.onsubmit = () => (reason = box.value.trim());
    cancel.onclick = () => dialog.close();
    dialog.onclose = () => {
      dialog.remove();
      resolve(reason);
    };
    document.body.append(dialog);
    dialog.showModal();
    box.focus();
  });
}
