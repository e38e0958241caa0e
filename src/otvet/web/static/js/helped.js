// "Did this help?" without leaving the guide; without this module the same forms work by themselves.

import { api } from "./api.js";
import { language } from "./strings.js";

const part = document.getElementById("helped");
const buttons = part.querySelector(".helped-buttons");
const words = part.querySelector(".helped-words");
const thanks = part.querySelector(".helped-thanks");
const trouble = part.querySelector(".helped-error");
let helped = words.elements.helped.value === "yes";

// the same id each time: what comes later changes what came before
const vote = (text) => api.ask("PUT", `/articles/${part.dataset.slug}/votes/${part.dataset.vote}`, { body: { helped, language, text } });

buttons.addEventListener("submit", async (event) => {
  event.preventDefault();
  helped = event.submitter?.value === "yes";
  try {
    await vote("");
  } catch {
    // an answer that was lost is no reason to trouble the reader; with words it is sent again
  }
  buttons.hidden = true;
  thanks.hidden = false;
  words.hidden = false;
  words.elements.text.focus();
});

words.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!words.elements.text.value.trim()) return;
  try {
    await vote(words.elements.text.value);
    words.hidden = true;
    thanks.hidden = false;
    thanks.tabIndex = -1;
    thanks.focus();
  } catch {
    trouble.hidden = false;
  }
});
