"""Who gets it: a pure choice among those at work, the same on every machine (mission row B3).

Somebody fits who answers the queue, has the topic's skills and the buyer's language, and has room.
Of these the preferred one is taken, else the one with the least to do for their capacity.
"""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from otvet.desk.plan import Member, Plan

WEIGHT = 4  # one that waits for an answer weighs as much as four that wait for somebody else


class Kind(Struct, frozen=True):
    """What decides who can answer it."""

    queue: str
    language: str
    topic: str


class Case(Struct, frozen=True):
    """One conversation that nobody has. `preferred`: who should have it, the first ones before the others."""

    id: str
    kind: Kind
    priority: int
    due_at: int
    preferred: tuple[str, ...] = ()

    @property
    def order(self) -> tuple[int, int, str]:
        return self.priority, self.due_at, self.id


class Hand(Struct):
    """One colleague at work; `load` in weights."""

    id: str
    member: Member
    load: int

    @property
    def room(self) -> int:
        """For how many more that wait for an answer."""
        return max(0, self.member.capacity * WEIGHT - self.load) // WEIGHT

    def knows(self, kind: Kind, plan: Plan) -> bool:
        page = self.member
        return (
            kind.queue in page.queues
            and (page.languages is None or kind.language in page.languages)
            and (page.skills is None or set(plan.topic(kind.topic).skills) <= set(page.skills))
        )


def able(kinds: Iterable[Kind], hands: Iterable[Hand], plan: Plan) -> list[Kind]:
    """The kinds that somebody with room could answer, in a fixed order."""
    free = [hand for hand in hands if hand.room]
    found = {kind for kind in kinds if any(hand.knows(kind, plan) for hand in free)}
    return sorted(found, key=lambda kind: (kind.queue, kind.language, kind.topic))


def given(cases: Sequence[Case], hands: Iterable[Hand], plan: Plan) -> list[tuple[str, str]]:
    """(conversation, colleague), the most urgent first; loads grow as they are given."""
    there, found = {hand.id: hand for hand in hands}, []
    for case in sorted(cases, key=lambda one: one.order):
        fitting = [hand for hand in there.values() if hand.room and hand.knows(case.kind, plan)]
        if not fitting:
            continue
        taken = next(
            (there[who] for who in case.preferred if who in {hand.id for hand in fitting}), _idlest(fitting)
        )
        taken.load += WEIGHT
        found.append((case.id, taken.id))
    return found


def pressed(case: Case, hands: Iterable[Hand]) -> str | None:
    """Who gets one that has waited past its limit: anybody of its queue, skill, language and room aside."""
    there = [hand for hand in hands if case.kind.queue in hand.member.queues and hand.member.capacity]
    if not there:
        return None
    taken = _idlest(there)
    taken.load += WEIGHT
    return taken.id


def _idlest(hands: Sequence[Hand]) -> Hand:
    return min(hands, key=lambda hand: (hand.load * 1000 // max(1, hand.member.capacity), hand.id))
