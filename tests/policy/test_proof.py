"""`pack check` finds every fault at once and says what to do about it."""

import shutil
from pathlib import Path

import pytest

import otvet.policy
from otvet.policy.proof import faults

FIRST = Path(otvet.policy.__file__).parent / "first"
OZON = FIRST.parent / "packs" / "ozon"
PAGE, EXAMPLES = "conduct/outside-payment.md", "conduct/outside-payment.examples.jsonl"
WORDS = "lexicons/outside-payment.txt"


@pytest.fixture
def pack(tmp_path):
    """The pack that `pack new` writes."""
    return Path(shutil.copytree(FIRST, tmp_path / "mine"))


def _change(pack, name, old, new):
    text = (pack / name).read_text("utf-8")
    assert old in text
    (pack / name).write_text(text.replace(old, new, 1), "utf-8")


def test_the_first_pack_is_proven():
    """What one starts from has no fault."""
    assert list(faults(FIRST)) == []


@pytest.mark.normal
def test_our_own_pack_is_proven():
    """Every page of it, as its examples say; the bar moves to its end."""
    seen = []

    assert list(faults(OZON, lambda done, total: seen.append((done, total)))) == []
    assert seen[-1][0] == seen[-1][1] > 1_000


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (
            EXAMPLES,
            '"spans": ["Переведите деньги на карту"]',
            '"spans": ["деньги"]',
            f"{EXAMPLES}:1: spans are",
        ),
        (WORDS, "оплат{ить,ите} наличными", "оплатят наличными", "the rule finds []"),
        (
            EXAMPLES,
            "Деньги вернутся на вашу карту",
            "Переведите на карту",
            f"{EXAMPLES}:3: outside-payment finds",
        ),
        (EXAMPLES, '"rewrite": "You can', '"rewrite": "You cannot', f"{EXAMPLES}:5: rewrite is"),
        (EXAMPLES, '"passes"', '"maybe"', f"{EXAMPLES}:3: "),
        (PAGE, 'cites = "Your', 'cites = ""\n# "Your', f"{PAGE}:3: cites must be a text"),
        (PAGE, 'broadcast = "block"', 'broadcast = "never"', f"{PAGE}:6: severity broadcast = 'never'"),
        (PAGE, 'chat = "block", ', "", "not judged in 'chat'; add it to severity"),
        (
            PAGE,
            '["outside-payment"]',
            '["outside"]',
            f"{PAGE}:13: detector terms: there is no lexicon 'outside'",
        ),
        (PAGE, 'unless = ["payment-warnings"]\n', "", "no rule names the lexicon 'payment-warnings'"),
        (
            PAGE,
            "+++\n\n# Русский",
            '[[detect]]\nkind = "marks"\n+++\n\n# Русский',
            "fires the detector 'marks'",
        ),
        (PAGE, "[instead.default]", "[instead.other]", "rewrite is"),
        (PAGE, 'ru = "Оплатить', 'ru = "{what} Оплатить', "rewrite is"),
        (WORDS, "现金付款", "现金付款\n*ов*", f"{WORDS}:11: '*ов*' stands in nearly every text"),
        (WORDS, "现金付款", "现金付款\n{", f"{WORDS}:11: braces do not match"),
        (WORDS, "现金付款", "现金付款\n" + "{а,б,в,г,д,е,ж,з}" * 4, f"{WORDS}:11: 4096 variants"),
        ("pack.toml", "name =", "nome =", "pack.toml:1: name must be a text"),
    ],
)
def test_each_fault_is_found(pack, name, old, new, said):
    """With file and line, and with what to do."""
    _change(pack, name, old, new)

    found = list(faults(pack))
    assert any(said in fault for fault in found), found


def test_all_faults_of_the_files_are_told_together(pack):
    """One run, not one fault a run."""
    _change(pack, PAGE, "since =", "until =")
    _change(pack, WORDS, "现金付款", "{")
    (pack / "conduct" / "lonely.examples.jsonl").write_text("", "utf-8")
    (pack / "words.txt").write_text("слово", "utf-8")
    (pack / "logo.png").write_bytes(b"\x89")
    (pack / "tuning.toml").write_text("[severity.emoji]\nchat = 'warn'\n", "utf-8")

    found = "\n".join(faults(pack))
    for said in (
        "unknown key 'until'",
        "braces",
        "no page conduct/lonely.md",
        "lexicons lie in lexicons/",
        "logo.png:1",
    ):
        assert said in found


def test_a_tuning_file_is_proven_too(pack):
    """A severity that may not be lowered so far, and a rule that is not there."""
    (pack / "tuning.toml").write_text(
        "[severity.outside-payment]\nchat = 'advise'\n[severity.emoji]\nchat = 'warn'\n", "utf-8"
    )

    found = list(faults(pack))
    assert [fault.partition(":1: ")[0] for fault in found] == ["tuning.toml"] * 2


def test_a_folder_without_a_pack_says_how_to_make_one(tmp_path):
    """Nothing there is the first fault."""
    assert "`otvet pack new` writes one" in next(faults(tmp_path))
