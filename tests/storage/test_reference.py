"""Reference numbers: unique, valid, telling nothing."""

from hypothesis import given
from hypothesis import strategies as st

from otvet.storage.reference import ROUND, is_valid, of


@given(st.integers(1, 3 * ROUND), st.integers(0, ROUND - 1))
def test_every_reference_is_valid(number, key):
    """The check digit fits."""
    assert is_valid(of(number, key))


@given(st.integers(1, ROUND), st.integers(0, ROUND - 1), st.integers(0, 7), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(number, key, place, shift):
    """Read out wrongly by one digit, it is no reference."""
    digits = of(number, key).replace("-", "")
    wrong = digits[:place] + str((int(digits[place]) + shift) % 10) + digits[place + 1 :]
    assert not is_valid(wrong)


def test_they_do_not_repeat():
    """A hundred thousand in a row are all different."""
    made = {of(number, 4_711) for number in range(1, 100_001)}

    assert len(made) == 100_000
