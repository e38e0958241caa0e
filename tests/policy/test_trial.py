"""What changed between two packs, and which verdicts it alters: the shortcut and the long way agree."""

import datetime as dt
import json

import pytest

from otvet.demo.messages import replies
from otvet.policy import Gate
from otvet.policy.difference import affected, difference
from otvet.policy.gate import context_of
from otvet.policy.pack import pack_from_content
from otvet.policy.trial import Message, tried
from otvet.policy.tuning import Allowed, Tuning

GATE = Gate.load()
UPPER = "style/uppercase.md"


def _changed(**files):
    """Our pack with some text replaced in some files, by file name."""
    content = json.loads(GATE.pack_content)
    for name, (old, new) in files.items():
        path = next(p for p in content if p.rpartition("/")[2] == name)
        assert old in content[path]
        content[path] = content[path].replace(old, new, 1)
    return Gate.from_content(json.dumps(content))


def _words(gate):
    return [(c.where, c.words()) for c in difference(GATE.pack, gate.pack)]


def test_equal_packs_have_no_difference():
    """Also when loaded from what was stored."""
    assert difference(GATE.pack, pack_from_content(GATE.pack_content)) == []
    assert affected(GATE.pack, GATE.pack) == frozenset()


def test_every_kind_of_change_is_said():
    """Severity, clause, prose, detector, sentence, example, lexicon."""
    gate = _changed(**{
        "uppercase.md": ('chat = "warn"', 'chat = "block", broadcast = "advise"'),
        "spam.md": ('cites = "', 'cites = "New: '),
        "emoji.md": ("# English\n## ", "# English\n## Any "),
        "emoji.examples.jsonl": ("\n", '\n{"lang": "en", "kind": "passes", "text": "A new one."}\n'),
        "capitals.txt": ("\n", "\nновоеслово\n"),
        "excess-punctuation.md": ("phrases = 5", "phrases = 6"),
    })  # fmt: skip

    words = dict(_words(gate)) | {f"{where} {said}": said for where, said in _words(gate)}
    text = "\n".join(f"{where}: {said}" for where, said in _words(gate))
    assert words["uppercase"] == "severity in broadcast: not judged → advise"
    for said in (
        "uppercase: severity in chat: warn → block", "spam: clause: ", "emoji: prose in en, title: ",
        "emoji: example added (en, passes): A new one.", "lexicon capitals: entry added: новоеслово",
        "excess-punctuation: detector removed: ", "excess-punctuation: detector added: ",
    ):  # fmt: skip
        assert said in text


def test_a_rule_that_comes_or_goes_is_said():
    """With its title."""
    content = json.loads(GATE.pack_content)
    del content[UPPER], content["style/uppercase.examples.jsonl"]
    content["pack.toml"] = content["pack.toml"].replace('"uppercase", ', "").replace(', "uppercase"', "")
    gate = Gate.from_content(json.dumps(content))

    assert [c.what for c in difference(GATE.pack, gate.pack)] == ["rule removed", "what is read in them"]
    assert [c.what for c in difference(gate.pack, GATE.pack)] == ["rule added", "what is read in them"]
    assert affected(GATE.pack, gate.pack) == {"uppercase"}


def test_tuning_is_a_difference_too():
    """Severities and terms with their last day."""
    tuned = GATE.tuned(
        Tuning(
            {"emoji": {"chat": "advise"}},
            (Allowed("emoji", "🔥", dt.date(2027, 1, 31)), Allowed("uppercase", "ура")),
        )
    )

    assert _words(tuned) == [
        ("emoji", "severity in chat: warn → advise"),
        ("emoji", "term allowed: 🔥 until 2027-01-31"),
        ("uppercase", "term allowed: ура for good"),
    ]
    assert affected(GATE.pack, tuned.pack) == {"emoji", "uppercase"}


def _long_way(now, new, messages):
    """Both gates whole."""
    altered = {}
    for message in messages:
        sides = [
            {(f.rule, f.start, f.end, f.severity) for f in gate.check(message.text, message.context).findings}
            for gate in (now, new)
        ]
        if sides[0] != sides[1]:
            altered[message.id] = tuple(sorted({f[0] for f in sides[0] ^ sides[1]}))
    return altered


@pytest.mark.parametrize(
    "changes",
    [
        {"uppercase.md": ('chat = "warn"', 'chat = "advise"')},
        {"contact-talk.txt": ("\n", "\n- в чат\n")},
        {"messengers.txt": ("\n", "\nпокупател*\n")},
        {"emoji-names.txt": ("\n", "\n")},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_asking_changed_rules_alone_alters_what_asking_all_would(changes):
    """The shortcut that makes ten thousand messages quick is exact, on every example and a made-up past."""
    new = _changed(**changes)
    messages = [
        Message(f"{rule.code}-{n}", e.text, context_of(e))
        for rule in GATE.rules()
        for n, e in enumerate(rule.examples[::23])
    ]
    messages += list(replies(90))

    tally = tried(GATE, new, messages)
    slow = _long_way(GATE, new, messages)
    assert tally.messages == len(messages)
    assert tally.altered == len(slow)
    for code, numbers in tally.rules.items():
        assert numbers["altered"] == sum(code in rules for rules in slow.values())
        assert all(code in sample.rules for sample in tally.samples[code])


def test_a_made_up_past_is_the_same_for_the_same_seed():
    """And some of it breaks rules, in each language."""
    past = list(replies(120, 7))

    assert past == list(replies(120, 7)) != list(replies(120, 8))
    tally = tried(GATE, GATE, past)
    assert tally.altered == 0
    assert 0 < tally.verdicts["before"]["block"] < 60
    assert tally.verdicts["before"] == tally.verdicts["after"]
