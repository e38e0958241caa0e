"""E-mail addresses, handles and messenger links, also spelled out: “ivan собака mail точка ru”."""

import re
from collections.abc import Iterator

from otvet.language.later import later
from otvet.language.signs import signs
from otvet.language.spelling import is_english
from otvet.language.views import View
from otvet.policy.found import Detector, Found, Options
from otvet.policy.reading import Reading

_DOT = r"(?:\s{0,3}(?:\.|。|\(dot\)|\[dot\]|\{dot\}|\(точка\)|\[точка\]|(?<![a-zа-я])(?:dot|точка|тчк|дот)(?![a-zа-я])|点)\s{0,3})"
_NAME = r"[a-zа-яё0-9](?:[a-zа-яё0-9_+-]|\.(?=[a-zа-яё0-9])){0,40}"
_SPELLED_NAME = rf"{_NAME}(?:{_DOT}{_NAME}|\s(?:нижнее подчеркивание|нижнее подчёркивание|подчеркивание|underscore|下划线|dash|тире|дефис|minus|минус)\s{_NAME}){{0,3}}"
_TOP = (
    r"(?:ru|com|net|org|рф|by|kz|ua|uz|cn|su|me|io|info|biz|pro|shop|store|online|site|top|club|co|uk|de|eu|us|in|app|dev|xyz|link"
    r"|ру|ком|com\.cn|нет)(?![a-zа-яё0-9])"
)
_PROVIDERS = (
    r"(?:gmail|g mail|mail|e-mail|yandex|ya|inbox|list|bk|rambler|outlook|hotmail|icloud|proton|protonmail|yahoo|qq|163|126|sina|foxmail|aliyun"
    r"|гмейл|джимейл|гмаил|жмейл|джимайл|мейл|мэйл|майл|яндекс|инбокс|рамблер|аутлук|хотмейл|айклауд|бк|лист)"
)
_HOST_AFTER = later(
    rf"\s{{0,3}}(?:(?P<host>{_NAME}(?:{_DOT}{_NAME}){{0,2}}{_DOT}{_TOP})|(?P<known>{_PROVIDERS})(?![a-zа-яё0-9]))"
)
_LOCAL = later(rf"(?<![a-zа-яё0-9.]){_SPELLED_NAME}\s{{0,3}}$")
_HANDLE = later(r"(?<![a-zа-яё0-9_.@/])@[a-zа-я][a-zа-я0-9_.]{2,31}(?<!\.)(?![\w@])")
_LINK = later(
    rf"(?<![a-zа-яё0-9@.])(?:(?:t|т)\s?{_DOT}(?:me|ме|мe|mе)|wa{_DOT}me|telegram{_DOT}me|vk{_DOT}me|m{_DOT}me|ig{_DOT}me|viber{_DOT}(?:click|me)"
    rf"|(?:api|chat){_DOT}whatsapp{_DOT}com|discord{_DOT}gg|line{_DOT}me|u{_DOT}wechat{_DOT}com|weixin{_DOT}qq{_DOT}com|join{_DOT}skype{_DOT}com"
    r"|(?:tg|viber|whatsapp|skype|weixin|wechat|mqqwpa|tencent)\s?:\s?//)(?:\s?/\s?[\w+/?=.&%-]{1,60})?"
)
_CODED = later(
    r"(?<![a-zа-яё0-9])(?P<cue>тг|tg|телега|телеграм\w{0,2}|telegram|вотсап|whatsapp|wa|skype|скайп|инста\w{0,6}|insta(?:gram)?|ig|ник|логин|юзернейм|username|handle"
    r"|wechat|vx|wx|weixin|微信号?|薇信?|威信|v信|vk|вк|discord|дискорд|line|qq|扣扣|企鹅|电报|飞机|v|账号|айди|id)"
    r"\s?(?P<mark>[:：=—–-]|是|为|号|(?<![a-zа-я])(?:это|is)(?![a-zа-я])|🆔|->|→)\s{0,2}@?(?P<code>[a-z][a-z0-9_.-]{3,30}|[0-9][0-9\s-]{4,14})(?![a-zа-я])"
)
# A messenger's whole name needs no mark before a name that is no word: “微信wx8848abc”, “QQ 12345678”, “telegram shop_88”.
_NAMED = r"тг|tg|телеграм\w{0,2}|telegram|вотсап|whatsapp|skype|скайп|инстаграм\w{0,2}|instagram|wechat|weixin|微信号?|薇信|威信|v信|дискорд|discord|qq号?|扣扣|企鹅号?|电报"
_BARE_CODE = later(
    rf"(?<![a-zа-яё0-9])(?P<cue>{_NAMED})(?:同号|号)?\s{{0,2}}@?(?P<code>(?=[a-z0-9])(?!\d{{1,6}}[xх×]\d)(?=[a-z_.-]{{0,30}}[0-9_])(?=[0-9_.-]{{0,30}}[a-z])[a-z0-9][a-z0-9_-]{{4,30}}|(?<=[q扣鹅信号]\s)[0-9]{{6,12}}|(?<=[q扣鹅信号])[0-9]{{6,12}})(?![a-zа-я0-9])"
)
_hint = signs(
    r"(?:тг|tg|телеграм\pL{0,2}|telegram|вотсап|skype|скайп|инстаграм\pL{0,2}|instagram|微信号?|薇信|威信|v信|дискорд|扣扣|企鹅号?|电报)(?:同号)?\s?\s?@?[a-z0-9]|@|\((?:at|а|a|собака|dot|точка)\)|\[(?:at|dot|точка|собака)\]|\{at\}|\*at\*|艾特|圈\s?[aа]|小老鼠|爱特|собак|собачк|sobaka|\s(?:эт|этт|ат|at|а)\s"
    r"|[tт]\s?(?:\.|точка|dot|点|。)|[tт]\s(?:точка|dot|点)|\.\s?me|\sточка\sме|dot me|://|discord|whatsapp|wechat|weixin|qq"
    r"|(?:тг|tg|телег\pL*|телеграм\pL*|telegram|вотсап|wa|skype|скайп|инст\pL*|insta\pL*|ig|ник|логин|юзернейм|username|handle|vx|wx|微信号?|薇信?|威信|v信?|vk|вк|дискорд|line|扣扣|企鹅|电报|飞机|账号|айди|id)\s?(?:[:：=—–-]|是|为|号|это|is|🆔|->|→)"
)
# what a link must hold, asked of every reading before the slow search; wider than that, never narrower
_SPACE = r"[\s\v\pZ\x{1c}-\x{1f}\x{85}]"
_linked = signs(
    r"(?:\.|。|[)\]}]|dot|точка|тчк|дот|点)S{0,3}(?:[mм][eе]|click|com|gg)|(?:tg|viber|whatsapp|skype|weixin|wechat|mqqwpa|tencent)S?:S?/".replace(
        "S", _SPACE
    )
)
_REACH = 64
_MAIL_CUE = later(r"e-?mail|mail\b|inbox|write|address|reach|contact|почт|адрес|пиш|мейл|мэйл|电邮|邮箱|邮件")
_WHOSE = later(r"(?<![a-z])(?:my|our|shop'?s?|store'?s?|personal)\s$")  # stands before a name of the net
_BARE = later(r"\s(?:эт|этт|ат|at|а)\s")  # also an ordinary word
_ANCHOR = later(
    r"@|\((?:at|а|a|собака)\)|\[(?:at|собака)\]|\{at\}|\*at\*|艾特|圈\s?[aа]|小老鼠|爱特|(?<![а-яё])собач?к[а-яё]{0,2}(?![а-яё])|sobaka|\s(?:эт|этт|ат|at|а)\s"
)


def make(options: Options) -> Detector:
    """`own`: hosts whose addresses may be given; `cues` speak of writing, `labels` of orders and goods."""
    own = frozenset(options.texts("own"))
    cues = options.lexicons("cues")
    labels = options.lexicons("labels")

    def detect(reading: Reading) -> Iterator[Found]:
        view = reading.surface
        views = (view, *reading.disguises)
        if not _hint(reading.surface_raw) and not any(
            _hint(each.text.encode("utf-8", "replace")) for each in views[1:]
        ):
            return
        allowed = own | {d.lower().removeprefix("www.") for d in reading.context.own_domains}
        links = [each.source(*m.span()) for each in views for m in _links(each)]
        yield from (Found(*span, "link") for span in links)
        mails = list(_mails(view))
        passed = links + [span for span, host in mails if _is_own(host, allowed)]
        for each in views:
            for span, host in mails if each is view else _mails(each):
                if not _is_own(host, allowed) and not any(a < span[1] and span[0] < b for a, b in passed):
                    yield Found(*span, "email")
            for match in _CODED.finditer(each.text):
                if _is_code(reading, each.source(*match.span()), match, (cues, labels)):
                    yield Found(*each.source(*match.span()), "handle")
            for match in _BARE_CODE.finditer(each.text):
                yield Found(*each.source(*match.span()), "handle")
        for match in _HANDLE.finditer(view.text):
            yield Found(*view.source(*match.span()), "handle")

    return detect


def _links(view: View) -> Iterator[re.Match[str]]:
    """Links that lead into a messenger."""
    if _linked(view.text.encode("utf-8", "replace")):
        yield from _LINK.finditer(view.text)


def _mails(view: View) -> Iterator[tuple[tuple[int, int], str]]:
    """Addresses in a view: the span in the original and the host."""
    free = 0
    for anchor in _ANCHOR.finditer(view.text):
        after = _HOST_AFTER.match(view.text, anchor.end()) if anchor.start() >= free else None
        if after is None:
            continue
        low = max(free, anchor.start() - _REACH)
        local = _LOCAL.search(view.text[low : anchor.start()])
        if local is None and anchor[0] != "@":
            continue
        if _BARE.fullmatch(anchor[0]) and not after["known"] and not _MAIL_CUE.search(view.text):
            continue
        start = anchor.start() if local is None else low + local.start()
        free = after.end()
        yield view.source(start, free), after["host"] or after["known"]


def _is_own(host: str, allowed: frozenset[str]) -> bool:
    plain = re.sub(_DOT, ".", host).replace(" ", "").replace("точка", ".")
    return any(plain == d or plain.endswith("." + d) for d in allowed)


def _is_code(
    reading: Reading,
    span: tuple[int, int],
    match: re.Match[str],
    lexicons: tuple[tuple[str, ...], tuple[str, ...]],
) -> bool:
    """A name behind “tg:” is a contact; behind “id:” only where somebody speaks of writing, not of goods."""
    code = match["code"]
    if not any(c.isalpha() for c in code) and len(re.sub(r"\D", "", code)) < 5:  # noqa: PLR2004 - a short number is no account
        return False
    if match["cue"] in {"v", "line"} and match["mark"] in "-–":
        return False  # “V-shaped”, “line-dry”
    if (
        match["cue"] == "handle"
        and is_english(code.rstrip("."))
        and not _WHOSE.search(match.string, 0, match.start())
    ):
        return False  # of a cup or a door
    cues, labels = lexicons
    start, end = span
    first, last = reading.sentence(start, end)
    sure = match["cue"] not in {"id", "айди", "v", "line", "логин", "账号", "wa", "ig", "飞机", "ник"}
    if not sure and labels and reading.inside(labels, first, last):
        return False
    if match["mark"] in {"-", "это", "is", "—", "–", "="} or not sure:
        return any(not start <= h.start < end for h in reading.inside(cues, first, last)[:20])
    return True
