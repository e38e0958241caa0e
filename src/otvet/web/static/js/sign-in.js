// Signing in and the first set-up: one request, and the reason in words when it is refused.

import { api } from "./api.js";
import { t } from "./strings.js";

async function send(form, path, body, next) {
  const refused = form.querySelector(".refused");
  refused.textContent = "";
  try {
    await api.post(path, body);
    location.assign(next);
  } catch (error) {
    if (error.status === 0) refused.textContent = t("No connection. Try again when the network is back.");
    else if (error.status === 429) refused.textContent = t("Too many attempts. Wait a minute and try again.");
    else if (error.status === 401) refused.textContent = t("The e-mail or the password is not right.");
    else refused.textContent = error.message;
  }
}

const form = document.getElementById("sign-in");
form?.addEventListener("submit", (event) => {
  event.preventDefault();
  const { email, password } = form.elements;
  send(form, "/sign-in", { email: email.value, password: password.value }, form.dataset.next);
});

const first = document.getElementById("set-up");
first?.addEventListener("submit", (event) => {
  event.preventDefault();
  const { name, email, password } = first.elements;
  send(first, "/set-up", { token: first.dataset.token, name: name.value, email: email.value, password: password.value }, "/sign-in");
});
