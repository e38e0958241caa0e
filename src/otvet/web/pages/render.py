"""One way to make a page: the language, the theme, the template, the words.

A stranger's text reaches a template as a value and is escaped there; no template marks anything as safe
but what the help centre made from our own articles.
"""

from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import urlencode

from babel.dates import format_date, format_datetime, get_timezone
from babel.numbers import format_decimal, get_currency_symbol
from litestar import Request, Response
from litestar.datastructures import Cookie

from otvet.conversation.topics import TOPICS_AS_WRITTEN
from otvet.language.catalogue import LANGUAGES, Catalogue, catalogue, negotiate
from otvet.people.actor import NOBODY, Actor
from otvet.people.identity import OWN_ACCOUNT
from otvet.web.pages import statics
from otvet.web.pages.house import House
from otvet.web.pages.strings import strings
from otvet.web.pages.topics import mark

if TYPE_CHECKING:
    from jinja2 import BytecodeCache, Environment
    from markupsafe import Markup

LANGUAGE_NAMES: Final = {"ru": "Русский", "en": "English", "zh": "中文"}
Theme = Literal["light", "dark"]
THEMES: Final[tuple[Theme, ...]] = ("light", "dark")
SYMBOLS: Final = {"RUB": "₽"}  # the sign every buyer knows, also where a locale writes letters
LOCALES: Final = {"ru": "ru_RU", "en": "en_GB", "zh": "zh_CN"}
_DEMO_NAMES: Final = {"Причал": mark("Prichal")}
_SHOP: Final = get_timezone("Europe/Moscow")
_YEAR: Final = 365 * 24 * 3600

PageRequest = Request[Any, Any, Any]


@cache
def _compiled() -> "BytecodeCache":
    """Templates compiled once for all languages: what they say comes in when a page is made."""
    from jinja2 import BytecodeCache  # noqa: PLC0415  no page is part of a start
    from jinja2.bccache import Bucket  # noqa: PLC0415

    class Compiled(BytecodeCache):
        def __init__(self) -> None:
            self._kept: dict[str, bytes] = {}

        def load_bytecode(self, bucket: Bucket) -> None:
            if bucket.key in self._kept:
                bucket.bytecode_from_string(self._kept[bucket.key])

        def dump_bytecode(self, bucket: Bucket) -> None:
            self._kept[bucket.key] = bucket.bytecode_to_string()

    return Compiled()


def warm() -> None:
    """What the first visitor of each page would wait for: files compressed, templates compiled, words read."""
    statics.warm()
    for language in LANGUAGES:
        strings(language)
        made = environment(language)
        for name in made.list_templates():
            made.get_template(name)


@cache
def environment(language: str) -> "Environment":
    """The templates with the words of one language."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415  no page is part of a start

    made = Environment(
        loader=FileSystemLoader(statics.WEB / "templates"),
        bytecode_cache=_compiled(),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    words: Catalogue = catalogue(language)
    made.install_gettext_callables(  # type: ignore[attr-defined]
        words.text,
        lambda one, many, number: _raw_plural(words, one, many, number),
        newstyle=True,
    )
    made.filters["money"] = lambda amount, currency="RUB": money(amount, currency, language)
    made.filters["day"] = lambda day: format_date(day, "long", locale=LOCALES[language])
    made.filters["posted"] = lambda text: _posted(text, language)
    made.filters["said"] = lambda words_by_language: said(words_by_language, language)
    made.globals |= {
        "version": statics.version(),
        "asset": statics.address,
        "module": lambda name: _module(name, language),
    }
    made.globals["languages"] = LANGUAGE_NAMES
    return made


def _module(name: str, language: str) -> "Markup":
    """The tag of a script, and a word ahead of it of all that it will ask for: its imports, the words of the page."""
    from markupsafe import Markup  # noqa: PLC0415  no page is part of a start

    imported = statics.modules(name)[1:]
    ahead = [Markup('<link rel="modulepreload" href="{}">').format(statics.address(one)) for one in imported]
    if "js/strings.js" in imported:
        words = f"/i18n/{language}.json?v={statics.version()}"
        ahead.append(Markup('<link rel="preload" as="fetch" crossorigin href="{}">').format(words))
    return Markup("").join(ahead) + Markup('<script type="module" src="{}"></script>').format(
        statics.address(name)
    )


def _posted(text: str, language: str) -> str:
    """The date in a letter's head, as this language writes it, in the shop's own time; what is no date stays."""
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return text
    return str(
        format_datetime(
            at,
            "d MMMM y, HH:mm" if language != "zh" else "y年M月d日 HH:mm",
            tzinfo=_SHOP,
            locale=LOCALES[language],
        )
    )


def _raw_plural(words: Catalogue, one: str, many: str, number: int) -> str:
    forms = words.plurals.get(one)
    return forms[words.form(number)] if forms else (one if number == 1 else many)


def money(amount: int, currency: str, language: str) -> str:
    """Kopecks as a price, as the scripts of a page write it (`strings.js`); whole roubles without a fraction."""
    pattern = "#,##0" if amount % 100 == 0 else "#,##0.00"
    number = format_decimal(amount / 100, pattern, locale=LOCALES[language])
    symbol = SYMBOLS.get(currency) or get_currency_symbol(currency, locale=LOCALES[language])
    return f"{number}\xa0{symbol}" if language == "ru" else f"{symbol}{number}"


def said(words: Mapping[Any, str] | str | None, language: str) -> str:
    """The text of a record that has several languages, in this one or the nearest there is."""
    if words is None or isinstance(words, str):
        return words or ""
    for code in (language, "en", "ru"):
        if words.get(code):
            return words[code]
    return next(iter(words.values()), "")


def house_of(request: PageRequest) -> House:
    """The house this request came into."""
    house: House = request.app.state.house
    return house


def actor_of(request: PageRequest) -> Actor:
    """Who is calling, as the doors found out."""
    actor: Actor = getattr(request.state, "actor", None) or NOBODY
    return actor


def language_of(request: PageRequest) -> str:
    """`?lang=`, else the cookie, else what the browser prefers."""
    for wanted in (request.query_params.get("lang"), request.cookies.get("otvet_lang")):
        if wanted in LANGUAGES:
            return str(wanted)
    return negotiate(request.headers.get("accept-language"))


def theme_of(request: PageRequest) -> Theme | Literal[""]:
    """`?theme=`, else the cookie, else nothing: the system decides."""
    asked = request.query_params.get("theme")
    if asked == "system":
        return ""
    wanted = {asked, request.cookies.get("otvet_theme")} if asked not in THEMES else {asked}
    return next((theme for theme in THEMES if theme in wanted), "")


def here(request: PageRequest, **changes: str) -> str:
    """The address of this page with some query fields changed."""
    fields = {key: value for key, value in request.query_params.items() if key not in {"lang", "theme"}}
    return f"{request.url.path}?{urlencode({**fields, **changes})}"


def _renamed(request: PageRequest, language: str) -> dict[str, str]:
    """Topics that the desk's settings call otherwise than they came along, in this language."""
    plan = getattr(request.app.state.house, "plan", None)
    if plan is None:
        return {}
    named = {code: said(one.name, language) for code, one in plan().topics.items()}
    return {
        code: name for code, name in named.items() if name != said(TOPICS_AS_WRITTEN[code].name, language)
    }


def _cookies(request: PageRequest) -> list[Cookie]:
    """What a person chose by `?lang=` or `?theme=` is remembered."""
    made: list[Cookie] = []
    secure = request.url.scheme == "https"
    chosen = {
        "otvet_lang": request.query_params.get("lang"),
        "otvet_theme": request.query_params.get("theme"),
    }
    for key, value in chosen.items():
        known = value in LANGUAGES if key == "otvet_lang" else value in {*THEMES, "system"}
        if value and known and request.query_params.get("frame") != "1":
            made.append(Cookie(key=key, value=value, max_age=_YEAR, samesite="lax", secure=secure, path="/"))
    return made


def _shop_name(request: PageRequest, language: str) -> str:
    """What the operator calls the shop; the demo's has a name in each language."""
    name: str = house_of(request).people.account(OWN_ACCOUNT).name
    key = _DEMO_NAMES.get(name) if house_of(request).demo else None
    return catalogue(language).text(key) if key else name


def page(
    request: PageRequest,
    template: str,
    /,
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
    **view: Any,
) -> Response[str]:
    """The template with what every page knows and what this one shows."""
    language, actor = language_of(request), actor_of(request)
    html = (
        environment(language)
        .get_template(template)
        .render(
            lang=language,
            theme=theme_of(request),
            me=actor,
            csrf=actor.csrf,
            demo=house_of(request).demo,
            shop_name=_shop_name(request, language),
            renamed=_renamed(request, language),
            path=request.url.path,
            here=lambda **changes: here(request, **changes),
            **view,
        )
    )
    return Response(
        html,
        status_code=status,
        media_type="text/html; charset=utf-8",
        headers={"Cache-Control": "no-store", "Vary": "Cookie, Accept-Language", **(headers or {})},
        cookies=_cookies(request),
    )
