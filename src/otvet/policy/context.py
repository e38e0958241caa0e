"""What the gate is told beside the text: where it goes, in which language to answer, what is true of the goods."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, get_args

from msgspec import Struct

from otvet.errors import BadInput
from otvet.language.script import LANGUAGES, Lang
from otvet.policy.verdict import SURFACES, Surface

__all__ = ["Context", "Facts", "Lang", "Surface"]

_SECTIONS = ("product", "order", "policy", "offer")
_EVIDENCE = frozenset({"claim", "document", "issuer", "valid_until"})
_MOST_VALUES = 500


class Facts(Struct, frozen=True, omit_defaults=True):
    """What is known to be so. Terms under `policy` are in force and win; `offer` is weighed where they are silent."""

    product: dict[str, Any] | None = None
    order: dict[str, Any] | None = None
    policy: dict[str, Any] | None = None
    offer: dict[str, Any] | None = None
    evidence: list[dict[str, Any]] | None = None

    @classmethod
    def parse(cls, given: object) -> "Facts":
        """Facts from JSON; anything but the documented shape raises BadInput."""
        if not isinstance(given, Mapping):
            raise BadInput("facts must be an object")
        unknown = set(given) - {*_SECTIONS, "evidence"}
        if unknown:
            raise BadInput(f"facts: unknown section {min(map(str, unknown))!r}")
        sections = {name: _section(name, given[name]) for name in _SECTIONS if given.get(name) is not None}
        evidence = given.get("evidence")
        if evidence is not None:
            _check_evidence(evidence)
        return cls(**sections, evidence=evidence)


class Context(Struct, frozen=True):
    """Where a text goes and what is known around it. `lang` is the language of the reasons; None: the text's own."""

    surface: Surface = "chat"
    lang: Lang | None = None
    facts: Facts | None = None
    date: dt.date | None = None
    history: tuple[str, ...] = ()
    own_domains: tuple[str, ...] = ()
    own_phones: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.surface not in SURFACES:
            raise BadInput(f"context must be one of {', '.join(get_args(Surface))}")
        if self.lang is not None and self.lang not in LANGUAGES:
            raise BadInput(f"lang must be one of {', '.join(LANGUAGES)}")


def _section(name: str, given: object) -> dict[str, Any]:
    if not isinstance(given, Mapping):
        raise BadInput(f"facts.{name} must be an object")
    if len(given) > _MOST_VALUES:
        raise BadInput(f"facts.{name} has more than {_MOST_VALUES} values")
    for key, value in given.items():
        if not isinstance(key, str):
            raise BadInput(f"facts.{name}: keys must be text")
        if not _is_value(value):
            raise BadInput(
                f"facts.{name}.{key} must be a number, a boolean, a date, a text or a list of these"
            )
    return dict(given)


def _is_value(value: object) -> bool:
    if isinstance(value, (list, tuple)):
        return all(isinstance(v, (str, int, float, bool)) for v in value)
    return value is None or isinstance(value, (str, int, float, bool, dt.date))


def _check_evidence(given: object) -> None:
    if not isinstance(given, (list, tuple)):
        raise BadInput("facts.evidence must be a list")
    for item in given:
        if not isinstance(item, Mapping) or set(item) - _EVIDENCE or not isinstance(item.get("claim"), str):
            raise BadInput("facts.evidence: each item is {claim, document, issuer, valid_until}")
        if not all(isinstance(v, str) or v is None for v in item.values()):
            raise BadInput("facts.evidence: claim, document, issuer and valid_until are texts")
