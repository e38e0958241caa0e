"""What pages are drawn with: scripts, styles and pictures, kept in memory and compressed once.

An address carries the version of all files, `/static/VERSION/js/page.js`, so a browser keeps it for good,
and the modules a script names relative to itself come from the same version: a page never mixes two.
Without the version, or with one this server does not have (an upgrade is under way), it asks again each time.
"""

import gzip
import hashlib
import mimetypes
import posixpath
import re
from functools import cache
from pathlib import Path
from typing import Any, Final

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from msgspec import Struct

WEB: Final = Path(__file__).resolve().parent.parent
STATIC: Final = WEB / "static"
KEPT: Final = "public, max-age=31536000, immutable"
ASKED_AGAIN: Final = "no-cache"
_VERSION: Final = re.compile(r"[0-9a-f]{12}(?=/)")
# import … from "./x.js", export … from "./x.js", import "./x.js": names are always literal
_NAMED: Final = re.compile(r"""^(?:import|export)\b[^;"]*"(\.{1,2}/[^"]+\.js)\"""", re.MULTILINE)
_LEAST_SAVED: Final = 64  # bytes; below, a compressed copy is not worth a header


class Kept(Struct, frozen=True):
    """One file as it is answered: its type, its bytes, the same compressed (or None), its ETag."""

    media_type: str
    content: bytes
    compressed: bytes | None
    etag: str


@cache
def version() -> str:
    """A short hash of all static files: it goes into their addresses, so that a new one is fetched."""
    digest = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
    for path in sorted((WEB.parent / "language" / "catalogues").rglob("*.po")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def address(name: str) -> str:
    """Where a browser finds the file for as long as it likes: `js/page.js` -> `/static/VERSION/js/page.js`."""
    return f"/static/{version()}/{name}"


@cache
def _names() -> frozenset[str]:
    """Every file there is, as addresses name it; anything else is not here, whatever its dots say."""
    return frozenset(path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*") if path.is_file())


@cache
def kept(name: str) -> Kept | None:
    """The file, read and compressed when it is first asked for; None where there is none."""
    if name not in _names():
        return None
    content = (STATIC / name).read_bytes()
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    written = media_type.startswith("text/") or media_type == "image/svg+xml"
    compressed = gzip.compress(content, mtime=0) if written else None
    if compressed and len(compressed) + _LEAST_SAVED > len(content):
        compressed = None
    return Kept(
        media_type=media_type,
        content=content,
        compressed=compressed,
        etag=f'"{hashlib.sha256(content).hexdigest()[:16]}"',
    )


def warm() -> None:
    """Read and compress all of them, in the order in which they are likely to be asked for: what pages share, then the rest."""
    for name in sorted(_names(), key=lambda name: name.count("/")):
        kept(name)


@cache
def modules(name: str) -> tuple[str, ...]:
    """The module and all it imports, one by one: a browser told of them at once does not wait for each in turn."""
    found: dict[str, None] = {}
    waiting = [name]
    while waiting:
        one = waiting.pop(0)
        if one in found:
            continue
        found[one] = None
        source = (STATIC / one).read_text("utf-8")
        waiting += [
            posixpath.normpath(f"{posixpath.dirname(one)}/{named}") for named in _NAMED.findall(source)
        ]
    return tuple(found)


@get("/static/{name:path}", opt={"action": "page.read"}, sync_to_thread=False, include_in_schema=False)
def static(request: Request[Any, Any, Any], name: str) -> Response[bytes]:
    """The file, compressed for whoever takes that; 304 for whoever has it."""
    name = name.removeprefix("/")
    told = _VERSION.match(name)
    file = kept(name[told.end() + 1 :] if told else name)
    if file is None:
        raise NotFoundException("There is no such file.")
    headers = {
        "Cache-Control": KEPT if told and told[0] == version() else ASKED_AGAIN,
        "ETag": file.etag,
        "Vary": "Accept-Encoding",
    }
    if file.etag in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, media_type=file.media_type, headers=headers)
    if file.compressed and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(
            file.compressed, media_type=file.media_type, headers={**headers, "Content-Encoding": "gzip"}
        )
    return Response(file.content, media_type=file.media_type, headers=headers)
