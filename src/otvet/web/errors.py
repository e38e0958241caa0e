"""From what went wrong to what HTTP says: one table, one shape.

{"error": {"code", "message", "retry": "same_key|new_key|no", "details"?, "id"}}
"""

import secrets
from typing import Any

import msgspec
from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException, SerializationException, ValidationException

from otvet import errors as e
from otvet import seeing
from otvet.web.pages.trouble import error_page, wants_page

STATUS: dict[type[e.OtvetError], int] = {
    e.TooLarge: 413,
    e.BadInput: 400,
    e.NotSignedIn: 401,
    e.NotAllowed: 403,
    e.NotFound: 404,
    e.KeyReused: 409,
    e.Moved: 409,
    e.Merged: 409,
    e.Conflict: 409,
    e.TooMany: 429,
    e.DatabaseDown: 503,
    e.Unavailable: 503,
    e.AddressRefused: 400,
    e.PackError: 400,
    e.SettingsError: 500,
    e.StartRefused: 500,
    e.OtvetError: 500,
}
CODES = {400: "bad_input", 401: "not_signed_in", 403: "not_allowed", 404: "not_found", 405: "bad_method",
         413: "too_large", 415: "bad_input", 429: "too_many", 503: "unavailable"}  # fmt: skip
MESSAGES = {
    404: "There is no such address; the API is described at /api/openapi.json.",
    405: "This address does not take this method; the API is described at /api/openapi.json.",
    413: "The body is larger than this server takes; send less. Nothing was stored.",
}
FAULT = "Something broke on our side; nothing is known to be lost. Try again with the same key and name this id if it stays."


def status_of(error: e.OtvetError) -> int:
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def body(code: str, message: str, retry: str, error_id: str, *, details: Any = None) -> dict[str, Any]:
    """The one shape."""
    inner: dict[str, Any] = {"code": code, "message": message, "retry": retry, "id": error_id}
    if details is not None:
        inner["details"] = details
    return {"error": inner}


def _respond(request: Request[Any, Any, Any], status: int, content: dict[str, Any]) -> Response[Any]:
    headers = {"Cache-Control": "no-store"}
    wait = (content["error"].get("details") or {}).get("retry_after") if status in (429, 503) else None
    if status in (429, 503):
        headers["Retry-After"] = str(wait or 1)
    if wants_page(request):
        return error_page(request, status, content["error"]["id"])
    return Response(
        msgspec.json.encode(content), status_code=status, media_type=MediaType.JSON, headers=headers
    )


def of_otvet(request: Request[Any, Any, Any], error: e.OtvetError) -> Response[Any]:
    """Our own errors."""
    status = status_of(error)
    error_id = secrets.token_hex(8)
    if status >= 500:  # noqa: PLR2004
        seeing.log.error("refused", code=error.code, error=error_id, exc_info=error)
    return _respond(
        request, status, body(error.code, error.message, error.retry, error_id, details=error.details)
    )


def of_validation(request: Request[Any, Any, Any], error: ValidationException) -> Response[Any]:
    """What does not fit the described shape; says which field and how."""
    extra = error.extra if isinstance(error.extra, list) else []
    said = "; ".join(
        f"{one.get('key', 'body')}: {one.get('message', '')}" for one in extra if isinstance(one, dict)
    )
    message = f"The request does not fit: {said or error.detail}."
    return _respond(request, 400, body("bad_input", message[:2000], "new_key", secrets.token_hex(8)))


def of_http(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    """What the framework refuses: unknown address, method, type, size."""
    status = error.status_code
    if isinstance(error, SerializationException):
        status = 400
    if status >= 500:  # noqa: PLR2004
        return of_anything(request, error)
    code = CODES.get(status, "bad_input")
    message = MESSAGES.get(status) or f"The request cannot be read: {error.detail}"
    retry = "new_key" if status in (400, 413, 415) else "no"
    return _respond(request, status, body(code, message[:2000], retry, secrets.token_hex(8)))


def of_nesting(request: Request[Any, Any, Any], error: RecursionError) -> Response[Any]:
    """JSON nested deeper than anybody means; a recursion of ours stays a fault of ours."""
    if "deserializing" not in str(error):
        return of_anything(request, error)
    message = "The JSON is nested too deeply to be read; nothing was stored."
    return _respond(request, 400, body("bad_input", message, "new_key", secrets.token_hex(8)))


def of_encoding(request: Request[Any, Any, Any], error: UnicodeDecodeError) -> Response[Any]:
    """A body that is no UTF-8."""
    message = f"The body is not UTF-8 at byte {error.start}; nothing was stored."
    return _respond(request, 400, body("bad_input", message, "new_key", secrets.token_hex(8)))


def of_anything(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """A fault of ours: the log has it under the id, the caller has only the id."""
    error_id = secrets.token_hex(8)
    seeing.log.error(
        "fault", error=error_id, kind=type(error).__name__, path=request.scope["path"], exc_info=error
    )
    return _respond(request, 500, body("fault", FAULT, "same_key", error_id))


HANDLERS: dict[Any, Any] = {
    e.OtvetError: of_otvet,
    ValidationException: of_validation,
    HTTPException: of_http,
    RecursionError: of_nesting,
    UnicodeDecodeError: of_encoding,
    Exception: of_anything,
}
