"""The corpus the gate's models are trained on: several hands, three languages, one file per code.

A file is `hand-N/CODE.LANG.txt`: sections in brackets (`[found indirect chat]`, `[passes broadcast]`), one message a line;
` ++ code, code` names what else a line breaks.  README.md tells who the hands are.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

HOME = Path(__file__).parent
HANDS = tuple(sorted(folder.name for folder in HOME.glob("hand-*")))
# The codes a word list cannot see, and further ones that gain from a second look.
MEANT = (
    "rudeness", "discrimination", "negative-emotion", "negative-statement", "competitor-disparagement", "cancel-request",
    "misleading-claim", "pressure", "categorical-speech", "distraction", "unlawful-content",
)  # fmt: skip
FURTHER = (
    "contact-exchange",
    "external-resource",
    "personal-data",
    "informal-style",
    "superlative",
    "spam",
    "profanity",
    "off-policy",
    "literacy",
)
_ONLY = {
    "pressure": {"broadcast"}, "distraction": {"broadcast"}, "superlative": {"broadcast"}, "spam": {"buyer"},
    "informal-style": {"chat"}, "rudeness": {"chat", "broadcast", "buyer"}, "discrimination": {"chat", "broadcast", "buyer"},
    "profanity": {"chat", "broadcast", "buyer"},
}  # fmt: skip


def judged(code: str) -> set[str]:
    """The contexts a code is judged in (the marketplace's matrix)."""
    return _ONLY.get(code, {"chat", "broadcast"})


_SECTION = re.compile(
    r"\[(found (?P<difficulty>plain|indirect|evasive)|passes) (?P<context>chat|broadcast|buyer)\]"
)


class Line(NamedTuple):
    """One message: what it was written for, and every code it breaks (none when it passes)."""

    hand: str
    lang: str
    context: str
    text: str
    about: str
    codes: frozenset[str]
    difficulty: str


def lines(*hands: str) -> Iterator[Line]:
    """Every message of the hands (all three by default), file by file; a faulty line raises ValueError with its place."""
    for hand in hands or HANDS:
        for path in sorted((HOME / hand).glob("*.txt")):
            yield from _file(hand, path)


def _file(hand: str, path: Path) -> Iterator[Line]:
    about, lang, _ = path.name.split(".")
    section = None
    for number, raw in enumerate(path.read_text("utf-8").splitlines(), 1):
        text = raw.strip()
        if not text or text.startswith("#"):
            continue
        if text.startswith("[") and (heading := _SECTION.fullmatch(text)):
            section = heading
            continue
        if section is None:
            raise ValueError(f"{path}:{number}: a message before the first section")
        said, _, more = text.partition(" ++ ")
        further = frozenset(code.strip() for code in more.split(",") if code.strip())
        found = section["difficulty"] is not None
        if further and not found:
            raise ValueError(f"{path}:{number}: a line that passes breaks nothing")
        codes = further | {about} if found else frozenset()
        yield Line(
            hand, lang, section["context"], said.strip(), about, codes, section["difficulty"] or "passes"
        )
