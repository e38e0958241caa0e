"""Our own questions against our own passages: writes what `otvet knowledge evaluate` reads, and runs it.

.venv/bin/python bench/knowledge/ask.py [--half seen|unseen] [--first-labels] [--set first] [--lang zh] [--encoder precise]

`asked.txt` has a question a line in ru, en and zh, and before them the sections that answer it: `refund#1` is the
first section of that article, `refund#*` the whole article, `offer#6.4` a clause (`+` stands for a space).
`judged.txt` adds the sections that answer too and were not thought of at first, each with a reason.

`fresh/NAME.LANG.txt` are questions that were written natively in each language before an article was opened, then judged
by reading what stood among the first ten: a line is `sections | question`, and `-` where nothing we have answers it,
which counts as missed. Each set is asked with `--set NAME` alone.

Half of the questions (lines 1, 3, 5, ...) was looked at while the search was made ("seen"), the other only measured.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import msgspec

from otvet.cli.knowledge import Line
from otvet.knowledge.passages import Passage, passages

HERE = Path(__file__).parent
LANGUAGES = ("ru", "en", "zh")


def questions(lang: str, kept: list[Passage], *, judged: bool = True) -> list[dict[str, object]]:
    """Every question in `lang` with the ids of the passages that answer. Raises `ValueError` for a section that is not there."""
    more = _judged() if judged else {}
    found: list[dict[str, object]] = []
    for line in _lines("asked.txt"):
        places, *asked = line.split(" | ")
        right = [*places.split(), *more.pop(asked[1], [])]
        relevant = [one.id for place in right for one in _in(place.replace("+", " "), kept)]
        found.append({"text": asked[LANGUAGES.index(lang)], "relevant": relevant})
    if more:
        raise ValueError(f"judged.txt names questions that are not asked: {list(more)}.")
    return found


def fresh(name: str, lang: str, kept: list[Passage]) -> list[dict[str, object]]:
    """The questions of a set of `fresh/`; one that nothing answers has no passage. Raises `ValueError` as `questions` does."""
    found: list[dict[str, object]] = []
    for line in _lines(f"fresh/{name}.{lang}.txt"):
        places, asked = line.split(" | ")
        right = [] if places == "-" else places.split()
        relevant = [one.id for place in right for one in _in(place.replace("+", " "), kept)]
        found.append({"text": asked, "relevant": relevant})
    return found


def _judged() -> dict[str, list[str]]:
    """By the English question the sections that were found to answer it too."""
    found: dict[str, list[str]] = {}
    for line in _lines("judged.txt"):
        places, question, _reason = line.split(" | ")
        found.setdefault(question, []).extend(places.split())
    return found


def _lines(name: str) -> list[str]:
    return [
        line for line in (HERE / name).read_text("utf-8").splitlines() if line and not line.startswith("//")
    ]


def _in(place: str, kept: list[Passage]) -> list[Passage]:
    whole = place.endswith("#*")
    found = [one for one in kept if (one.place.startswith(place[:-1]) if whole else one.place == place)]
    if not found:
        raise ValueError(f"There is no section {place}.")
    return found


def _wanted() -> argparse.Namespace:
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("--half", choices=["seen", "unseen"], help="without it all questions")
    told.add_argument("--first-labels", action="store_true", help="without judged.txt")
    told.add_argument(
        "--without-questions", action="store_true", help="without the questions the articles carry"
    )
    told.add_argument("--set", help="a set of fresh/ instead: first, second")
    told.add_argument("--lang", choices=LANGUAGES, action="append", help="without it all three")
    told.add_argument("--encoder", choices=["none", "precise"], default="none")
    return told.parse_args()


def main() -> None:
    """One JSON object a language."""
    wanted = _wanted()
    half = {"seen": slice(0, None, 2), "unseen": slice(1, None, 2), None: slice(None)}[wanted.half]
    with tempfile.TemporaryDirectory() as folder:
        for lang in wanted.lang or LANGUAGES:
            kept = passages(lang)
            asked = (
                fresh(wanted.set, lang, kept)
                if wanted.set
                else questions(lang, kept, judged=not wanted.first_labels)[half]
            )
            lines = [_line(one, bare=wanted.without_questions) for one in kept]
            command = [
                sys.executable,
                "-m",
                "otvet",
                "knowledge",
                "evaluate",
                "--json",
                "--encoder",
                wanted.encoder,
            ]
            for name, told in {"passages": lines, "questions": asked}.items():
                path = Path(folder) / f"{name}.jsonl"
                path.write_text(
                    "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in told), "utf-8"
                )
                command += [f"--{name}", str(path)]
            said = subprocess.run(command, capture_output=True, text=True, check=True)
            print(lang, len(kept), said.stdout.strip(), flush=True)


def _line(one: Passage, *, bare: bool) -> dict[str, object]:
    line: dict[str, object] = msgspec.to_builtins(one) | {"text": one.text}
    return {
        name: value
        for name, value in line.items()
        if name in Line.__struct_fields__ and not (bare and name == "asked")
    }


if __name__ == "__main__":
    main()
