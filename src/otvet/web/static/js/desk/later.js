// A reply that leaves later: kept by the server until its time; the gate reads it then, as if nobody were here to confirm.

import { api, newKey } from "../api.js";
import { t } from "../strings.js";
import { refused } from "../trouble.js";
import { choose, moments } from "./choose.js";

export async function sendLater(composer) {
  const { conversation, desk, tray } = composer;
  if (!composer.ready || composer.kind !== "reply" || composer.worst === "block") return;
  const taken = await choose({ title: t("When shall it leave?"), options: moments({ reply: false }), moment: true });
  if (!taken) return;
  const body = { text: composer.text.trim(), at: taken.value, last_seen_seq: desk.store.lastSeq, files: tray.files.map((one) => one.id) };
  try {
    await api.post(`/conversations/${conversation}/scheduled`, body, { key: newKey() });
    tray.take();
    composer.empty();
  } catch (error) {
    desk.store.set({ trouble: refused(error) });
  }
}
