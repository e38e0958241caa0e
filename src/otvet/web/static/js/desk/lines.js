// From events to what stands in the thread: messages, replies with their life, notes, grey lines.

/** A reply gathers its events: proposed, held, disputed, released, cleared, delivered, withdrawn. */
function newReply(event) {
  return { kind: "reply", key: event.data.reply_id, id: event.data.reply_id, seq: event.seq, at: event.at, by: event.by, text: event.text ?? "", files: event.files ?? [], state: "proposed", findings: [], why: "", confirm: null, disputed: null, released: null };
}

const STEPS = {
  ReplyScheduled(reply, event) {
    Object.assign(reply, { state: "scheduled", leaves: event.data.at });
  },
  ScheduleEnded(reply, event) {
    // what was sent stands in the thread as the reply it became
    const states = { sent: "replaced", withdrawn: "withdrawn", moved: "stopped", refused: "stopped" };
    Object.assign(reply, { state: states[event.data.why], why: event.data.why });
  },
  ReplyProposed(reply, event) {
    reply.replaces = event.data.replaces;
  },
  ReplyHeld(reply, event) {
    Object.assign(reply, { state: "held", why: event.data.why, verdict: event.data.verdict, findings: event.data.findings ?? [], confirm: event.data.confirm, unchecked: event.data.unchecked });
  },
  ReplyRecalled(reply, event) {
    STEPS.ReplyHeld(reply, event);
    reply.recalled = true;
  },
  ReplyCarried(reply, event) {
    Object.assign(reply, { state: "delivered", at: event.data.at ? new Date(event.data.at).toISOString() : reply.at });
  },
  ReplyCleared(reply, event) {
    reply.unchecked = event.data.unchecked;
    if (reply.state !== "delivered") reply.state = "cleared";
  },
  ReplyDisputed(reply, event) {
    reply.disputed = { text: event.text ?? "", by: event.by, at: event.at };
  },
  ReplyReleased(reply, event) {
    Object.assign(reply, { state: "cleared", released: { text: event.text ?? "", by: event.by, at: event.at } });
  },
  ReplyWithdrawn(reply, event) {
    Object.assign(reply, { state: event.data.replaced_by ? "replaced" : "withdrawn" });
  },
  ReplyDelivered(reply, event) {
    // it stands where the buyer sees it
    Object.assign(reply, { state: "delivered", seq: event.seq, at: event.at, text: event.text ?? reply.text, files: event.files ?? reply.files });
  },
  DeliveryFailed(reply, event) {
    Object.assign(reply, { state: "undelivered", reason: event.data.reason });
  },
};

/** What was asked of the shop stands in one line, with how it stands now. */
const WISHED = { ShopAsked: "asked", ShopUnheard: "unheard", ShopDid: "made", ShopRefused: "refused" };

function wished(wishes, found, event) {
  let line = wishes.get(event.data.wish_id);
  if (!line) {
    line = { ...event, kind: "line", key: event.data.wish_id, asker: event.by };
    wishes.set(event.data.wish_id, line);
    found.push(line);
  }
  line.data = { again_at: null, ...event.data, state: WISHED[event.name] };
}

/** The items of a thread in their order; marks move no line. */
/** What was carried here keeps the moment it was written. */
const moment = (event) => (/Carried$/.test(event.name) && event.data.at ? new Date(event.data.at).toISOString() : event.at);

export function items(events) {
  const replies = new Map();
  const wishes = new Map();
  const found = [];
  for (const event of events) {
    const id = event.data?.reply_id;
    if (id && STEPS[event.name]) {
      let reply = replies.get(id);
      if (!reply) {
        reply = newReply(event);
        replies.set(id, reply);
        found.push(reply);
      }
      STEPS[event.name](reply, event);
    } else if (WISHED[event.name]) {
      wished(wishes, found, event);
    } else if (event.kind === "message") {
      found.push({ ...event, kind: "message", key: event.seq, at: moment(event) });
    } else if (event.kind === "note") {
      found.push({ ...event, kind: "note", key: event.seq, at: moment(event) });
    } else if (event.kind !== "mark" && event.name !== "Routed" && event.name !== "NeedsReplyCorrected") {
      found.push({ ...event, kind: "line", key: event.seq });
    }
  }
  return found.filter((item) => item.state !== "replaced").sort((a, b) => a.seq - b.seq);
}

/** Code points to the places JavaScript counts in. */
export function places(text) {
  const at = [0];
  for (const char of text) at.push(at.at(-1) + char.length);
  return at;
}

const RANK = { block: 0, warn: 1, advise: 2 };

/** The text cut where findings begin and end; over each other, the severer one shows. */
export function pieces(text, findings, current = -1) {
  if (!findings?.length) return [{ text }];
  const at = places(text);
  const spans = findings.map((one, index) => ({ from: at[one.start] ?? text.length, to: at[one.end] ?? text.length, severity: one.severity, index }));
  const edges = [...new Set([0, text.length, ...spans.flatMap((one) => [one.from, one.to])])].sort((a, b) => a - b);
  return edges.slice(1).map((end, index) => {
    const start = edges[index];
    const over = spans.filter((one) => one.from <= start && one.to >= end).sort((a, b) => RANK[a.severity] - RANK[b.severity]);
    return { text: text.slice(start, end), severity: over[0]?.severity, now: over.some((one) => one.index === current) };
  });
}
