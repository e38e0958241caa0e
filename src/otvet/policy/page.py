"""A rule is one page: a TOML head for the machine, prose in three languages for people, examples beside it."""

import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any, Literal, get_args

import msgspec
from msgspec import Struct, field

from otvet.errors import PackError
from otvet.language.script import LANGUAGES, Lang
from otvet.policy.verdict import SEVERITIES, SURFACES, Severity, Surface

Kind = Literal["found", "passes"]
Difficulty = Literal["plain", "indirect", "evasive"]
Fix = Literal["safe", "suggested", "none"]
_HEADS: dict[Lang, str] = {"ru": "# Русский", "en": "# English", "zh": "# 中文"}
_KEYS = frozenset({"cites", "severity", "fix", "since", "detect", "say", "instead", "keeps-facts"})
_NAME = re.compile(r"[a-z]+(-[a-z]+)*")


class Example(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One line of CODE.examples.jsonl: a text that is found, with the exact words, or one that passes."""

    lang: Lang
    kind: Kind
    text: str
    difficulty: Difficulty = "plain"
    spans: tuple[str, ...] = ()
    rewrite: str | None = None
    context: Surface = "chat"
    facts: dict[str, Any] | None = None
    history: tuple[str, ...] = ()
    date: str | None = None


class Prose(Struct, frozen=True):
    """A rule in one language: its name, one sentence for the author, and the rest of the page."""

    title: str
    summary: str
    body: str


class Detect(Struct, frozen=True):
    """One detector of a rule with its options."""

    kind: str
    options: dict[str, Any]
    severity: Severity | None = None


class Rule(Struct, frozen=True):
    """One rule of a pack as its page tells it."""

    code: str
    group: str
    cites: str
    severity: dict[Surface, Severity]
    fix: Fix
    since: str
    prose: dict[Lang, Prose]
    detect: tuple[Detect, ...]
    say: dict[str, dict[Lang, str]] = field(default_factory=dict)
    instead: dict[str, dict[Lang, str]] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()
    keeps_facts: bool = (
        False  # what is said besides is fine: a rewrite may lose none of its numbers and names
    )

    def message(self, note: str, lang: Lang, values: Mapping[str, str]) -> str:
        """Why this place was found, in the reader's language."""
        template = self.say[note][lang] if note in self.say else self.prose[lang].summary
        return template.format_map(values) if values else template


def read_page(path: str, text: str, examples: str | None) -> Rule:
    """A rule from its page and its examples; `path` is GROUP/CODE.md. Anything missing raises PackError."""
    group, _, name = path.rpartition("/")
    code = name.removesuffix(".md")
    if not _NAME.fullmatch(code):
        raise PackError(f"{path}:1: a rule's code is small Latin words joined by hyphens")
    head, prose, line = _split(path, text)
    unknown = set(head) - _KEYS - {"code"}
    if unknown:
        raise PackError(f"{path}:{_line_of(text, min(unknown))}: unknown key {min(unknown)!r}")
    if head.get("code", code) != code:
        raise PackError(f"{path}:{_line_of(text, 'code')}: the code is not the file's name")
    if examples is None:
        raise PackError(f"{path}:1: no examples: {code}.examples.jsonl is missing")
    return Rule(
        code=code,
        group=group.rpartition("/")[2],
        cites=_text(path, text, head, "cites"),
        severity=_severity(path, text, head),
        fix=_choice(path, text, head, "fix"),
        since=_text(path, text, head, "since"),
        prose=_prose(path, prose, line),
        detect=_detect(path, text, head),
        say=_spoken(path, text, head, "say"),
        instead=_spoken(path, text, head, "instead"),
        examples=_examples(path.removesuffix(".md") + ".examples.jsonl", examples),
        keeps_facts=head.get("keeps-facts") is True,
    )


def _split(path: str, text: str) -> tuple[dict[str, Any], str, int]:
    parts = text.split("+++\n", 2)
    if len(parts) != 3 or parts[0].strip():  # noqa: PLR2004 - before, head, prose
        raise PackError(f"{path}:1: a page begins with a TOML head between two lines of +++")
    try:
        head = tomllib.loads(parts[1])
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        raise PackError(f"{path}:{1 + int(at[1]) if at else 1}: {error}") from None
    return head, parts[2], parts[1].count("\n") + 3


def _line_of(text: str, key: str) -> int:
    match = re.search(rf"^\[*{re.escape(key)}\b", text, re.MULTILINE)
    return text.count("\n", 0, match.start()) + 1 if match else 1


def _text(path: str, text: str, head: Mapping[str, Any], key: str) -> str:
    value = head.get(key)
    if not isinstance(value, str) or not value:
        raise PackError(f"{path}:{_line_of(text, key)}: {key} must be a text")
    return value


def _choice(path: str, text: str, head: Mapping[str, Any], key: str) -> Fix:
    value = head.get(key, "none")
    for choice in get_args(Fix):
        if value == choice:
            return choice  # type: ignore[no-any-return]
    raise PackError(f"{path}:{_line_of(text, key)}: fix is one of {', '.join(get_args(Fix))}")


def _severity(path: str, text: str, head: Mapping[str, Any]) -> dict[Surface, Severity]:
    given = head.get("severity")
    if not isinstance(given, dict) or not given:
        raise PackError(f"{path}:{_line_of(text, 'severity')}: severity names at least one context")
    for surface, severity in given.items():
        if surface not in SURFACES or severity not in SEVERITIES:
            raise PackError(
                f"{path}:{_line_of(text, 'severity')}: severity {surface} = {severity!r} is unknown"
            )
    return dict(given)


def _detect(path: str, text: str, head: Mapping[str, Any]) -> tuple[Detect, ...]:
    given = head.get("detect")
    if not isinstance(given, list) or not given:
        raise PackError(f"{path}:{_line_of(text, 'detect')}: a rule needs at least one detector")
    out = []
    for item in given:
        if not isinstance(item, dict) or not isinstance(item.get("kind"), str):
            raise PackError(f"{path}:{_line_of(text, 'detect')}: each detector names its kind")
        options = {k: v for k, v in item.items() if k not in {"kind", "severity"}}
        severity = item.get("severity")
        if severity is not None and severity not in SEVERITIES:
            raise PackError(f"{path}:{_line_of(text, 'detect')}: severity {severity!r} is unknown")
        out.append(Detect(item["kind"], options, severity))
    return tuple(out)


def _spoken(path: str, text: str, head: Mapping[str, Any], key: str) -> dict[str, dict[Lang, str]]:
    given = head.get(key, {})
    for note, texts in given.items():
        if not isinstance(texts, dict) or set(texts) != set(LANGUAGES):
            raise PackError(
                f"{path}:{_line_of(text, key)}: {key}.{note} must be said in {', '.join(LANGUAGES)}"
            )
    return dict(given)


def _prose(path: str, prose: str, line: int) -> dict[Lang, Prose]:
    out: dict[Lang, Prose] = {}
    for lang, heading in _HEADS.items():
        at = prose.find(heading + "\n")
        if at < 0:
            raise PackError(f"{path}:{line}: the prose has no part {heading!r}")
        body = re.split(r"^# ", prose[at + len(heading) :], maxsplit=1, flags=re.MULTILINE)[0].strip()
        title, _, rest = body.partition("\n")
        summary, _, more = rest.strip().partition("\n\n")
        if not title.startswith("## ") or not summary:
            here = line + prose.count("\n", 0, at)
            raise PackError(f"{path}:{here}: {heading!r} needs a title (## …) and a sentence that says why")
        out[lang] = Prose(title.removeprefix("## ").strip(), " ".join(summary.split("\n")), more.strip())
    return out


def _examples(path: str, text: str) -> tuple[Example, ...]:
    out = []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            example = msgspec.convert(json.loads(line), Example)
        except (ValueError, msgspec.ValidationError) as error:
            raise PackError(f"{path}:{number}: {error}") from None
        if (example.kind == "found") != bool(example.spans):
            raise PackError(f"{path}:{number}: `found` names the exact words in spans, `passes` has none")
        if any(span not in example.text for span in example.spans):
            raise PackError(f"{path}:{number}: a span is not in the text")
        out.append(example)
    for lang in LANGUAGES:
        for kind in get_args(Kind):
            if not any(e.lang == lang and e.kind == kind for e in out):
                raise PackError(f"{path}:1: no example that is {kind!r} in {lang}")
    return tuple(out)
