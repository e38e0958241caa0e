"""The one script tag: a loader that draws the launcher and opens our window in a frame."""

import json
from functools import cache
from typing import Final

from litestar import Response, get

from otvet.language.catalogue import LANGUAGES, catalogue
from otvet.web.pages.statics import WEB, version

_PLACE: Final = '"__OTVET_TEXTS__"'
KEYS: Final = ("Open the support chat", "Close the support chat", "Support chat", "unread")


@cache
def loader() -> str:
    """The source with its few texts put in, all languages: the page says which it wants."""
    texts = {language: [catalogue(language).texts.get(key) or key for key in KEYS] for language in LANGUAGES}
    source = (WEB / "widget" / "widget.js").read_text("utf-8")
    return source.replace(_PLACE, json.dumps(texts, ensure_ascii=False, separators=(",", ":")))


@get("/widget.js", opt={"action": "buyer.guest"}, sync_to_thread=False, include_in_schema=False)
def widget() -> Response[str]:
    """Any shop's page may load it; it holds nothing of anybody."""
    return Response(
        loader(),
        media_type="text/javascript; charset=utf-8",
        headers={
            "Cache-Control": "public, max-age=300",
            "Cross-Origin-Resource-Policy": "cross-origin",
            "Access-Control-Allow-Origin": "*",
            "ETag": f'"{version()}"',
        },
    )
