"""Characters that stand in for others: look-alike letters, digits for letters, letters for digits.

Tables map one character to one character, so a folded text keeps the offsets of the text it came from.
The long tail is chosen from Unicode's confusables (TR39); ordinary compatibility forms are NFKC's business.
"""

import unicodedata

_GREEK = "αβγεηικμνορτυχωϲ"
_GREEK_CYRILLIC = "авгепикмноруухшс"
_GREEK_LATIN = "abyenikmvoptuxwc"

_SMALL_CAPITALS = "ᴀʙᴄᴅᴇꜰғɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢɑɡɩıℓƽᖴᗷᑕ"
_SMALL_LATIN = "abcdeffghijklmnoprstuvwyzagiilsfbc"

_LATIN_TO_CYRILLIC = dict(
    zip(
        "abcehkmnoprtuxyigdvwzjs" + "0346189@$",
        "авсенкмпоргтихуигдвшзйс" + "озчбівдас",
        strict=False,
    )
)
# Digits read as letters depend on the alphabet around them.
_LATIN_TO_CYRILLIC |= {
    "0": "о", "3": "з", "4": "ч", "6": "б", "1": "л", "8": "в", "9": "я", "@": "а", "$": "с",
    "n": "п", "p": "р", "u": "и", "t": "т", "b": "в", "h": "н", "r": "г", "w": "ш", "l": "л", "f": "ф",
    "і": "и", "ї": "и", "є": "е", "ґ": "г", "ѕ": "с", "ј": "й", "ё": "е",
}  # fmt: skip
_CYRILLIC_TO_LATIN = dict(
    zip("аеорсухкмтнвіѕјԁһґпибгзлдё", "aeopcyxkmthbisjdhrnubrzlge", strict=True)
) | {
    "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "9": "g",
    "@": "a", "$": "s", "!": "i", "|": "i", "€": "e", "£": "l",
}  # fmt: skip

TO_CYRILLIC = str.maketrans(
    _LATIN_TO_CYRILLIC
    | dict(zip(_GREEK, _GREEK_CYRILLIC, strict=True))
    | {
        small: _LATIN_TO_CYRILLIC.get(plain, plain)
        for small, plain in zip(_SMALL_CAPITALS, _SMALL_LATIN, strict=True)
    }
)
TO_LATIN = str.maketrans(
    _CYRILLIC_TO_LATIN
    | dict(zip(_GREEK, _GREEK_LATIN, strict=True))
    | dict(zip(_SMALL_CAPITALS, _SMALL_LATIN, strict=True))
)
# Letters written for digits inside a number.
TO_DIGIT = str.maketrans("oоοilіι|збsb", "000111113656")
DIGIT_LIKE = "oоοilіι|збsb"

_KEEP = frozenset("йё")
_SPECIAL: dict[str, str] = {}
for _offset in range(26):
    _letter = chr(ord("a") + _offset)
    for _base in (0x1F150, 0x1F170, 0x1F1E6, 0x1F130):  # negative circled, negative squared, flags, squared
        _SPECIAL[chr(_base + _offset)] = _letter
for _offset in range(10):
    for _base in (0x2776, 0x2780, 0x278A):  # dingbat circled digits
        _SPECIAL[chr(_base + _offset)] = str(_offset + 1)
_SPECIAL |= {
    "\u24ff": "0",
    "\u3164": "",
    "\u115f": "",
    "\u1160": "",
    "\uffa0": "",
    "\u2800": "",
    "\u02bc": "'",
}


def plain_form(character: str) -> str:
    """What is left of one character without width, style, marks and case; "" for what cannot be seen."""
    special = _SPECIAL.get(character)
    if special is not None:
        return special
    category = unicodedata.category(character)
    if category in {"Mn", "Me", "Cf", "Cs"} or (category == "Cc" and not character.isspace()):
        return ""
    digit = unicodedata.digit(character, None)
    if digit is not None and not character.isascii() and category in {"Nd", "No"}:
        return str(digit)
    folded = unicodedata.normalize("NFKC", character).lower()
    return "".join(_unmarked(part) for part in folded)


def _unmarked(character: str) -> str:
    if character.isascii() or character in _KEEP:
        return character
    if "\u3040" <= character <= "\u30ff" or "\uac00" <= character <= "\ud7a3":
        return character  # kana and hangul would fall apart into pieces
    bare = "".join(c for c in unicodedata.normalize("NFD", character) if unicodedata.category(c) != "Mn")
    return bare if len(bare) == 1 else character
