// Who is writing: a guest's token, or after the shop's signed word the buyer's.  Kept in this origin's own storage,
// which a browser keeps apart for every site that holds our window.

import { api, Refused } from "../api.js";
import { local } from "../kept.js";
import { language } from "../strings.js";

/** Whom the shop's word is about; what it is worth is the server's to judge. */
function subjectOf(identity) {
  try {
    return JSON.parse(atob(identity.split(".")[1].replaceAll("-", "+").replaceAll("_", "/"))).sub ?? "";
  } catch {
    return "";
  }
}

export class Session extends EventTarget {
  buyer = null; // {id, name, known}
  #place;
  #begun = null;

  constructor(account) {
    super();
    this.account = account;
    this.#place = `otvet-buyer-${account}`;
  }

  /** Takes up what is stored, and the shop's word if it gave one. */
  async resume(identity) {
    const kept = this.#kept();
    if (kept) this.#take(kept, false);
    // another tab may get a new token, which ends this one's: theirs is then ours too
    addEventListener("storage", (event) => event.key === this.#place && this.#kept() && this.#take(this.#kept(), false));
    if (kept) await this.#proved();
    // a page that introduces the same buyer again changes nothing
    if (identity && (!this.buyer?.known || kept?.subject !== subjectOf(identity))) await this.identify(identity);
  }

  /** A token, made now if there is none: a visitor who writes nothing leaves no record. */
  begin() {
    if (api.token) return Promise.resolve();
    this.#begun ??= api
      .post("/guests", { account: this.account, language })
      .then((made) => this.#take({ token: made.token, id: made.buyer_id, name: "", known: false }))
      .finally(() => (this.#begun = null));
    return this.#begun;
  }

  /** The shop says who this is; the token changes with it. */
  async identify(identity) {
    try {
      const made = await api.post("/identify", { identity });
      this.#take({ token: made.token, id: made.buyer_id, name: made.name ?? "", known: true, subject: subjectOf(identity) });
    } catch (error) {
      // an expired word of the shop: go on as before, as a guest or as whom we knew
      if (!(error instanceof Refused)) throw error;
      if (api.token) await this.#proved();
    }
  }

  /** The token is refused: another tab may have a newer one; else one is nobody again. True where something changed. */
  recover() {
    const kept = this.#kept();
    if (kept && kept.token !== api.token) {
      this.#take(kept, false);
      return true;
    }
    const had = Boolean(api.token);
    this.forget();
    return had;
  }

  /** The link of a letter: whoever opens it comes in as the buyer it was written to. The conversation's id. */
  async enter(token) {
    const made = await api.post("/letters/open", { token });
    this.#take({ token: made.token, id: made.buyer_id, name: made.known ? made.name : "", known: made.known });
    return made.conversation_id;
  }

  forget() {
    api.token = "";
    this.buyer = null;
    local.remove(this.#place);
    this.dispatchEvent(new Event("change"));
  }

  async #proved() {
    try {
      await api.get("/me");
    } catch (error) {
      if (error.status === 401 || error.status === 403) this.forget();
    }
  }

  #take(who, store = true) {
    api.token = who.token;
    this.buyer = { id: who.id, name: who.name, known: who.known };
    if (store) local.set(this.#place, JSON.stringify(who));
    this.dispatchEvent(new Event("change"));
  }

  #kept() {
    try {
      const who = JSON.parse(local.get(this.#place));
      return who?.token ? who : null;
    } catch {
      return null;
    }
  }
}
