"""The pages for what went wrong: what happened, what was kept, what to do."""

from typing import Final

from litestar import Response

from otvet.web.pages.render import PageRequest, page

KNOWN: Final = (403, 404, 429, 500, 503)


def wants_page(request: PageRequest) -> bool:
    """Whether a person is looking: a browser asking for a page, and not the API."""
    return "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/api/")


def error_page(request: PageRequest, status: int, error_id: str = "") -> Response[str]:
    """One page for every status, with words of its own for the common ones."""
    return page(
        request,
        "error.html",
        status=status,
        code=status,
        kind=status if status in KNOWN else 500,
        error_id=error_id,
    )
