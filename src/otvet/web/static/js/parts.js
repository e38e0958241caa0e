// Small parts both sides draw: icons, photos, typing dots, copying, a tray of files.

import { html, LitElement, nothing } from "../vendor/lit.js";
import { api, newKey } from "./api.js";
import { count, size, t, tn } from "./strings.js";
import { reason } from "./trouble.js";

/** Where a static file lies: beside these modules, so in the same version. */
export const asset = (name) => new URL(`../${name}`, import.meta.url).pathname;

const ICONS = asset("icons.svg");

export const icon = (name, kind = "") =>
  html`<svg class="icon ${kind}" aria-hidden="true"><use href="${ICONS}#${name}"></use></svg>`;

export const dots = () => html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>`;

/** An element that draws into the page itself: one style sheet holds for all. */
export class Plain extends LitElement {
  createRenderRoot() {
    this.replaceChildren();
    return this;
  }
}

export const initials = (name) =>
  (name || "?").split(/\s+/).slice(0, 2).map((word) => [...word][0] ?? "").join("").toUpperCase();

/** Puts a text on the clipboard and says so to a screen reader. */
export async function copy(text) {
  await navigator.clipboard.writeText(text).catch(() => {});
  say(t("Copied: %(text)s", { text }));
}

let region = null;
/** One quiet voice for what happened without the eye seeing it. */
export function say(text) {
  if (!region) {
    region = document.createElement("p");
    region.className = "unseen";
    region.setAttribute("role", "status");
    document.body.append(region);
  }
  region.textContent = text;
}

const isPicture = (type) => /^image\/(png|jpe?g|webp|gif)$/.test(type ?? "");

/** A picture that is fetched with the caller's proof and shown from memory. */
export class Photo extends Plain {
  static properties = { file: { attribute: false }, address: { state: true }, broken: { state: true } };

  async connectedCallback() {
    super.connectedCallback();
    try {
      this.address = URL.createObjectURL(await api.blob(this.file.url || this.file.id));
    } catch {
      this.broken = true;
    }
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    if (this.address) URL.revokeObjectURL(this.address);
  }

  open() {
    const dialog = document.createElement("dialog");
    dialog.className = "look";
    const image = new Image();
    image.src = this.address;
    image.alt = this.file.name;
    const shut = document.createElement("button");
    shut.className = "button";
    shut.textContent = t("Close");
    shut.onclick = () => dialog.close();
    const acts = document.createElement("p");
    acts.className = "acts";
    acts.append(shut);
    dialog.append(image, acts);
    dialog.onclose = () => dialog.remove();
    document.body.append(dialog);
    dialog.showModal();
  }

  render() {
    if (!isPicture(this.file.media_type) || this.broken) {
      const content = html`${icon("file")}<span>${this.file.name}<br /><small>${size(this.file.size ?? 0)}</small></span>`;
      return this.address
        ? html`<a class="file-card" href=${this.address} download=${this.file.name}>${content}</a>`
        : html`<span class="file-card">${content}</span>`;
    }
    const ratio = this.file.width && this.file.height;
    return html`<button type="button" @click=${this.open} aria-label=${t("Open the picture %(name)s", { name: this.file.name })}>
      <img src=${this.address ?? "data:,"} alt=${this.file.name} width=${ratio ? this.file.width : nothing} height=${ratio ? this.file.height : nothing} />
    </button>`;
  }
}
customElements.define("otvet-photo", Photo);

/** Files chosen and not sent yet: each goes up at once, with progress, and can be taken back or tried again. */
export class Tray {
  files = [];
  limits = { file_bytes: 20_000_000, file_types: [], files_per_message: 10, message_chars: 10_000 };
  note = "";

  constructor(host) {
    this.host = host;
  }

  /** `ready` resolves when the sender has a token to upload with. */
  add(list, ready = Promise.resolve()) {
    this.note = "";
    for (const file of list) {
      const reason = this.#against(file);
      if (reason) {
        this.note = reason;
        continue;
      }
      const one = { name: file.name || t("picture"), file, progress: 0, key: newKey(), error: "", preview: "" };
      if (isPicture(file.type)) one.preview = URL.createObjectURL(file);
      this.files = [...this.files, one];
      this.send(one, ready);
    }
    this.host.requestUpdate();
  }

  #against(file) {
    const { file_bytes: bytes, file_types: types, files_per_message: most } = this.limits;
    if (this.files.length >= most) return tn("At most %(num)s file in one message.", "At most %(num)s files in one message.", most);
    if (file.size > bytes) return t("%(name)s is too large: at most %(size)s.", { name: file.name, size: size(bytes) });
    if (types.length && file.type && !types.includes(file.type)) {
      return t("%(name)s: this kind of file is not taken.", { name: file.name });
    }
    return "";
  }

  async send(one, ready = Promise.resolve()) {
    one.error = "";
    one.abort = new AbortController();
    this.host.requestUpdate();
    try {
      await ready;
      const stored = await api.upload(one.file, {
        key: one.key, signal: one.abort.signal,
        onProgress: (part) => {
          one.progress = part;
          this.host.requestUpdate();
        },
      });
      one.id = stored.id;
    } catch (error) {
      // without a network the file waits and goes up together with the message
      if (error.name !== "AbortError" && !error.passing) one.error = reason(error) || t("The file could not be sent");
    }
    this.host.requestUpdate();
  }

  remove(one) {
    one.abort?.abort();
    if (one.preview) URL.revokeObjectURL(one.preview);
    this.files = this.files.filter((file) => file !== one);
    this.host.requestUpdate();
  }

  /** Hands the files over to a message and stands empty. */
  take() {
    const taken = this.files.map(({ id, key, name, file }) => ({ id, key, name, file }));
    for (const one of this.files) if (one.preview) URL.revokeObjectURL(one.preview);
    this.files = [];
    return taken;
  }

  get broken() {
    return this.files.some((one) => one.error);
  }

  limitsText() {
    const { file_bytes: bytes, files_per_message: most } = this.limits;
    return t("JPG, PNG, WebP, PDF or text, up to %(size)s each, %(num)s at most", { size: size(bytes), num: count(most) });
  }

  render() {
    if (!this.files.length) return nothing;
    return html`<ul class="tray" aria-label=${t("Attached files")}>
      ${this.files.map((one) => html`<li>
        ${one.preview ? html`<img src=${one.preview} alt="" />` : html`<span class="thumb">${icon("file")}</span>`}
        <span class="name">${one.name}${one.error ? html`<br /><span class="bad">${one.error}</span>` : nothing}</span>
        ${one.id || one.error ? nothing : html`<progress max="1" value=${one.progress} aria-label=${t("Sending the file")}></progress>`}
        <button type="button" class="button quiet square low icon-button" @click=${() => this.remove(one)} aria-label=${t("Remove %(name)s", { name: one.name })}>${icon("cross")}</button>
      </li>`)}
    </ul>`;
  }
}

/** Files from a paste or a drop. */
export const filesOf = (transfer) => [...(transfer?.files ?? [])];
