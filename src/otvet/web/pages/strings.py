"""The texts our JavaScript needs, as one JSON file a language: exactly the keys its modules name."""

import json
import re
from functools import cache
from typing import Any, Final

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException

from otvet.language.catalogue import LANGUAGES, catalogue
from otvet.policy.pack import open_pack
from otvet.web.pages.statics import STATIC

# t("…") and tn("one", "many", …): keys are always literal, so that a plain search finds them all
_ONE: Final = re.compile(r"""\bt\(\s*"((?:[^"\\]|\\.)+)\"""")
_MANY: Final = re.compile(r"""\btn\(\s*"((?:[^"\\]|\\.)+)",\s*"((?:[^"\\]|\\.)+)\"""")


@cache
def keys() -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    """The keys our modules ask for: single ones, and pairs of one and many."""
    single: set[str] = set()
    pairs: set[tuple[str, str]] = set()
    for path in (STATIC / "js").rglob("*.js"):
        source = path.read_text("utf-8")
        single.update(_ONE.findall(source))
        pairs.update(_MANY.findall(source))
    return frozenset(single), frozenset(pairs)


@cache
def clauses() -> frozenset[str]:
    """What the rules of the built-in pack cite: a reader gets the clause in the language of the page."""
    return frozenset(rule.cites for rule in open_pack("ozon").rules)


@cache
def strings(language: str) -> str:
    """The JSON for one language."""
    words = catalogue(language)
    single, pairs = keys()
    asked = sorted(single | clauses())
    found: dict[str, str | list[str]] = {key: words.texts.get(key) or key for key in asked}
    for one, many in sorted(pairs):
        found[one] = list(words.plurals.get(one) or (one, many))
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


@get("/i18n/{language:str}", opt={"action": "article.read"}, sync_to_thread=False, include_in_schema=False)
def texts(request: Request[Any, Any, Any], language: str) -> Response[str]:
    """The texts; their address carries a version, so they may be kept."""
    code = language.removesuffix(".json")
    if code not in LANGUAGES:
        raise NotFoundException("There is no such language.")
    kept = "public, max-age=31536000, immutable" if request.query_params.get("v") else "no-cache"
    return Response(strings(code), media_type="application/json", headers={"Cache-Control": kept})
