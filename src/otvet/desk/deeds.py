"""What a macro or a rule does beside its words: the changes of `triage`, with times counted from the moment of doing."""

from typing import Literal

from msgspec import Struct

from otvet.conversation.topics import TOPICS
from otvet.conversation.triage import ACTIONS, Change, Value, clean_tag
from otvet.errors import BadInput
from otvet.people import access
from otvet.people.actor import Actor

What = Literal["tag", "untag", "topic", "assign", "resolve", "snooze"]
ME = "me"  # whoever runs it
MOST = 10
LONGEST_MINUTES = 90 * 24 * 60


class Deed(Struct, frozen=True):
    """One action. `value`: a tag, a topic, a colleague's id, `me` or `None` for nobody, minutes or `None` for the next message."""

    what: What
    value: str | int | None = None


def checked(deeds: tuple[Deed, ...], actor: Actor) -> tuple[Deed, ...]:
    """The deeds as they are kept. Raises `BadInput` for what could never be done, `NotAllowed` for what is not one's own to do."""
    if len(deeds) > MOST:
        raise BadInput(f"At most {MOST} actions stand in one list.")
    for deed in deeds:
        access.allow(actor, ACTIONS[deed.what])
    return tuple(_checked(deed) for deed in deeds)


def _checked(deed: Deed) -> Deed:
    if deed.what in ("tag", "untag"):
        return Deed(deed.what, clean_tag(deed.value))
    if deed.what == "topic" and deed.value not in TOPICS:
        raise BadInput(f"There is no topic {deed.value!r}; take one of {', '.join(TOPICS)}.")
    if deed.what == "snooze" and deed.value is not None:
        if not isinstance(deed.value, int) or not 1 <= deed.value <= LONGEST_MINUTES:
            raise BadInput(
                "A snooze is a number of minutes, at most 90 days; or nothing for the next message."
            )
    elif deed.what == "assign" and deed.value is not None and not isinstance(deed.value, str):
        raise BadInput("Give a conversation to a colleague by id, to `me`, or to nobody.")
    return Deed(deed.what) if deed.what == "resolve" else deed


def change_of(deed: Deed, actor: Actor, now: int) -> Change:
    """The change that does it now, `now` in ms."""
    value: Value = deed.value
    if deed.what == "snooze" and isinstance(value, int):
        value = now + value * 60_000
    if deed.what == "assign" and value == ME:
        value = actor.id
    return Change(what=deed.what, value=value)
