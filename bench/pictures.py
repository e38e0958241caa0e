"""How well pictures are read: `tests/drawn.py` through reader and gate, one line a kind; the table of docs/measured.

.venv/bin/python bench/pictures.py
"""

import asyncio
import sys
import time
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from drawn import PICTURES, png
from otvet.conversation.picture_reader import Bounds, PictureReader
from otvet.conversation.readings import seen_as
from otvet.policy import Context, Gate, Outgoing

KINDS = {
    "ru": "Russian",
    "en": "English",
    "zh": "Chinese",
    "code": "codes",
    "hard": "made hard to read",
    "none": "no letters",
}


async def main() -> None:
    """Every picture once, each in a process of its own as in service."""
    gate, reader = Gate.load(models=True), PictureReader("tesseract", Bounds())
    context = Context(lang="en")
    caught: dict[str, list[bool]] = defaultdict(list)
    alarmed: dict[str, list[bool]] = defaultdict(list)
    seconds: dict[str, list[float]] = defaultdict(list)
    for drawn in PICTURES:
        content = png(drawn.draw())
        began = time.perf_counter()
        reading = await reader.read(content)
        seconds[drawn.kind].append(time.perf_counter() - began)
        seen = seen_as("f", "h", reading)
        found = {one.rule for one in gate.judge(Outgoing("", context, ("f",), pictures=(seen,))).findings}
        good = bool(found & set(drawn.broken)) if drawn.broken else not found
        (caught if drawn.broken else alarmed)[drawn.kind].append(good if drawn.broken else not good)
        if not good:
            print(
                f"  {'missed' if drawn.broken else 'false alarm'}: {drawn.name} ({drawn.kind}): {found} {reading.text!r}"
            )
    print(f"tesseract {reader.version}\n")
    print("| what | to be held: found | innocent: false alarms | seconds, median (most) |")
    print("| --- | --- | --- | --- |")
    for kind, name in KINDS.items():
        took = sorted(seconds[kind])
        good, bad = caught[kind], alarmed[kind]
        row = (
            f"{sum(good)} of {len(good)}",
            f"{sum(bad)} of {len(bad)}",
            f"{took[len(took) // 2]:.1f} ({took[-1]:.1f})",
        )
        print(f"| {name} | {' | '.join(row)} |")


asyncio.run(main())
