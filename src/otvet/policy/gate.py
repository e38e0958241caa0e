"""The gate: nothing leaves unchecked, and every finding says why, where and what the policy says."""

from pathlib import Path
from typing import NamedTuple

from otvet.language.script import Lang, language_of
from otvet.policy.cleared import Cleared, Held, Outgoing, Seal, _clear, digest, seal_of
from otvet.policy.context import Context
from otvet.policy.detectors import Found
from otvet.policy.pack import Pack, Watch, open_pack, pack_from_content
from otvet.policy.page import Rule
from otvet.policy.reading import LIMIT, OverBudget, Reading
from otvet.policy.rewrite import rewritten, suggestion
from otvet.policy.verdict import Finding, Severity, Verdict, milder, worst


class Place(NamedTuple):
    """One place a rule's detector found, before it is put into words."""

    rule: Rule
    severity: Severity
    detector: str
    found: Found


class Gate:
    """One pack, ready to judge. Checks change nothing and may run in any thread."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._clean = Verdict("allow", pack=pack.hash)

    @classmethod
    def load(cls, pack: str | Path = "ozon") -> "Gate":
        """The gate of a pack that comes with Otvet, by name, or of a folder."""
        return cls(open_pack(pack))

    @classmethod
    def from_content(cls, content: str) -> "Gate":
        """The same gate again from what `pack_content` gave, so that an old verdict can be replayed."""
        return cls(pack_from_content(content))

    @property
    def pack_hash(self) -> str:
        return self._pack.hash

    @property
    def pack_content(self) -> str:
        return self._pack.content

    def rules(self) -> list[Rule]:
        """Every rule of the pack, in the order of groups and codes."""
        return list(self._pack.rules)

    def check(self, text: str, context: Context) -> Verdict:
        """Judge one text."""
        places, unchecked = self.places(text, context)
        if not places and not unchecked:
            return self._clean
        lang = context.lang or language_of(text)
        findings = tuple(_finding(text, place, lang) for place in places)
        verdict = worst([*(f.severity for f in findings), *(["block"] if "length" in unchecked else [])])
        rewrite = None if unchecked else self.rewrite(text, context, places=places)
        return Verdict(verdict, findings, rewrite, unchecked, self._pack.hash)

    def places(self, text: str, context: Context) -> tuple[list[Place], tuple[str, ...]]:
        """What every rule of the surface finds, in order, and what could not be checked."""
        unchecked: tuple[str, ...] = ()
        if len(text) > LIMIT:
            text, unchecked = text[:LIMIT], ("length",)
        try:
            reading = Reading(text, context, self._pack.lexicons)
        except OverBudget:
            return [], ("length",)
        places: list[Place] = []
        for watch in self._pack.watches[context.surface]:
            places.extend(_place(watch, found) for found in watch.detect(reading))
        return (_settled(places) if places else places), unchecked

    def rewrite(
        self, text: str, context: Context, *, places: list[Place] | None = None, safe: bool = False
    ) -> str | None:
        """The text put right, only when the result checks clean; `safe`: without touching what it says."""
        if places is None:
            places, _ = self.places(text, context)
        edits = [(p.rule, p.found) for p in places if p.rule.fix == "safe" or not safe]
        if len(edits) < len(places) and not safe:
            return None
        return rewritten(text, edits, lambda new: not self._holds(new, context, safe=safe))

    def _holds(self, text: str, context: Context, *, safe: bool) -> bool:
        places, unchecked = self.places(text, context)
        return bool(unchecked) or any(p.rule.fix == "safe" or not safe for p in places)

    def clear(self, outgoing: Outgoing) -> Cleared | Held:
        """Let a text go, or say why it stays."""
        verdict = self.check(outgoing.text, outgoing.context)
        confirm = self.confirmation(outgoing.text, verdict) if verdict.verdict == "warn" else None
        if verdict.holds and not outgoing.released_by:
            why = _why(verdict, outgoing, confirm)
            if why is not None:
                return Held(why, verdict, confirm if why == "warn" else None)
        return self._made(outgoing, verdict, confirm if outgoing.confirm == confirm else None)

    def again(self, outgoing: Outgoing, seal: Seal) -> Cleared | Held:
        """On departure: nothing changed since `seal` gives the Cleared back, otherwise the whole check runs."""
        now = seal_of(outgoing, pack=self._pack.hash, confirm=seal.confirm)
        if now == seal:
            verdict = Verdict("warn" if seal.confirm else "allow", pack=self._pack.hash)
            return _clear(outgoing, seal, verdict)
        return self.clear(outgoing)

    def confirmation(self, text: str, verdict: Verdict) -> str:
        """The hash that says: this very text with these very findings under this pack."""
        return digest(text, [(f.rule, f.start, f.end, f.severity) for f in verdict.findings], self._pack.hash)

    def _made(self, outgoing: Outgoing, verdict: Verdict, confirm: str | None) -> Cleared:
        return _clear(outgoing, seal_of(outgoing, pack=self._pack.hash, confirm=confirm), verdict)


def _why(verdict: Verdict, outgoing: Outgoing, confirm: str | None) -> str | None:
    if "length" in verdict.unchecked:
        return "too_long"
    if verdict.verdict == "block":
        return "block"
    if not outgoing.attended:
        return "unattended"
    return None if outgoing.confirm == confirm else "warn"


def _place(watch: Watch, found: Found) -> Place:
    severity = milder(watch.severity, "warn") if found.doubtful else watch.severity
    return Place(watch.rule, severity, watch.kind, found)


def _settled(places: list[Place]) -> list[Place]:
    """In order of the text; of one rule's overlapping places the widest, the severest first."""
    rank = {"block": 0, "warn": 1, "advise": 2}
    out: list[Place] = []
    last: dict[str, Place] = {}
    for place in sorted(
        places, key=lambda p: (p.found.start, -p.found.end, rank[p.severity], p.rule.code, p.detector)
    ):
        before = last.get(place.rule.code)
        if before is not None and place.found.start < before.found.end:
            if place.found.end > before.found.end or rank[place.severity] < rank[before.severity]:
                merged = _joined(before, place)
                out[out.index(before)] = last[place.rule.code] = merged
            continue
        out.append(place)
        last[place.rule.code] = place
    return out


def _joined(one: Place, other: Place) -> Place:
    first = (
        one
        if {"block": 0, "warn": 1, "advise": 2}[one.severity]
        <= {"block": 0, "warn": 1, "advise": 2}[other.severity]
        else other
    )
    return first._replace(
        found=first.found._replace(
            start=one.found.start, end=max(one.found.end, other.found.end), replace=None
        )
    )


def _finding(text: str, place: Place, lang: Lang) -> Finding:
    rule, found = place.rule, place.found
    return Finding(
        rule=rule.code,
        severity=place.severity,
        start=found.start,
        end=found.end,
        text=text[found.start : found.end],
        message=rule.message(found.note, lang, found.values),
        cites=rule.cites,
        suggestion=suggestion(text, rule, found),
        detector=f"{place.detector}:{found.note}" if found.note else place.detector,
    )
