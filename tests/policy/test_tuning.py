"""What an account may change about a pack, and that the change is a pack of its own."""

import datetime as dt

import pytest

from otvet.errors import PackError
from otvet.policy import Context, Gate
from otvet.policy.tuning import Allowed, Tuning, read_tuning, write_tuning

GATE = Gate.load()
LAST = dt.date(2026, 12, 1)


def _found(gate, text, date=LAST):
    return [(f.rule, f.text, f.severity) for f in gate.check(text, Context(date=date)).findings]


def _allow(rule, term, until=LAST):
    return GATE.tuned(Tuning(allow=(Allowed(rule, term, until),)))


def test_a_severity_is_the_accounts_own():
    """Raised and lowered, for the one context alone."""
    gate = GATE.tuned(
        Tuning(severity={"uppercase": {"chat": "block"}, "excess-punctuation": {"chat": "advise"}})
    )

    assert _found(gate, "Спасибо!!! Ответьте СРОЧНО.") == [
        ("excess-punctuation", "!!!", "advise"),
        ("uppercase", "СРОЧНО", "block"),
    ]
    assert next(r for r in gate.rules() if r.code == "uppercase").severity == {"chat": "block"}


def test_what_may_be_sent_doubtfully_stays_milder_than_the_rule():
    """A detector with a severity of its own is never made severer by its rule's."""
    raised = GATE.tuned(Tuning(severity={"negative-emotion": {"chat": "block"}}))
    own = [w.severity for w in GATE.pack.watches["chat"] if w.rule.code == "negative-emotion"]
    after = [w.severity for w in raised.pack.watches["chat"] if w.rule.code == "negative-emotion"]

    assert all(now == "block" if was == "warn" else now == was for was, now in zip(own, after, strict=True))


@pytest.mark.parametrize(
    ("rule", "term", "text", "left"),
    [
        ("uppercase", "суперсвет", "Магазин СУПЕРСВЕТ рад вам, СРОЧНО ответьте.", ["СРОЧНО"]),
        ("emoji", "🔥", "Спасибо 🔥 за заказ 😊", ["😊"]),
        ("external-resource", "help.shop.ru", "Смотрите help.shop.ru и evil.com", ["evil.com"]),
        ("informal-style", "при{в,вет}ик*", "Приветик! Заказ в пути.", []),
    ],
)
def test_where_an_allowed_term_stands_its_rule_finds_nothing(rule, term, text, left):
    """Only there: what else breaks the rule is found as before."""
    before = [f for f in _found(GATE, text) if f[0] == rule]
    after = [f for f in _found(_allow(rule, term), text) if f[0] == rule]

    assert len(before) == len(left) + 1
    assert [f[1] for f in after] == left


def test_other_rules_do_not_know_the_term():
    """What one rule lets pass may break another."""
    gate = _allow("external-resource", "8 916 123-45-67")

    assert ("contact-exchange", "8 916 123-45-67", "block") in _found(gate, "Звоните: 8 916 123-45-67")


@pytest.mark.parametrize(("date", "found"), [(LAST, 0), (LAST + dt.timedelta(1), 1), (None, 1)])
def test_a_term_counts_until_its_last_day(date, found):
    """By the day the text is judged on; who does not say the day gets no benefit of it."""
    assert len(_found(_allow("uppercase", "суперсвет"), "Магазин СУПЕРСВЕТ рад вам.", date)) == found


def test_a_rewrite_keeps_the_allowed_term():
    """Mending the rest leaves it as it is."""
    verdict = _allow("uppercase", "суперсвет").check("СУПЕРСВЕТ ждёт, СРОЧНО ответьте.", Context(date=LAST))

    assert verdict.rewrite == "СУПЕРСВЕТ ждёт, срочно ответьте."


def test_a_tuned_pack_has_its_own_hash_and_can_be_loaded_again():
    """Hashes of confirmations move with it, and what is stored judges alike."""
    gate = _allow("uppercase", "суперсвет")
    again = Gate.from_content(gate.pack_content)
    text = "Магазин СУПЕРСВЕТ рад вам."

    assert again.pack_hash == gate.pack_hash != GATE.pack_hash
    assert _found(again, text) == _found(gate, text) == []
    verdict = GATE.check("СРОЧНО", Context())
    assert gate.confirmation("СРОЧНО", verdict) != GATE.confirmation("СРОЧНО", verdict)


def test_an_account_tunes_what_a_folder_has_tuned():
    """Both count, the account's last."""
    first = _allow("uppercase", "суперсвет", None).tuned(Tuning(severity={"uppercase": {"chat": "advise"}}))
    second = first.tuned(Tuning(severity={"uppercase": {"chat": "block"}}))

    assert _found(second, "СУПЕРСВЕТ отвечает СРОЧНО") == [("uppercase", "СРОЧНО", "block")]


@pytest.mark.parametrize(
    ("tuning", "said"),
    [
        (Tuning(severity={"profanity": {"chat": "advise"}}), "may be lowered to 'warn', not further"),
        (Tuning(severity={"emoji": {"buyer": "warn"}}), "not judged in 'buyer'; it is in chat"),
        (Tuning(severity={"emoji": {"chat": "allow"}}), "'allow' is no severity"),
        (Tuning(severity={"nobody": {"chat": "warn"}}), "no rule 'nobody'"),
        (Tuning(allow=(Allowed("nobody", "слово"),)), "no rule 'nobody'"),
        (Tuning(allow=(Allowed("emoji", "a # b"),)), "one line without '#'"),
        (Tuning(allow=(Allowed("emoji", "a\nb"),)), "one line without '#'"),
        (Tuning(allow=(Allowed("emoji", ""),)), "1 to 200 characters"),
        (Tuning(allow=(Allowed("emoji", "я" * 201),)), "1 to 200 characters"),
        (Tuning(allow=(Allowed("emoji", "a{b"),)), "braces do not match"),
    ],
)
def test_what_cannot_be_changed_is_refused(tuning, said):
    """In a sentence that says what may be."""
    with pytest.raises(PackError, match=said):
        GATE.tuned(tuning)


def test_the_file_says_what_was_read_from_it():
    """The same tuning, the same bytes: the hash depends on it."""
    tuning = Tuning(
        severity={"emoji": {"chat": "advise"}},
        allow=(Allowed("emoji", 'в "кавычках"', LAST), Allowed("emoji", "б\\с")),
    )

    again = read_tuning(write_tuning(tuning))
    assert again.severity == tuning.severity
    assert set(again.allow) == set(tuning.allow)
    assert write_tuning(again) == write_tuning(tuning)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("severity", r"tuning\.toml:1: "),
        ("[severity]\nemoji = 'warn'", r"tuning\.toml:1: write \[severity\.CODE\]"),
        ("\n[[allow]]\nrule = 'emoji'", r"tuning\.toml:2: an allowed term has rule and term"),
        (
            "[[allow]]\nrule='a'\nterm='b'\n[[allow]]\nrule='a'\nterm='b'\nuntil='soon'",
            r"toml:4: until is a date",
        ),
        ("other = 1", r"unknown key 'other'"),
    ],
)
def test_a_faulty_file_is_refused_with_its_line(text, said):
    """The message leads to the fault."""
    with pytest.raises(PackError, match=said):
        read_tuning(text)
