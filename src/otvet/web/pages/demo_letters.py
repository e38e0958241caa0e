"""The demo's letters: what would have left by e-mail, as the addressee would see it. Nothing outside the demo."""

from typing import Any, Final

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException

from otvet.web.pages.render import house_of, page

# A letter's HTML is shown as a mail program does: no script, nothing loaded, its own inline styles, links in a new tab.
_LETTER_CSP: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; form-action 'none'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)


def _found(request: Request[Any, Any, Any], letter_id: str) -> Any:
    letter = next((one for one in house_of(request).demo_letters() if one.id == letter_id), None)
    if letter is None:
        raise NotFoundException("There is no such letter; they go with the demo's process.")
    return letter


@get("/demo/letters", opt={"action": "page.read"}, sync_to_thread=True, include_in_schema=False)
def letters(request: Request[Any, Any, Any]) -> Response[str]:
    """The list, newest first."""
    house = house_of(request)
    if not house.demo:
        raise NotFoundException("This is no demo.")
    return page(request, "demo/letters.html", letters=house.demo_letters(), query="")


@get(
    "/demo/letters/{letter_id:str}", opt={"action": "page.read"}, sync_to_thread=True, include_in_schema=False
)
def letter(request: Request[Any, Any, Any], letter_id: str) -> Response[str]:
    """One letter: heads, the HTML part in a frame, the plain part below."""
    return page(request, "demo/letter.html", letter=_found(request, letter_id), query="")


@get(
    "/demo/letters/{letter_id:str}/html",
    opt={"action": "page.read"},
    sync_to_thread=True,
    include_in_schema=False,
)
def letter_html(request: Request[Any, Any, Any], letter_id: str) -> Response[str]:
    """The HTML part as it is, in a sandbox."""
    html = _found(request, letter_id).html.replace("<head>", '<head><base target="_blank">', 1)
    headers = {
        "Content-Security-Policy": _LETTER_CSP,
        "X-Frame-Options": "SAMEORIGIN",
        "Cache-Control": "no-store",
    }
    return Response(html, media_type="text/html; charset=utf-8", headers=headers)
