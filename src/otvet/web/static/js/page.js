// What every page does by itself: the theme without a reload and signing out.

const YEAR = 365 * 24 * 3600;

document.addEventListener("click", (event) => {
  const choice = event.target.closest?.("[data-theme-choice]");
  if (!choice) return;
  event.preventDefault();
  const theme = choice.dataset.themeChoice;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `otvet_theme=${theme}; path=/; max-age=${YEAR}; SameSite=Lax${secure}`;
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  for (const other of document.querySelectorAll("[data-theme-choice]")) {
    if (other === choice) other.setAttribute("aria-current", "true");
    else other.removeAttribute("aria-current");
  }
});

document.getElementById("sign-out")?.addEventListener("click", async () => {
  const csrf = document.querySelector('meta[name="csrf"]')?.content ?? "";
  await fetch("/api/v1/sign-out", { method: "POST", headers: { "X-CSRF-Token": csrf, "Content-Type": "application/json" }, body: "{}" });
  location.assign("/sign-in");
});

for (const button of document.querySelectorAll("[data-otvet-open]")) {
  button.addEventListener("click", () => window.Otvet?.open(button.dataset.otvetOpen || "new"));
}

// Tabs that do not all fit: the one that is open is in sight.
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
