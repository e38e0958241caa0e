"""Addresses of pages outside: written plainly, spaced, spelled out, in any alphabet."""

import re
from collections.abc import Iterator

from otvet.language.later import later
from otvet.language.signs import signs
from otvet.language.views import View
from otvet.policy.found import Detector, Found, Options
from otvet.policy.reading import Reading

_LETTER = r"[a-z0-9\u0400-\u04ff]"
_LABEL = rf"{_LETTER}(?:[a-z0-9\u0400-\u04ff_-]{{0,40}}{_LETTER})?"
_DOT = r"(?:\.|。|\s\.\s?|\s?[(\[{]\s?(?:\.|dot|точка|тчк|点)\s?[)\]}]\s?|\s(?:dot|точка|тчк)\s|\s?点\s?)"
_TOPS = [
    "ru",
    "com",
    "net",
    "org",
    "рф",
    "by",
    "kz",
    "ua",
    "uz",
    "cn",
    "su",
    "me",
    "io",
    "info",
    "biz",
    "pro",
    "shop",
    "store",
    "online",
    "site",
    "top",
    "club",
    "co",
    "uk",
    "de",
    "eu",
    "app",
    "dev",
    "xyz",
    "link",
    "example",
    "test",
    "market",
    "sale",
    "li",
    "ly",
    "gl",
    "gg",
    "tv",
    "fm",
    "cc",
    "space",
    "tech",
    "ws",
    "website",
    "kg",
    "ge",
    "az",
    "fi",
    "fr",
    "pl",
    "tr",
    "jp",
    "kr",
    "hk",
    "tw",
    "vip",
    "moscow",
    "ру",
    "ком",
    "орг",
    "бел",
    "қаз",
    "укр",
    "xn",
]
_WORDLIKE = [
    "in",
    "it",
    "to",
    "am",
    "is",
    "at",
    "us",
    "be",
    "no",
    "live",
    "group",
    "world",
    "today",
    "media",
    "life",
    "сайт",
    "онлайн",
    "москва",
    "дети",
]  # also words of a sentence
_TOP = rf"(?:{'|'.join(sorted(map(re.escape, _TOPS), key=len, reverse=True))}|xn--[a-z0-9]{{3,30}})(?![a-z0-9\u0400-\u04ff@-])"
_ANY_TOP = rf"(?:{'|'.join(_WORDLIKE)}|[a-z]{{2,12}})(?![a-z0-9\u0400-\u04ff@-])"
_PATH = r"(?:[/?#][\w\-./?=&%#+~:]{0,80})?"
_HOST = later(
    rf"(?<![a-z0-9\u0400-\u04ff@._-])(?:(?:https?|hxxps?)\s?:\s?//\s?)?(?P<host>{_LABEL}(?:{_DOT}{_LABEL}){{0,3}}{_DOT}{_TOP}){_PATH}"
)
_URL = later(
    rf"(?:(?:https?|hxxps?)\s?:\s?//\s?|(?<![a-z0-9\u0400-\u04ff.])www\s?{_DOT})(?P<host>{_LABEL}(?:{_DOT}{_LABEL}){{0,4}}){_PATH}"
)
_PATHED = later(
    rf"(?<![a-z0-9\u0400-\u04ff@._-])(?P<host>{_LABEL}(?:\.{_LABEL}){{0,3}}\.{_ANY_TOP})/[\w\-./?=&%#+~]{{1,80}}"
)
# as _DOT has it: a full stop with a space only after it ends a sentence
_hint = signs(
    r"[\pL\pN][.。]\pL|\s\.\s?\pL|[\s(\[{](?:dot|точка|тчк|点|\.)\s?[\s)\]}]|点\s?[a-zа-яё]|:\s?//|www"
)
# What each of the three must hold, asked of every reading before its slow search; wider than they are, never narrower.
_SPACE = r"[\s\v\pZ\x{1c}-\x{1f}\x{85}]"
_SIGN = r"[a-z0-9\x{400}-\x{4ff}]"  # `_LETTER` as RE2 writes it
_DOTTED = rf"{_SIGN}{_DOT}".replace(r"\s", _SPACE)
_held = signs(
    rf"(?:https?|hxxps?){_SPACE}?:{_SPACE}?//|www",
    rf"{_DOTTED}(?:(?:{'|'.join(map(re.escape, _TOPS))})(?:[^a-z0-9\x{{400}}-\x{{4ff}}@-]|$)|xn--)",
    rf"{_SIGN}\.[a-z\x{{400}}-\x{{4ff}}]{{2,12}}/",
)
_MAIL = later(r"(?:@|\(at\)|собак[аи]|гав|小老鼠|艾特|圈a|at sign)[\s,]*[\w.-]{0,30}$")
_PROVIDER = later(r"(?:gmail|mail|yandex|ya|inbox|outlook|hotmail|icloud|yahoo|163|126|qq)\.")
_MAIL_SAID = later(r"邮箱|e-?mail|(?:электронн\w+ )?почт[уаеы](?!\w)")
_MAIL_AFTER = later(r"\s?(?:@|\(at\)|собак|艾特)|\sat\s")
_MESSENGER = later(
    r"^(?:t|wa|telegram|m|ig|line|vk)\.me$|whatsapp\.com$|wechat\.com$|discord\.gg$|skype\.com$"
)
_FILE = later(r"(?:readme|setup|install|driver|config|index)\.\w+$")
# what programmers call their tools: a capital where a host has none, or no host at all
_TOOL = later(
    r"(?:asp|ado|vb|ml|f#|nest|knex)\.net$|(?:socket|draw|three|node|vue|next|nuxt|express|react|angular|d3|chart|moment)\.(?:io|js)$"
)
# What is called so is no page: “the file is called update.bin.ru”, the duo “Click.Me.Com”, plug type 'ver.2.co'.
_NAMED = later(
    r"(?:\bfiles? (?:(?:is|are) )?(?:called|named)|file name(?: is)?|(?<!\w)файл\w* (?:\w+ )?(?:называ\w+|с именем|под именем|зов\w+)|文件(?:名)?(?:叫|是|为|叫做)?|(?:duo|band|trio|group|album|song|single|artist|singer|novel|film|type|variant|model|version|colour"
    r"|дуэт\w*|групп[аыеу]|альбом\w*|песн\w+|сингл\w*|фильм\w*|роман\w*|тип\w*|вариант\w*|модел\w+|верси\w+|цвет\w*|乐队|组合|专辑|歌曲|型号|版本|款式|颜色)\s?[«“\"'‘「《])\s?[«“\"'‘「《]?$"
)
_NEVER = later(r"^\d+(?:\.\d+)*$|^v\d+(?:\.\d+)+(?:\.[a-z]{2})?$|^(?:[а-яё]\.){1,3}[а-яё]{1,3}$")
_LOOK_BACK = 44


def make(options: Options) -> Detector:
    """`own` are the marketplace's hosts, `allowed` those of carriers and the state; `refusals` excuse a clause."""
    allowed = frozenset([*options.texts("own"), *options.texts("allowed")])
    refusals = options.lexicons("refusals")

    def detect(reading: Reading) -> Iterator[Found]:
        views = (reading.surface, *reading.disguises)
        if not _hint(reading.surface_raw):
            return
        own = allowed | {d.lower().removeprefix("www.") for d in reading.context.own_domains}
        seen: list[tuple[int, int]] = []
        for view in views:
            for span, host in _hosts(view):
                if "@" in reading.text[span[0] : span[1]]:
                    continue
                if _is_own(host, own) or any(a < span[1] and span[0] < b for a, b in seen):
                    seen.append(span)
                    continue
                seen.append(span)
                if not (refusals and reading.inside(refusals, *reading.sentence(*span))):
                    yield Found(*span, "link")

    return detect


_PATTERNS = (_URL, _HOST, _PATHED)  # in the order of `_held`


def _hosts(view: View) -> Iterator[tuple[tuple[int, int], str]]:
    """Every address of a page in a view, with its host as it would be typed."""
    held = _held(view.text.encode("utf-8", "replace"))
    for number in sorted(held):
        for match in _PATTERNS[number].finditer(view.text):
            host = _typed(match["host"])
            if any(p.search(host) for p in (_NEVER, _FILE, _MESSENGER, _TOOL)):
                continue
            before = view.text[max(0, match.start() - _LOOK_BACK) : match.start()]
            mail = before.endswith(" at ") or (match["host"] == match[0] and _MAIL_SAID.search(before))
            if mail and _PROVIDER.match(host):
                continue
            if _MAIL_AFTER.match(view.text, match.end()):
                continue
            if _MAIL.search(before) or _NAMED.search(before):
                continue
            if len(host.partition(".")[0]) < 2 and match["host"] == match[0]:  # noqa: PLR2004 - “п.ру” is no address
                continue
            yield view.source(*match.span()), host


def _typed(host: str) -> str:
    return re.sub(_DOT, ".", host).replace(" ", "").removeprefix("www.")


def _is_own(host: str, allowed: frozenset[str]) -> bool:
    return any(host == d or host.endswith("." + d) for d in allowed)
