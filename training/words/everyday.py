"""Writes `policy/everyday.txt`: words that stand in so many harmless texts that no phrase should be found by them.

It changes how fast a text is read and nothing that is found.

    python training/words/everyday.py

The texts are our own: the help centre, the calm lines and the lines that pass of the hands that writers of rules may read.
A word counts when one text in `SHARE` has it where the automaton would stop for it.
"""

import collections
from collections.abc import Iterator
from pathlib import Path

from otvet.language.views import Views
from otvet.policy.entries import words_of
from otvet.policy.pack import files_of, is_lexicon

HOUSE = Path(__file__).parents[2]
PACK = HOUSE / "src/otvet/policy/packs/ozon"
SHARE = 150


def texts() -> Iterator[str]:
    """One message or sentence each."""
    for page in sorted((HOUSE / "src/otvet/knowledge/pages").rglob("*.md")):
        yield from (line for line in page.read_text("utf-8").splitlines() if line and line[0] not in "#-+[")
    gate = HOUSE / "training/gate"
    yield from gate.joinpath("calm.txt").read_text("utf-8").splitlines()
    for page in sorted([*gate.glob("hand-1/*.txt"), *gate.glob("hand-2/*.txt")]):
        passes = False
        for line in page.read_text("utf-8").splitlines():
            if line.startswith("["):
                passes = line.startswith("[passes")
            elif passes:
                yield line.partition(" ++ ")[0]


def main() -> None:
    """Count in every language's own share of the texts: a third of them."""
    candidates = {
        literal for name, text in files_of(PACK).items() if is_lexicon(name) for literal in words_of(text)
    }
    seen: collections.Counter[str] = collections.Counter()
    all_texts = [Views(text).surface.text for text in texts()]
    for text in all_texts:
        begins = [n for n, sign in enumerate(text) if sign >= "\u3400" or not n or not text[n - 1].isalpha()]
        seen.update({text[n:end] for n in begins for end in range(n + 1, n + 15)} & candidates)
    often = [
        word
        for word, count in sorted(seen.items(), key=lambda one: (-one[1], one[0]))
        if " " not in word and count * SHARE * 3 >= len(all_texts)
    ]
    target = HOUSE / "src/otvet/policy/everyday.txt"
    target.write_text("\n".join(often) + "\n", "utf-8")
    print(f"{len(all_texts)} texts, {len(candidates)} words of phrases, {len(often)} everyday ones")


if __name__ == "__main__":
    main()
