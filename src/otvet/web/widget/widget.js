// Otvet's support chat for any shop's page, by one script tag:
//   <script src="https://support.example/widget.js" async data-lang="en" data-accent="#0a7" data-position="left"
//           data-account="own" data-identity="SIGNED TOKEN OF THE SHOP" data-product="SKU" data-theme="dark"></script>
// The launcher lives in a shadow root, the conversation in a frame of the support's own origin.
// This page learns how many messages are unread, and nothing else.
// window.Otvet: open(), open("new"), open("seller") where data-product is set, close(), identify(token).
(() => {
  "use strict";
  if (window.Otvet) return;
  const script = document.currentScript;
  const texts = "__OTVET_TEXTS__";
  const origin = new URL(script.src).origin;
  const set = script.dataset;
  const language = texts[set.lang] ? set.lang : texts[(navigator.language || "").slice(0, 2)] ? navigator.language.slice(0, 2) : "en";
  const [openWords, shutWords, titleWords, unreadWords] = texts[language];
  const USED = "otvet-used";
  let identity = set.identity || "";
  let frame = null;
  let ready = false;
  let open = false;
  let wanted = "";
  let unread = 0;

  const host = document.createElement("otvet-widget");
  const root = host.attachShadow({ mode: "closed" });
  const sheet = new CSSStyleSheet();
  const accent = CSS.supports("color", set.accent || "") ? set.accent : "#4f46e5";
  const side = set.position === "left" ? "left" : "right";
  const gap = (value) => (/^\d{1,3}$/.test(value || "") ? Number(value) : 24);
  sheet.replaceSync(`
    :host { all: initial; }
    button { position: fixed; z-index: 2147483000; ${side}: ${gap(set.offsetX)}px; bottom: calc(${gap(set.offsetY)}px + env(safe-area-inset-bottom, 0px));
      display: grid; place-items: center; width: 56px; height: 56px; margin: 0; padding: 0; border: 0; border-radius: 50%; background: ${accent};
      color: #fff; box-shadow: 0 1px 2px #1b212b24, 0 8px 24px #1b212b3d; cursor: pointer; transition: scale .12s; }
    button:hover { scale: 1.05; }
    button:focus-visible { outline: 3px solid ${accent}; outline-offset: 3px; }
    svg { width: 26px; height: 26px; fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round; }
    .count { position: absolute; top: -4px; right: -4px; min-width: 22px; height: 22px; padding: 0 6px; box-sizing: border-box; border: 2px solid #fff; border-radius: 11px;
      background: #b0241c; color: #fff; font: 600 12px/18px system-ui, sans-serif; text-align: center; }
    .count[hidden], .window[hidden] { display: none; }
    .window { position: fixed; z-index: 2147483001; ${side}: ${gap(set.offsetX)}px; bottom: calc(${gap(set.offsetY) + 72}px + env(safe-area-inset-bottom, 0px));
      width: 380px; height: min(640px, calc(100dvh - ${gap(set.offsetY) + 96}px)); border: 1px solid #8882; border-radius: 12px; overflow: hidden; background: #8881;
      box-shadow: 0 1px 2px #1b212b24, 0 12px 40px #1b212b3d; }
    iframe { display: block; width: 100%; height: 100%; border: 0; color-scheme: normal; }
    @media (max-width: 480px), (max-height: 420px) {
      .window { inset: 0; width: 100%; height: 100%; border: 0; border-radius: 0; }
      .window:not([hidden]) + button { display: none; }
    }
    @media (prefers-reduced-motion: reduce) { button { transition: none; } button:hover { scale: 1; } }
    @media print { :host { display: none; } }
  `);
  root.adoptedStyleSheets = [sheet];

  const shape = (path) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
    line.setAttribute("d", path);
    svg.append(line);
    return [svg, line];
  };
  const CHAT = "M4 5.5h16v11H11l-4.5 3.5v-3.5H4z";
  const DOWN = "m6 9.5 6 6 6-6";
  const pane = document.createElement("div");
  pane.className = "window";
  pane.hidden = true;
  pane.setAttribute("role", "dialog");
  pane.setAttribute("aria-label", titleWords);
  const button = document.createElement("button");
  button.type = "button";
  const [picture, line] = shape(CHAT);
  const badge = document.createElement("span");
  badge.className = "count";
  button.append(picture, badge);
  root.append(pane, button);

  function draw() {
    line.setAttribute("d", open ? DOWN : CHAT);
    badge.hidden = open || !unread;
    badge.textContent = unread > 99 ? "99+" : String(unread);
    button.setAttribute("aria-expanded", String(open));
    button.setAttribute("aria-label", (open ? shutWords : openWords) + (unread && !open ? `, ${unreadWords}: ${unread}` : ""));
  }

  function tell(message) {
    if (ready) frame.contentWindow.postMessage({ otvet: 1, ...message }, origin);
  }

  function load() {
    if (frame) return;
    const query = new URLSearchParams({ frame: "1", lang: language, origin: location.origin, account: set.account || "own" });
    for (const name of ["accent", "theme", "product"]) if (set[name]) query.set(name, set[name]);
    frame = document.createElement("iframe");
    frame.title = titleWords;
    frame.allow = "clipboard-write";
    frame.src = `${origin}/chat?${query}`;
    pane.append(frame);
  }

  function show(what) {
    load();
    open = true;
    wanted = what === "new" || (what === "seller" && set.product) ? what : "";
    pane.hidden = false;
    draw();
    frame.focus();
    tell({ kind: "open" });
    if (wanted && ready) tell({ kind: wanted });
  }

  function hide() {
    if (!open) return;
    open = false;
    pane.hidden = true;
    draw();
    tell({ kind: "closed" });
    button.focus();
  }

  function remember() {
    try {
      localStorage.setItem(USED, "1");
    } catch {
      // the shop's page may not store: then there is no count before the window was opened
    }
  }

  addEventListener("message", (event) => {
    if (!frame || event.origin !== origin || event.source !== frame.contentWindow || event.data?.otvet !== 1) return;
    const { kind, count, known } = event.data;
    if (kind === "ready") {
      ready = true;
      tell({ kind: "identity", token: identity });
      if (open) tell({ kind: "open" });
      if (wanted) tell({ kind: wanted });
    } else if (kind === "unread") {
      unread = Math.max(0, Number(count) || 0);
      if (known) remember();
      draw();
    } else if (kind === "close") hide();
  });

  button.addEventListener("click", () => (open ? hide() : show()));
  root.addEventListener("keydown", (event) => event.key === "Escape" && hide());

  window.Otvet = {
    open: show,
    close: hide,
    identify(token) {
      identity = String(token);
      tell({ kind: "identity", token: identity, again: true });
    },
  };

  function begin() {
    document.body.append(host);
    draw();
    let used = false;
    try {
      used = localStorage.getItem(USED) === "1";
    } catch {
      used = false;
    }
    // whoever has a conversation sees the number of unread messages without opening it
    if (used) (window.requestIdleCallback || setTimeout)(load);
  }
  if (document.body) begin();
  else addEventListener("DOMContentLoaded", begin);
})();
