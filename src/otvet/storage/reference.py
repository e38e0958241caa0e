"""Reference numbers that people can read out: eight digits, the last one a check digit.

They count nothing visible: a permutation of 0..9,999,999 keyed by the installation hides how many there are.
From the ten millionth on they grow by a digit group.
"""

ROUND = 10_000_000
STEP = 6_180_339  # odd and not a multiple of 5, so that it is coprime to ROUND
_DAMM = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip


def check_digit(digits: str) -> str:
    """Damm's check digit: finds every single wrong digit and every swap of neighbours."""
    interim = 0
    for digit in digits:
        interim = int(_DAMM[interim][int(digit)])
    return str(interim)


def of(number: int, key: int) -> str:
    """The reference of the `number`-th conversation (1, 2, ...), such as `7314-8825`."""
    lap, within = divmod(number - 1, ROUND)
    digits = f"{(within * STEP + key) % ROUND:07d}"
    text = digits + check_digit(digits)
    head = f"{lap}-" if lap else ""
    return f"{head}{text[:4]}-{text[4:]}"


def is_valid(reference: str) -> bool:
    """Whether the text, dashes and spaces aside, is a well-formed reference number."""
    digits = "".join(c for c in reference if c.isascii() and c.isdigit())[-8:]
    return len(digits) == 8 and check_digit(digits) == "0"  # noqa: PLR2004
