"""The text around a claim: its sentence, its clause, whether it is asserted at all."""

import re
from bisect import bisect_left
from collections.abc import Callable
from functools import cached_property

from otvet.language.script import Lang, language_of
from otvet.language.views import View
from otvet.policy.claims.amounts import Amount, amounts
from otvet.policy.claims.spelled import parted
from otvet.policy.lexicon import Hit
from otvet.policy.reading import LONG, Reading

_DENIAL = re.compile(
    r"(?:(?<![а-яёa-z])(?:не|ни|вовсе не|отнюдь не|а не|not|isn't|aren't|wasn't|never|no|without|rather than|instead of|вместо|без)\s(?:[\w-]+\s){0,2}|不是|并非|不|没有|没|无|非)$"
)
_SHORT_DENIAL = re.compile(
    r"(?:(?<![а-яёa-z])(?:не|not|isn't|no|without|без)\s(?:в\s|из\s|in\s|made\s(?:of|in)\s|из\s)?|不是|并非|不|没有|没|无|非)$"
)


_REACH = 200
_LEAST_BARE = 4.0  # a two without a unit counts something else
_PHRASE_ENDS = re.compile(r"\s?(?:[.,;:!?)…，。；：！？、]|$)")
_TAG = 5  # characters: “，是吗？” asks about what stands before it


def _near(part: tuple[int, int], start: int, end: int) -> tuple[int, int]:
    return max(part[0], start - _REACH), min(part[1], end + _REACH)


class Scene:
    """A reading as the claims look at it; `scene_of` makes one for all of them."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.view: View = reading.surface
        few = reading.disguises if len(reading.text) <= LONG else reading.disguises[:1]
        self.views: tuple[View, ...] = (self.view, *few)
        self.text = reading.text
        self._told: dict[str, list[tuple[int, int]]] = {}

    @cached_property
    def lowered(self) -> str:
        """The text in small letters; its places are the text's own but for a few letters of rare scripts."""
        return self.text.lower()

    @cached_property
    def lang(self) -> Lang:
        return language_of(self.text)

    @cached_property
    def given(self) -> frozenset[str]:
        """What need not be named, because it is going on: a discount of the broadcast in a broadcast."""
        return frozenset({"live"}) if self.reading.context.surface == "broadcast" else frozenset()

    @cached_property
    def amounts(self) -> list[tuple[Amount, int, int]]:
        """Amounts with their spans in the original."""
        found: dict[tuple[int, int], Amount] = {}
        others = [part for view in self.views[1:] if (part := parted(view)) is not None]
        for view in (*self.views, *others):
            for amount in amounts(view.text):
                found.setdefault(view.source(amount.start, amount.end), amount)
        return [(amount, *span) for span, amount in sorted(found.items())]

    @cached_property
    def kinds(self) -> list[Amount]:
        """Each different amount once, without what is denied: a text may say the same one a thousand times."""
        seen = {(a.value, a.dimension, a.bound): a for a, _, _ in self.amounts if not a.denied}
        return list(seen.values())

    def told(
        self,
        name: str,
        says: Callable[[Amount], bool],
        span: tuple[int, int] = (-1, -1),
        *,
        bare: bool = False,
    ) -> bool:
        """Whether an amount elsewhere than `span` is what `says` asks for; looked through once for each `name`.

        A disguise may show another part of the same number, so what touches the span is not elsewhere.
        `bare`: of numbers without a unit those alone with which a phrase ends, “this one is forty-five”.
        """
        places = self._told.get(name)
        if places is None:
            places = self._told[name] = [
                (start, end)
                for one, start, end in self.amounts
                if (not bare or self._closes(one, end)) and says(one)
            ]
        return any(end <= span[0] or span[1] <= start for start, end in places)

    def _closes(self, one: Amount, end: int) -> bool:
        return (
            not one.dimension and one.value >= _LEAST_BARE and _PHRASE_ENDS.match(self.text, end) is not None
        )

    def amounts_in(self, first: int, last: int) -> list[tuple[Amount, int, int]]:
        """The amounts that begin in a stretch of the text."""
        begin, end = (bisect_left(self._starts, at) for at in (first, last))
        return self.amounts[begin:end]

    @cached_property
    def _starts(self) -> list[int]:
        return [start for _, start, _ in self.amounts]

    @cached_property
    def shares(self) -> list[tuple[Amount, int, int]]:
        """The amounts that are percentages."""
        return [one for one in self.amounts if one[0].dimension == "percent"]

    def hits(self, lexicon: str) -> list[Hit]:
        return self.reading.hits(lexicon)

    def inside(self, lexicon: str, first: int, last: int) -> list[Hit]:
        return self.reading.inside((lexicon,), first, last)

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """The sentence around a span, as far as it can matter: a text without a full stop is no sentence."""
        return _near(self.reading.sentence(start, end), start, end)

    def clause(self, start: int, end: int) -> tuple[int, int]:
        return _near(self.reading.clause(start, end), start, end)

    def asked(self, start: int, end: int) -> bool:
        """Whether the sentence is a question; of a Chinese one, which goes on over commas, only its last clause."""
        _, last = self.sentence(start, end)
        if self.text[max(0, last - 8) : last].rstrip()[-1:] not in {"?", "？"}:
            return False
        return self.lang != "zh" or last - self.clause(start, end)[1] <= _TAG

    def later(self, start: int, end: int) -> bool:
        """Whether the clause speaks of what will be, may be, or was asked."""
        first, last = self.clause(start, end)
        return bool(self.inside("not-now", first, last))

    def denied(self, start: int, *, far: bool = False) -> bool:
        """Whether a denial stands right before."""
        before = self.text[max(0, start - 24) : start].lower()
        return (_DENIAL if far else _SHORT_DENIAL).search(before) is not None


def scene_of(reading: Reading) -> Scene:
    """The scene of a reading, made once."""
    scene = reading.kept.get("scene")
    if not isinstance(scene, Scene):
        scene = reading.kept["scene"] = Scene(reading)
    return scene


def trimmed(text: str, last: int) -> int:
    """Where a stretch that ends at `last` ends without its closing marks."""
    while last and (text[last - 1].isspace() or text[last - 1] in ".,;!?。，；！？"):
        last -= 1
    return last
