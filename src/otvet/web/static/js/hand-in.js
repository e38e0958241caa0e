// The demo shop: the buyer says that the parcel of a return was handed in.

import { t } from "./strings.js";

const button = document.getElementById("hand-in");
button?.addEventListener("click", async () => {
  button.disabled = true;
  const csrf = document.querySelector('meta[name="csrf"]')?.content ?? "";
  const answer = await fetch(`/returns/${button.dataset.return}/hand-in`, { method: "POST", headers: csrf ? { "X-CSRF-Token": csrf } : {} }).catch(() => null);
  if (answer?.ok) return location.reload();
  button.disabled = false;
  document.getElementById("hand-in-said").textContent = t("It did not work. Try again.");
});
