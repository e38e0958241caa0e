"""`Cleared`: the only thing a channel may deliver, and nobody but the gate can make one."""

import hashlib
from typing import Any, Literal, NamedTuple, NoReturn, Self
from weakref import WeakKeyDictionary

import msgspec
from msgspec import Struct

from otvet.policy.context import Context, Facts
from otvet.policy.pictures import Seen
from otvet.policy.second import Opinion
from otvet.policy.verdict import Verdict

HeldWhy = Literal["block", "warn", "reading", "unread", "too_long", "unattended"]


class Outgoing(Struct, frozen=True):
    """A text on its way out. `confirm` is the hash a person sends back to confirm a warning.

    `pictures` are those of the files in which something can be read; `second` what a second reader said,
    `None` where there is none.
    """

    text: str
    context: Context
    files: tuple[str, ...] = ()
    attended: bool = True
    confirm: str | None = None
    released_by: str | None = None
    pictures: tuple[Seen, ...] = ()
    second: Opinion | None = None


class Held(Struct, frozen=True):
    """The text stays. `confirm` is there when a person may let it go by sending the hash back."""

    why: HeldWhy
    verdict: Verdict
    confirm: str | None = None


class Seal(Struct, frozen=True):
    """What exactly was cleared, as hashes: equal hashes on departure need no second check."""

    text: str
    original: str
    files: str
    facts: str
    history: str
    pack: str
    models: str = ""
    confirm: str | None = None
    released_by: str | None = None
    second: str = ""


class _Content(Struct, frozen=True):
    text: str
    files: tuple[str, ...]
    seal: Seal
    verdict: Verdict


_contents: "WeakKeyDictionary[Cleared, _Content]" = WeakKeyDictionary()


class Cleared:
    """A text that passed the gate.

    Its content lies outside the object, in a register only this module writes:
    an object made past the constructor is empty and says so when it is read.
    """

    __slots__ = ("__weakref__",)

    def __new__(cls, *_given: object, **_named: object) -> Self:
        raise TypeError("only the gate clears a text: use Gate.clear")

    def __init_subclass__(cls, **_named: object) -> None:
        raise TypeError("Cleared has no kinds: only the gate makes one")

    def __replace__(self, **_changes: object) -> NoReturn:
        raise TypeError("a cleared text cannot be changed: clear the new one")

    def __reduce_ex__(self, _protocol: object) -> NoReturn:
        raise TypeError("Cleared is not stored or copied: keep its seal and ask Gate.again")

    @property
    def text(self) -> str:
        return _content(self).text

    @property
    def files(self) -> tuple[str, ...]:
        return _content(self).files

    @property
    def seal(self) -> Seal:
        return _content(self).seal

    @property
    def verdict(self) -> Verdict:
        return _content(self).verdict

    def __repr__(self) -> str:
        return "Cleared(…)"


def _content(cleared: Cleared) -> _Content:
    try:
        return _contents[cleared]
    except KeyError:
        raise TypeError("this Cleared was not made by the gate") from None


def _clear(outgoing: Outgoing, seal: Seal, verdict: Verdict) -> Cleared:
    """For the gate alone."""
    cleared = object.__new__(Cleared)
    _contents[cleared] = _Content(outgoing.text, outgoing.files, seal, verdict)
    return cleared


_encoder = msgspec.json.Encoder(order="deterministic")


def digest(*parts: Any) -> str:
    """One hash of anything JSON can say; 32 hex digits of BLAKE2, the same in every process."""
    return hashlib.blake2b(_encoder.encode(parts), digest_size=16).hexdigest()


class Around(NamedTuple):
    """What a verdict depends on beside the text and its history, as JSON, and its hash."""

    hash: str
    content: str
    facts: Facts | None  # held, so that nothing else is ever known by its id


_MOST_AROUND = 1_000
_around: dict[tuple[object, ...], Around] = {}


def around(context: Context) -> Around:
    """Written once for all texts about the same facts, which are given as the same object."""
    rest = (context.surface, context.date, context.own_domains, context.own_phones)
    known = _around.get((id(context.facts), *rest))
    if known is None:
        told = (context.surface, context.facts, context.date, context.own_domains, context.own_phones)
        if len(_around) >= _MOST_AROUND:
            _around.clear()
        content = _encoder.encode(told).decode()
        known = _around[id(context.facts), *rest] = Around(digest(told), content, context.facts)
    return known


def seal_of(outgoing: Outgoing, *, pack: str, models: str, confirm: str | None) -> Seal:
    """The hashes of everything the verdict on an outgoing text depends on."""
    context = outgoing.context
    text = digest(outgoing.text)
    return Seal(
        text=text,
        original=text,
        files=digest(outgoing.files, outgoing.pictures) if outgoing.pictures else digest(outgoing.files),
        facts=around(context).hash,
        history=digest(context.history),
        pack=pack,
        models=models,
        confirm=confirm,
        released_by=outgoing.released_by,
        second=digest(outgoing.second) if outgoing.second is not None else "",
    )
