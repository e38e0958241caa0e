"""Pictures are drawn anew: what comes out is a PNG, JPEG or WebP of ours, without place, camera or anything hidden."""

import io
import warnings
from typing import Any

from msgspec import Struct

from otvet.errors import BadInput

# Only these decoders are ever tried: one that is not here cannot be attacked.
FORMATS = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp", "GIF": "image/png"}
PICTURES = ("image/png", "image/jpeg", "image/webp", "image/gif")
QUALITY = 88


class Picture(Struct, frozen=True):
    """A picture drawn anew; sizes in pixels."""

    media_type: str
    content: bytes
    width: int
    height: int


def redrawn(content: bytes, most_pixels: int) -> Picture | None:
    """The picture without metadata, upright; `None` when it is no picture.

    Raises `BadInput` when it has more than `most_pixels` (seen before anything is decoded) or is broken.
    """
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415  slow to import, and most send no picture

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=list(FORMATS))
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        OSError,
    ) as error:
        if isinstance(error, UnidentifiedImageError):
            return None
        raise BadInput("The picture is too large or broken; send a smaller one.") from None
    if image.width * image.height > most_pixels:
        raise BadInput(f"The picture has {image.width} x {image.height} pixels; at most {most_pixels} fit.")
    try:
        return _draw(image)
    except (OSError, SyntaxError, ValueError, EOFError):
        raise BadInput(
            "The picture is broken and cannot be read; save it again and send it once more."
        ) from None


def _draw(image: Any) -> Picture:
    from PIL import Image, ImageOps  # noqa: PLC0415  as above

    kind = "PNG" if image.format == "GIF" else image.format or "PNG"
    upright = ImageOps.exif_transpose(image)
    mode = "RGB" if kind == "JPEG" or upright.mode not in ("RGBA", "LA", "P", "PA") else "RGBA"
    plain = Image.new(mode, upright.size)
    plain.paste(upright.convert(mode))
    out = io.BytesIO()
    plain.save(out, kind, **({"quality": QUALITY} if kind != "PNG" else {}))
    return Picture(FORMATS[kind], out.getvalue(), plain.width, plain.height)
