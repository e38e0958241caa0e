// Giving on and asking others: one dialog with the fields it needs; what was asked stands under the head until answered.

import { html, nothing } from "../../vendor/lit.js";
import { icon } from "../parts.js";
import { fullTime, t } from "../strings.js";
import { topicName } from "../topics.js";
import { askedName } from "./clocks.js";
import { ask } from "./ask.js";
import { choose, moments } from "./choose.js";

/** Resolves with {name: value}, or null. A field: {name, label, kind: "text" | "area" | "select", value?, options?}. */
function form({ title, verb, fields }) {
  return new Promise((resolve) => {
    const dialog = document.createElement("dialog");
    dialog.setAttribute("aria-label", title);
    const made = Object.assign(document.createElement("form"), { method: "dialog", className: "giving" });
    made.append(Object.assign(document.createElement("h2"), { textContent: title }));
    for (const field of fields) made.append(labelled(field));
    const acts = Object.assign(document.createElement("p"), { className: "acts" });
    const cancel = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: t("Cancel"), onclick: () => dialog.close() });
    acts.append(cancel, Object.assign(document.createElement("button"), { className: "button main", textContent: verb }));
    made.append(acts);
    let given = null;
    made.onsubmit = () => (given = Object.fromEntries([...new FormData(made)].map(([name, value]) => [name, value.trim()])));
    dialog.onclose = () => {
      dialog.remove();
      resolve(given);
    };
    dialog.append(made);
    document.body.append(dialog);
    dialog.showModal();
    made.elements[fields[0].name].focus();
  });
}

function labelled({ name, label, kind, value = "", options = [] }) {
  const box = document.createElement(kind === "area" ? "textarea" : kind === "select" ? "select" : "input");
  Object.assign(box, { name, required: true, maxLength: kind === "area" ? 10_000 : 200 });
  if (kind === "area") box.rows = 5;
  for (const [code, words] of options) box.append(new Option(words, code));
  if (value) box.value = value;
  const made = Object.assign(document.createElement("label"), { className: "label" });
  made.append(Object.assign(document.createElement("span"), { textContent: label }), box);
  return made;
}

/** What a colleague would ask first, to be read over and completed. */
function summary({ conversation, events }) {
  const last = events.findLast((event) => event.kind === "message")?.text ?? "";
  const ours = events.findLast((event) => event.name === "ReplyDelivered")?.text ?? "";
  return [
    [topicName(conversation.topic), conversation.order_id].filter(Boolean).join(", "),
    last ? t("The buyer: %(words)s", { words: last.slice(0, 300) }) : "",
    ours ? t("We answered: %(words)s", { words: ours.slice(0, 300) }) : t("Not answered yet."),
  ].filter(Boolean).join("\n");
}

export async function handOver(desk) {
  const { store } = desk;
  const able = store.staff.filter((one) => !["moderator", "seller"].includes(one.role) && one.id !== store.me.id);
  const options = [...able.map((one) => [one.id, one.name]), ["queue:support", t("To the queue: Support")], ["queue:second-line", t("To the queue: Second line")]];
  const given = await form({ title: t("Hand over"), verb: t("Hand over"), fields: [
    { name: "to", label: t("To whom"), kind: "select", options },
    { name: "summary", label: t("Summary; whoever gets it reads this first"), kind: "area", value: summary(store.thread) },
  ] });
  if (!given) return;
  const queue = given.to.startsWith("queue:") ? given.to.slice(6) : null;
  await store.act("/hand-over", { summary: given.summary, ...(queue ? { queue } : { to_id: given.to }) });
}

export async function escalate(desk) {
  const { conversation } = desk.store.thread;
  const options = [
    { name: t("Second line"), value: "second_line", icon: "people" },
    { name: t("Seller"), value: "seller", icon: "shop" },
    { name: t("Another system, by ticket"), value: "external", icon: "globe" },
  ];
  const to = (await choose({ title: t("Whom to ask"), options }))?.value;
  if (!to) return;
  const fields = [{ name: "text", label: t("What is asked; they read nothing else"), kind: "area" }];
  if (to === "external") fields.unshift({ name: "party", label: t("System"), kind: "text" }, { name: "number", label: t("Ticket number"), kind: "text" });
  if (to === "seller" && !conversation.seller_id) fields.unshift({ name: "party", label: t("Which seller"), kind: "text" });
  const given = await form({ title: t("Ask others"), verb: t("Ask"), fields });
  if (given) await desk.store.act("/escalations", { to, ...given });
}

async function answered(desk, one) {
  const text = await ask({ title: askedName(one), label: t("What was answered"), verb: t("Note the answer") });
  if (text) await desk.store.act(`/escalations/${one.id}/answer`, { text });
}

async function longer(desk, one) {
  const taken = await choose({ title: t("Wait until"), options: moments({ reply: false }), moment: true });
  if (taken) await desk.store.act(`/escalations/${one.id}/await`, { due: taken.value });
}

/** What was asked and is not answered: whom, since when, by when, and what can be done. */
export function questions(desk, conversation) {
  if (!conversation.escalations?.length) return nothing;
  return html`<ul class="questions" aria-label=${t("Asked and not answered")}>${conversation.escalations.map((one) => html`<li class=${one.overdue ? "late" : ""}>
    ${icon(one.overdue ? "warn" : "clock", "tiny")} <b>${askedName(one)}</b>
    <span>${t("asked %(time)s", { time: fullTime(one.since) })}${one.overdue ? html` · ${t("overdue")}` : one.due ? html` · ${t("answer by %(time)s", { time: fullTime(one.due) })}` : nothing}</span>
    <span class="acts"><button type="button" class="button low" @click=${() => answered(desk, one)}>${t("Answered…")}</button>
    <button type="button" class="button quiet low" @click=${() => longer(desk, one)}>${t("Wait longer…")}</button></span></li>`)}</ul>`;
}

/** The words of a hand-over, a question or an answer, as paper in the thread. */
export function given(one, names, time) {
  const titles = {
    HandedOver: () => t("%(who)s handed it over to %(name)s", { who: one.by?.name ?? "", name: names(one.data.to_id) || (one.data.queue === "second-line" ? t("Second line") : t("the queue")) }),
    Escalated: () => t("%(who)s asked: %(name)s", { who: one.by?.name ?? "", name: askedName(one.data) }),
    EscalationAnswered: () => (one.data.outcome === "withdrawn" ? t("The question was taken back") : t("The answer, noted by %(who)s", { who: one.by?.name ?? "" })),
  };
  return html`<article class="memo given" id="m${one.seq}"><p class="by">${icon(one.name === "HandedOver" ? "swap" : "people", "tiny")} <b>${titles[one.name]()}</b> ${time}<span class="end">${t("the buyer does not see it")}</span></p>
    ${one.text ? html`<p class="text">${one.text}</p>` : nothing}</article>`;
}
