"""The words of a passage or a question as they are compared when answers are looked for.

The tokens of the one analyser, and three kinds besides: a Russian word by its dictionary form (верните, вернул),
each Chinese character alone (a pair is often too much to ask), and a token for each group of like words (`alike/`).
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from otvet.knowledge import place
from otvet.knowledge.guides import LANGUAGES
from otvet.language.analyser import folded, tokens
from otvet.language.vocabulary import morphology

_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+|[^\W_]+")
_LONGEST_WORD = 60
_LONGEST = 20_000  # signs of a text that are looked at
_HAN = ("\u3400", "\u9fff")


class Word(Struct, frozen=True):
    """A word, or an unbroken run of Chinese: `stem` as phrases are matched by, `parts` as it is searched (none of a stop word)."""

    stem: str
    parts: tuple[str, ...]


def words(text: str) -> list[Word]:
    """Every word of `text` in its order, stop words too: a phrase such as "did not come" needs them."""
    plain = folded(text[:_LONGEST]).replace("’", "'").replace("n't", " not")
    return [_word(run[:_LONGEST_WORD]) for run in _RUN.findall(plain)]


def counted(texts: Iterable[str]) -> Counter[str]:
    """How often what can be searched stands in `texts`; a group of like words counts once in each."""
    count: Counter[str] = Counter()
    for text in texts:
        said = words(text)
        for word in said:
            count.update(word.parts)
            count.update(singles(word))
        count.update(likes(said))
    return count


def singles(word: Word) -> str:
    """The characters of a run of Chinese, none of any other word."""
    return word.stem if _is_han(word.stem) and len(word.stem) > 1 else ""


def likes(said: Sequence[Word]) -> list[str]:
    """A token for each group of like words that a text names by one of its words or phrases."""
    phrases, signs = _groups()
    stems = [word.stem for word in said]
    found: dict[str, None] = {}
    for at, stem in enumerate(stems):
        if _is_han(stem):
            named = (
                name
                for start, sign in enumerate(stem)
                for phrase, name in signs.get(sign, ())
                if stem.startswith(phrase, start)
            )
        else:
            named = (
                name
                for phrase, name in phrases.get(stem, ())
                if tuple(stems[at : at + len(phrase)]) == phrase
            )
        found.update(dict.fromkeys(named))
    return list(found)


@place.kept(50_000)
def _word(run: str) -> Word:
    parts = tuple(tokens(run))
    if not parts or _is_han(run):
        return Word(run, parts)
    if "\u0400" <= run[0] <= "\u04ff":
        parts = tuple(tokens(morphology().parse(run)[0].normal_form)) or parts
    else:
        parts = tuple(_forms().get(part, part) for part in parts)
    return Word(parts[0], parts)


def _is_han(run: str) -> bool:
    return _HAN[0] <= run[0] <= _HAN[1]


@place.kept()
def _page(lang: str) -> dict[str, list[list[str]]]:
    """`alike/LANG.toml`: groups of like words, and in English the forms that no stemmer brings together."""
    return tomllib.loads(place.text("alike", f"{lang}.toml") or "")


@place.kept()
def _forms() -> dict[str, str]:
    """Stem of a form -> stem of the word."""
    groups = [[tokens(word)[0] for word in group] for group in _page("en").get("forms", [])]
    return {form: group[0] for group in groups for form in group[1:]}


@place.kept()
def _groups() -> tuple[dict[str, list[tuple[tuple[str, ...], str]]], dict[str, list[tuple[str, str]]]]:
    """The groups, by the first word of each phrase, and by its first character where it is Chinese."""
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    signs: dict[str, list[tuple[str, str]]] = {}
    for lang in LANGUAGES:
        for number, group in enumerate(_page(lang).get("groups", [])):
            name = f"={lang}{number}"
            for phrase in group:
                stems = tuple(word.stem for word in words(phrase))
                if _is_han(stems[0]):
                    signs.setdefault(stems[0][0], []).append((stems[0], name))
                else:
                    phrases.setdefault(stems[0], []).append((stems, name))
    return phrases, signs
