"""The rule pages tell the truth: every example is found, or passes, exactly as its page says."""

import sys
from collections import Counter
from pathlib import Path

import pytest

from otvet.language.script import LANGUAGES
from otvet.policy import Gate
from otvet.policy.gate import context_of

sys.path.insert(0, str(Path(__file__).parent))
from mutations import mutations

GATE = Gate.load()
CODES = [rule.code for rule in GATE.rules()]
EXAMPLES = [(rule, example) for rule in GATE.rules() for example in rule.examples]
FOUND = [(rule, e) for rule, e in EXAMPLES if e.kind == "found"]
PASSES = [(rule, e) for rule, e in EXAMPLES if e.kind == "passes"]


def _name(value):
    return getattr(value, "code", None) or value.text[:40]


@pytest.mark.parametrize(("rule", "example"), FOUND, ids=_name)
def test_the_words_the_page_names_are_found(rule, example):
    """The spans are exact, and what the page says may stand instead is what is offered."""
    verdict = GATE.check(example.text, context_of(example))

    findings = [f for f in verdict.findings if f.rule == rule.code]
    assert [f.text for f in findings] == list(example.spans)
    assert verdict.rewrite == example.rewrite


@pytest.mark.parametrize(("rule", "example"), PASSES, ids=_name)
def test_what_only_looks_alike_passes(rule, example):
    """No rule at all finds anything in a text that passes."""
    assert GATE.check(example.text, context_of(example)).findings == (), rule.code


@pytest.mark.parametrize("code", CODES)
def test_every_language_has_examples_enough(code):
    """Twelve that are found and twelve that pass, at every difficulty."""
    counts = Counter((e.lang, e.kind) for rule, e in EXAMPLES if rule.code == code)
    hard = {(e.lang, e.difficulty) for rule, e in FOUND if rule.code == code}

    assert min(counts[lang, kind] for lang in LANGUAGES for kind in ("found", "passes")) >= 12
    assert hard >= {
        (lang, difficulty) for lang in LANGUAGES for difficulty in ("plain", "indirect", "evasive")
    }


@pytest.mark.parametrize(("rule", "example"), [(r, e) for r, e in FOUND if r.group == "conduct"], ids=_name)
def test_disguise_does_not_help(rule, example):
    """Look-alikes, spacing, number words, masks, case, repeats, full width and unseen signs change nothing."""
    missed = []
    for disguise, text in mutations(rule.code, example):
        findings = GATE.check(text, context_of(example)).findings
        if not any(f.rule == rule.code for f in findings):
            missed.append(f"{disguise}: {text}")

    assert missed == []


@pytest.mark.parametrize(("rule", "example"), [(r, e) for r, e in PASSES if r.group == "conduct"], ids=_name)
def test_case_and_width_make_no_innocent_text_guilty(rule, example):
    """An innocent text in small letters stays innocent of the rule."""
    for text in (example.text.lower(), example.text.replace(" ", "\u00a0")):
        findings = GATE.check(text, context_of(example)).findings
        assert [f.text for f in findings if f.rule == rule.code] == []


@pytest.mark.parametrize(("rule", "example"), FOUND, ids=_name)
def test_a_rewrite_checks_clean(rule, example):
    """What is offered may be sent."""
    if example.rewrite is not None:
        assert GATE.check(example.rewrite, context_of(example)).findings == (), rule.code


def test_findings_speak_the_language_asked_for():
    """Every finding explains itself in the reader's language and cites its clause."""
    for rule, example in FOUND:
        for lang in LANGUAGES:
            context = context_of(example)
            asked = type(context)(
                surface=context.surface, lang=lang, facts=context.facts, history=context.history
            )
            finding = next(f for f in GATE.check(example.text, asked).findings if f.rule == rule.code)
            assert finding.message
            assert finding.cites == rule.cites
            assert "{" not in finding.message


def test_every_detector_has_an_example_that_fires_it():
    """A detector that never fires fails in silence."""
    fired = set()
    for _, example in FOUND:
        fired |= {
            (f.rule, f.detector.partition(":")[0])
            for f in GATE.check(example.text, context_of(example)).findings
        }

    for rule in GATE.rules():
        words = {
            (rule.code, d.kind) for d in rule.detect if d.kind != "meaning"
        }  # models have their own tests
        assert words <= fired
