// Attachments in the thread, and what was found in a picture: the place in it, the words, the rule.

import { html, nothing, svg } from "../../vendor/lit.js";
import { icon } from "../parts.js";
import { size, t } from "../strings.js";
import { ruleName } from "./rules.js";

const ROOM = 0.2; // of a place's height, around it

/** A frame around each place of a picture, in the picture's own pixels: it needs no style of its own. */
function frames(file, found) {
  const boxes = found.filter((one) => one.file === file.id && one.box);
  if (!boxes.length || !file.width || !file.height) return nothing;
  return html`<svg class="frames" viewBox="0 0 ${file.width} ${file.height}" preserveAspectRatio="none" aria-hidden="true">
    ${boxes.map(({ box: [left, top, wide, high], severity }) => svg`<rect class=${severity} x=${left - high * ROOM} y=${top - high * ROOM} width=${wide + high * 2 * ROOM} height=${high * (1 + 2 * ROOM)}></rect>`)}
  </svg>`;
}

/** Pictures and files of a message; `found` are a reply's findings. */
export function photos(files, found = []) {
  if (!files?.length) return nothing;
  return html`<div class="photos">${files.map((file) =>
    file.media_type?.startsWith("image/")
      ? html`<a class="framed" href=${file.url} target="_blank" rel="noreferrer"><img src=${file.url} alt=${file.name} width=${file.width ?? nothing} height=${file.height ?? nothing} loading="lazy" />${frames(file, found)}</a>`
      : html`<a class="attached" href=${file.url} download=${file.name}><span class="picture">${icon("file", "large")}</span><div><p>${file.name}</p><p>${size(file.size)}</p></div></a>`)}</div>`;
}

/** What stands in a reply's pictures, by picture: the words and the rule each breaks. */
export function seenIn(files, found) {
  const inside = found.filter((one) => one.file);
  const several = new Set(found.map((one) => one.rule)).size > 1; // one rule is named above already
  if (!inside.length) return nothing;
  return html`<ul class="inside">${inside.map((one) => {
    const file = files.find((other) => other.id === one.file);
    return html`<li>${icon("image", "tiny")} ${t("In “%(name)s”", { name: file?.name ?? t("picture") })}: <mark class="found ${one.severity}">${one.text ?? ""}</mark>
      ${several ? html`<a class="level ${one.severity}" href="/rules/${one.rule}">${ruleName(one.rule)}</a>` : nothing}</li>`;
  })}</ul>`;
}

const said = (words) => html`<p class="small dim">${icon("warn", "tiny")} ${words}</p>`;

/** Beside a reply: whose pictures nobody has read, and what no second reader has seen. */
export const unread = (one) => html`${one.unchecked?.includes("pictures") && one.why !== "reading" ? said(t("The picture was not checked for text.")) : nothing}
  ${one.unchecked?.includes("second-reader") ? said(t("The second reader did not answer.")) : nothing}`;
