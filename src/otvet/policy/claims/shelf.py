"""When goods were made and how long they keep: a year, a month or a day said beside the word for it, against the card."""

import datetime as dt
import re
from collections.abc import Iterator

from otvet.language.dates import days_in
from otvet.language.later import later
from otvet.policy.claims.facts import Truth
from otvet.policy.claims.scene import Scene
from otvet.policy.found import Found

_KINDS = (
    (
        ("expir", "best_before", "use_by", "valid_until", "годен", "годности", "保质", "过期", "有效期"),
        later(r"годен|годна|годно|годны|срок\w* годности|хранится до|expir\w+|best before|use by|keeps until|good until|保质期|有效期|过期|到期"),
    ),
    (
        ("produc", "manufact", "made", "изготов", "произв", "выпуск", "生产", "制造"),
        later(r"изготовл\w+|произвед\w+|выпущ\w+|дата выпуска|сварен\w*|разлит\w*|produced|manufactured|made in|made on|bottled|生产|出厂"),
    ),
)  # fmt: skip
_YEAR = later(r"(?<!\d)(20\d\d)(?:\s?(?:год\w*|年))?(?![\d-])")


def shelf(scene: Scene, truth: Truth) -> Iterator[Found]:
    """Another day or year than the card's."""
    for signs, word in _KINDS:
        day = next((d for key, d in truth.dates.items() if any(sign in key.lower() for sign in signs)), None)
        if day is None:
            continue
        for match in word.finditer(scene.text.lower()):
            yield from _beside(scene, match, day)


def _beside(scene: Scene, match: re.Match[str], day: dt.date) -> Iterator[Found]:
    first, last = scene.clause(*match.span())
    if scene.asked(first, last) or scene.later(first, last):
        return
    text = scene.text[first:last].lower()
    days = list(days_in(text, None, day))
    if days:
        wrong = [d for d in days if not d.first <= day <= d.last]
        if len(wrong) == len(days):
            yield _found(scene, (first + wrong[0].start, first + wrong[0].end), day)
        return
    years = list(_YEAR.finditer(text))
    if years and all(int(year[1]) != day.year for year in years):
        yield _found(scene, (first + years[0].start(), first + years[0].end()), day)


def _found(scene: Scene, span: tuple[int, int], day: dt.date) -> Found:
    said = scene.text[span[0] : span[1]]
    return Found(*span, "date", {"said": said, "fact": day.isoformat()})
