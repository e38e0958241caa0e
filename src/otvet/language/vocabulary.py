"""What is known of the words of a language: which are frequent, which belong to the trade, which exist at all.

Worked out of three packages and a list of our own, then kept: reading the packages takes a start 0.4 s and imports 20 MB.
"""

import functools
import itertools
from importlib.metadata import version
from importlib.resources import files
from typing import Any, NamedTuple

from otvet.language.kept import kept_once, key_of, place_beside

FREQUENT = 3e-6  # of all words: about 3,000 Russian and 6,000 English words are at least so frequent
LEAST_DOUBLED = 6  # letters of a word in which several may be doubled or not
_PACKAGES = ("wordfreq", "pymorphy3", "pymorphy3-dicts-ru", "symspellpy")
_TRADE = files("otvet.language") / "trade.ru.txt"


class Vocabulary(NamedTuple):
    """The words of one language.

    `frequent`: their shares of all words; `trade`: every form of the words of the trade, which general lists count as rare;
    `undoubled`: frequent words by what is left of them when every doubled letter is written once, of two the more frequent;
    `known`: the English list; Russian words are known by the morphological dictionary.
    """

    frequent: dict[str, float]
    trade: frozenset[str]
    undoubled: dict[str, str]
    known: frozenset[str]


@functools.cache
def morphology() -> Any:
    """The Russian morphological dictionary, loaded when first asked for."""
    import pymorphy3  # noqa: PLC0415 - a third of a second that Chinese and English texts do not need

    return pymorphy3.MorphAnalyzer()


@functools.cache
def vocabulary(lang: str) -> Vocabulary:
    """The words of `ru` or `en`."""
    source = (files("otvet.language") / "vocabulary.py").read_bytes()
    named = "\n".join(f"{name} {version(name)}" for name in _PACKAGES)
    key = key_of(source, _TRADE.read_bytes(), named.encode())
    place = place_beside(__file__, f"vocabulary.{lang}.parsed")
    return kept_once(place, key, Vocabulary, lambda: worked_out(lang))


def worked_out(lang: str) -> Vocabulary:
    """The same, from the packages."""
    import wordfreq  # noqa: PLC0415 - asked once for each version of it

    shares = wordfreq.get_frequency_dict(lang, "small")
    frequent = {word: share for word, share in shares.items() if share >= FREQUENT}
    trade = _of_the_trade() if lang == "ru" else frozenset()
    words = [*sorted(trade), *sorted(frequent, key=frequent.__getitem__)]
    undoubled = {once(word): word for word in words if len(word) >= LEAST_DOUBLED}
    return Vocabulary(frequent, trade, undoubled, _listed() if lang == "en" else frozenset())


def once(word: str) -> str:
    """The word with every doubled letter written once."""
    return "".join(letter for letter, _ in itertools.groupby(word))


def _of_the_trade() -> frozenset[str]:
    lemmas = [line for line in _TRADE.read_text("utf-8").splitlines() if not line.startswith("#")]
    forms = (form.word for lemma in lemmas for form in morphology().parse(lemma)[0].lexeme)
    return frozenset(form.replace("ё", "е") for form in forms)


def _listed() -> frozenset[str]:
    page = (files("symspellpy") / "frequency_dictionary_en_82_765.txt").read_text("utf-8-sig")
    return frozenset(line.split(" ", 1)[0] for line in page.splitlines())
