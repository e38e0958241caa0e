"""Only the gate makes a Cleared, and nothing gets round it."""

import copy
import dataclasses
import pickle

import msgspec
import pytest

from aside import aside
from otvet.policy import Cleared, Context, Facts, Gate, Held, Outgoing, Seal

GATE = Gate.load()
FINE = Outgoing("Ваш заказ уже в пути.", Context())
WARNED = Outgoing("Ваш заказ уже в пути!!", Context())
BLOCKED = Outgoing("Позвоните мне: 8 921 337-40-15", Context())


def test_a_clean_text_is_cleared():
    """What is fine goes, with its seal."""
    cleared = GATE.clear(FINE)

    assert isinstance(cleared, Cleared)
    assert (cleared.text, cleared.files) == (FINE.text, ())
    assert cleared.seal.pack == GATE.pack_hash
    assert cleared.verdict.verdict == "allow"


def test_nobody_else_makes_a_cleared():
    """The constructor, a subclass, copies, pickles and the tricks of records all refuse."""
    cleared = GATE.clear(FINE)
    with pytest.raises(TypeError):
        Cleared("text", (), None, None)
    with pytest.raises(TypeError):
        type("Mine", (Cleared,), {})
    for trick in (copy.copy, copy.deepcopy, pickle.dumps, dataclasses.replace, msgspec.structs.replace):
        with pytest.raises(TypeError):
            trick(cleared)
    with pytest.raises(TypeError):
        cleared.__replace__(text="other")


def test_an_object_made_past_the_constructor_is_empty():
    """It can be neither read nor filled."""
    forged = object.__new__(Cleared)
    for name in ("text", "files", "seal", "verdict"):
        with pytest.raises(TypeError, match="not made by the gate"):
            getattr(forged, name)
        with pytest.raises(AttributeError):
            object.__setattr__(forged, name, "other")


def test_a_cleared_cannot_be_changed():
    """There is nothing to assign to."""
    cleared = GATE.clear(FINE)
    with pytest.raises(AttributeError):
        cleared.text = "other"


def test_a_block_is_held_and_cannot_be_confirmed():
    """No hash is given for a block."""
    held = GATE.clear(BLOCKED)

    assert isinstance(held, Held)
    assert (held.why, held.confirm) == ("block", None)


def test_a_warning_is_confirmed_by_its_hash():
    """The hash names this text with these findings under this pack; another does not do."""
    held = GATE.clear(WARNED)
    assert isinstance(held, Held)
    assert held.why == "warn"

    confirmed = msgspec.structs.replace(WARNED, confirm=held.confirm)
    cleared = GATE.clear(confirmed)
    assert isinstance(cleared, Cleared)
    assert cleared.seal.confirm == held.confirm
    assert isinstance(GATE.clear(msgspec.structs.replace(confirmed, text="Другой текст!!")), Held)
    assert isinstance(GATE.clear(msgspec.structs.replace(WARNED, confirm="0" * 32)), Held)


def test_nobody_at_the_keyboard_cannot_confirm():
    """A bot's warning waits for a person, with or without the hash."""
    held = GATE.clear(WARNED)
    unattended = msgspec.structs.replace(WARNED, attended=False, confirm=held.confirm)

    again = GATE.clear(unattended)
    assert isinstance(again, Held)
    assert (again.why, again.confirm) == ("unattended", None)


def test_a_released_text_goes_and_the_seal_says_who_released_it():
    """A senior person lets a block through."""
    cleared = GATE.clear(msgspec.structs.replace(BLOCKED, released_by="per_anna"))

    assert isinstance(cleared, Cleared)
    assert cleared.seal.released_by == "per_anna"
    assert cleared.verdict.verdict == "block"


def test_a_text_too_long_to_check_is_held():
    """Never passed unread; a person may release it."""
    long = Outgoing("Хорошего дня. " * 1000, Context())

    held = GATE.clear(long)
    assert isinstance(held, Held)
    assert (held.why, held.verdict.verdict) == ("too_long", "block")
    assert held.verdict.unchecked == ("length", "models")
    assert isinstance(GATE.clear(msgspec.structs.replace(long, released_by="per_anna")), Cleared)


def test_findings_so_far_are_told_of_a_long_text():
    """What stands in the part that was read is not kept back."""
    verdict = GATE.check("Пишите в телеграм. " + "Хорошего дня. " * 1000, Context())

    assert [f.rule for f in verdict.findings] == ["contact-exchange"]


def test_equal_hashes_on_departure_make_it_again():
    """Nothing moved since: the whole check is not run a second time."""
    sealed = GATE.clear(FINE).seal
    stored = msgspec.json.decode(msgspec.json.encode(sealed), type=Seal)

    cleared = aside(GATE.again(FINE, stored))
    assert isinstance(cleared, Cleared)
    assert cleared.seal == sealed


@pytest.mark.parametrize(
    "changed",
    [
        msgspec.structs.replace(BLOCKED),
        msgspec.structs.replace(
            FINE, text="Гарантия три года.", context=Context(facts=Facts(product={"warranty_months": 12}))
        ),
        msgspec.structs.replace(FINE, text="40 15", context=Context(history=("8 921", "337"))),
    ],
)
def test_what_moved_before_departure_is_checked_again(changed):
    """Another text, new facts or another message before it: the seal no longer fits."""
    assert isinstance(aside(GATE.again(changed, GATE.clear(FINE).seal)), Held)


def test_a_confirmed_warning_departs():
    """The confirmation is part of the seal."""
    held = GATE.clear(WARNED)
    confirmed = msgspec.structs.replace(WARNED, confirm=held.confirm)

    assert isinstance(aside(GATE.again(confirmed, GATE.clear(confirmed).seal)), Cleared)
