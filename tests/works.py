"""Works as the conversation room makes them, made up short."""

from otvet.conversation import events as e
from otvet.conversation.appending import Append, Decision, OpenNew
from otvet.storage.record import Body, Entry, Key


def opened(name="c_1", key=None):
    """Open a conversation with a first message."""

    def decide(reference):
        opening = e.ConversationOpened(
            reference=reference,
            account_id="own",
            channel="webchat",
            buyer_id="by_1",
            topic="other",
            language="ru",
        )
        body = Body(f"b_{name}", "by_1", "Где заказ?")
        message = e.MessageReceived(message_id=f"m_{name}")
        entries = (Entry(opening, "buyer", "by_1"), Entry(message, "buyer", "by_1", body))
        return Decision(entries, {"id": f"m_{name}", "seq": 2, "reference": reference})

    return OpenNew(name, decide, Key("buyer:by_1", "conversations", key or name, "hash"))


def note(conversation="c_1", number=1, *, key=None, finishes=None):
    """Append a note."""

    def decide(state):
        body = Body(f"b_{conversation}_{number}", "st_1", f"Заметка {number}")
        return Decision(
            (Entry(e.NoteWritten(note_id=f"n_{number}"), "staff", "st_1", body),),
            {"id": f"n_{number}", "seq": state.last_seq + 1},
        )

    unique = Key("staff:st_1", conversation, key, f"hash {number}") if key else None
    return Append(conversation, decide, key=unique, finishes=finishes)


def failing(conversation="c_1"):
    """A work with a fault that no check has foreseen."""

    def decide(_state):
        raise ZeroDivisionError

    return Append(conversation, decide)


def held(conversation="c_1", number=1):
    """A reply that the gate holds: events that ask for a reaction."""

    def decide(_state):
        body = Body(f"b_r{number}", "st_1", "Звоните мне")
        proposed = Entry(e.ReplyProposed(reply_id=f"r_{number}"), "staff", "st_1", body)
        kept = Entry(e.ReplyHeld(reply_id=f"r_{number}", why="block", verdict="block"), "system", "gate")
        return Decision((proposed, kept), {})

    return Append(conversation, decide)
