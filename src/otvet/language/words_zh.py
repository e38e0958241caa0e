"""Where Chinese words begin and end, by the dictionary alone: nothing is guessed of what is no word."""


def cuts_a_word(text: str, start: int, end: int) -> bool:
    """Whether a stretch begins or ends inside a word of the dictionary: 己经 in 自己经常 is no slip."""
    import rjieba  # noqa: PLC0415 - half a second for its dictionary, which few texts need

    first = max(0, start - _AROUND)
    at = first
    for word in rjieba.cut(text[first : end + _AROUND], hmm=False):
        inside = at + (
            word[0] in _POLITE and len(word) == _PAIR
        )  # 您提 is two words, whatever the dictionary says
        if inside < start < at + len(word) or at < end < at + len(word):
            return True
        at += len(word)
        if at >= end:
            return False
    return False


_POLITE, _PAIR = frozenset("您你我请"), 2
_AROUND = 12  # characters: no word is longer
