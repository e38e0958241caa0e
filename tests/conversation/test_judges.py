"""Judges in processes of their own say what the gate itself says, come back when they are killed, and are missed without harm."""

import asyncio
import os
import signal
import subprocess
import threading
import time
from contextlib import asynccontextmanager, suppress

import pytest

from aside import aside
from otvet.conversation import judges as shape
from otvet.conversation.judges import Judges
from otvet.errors import JudgesLost
from otvet.policy import Context, Facts, Gate
from otvet.policy.gate import context_of
from otvet.policy.tuning import Tuning

pytestmark = pytest.mark.normal  # each starts processes that load words, some the models

CALLS = "ПОЗВОНИТЕ МНЕ 8 916 555-01-42!!!"
FINE = "Добрый день! Ваш заказ передан в доставку."


@pytest.fixture(scope="module")
def words():
    return Gate.load()


@asynccontextmanager
async def running(*, models=False, count=1, pack="ozon", there=True):
    """Judges at work, gone afterwards."""
    judges = Judges(pack, models=models, count=count)
    task = asyncio.create_task(judges.run())
    try:
        if there:
            await until(lambda: judges.ready)
        yield judges
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def until(true, seconds=60):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        await asyncio.sleep(0.02)


def test_they_say_what_the_gate_itself_says(words):
    """Every fifth example of every rule, with its facts, history and date."""

    async def both():
        async with running() as judges:
            for rule in words.rules():
                for example in rule.examples[::5]:
                    context = context_of(example)
                    assert await judges.ask(words, example.text, context) == words.check_here(
                        example.text, context
                    )

    aside(both())


def test_their_models_read_as_the_gates_own():
    """Findings, probabilities and hash."""
    whole = Gate.load(models=True)

    async def both():
        async with running(models=True) as judges:
            assert judges.models == whole.models_hash
            words = Gate.load()
            words.judged_by(judges)
            assert words.models_hash == whole.models_hash
            for text in (
                CALLS,
                FINE,
                "Ну вы сами виноваты, надо было читать.",
                "您自己没看清楚，怪谁呢？",
                "",
            ):
                assert await words.checked(text, Context()) == whole.check(text, Context())

    aside(both())


def test_many_at_once_each_get_their_own(words):
    """Of two judges, from the loop and from threads, long and short: nobody hears another's verdict."""
    texts = [f"{FINE} {'Коробка прочная. ' * (n % 40)}{'ВАЖНО ' * (n % 3)}№ {n}." for n in range(120)]

    async def all_of_them():
        gate = Gate.load()
        async with running(count=2) as judges:
            await until(lambda: len(judges.pids) == 2)
            gate.judged_by(judges)
            asked = [gate.checked(text, Context()) for text in texts]
            threads = [asyncio.to_thread(gate.check, text, Context()) for text in texts[:20]]
            return await asyncio.gather(*asked, *threads)

    got = aside(all_of_them())
    assert got == [words.check_here(text, Context()) for text in (*texts, *texts[:20])]


def test_a_tuned_gate_is_judged_as_tuned(words):
    """The judge is given the pack it does not have."""
    milder = words.tuned(Tuning(severity={"uppercase": {"chat": "advise"}}))

    async def ask():
        async with running() as judges:
            milder.judged_by(judges)
            words_of = await judges.ask(words, "ВАЖНО: прочтите", Context())
            return words_of.verdict, [
                (await milder.checked("ВАЖНО: прочтите", Context())).verdict for _ in "12"
            ]

    assert aside(ask()) == ("warn", ["advise", "advise"])


def test_what_a_judge_cannot_check_the_server_checks(words):
    """A judge without the pack it is taken to have: the fault is its own and holds up no reply."""
    milder = words.tuned(Tuning(severity={"uppercase": {"chat": "advise"}}))

    async def ask():
        async with running() as judges:
            milder.judged_by(judges)
            judges._lines[0]._packs.add(milder.pack_hash)
            with pytest.raises(JudgesLost, match="KeyError"):
                await judges.ask(milder, "ВАЖНО: прочтите", Context())
            return await milder.checked("ВАЖНО: прочтите", Context())

    assert aside(ask()) == milder.check_here("ВАЖНО: прочтите", Context())


def test_facts_go_along(words):
    """Terms and history are part of what is judged."""
    context = Context(
        facts=Facts.parse({"policy": {"return_days": 15}}), history=("8916",), own_phones=("88005552020",)
    )
    texts = ("Вернуть товар можно в течение 30 дней.", "5550142", "Горячая линия 8 800 555-20-20")

    async def ask():
        async with running() as judges:
            return [await judges.ask(words, text, context) for text in texts]

    assert aside(ask()) == [words.check_here(text, context) for text in texts]


def test_a_killed_judge_comes_again_and_nobody_waits_for_it(monkeypatch):
    """Meanwhile the words judge here, and the verdict says that no model was asked."""
    monkeypatch.setattr(shape, "SOONEST", 0.1)

    async def kill():
        gate = Gate.load()
        async with running(models=True) as judges:
            gate.judged_by(judges)
            (first,) = judges.pids
            os.kill(first, signal.SIGSTOP)
            waiting = asyncio.create_task(gate.checked(CALLS, Context()))
            await asyncio.sleep(0.1)
            os.kill(first, signal.SIGKILL)
            verdict = await waiting
            assert (verdict.verdict, verdict.unchecked) == ("block", ("models",))
            assert (await gate.checked(FINE, Context())).unchecked == ("models",)
            await until(lambda: judges.ready)
            assert judges.pids != [first]
            assert (await gate.checked(FINE, Context())).unchecked == ()
            return judges.pids

    (pid,) = aside(kill())
    with pytest.raises(ProcessLookupError):  # and it ended with its server
        os.kill(pid, 0)


def test_a_stuck_judge_is_given_up(monkeypatch):
    """One that takes questions and answers none."""
    monkeypatch.setattr(shape, "PATIENCE", 0.4)

    async def stick():
        gate = Gate.load()
        async with running() as judges:
            gate.judged_by(judges)
            os.kill(judges.pids[0], signal.SIGSTOP)
            return await asyncio.wait_for(gate.checked(CALLS, Context()), 20)

    assert aside(stick()).verdict == "block"


def test_what_cannot_start_says_why(tmp_path, monkeypatch):
    """The server goes on by itself."""
    monkeypatch.setattr(shape, "SOONEST", 30)

    async def start():
        async with running(pack=str(tmp_path / "none"), there=False) as judges:
            await until(lambda: judges.why)
            assert not judges.ready
            with pytest.raises(JudgesLost):
                await judges.ask(Gate.load(), FINE, Context())
            return judges.why

    assert "none" in aside(start())


def test_one_that_cannot_even_be_started_is_tried_again(monkeypatch):
    """The machine had no process to give."""
    monkeypatch.setattr(shape, "SOONEST", 0.05)
    python = shape.sys.executable
    monkeypatch.setattr(shape.sys, "executable", "/no/such/program")

    async def start():
        async with running(there=False) as judges:
            await until(lambda: judges.why)
            judges._command[0] = python
            await until(lambda: judges.ready)
            return judges.why

    assert "/no/such/program" in aside(start())


def test_a_loop_never_waits_for_its_own_judges(words):
    """It would wait for ever: the mistake is said at once. Half a letter, which cannot be handed on, is judged here."""

    async def ask():
        gate = Gate.load()
        async with running() as judges:
            gate.judged_by(judges)
            with pytest.raises(AssertionError, match="checked"):
                gate.check(FINE, Context())
            return await gate.checked(f"{CALLS} \ud83d", Context())

    assert aside(ask()) == words.check_here(f"{CALLS} \ud83d", Context())


def test_a_judge_ends_with_a_server_that_was_killed():
    """Its socket ends, whatever became of the other side."""
    command = [os.sys.executable, "-m", "otvet.conversation.judge_process", "ozon"]
    here, there = shape.socket.socketpair()
    with there:
        process = subprocess.Popen(command, stdin=there.fileno())
    assert here.recv(1)
    here.close()
    done = threading.Event()
    threading.Thread(target=lambda: (process.wait(), done.set()), daemon=True).start()
    assert done.wait(10)
    assert process.returncode == 0
