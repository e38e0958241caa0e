// Public questions work without a script. Where a colleague is signed in in the same browser, their session wants
// a header with every form, which a plain form cannot send: then it is sent from here.

const csrf = document.querySelector('meta[name="csrf"]')?.content;

/** The page after the form, as the browser would have shown it. */
async function shown(answer) {
  if (answer.redirected) {
    if (answer.url.split("#")[0] === location.href.split("#")[0]) location.reload();
    else location.assign(answer.url);
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const main = page.querySelector("main");
  if (main) document.querySelector("main").replaceWith(document.adoptNode(main));
}

if (csrf) {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form, event.submitter));
    await shown(await fetch(form.action, { method: "POST", body, headers: { "X-CSRF-Token": csrf } }));
  });
}
