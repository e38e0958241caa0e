"""Tuning: what one account changes about a pack: how severe a rule is in a context, and words it may say for a time.

It is a file of the pack, `tuning.toml`, so a tuned pack is a pack with a hash of its own (mission, C8):

    [severity.emoji]
    chat = "advise"

    [[allow]]
    rule = "uppercase"
    term = "дом света"
    until = 2027-01-31      # the last day it counts; without it for good

A term is written like a line of a lexicon.
"""

import datetime as dt
import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct, field

from otvet.errors import PackError
from otvet.policy.page import Rule
from otvet.policy.verdict import SEVERITIES, SURFACES, Severity, Surface, milder

FILE = "tuning.toml"
TERM_CHARS = 200
_UNFIT = re.compile(r"[\x00-\x1f\x7f#]|=>|^- ")


class Allowed(Struct, frozen=True):
    """Words in which one rule finds nothing; `until` is the last day, `None`: for good."""

    rule: str
    term: str
    until: dt.date | None = None


class Tuning(Struct, frozen=True):
    """All an account has changed; nothing by default."""

    severity: dict[str, dict[Surface, Severity]] = field(default_factory=dict)
    allow: tuple[Allowed, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.severity or self.allow)


def lowest(written: Severity) -> Severity:
    """How far a severity may be lowered: what the pack blocks is at least confirmed by a person (mission, C)."""
    return "warn" if written == "block" else "advise"


def read_tuning(text: str) -> Tuning:
    """A tuning from its file; what cannot be read raises `PackError` with file and line."""
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        raise PackError(f"{FILE}:{at[1] if at else 1}: {error}") from None
    unknown = set(given) - {"severity", "allow"}
    if unknown:
        raise PackError(f"{FILE}:1: unknown key {min(unknown)!r}; there are severity and allow")
    table, terms = given.get("severity", {}), given.get("allow", [])
    if not isinstance(table, dict) or not all(isinstance(one, dict) for one in table.values()):
        raise PackError(
            f"{FILE}:{_line(text, 'severity')}: write [severity.CODE] and below it CONTEXT = LEVEL"
        )
    if not isinstance(terms, list):
        raise PackError(f"{FILE}:{_line(text, 'allow')}: write [[allow]] with rule, term and until")
    return Tuning(table, tuple(_allowed(text, number, one) for number, one in enumerate(terms)))


def _allowed(text: str, number: int, given: Mapping[str, Any]) -> Allowed:
    line = _line(text, "allow", number)
    if set(given) - {"rule", "term", "until"} or not all(
        isinstance(given.get(k), str) for k in ("rule", "term")
    ):
        raise PackError(f"{FILE}:{line}: an allowed term has rule and term as texts, and until as a date")
    until = given.get("until")
    if until is not None and type(until) is not dt.date:
        raise PackError(f"{FILE}:{line}: until is a date such as 2027-01-31, without quotes")
    return Allowed(given["rule"], given["term"], until)


def write_tuning(tuning: Tuning) -> str:
    """The file of a tuning: the same tuning, the same bytes."""
    lines: list[str] = []
    for rule, table in sorted(tuning.severity.items()):
        lines += [
            f"[severity.{rule}]",
            *(f"{_quoted(s)[1:-1]} = {_quoted(v)}" for s, v in sorted(table.items())),
            "",
        ]
    for one in sorted(tuning.allow, key=lambda a: (a.rule, a.term)):
        lines += ["[[allow]]", f"rule = {_quoted(one.rule)}", f"term = {_quoted(one.term)}"]
        lines += [f"until = {one.until.isoformat()}"] if one.until else []
        lines.append("")
    return "\n".join(lines)


def faults(tuning: Tuning, rules: Iterable[Rule]) -> list[str]:
    """What a pack of these `rules` cannot take of a tuning, each as a sentence that says what may be."""
    known = {rule.code: rule for rule in rules}
    out = [
        fault
        for code, table in tuning.severity.items()
        for surface, severity in table.items()
        if (fault := severity_fault(known.get(code), code, surface, severity))
    ]
    return out + [fault for one in tuning.allow if (fault := term_fault(known, one))]


def fitting(tuning: Tuning, rules: Iterable[Rule]) -> Tuning:
    """The part of a tuning that a newer pack can still take: rules come and go."""
    known = {rule.code: rule for rule in rules}
    severity = {
        code: {s: v for s, v in table.items() if severity_fault(known.get(code), code, s, v) is None}
        for code, table in tuning.severity.items()
    }
    return Tuning(
        {code: table for code, table in severity.items() if table},
        tuple(one for one in tuning.allow if term_fault(known, one) is None),
    )


def severity_fault(rule: Rule | None, code: str, surface: str, severity: str) -> str | None:
    """Why this severity cannot stand, or `None`."""
    if rule is None:
        return f"there is no rule {code!r} in this pack"
    written = next((rule.severity[one] for one in SURFACES if one == surface and one in rule.severity), None)
    if written is None:
        return f"{code} is not judged in {surface!r}; it is in {', '.join(rule.severity)}"
    if severity not in SEVERITIES:
        return f"{severity!r} is no severity; there are {', '.join(SEVERITIES)}"
    level = next(one for one in SEVERITIES if one == severity)
    least = lowest(written)
    if milder(level, least) == level != least:
        return f"{code} in {surface} is {written!r} in the pack and may be lowered to {least!r}, not further"
    return None


def term_fault(known: Mapping[str, Rule], one: Allowed) -> str | None:
    """Why this term cannot be allowed, or `None`."""
    if one.rule not in known:
        return f"there is no rule {one.rule!r} in this pack"
    if not any(c.isalnum() or ord(c) > 0x2000 for c in one.term) or len(one.term) > TERM_CHARS:  # noqa: PLR2004 - signs and emoji lie above
        return f"an allowed term has 1 to {TERM_CHARS} characters"
    if _UNFIT.search(one.term):
        return f"{one.term!r}: a term is one line without '#', '=>' and a dash at its beginning"
    return None


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _line(text: str, key: str, number: int = 0) -> int:
    places = [m.start() for m in re.finditer(rf"^\[*{key}\b", text, re.MULTILINE)]
    return text.count("\n", 0, places[min(number, len(places) - 1)]) + 1 if places else 1
