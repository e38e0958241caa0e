"""What changed between two packs, in words (mission C8: every change is versioned and can be read)."""

import json
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Struct

from otvet.language.script import LANGUAGES
from otvet.policy.found import Options
from otvet.policy.pack import Pack, is_lexicon, lexicon_name
from otvet.policy.page import Example, Rule
from otvet.policy.verdict import SURFACES

_SHOWN = 60


class Change(Struct, frozen=True, omit_defaults=True):
    """One difference: `where` is a rule's code, `lexicon NAME` or `tuning`; `what` says which part of it."""

    where: str
    what: str
    before: Any = None
    after: Any = None

    def words(self) -> str:
        """The change as one line for people."""
        if self.before is None:
            return f"{self.what}: {_short(self.after)}" if self.after is not None else self.what
        if self.after is None:
            return f"{self.what}: {_short(self.before)} is gone"
        return f"{self.what}: {_short(self.before)} → {_short(self.after)}"


def difference(one: Pack, other: Pack) -> list[Change]:
    """Every change that leads from one pack to the other, by rule, then lexicon, then tuning."""
    before, after = ({r.code: r for r in pack.rules} for pack in (one, other))
    out: list[Change] = []
    for code in sorted(before.keys() | after.keys()):
        if code not in before:
            out.append(Change(code, "rule added", after=after[code].prose["en"].title))
        elif code not in after:
            out.append(Change(code, "rule removed", before=before[code].prose["en"].title))
        else:
            out += _of_rule(before[code], after[code])
    if one.pictures != other.pictures:
        out.append(Change("pictures", "what is read in them", *(_on_pictures(p) for p in (one, other))))
    return out + list(_of_lexicons(one, other)) + list(_of_allowed(one, other))


def _on_pictures(pack: Pack) -> str:
    return msgspec.json.encode(pack.pictures, order="deterministic").decode()


def affected(one: Pack, other: Pack) -> frozenset[str]:
    """The rules that may judge a text otherwise: changed severity, detectors, lexicons or allowed terms."""
    before, after = ({r.code: r for r in pack.rules} for pack in (one, other))
    was, now = _lines(one), _lines(other)
    lexicons = {name for name in was.keys() | now.keys() if was.get(name) != now.get(name)}
    changed = {change.where for change in _of_allowed(one, other)}
    return frozenset(
        code
        for code in before.keys() | after.keys()
        if code in changed
        or code not in before
        or code not in after
        or (before[code].severity, before[code].detect) != (after[code].severity, after[code].detect)
        or any(Options(d.options, lexicons).used_lexicons() for d in after[code].detect)
    )


def lexicons_differ(one: Pack, other: Pack) -> bool:
    """Whether any list of words changed: models look at all of them."""
    return _lines(one) != _lines(other)


def _of_rule(one: Rule, other: Rule) -> Iterator[Change]:
    for surface in SURFACES:
        if one.severity.get(surface) != other.severity.get(surface):
            levels = [r.severity.get(surface, "not judged") for r in (one, other)]
            yield Change(one.code, f"severity in {surface}", *levels)
    for name, what in (("cites", "clause"), ("fix", "fix"), ("group", "group"), ("since", "since")):
        if getattr(one, name) != getattr(other, name):
            yield Change(one.code, what, getattr(one, name), getattr(other, name))
    yield from _of_detectors(one, other)
    for name in ("say", "instead"):
        yield from _of_sentences(one, other, name)
    for lang in LANGUAGES:
        for part in ("title", "summary", "body"):
            texts = [getattr(r.prose[lang], part) for r in (one, other)]
            if texts[0] != texts[1]:
                yield Change(one.code, f"prose in {lang}, {part}", *texts)
    yield from _of_examples(one, other)


def _of_detectors(one: Rule, other: Rule) -> Iterator[Change]:
    before, after = ([_drawn(d) for d in rule.detect] for rule in (one, other))
    yield from (Change(one.code, "detector removed", before=d) for d in before if d not in after)
    yield from (Change(one.code, "detector added", after=d) for d in after if d not in before)


def _drawn(detect: Any) -> str:
    severity = f" at most {detect.severity}" if detect.severity else ""
    return f"{detect.kind}{severity} {json.dumps(detect.options, ensure_ascii=False, sort_keys=True)}"


def _of_sentences(one: Rule, other: Rule, name: str) -> Iterator[Change]:
    before, after = getattr(one, name), getattr(other, name)
    for note in sorted(before.keys() | after.keys()):
        for lang in LANGUAGES:
            texts = [side.get(note, {}).get(lang) for side in (before, after)]
            if texts[0] != texts[1]:
                yield Change(one.code, f"{name}.{note} in {lang}", *texts)


def _of_examples(one: Rule, other: Rule) -> Iterator[Change]:
    before, after = ({_key(e): e for e in rule.examples} for rule in (one, other))
    for key in [k for k in before if k not in after]:
        yield Change(
            one.code, f"example removed ({before[key].lang}, {before[key].kind})", before=before[key].text
        )
    for key in [k for k in after if k not in before]:
        yield Change(one.code, f"example added ({after[key].lang}, {after[key].kind})", after=after[key].text)


def _key(example: Example) -> str:
    return msgspec.json.encode(example, order="deterministic").decode()


def _of_lexicons(one: Pack, other: Pack) -> Iterator[Change]:
    before, after = _lines(one), _lines(other)
    for name in sorted(before.keys() | after.keys()):
        where = f"lexicon {name}"
        was, now = before.get(name, []), after.get(name, [])
        yield from (Change(where, "entry removed", before=line) for line in was if line not in now)
        yield from (Change(where, "entry added", after=line) for line in now if line not in was)


def _lines(pack: Pack) -> dict[str, list[str]]:
    """The entries of each lexicon, comments left out."""
    files: dict[str, str] = json.loads(pack.content)
    out: dict[str, list[str]] = {}
    for path in sorted(p for p in files if is_lexicon(p)):
        lines = (line.partition("#")[0].strip() for line in files[path].splitlines())
        out.setdefault(lexicon_name(path), []).extend(line for line in lines if line)
    return out


def _of_allowed(one: Pack, other: Pack) -> Iterator[Change]:
    before, after = ({(a.rule, a.term): a for a in pack.tuning.allow} for pack in (one, other))
    for rule, term in sorted(before.keys() | after.keys()):
        was, now = before.get((rule, term)), after.get((rule, term))
        if was is None and now is not None:
            yield Change(rule, "term allowed", after=_until(term, now.until))
        elif now is None and was is not None:
            yield Change(rule, "term no longer allowed", before=_until(term, was.until))
        elif was is not None and now is not None and was.until != now.until:
            yield Change(
                rule, f"term {term!r} allowed", str(was.until or "for good"), str(now.until or "for good")
            )


def _until(term: str, until: Any) -> str:
    return f"{term} until {until}" if until else f"{term} for good"


def _short(value: Any) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= _SHOWN * 2 else text[: _SHOWN * 2 - 1] + "…"
