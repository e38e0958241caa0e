"""Replaying a verdict with the very pack of its time: whether it comes out as it did."""

from typing import Literal

from msgspec import Struct

from otvet.conversation.past import PastVerdict
from otvet.conversation.shelf import Shelf
from otvet.errors import NotFound
from otvet.policy import Gate, Verdict
from otvet.policy.reading import Meaning

Outcome = Literal["equal", "differs", "models", "erased", "no-context", "no-pack"]


class Replayed(Struct, frozen=True):
    """What came out. `models`: other models than then are here, so only words were asked and they may differ."""

    outcome: Outcome
    past: PastVerdict
    verdict: Verdict | None = None


class Replaying:
    """Replays with packs from the shelf; `meaning` are the models at hand, if any."""

    def __init__(self, shelf: Shelf, meaning: Meaning | None) -> None:
        self._shelf = shelf
        self._meaning = meaning
        self._gates: dict[tuple[str, bool], Gate] = {}

    def again(self, past: PastVerdict) -> Replayed:
        """The verdict again, compared place by place."""
        if not past.text:
            return Replayed("erased", past)
        if past.context is None:
            return Replayed("no-context", past)
        same = bool(past.models) and self._meaning is not None and self._meaning.hash == past.models
        try:
            gate = self._gate(past.pack, with_models=same)
        except NotFound:
            return Replayed("no-pack", past)
        verdict = gate.check(past.text, past.context)
        if past.models and not same:
            return Replayed("models", past, verdict)
        return Replayed("equal" if _equal(past, verdict) else "differs", past, verdict)

    def _gate(self, pack: str, *, with_models: bool) -> Gate:
        known = self._gates.get((pack, with_models))
        if known is None:
            known = self._gates[pack, with_models] = Gate.from_content(self._shelf.content(pack))
            if with_models and self._meaning is not None:
                known.read_with(self._meaning)
        return known


def _equal(past: PastVerdict, verdict: Verdict) -> bool:
    """Place by place; what was found in pictures is not judged again here, only what stands in the text."""
    then = [(f.rule, f.severity, f.start, f.end) for f in past.findings if f.file is None]
    now = [(f.rule, f.severity, f.start, f.end) for f in verdict.findings]
    whole = past.event != "ReplyCleared" and len(then) == len(past.findings)
    return then == now and (past.verdict == verdict.verdict or not whole)
