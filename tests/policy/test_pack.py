"""A faulty pack is refused, with the file and the line."""

import json
import shutil
from pathlib import Path

import pytest

import otvet.policy
from otvet.errors import PackError
from otvet.policy import Context, Gate, Outgoing, Seen

OZON = Path(otvet.policy.__file__).parent / "packs" / "ozon"
PAGE = "style/excess-punctuation.md"
EXAMPLES = "style/excess-punctuation.examples.jsonl"


@pytest.fixture
def pack(tmp_path):
    """A copy of the Ozon pack with one rule, to be broken."""
    folder = tmp_path / "mine"
    (folder / "style").mkdir(parents=True)
    for name in ("pack.toml", PAGE, EXAMPLES):
        shutil.copy(OZON / name, folder / name)
    head = (folder / "pack.toml").read_text("utf-8")
    plain, *_ = head.partition("[pictures]")  # it names rules that are not among this one
    (folder / "pack.toml").write_text(plain, "utf-8")
    return folder


def _change(pack, name, old, new):
    path = pack / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('unread = "maybe"', "unread \\(hold or pass\\)"),
        ('unreed = "pass"', "takes unread"),
        ('leave_out = ["excess-marks"]', "'excess-marks', which is no rule"),
        ('code = "external"', "'external', which is no rule"),
    ],
)
def test_what_a_pack_says_of_pictures_is_checked(pack, table, said):
    """A word nobody knows would leave pictures unjudged in silence."""
    with (pack / "pack.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[pictures]\n{table}\n")

    with pytest.raises(PackError, match=said):
        Gate.load(pack)


@pytest.mark.parametrize(("table", "held"), [("", True), ('[pictures]\nunread = "pass"\n', False)])
def test_the_pack_says_whether_an_unread_picture_passes(pack, table, held):
    """Held unless it says otherwise; what passes says that nobody read it."""
    with (pack / "pack.toml").open("a", encoding="utf-8") as file:
        file.write("\n" + table)
    outgoing = Outgoing("Добрый день.", Context(), ("f_1",), pictures=(Seen("f_1", "hash", "unread"),))
    outcome = Gate.load(pack).clear(outgoing)

    assert getattr(outcome, "why", None) == ("unread" if held else None)
    assert "pictures" in outcome.verdict.unchecked


def test_a_folder_is_a_pack(pack):
    """A pack of one rule loads from its folder."""
    gate = Gate.load(pack)

    assert [rule.code for rule in gate.rules()] == ["excess-punctuation"]


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (PAGE, 'kind = "marks"', 'kind = "stars"', r"excess-punctuation\.md:7: there is no detector 'stars'"),
        (PAGE, "phrases = 5", "phrase = 5", r"md:7: detector marks has no option 'phrase'"),
        (PAGE, "phrases = 5", 'phrases = "many"', r"md:7: detector marks: option phrases must be a number"),
        (PAGE, 'fix = "safe"', 'fix = "magic"', r"md:4: fix is one of"),
        (PAGE, 'chat = "warn"', 'chat = "shout"', r"md:3: severity chat = 'shout' is unknown"),
        (PAGE, 'chat = "warn"', 'mail = "warn"', r"md:3: severity mail"),
        (PAGE, "severity = {", 'code = "marks"\nseverity = {', r"md:3: the code is not the file's name"),
        (PAGE, "since =", "until =", r"md:5: unknown key 'until'"),
        (PAGE, "since =", "since", r"excess-punctuation\.md:\d+: "),
        (PAGE, "# 中文\n", "# Chinese\n", r"the prose has no part '# 中文'"),
        (PAGE, "## Excess punctuation\n", "", r"needs a title"),
        (PAGE, 'zh = "一个标点就够了', 'de = "一个标点就够了', r"say\.run must be said in ru, en, zh"),
        (PAGE, "+++\n", "---\n", r"md:1: a page begins with a TOML head"),
        (EXAMPLES, '"kind": "found"', '"kind": "perhaps"', r"examples\.jsonl:1: "),
        (EXAMPLES, '"spans": ["!!!"]', '"spans": ["???"]', r"examples\.jsonl:1: a span is not in the text"),
        (EXAMPLES, '"spans": ["!!!"]', '"spans": []', r"examples\.jsonl:1: `found` names the exact words"),
        ("pack.toml", 'name = "ozon"', "", r"pack\.toml:1: name must be a text"),
    ],
)
def test_a_faulty_file_is_refused_with_its_line(pack, name, old, new, said):
    """The message leads to the fault."""
    _change(pack, name, old, new)

    with pytest.raises(PackError, match=said):
        Gate.load(pack)


def test_a_rule_needs_examples(pack):
    """A page without its examples does not load."""
    (pack / EXAMPLES).unlink()

    with pytest.raises(PackError, match=r"excess-punctuation\.examples\.jsonl is missing"):
        Gate.load(pack)


def test_every_language_needs_both_kinds_of_examples(pack):
    """A language nobody tried is refused."""
    path = pack / EXAMPLES
    lines = [x for x in path.read_text("utf-8").splitlines() if json.loads(x)["lang"] != "zh"]
    path.write_text("\n".join(lines) + "\n", "utf-8")

    with pytest.raises(PackError, match=r"no example that is 'found' in zh"):
        Gate.load(pack)


def test_a_rule_that_does_not_find_its_own_example_is_refused(pack):
    """A rule that has never fired would fail in silence."""
    _change(pack, EXAMPLES, "уже собран!!! Ждите", "уже собран! Ждите")
    _change(pack, EXAMPLES, '"spans": ["!!!"]', '"spans": ["!"]')

    with pytest.raises(PackError, match=r"examples\.jsonl:1: the rule does not find its own example"):
        Gate.load(pack)


def test_a_code_is_taken_once(pack):
    """Two groups cannot both have a rule of one name."""
    (pack / "conduct").mkdir()
    for name in (PAGE, EXAMPLES):
        shutil.copy(pack / name, pack / name.replace("style", "conduct"))

    with pytest.raises(PackError, match="the code is taken by"):
        Gate.load(pack)


def test_an_unknown_pack_is_said(tmp_path):
    """A name and a folder without a pack are both refused."""
    for name in ("nobody", tmp_path):
        with pytest.raises(PackError, match="there is no pack"):
            Gate.load(name)


def test_a_lexicon_line_that_cannot_be_read_is_refused(pack):
    """Braces that do not match are found before they match nothing for years."""
    (pack / "lexicons").mkdir()
    (pack / "lexicons" / "words.txt").write_text("# words\nок{ей,\n", "utf-8")

    with pytest.raises(PackError, match=r"lexicons/words\.txt:2: braces do not match"):
        Gate.load(pack)


def test_a_gate_from_stored_content_judges_alike():
    """An old verdict can be replayed from what was stored."""
    gate = Gate.load()
    again = Gate.from_content(gate.pack_content)

    assert again.pack_hash == gate.pack_hash
    text = "Звоните 8 921 337-40-15!!"
    assert again.check(text, Context()) == gate.check(text, Context())


@pytest.mark.parametrize("content", ["", "[]", '{"pack.toml": 1}', "{}"])
def test_what_is_no_pack_content_is_refused(content):
    """Stored content that was cut or mixed up does not make a gate."""
    with pytest.raises(PackError):
        Gate.from_content(content)


def test_every_lexicon_is_used():
    """A list no rule names is a list nobody keeps true."""
    gate = Gate.load()
    named = {
        str(v)
        for rule in gate.rules()
        for d in rule.detect
        for o in d.options.values()
        if isinstance(o, list)
        for v in o
    }
    by_code = {"number-words"}

    assert gate._pack.lexicons.names - named - by_code == set()
