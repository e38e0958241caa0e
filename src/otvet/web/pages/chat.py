"""The buyer's conversation: a whole page, or with `?frame=1` the inside of the widget's window."""

import re
from typing import Any

from litestar import Request, Response, get

from otvet.web.pages.render import house_of, language_of, page

_ORIGIN = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]{1,253}")


@get("/chat", opt={"action": "buyer.guest"}, sync_to_thread=True, include_in_schema=False)
def chat(request: Request[Any, Any, Any]) -> Response[str]:
    """The page is the same for everybody; who is writing is settled by the token inside."""
    asked = request.query_params
    framed = asked.get("frame") == "1"
    # The window answers only the page that says it holds it; the browser checks the rest (`frame-ancestors`).
    origin = asked.get("origin") or ""
    articles = list(house_of(request).knowledge.articles(language_of(request)))[:4]
    return page(
        request,
        "chat.html",
        framed=framed,
        origin=origin if framed and _ORIGIN.fullmatch(origin) else "",
        account=(asked.get("account") or "own")[:64],
        product=(asked.get("product") or "")[:64],
        articles=articles,
    )
