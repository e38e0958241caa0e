"""What the gate says about a text: findings, each with its reason, and the verdict they add up to."""

from collections.abc import Iterable
from typing import Literal, get_args

from msgspec import Struct, field

Severity = Literal["advise", "warn", "block"]
VerdictName = Literal["allow", "advise", "warn", "block"]
Surface = Literal["chat", "broadcast", "buyer"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
SURFACES: tuple[Surface, ...] = get_args(Surface)
_RANK: dict[VerdictName, int] = {"allow": 0, "advise": 1, "warn": 2, "block": 3}


class Finding(Struct, frozen=True):
    """One place that breaks one rule; `text` is exactly `original[start:end]`, counted in code points.

    With `file` the original is not the message but what was read from that attachment.
    """

    rule: str
    severity: Severity
    start: int
    end: int
    text: str
    message: str
    cites: str
    suggestion: str | None
    detector: str
    file: str | None = None


class Verdict(Struct, frozen=True):
    """The worst severity found, the findings in order, and a rewrite when one checks clean.

    `pack` and `models` are the hashes of what judged; `scores` are the models' probabilities by rule, from 0 to 1.
    """

    verdict: VerdictName
    findings: tuple[Finding, ...] = ()
    rewrite: str | None = None
    unchecked: tuple[str, ...] = ()
    pack: str = ""
    models: str = ""
    scores: dict[str, float] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Whether the text must not leave as it is."""
        return _RANK[self.verdict] > 1


def worst(names: Iterable[VerdictName]) -> VerdictName:
    """The severest of several, `allow` for none."""
    return max(names, key=_RANK.__getitem__, default="allow")


def milder(one: Severity, other: Severity) -> Severity:
    """The less severe of two."""
    return min(one, other, key=_RANK.__getitem__)
