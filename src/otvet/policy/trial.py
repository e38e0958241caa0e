"""Trying a changed pack over past messages: which verdicts it would alter (mission C8)."""

from collections.abc import Iterable

from msgspec import Struct, field

from otvet.policy.context import Context
from otvet.policy.difference import affected, lexicons_differ
from otvet.policy.gate import Gate, Place
from otvet.policy.verdict import Severity, VerdictName, worst

SAMPLES = 5


class Message(Struct, frozen=True):
    """A message of the past with what was known around it; `id` leads back to it."""

    id: str
    text: str
    context: Context = Context()


class Alteration(Struct, frozen=True, kw_only=True):
    """One message whose verdict or findings differ; `rules` are those that find it anew, no longer, or otherwise."""

    id: str
    text: str
    before: VerdictName
    after: VerdictName
    rules: tuple[str, ...]


class Tally(Struct, frozen=True, kw_only=True):
    """What a trial came to: verdicts before and after by name, alterations by rule, samples of each."""

    messages: int
    altered: int
    verdicts: dict[str, dict[str, int]]
    rules: dict[str, dict[str, int]]
    samples: dict[str, tuple[Alteration, ...]]


class Count(Struct):
    """A tally as it grows: messages by verdict, and by rule how many it finds before, after, and otherwise."""

    messages: int = 0
    altered: int = 0
    verdicts: dict[str, dict[str, int]] = field(default_factory=dict)
    rules: dict[str, dict[str, int]] = field(default_factory=dict)
    samples: dict[str, list[Alteration]] = field(default_factory=dict)

    def add(self, judged: "Judged") -> None:
        """Take in a message judged by both packs."""
        self.messages += 1
        for side, name in (("before", judged.before), ("after", judged.after)):
            table = self.verdicts.setdefault(side, dict.fromkeys(("allow", "advise", "warn", "block"), 0))
            table[name] += 1
        for side, rules in (("before", judged.found_before), ("after", judged.found_after)):
            for rule in rules:
                self._rule(rule)[side] += 1
        if judged.altered is not None:
            self.altered += 1
            for rule in judged.altered.rules:
                self._rule(rule)["altered"] += 1
                samples = self.samples.setdefault(rule, [])
                if len(samples) < SAMPLES:
                    samples.append(judged.altered)

    def _rule(self, code: str) -> dict[str, int]:
        return self.rules.setdefault(code, {"before": 0, "after": 0, "altered": 0})

    def tally(self) -> Tally:
        """What it came to, rules with alterations only, the most altered first."""
        rules = {code: row for code, row in self.rules.items() if row["altered"]}
        order = sorted(rules, key=lambda code: (-rules[code]["altered"], code))
        return Tally(
            messages=self.messages, altered=self.altered, verdicts=self.verdicts,
            rules={code: rules[code] for code in order},
            samples={code: tuple(self.samples.get(code, ())) for code in order},
        )  # fmt: skip


class Judged(Struct, frozen=True):
    """One message under both packs: verdicts, the rules that found something, and what is altered."""

    before: VerdictName
    after: VerdictName
    found_before: tuple[str, ...]
    found_after: tuple[str, ...]
    altered: Alteration | None


class Trial:
    """A pack of now and a changed one, ready to judge messages.

    Rules that are alike in both judge alike, so they are asked once; with models a changed lexicon touches all of them.
    """

    def __init__(self, now: Gate, new: Gate) -> None:
        self._now = now
        self._changed = affected(now.pack, new.pack)
        self._whole = bool(now.models_hash) and lexicons_differ(now.pack, new.pack)
        self._new = new if self._whole else new.only(self._changed)

    def judged(self, message: Message) -> Judged:
        """The message under both packs."""
        before, unread = self._now.places(message.text, message.context)
        after = before
        if self._changed or self._whole:
            after, _ = self._new.places(message.text, message.context)
            if not self._whole:
                after = [*(p for p in before if p.rule.code not in self._changed), *after]
        too_long = "length" in unread
        verdicts = [_verdict(side, too_long=too_long) for side in (before, after)]
        rules = _differing(before, after)
        altered = None
        if rules:
            altered = Alteration(
                id=message.id, text=message.text, before=verdicts[0], after=verdicts[1], rules=rules
            )
        return Judged(verdicts[0], verdicts[1], _rules(before), _rules(after), altered)


def tried(now: Gate, new: Gate, messages: Iterable[Message]) -> Tally:
    """All messages in this process."""
    trial, count = Trial(now, new), Count()
    for message in messages:
        count.add(trial.judged(message))
    return count.tally()


def _verdict(places: list[Place], *, too_long: bool) -> VerdictName:
    named: list[VerdictName] = [p.severity for p in places]
    return worst([*named, "block"] if too_long else named)


def _rules(places: list[Place]) -> tuple[str, ...]:
    return tuple(sorted({p.rule.code for p in places}))


def _differing(before: list[Place], after: list[Place]) -> tuple[str, ...]:
    """The rules whose places or severities are not the same."""
    was, now = _by_rule(before), _by_rule(after)
    return tuple(sorted(code for code in was.keys() | now.keys() if was.get(code) != now.get(code)))


def _by_rule(places: list[Place]) -> dict[str, set[tuple[int, int, Severity]]]:
    table: dict[str, set[tuple[int, int, Severity]]] = {}
    for p in places:
        table.setdefault(p.rule.code, set()).add((p.found.start, p.found.end, p.severity))
    return table
