// The feedback form, sent as the buyer this browser knows: then it stands among their requests. Without us it is a plain form.

import { api } from "../api.js";
import { Session } from "../chat/session.js";
import { language, t } from "../strings.js";
import { reason } from "../trouble.js";

const form = document.getElementById("feedback");
const session = new Session("own");

async function send({ text, order, email, key }) {
  await session.resume();
  await session.begin();
  if (email.value.trim() && !session.buyer?.known) await api.ask("PUT", "/me/contact", { body: { email: email.value } });
  const details = order.value.trim() ? { order: order.value } : {};
  const body = { text: text.value, topic: "feedback", channel: "form", language, details };
  const { conversation } = await api.post("/conversations", body, { key: key.value });
  return conversation.reference;
}

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const refused = form.querySelector(".refused");
  const button = form.querySelector("button");
  refused.textContent = "";
  button.disabled = true;
  try {
    document.getElementById("feedback-reference").textContent = await send(form.elements);
    document.getElementById("feedback-done").hidden = false;
    document.getElementById("feedback-lead")?.remove();
    form.remove();
  } catch (error) {
    refused.textContent = error.status === 0 ? t("No connection. Try again when the network is back.") : reason(error);
  }
  button.disabled = false;
});
