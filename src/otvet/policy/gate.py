"""The gate: nothing leaves unchecked, and every finding says why, where and what the policy says."""

import asyncio
import datetime as dt
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from otvet.errors import JudgesLost, PackError
from otvet.language.script import LANGUAGES, Lang, language_of
from otvet.policy.allowed import spared
from otvet.policy.cleared import Cleared, Held, HeldWhy, Outgoing, Seal, _clear, digest, seal_of
from otvet.policy.context import Context, Facts
from otvet.policy.elsewhere import Elsewhere
from otvet.policy.found import Found
from otvet.policy.pack import BUNDLED, LATE, MEANING, Pack, Watch, open_pack, pack_from_content, tuned
from otvet.policy.page import Example, Rule
from otvet.policy.pictures import PICTURES, Looking, with_pictures
from otvet.policy.reading import LIMIT, LONG, Meaning, OverBudget, Reading
from otvet.policy.rewrite import rewritten, suggestion
from otvet.policy.roster import rosters
from otvet.policy.second import with_opinion
from otvet.policy.tuning import Tuning
from otvet.policy.verdict import Finding, Severity, Surface, Verdict, VerdictName, milder, worst
from otvet.policy.warming import warm

SHORT = 2_000  # characters checked on an event loop; longer ones in a thread
_MOST_OF_A_KIND = 200  # places one detector may report: more say nothing new


class Place(NamedTuple):
    """One place a rule's detector found, before it is put into words."""

    rule: Rule
    severity: Severity
    detector: str
    found: Found


class Gate:
    """One pack, ready to judge. Checks change nothing and may run in any thread."""

    def __init__(
        self,
        pack: Pack,
        meaning: Meaning | None = None,
        *,
        elsewhere: Elsewhere | None = None,
        proven: bool = False,
    ) -> None:
        self._pack = pack
        self._meaning = meaning
        self._elsewhere = elsewhere
        asked = {s: any(w.kind == MEANING for w in watches) for s, watches in pack.watches.items()}
        self._unread: dict[Surface, tuple[str, ...]] = {s: ("models",) if a else () for s, a in asked.items()}
        self._clean = {
            u: Verdict("allow", unchecked=u, pack=pack.hash) for u in ((), ("models",))
        }  # without models
        self._roster = rosters(pack, models=meaning is not None)
        if not proven:
            self._prove()

    def read_with(self, meaning: Meaning) -> None:
        """From now on the models read too; verdicts before say that they did not."""
        self._roster = rosters(
            self._pack, models=True
        )  # first: a check that runs just now must not miss them
        self._meaning = meaning

    def judged_by(self, elsewhere: Elsewhere) -> None:
        """From now on texts are checked there whenever somebody there can; here when nobody can."""
        self._elsewhere = elsewhere

    def warm(self, *, alone: bool = False) -> None:
        """Load what is otherwise loaded with the first message that needs it; `alone`: nothing else runs meanwhile."""
        pack = self._pack
        warm(pack.hash, pack.rules, lambda one: self.check_here(one.text, context_of(one)), alone=alone)

    def close(self) -> None:
        """End what the models keep running."""
        if self._meaning is not None:
            self._meaning.close()

    @property
    def models_hash(self) -> str:
        """What the models are, "" while there are none."""
        if self._meaning is not None:
            return self._meaning.hash
        return self._elsewhere.models if self._elsewhere is not None else ""

    def _prove(self) -> None:
        """A rule that has never fired fails in silence: in every language its first example must be found."""
        for rule in self._pack.rules:
            for lang in LANGUAGES:
                number, example = next(
                    (n, e) for n, e in enumerate(rule.examples, 1) if e.lang == lang and e.kind == "found"
                )
                places, _ = self.places(example.text, context_of(example))
                if not any(p.rule.code == rule.code for p in places):
                    where = f"{rule.group}/{rule.code}.examples.jsonl:{number}"
                    raise PackError(f"{where}: the rule does not find its own example {example.text!r}")

    @classmethod
    def load(cls, pack: str | Path = "ozon", *, models: bool = False) -> "Gate":
        """The gate of a pack that comes with Otvet, by name, or of a folder; with `models` those that come with it."""
        comes_along = isinstance(pack, str) and pack in BUNDLED  # its examples are proven by our own tests
        if not models:
            return cls(open_pack(pack), proven=comes_along)
        from otvet.policy.meaning.heads import bundled  # noqa: PLC0415 - words alone need no numpy

        return cls(open_pack(pack), bundled(), proven=comes_along)

    @classmethod
    def from_content(cls, content: str) -> "Gate":
        """The same gate again from what `pack_content` gave, so that an old verdict can be replayed."""
        return cls(pack_from_content(content), proven=True)  # it was proven when it was first used

    def of_content(self, content: str) -> "Gate":
        """Another pack's gate from its content, with the models of this one."""
        return Gate(pack_from_content(content), self._meaning, proven=True)

    def tuned(self, tuning: Tuning) -> "Gate":
        """The same gate with an account's changes; what they cannot change raises `PackError`."""
        return Gate(tuned(self._pack, tuning), self._meaning, elsewhere=self._elsewhere, proven=True)

    def only(self, codes: Collection[str]) -> "Gate":
        """The same gate with the rules of these codes on duty alone: for trials, where the others judge alike anyhow."""
        watches = {
            s: tuple(w for w in there if w.rule.code in codes) for s, there in self._pack.watches.items()
        }
        return Gate(self._pack._replace(watches=watches), self._meaning, proven=True)

    def of_words(self) -> "Gate":
        """The same gate without models."""
        return Gate(self._pack, proven=True)

    @property
    def pack(self) -> Pack:
        return self._pack

    @property
    def pack_hash(self) -> str:
        return self._pack.hash

    @property
    def pack_name(self) -> str:
        return self._pack.name

    @property
    def pack_content(self) -> str:
        return self._pack.content

    def rules(self) -> list[Rule]:
        """Every rule of the pack, in the order of groups and codes."""
        return list(self._pack.rules)

    def check(self, text: str, context: Context) -> Verdict:
        """Judge one text; where judges are elsewhere it waits for them, so never on their event loop."""
        if self._elsewhere is not None and self._elsewhere.ready:
            with suppress(JudgesLost):
                return self._elsewhere.wait(self, text, context)
        return self.check_here(text, context)

    async def checked(self, text: str, context: Context) -> Verdict:
        """The same on the event loop, which goes on meanwhile."""
        if self._elsewhere is not None and self._elsewhere.ready:
            with suppress(JudgesLost):
                return await self._elsewhere.ask(self, text, context)
        if len(text) <= SHORT and self._meaning is None and self._elsewhere is None:
            return self.check_here(text, context)
        return await asyncio.to_thread(self.check_here, text, context)

    def check_here(self, text: str, context: Context) -> Verdict:
        """Judge one text in this process."""
        places, unchecked, reading = self._looked(text, context)
        scores = {} if "models" in unchecked else self._scores(reading)
        if not (places or self._meaning) and unchecked in self._clean:
            return self._clean[unchecked]
        asked = self._meaning.hash if self._meaning is not None and "models" not in unchecked else ""
        spoken = _spoken(text, context)
        findings = tuple(_finding(text, place, context.lang or spoken, spoken) for place in places)
        named: list[VerdictName] = [f.severity for f in findings]
        verdict = worst([*named, "block"] if "length" in unchecked else named)
        rewrite = (
            None
            if unchecked[:1] == ("length",) or len(text) > LONG
            else self.rewrite(text, context, places=places)
        )
        return Verdict(verdict, findings, rewrite, unchecked, self._pack.hash, asked, scores)

    def _scores(self, reading: Reading | None) -> dict[str, float]:
        """What the models made of the text, kept beside the verdict for whoever appeals."""
        if self._meaning is None or reading is None or not self._unread[reading.context.surface]:
            return {}
        return self._meaning.scores(reading)

    def places(self, text: str, context: Context) -> tuple[list[Place], tuple[str, ...]]:
        """What every rule of the surface finds, in order, and what could not be checked."""
        places, unchecked, _ = self._looked(text, context)
        return places, unchecked

    def _looked(self, text: str, context: Context) -> tuple[list[Place], tuple[str, ...], Reading | None]:
        unchecked = () if self._meaning is not None else self._unread[context.surface]
        if len(text) > LIMIT:
            text, unchecked = text[:LIMIT], ("length", *unchecked)
        try:
            reading = Reading(text, context, self._pack.lexicons, self._meaning)
        except OverBudget:
            return [], ("length",), None
        places: list[Place] = []
        said: set[str] = set()  # what words have found needs no model
        for watch in self._roster[context.surface].on_duty(reading.lexicons_there):
            if watch.kind in LATE and watch.rule.code in said:
                continue
            for number, found in enumerate(watch.detect(reading)):
                if number == _MOST_OF_A_KIND:
                    break
                if found.doubtful and watch.kind != MEANING and reading.unlikely(watch.rule.code):
                    continue
                places.append(_place(watch, found))
                said.add(watch.rule.code)
                reading.placed.setdefault(watch.rule.code, []).append((found.start, found.end))
                reading.faulty |= watch.kind != MEANING and watch.rule.group != "style"
        if places:
            places = self._spared(_settled(places), text, context)
        return places, unchecked, reading

    def _spared(self, places: list[Place], text: str, context: Context) -> list[Place]:
        """Without what only an allowed term of a tuned pack has made."""
        if self._pack.allowed is None:
            return places
        stretches = self._pack.allowed.stretches(text, context.date)
        return spared(places, text, stretches, lambda rest: self.places(rest, context)[0])

    def read_ahead(self, texts: Iterable[tuple[str, Surface]]) -> None:
        """Let the models read several texts at once, each with where it goes; their checks are quicker then."""
        if self._meaning is not None:
            self._meaning.read_ahead(texts)

    def rewrite(
        self, text: str, context: Context, *, places: list[Place] | None = None, safe: bool = False
    ) -> str | None:
        """The text put right, only when the result checks clean; `safe`: without touching what it says."""
        if places is None:
            places, _ = self.places(text, context)
        edits = [(p.rule, p.found) for p in places if p.rule.fix == "safe" or not safe]
        if len(edits) < len(places) and not safe:
            return None
        return rewritten(
            text, edits, _spoken(text, context), lambda new: not self._holds(new, context, safe=safe)
        )

    def _holds(self, text: str, context: Context, *, safe: bool) -> bool:
        places, unchecked = self.places(text, context)
        return "length" in unchecked or any(p.rule.fix == "safe" or not safe for p in places)

    def clear(self, outgoing: Outgoing) -> Cleared | Held:
        """Let a text go, or say why it stays."""
        return self._decided(outgoing, self.judge(outgoing))

    async def cleared(self, outgoing: Outgoing) -> Cleared | Held:
        """The same on the event loop."""
        if outgoing.pictures:
            return await asyncio.to_thread(self.clear, outgoing)
        verdict = await self.checked(outgoing.text, outgoing.context)
        return self._decided(outgoing, self._with_second(verdict, outgoing))

    def _decided(self, outgoing: Outgoing, verdict: Verdict) -> Cleared | Held:
        confirm = self.confirmation(outgoing.text, verdict) if verdict.verdict == "warn" else None
        if not outgoing.released_by:
            why = self._blind(verdict, outgoing) or _why(verdict, outgoing, confirm)
            if why is not None:
                return Held(why, verdict, confirm if why == "warn" else None)
        return self._made(outgoing, verdict, confirm if outgoing.confirm == confirm else None)

    def judge(self, outgoing: Outgoing) -> Verdict:
        """The verdict on a text and on what goes with it."""
        verdict = self._with_second(self.check(outgoing.text, outgoing.context), outgoing)
        if not outgoing.pictures:
            return verdict
        looking = Looking(self.check, self._pack.pictures, self._pack.rules)
        return with_pictures(verdict, outgoing.pictures, outgoing.context, looking)

    def _with_second(self, verdict: Verdict, outgoing: Outgoing) -> Verdict:
        if outgoing.second is None:
            return verdict
        return with_opinion(verdict, (outgoing.text, outgoing.context), outgoing.second, self._pack.rules)

    def _blind(self, verdict: Verdict, outgoing: Outgoing) -> HeldWhy | None:
        """Whether a picture that has not been read is what holds it: nothing worse is known."""
        if PICTURES not in verdict.unchecked or verdict.verdict == "block" or "length" in verdict.unchecked:
            return None
        if any(seen.state == "waiting" for seen in outgoing.pictures):
            return "reading"
        return "unread" if self._pack.pictures.unread == "hold" else None

    async def again(self, outgoing: Outgoing, seal: Seal) -> Cleared | Held:
        """On departure: nothing changed since `seal` gives the Cleared back, otherwise the whole check runs."""
        now = seal_of(outgoing, pack=self._pack.hash, models=self.models_hash, confirm=seal.confirm)
        if now == seal:
            verdict = Verdict("warn" if seal.confirm else "allow", pack=self._pack.hash)
            return _clear(outgoing, seal, verdict)
        return await self.cleared(outgoing)

    def confirmation(self, text: str, verdict: Verdict) -> str:
        """The hash that says: this very text with these very findings under this pack."""
        places = [
            (f.rule, f.start, f.end, f.severity, *((f.file,) if f.file else ())) for f in verdict.findings
        ]
        return digest(text, places, self._pack.hash)

    def _made(self, outgoing: Outgoing, verdict: Verdict, confirm: str | None) -> Cleared:
        return _clear(
            outgoing,
            seal_of(outgoing, pack=self._pack.hash, models=self.models_hash, confirm=confirm),
            verdict,
        )


def context_of(example: Example) -> Context:
    """The context an example is told in."""
    return Context(
        surface=example.context,
        facts=None if example.facts is None else Facts.parse(example.facts),
        history=example.history,
        date=None if example.date is None else dt.date.fromisoformat(example.date),
    )


def _why(verdict: Verdict, outgoing: Outgoing, confirm: str | None) -> HeldWhy | None:
    if "length" in verdict.unchecked:
        return "too_long"
    if verdict.verdict == "block":
        return "block"
    if not verdict.holds:
        return None
    if not outgoing.attended:
        return "unattended"
    return None if outgoing.confirm == confirm else "warn"


def _place(watch: Watch, found: Found) -> Place:
    severity = milder(watch.severity, "warn") if found.doubtful else watch.severity
    return Place(watch.rule, severity, watch.kind, found)


_SEVEREST = {"block": 0, "warn": 1, "advise": 2}


def _settled(places: list[Place]) -> list[Place]:
    """In order of the text; of one rule's overlapping places the widest, the severest first."""
    out: list[Place] = []
    last: dict[str, int] = {}
    for place in sorted(
        places, key=lambda p: (p.found.start, -p.found.end, _SEVEREST[p.severity], p.rule.code, p.detector)
    ):
        at = last.get(place.rule.code)
        before = out[at] if at is not None else None
        if at is None or before is None or place.found.start >= before.found.end:
            last[place.rule.code] = len(out)
            out.append(place)
        elif place.found.end > before.found.end or _SEVEREST[place.severity] < _SEVEREST[before.severity]:
            out[at] = _joined(before, place)
    return out


def _joined(one: Place, other: Place) -> Place:
    first = one if _SEVEREST[one.severity] <= _SEVEREST[other.severity] else other
    return first._replace(
        found=first.found._replace(
            start=one.found.start, end=max(one.found.end, other.found.end), replace=None
        )
    )


def _spoken(text: str, context: Context) -> Lang:
    """The language a text is in; one of digits alone is in that of what was said before."""
    before = " ".join(context.history[-3:])
    return language_of(text, language_of(before, context.lang or "en") if before else context.lang or "en")


def _finding(text: str, place: Place, lang: Lang, spoken: Lang) -> Finding:
    rule, found = place.rule, place.found
    return Finding(
        rule=rule.code,
        severity=place.severity,
        start=found.start,
        end=found.end,
        text=text[found.start : found.end],
        message=rule.message(found.note, lang, found.values),
        cites=rule.cites,
        suggestion=suggestion(rule, found, spoken),
        detector=f"{place.detector}:{found.note}" if found.note else place.detector,
    )
