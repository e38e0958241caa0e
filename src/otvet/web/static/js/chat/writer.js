// The buyer's box: text, photos by picking, pasting or dropping, limits told before.

import { html, nothing } from "../../vendor/lit.js";
import { api } from "../api.js";
import { tab } from "../kept.js";
import { filesOf, icon, Plain, Tray } from "../parts.js";
import { count, t } from "../strings.js";

const TYPING_EVERY = 3_000;

export class Writer extends Plain {
  static properties = { chat: { attribute: false }, lane: { attribute: false }, text: { state: true }, over: { state: true } };

  constructor() {
    super();
    this.text = "";
    this.over = false;
    this.tray = new Tray(this);
    this.told = 0;
  }

  async connectedCallback() {
    super.connectedCallback();
    this.text = tab.get(this.place) ?? "";
    const limits = await api.get("/limits").catch(() => null);
    if (limits) {
      this.tray.limits = { ...this.tray.limits, ...limits };
      this.requestUpdate();
    }
  }

  get place() {
    return `otvet-draft-${this.chat.store.current || "new"}`;
  }

  /** Puts a text back into the box, as after "Edit" on one that was not sent. */
  fill(text) {
    this.text = text;
    this.keep();
    this.focusBox();
  }

  focusBox() {
    this.updateComplete.then(() => this.querySelector("textarea")?.focus());
  }

  keep() {
    tab.set(this.place, this.text);
  }

  write(event) {
    this.text = event.target.value;
    this.keep();
    if (this.text && Date.now() - this.told > TYPING_EVERY) {
      this.told = Date.now();
      this.chat.store.tellTyping();
    }
  }

  pressed(event) {
    // a word being composed (Chinese, Japanese) is finished by Enter, not sent
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.submit();
  }

  submit(event) {
    event?.preventDefault();
    const text = this.text.trim();
    if (!this.ready) return;
    this.chat.send(text, this.tray.take());
    this.text = "";
    this.keep();
    this.tray.note = "";
    this.focusBox();
  }

  get ready() {
    const { message_chars: most } = this.tray.limits;
    return (this.text.trim() || this.tray.files.length) && [...this.text].length <= most && !this.tray.broken;
  }

  addFiles(files) {
    if (files.length) this.tray.add(files, this.chat.session.begin());
  }

  picked(event) {
    this.addFiles([...event.target.files]);
    event.target.value = "";
    this.focusBox();
  }

  pasted(event) {
    const files = filesOf(event.clipboardData);
    if (!files.length) return;
    event.preventDefault();
    this.addFiles(files);
  }

  dropped(event) {
    event.preventDefault();
    event.stopPropagation();
    this.over = false;
    this.addFiles(filesOf(event.dataTransfer));
  }

  render() {
    const most = this.tray.limits.message_chars;
    const length = [...this.text].length;
    const note = this.tray.note || (length > most ? t("Too long by %(num)s characters", { num: count(length - most) }) : "");
    return html`<form class="writer ${this.over ? "over" : ""}" @submit=${this.submit}
      @dragover=${(event) => { event.preventDefault(); this.over = true; }} @dragleave=${() => (this.over = false)} @drop=${this.dropped}>
      ${this.tray.render()}
      <div class="writer-row">
        <input class="unseen" type="file" id="chat-files" multiple tabindex="-1" aria-hidden="true" accept=${this.tray.limits.file_types.join(",")} @change=${this.picked} />
        <button type="button" class="icon-button" @click=${() => this.querySelector("#chat-files").click()} aria-label=${t("Attach a photo or a file")} aria-describedby="chat-limits">${icon("clip")}</button>
        <label class="unseen" for="chat-text">${t("Message")}</label>
        <textarea class="writer-field" id="chat-text" rows="1" enterkeyhint="send" .value=${this.text} placeholder=${t("Write a message")}
          @input=${this.write} @keydown=${this.pressed} @paste=${this.pasted}></textarea>
        <button type="submit" class="writer-send" aria-label=${t("Send")} aria-disabled=${this.ready ? "false" : "true"}>${icon("send")}</button>
      </div>
      ${note ? html`<p class="writer-note bad" role="alert">${note}</p>` : nothing}
      <p class="writer-note ${this.tray.files.length || this.lane === "new" ? "" : "unseen"}" id="chat-limits">${t("Photos and files: %(limits)s", { limits: this.tray.limitsText() })}</p>
    </form>`;
  }
}
customElements.define("otvet-writer", Writer);
