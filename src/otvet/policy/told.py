"""The context of a verdict as it is kept, so that the verdict can be replayed years later (mission C8, C9)."""

import datetime as dt

import msgspec
from msgspec import Struct

from otvet.errors import BadInput
from otvet.policy.cleared import around
from otvet.policy.context import Context, Facts
from otvet.policy.verdict import Surface


class KeptContext(Struct, frozen=True):
    """`hash` is the seal's hash of the facts; `content` is JSON. Words of people are in neither."""

    hash: str
    content: str


class _Around(Struct, frozen=True, array_like=True):
    surface: Surface
    facts: Facts | None
    date: dt.date | None
    own_domains: tuple[str, ...]
    own_phones: tuple[str, ...]


def keep_context(context: Context) -> KeptContext:
    """What was known around a text, for keeping."""
    told = around(context)
    return KeptContext(told.hash, told.content)


def context_again(content: str, history: tuple[str, ...] = ()) -> Context:
    """The context that was kept, with the author's earlier words; raises `BadInput` for anything else."""
    try:
        told = msgspec.json.decode(content, type=_Around)
    except msgspec.DecodeError as error:
        raise BadInput(f"this is no kept context: {error}") from None
    return Context(
        surface=told.surface, facts=told.facts, date=told.date, history=history,
        own_domains=told.own_domains, own_phones=told.own_phones,
    )  # fmt: skip
