// What narrows a view: chosen in a panel, standing under the views as chips, kept in the address.

import { html, nothing } from "../../vendor/lit.js";
import { api } from "../api.js";
import { icon } from "../parts.js";
import { CHANNELS, channelName } from "../channels.js";
import { languageName, t } from "../strings.js";
import { topicName, TOPICS } from "../topics.js";
import { TURNS } from "./clocks.js";
import { fieldFilters, fieldsWord } from "./fields.js";
import { savedActs } from "./saved.js";

const LANGUAGES = ["ru", "en", "zh"];

const QUEUES = { support: () => t("Support"), "second-line": () => t("Second line"), seller: () => t("Seller") };

let tags = [];

/** Each filter: its name, what one value is called, and the values there are. */
const KINDS = {
  turn: { label: () => t("Whose turn"), name: (code) => (TURNS[code] ?? (() => code))(), values: () => Object.keys(TURNS).filter((one) => one !== "nobody") },
  queue: { label: () => t("Queue"), name: (code) => QUEUES[code]?.() ?? code, values: () => Object.keys(QUEUES) },
  topic: { label: () => t("Topic"), name: topicName, values: () => Object.keys(TOPICS) },
  assignee: {
    label: () => t("Who answers"),
    name: (id, store) => (id === "none" ? t("nobody’s") : store.nameOf(id) || id),
    values: (store) => ["none", ...store.staff.filter((one) => !["moderator", "seller"].includes(one.role)).map((one) => one.id)],
  },
  tag: { label: () => t("Tag"), name: (tag) => tag, values: () => tags },
  language: { label: () => t("Language"), name: languageName, values: () => LANGUAGES },
  channel: { label: () => t("Channel"), name: channelName, values: () => Object.keys(CHANNELS) },
  unread: { label: () => t("Unread only"), name: () => t("Unread only"), values: () => ["1"] },
};

/** A seller has neither tags nor queues nor colleagues to choose from. */
const kinds = (store) => Object.entries(KINDS).filter(([name]) => store.operator || !["assignee", "tag", "queue"].includes(name));

async function opened(event, desk) {
  if (event.newState !== "open" || !desk.store.operator) return;
  const found = await api.get("/tags").catch(() => null);
  if (!found) return;
  tags = found.items.map((one) => one.tag);
  desk.store.set({});
}

export function panel(desk) {
  const { store } = desk;
  const select = ([kind, { label, name, values }]) => {
    const now = store.filters[kind] ?? "";
    if (kind === "unread") return html`<label class="check"><input type="checkbox" .checked=${Boolean(now)} @change=${(event) => desk.go(desk.filterAddress({ unread: event.target.checked ? "1" : "" }))} /> ${t("Unread only")}</label>`;
    const all = [...new Set([...values(store), ...(now ? [now] : [])])];
    return html`<label><span>${label()}</span>
      <select @change=${(event) => desk.go(desk.filterAddress({ [kind]: event.target.value }))}>
        <option value="" ?selected=${!now}>${t("any")}</option>
        ${all.map((one) => html`<option value=${one} ?selected=${one === now}>${name(one, store)}</option>`)}
      </select></label>`;
  };
  return html`<div class="menu filters" id="filters" popover @toggle=${(event) => opened(event, desk)}>${store.me ? html`${kinds(store).map(select)}${fieldFilters(desk)}${savedActs(desk)}` : nothing}</div>`;
}

export function chips(desk) {
  const { filters } = desk.store;
  const set = Object.entries(filters).filter(([kind]) => KINDS[kind]);
  if (filters.fields) set.push(["fields", filters.fields]);
  if (!set.length) return nothing;
  const word = (kind, value) => (kind === "fields" ? fieldsWord(value, desk.store) : KINDS[kind].name(value, desk.store));
  return html`<p class="narrow">${set.map(([kind, value]) => html`<a class="chip" href=${desk.filterAddress({ [kind]: "" })} aria-label=${t("Take the filter off: %(name)s", { name: word(kind, value) })}>${word(kind, value)} ${icon("cross", "tiny")}</a>`)}</p>`;
}
