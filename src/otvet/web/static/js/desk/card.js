// The card under the box: what was found, why, and what to write instead.

import { html, nothing } from "../../vendor/lit.js";
import { icon } from "../parts.js";
import { t, tn } from "../strings.js";
import { ruleName } from "./rules.js";

export const SEVERITIES = {
  block: { icon: "stop", word: () => t("block") },
  warn: { icon: "warn", word: () => t("warn") },
  advise: { icon: "info", word: () => t("advise") },
};

/** How many of each, beside the button. */
export function gutter(findings) {
  const counts = Object.keys(SEVERITIES).map((severity) => [severity, findings.filter((one) => one.severity === severity).length]).filter(([, number]) => number);
  const words = counts.map(([severity, number]) => `${SEVERITIES[severity].word()}: ${number}`).join(", ");
  return html`<span class="gutter small" role="img" aria-label=${words}>${counts.map(([severity, number]) => html`<span class="level ${severity}">${icon(SEVERITIES[severity].icon, "tiny")} ${number}</span>`)}</span>`;
}

/** The diff of one finding, or of the whole text where the places cannot be mended one by one. */
function diff(finding, rewrite) {
  if (finding.suggestion !== null && finding.suggestion !== undefined) {
    return html`<p class="diff" role="group" aria-label=${t("Suggested wording")}><del>${finding.text}</del><ins>${finding.suggestion || t("leave out")}</ins></p>`;
  }
  return rewrite ? html`<p class="diff" role="group" aria-label=${t("Suggested wording")}><del>${finding.text}</del><ins>${rewrite}</ins></p>` : nothing;
}

/** The card for the finding one stands at. */
export function card(box) {
  const { findings, at, verdict } = box;
  const finding = findings[at];
  if (!finding) return nothing;
  const level = SEVERITIES[finding.severity] ?? SEVERITIES.advise;
  const whole = verdict?.rewrite ?? null;
  const own = finding.suggestion !== null && finding.suggestion !== undefined;
  const several = findings.length > 1;
  return html`<section class="finding ${finding.severity}" id="finding" aria-label=${t("Finding %(number)s of %(all)s", { number: at + 1, all: findings.length })}>
    <header>
      <span class="level ${finding.severity}">${icon(level.icon)} ${level.word()}</span>
      ${finding.variable ? html`<b>${t("A variable is empty")}</b>` : html`<b>${ruleName(finding.rule)}</b>
      <a class="code" href="/rules/${finding.rule}" target="_blank">${finding.rule}</a>`}
      <span class="end small faint">${t("%(number)s of %(all)s", { number: at + 1, all: findings.length })}
        ${several ? html`<button type="button" class="button quiet low" @click=${() => box.step(1)} aria-keyshortcuts="F8">${t("next")} <kbd>F8</kbd></button>` : nothing}</span>
    </header>
    <div class="body">
      <div class="ground">
        <p>${finding.message}</p>
        ${finding.cites ? html`<blockquote><cite>${t(finding.cites)}</cite></blockquote>` : nothing}
      </div>
      <div class="mend">
        ${diff(finding, whole)}
        <p class="acts">
          ${whole !== null
            ? html`<button type="button" class="button main low" @click=${() => box.takeRewrite()} aria-keyshortcuts="Alt+Enter">${several ? tn("Mend %(num)s place", "Mend all %(num)s", findings.length) : t("Replace")} <kbd>Alt ↵</kbd></button>`
            : nothing}
          ${own && (several || whole === null) ? html`<button type="button" class="button low" @click=${() => box.takeOne(finding)}>${whole === null ? t("Replace") : t("Only this one")}${whole === null ? html` <kbd>Alt ↵</kbd>` : nothing}</button>` : nothing}
          ${finding.severity === "block" && box.sendHeld && !findings.some((one) => one.variable) ? html`<button type="button" class="button quiet low" @click=${() => box.sendHeld()}>${t("Not a violation…")}</button>` : nothing}
        </p>
      </div>
    </div>
  </section>`;
}
