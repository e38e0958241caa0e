"""The program that looks into one picture: words by tesseract, codes by zxing-cpp; picture in, JSON out.

It runs alone, in a process of its own that anybody may kill (`conversation/picture_reader.py` starts it):
bounded in memory, time, files and output, without network where the system allows that.
It imports nothing of the house, so that nothing of the house can be reached from a picture.

    python -m otvet.conversation.picture_words SECONDS MEGABYTES PIXELS [TESSERACT LANGUAGE,...]
"""

import ctypes
import io
import json
import os
import re
import resource
import signal
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from typing import Any, NamedTuple

import zxingcpp
from PIL import Image, ImageOps, ImageStat

FORMATS = ("PNG", "JPEG", "WEBP")  # what `conversation/pictures.py` draws; no other decoder is tried
OUTPUT_BYTES = 1 << 20
MOST_CODES = 20
CODE_CHARS = 2_000
SMALL, LARGE = 1_400, 2_600  # pixels of the longer side: smaller pictures are enlarged, larger ones reduced
MOST_LARGER = 3.0
DARK = 110  # mean of 255 under which a picture is taken for light on dark
LEAST_SURE = 40  # of 100: what tesseract itself doubts more is grain and edges, not letters
SURE = 85  # a mark that stands alone is more often an edge
MOST_WORDS = 2_000
# Two looks: alphabets as sparse words, which finds small print in a photo; Chinese as a page.  Together in one look
# they spoil each other, and each mode reads the other's script worse (docs/measured/pictures.md).
ALPHABETS, CHINESE = ("rus", "eng"), ("chi_sim", "eng")
SPARSE, PAGE = "11", "3"
HAN = re.compile("[\u3400-\u9fff]")
LEAST_HAN = 2  # in a line of Chinese: single ones are seen in every pattern
ALONE = 0x40000000 | 0x10000000  # CLONE_NEWNET | CLONE_NEWUSER
DIES_WITH_PARENT, NO_NEW_PRIVILEGES = 1, 38  # PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS


class Word(NamedTuple):
    """One word: its line's key, how sure tesseract is (of 100), its box in pixels: left, top, width, height."""

    text: str
    line: str
    sure: int
    box: tuple[int, int, int, int]


def main(words: list[str]) -> None:
    """Read the picture on standard input; the answer is one JSON object on standard output."""
    seconds, megabytes, pixels = (int(word) for word in words[:3])
    bound(seconds, megabytes << 20)
    image = opened(sys.stdin.buffer.read(), pixels)
    found = codes(image)
    read: list[Word] = []
    if words[3:]:
        covered = image.copy()  # a code is no text: its squares are read as letters otherwise
        for one in found:
            left, top, wide, high = one["box"]
            covered.paste(255, (left, top, left + wide, top + high))
        read = read_words(covered, words[3], words[4].split(","), seconds)
    sys.stdout.write(json.dumps({"words": read[:MOST_WORDS], "codes": found}))


def bound(seconds: int, memory: int) -> None:
    """The limits of this process and of those it starts; what a system does not know is left out."""
    limits = {
        "RLIMIT_AS": memory, "RLIMIT_CPU": seconds, "RLIMIT_FSIZE": OUTPUT_BYTES, "RLIMIT_NOFILE": 64,
        "RLIMIT_CORE": 0,
    }  # fmt: skip
    for name, most in limits.items():
        with suppress(AttributeError, OSError, ValueError):
            resource.setrlimit(getattr(resource, name), (most, most))
    with suppress(OSError, AttributeError):
        os.nice(10)  # answering buyers goes first
        system = ctypes.CDLL(None, use_errno=True)
        system.prctl(DIES_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
        system.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        system.unshare(ALONE)  # refused in some containers: then the process is merely bounded


def opened(content: bytes, pixels: int) -> Image.Image:
    """The picture in grey on white paper; raises where it is of another kind or larger than said."""
    Image.MAX_IMAGE_PIXELS = pixels
    image: Image.Image = Image.open(io.BytesIO(content), formats=FORMATS)
    if image.width * image.height > pixels:
        raise ValueError("too many pixels")
    if image.mode in ("RGBA", "LA", "P", "PA"):
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        paper.alpha_composite(image)
        image = paper
    return image.convert("L")


def codes(image: Image.Image) -> list[dict[str, Any]]:
    """The codes in a picture: kind, content, box in pixels. What GS1 says of goods is no message and left out."""
    scale = min(1.0, LARGE / max(image.size))
    found = zxingcpp.read_barcodes(image if scale == 1 else scaled(image, scale))
    made = []
    for one in found[:MOST_CODES]:
        if one.content_type == zxingcpp.ContentType.GS1:
            continue
        at = one.position
        corners = (at.top_left, at.top_right, at.bottom_left, at.bottom_right)
        xs, ys = [c.x / scale for c in corners], [c.y / scale for c in corners]
        box = [round(v) for v in (min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))]
        made.append({"kind": one.format.name, "text": one.text[:CODE_CHARS], "box": box})
    return made


def read_words(image: Image.Image, tesseract: str, languages: list[str], seconds: int) -> list[Word]:
    """The words in the order of reading, of both looks; where Chinese stands, the other look saw patterns."""
    ready, scale = prepared(image)
    out = io.BytesIO()
    ready.save(out, "PPM")

    def look(asked: tuple[str, ...], mode: str) -> list[Word]:
        with_them = "+".join(one for one in asked if one in languages)
        command = [tesseract, "stdin", "stdout", "-l", with_them, "--psm", mode, "--dpi", "300", "tsv"]
        done = subprocess.run(  # noqa: S603  a program of the operator's, the arguments are ours, no shell
            command, input=out.getvalue(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            timeout=seconds, check=True,
        )  # fmt: skip
        lines = done.stdout.decode("utf-8", "replace").splitlines()[1:]
        return [word for line in lines if (word := word_of(line, scale)) is not None]

    plain = look(ALPHABETS, SPARSE) if set(ALPHABETS) & set(languages) else []
    han = chinese(look(CHINESE, PAGE)) if CHINESE[0] in languages else []
    found = [*(w for w in plain if not any(overlap(w.box, other.box) for other in han)), *han]
    tops: dict[str, int] = {}
    for word in found:
        tops[word.line] = min(word.box[1], tops.get(word.line, word.box[1]))
    return sorted(found, key=lambda word: (tops[word.line], word.line, word.box[0]))


def chinese(words: list[Word]) -> list[Word]:
    """The words of lines that hold Chinese."""
    signs = Counter[str]()
    for word in words:
        signs[word.line] += len(HAN.findall(word.text))
    return [word._replace(line=f"z{word.line}") for word in words if signs[word.line] >= LEAST_HAN]


def overlap(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    """Whether two boxes share a place."""
    return (
        one[0] < other[0] + other[2]
        and other[0] < one[0] + one[2]
        and one[1] < other[1] + other[3]
        and other[1] < one[1] + one[3]
    )


def prepared(image: Image.Image) -> tuple[Image.Image, float]:
    """The picture as tesseract reads it best, and how much larger that is: dark on light, letters of some height."""
    longer = max(image.size)
    scale = min(MOST_LARGER, SMALL / longer) if longer < SMALL else min(1.0, LARGE / longer)
    if scale != 1:
        image = scaled(image, scale)
    if ImageStat.Stat(image).mean[0] < DARK:
        image = ImageOps.invert(image)
    return ImageOps.autocontrast(image, cutoff=1), scale


def scaled(image: Image.Image, scale: float) -> Image.Image:
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    return image.resize(size, Image.Resampling.LANCZOS)


def word_of(line: str, scale: float) -> Word | None:
    """A line of tesseract's TSV, where it is a word."""
    cells = line.split("\t")
    if len(cells) != 12 or not cells[11].strip() or float(cells[10]) < LEAST_SURE:  # noqa: PLR2004
        return None
    if not any(sign.isalnum() for sign in cells[11]) and float(cells[10]) < SURE:
        return None
    left, top, wide, high = (round(int(cell) / scale) for cell in cells[6:10])
    return Word(cells[11].strip(), "-".join(cells[2:5]), round(float(cells[10])), (left, top, wide, high))


if __name__ == "__main__":
    main(sys.argv[1:])
