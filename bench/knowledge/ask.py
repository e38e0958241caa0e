"""Our own questions against our own passages: writes what `otvet knowledge evaluate` reads, and runs it.

.venv/bin/python bench/knowledge/ask.py [--encoder precise]

`asked.txt` has a question a line in ru, en and zh, and before them the sections that answer it: `refund#1` is the
first section of that article, `refund#*` the whole article, `offer#6.4` a clause (`+` stands for a space).
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from otvet.knowledge.passages import Passage, passages

HERE = Path(__file__).parent
LANGUAGES = ("ru", "en", "zh")


def questions(lang: str, kept: list[Passage]) -> list[dict[str, object]]:
    """Every question in `lang` with the ids of the passages that answer. Raises `ValueError` for a section that is not there."""
    found: list[dict[str, object]] = []
    for line in (HERE / "asked.txt").read_text("utf-8").splitlines():
        places, *asked = line.split(" | ")
        relevant = [one.id for place in places.split() for one in _in(place.replace("+", " "), kept)]
        found.append({"text": asked[LANGUAGES.index(lang)], "relevant": relevant})
    return found


def _in(place: str, kept: list[Passage]) -> list[Passage]:
    whole = place.endswith("#*")
    found = [one for one in kept if (one.place.startswith(place[:-1]) if whole else one.place == place)]
    if not found:
        raise ValueError(f"There is no section {place}.")
    return found


def main() -> None:
    """One JSON object a language."""
    with tempfile.TemporaryDirectory() as folder:
        for lang in LANGUAGES:
            kept = passages(lang)
            files = {
                "passages": [{"id": one.id, "text": one.text} for one in kept],
                "questions": questions(lang, kept),
            }
            command = [sys.executable, "-m", "otvet", "knowledge", "evaluate", "--json", *sys.argv[1:]]
            for name, lines in files.items():
                path = Path(folder) / f"{name}.jsonl"
                path.write_text(
                    "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8"
                )
                command += [f"--{name}", str(path)]
            told = subprocess.run(command, capture_output=True, text=True, check=True)
            print(lang, len(kept), told.stdout.strip(), flush=True)


if __name__ == "__main__":
    main()
