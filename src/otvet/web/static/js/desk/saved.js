// Saved views: a filter with a name, one's own or everybody's, with its number; made and changed from the filters.

import { html, nothing } from "../../vendor/lit.js";
import { api } from "../api.js";
import { icon, say } from "../parts.js";
import { count, t } from "../strings.js";
import { refused } from "../trouble.js";

const RARELY = 3_000; // ms between two countings

export class Saved {
  items = [];
  current = ""; // the one the address names
  #last = 0;
  #changed;

  constructor(changed) {
    this.#changed = changed;
  }

  get now() {
    return this.items.find((one) => one.id === this.current);
  }

  async load({ soon = false } = {}) {
    if (!soon && Date.now() - this.#last < RARELY) return;
    this.#last = Date.now();
    const found = await api.get("/views").catch(() => null);
    if (!found) return;
    this.items = found.items;
    this.most = found.most;
    this.#changed();
  }

  /** How many it holds; from the most that is counted on, with a plus. */
  number(one) {
    if (one.count === null || !one.count) return nothing;
    return html` <span class="count">${one.count >= this.most ? `${this.most - 1}+` : count(one.count)}</span>`;
  }
}

const leads = (store) => ["supervisor", "administrator"].includes(store.me?.role);

const filled = (filters) => Object.fromEntries(Object.entries(filters).filter(([, value]) => value).map(([name, value]) => [name, value === true ? "1" : value]));

export function savedAddress(desk, one) {
  return `${desk.base}?${new URLSearchParams({ view: one.view, ...filled(one.filters), ...(one.q ? { q: one.q } : {}), sort: one.sort, saved: one.id })}`;
}

/** Whether the list is asked for something else than the view says. */
function moved(store) {
  const one = store.saved.now;
  const plain = (filters) => JSON.stringify(Object.entries(filled(filters)).sort());
  return one && (one.view !== store.view || one.q !== store.query || one.sort !== store.sort || plain(one.filters) !== plain(store.filters));
}

/** In the menu of views: everybody's, then one's own. */
export function savedMenu(desk, close) {
  const { saved } = desk.store;
  if (!saved.items.length) return nothing;
  return html`<hr /><p class="what">${t("Saved views")}</p>${saved.items.map((one) => html`<a href=${savedAddress(desk, one)} aria-current=${one.id === saved.current ? "page" : nothing} @click=${close}>${icon(one.shared ? "people" : "star")} ${one.name}${saved.number(one)}</a>`)}`;
}

/** Among the tabs: the one that is open. */
export function savedTab(desk) {
  const { saved } = desk.store;
  const one = saved.now;
  return one ? html`<a class="tab" href=${savedAddress(desk, one)} aria-current="page" title=${one.name}>${one.name}${saved.number(one)}</a>` : nothing;
}

/** At the foot of the filters: keep what is chosen, change or delete what is kept. */
export function savedActs(desk) {
  const { store } = desk;
  const one = store.saved.now;
  return html`<p class="acts">
    ${one?.mine && moved(store) ? html`<button type="button" class="button low" @click=${() => keep(desk, { one, name: one.name, shared: one.shared })}>${icon("check")} ${t("Save the change")}</button>` : nothing}
    <button type="button" class="button low" @click=${() => edit(desk, null)}>${icon("star")} ${t("Save as a view…")}</button>
    ${one?.mine ? html`<button type="button" class="button low" @click=${() => edit(desk, one)}>${icon("pen")} ${t("Rename or delete…")}</button>` : nothing}
    ${leads(store) ? html`<a class="button low" download href="/api/v1/conversations.csv?${new URLSearchParams({ view: store.view, ...store.filters })}">${icon("download")} ${t("Take it away as a table")}</a>` : nothing}</p>`;
}

/** `one` over the version that is known, or a new one. */
async function keep(desk, { one, name, shared }) {
  const { store } = desk;
  const filters = { ...store.filters, ...(store.filters.unread ? { unread: true } : {}) };
  const body = { name, shared, view: store.view, filters, q: store.query, sort: store.sort };
  try {
    const made = one
      ? await api.ask("PUT", `/views/${one.id}`, { body: { ...body, version: one.version } })
      : await api.post("/views", body, { key: crypto.randomUUID() });
    await store.saved.load({ soon: true });
    say(t("Saved"));
    desk.go(savedAddress(desk, made));
    return "";
  } catch (error) {
    return refused(error);
  }
}

async function act(desk, what) {
  try {
    await what();
    await desk.store.saved.load({ soon: true });
    return "";
  } catch (error) {
    return refused(error);
  }
}

/** Its neighbours of the same kind change places with it. */
function shift(desk, one, by) {
  const ids = desk.store.saved.items.filter((other) => other.shared === one.shared).map((other) => other.id);
  const at = ids.indexOf(one.id);
  const to = Math.min(ids.length - 1, Math.max(0, at + by));
  ids.splice(to, 0, ...ids.splice(at, 1));
  return act(desk, () => api.ask("PUT", "/views-order", { body: { ids } }));
}

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function edit(desk, one) {
  const title = one ? t("Saved view") : t("Save as a view");
  const box = element("input", { type: "text", required: true, maxLength: 40, value: one?.name ?? "" });
  const shared = element("input", { type: "checkbox", checked: Boolean(one?.shared) });
  const wrong = element("p", { className: "level block" });
  wrong.setAttribute("role", "alert");
  const button = (words, kind, run) => Object.assign(element("button", { type: "button", className: `button ${kind}`, textContent: words }), { onclick: run });
  const dialog = element("dialog", { className: "keep-view" });
  dialog.setAttribute("aria-label", title);
  const done = async (work, stays = false) => {
    wrong.textContent = await work;
    if (!wrong.textContent && !stays) dialog.close();
  };
  const form = element("form", {}, element("h2", { textContent: title }), element("label", { className: "label" }, element("span", { textContent: t("Name") }), box));
  if (leads(desk.store)) form.append(element("label", {}, shared, ` ${t("For everybody")}`));
  form.append(wrong);
  if (one) {
    form.append(element("p", { className: "acts" }, button(t("Up"), "low", () => done(shift(desk, one, -1), true)), button(t("Down"), "low", () => done(shift(desk, one, 1), true)),
      button(t("Delete"), "low danger", () => done(act(desk, () => api.ask("DELETE", `/views/${one.id}`)).then((words) => (words ? words : (desk.go(desk.viewAddress(one.view)), ""))))))); // prettier-ignore
  }
  form.append(element("p", { className: "acts" }, button(t("Cancel"), "", () => dialog.close()), element("button", { className: "button main", textContent: t("Save") })));
  form.onsubmit = (event) => {
    event.preventDefault();
    done(keep(desk, { one, name: box.value.trim(), shared: shared.checked }));
  };
  dialog.append(form);
  dialog.onclose = () => dialog.remove();
  document.body.append(dialog);
  dialog.showModal();
  box.focus();
}
