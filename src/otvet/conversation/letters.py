"""What a conversation's state holds of letters: those that wait, those that left, and how far they told."""

from typing import Any

from msgspec import Struct

from otvet.conversation import events as e
from otvet.storage.record import Record

MAILED = 10  # earlier letters a new one refers to


class Letter(Struct):
    """A letter on its way: when it is due, `None` while it is being handed over; `since` when it was first planned.

    `upto` is the seq of the newest reply it is about: who has read that needs no letter.
    """

    sort: str
    at: int | None
    since: int
    upto: int = 0
    attempt: int = 1


def planned(c: Any, event: e.LetterPlanned, record: Record) -> None:
    known = c.letters.get(event.letter_id)
    since = known.since if known else record.at
    c.letters = {
        **c.letters, event.letter_id: Letter(event.sort, event.at, since, event.upto, event.attempt)
    }  # fmt: skip


def due(c: Any, event: e.LetterDue, _record: Record) -> None:
    letter = c.letters.get(event.letter_id)
    if letter is not None:
        handed = Letter(letter.sort, None, letter.since, letter.upto, letter.attempt)
        c.letters = {**c.letters, event.letter_id: handed}


def ended(c: Any, event: e.LetterSent | e.LetterStopped | e.LetterFailed, _record: Record) -> None:
    c.letters = {name: one for name, one in c.letters.items() if name != event.letter_id}


def sent(c: Any, event: e.LetterSent, record: Record) -> None:
    ended(c, event, record)
    c.mailed = (*c.mailed, event.letter_id)[-MAILED:]
    c.told_upto = max(c.told_upto, event.upto)


def read(c: Any, seq: int) -> None:
    """The buyer has seen everything up to `seq`: an answer that lies before it needs no letter any more."""
    _drop(c, lambda letter: letter.sort == "answer" and letter.upto <= seq)


def settled(c: Any) -> None:
    """Rated, or open again: nobody has to be asked how it went."""
    _drop(c, lambda letter: letter.sort == "rating")


def _drop(c: Any, unwanted: Any) -> None:
    """One that is being handed over just now ends by itself."""
    c.letters = {name: one for name, one in c.letters.items() if one.at is None or not unwanted(one)}


CHANGES: dict[type[e.Event], Any] = {
    e.LetterPlanned: planned,
    e.LetterDue: due,
    e.LetterSent: sent,
    e.LetterStopped: ended,
    e.LetterFailed: ended,
}
