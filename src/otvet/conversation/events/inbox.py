"""What keeps an inbox in order: tags, snoozes, merging, mentions."""

from typing import ClassVar, Literal

from otvet.conversation.events.event import Audience, Event, Kind


class Tagged(Event, frozen=True, tag="Tagged"):
    """Somebody put a tag on the conversation."""

    tag: str


class Untagged(Event, frozen=True, tag="Untagged"):
    """Somebody took a tag off."""

    tag: str


class Snoozed(Event, frozen=True, tag="Snoozed"):
    """Out of sight until a time in ms, or, without one, until the buyer writes; a message always ends it."""

    audience: ClassVar[Audience] = "seller"

    until: int | None = None


class Woken(Event, frozen=True, tag="Woken"):
    """A snooze ended before a message came: its time was there, or a person ended it."""

    audience: ClassVar[Audience] = "seller"

    why: Literal["time", "person"] = "time"


class MergedInto(Event, frozen=True, tag="MergedInto"):
    """It goes on in another conversation of the same buyer; everything of its own stays where it is."""

    audience: ClassVar[Audience] = "public"

    into: str
    reference: str


class TookIn(Event, frozen=True, tag="TookIn"):
    """Another conversation of the same buyer goes on here; `waiting_since` in ms is the wait it brought."""

    audience: ClassVar[Audience] = "public"
    figures: ClassVar[tuple[str, ...]] = ("wait",)

    source: str
    reference: str
    waiting_since: int | None = None


class Unmerged(Event, frozen=True, tag="Unmerged"):
    """The merge was taken back: it goes on by itself again."""

    audience: ClassVar[Audience] = "public"


class GaveBack(Event, frozen=True, tag="GaveBack"):
    """A conversation that had been taken in goes on by itself again."""

    audience: ClassVar[Audience] = "public"
    figures: ClassVar[tuple[str, ...]] = ("wait",)

    source: str


class MentionSeen(Event, frozen=True, tag="MentionSeen"):
    """Somebody mentioned in a note has read it."""

    kind: ClassVar[Kind] = "mark"

    person_id: str
