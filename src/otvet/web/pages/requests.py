"""A buyer's own requests: the page; the browser fills it with what its token may see (mission row A7)."""

from typing import Any

from litestar import Request, Response, get

from otvet.web.pages.render import page


@get("/requests", opt={"action": "buyer.guest"}, sync_to_thread=True, include_in_schema=False)
def requests(request: Request[Any, Any, Any]) -> Response[str]:
    """The page is the same for everybody and holds nothing of anybody."""
    return page(request, "requests.html", query="")
