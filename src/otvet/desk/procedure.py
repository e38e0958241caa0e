"""The steps of the complaint procedure as data, read from the one page that lists them (mission row B5, S2 part 7)."""

import tomllib
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from otvet.conversation.complaints import STEPS
from otvet.conversation.topics import Words

PAGE = Path(__file__).with_name("procedure.toml")


class Step(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One step: `needs` is what has to be there before it counts as done; `sentence` passes the gate as it stands."""

    name: Words
    hint: Words
    sentence: Words
    needs: Literal["words", "reply", "remedy", "accepted", "date"]


PROCEDURE: dict[str, Step] = msgspec.convert(tomllib.loads(PAGE.read_text(encoding="utf-8")), dict[str, Step])
if tuple(PROCEDURE) != STEPS:  # the page and the events name the same steps in the same order
    raise ValueError(f"{PAGE.name} has {tuple(PROCEDURE)}, the events know {STEPS}")
