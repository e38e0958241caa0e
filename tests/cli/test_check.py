"""`otvet check` and `otvet rules`: what scripts and people rely on."""

import json
import os
import select
import subprocess
import sys
import time

import pytest
import typer
from typer.testing import CliRunner

from otvet.cli.check import check
from otvet.cli.rules import rules
from otvet.policy import Gate

APP = typer.Typer()
APP.command()(check)
APP.command()(rules)
RUN = CliRunner()
PROGRAM = [sys.executable, "-c", "import typer; from otvet.cli.check import check; typer.run(check)"]


def _lines(lines, *options: str, expect=0):
    feed = b"".join(line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n" for line in lines)
    run = subprocess.run(
        [*PROGRAM, "--jsonl", "--no-models", *options],
        input=feed,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert run.returncode == expect, run.stderr
    return [_read(json.loads(line)) for line in run.stdout.splitlines()]


def _read(answer):
    """Without the word that the models were left out, as these calls ask."""
    if "verdict" in answer:
        left = [what for what in answer.pop("unchecked") if what != "models"]
        answer |= {"unchecked": left} if left else {}
    return answer


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["Ваш заказ уже в пути."], 0),
        (["Ваш заказ уже в пути!!"], 1),
        (["Ваш заказ уже в пути!!", "--context", "buyer"], 0),
        (["Звоните 8 921 337-40-15"], 1),
        (["Звоните", "и пишите в телеграм"], 1),
        ([], 2),
        (["текст", "--pack", "nobody"], 2),
        (["текст", "--file", "/nowhere/at/all"], 2),
        (["текст", "--jsonl"], 2),
        (["текст", "--context", "mail"], 2),
    ],
)
def test_the_exit_status_says_how_it_went(arguments, status):
    """0 clean, 1 something to hold, 2 a mistake in the call."""
    assert RUN.invoke(APP, ["check", *arguments]).exit_code == status


def test_a_person_reads_reason_and_rewrite():
    """Rule, words, reason and what may stand instead, in the language asked for."""
    out = RUN.invoke(APP, ["check", "Ваш заказ уже в пути!!", "--lang", "en"]).stdout

    assert "excess-punctuation: !!" in out
    assert "One mark is enough" in out
    assert "⇒ Ваш заказ уже в пути!" in out


def test_json_is_the_documented_object():
    """One object a text."""
    answer = json.loads(RUN.invoke(APP, ["check", "Спасибо))", "--format", "json"]).stdout)

    assert answer["verdict"] == "warn"
    assert answer["rewrite"] == "Спасибо"
    assert set(answer["findings"][0]) >= {"rule", "severity", "start", "end", "text", "message", "cites"}


def test_sarif_shows_lines_and_columns(tmp_path):
    """An editor finds the place."""
    path = tmp_path / "reply.txt"
    path.write_text("Здравствуйте.\nВсё готово!!\n", "utf-8")
    run = json.loads(RUN.invoke(APP, ["check", "--file", str(path), "--format", "sarif"]).stdout)["runs"][0]

    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"], region["snippet"]["text"]) == (2, 11, "!!")
    assert run["tool"]["driver"]["rules"] == [{"id": "excess-punctuation"}]


def test_fix_prints_the_text_with_safe_fixes_only():
    """Style is put right, what is said stays, so a phone number stays to be seen."""
    out = RUN.invoke(APP, ["check", "--fix", "СПАСИБО!! Звоните 8 921 337-40-15 :)"]).stdout

    assert out == "Спасибо! Звоните 8 921 337-40-15\n"


def test_facts_come_from_a_file(tmp_path):
    """Facts of the documented shape are used; others are a mistake in the call."""
    path = tmp_path / "facts.json"
    path.write_text(json.dumps({"product": {"warranty_months": 12}}), "utf-8")
    arguments = ["check", "Гарантия три года.", "--facts", str(path)]
    assert RUN.invoke(APP, arguments).exit_code == 1

    path.write_text("[]", "utf-8")
    assert RUN.invoke(APP, arguments).exit_code == 2


def test_a_second_reader_that_is_not_there_is_said():
    """Nothing asked for is passed over in silence."""
    answer = json.loads(RUN.invoke(APP, ["check", "Да.", "--second-reader", "--format", "json"]).stdout)

    assert answer == {"id": None, "verdict": "allow", "findings": [], "unchecked": ["second-reader"]}


def test_every_line_is_answered_in_order():
    """Ids come back as they went in."""
    answers = _lines([{"id": str(n), "text": "Да." if n % 2 else "Да!!"} for n in range(200)], "--no-models")

    assert [a["id"] for a in answers] == [str(n) for n in range(200)]
    assert [a["verdict"] for a in answers] == ["warn", "allow"] * 100


def test_workers_answer_the_same_in_the_same_order():
    """Several processes change the speed and nothing else."""
    lines = [{"id": n, "text": f"Заказ {n} готов" + "!" * (n % 3)} for n in range(300)]

    assert _lines(lines, "--workers", "2") == _lines(lines)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (b"not json\n", None), (b"\n", None), (b"[1]\n", None), (b'"x"\n', None), (b'{"id": "a"}\n', "a"), (b'{"id": "a", "text": 5}\n', "a"),
        (b'{"id": "a", "text": "x", "context": "mail"}\n', "a"), (b'{"id": "a", "text": "x", "lang": "de"}\n', "a"), (b'{"id": [1], "text": "x"}\n', None),
        (b'{"id": "a", "text": "x", "facts": []}\n', "a"), (b'{"id": "a", "text": "x", "facts": {"goods": {}}}\n', "a"), (b'{"id": "a", "text": "x", "date": "soon"}\n', "a"),
        (b'{"id": "a", "text": "x", "history": "y"}\n', "a"), (b'{"id": "a", "text": "x", "history": [1]}\n', "a"), (b"\xff\xfe\n", None),
        (b"[" * 100_000 + b"\n", None), (b'{"id": "a", "text": "x", "context": ["chat"]}\n', "a"), (b'{"id": "a", "text": "x", "lang": {}}\n', "a"),
    ],
    ids=range(18),
)  # fmt: skip
def test_a_bad_line_is_answered_with_an_error_and_the_run_goes_on(line, name):
    """The line after it is judged as ever."""
    bad, good = _lines([line, {"id": "z", "text": "Да."}])

    assert (bad["id"], sorted(bad)) == (name, ["error", "id"])
    assert good == {"id": "z", "verdict": "allow", "findings": []}


def test_everything_a_line_may_carry_is_used():
    """Context, language, facts, date and history."""
    answers = _lines(
        [
            {"id": 1, "text": "Да!!", "context": "broadcast"},
            {"id": 2, "text": "Да!!", "lang": "zh"},
            {"id": 3, "text": "Гарантия три года.", "facts": {"product": {"warranty_months": 12}}},
            {
                "id": 4,
                "text": "Привезут завтра.",
                "date": "2026-11-22",
                "facts": {"order": {"status": "in_transit", "delivery_date": "2026-11-27"}},
            },
            {"id": 5, "text": "40 15", "history": ["8 921", "337"]},
            {"id": 6, "text": "Да. " * 3000},
        ]
    )

    assert [a["verdict"] for a in answers] == ["allow", "warn", "block", "block", "block", "block"]
    assert "标点" in answers[1]["findings"][0]["message"]
    assert answers[5]["unchecked"] == ["length"]


def test_half_a_surrogate_pair_is_survived():
    """Offsets still count code points of the text as given."""
    (answer,) = _lines([b'{"id": "a", "text": "\\ud83d ok!!"}\n'])

    assert [(f["start"], f["end"]) for f in answer["findings"]] == [(4, 6)]


def test_a_last_line_without_its_end_is_answered():
    """The file need not end with a newline."""
    assert [a["id"] for a in _lines([{"id": 1, "text": "Да."}, b'{"id": 2, "text": "Da."}'])] == [1, 2]


def test_no_lines_are_no_answers():
    """Empty input is fine."""
    assert _lines([]) == []


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_line_is_answered_as_soon_as_it_comes(workers):
    """A program that waits for its answer before it writes on does not wait for ever."""
    with subprocess.Popen(
        [*PROGRAM, "--jsonl", "--workers", workers], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
    ) as program:
        for number in range(3):
            program.stdin.write(json.dumps({"id": number, "text": "Да."}).encode() + b"\n")
            assert select.select([program.stdout], [], [], 90)[0], "no answer"
            assert json.loads(program.stdout.readline())["id"] == number
        program.stdin.close()
        assert program.wait(90) == 0


def test_nobody_reading_is_no_complaint():
    """A closed pipe ends the run quietly."""
    feed = json.dumps({"id": 1, "text": "Да."}) + "\n"
    command = " ".join(f"'{part}'" for part in PROGRAM)
    run = subprocess.run(
        ["sh", "-c", f"{{ cat; sleep 0.3; }} | {command} --jsonl | head -n 1"],
        input=feed * 5000,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert len(run.stdout.splitlines()) == 1
    assert run.stderr == ""


def test_the_rule_book_lists_every_rule():
    """Code, title and clause, in the language asked for."""
    out = RUN.invoke(APP, ["rules", "--lang", "ru"]).stdout

    for rule in Gate.load().rules():
        assert rule.code in out
        assert rule.prose["ru"].title in out


def test_one_rule_is_shown_whole():
    """With its reasons and examples; an unknown one is a mistake in the call."""
    out = RUN.invoke(APP, ["rules", "emoji", "--lang", "zh"]).stdout

    assert "表情符号" in out
    assert "✗" in out
    assert RUN.invoke(APP, ["rules", "nobody"]).exit_code == 2


def test_the_check_starts_fast():
    """The rooms above the gate are not imported for it."""
    code = "import sys, otvet.cli.check; print(sorted(m for m in sys.modules if m.split('.')[0] in {'litestar', 'sqlalchemy', 'pymorphy3', 'phonenumbers'}))"
    before = time.monotonic()
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ}
    )

    assert run.stdout.strip() == "[]"
    assert time.monotonic() - before < 20


@pytest.fixture
def language_model(monkeypatch):
    """A second reader on loopback, as an operator sets it."""
    from language_model import LanguageModelServer
    from otvet.cli import second

    server = LanguageModelServer()
    monkeypatch.setenv("OTVET_LLM_URL", server.url)
    monkeypatch.setenv("OTVET_LLM_MODEL", "m")
    second._asking.cache_clear()
    yield server
    second._asking.cache_clear()
    server.close()


def test_a_second_reader_adds_a_warning(language_model):
    """With its place, rule and clause; the status says that something would be held."""
    quote = "Такие, как вы, всегда недовольны"
    language_model.behave = language_model.says([{"code": "rudeness", "quote": quote, "why": "Упрёк."}])
    text = f"{quote} заказом."
    done = RUN.invoke(APP, ["check", text, "--second-reader", "--format", "json"])
    [line] = _lines([{"id": "1", "text": text}], "--second-reader")
    answer = json.loads(done.stdout)

    assert done.exit_code == 1
    assert [(f["rule"], f["severity"], f["text"]) for f in answer["findings"]] == [
        ("rudeness", "warn", quote)
    ]
    assert "unchecked" not in answer
    assert [f["rule"] for f in line["findings"]] == ["rudeness"]
