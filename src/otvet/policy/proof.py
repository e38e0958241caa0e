"""Proof of a pack: everything that would make it fail in silence, each fault as `file:line: what to do`.

`open_pack` stops at the first fault; this goes on and finds them all (mission C8, `otvet pack check`).
"""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from otvet.errors import OtvetError, PackError
from otvet.language.script import LANGUAGES
from otvet.policy.context import Context
from otvet.policy.entries import entries_of, parse
from otvet.policy.found import Options
from otvet.policy.gate import Gate, context_of
from otvet.policy.pack import detectors_of, files_of, head_of, is_lexicon, lexicon_name, pack_of
from otvet.policy.page import Example, Rule, read_page
from otvet.policy.rewrite import suggestion
from otvet.policy.tuning import FILE as TUNING
from otvet.policy.tuning import faults as tuning_faults
from otvet.policy.tuning import read_tuning
from otvet.policy.verdict import SURFACES, Finding

Progress = Callable[[int, int], None]
_NAMED = {".md", ".jsonl", ".txt", ".toml"}
_SHORT = 3  # letters an entry open at both ends needs, or it would stand in every text


def faults(folder: Path, progress: Progress = lambda _done, _of: None) -> Iterator[str]:
    """Every fault of the pack in `folder`; the examples are tried once all files can be read."""
    try:
        files = files_of(folder)
    except (OSError, UnicodeDecodeError) as error:
        yield f"{folder}:1: {error}"
        return
    found = list(_of_files(folder, files))
    rules, unread = _rules(files)
    found += unread
    if not found:
        found += _of_tuning(files, list(rules.values()))
    yield from found
    if not found:
        yield from _of_examples(files, progress)


def _of_files(folder: Path, files: Mapping[str, str]) -> Iterator[str]:
    if "pack.toml" not in files:
        yield "pack.toml:1: a pack has a pack.toml with name and title; `otvet pack new` writes one"
    else:
        yield from _said(lambda: head_of(files))
    for path in sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()):
        if not any(part.startswith(".") for part in path.split("/")):
            yield from _of_place(path, files)
    for path in filter(is_lexicon, files):
        yield from _of_lexicon(path, files[path])


def _of_place(path: str, files: Mapping[str, str]) -> Iterator[str]:
    depth, page = path.count("/"), path.removesuffix(".examples.jsonl") + ".md"
    if Path(path).suffix not in _NAMED:
        yield f"{path}:1: a pack holds .md, .examples.jsonl, .txt and .toml files; move this one elsewhere"
    elif path.endswith(".md") and depth > 1:
        yield f"{path}:1: a page lies in a group's folder, GROUP/CODE.md; this one lies deeper and is not read"
    elif path.endswith(".jsonl") and page not in files:
        yield f"{path}:1: there is no page {page} these examples belong to"
    elif path.endswith(".txt") and not is_lexicon(path):
        yield f"{path}:1: lexicons lie in lexicons/; this one is not read"
    elif path.endswith(".toml") and path not in {"pack.toml", TUNING}:
        yield f"{path}:1: this file is not read; a pack has pack.toml and {TUNING}"


def _of_lexicon(path: str, text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), 1):
        try:
            entries = [entry for one, _ in parse(lexicon_name(path), path, line) for entry in entries_of(one)]
        except PackError as error:
            yield error.message.replace(":1:", f":{number}:", 1)
            continue
        for entry in entries:
            open_ended = entry.phrase is None and not entry.left and entry.right == -1
            if open_ended and entry.literal.isalpha() and len(entry.literal) < _SHORT:
                yield f"{path}:{number}: {line.strip()!r} stands in nearly every text; give it {_SHORT} letters or a border"
                break


def _rules(files: Mapping[str, str]) -> tuple[dict[str, Rule], list[str]]:
    """The rules by page, and what keeps others from being read."""
    rules: dict[str, Rule] = {}
    out: list[str] = []
    lexicons = {lexicon_name(p): p for p in files if is_lexicon(p)}
    used: set[str] = set()
    for page in sorted(p for p in files if p.endswith(".md") and p.count("/") == 1):
        try:
            rules[page] = read_page(
                page, files[page], files.get(page.removesuffix(".md") + ".examples.jsonl")
            )
            detectors_of(page, files, rules[page], set(lexicons))
        except PackError as error:
            out.append(error.message)
            continue
        for detect in rules[page].detect:
            used |= Options(detect.options, lexicons).used_lexicons()
        out += _of_contexts(page, rules[page])
    if not rules and not out:
        out.append(
            "pack.toml:1: the pack has no rules; write GROUP/CODE.md with CODE.examples.jsonl beside it"
        )
    own = {name: path for name, path in lexicons.items() if not path.startswith("common/")}
    if not out:
        out += [
            f"{own[n]}:1: no rule names the lexicon {n!r}; use it or delete it"
            for n in sorted(own.keys() - used)
        ]
    return rules, out


def _of_contexts(page: str, rule: Rule) -> Iterator[str]:
    for number, example in enumerate(rule.examples, 1):
        if example.kind == "found" and example.context not in rule.severity:
            yield (
                f"{page.removesuffix('.md')}.examples.jsonl:{number}: the rule is not judged in {example.context!r}; "
                f"add it to severity or tell the example in {', '.join(rule.severity)}"
            )


def _of_tuning(files: Mapping[str, str], rules: list[Rule]) -> Iterator[str]:
    if TUNING in files:
        try:
            yield from (f"{TUNING}:1: {fault}" for fault in tuning_faults(read_tuning(files[TUNING]), rules))
        except PackError as error:
            yield error.message


def _of_examples(files: Mapping[str, str], progress: Progress) -> Iterator[str]:
    """As its pages say, without tuning: every example found exactly, or clean; every detector fires once."""
    try:
        gate = Gate(pack_of({p: t for p, t in files.items() if p != TUNING}), proven=True)
    except PackError as error:
        yield error.message
        return
    total = sum(len(rule.examples) for rule in gate.rules())
    done = 0
    fired: set[tuple[str, str]] = set()
    for rule in gate.rules():
        for number, example in enumerate(rule.examples, 1):
            where = f"{rule.group}/{rule.code}.examples.jsonl:{number}"
            yield from (f"{where}: {fault}" for fault in _of_example(gate, rule, example, fired))
            done += 1
            progress(done, total)
        yield from _of_severity(gate, rule)
    for rule in gate.rules():
        idle = (
            {d.kind for d in rule.detect} - {kind for code, kind in fired if code == rule.code} - {"meaning"}
        )
        page = f"{rule.group}/{rule.code}.md:1"
        yield from (
            f"{page}: no example fires the detector {k!r}; add one or leave it out" for k in sorted(idle)
        )


def _of_example(gate: Gate, rule: Rule, example: Example, fired: set[tuple[str, str]]) -> Iterator[str]:
    try:
        context = context_of(example)
        verdict = gate.check(example.text, context)
        _say_everything(gate, example, context)
    except KeyError as error:
        yield f"a sentence of say or instead asks for {error}, which its detector does not give; leave it out"
        return
    except (OtvetError, ValueError) as error:
        yield str(error)
        return
    if example.kind == "passes":
        yield from (f"{f.rule} finds {f.text!r} in a text that passes" for f in verdict.findings)
        return
    fired |= {(f.rule, f.detector.partition(":")[0]) for f in verdict.findings}
    mine = [f for f in verdict.findings if f.rule == rule.code]
    yield from _of_found(example, mine)
    if mine and verdict.rewrite != example.rewrite:
        yield f"rewrite is {_json(example.rewrite)} here, the gate offers {_json(verdict.rewrite)}"


def _say_everything(gate: Gate, example: Example, context: Context) -> None:
    """Every sentence of every finding, in each language: one that cannot be filled in raises `KeyError`."""
    for place in gate.places(example.text, context)[0] if example.kind == "found" else ():
        for lang in LANGUAGES:
            place.rule.message(place.found.note, lang, place.found.values)
            suggestion(place.rule, place.found, lang)


def _of_found(example: Example, mine: list[Finding]) -> Iterator[str]:
    found = [f.text for f in mine]
    if found != list(example.spans):
        yield f"spans are {_json(list(example.spans))} here, the rule finds {_json(found)} in {example.text!r}"


def _of_severity(gate: Gate, rule: Rule) -> Iterator[str]:
    """The severity table is complete when in each context it names some example of every language is found."""
    for surface in (one for one in SURFACES if one in rule.severity):
        for lang in LANGUAGES:
            told = [e for e in rule.examples if e.lang == lang and e.kind == "found"]
            if not any(_found_in(gate, rule, e, surface) for e in told):
                where = f"{rule.group}/{rule.code}.md:1"
                yield f"{where}: severity names {surface}, but no example in {lang} is found there"


def _found_in(gate: Gate, rule: Rule, example: Example, surface: str) -> bool:
    told = context_of(example)
    context = Context(
        surface=next(one for one in SURFACES if one == surface),
        facts=told.facts,
        date=told.date,
        history=told.history,
    )
    return any(p.rule.code == rule.code for p in gate.places(example.text, context)[0])


def _said(work: Callable[[], object]) -> Iterator[str]:
    try:
        work()
    except PackError as error:
        yield error.message


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
