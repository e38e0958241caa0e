"""How well the gate judges the corpus: precision, recall and F1 of every code, by language and by difficulty.

    python training/gate/evaluate.py [--hand hand-1 ...] [--code CODE ...] [--models] [--errors]

Without --models the words alone judge.  --errors prints every line judged wrongly for the codes asked for.
Lines are judged for the code they were written about and for ordinary messages; a hand does not label everything.
"""

import argparse
from collections import Counter

from corpus import HANDS, Line, lines

from otvet.policy import Context, Gate


def said(gate: Gate, line: Line) -> set[str]:
    """The codes found in one line; advice counts too, but for categorical speech in chat."""
    found = {f.rule for f in gate.check(line.text, Context(surface=line.context)).findings}  # type: ignore[arg-type]
    return (
        found - {"categorical-speech"}
        if line.context == "chat" and line.about != "categorical-speech"
        else found
    )


def f1(true: int, said_too: int, missed: int) -> tuple[float, float, float]:
    """Precision, recall and their harmonic mean."""
    precision = true / (true + said_too) if true + said_too else 0.0
    recall = true / (true + missed) if true + missed else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def main() -> None:
    """Judge and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--hand", action="append", choices=HANDS)
    parser.add_argument("--code", action="append")
    parser.add_argument("--models", action="store_true")
    parser.add_argument("--errors", action="store_true")
    args = parser.parse_args()
    gate = Gate.load(models=args.models)
    right: Counter[tuple[str, str, str]] = Counter()
    for line in lines(*(args.hand or ())):
        found = said(gate, line)
        for code in sorted(found | line.codes):
            kind = "true" if code in found and code in line.codes else "false" if code in found else "missed"
            right[code, line.lang, kind] += 1
            if args.errors and kind != "true" and (not args.code or code in args.code):
                print(
                    f"{kind:7}{code:26}{line.lang} {line.context:10}{line.difficulty:9}{line.about:24} {line.text}"
                )
        if line.difficulty != "passes":
            right[line.about, line.difficulty, "n"] += 1
            right[line.about, line.difficulty, "right"] += line.about in found
        else:
            right["", line.lang, "n"] += 1
            right["", line.lang, "flagged"] += bool(found)
    _print(right, args.code)


def _print(right: Counter[tuple[str, str, str]], asked: list[str] | None) -> None:
    langs = ("ru", "en", "zh")
    codes = sorted(asked or {code for code, _, _ in right if code})
    for code in codes:
        per = {lang: f1(*(right[code, lang, kind] for kind in ("true", "false", "missed"))) for lang in langs}
        whole = f1(*(sum(right[code, lang, kind] for lang in langs) for kind in ("true", "false", "missed")))
        levels = " ".join(
            f"{level[:5]} {right[code, level, 'right']}/{right[code, level, 'n']}"
            for level in ("plain", "indirect", "evasive")
        )
        each = " ".join(f"{lang} {value[0]:.2f}/{value[1]:.2f}" for lang, value in per.items())
        print(f"{code:26}P {whole[0]:.2f} R {whole[1]:.2f} F1 {whole[2]:.2f}   P/R {each}   {levels}")
    for lang in langs:
        print(f"clean lines flagged, {lang}: {right['', lang, 'flagged']} of {right['', lang, 'n']}")


if __name__ == "__main__":
    main()
