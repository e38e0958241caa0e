"""What an input method makes of words of the trade when the wrong character of the same sound is taken.

    pip install pypinyin && python training/literacy/hear.py > src/otvet/policy/packs/ozon/lexicons/literacy-heard.zh.txt

Kept are pairs that are no word of the dictionary, made with characters that are common enough to be offered
and no word of grammar: 款是 is no slip for 款式.  What ordinary sentences of ours hold by chance is spared.
Whether a hit cuts a word in two is asked at run time (`language/words_zh.py`).
"""

import re
import sys
from collections import defaultdict
from pathlib import Path

import rjieba
from pypinyin import lazy_pinyin
from wordfreq import get_frequency_dict

LEAST = 4e-5  # of all words: rarer characters are seldom offered first
KNOWN = 0.02  # of the right word's share: what is written more often is a word, or everybody's slip
GRAMMAR = frozenset(
    "的一是不了在有我他她它这那个们来上下为和到以要就会可也你您对能而得于着后再把被给让用说还都很没与及或等里内外先去吧吗呢啊最更又只从向比跟未"
)
SPARED = frozenset(["有小", "问和", "时用", "提星", "像水", "买加", "重两", "选则"])
HAN = re.compile("[\u4e00-\u9fff]")


def main() -> None:
    """Print the lexicon."""
    frequent = get_frequency_dict("zh", "large")
    by_sound = defaultdict(list)
    for one, share in frequent.items():
        if len(one) == 1 and HAN.match(one) and share >= LEAST and one not in GRAMMAR:
            by_sound[lazy_pinyin(one)[0]].append(one)
    page = (Path(__file__).parent / "trade.zh.txt").read_text("utf-8").splitlines()
    words = list(dict.fromkeys(w for line in page if not line.startswith("#") for w in line.split()))
    sys.stdout.write(
        "# Words of the trade with a wrong character of the same sound; made by training/literacy/hear.py.\n"
    )
    for word in words:
        wrong = {
            word[:at] + one + word[at + 1 :]
            for at, sound in enumerate(lazy_pinyin(word))
            for one in by_sound[sound]
            if one != word[at] and word[1 - at] not in GRAMMAR
        }
        most = KNOWN * frequent.get(word, 1e-6)
        kept = sorted(
            w
            for w in wrong - set(words) - SPARED
            if frequent.get(w, 0) < most and len(rjieba.cut(w, hmm=False)) > 1
        )
        if kept:
            sys.stdout.write(f"{{{','.join(kept)}}} => {word}\n")


main()
