"""A pack: a folder of rule pages, lexicons and examples; loaded whole or refused with file and line."""

import functools
import json
import tomllib
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from msgspec.structs import replace

from otvet.errors import PackError
from otvet.policy.allowed import Allowances
from otvet.policy.cleared import digest
from otvet.policy.detectors import KINDS
from otvet.policy.entries import written
from otvet.policy.found import Detector, Options
from otvet.policy.lexicon import Lexicons
from otvet.policy.page import Rule, read_page
from otvet.policy.parsed import Parsed, parsed_once, place_of
from otvet.policy.pictures import OnPictures, on_pictures
from otvet.policy.tuning import FILE as TUNING
from otvet.policy.tuning import Tuning, faults, read_tuning, write_tuning
from otvet.policy.verdict import SURFACES, Severity, Surface, milder

MEANING: Final = "meaning"
LATE: Final = (
    MEANING,
    "also",
)  # asked in this order when the words have spoken, and only where they have not

_HOME = Path(__file__).parent
BUNDLED = frozenset({"ozon"})
_COMMON = "common/"  # where the lexicons every pack shares appear among a pack's files
_SUFFIXES = {".md", ".jsonl", ".txt", ".toml"}


class Watch(NamedTuple):
    """One detector on duty for a rule on one surface."""

    rule: Rule
    severity: Severity
    kind: str
    detect: Detector
    needs: tuple[frozenset[str], ...] = ()  # lexicons of which each group must have a place in the text


class Pack(NamedTuple):
    """Everything a gate needs, and the files it was made of."""

    name: str
    title: str
    hash: str
    content: str
    rules: tuple[Rule, ...]
    lexicons: Lexicons
    watches: dict[Surface, tuple[Watch, ...]]
    pictures: OnPictures
    tuning: Tuning = Tuning()
    allowed: Allowances | None = None


def open_pack(pack: str | Path) -> Pack:
    """A pack by the name of one that comes along, or from a folder."""
    if isinstance(pack, str) and pack in BUNDLED:
        return _bundled(pack)
    folder = pack if isinstance(pack, Path) else _HOME / "packs" / pack
    if isinstance(pack, str) and not (pack.replace("-", "").isalnum() and (folder / "pack.toml").is_file()):
        folder = Path(pack)
    if not (folder / "pack.toml").is_file():
        raise PackError(f"there is no pack {str(pack)!r}: a pack is a folder with a pack.toml")
    return pack_of(files_of(folder))


@functools.cache
def _bundled(name: str) -> Pack:
    """Read once a process, parsed once for each version: what has come along does not change."""
    return _written(files_of(_HOME / "packs" / name), place_of(name))


def tuned(pack: Pack, tuning: Tuning) -> Pack:
    """The pack with an account's changes over its own: another pack, with another hash; raises `PackError` for faults."""
    if not tuning:
        return pack
    files: dict[str, str] = json.loads(pack.content)
    if pack.tuning:
        severity = {
            code: pack.tuning.severity.get(code, {}) | table for code, table in tuning.severity.items()
        }
        tuning = Tuning(pack.tuning.severity | severity, (*pack.tuning.allow, *tuning.allow))
        return pack_of(files | {TUNING: write_tuning(tuning)})
    return _changed(pack, files | {TUNING: write_tuning(tuning)})


def pack_from_content(content: str) -> Pack:
    """A pack from the JSON text that an earlier one gave as its content."""
    try:
        files = json.loads(content)
    except ValueError as error:
        raise PackError(f"this is not a pack's content: {error}") from None
    if not isinstance(files, dict) or not all(isinstance(v, str) for v in files.values()):
        raise PackError("this is not a pack's content: an object of file names and texts")
    return pack_of(files)


def files_of(folder: Path) -> dict[str, str]:
    """The files of a pack by their path in it, with the lexicons that every pack shares."""
    return _texts(folder) | {_COMMON + name: text for name, text in _texts(_HOME / "lexicons").items()}


def _texts(folder: Path) -> dict[str, str]:
    paths = sorted(p for p in folder.rglob("*") if p.suffix in _SUFFIXES and p.is_file())
    return {p.relative_to(folder).as_posix(): p.read_text("utf-8") for p in paths}


def pack_of(files: Mapping[str, str]) -> Pack:
    """The pack that these files make, its tuning included."""
    return _changed(_written(files), files) if TUNING in files else _written(files)


def _changed(pack: Pack, files: Mapping[str, str]) -> Pack:
    """A pack as its pages say, with the changes of its tuning file made."""
    tuning = read_tuning(files[TUNING])
    wrong = faults(tuning, pack.rules)
    if wrong:
        raise PackError(f"{TUNING}:1: {wrong[0]}")
    rules = {r.code: replace(r, severity=r.severity | tuning.severity.get(r.code, {})) for r in pack.rules}
    content = json.dumps(files, ensure_ascii=False, sort_keys=True)
    watches = {
        surface: tuple(_watch(watch, rules[watch.rule.code], surface) for watch in there)
        for surface, there in pack.watches.items()
    }
    allowed = Allowances(tuning.allow) if tuning.allow else None
    return pack._replace(
        hash=digest(content), content=content, rules=tuple(rules.values()), watches=watches, tuning=tuning,
        allowed=allowed,
    )  # fmt: skip


def _watch(watch: Watch, rule: Rule, surface: Surface) -> Watch:
    """A detector that is milder than its rule stays so; none is severer than the account wants it."""
    if rule.severity[surface] == watch.rule.severity[surface]:
        return watch._replace(rule=rule)
    own = watch.severity != watch.rule.severity[surface]
    wanted = rule.severity[surface]
    return watch._replace(rule=rule, severity=milder(watch.severity, wanted) if own else wanted)


def _written(files: Mapping[str, str], place: Path | None = None) -> Pack:
    """The pack as its pages say; with a place, parsed only where that has not been done."""
    head = head_of(files)
    pages = sorted(p for p in files if p.endswith(".md") and p.count("/") == 1)
    content = json.dumps(files, ensure_ascii=False, sort_keys=True)
    named = digest(content)
    parse = partial(_parse, files, pages)
    rules, said = parsed_once(place, named, parse) if place else parse()
    lexicons = Lexicons(said)
    watches: dict[Surface, list[Watch]] = {surface: [] for surface in SURFACES}
    codes = {rule.code for rule in rules}
    for path, rule in zip(pages, rules, strict=True):
        _check_named(path, files[path], rule, codes)
        for own, kind, detector, needs in detectors_of(path, files, rule, lexicons.names):
            for surface, severity in rule.severity.items():
                watches[surface].append(Watch(rule, own or severity, kind, detector, needs))
    return Pack(
        head["name"], head["title"], named, content, rules, lexicons,
        {surface: tuple(sorted(found, key=_turn)) for surface, found in watches.items()}, on_pictures(files, rules),
    )  # fmt: skip


def _parse(files: Mapping[str, str], pages: list[str]) -> Parsed:
    said = written((lexicon_name(p), p, files[p]) for p in sorted(files) if is_lexicon(p))
    rules = tuple(read_page(p, files[p], files.get(p.removesuffix(".md") + ".examples.jsonl")) for p in pages)
    if not rules:
        raise PackError("pack.toml:1: the pack has no rules")
    _check_codes(pages)
    return Parsed(rules, said)


def _turn(watch: Watch) -> int:
    """The models come last: what the words have found needs none, and stands when they are lost; then what follows from all."""
    return LATE.index(watch.kind) + 1 if watch.kind in LATE else 0


def head_of(files: Mapping[str, str]) -> dict[str, str]:
    """Name and title, as `pack.toml` says."""
    try:
        head = tomllib.loads(files.get("pack.toml", ""))
    except tomllib.TOMLDecodeError as error:
        raise PackError(f"pack.toml: {error}") from None
    for key in ("name", "title"):
        if not isinstance(head.get(key), str):
            raise PackError(f"pack.toml:1: {key} must be a text")
    return head


def is_lexicon(path: str) -> bool:
    """Whether a file of a pack is a list of words."""
    return path.endswith(".txt") and path.startswith(("lexicons/", _COMMON))


def lexicon_name(path: str) -> str:
    """What rules call a lexicon: its file's name without language."""
    return path.rpartition("/")[2].removesuffix(".txt").partition(".")[0]


def _check_codes(pages: list[str]) -> None:
    seen: dict[str, str] = {}
    for path in pages:
        code = path.rpartition("/")[2]
        if code in seen:
            raise PackError(f"{path}:1: the code is taken by {seen[code]}")
        seen[code] = path


def detectors_of(
    path: str, files: Mapping[str, str], rule: Rule, lexicons: set[str]
) -> list[tuple[Severity | None, str, Detector, tuple[frozenset[str], ...]]]:
    """The detectors of a rule as its page names them: own severity, kind, detector, groups of lexicons needed."""
    out: list[tuple[Severity | None, str, Detector, tuple[frozenset[str], ...]]] = []
    text = files[path]
    for number, detect in enumerate(rule.detect):
        line = _detect_line(text, number)
        if detect.kind not in KINDS:
            raise PackError(
                f"{path}:{line}: there is no detector {detect.kind!r}; there are {', '.join(sorted(KINDS))}"
            )
        options = Options(detect.options, lexicons)
        try:
            detector = KINDS[detect.kind](options)
        except ValueError as error:
            raise PackError(f"{path}:{line}: detector {detect.kind}: {error}") from None
        if options.unknown():
            raise PackError(f"{path}:{line}: detector {detect.kind} has no option {min(options.unknown())!r}")
        out.append((detect.severity, detect.kind, detector, tuple(options.needs)))
    return out


def _check_named(path: str, text: str, rule: Rule, codes: set[str]) -> None:
    """Rules that an `also` names must be there: it would be silent for ever."""
    for number, detect in enumerate(rule.detect):
        for code in detect.options.get("of", ()) if detect.kind == "also" else ():
            if code not in codes:
                raise PackError(
                    f"{path}:{_detect_line(text, number)}: detector also: there is no rule {code!r}"
                )


def _detect_line(text: str, number: int) -> int:
    at = -1
    for _ in range(number + 1):
        at = text.find("[[detect]]", at + 1)
    return text.count("\n", 0, max(at, 0)) + 1
