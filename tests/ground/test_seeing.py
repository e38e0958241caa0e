"""Logs without words, metrics on their own port."""

import io
import json
import logging
import socket
import subprocess
import sys
import urllib.request

import pytest
import structlog

from otvet import seeing
from otvet.errors import StartRefused


@pytest.fixture
def written():
    """Lines written through our set-up, parsed."""
    root = logging.getLogger()
    before = root.handlers[:], root.level, structlog.get_config()
    out = io.StringIO()
    seeing.set_up(out)

    def read():
        return [json.loads(line) for line in out.getvalue().splitlines()]

    yield read
    root.handlers[:], root.level = before[0], before[1]
    structlog.configure(**before[2])


def test_a_line_is_json_with_time_and_level(written):
    """One object a line, ids and numbers as they are."""
    seeing.log.warning("tick failed", job=17, conversation="c_0123456789abcdef0123456789abcdef")
    [line] = written()

    assert (line["event"], line["level"], line["job"]) == ("tick failed", "warning", 17)
    assert line["conversation"] == "c_0123456789abcdef0123456789abcdef"
    assert line["timestamp"].endswith("Z")


@pytest.mark.parametrize(
    "secret",
    [
        "marina@example.org",
        "+7 916 123-45-67",
        "8 (916) 123 45 67",
        "4276 1234 5678 9012",
        "s_" + "Ab3-_" * 9,
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
    ],
)
def test_personal_data_is_masked_wherever_it_stands(written, secret):
    """In the event, in a value, in a list, in a table inside."""
    seeing.log.error(
        f"refused {secret} now", detail=f"x {secret}", many=[secret], inside={"a": {"b": secret}}
    )
    [line] = written()

    assert secret not in json.dumps(line, ensure_ascii=False)
    assert line["event"] == "refused ••• now"


@pytest.mark.parametrize("key", sorted(seeing.FORBIDDEN))
def test_keys_that_carry_words_are_emptied(written, key):
    """At the top and inside."""
    seeing.log.info("x", **{key: "слова покупателя"}, inside={key: "слова покупателя"})

    assert "слова" not in json.dumps(written(), ensure_ascii=False)


def test_an_exception_keeps_its_way_and_loses_its_words(written):
    """Its message may quote what somebody wrote."""
    try:
        try:
            raise ValueError("слова покупателя")  # noqa: TRY301 raised to be caught
        except ValueError as error:
            raise RuntimeError("marina@example.org") from error
    except RuntimeError as error:
        seeing.log.error("failed", exc_info=error)
        seeing.log.error("failed", exc_info=True)
    first, second = written()

    assert first["exception"] == second["exception"] == "RuntimeError < ValueError"
    assert first["trace"][-1].split()[1] == "test_an_exception_keeps_its_way_and_loses_its_words"
    assert "слова" not in str(first)


def test_libraries_speak_json_too(written):
    """From warnings on, through the same sieve."""
    logging.getLogger("some.library").warning("failed for marina@example.org")
    logging.getLogger("some.library").info("chatter")
    [line] = written()

    assert line["event"] == "failed for •••"


def test_metrics_are_served_on_their_own_port():
    """Counters the house adds to are there to be read; a taken port is refused with advice."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(StartRefused, match="--metrics-port"):
            seeing.start_metrics("127.0.0.1", taken.getsockname()[1])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    seeing.held.labels("block").inc()
    seeing.commit_seconds.observe(0.001)
    seeing.start_metrics("127.0.0.1", port)
    page = urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5).read().decode()

    assert 'otvet_held_total{why="block"}' in page
    assert "otvet_commit_seconds_bucket" in page
    assert "otvet_jobs_dead 0.0" in page


def test_the_house_is_seen_without_loading_the_web():
    """Logs and metrics know no room above them."""
    code = "import sys, otvet.seeing; print([m for m in sys.modules if m in ('litestar', 'sqlalchemy')])"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert answer.stdout.strip() == "[]"
