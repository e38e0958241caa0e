"""Number words of the three languages, as values and as digits read aloud."""

import re

_RU_UNITS = {
    "ноль": 0, "нуль": 0, "ноля": 0, "нуля": 0, "один": 1, "одна": 1, "одно": 1, "одну": 1, "одного": 1, "раз": 1,
    "два": 2, "две": 2, "двух": 2, "двум": 2, "три": 3, "трех": 3, "трем": 3, "четыре": 4, "четырех": 4, "пять": 5,
    "пяти": 5, "шесть": 6, "шести": 6, "семь": 7, "семи": 7, "восемь": 8, "восьми": 8, "девять": 9, "девяти": 9,
}  # fmt: skip
_RU_TEENS = {
    "десять": 10, "десяти": 10, "одиннадцать": 11, "одиннадцати": 11, "двенадцать": 12, "двенадцати": 12,
    "тринадцать": 13, "тринадцати": 13, "четырнадцать": 14, "четырнадцати": 14, "пятнадцать": 15, "пятнадцати": 15,
    "шестнадцать": 16, "шестнадцати": 16, "семнадцать": 17, "семнадцати": 17, "восемнадцать": 18,
    "восемнадцати": 18, "девятнадцать": 19, "девятнадцати": 19,
}  # fmt: skip
_RU_TENS = {
    "двадцать": 20, "двадцати": 20, "тридцать": 30, "тридцати": 30, "сорок": 40, "сорока": 40, "пятьдесят": 50,
    "пятидесяти": 50, "шестьдесят": 60, "шестидесяти": 60, "семьдесят": 70, "семидесяти": 70, "восемьдесят": 80,
    "восьмидесяти": 80, "девяносто": 90, "девяноста": 90,
}  # fmt: skip
_RU_HUNDREDS = {
    "сто": 100, "ста": 100, "двести": 200, "двухсот": 200, "триста": 300, "трехсот": 300, "четыреста": 400,
    "четырехсот": 400, "пятьсот": 500, "пятисот": 500, "шестьсот": 600, "шестисот": 600, "семьсот": 700,
    "семисот": 700, "восемьсот": 800, "восьмисот": 800, "девятьсот": 900, "девятисот": 900,
}  # fmt: skip
_EN_UNITS = {
    "zero": 0, "oh": 0, "nil": 0, "nought": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9,
}  # fmt: skip
_EN_TEENS = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_EN_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
SMALL = {
    **_RU_UNITS, **_RU_TEENS, **_RU_TENS, **_RU_HUNDREDS, **_EN_UNITS, **_EN_TEENS, **_EN_TENS,
}  # fmt: skip
HUNDRED = {"hundred", "hundreds", "сотня", "сотни", "сотню", "сотен"}
THOUSANDS = {
    "тысяча": 1000, "тысячи": 1000, "тысяч": 1000, "тысячу": 1000, "тыс": 1000, "тыщ": 1000, "тыщи": 1000, "тыщу": 1000,
    "thousand": 1000, "thousands": 1000, "grand": 1000, "миллион": 10**6, "миллиона": 10**6, "миллионов": 10**6,
    "million": 10**6, "млн": 10**6,
}  # fmt: skip
HALVES = {"полтора": 1.5, "полторы": 1.5, "полутора": 1.5, "пол": 0.5, "половина": 0.5, "half": 0.5}
DOZENS = {"дюжина": 12, "дюжину": 12, "dozen": 12, "пара": 2, "пару": 2, "couple": 2}
REPEATS = {"double": 2, "triple": 3, "дважды": 2, "трижды": 3}

HAN_DIGITS = dict(zip("零〇○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖两俩拐洞勾", (
    0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2, 2, 7, 0, 9,
), strict=True))  # fmt: skip
_HAN_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_HAN_BIG = {"万": 10**4, "萬": 10**4, "亿": 10**8}
HAN_NUMBER = "".join([*HAN_DIGITS, *_HAN_TENS, *_HAN_BIG, "半点"])
_WORD = re.compile(r"[a-zа-яё]+|-|\s+")


def level(value: int) -> int:
    """How big a spoken part is: 3 hundreds, 2 tens, 1 teens, 0 units; parts of one number fall."""
    if value >= 100:  # noqa: PLR2004 - the decimal system
        return 3
    if value >= 20:  # noqa: PLR2004
        return 2
    return 1 if value >= 10 else 0  # noqa: PLR2004


def spoken_value(word: str) -> int | None:
    """The value of one small number word in its plain spelling (ё is е)."""
    return SMALL.get(word.replace("ё", "е"))


def words_value(words: list[str]) -> float | None:
    """The value of number words said one after another: “двадцать пять тысяч”, “two and a half thousand”."""
    total: float = 0
    part: float = 0
    said = False
    for raw in words:
        word = raw.replace("ё", "е")
        if word in SMALL:
            part += SMALL[word]
        elif word in HUNDRED:
            part = (part or 1) * 100
        elif word in THOUSANDS:
            total += (part or 1) * THOUSANDS[word]
            part = 0
        elif word in HALVES:
            part += HALVES[word]
        elif word in DOZENS:
            part = (part or 1) * DOZENS[word]
        elif word in {"and", "a", "an", "с", "of"}:
            continue
        else:
            return None
        said = True
    return total + part if said else None


def han_value(text: str) -> float | None:
    """The value of a Chinese numeral: 五千, 两万六, 一百二十, 三点五, 半."""
    if text == "半":
        return 0.5
    if "点" in text:
        whole, _, rest = text.partition("点")
        first, digits = han_value(whole), "".join(str(HAN_DIGITS.get(c, "")) for c in rest)
        return None if first is None or not digits else first + float(f"0.{digits}")
    if not any(c in _HAN_TENS or c in _HAN_BIG for c in text):
        digits = "".join(str(HAN_DIGITS[c]) for c in text if c in HAN_DIGITS)
        return float(digits) if digits else None
    total: float = 0
    section: float = 0
    digit: float | None = None
    unit = 1
    for character in text:
        if character in HAN_DIGITS:
            digit = HAN_DIGITS[character]
        elif character in _HAN_TENS:
            unit = _HAN_TENS[character]
            section += (1 if digit is None else digit) * unit
            digit = None
        elif character in _HAN_BIG:
            unit = _HAN_BIG[character]
            total += (section + (digit or 0) or 1) * unit
            section, digit = 0, None
    if digit:
        tail = text[-2:-1]
        section += digit * (unit / 10 if tail in _HAN_TENS or tail in _HAN_BIG else 1)
    return total + section
