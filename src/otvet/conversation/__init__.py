"""The timeline: events, state folded from them, the life of a reply, attachments."""
