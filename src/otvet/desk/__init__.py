"""Where people work: for now, the queue every new conversation waits in."""
