"""The script of a call as data, read from the one page that holds it (mission row B9)."""

import tomllib
from pathlib import Path

import msgspec
from msgspec import Struct

from otvet.conversation.topics import Words

PAGE = Path(__file__).with_name("script.toml")


class Said(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One step of a call: what to do, and a sentence to say that breaks no rule."""

    name: Words
    hint: Words
    sentence: Words


SCRIPT: dict[str, Said] = msgspec.convert(tomllib.loads(PAGE.read_text(encoding="utf-8")), dict[str, Said])
