// One way to the server: the address, the proof of who asks, one error shape, the same key on every repeat.

const ROOT = "/api/v1";
const csrf = () => document.querySelector('meta[name="csrf"]')?.content ?? "";

/** What the server refused, or that it could not be reached (`status` 0). */
export class Refused extends Error {
  constructor(status, error) {
    super(error.message || "");
    this.status = status;
    this.code = error.code || "unknown";
    this.retry = error.retry || (status === 0 || status >= 500 ? "same_key" : "new_key");
    this.details = error.details ?? {};
    this.id = error.id ?? "";
  }

  /** Whether the same request may simply be sent again. */
  get passing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

export const newKey = () =>
  crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");

/** The caller of one page; staff are known by their cookie, buyers by a token kept here in memory. */
export class Api {
  token = "";

  headers(more = {}) {
    const headers = { Accept: "application/json", ...more };
    if (this.token) headers.Authorization = `Bearer ${this.token}`;
    else if (csrf()) headers["X-CSRF-Token"] = csrf();
    return headers;
  }

  async ask(method, path, { body, key, form, signal } = {}) {
    const headers = this.headers();
    if (key) headers["Idempotency-Key"] = key;
    if (body !== undefined) headers["Content-Type"] = "application/json";
    let answer;
    try {
      answer = await fetch(ROOT + path, {
        method, headers, signal,
        body: form ?? (body === undefined ? undefined : JSON.stringify(body)),
        credentials: this.token ? "omit" : "same-origin",
        cache: "no-store",
      });
    } catch (error) {
      if (error.name === "AbortError") throw error;
      throw new Refused(0, { code: "offline", message: "" });
    }
    if (answer.status === 204) return null;
    const content = await answer.json().catch(() => ({}));
    if (answer.status === 401 && !this.token) dispatchEvent(new Event("otvet-signed-out"));
    if (!answer.ok) throw new Refused(answer.status, content.error ?? {});
    return content;
  }

  get = (path, options) => this.ask("GET", path, options);
  post = (path, body = {}, options = {}) => this.ask("POST", path, { body, ...options });

  /** Sends one file with its progress; `fetch` cannot tell how far it is. */
  upload(file, { key = newKey(), onProgress, signal } = {}) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("POST", `${ROOT}/files`);
      for (const [name, value] of Object.entries(this.headers({ "Idempotency-Key": key }))) {
        request.setRequestHeader(name, value);
      }
      request.responseType = "json";
      request.upload.onprogress = (event) => event.lengthComputable && onProgress?.(event.loaded / event.total);
      request.onload = () =>
        request.status < 300
          ? resolve(request.response)
          : reject(new Refused(request.status, request.response?.error ?? {}));
      request.onerror = () => reject(new Refused(0, { code: "offline" }));
      request.onabort = () => reject(new DOMException("aborted", "AbortError"));
      signal?.addEventListener("abort", () => request.abort());
      const form = new FormData();
      form.append("file", file, file.name || "image.png");
      request.send(form);
    });
  }

  /** A picture that needs the token: fetched, and shown from memory. */
  async blob(path) {
    const answer = await fetch(path.startsWith("/") ? path : `${ROOT}/files/${path}`, {
      headers: this.headers({ Accept: "*/*" }), credentials: this.token ? "omit" : "same-origin",
    });
    if (!answer.ok) throw new Refused(answer.status, {});
    return answer.blob();
  }
}

export const api = new Api();
