"""Pictures and faces in writing: emoji, emoticons, unmatched brackets, kaomoji, shortcodes."""

import re
from collections.abc import Iterator

from otvet.language.later import later
from otvet.language.signs import signs
from otvet.policy.found import Detector, Found, Options
from otvet.policy.reading import Reading

# Pictographs by range; signs that are ordinary in a shop (arrows, ticks, circled digits, ★, ®) are left out.
_PICTURE = (
    "\U0001f000-\U0001f0ff\U0001f18e\U0001f191-\U0001f19a\U0001f1e6-\U0001f1ff\U0001f201-\U0001faff\u231a\u231b\u23e9-\u23f3"
    "\u23f8-\u23fa\u2600-\u2604\u2607-\u260f\u2613-\u263f\u2641\u2643-\u2665\u2667-\u26ff\u2700-\u2712\u2715\u2716\u2719-\u2775"
    "\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55\u3030\u303d\u3297\u3299"
)
_MODIFIER = "\ufe0f\u200d\U0001f3fb-\U0001f3ff\u20e3\U000e0020-\U000e007f"
_PICTURES = later(
    f"(?:[{_PICTURE}]|[0-9#*]\ufe0f?\u20e3|[\u2190-\u21ff\u25aa-\u25fe\u2b05-\u2b07\u2714\u2139\u24c2]\ufe0f)"
    f"(?:[{_PICTURE}{_MODIFIER}]|[0-9#*]\ufe0f?\u20e3| (?=[{_PICTURE}]))*"
)
_EYES = "[:;=：；]"
_FACES = later(
    r"(?=[:;=：；(（xXхХ<^TТoOоО0>\-@uUQ¯\\])(?:"  # how each begins: most signs of a text begin none
    rf"(?<![\d(:=!<>&|]){_EYES}['`’]?[-−–^oоc~ ]?(?:[)）(（]+|[DРPpdЭ]+(?![^\W_]))(?!\w)"
    rf"|(?<!\w){_EYES}-?['`]?[\]\[|/\\*3oOоО0xXхХзЗsS$>@](?=\s|$|[.,!?])"
    r"|(?<!\w)[(（][-^o]?[:;=](?![^\W_])|(?<!\w)(?<!слот )(?<!Слот )(?<!карт )(?<!slot )(?:[xXхХ]D+|[хХ]Д+)(?!\w|-\d|\s(?:and|or|и|или|cards?|карт\w*|picture)(?!\w))"
    r"|(?<![\w<])<[/\\]?3+(?!\d|[.,]\d|\s*(?:%|(?:мм|см|м|кг|г|л|мл|дн|дня|дней|ч|час\w*|мин\w*|шт\w*|лет|года?|mm|cm|m|kg|g|l|ml|days?|hours?|min|pcs|years?|and|or|и|или)\b|[件天月年个元米克升小厘毫公]))"
    r"|(?<!\w)(?:\^[_.oO\-]?\^[;'`]?|[TТ][_.][TТ]|(?!0\.0)[oOоО0][_.][oOоО0]|>[_.]<|>w<|-_+-|=_+=|@_+@|;_+;|u_u|UwU|uwu|OwO|QAQ|QWQ|TAT|[oO]rz)(?!\w)"
    r"|¯\\?_?[(（]ツ[)）]_?/?¯|\\[oо]/(?!\w))"
)
_KAO_SIGN = "•̀•́๑و￣▽△ωεз∀≧≦⊙╯╰□﹏ʖಠ益皿ಥಡ´｀`｡・◕‿✿ᴗ˘³^_><;；*´∇Дд✧｀◡ᵕ･ﾟ°╥﹃﹏ｏＯ"
_KAOMOJI = later(
    r"[ヽ\\╭└┌o~ε]{0,2}[(（][^()（）\n]{1,14}[)）][づっノﾉ╯╮┘┐ゞ┻━/~凸♡]{0,5}|ʕ[^ʔ\n]{1,8}ʔ|[╯┻━]{3,}"
)
_LEFT_OPEN = later(r"[(（]{2,}(?=\s|$|[.!?,])|(?<=[^\W\d_])[(（](?=\s*$)")
_BRACKETS = later("[(（]+|[)）]+")
_WORDY = later(r"[^\W_]{3}|\d\d|[\u4e00-\u9fff]{2}")
_SHORTCODE = later(r"(?<![a-zA-Zа-яёА-ЯЁ0-9:]):[a-zа-я][a-zа-я0-9_+-]{1,24}:(?![a-zA-Zа-яёА-ЯЁ0-9:])")
_hint = signs(
    "[" + "".join(f"\\x{{{ord(c):x}}}" if c != "-" else "-" for c in _PICTURE) + r"\x{fe0f}\x{20e3}]"
    r"|[:;=：；]['`’]?[-−–^oоc~ ]?[)）(（\]\[|/\\*3oOоО0xXхХзЗsS$>@DРPpdЭ]|[(（][-^o]?[:;=]|[xXхХ][DД]|<[/\\]?3"
    r"|\^[_.oO\-]?\^|[TТoOоО0>\-=@;uUQ][_.wWA]+[TТoOоО0<\-=@;uUQ^]|[oO]rz|:[a-zа-я][a-zа-я0-9_+-]*:|[ツʔ]|\\[oо]/"
    r"|[(（][^()（）\n]*[•๑￣▽△ωε∀≧≦⊙╯╰□﹏ʖಠ益皿ಥ´｀｡・◕‿✿ᴗ˘^_><;*∇Дд◡ᵕ･ﾟ╥][^()（）\n]*[)）]"
)


def make(options: Options) -> Detector:
    """`names`: the words that stand for pictures in [brackets] or after a slash."""
    names = options.lexicons("names", needed=True)

    def detect(reading: Reading) -> Iterator[Found]:
        text = reading.text
        uneven = text.count("(") + text.count("（") != text.count(")") + text.count("）")
        if _hint(reading.raw):
            for span in _merged(sorted(_faces(text))):
                yield _removed(text, *span)
        if uneven:
            for span in _lone_brackets(text):
                yield _removed(text, *span)
        for hit in reading.any_hits(names):
            if text[hit.start - 1 : hit.start] in ("[", "/", "【") and hit.start:
                closed = text[hit.end : hit.end + 1] in ("]", "】")
                if closed or text[hit.start - 1] == "/":
                    yield _removed(text, hit.start - 1, hit.end + closed)

    return detect


def _faces(text: str) -> Iterator[tuple[int, int]]:
    yield from (m.span() for m in _PICTURES.finditer(text))
    yield from (m.span() for m in _FACES.finditer(text) if not _is_path(text, m))
    for match in _KAOMOJI.finditer(text):
        signs = sum(c in _KAO_SIGN for c in match[0])
        if signs >= 2 and not _WORDY.search(match[0]):  # noqa: PLR2004 - two eyes
            yield match.span()
    yield from (m.span() for m in _SHORTCODE.finditer(text))


def _is_path(text: str, match: re.Match[str]) -> bool:
    """A drive letter and a protocol are no eyes."""
    before = text[match.start() - 1 : match.start()]
    return before.isalnum() and match[0][-1] in "/\\|"


def _lone_brackets(text: str) -> Iterator[tuple[int, int]]:
    """Closing brackets nobody opened after a word, opening ones nobody closed: the Russian smile."""
    depth: list[int] = []
    for run in _BRACKETS.finditer(text):
        at, end = run.span()
        if text[at] in "(（":
            depth += range(at, end)
            continue
        closed = min(len(depth), end - at)
        del depth[len(depth) - closed :]
        if at + closed < end and _smiles(text, at + closed, end):
            yield at + closed, end
    if depth and text[depth[0] : depth[0] + 1]:
        still = set(depth)
        yield from (m.span() for m in _LEFT_OPEN.finditer(text) if m.start() in still)


def _smiles(text: str, start: int, end: int) -> bool:
    before = re.search(r"(\w+|\S)\s*$", text[max(0, start - 24) : start])
    if before is None or text[end : end + 1].isalnum():
        return False
    word = before[1]
    if end - start >= 2:  # noqa: PLR2004 - two brackets are no list number
        return True
    numbering = len(word) == 1 and word.isalnum()
    return not numbering and not word.isdigit() and word[-1] not in ":;=" and not _numbered(text, start)


def _numbered(text: str, start: int) -> bool:
    """“1a)” and “II)” at the beginning of a point."""
    return (
        re.search(r"(?:^|[\s(;])(?:\d{1,2}\w?|[IVXivx]{1,4}|[a-zа-я])$", text[max(0, start - 6) : start])
        is not None
    )


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in spans:
        if out and start <= out[-1][1]:
            out[-1] = out[-1][0], max(end, out[-1][1])
        else:
            out.append((start, end))
    return out


def _removed(text: str, start: int, end: int) -> Found:
    """Taken out; where it stood for a full stop, a full stop takes its place."""
    before = text[:start].rstrip()
    after = text[end:]
    ends = bool(before) and before[-1].isalnum()
    new = bool(re.match(r"\s+[A-ZА-ЯЁ]", after))
    return Found(start, end, replace="." if ends and new and not text[start - 1].isspace() else "")
