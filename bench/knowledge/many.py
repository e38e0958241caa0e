"""How long a question takes among ten thousand passages: ours, and ours two by two.

.venv/bin/python bench/knowledge/many.py
"""

import time
from random import Random

from ask import LANGUAGES, questions
from msgspec.structs import replace

from otvet.knowledge.lookup import Entry, Lookup
from otvet.knowledge.passages import entries, passages

MANY = 10_000


def many(ours: list[Entry]) -> list[Entry]:
    """`MANY` of them: each of those made says what two of ours say, at a place of its own for every three."""
    chance = Random(1)
    made = [
        replace(one, id=f"made{number}", place=f"made{number // 3}", said=f"{one.said} {other.said}")
        for number in range(MANY - len(ours))
        for one, other in [chance.sample(ours, 2)]
    ]
    return [*ours, *made]


def main() -> None:
    """A line a language: times in ms of one question at a time, and how much of them this process worked."""
    for lang in LANGUAGES:
        kept = passages(lang)
        began = time.perf_counter()
        index = Lookup(many(entries(kept)))
        built = time.perf_counter() - began
        times: list[float] = []
        worked: list[float] = []
        for one in questions(lang, kept):
            began, work = time.perf_counter(), time.thread_time()
            index.best(str(one["text"]))
            times.append((time.perf_counter() - began) * 1000)
            worked.append((time.thread_time() - work) * 1000)
        times.sort()
        worked.sort()
        print(
            f"{lang} {MANY} built {built:.1f} s, p50 {times[150]:.1f} ms, p95 {times[285]:.1f} ms, of it work {worked[285]:.1f} ms"
        )


if __name__ == "__main__":
    main()
