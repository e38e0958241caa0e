"""Attachments: in by multipart, out so that nothing in them can run."""

from typing import Annotated, Any, Literal
from urllib.parse import quote

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body
from msgspec import Struct

from otvet.conversation.attachments import TYPES
from otvet.conversation.pictures import PICTURES
from otvet.errors import BadInput, TooLarge
from otvet.web.api.conversations import Ask, actor_of
from otvet.web.api.drawing import File

ROOM_FOR_FORM = 64 * 1024


class LimitsAre(Struct, frozen=True):
    """What may be sent; told before anybody picks a file."""

    message_chars: int
    note_chars: int
    file_bytes: int
    file_types: list[str]
    files_per_message: int
    pictures: Literal["read", "codes"]  # whether words in pictures are read here, or codes only


@post("/files", opt={"action": "file.send"}, summary="Upload a file", request_max_body_size=None)
async def upload(
    request: Ask, data: Annotated[dict[str, Any], Body(media_type=RequestEncodingType.MULTI_PART)]
) -> File:
    """One file in the field `file`; its id then goes with a message. Pictures come back without metadata."""
    house, actor = request.app.state.house, actor_of(request)
    house.pace.upload(actor)
    sent = data.get("file")
    if not isinstance(sent, UploadFile):
        raise BadInput("Send the file as multipart/form-data in the field `file`.")
    content = await sent.read(house.settings.file_bytes + 1)
    row = await house.attachments.take(actor, sent.filename or "file", content)
    return File(
        row["id"], row["name"], row["media_type"], row["size"], row["width"], row["height"],
        f"/api/v1/files/{row['id']}",
    )  # fmt: skip


def check_length(request: Ask) -> None:
    """Refuse a body that says it is too long before reading any of it."""
    limit = request.app.state.house.settings.file_bytes
    length = request.headers.get("content-length", "0")
    if length.isdigit() and int(length) > limit + ROOM_FOR_FORM:
        raise TooLarge(f"The file is larger than {limit} bytes. Nothing was stored.")


@get("/files/{file_id:str}", opt={"action": "file.read"}, summary="Download a file")
async def download(request: Ask, file_id: str) -> Response[bytes]:
    """Pictures we have drawn ourselves are shown; everything else is only saved."""
    row, content = await request.app.state.house.attachments.give(actor_of(request), file_id)
    shown = row.media_type in PICTURES
    headers = {
        "Content-Disposition": f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{quote(row.name)}",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, max-age=300",
    }
    return Response(
        content, media_type=row.media_type if shown else "application/octet-stream", headers=headers
    )


@get("/limits", opt={"action": "rule.read"}, summary="What may be sent")
async def limits(request: Ask) -> LimitsAre:
    """Lengths in characters, sizes in bytes."""
    house = request.app.state.house
    own = house.attachments.limits
    pictures: Literal["read", "codes"] = "read" if house.readings.reader.reads_words else "codes"
    return LimitsAre(
        own.message_chars, own.note_chars, own.file_bytes, list(TYPES), own.files_per_message, pictures
    )


HANDLERS = (upload, download, limits)
