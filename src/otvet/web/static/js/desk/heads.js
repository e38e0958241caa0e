// What is told from an event alone: the head of its conversation, and whether two checks found the same.

/** What an event changes in the head of its conversation, until the next reading brings the whole. */
export function fold(conversation, event, nameOf) {
  conversation.last_seq = Math.max(conversation.last_seq ?? 0, event.seq);
  if (event.name === "Resolved") conversation.status = "resolved";
  if (event.name === "Reopened") conversation.status = "open";
  if (event.name === "MergedInto") Object.assign(conversation, { status: "merged", merged_into: event.data.into });
  if (event.name === "TookIn") conversation.took = [...(conversation.took ?? []), { id: event.data.source, reference: event.data.reference }];
  if (event.name === "GaveBack") conversation.took = (conversation.took ?? []).filter((one) => one.id !== event.data.source);
  if (event.name === "SplitOff") conversation.parted = [...(conversation.parted ?? []), { id: event.data.into, reference: event.data.reference, seqs: event.data.seqs }];
  if (event.name === "CameBack") conversation.parted = (conversation.parted ?? []).filter((one) => one.id !== event.data.source);
  if (event.name === "Rejoined") Object.assign(conversation, { status: "merged", merged_into: event.data.into });
  if (event.name === "Tagged") conversation.tags = [...new Set([...(conversation.tags ?? []), event.data.tag])].sort();
  if (event.name === "Untagged") conversation.tags = (conversation.tags ?? []).filter((tag) => tag !== event.data.tag);
  if (event.name === "Snoozed") Object.assign(conversation, { snoozed: true, snoozed_until: event.data.until ?? null });
  if (["Woken", "MessageReceived", "Resolved"].includes(event.name)) Object.assign(conversation, { snoozed: false, snoozed_until: null });
  if (event.name === "MessageReceived" && conversation.status === "resolved") conversation.status = "open";
  if (event.name === "TopicChanged") conversation.topic = event.data.topic;
  if (event.name === "OrderLinked") conversation.order_id = event.data.order_id;
  if (event.name === "Assigned") {
    const id = event.data.assignee_id;
    conversation.assignee = id ? { id, name: nameOf(id) || (id === event.by?.id ? event.by.name : "") } : null;
  }
  if (event.name === "ReadUpTo") {
    const side = event.by?.kind === "buyer" ? "buyer" : "staff";
    conversation.read[side] = Math.max(conversation.read[side] ?? 0, event.data.seq);
  }
}

/** Whether two checks found the same places of the same rules. */
export function same(one, other) {
  const key = (findings) => (findings ?? []).map((f) => `${f.rule}:${f.start}:${f.end}`).sort().join(" ");
  return key(one) === key(other);
}
