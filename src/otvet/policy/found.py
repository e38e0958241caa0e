"""What a detector is: a function from a reading to the places it found, made from the options of a rule page."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from otvet.policy.reading import Reading

NOTHING: Mapping[str, str] = {}


class Found(NamedTuple):
    """A place in the original text. `note` picks the sentence that explains it; `replace` is what may stand there."""

    start: int
    end: int
    note: str = ""
    values: Mapping[str, str] = NOTHING
    replace: str | None = None
    doubtful: bool = False


Detector = Callable[[Reading], Iterable[Found]]


class Options:
    """The options of one detector; what is not asked for, or asked for in vain, is a fault of the page."""

    def __init__(self, given: Mapping[str, Any], lexicons: Iterable[str]) -> None:
        self._given = dict(given)
        self._lexicons = frozenset(lexicons)
        self._asked: set[str] = set()
        self.needs: list[
            frozenset[str]
        ] = []  # groups of lexicons; without a hit of each there is nothing to find

    def number(self, name: str, otherwise: int) -> int:
        value = self._take(name, otherwise)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise ValueError(f"option {name} must be a number")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        value = self._take(name, [])
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise ValueError(f"option {name} must be a text or a list of texts")
        return tuple(value)

    def text(self, name: str, otherwise: str = "") -> str:
        value = self._take(name, otherwise)
        if not isinstance(value, str):
            raise ValueError(f"option {name} must be a text")  # noqa: TRY004 - the loader adds file and line
        return value

    def flag(self, name: str) -> bool:
        value = self._take(name, False)  # noqa: FBT003 - the value when the page says nothing
        if not isinstance(value, bool):
            raise ValueError(f"option {name} must be true or false")  # noqa: TRY004 - the loader adds file and line
        return value

    def choice(self, name: str, choices: tuple[str, ...]) -> str:
        """One of the choices, the first when the page says nothing."""
        value = self.text(name, choices[0])
        if value not in choices:
            raise ValueError(f"option {name} must be one of {', '.join(choices)}")
        return value

    def lexicons(self, name: str, *, needed: bool = False) -> tuple[str, ...]:
        names = self.texts(name)
        for lexicon in names:
            if lexicon not in self._lexicons:
                raise ValueError(f"there is no lexicon {lexicon!r}")
        if needed and not names:
            raise ValueError(f"option {name} must name a lexicon")
        return names

    def unknown(self) -> set[str]:
        return set(self._given) - self._asked

    def used_lexicons(self) -> set[str]:
        """For the pack's own check that no lexicon lies idle."""
        values = (v for v in self._given.values() if isinstance(v, (str, list)))
        return {n for v in values for n in ([v] if isinstance(v, str) else v) if n in self._lexicons}

    def _take(self, name: str, otherwise: Any) -> Any:
        self._asked.add(name)
        return self._given.get(name, otherwise)


Maker = Callable[[Options], Detector]
