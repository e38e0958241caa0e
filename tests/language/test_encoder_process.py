"""The encoder in a process of its own: the same numbers, in one batch for many, back again after a kill."""

import os
import signal
import threading

import numpy as np
import pytest

from otvet.errors import EncoderLost
from otvet.language import encoder_process
from otvet.language.encoder import sentence_encoder
from otvet.language.encoder_process import EncoderProcess
from otvet.policy import Context, Gate
from otvet.policy.meaning.heads import bundled_with

TEXTS = ("Где мой заказ?", "您好，什么时候发货？", "When does it arrive?", "\ud83d\x00 odd", "")


@pytest.fixture(scope="module")
def aside():
    encoder = EncoderProcess()
    yield encoder
    encoder.close()


def test_it_gives_the_numbers_of_the_encoder_itself(aside):
    """Row by row, whatever stands in the text."""
    assert aside.name == sentence_encoder().name
    assert np.allclose(aside.vectors(TEXTS), sentence_encoder().vectors(TEXTS), atol=1e-4)


def test_many_at_once_each_get_their_own(aside):
    """Twenty threads: nobody is given another's row."""
    texts = [f"Заказ {number} приедет завтра" for number in range(60)]
    got: dict[str, np.ndarray] = {}

    def ask(first: int) -> None:
        for text in texts[first::20]:
            got[text] = aside.vectors([text])[0]

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert np.allclose(np.stack([got[t] for t in texts]), sentence_encoder().vectors(texts), atol=1e-4)


def test_a_killed_helper_comes_again(aside):
    """The next text is read by a new one."""
    aside.vectors(["раз"])
    os.kill(aside._children[0]._process.pid, signal.SIGKILL)

    assert aside.vectors(["ещё раз"]).shape == (1, 512)


def test_without_a_helper_the_words_judge_and_the_verdict_says_so(aside, monkeypatch):
    """Nothing is let through as read that was not."""
    gate = Gate.load()
    gate.read_with(bundled_with(aside))
    monkeypatch.setattr(encoder_process.sys, "executable", "/no/such/program")
    aside._children[0].end()

    with pytest.raises(EncoderLost, match="words alone"):
        aside.vectors(["раз"])
    verdict = gate.check("ПОЗВОНИТЕ МНЕ 8 916 555-01-42!!!", Context())

    assert verdict.unchecked == ("models",)
    assert verdict.verdict == "block"
    assert gate.check("Добрый день, ваш заказ в пути.", Context()).unchecked == ("models",)
