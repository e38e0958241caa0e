// A list of things that are kept, and one of them opened beside it: what words at hand and rules that act have in common.

import { html } from "../../vendor/lit.js";
import { api } from "../api.js";
import { Plain } from "../parts.js";
import { t } from "../strings.js";
import { reason } from "../trouble.js";

export const ENTRY_PROPERTIES = Object.fromEntries(["items", "one", "typed", "trouble", "told", "adding", "staff"].map((name) => [name, { state: true }]));

/** Who extends it says where its things are (`path`), and shows one (`show`), the list (`list`) and the form (`editor`). */
export class Entries extends Plain {
  constructor() {
    super();
    Object.assign(this, { items: null, one: null, typed: "", trouble: "", told: "", adding: { what: "", value: null }, staff: [], changed: false });
    addEventListener("popstate", () => this.route());
  }

  connectedCallback() {
    super.connectedCallback();
    this.load();
    if (this.dataset.role === "seller") return;
    api.get("/staff").then(({ items }) => (this.staff = items.filter((one) => !["moderator", "seller"].includes(one.role)))).catch(() => {});
  }

  async load() {
    try {
      Object.assign(this, await api.get(this.path));
      this.route();
    } catch (error) {
      Object.assign(this, { items: [], trouble: error.status ? reason(error) : t("No connection. Load the page again when the network is back.") });
    }
  }

  /** The address says which one is open; a new one that is being written has none, and stays. */
  route() {
    const id = new URLSearchParams(location.search).get("id");
    const found = this.items?.find((one) => one.id === id);
    if (found) this.show(found);
    else if (!id && this.one?.id) this.one = null;
  }

  open(event, one) {
    event.preventDefault();
    if (this.changed && !confirm(t("What you changed is not saved. Leave it?"))) return;
    history.pushState(null, "", one.id ? `?id=${one.id}` : location.pathname);
    this.show(one);
    this.updateComplete.then(() => this.querySelector(".editor h1")?.focus());
  }

  render() {
    return html`<div class="two ${this.one ? "opened" : ""}">${this.list()}${this.editor()}</div>`;
  }
}
