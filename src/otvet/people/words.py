"""What people type about themselves: names and addresses, made safe to store and to show."""

import re
import unicodedata

from otvet.errors import BadInput

_NAME_CHARS = 80
_EMAIL_CHARS = 254
_ID_CHARS = 100
_PHONE_DIGITS = (7, 15)
_RUSSIAN = 11
_EMAIL = re.compile(r"[^\s@<>\"(),;:\\\[\]]{1,64}@[^\s@<>\"(),;:\\\[\]]{1,190}")


def clean_name(name: object) -> str:
    """`name` on one line, without control and direction marks: nobody dresses up as somebody else."""
    if not isinstance(name, str):
        raise BadInput("A name is text.")
    visible = (
        c if unicodedata.category(c) not in {"Cc", "Cf", "Zl", "Zp", "Co", "Cs"} else " " for c in name
    )
    cleaned = " ".join(unicodedata.normalize("NFC", "".join(visible)).split())
    if not cleaned or len(cleaned) > _NAME_CHARS:
        raise BadInput(f"A name has 1 to {_NAME_CHARS} characters.")
    return cleaned


def clean_email(email: object) -> str:
    """`email` in the one form it is stored and counted in."""
    address = canonical_email(email)
    if len(address) > _EMAIL_CHARS or not _EMAIL.fullmatch(address):
        raise BadInput("This is not an e-mail address; it looks like name@example.org.")
    return address


def clean_phone(phone: object) -> str:
    """`phone` as + and digits; raises `BadInput` for what cannot be one. A Russian 8 in front is +7."""
    digits = (
        "".join(filter(str.isdigit, phone)) if isinstance(phone, str) and len(phone) <= _NAME_CHARS else ""
    )
    if not digits.isascii() or not _PHONE_DIGITS[0] <= len(digits) <= _PHONE_DIGITS[1]:
        raise BadInput("This is not a phone number; it looks like +7 900 000-00-00.")
    russian = len(digits) == _RUSSIAN and digits[0] == "8"
    return f"+7{digits[1:]}" if russian else f"+{digits}"


def canonical_email(email: object) -> str:
    """The same without judging it: what a sign-in is counted under, so another spelling is no new try."""
    if not isinstance(email, str) or not email.strip().isprintable():
        return ""
    return unicodedata.normalize("NFKC", email).strip().lower()


def is_id(value: object) -> bool:
    """Whether `value` could be an id at all; what is none never reaches the database."""
    return isinstance(value, str) and 0 < len(value) <= _ID_CHARS and value.isascii() and value.isprintable()
