"""Sizes of clothes said by letters, against the sizes the card lists; those said by numbers are numbers."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from otvet.policy.claims.facts import Truth
from otvet.policy.claims.scene import Scene
from otvet.policy.found import Found

_LETTERS = r"(?:[2-6]?x{0,3}[sl]|m)"
_SIZE = re.compile(
    rf"(?<![a-zа-яё])(?:размер\w*|sizes?|an?)\s(?P<after>{_LETTERS})(?![\w'’])"
    rf"|(?<![a-z0-9])(?P<before>{_LETTERS})(?:\s?размер|\ssize|\s?[号码])|[号码]\s?(?P<zh>{_LETTERS})(?![a-z])"
)
_LACKING = re.compile(r"(?<!\w)(?:нет|не|закончил\w*|no|not|isn't|don't|won't|out of|without)(?!\w)|没|无|不")


def sizes_of(card: Mapping[str, Any] | None) -> frozenset[str]:
    """The sizes a card lists, small: from `["S", "M"]` or `"S, M"`; nothing where they are no letters."""
    for key, value in (card or {}).items():
        if key.lower() in {"sizes", "size", "размеры", "размер", "尺码"}:
            parts = value if isinstance(value, (list, tuple)) else re.split(r"[,;/、，\s]+", str(value))
            listed = frozenset(str(part).strip().lower() for part in parts)
            if all(re.fullmatch(_LETTERS, one) for one in listed):
                return listed
    return frozenset()


def sizes(scene: Scene, truth: Truth) -> Iterator[Found]:
    """A size said to be there that the card does not list."""
    if not truth.sizes:
        return
    told = {
        view.source(match.start(), match.end()): match["after"] or match["before"] or match["zh"]
        for view in scene.views
        for match in _SIZE.finditer(view.text)
    }
    for (start, end), said in sorted(told.items()):
        first, last = scene.clause(start, end)
        if said in truth.sizes or scene.asked(start, end) or _LACKING.search(scene.text[first:last].lower()):
            continue
        fact = ", ".join(sorted(truth.sizes, key="xxxs xxs xs s m l xl xxl xxxl".find)).upper()
        yield Found(start, end, "number", {"said": scene.text[start:end], "fact": fact})
