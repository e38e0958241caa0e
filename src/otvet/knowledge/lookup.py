"""Finding the passages that answer a question: by words, and, where an encoder is given, by meaning too.

Passages of one section are found together: what its title, its heading, its text and the questions its owner wrote
say counts for each of them (BM25 over fields), and the passage that says most of it is shown for the section.
"""

from collections.abc import Iterable

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from otvet.knowledge.meaning import Meaning, Near
from otvet.knowledge.postings import Field, Postings
from otvet.knowledge.words import Word, counted, likes, singles, words
from otvet.language.spelling import one_slip

_BODY, _TITLE, _HEADING, _ASKED = (
    0.4,
    0.7,
    1.5,
    1.0,
)  # what a word counts there; found on half of our questions
_LENGTH = 0.5  # how much a long text has to say a word more often
_USUAL_LENGTH = 0.75  # the same where there is nothing but text: BM25's usual b
_SINGLE = 0.5  # what a Chinese character counts beside a pair of them
_NAMED = 0.8  # what a word counts that has like words: which of them is said tells less
_BEGUN = 0.8  # what a word counts that is guessed from its beginning
_MEANING = 0.1  # what one standard deviation of nearness counts beside the best by words
_MOST_WORDS = 40
_SHORTEST_BEGINNING = 2
_SHORTEST_SLIP = 5  # letters: shorter words are neighbours of everything


class Entry(Struct, frozen=True, kw_only=True):
    """What can be found. Entries of one `place` are found as one; `asked` are questions it answers; `share` is its weight."""

    id: str
    said: str
    place: str = ""
    title: str = ""
    heading: str = ""
    asked: tuple[str, ...] = ()
    share: float = 1.0


class Lookup:
    """An index of passages in memory: among ten thousand some are found in a few milliseconds."""

    def __init__(self, entries: Iterable[Entry], near: Near | None = None) -> None:
        self._entries = list(entries)
        self._members = _members(self._entries)
        sections = [[self._entries[number] for number in held] for held in self._members]
        self._sections = Postings(_fields(sections), len(sections))
        self._said = Postings(
            [Field([counted([one.said]) for one in self._entries], 1.0, _LENGTH)], len(self._entries)
        )
        self._shares = np.asarray([held[0].share for held in sections], dtype=np.float32)
        self._meaning = _meaning(near, sections) if near is not None else None

    @property
    def places(self) -> list[str]:
        """Every place there is, in the order `leaning` has them."""
        return [self._entries[held[0]].place or self._entries[held[0]].id for held in self._members]

    def best(
        self,
        question: str,
        limit: int = 10,
        *,
        typing: bool = False,
        leaning: NDArray[np.float32] | None = None,
    ) -> list[str]:
        """Ids of the passages that answer best, one of each place, the best first; none where nothing is known.

        With `typing` the last word may be half of one; `leaning` is what each of `places` counts, one as it is.
        """
        wanted = self._wanted(question, typing=typing)
        shares = self._shares if leaning is None else self._shares * leaning
        scores = self._joined(self._sections.scores(wanted) * shares, question)
        ranked = np.argsort(-scores, kind="stable")[:limit].tolist()
        said = self._said.scores(wanted)
        return [self._entries[self._telling(place, said)].id for place in ranked if scores[place] > 0]

    def _telling(self, place: int, said: NDArray[np.float32]) -> int:
        """The passage of a place that says most of what was asked."""
        return max(self._members[place], key=lambda number: said[number])

    def _joined(self, scores: NDArray[np.float32], question: str) -> NDArray[np.float32]:
        """Scores by words, the best at one, and nearness in meaning; by words alone where there is no encoder."""
        if self._meaning is None:
            return scores
        top = float(scores.max(initial=0.0)) or 1.0
        joined: NDArray[np.float32] = scores / top + _MEANING * self._meaning.nearness(question)
        return joined

    def _wanted(self, question: str, *, typing: bool) -> dict[str, float]:
        """What to look for, and what each counts: words, like words, and what unknown words were meant to be."""
        asked = words(question)[:_MOST_WORDS]
        wanted: dict[str, float] = {}
        if typing and asked and not question[-1:].isspace():
            wanted = dict.fromkeys(self._begun(asked[-1], question), _BEGUN)
            asked = asked[:-1] if wanted else asked
        meant = [self._meant(word) for word in asked]
        for word in meant:
            wanted |= dict.fromkeys(word.parts, _NAMED if likes([word]) else 1.0)
            wanted = dict.fromkeys(singles(word), _SINGLE) | wanted
        return wanted | dict.fromkeys(likes(meant), 1.0)

    def _begun(self, word: Word, question: str) -> list[str]:
        """The known words that an unknown one at the end may become."""
        if not word.parts or any(part in self._sections.rarity for part in word.parts):
            return []
        typed = question.casefold().split()[-1]
        for start in (typed, word.stem):
            found = [token for token in self._sections.rarity if token.startswith(start)]
            if found and len(start) >= _SHORTEST_BEGINNING:
                return found
        return []

    def _meant(self, word: Word) -> Word:
        """The word, or where nobody knows it the commonest one that is a slip away."""
        known = self._sections.rarity
        if len(word.stem) < _SHORTEST_SLIP or not word.parts or any(part in known for part in word.parts):
            return word
        near = min((one for one in one_slip(word.stem) if one in known), key=known.__getitem__, default=None)
        return Word(near, (near,)) if near else word


def _members(entries: list[Entry]) -> list[list[int]]:
    """The numbers of the entries of each place, places in the order they come."""
    held: dict[str, list[int]] = {}
    for number, one in enumerate(entries):
        held.setdefault(one.place or one.id, []).append(number)
    return list(held.values())


def _fields(sections: list[list[Entry]]) -> list[Field]:
    said = [counted(one.said for one in held) for held in sections]
    if not any(held[0].title or held[0].heading or held[0].asked for held in sections):
        return [Field(said, 1.0, _USUAL_LENGTH)]  # bare texts: plain BM25
    return [
        Field(said, _BODY, _LENGTH),
        Field([counted([held[0].title]) for held in sections], _TITLE, 0.0),
        Field([counted([held[0].heading]) for held in sections], _HEADING, _LENGTH),
        Field([counted(_asked(held)) for held in sections], _ASKED, _LENGTH),
    ]


def _meaning(near: Near, sections: list[list[Entry]]) -> Meaning:
    return Meaning(
        near, [[_whole(one) for one in held] for held in sections], [_asked(held) for held in sections]
    )


def _asked(held: list[Entry]) -> list[str]:
    return list(dict.fromkeys(question for one in held for question in one.asked))


def _whole(one: Entry) -> str:
    return ". ".join(filter(None, (one.title, one.heading, one.said)))
