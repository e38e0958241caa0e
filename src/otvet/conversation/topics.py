"""What conversations are about: the requests of mission row A11, read from the one page that lists them.

What a supervisor changed about a topic lies in the desk's plan; this page holds what comes along.
"""

import tomllib
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

Words = dict[Literal["ru", "en", "zh"], str]
Ask = Literal["order", "product", "photo", "contact", "device", "amount", "day"]
Priority = Annotated[int, Meta(ge=1, le=5)]
PAGE = Path(__file__).with_name("topics.toml")


class Topic(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One request: `priority` 1 to 5, 1 first; `budget` names a set of deadlines; `ask` is what the buyer should bring."""

    name: Words
    priority: Priority = 3
    budget: str = "usual"
    skills: tuple[str, ...] = ()
    ask: tuple[Ask, ...] = ()


TOPICS_AS_WRITTEN: dict[str, Topic] = msgspec.convert(
    tomllib.loads(PAGE.read_text(encoding="utf-8")), dict[str, Topic]
)
TOPICS: tuple[str, ...] = tuple(TOPICS_AS_WRITTEN)
