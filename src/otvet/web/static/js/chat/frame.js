// Inside the widget's window: talks with the page that holds it, and only with the origin it was opened for.

/** Tells the page {kind: "ready" | "unread" | "close"}; hears {kind: "identity" | "open" | "closed" | "theme" | "new"}. */
export class Frame {
  open = false;
  #origin;
  #identity;
  #told = "";

  constructor(chat, origin) {
    this.#origin = origin;
    this.#identity = new Promise((resolve) => {
      this.resolve = resolve;
      // a page that says nothing has nobody to introduce
      setTimeout(() => resolve(""), origin ? 1_500 : 0);
    });
    addEventListener("message", (event) => {
      if (!origin || event.origin !== origin || event.source !== parent || event.data?.otvet !== 1) return;
      this.#heard(chat, event.data);
    });
    const accent = new URLSearchParams(location.search).get("accent");
    if (accent) paint(accent);
    this.tell({ kind: "ready" });
  }

  identity() {
    return this.#identity;
  }

  tell(message) {
    const told = JSON.stringify(message);
    if (!this.#origin || (message.kind === "unread" && told === this.#told)) return;
    if (message.kind === "unread") this.#told = told;
    parent.postMessage({ otvet: 1, ...message }, this.#origin);
  }

  #heard(chat, message) {
    if (message.kind === "identity") {
      this.resolve(String(message.token ?? ""));
      if (message.again) chat.session.identify(String(message.token)).then(() => chat.store.refresh());
    } else if (message.kind === "open") {
      this.open = true;
      chat.seen();
      (chat.querySelector("otvet-writer textarea") ?? chat.querySelector("h1"))?.focus?.();
    } else if (message.kind === "closed") this.open = false;
    else if (message.kind === "new") location.hash = "#/new";
    else if (message.kind === "seller") location.hash = "#/new?to=seller";
  }
}

/** The shop's accent, with the text colour that can be read on it; no other colour of ours changes. */
function paint(accent) {
  if (!CSS.supports("color", accent)) return;
  const canvas = document.createElement("canvas").getContext("2d");
  canvas.fillStyle = accent;
  canvas.fillRect(0, 0, 1, 1);
  const [red, green, blue] = [...canvas.getImageData(0, 0, 1, 1).data].map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const light = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  const root = document.documentElement.style;
  root.setProperty("--accent", accent);
  root.setProperty("--accent-hover", `color-mix(in srgb, ${accent} 85%, black)`);
  root.setProperty("--on-accent", light > 0.36 ? "#15181f" : "#ffffff");
}
