"""Offer, contract and law as documents: clauses with a number and validity, their numbers taken from the terms in force."""

import tomllib
from datetime import date
from typing import Any

from msgspec import Struct

from otvet.errors import PackError
from otvet.knowledge import place
from otvet.knowledge.numbers import filled
from otvet.knowledge.terms import Rank, all_terms, terms_in_force


class Clause(Struct, frozen=True, kw_only=True):
    """One clause in one language; `heading` is that of its section."""

    document: str
    rank: Rank
    title: str
    heading: str
    no: str
    text: str
    asked: tuple[str, ...]  # how people put the question it answers; searched, not shown
    valid_from: date
    valid_to: date | None = None


def clauses(lang: str, day: date) -> list[Clause]:
    """Every clause that holds on `day`, document by document. Raises `PackError` for a page that is wrong."""
    values: dict[str, Any] = {key: term.value for key, term in terms_in_force(day).items()}
    law = {term.key: term.value for term in all_terms() if term.rank == "law" and term.holds_on(day)}
    found: list[Clause] = []
    for name, told in _pages():
        own = {**values, **law} if told["rank"] == "law" else values  # the law says the law's own numbers
        try:
            found += _of(name, told, lang, (own, day))
        except KeyError as error:
            raise PackError(
                f"The document {name} has no {error}, or names a term that is not there: "
                f"mend documents/{name}.toml, or put an empty file of that name in its place."
            ) from error
        except ValueError as error:
            raise PackError(f"The document {name} is wrong: {error}") from error
    return found


@place.kept()
def _pages() -> tuple[tuple[str, dict[str, Any]], ...]:
    pages = place.found("documents")
    return tuple(
        (name.removesuffix(".toml"), tomllib.loads(page.read_text("utf-8"))) for name, page in pages.items()
    )


def _of(name: str, told: dict[str, Any], lang: str, known: tuple[dict[str, Any], date]) -> list[Clause]:
    values, day = known
    return [
        Clause(
            document=name, rank=told["rank"], title=told["title"][lang], heading=section["heading"][lang],
            no=clause["no"], text=filled(clause[lang], values, lang), asked=tuple(clause["asked"][lang]),
            valid_from=clause.get("valid_from", told["valid_from"]),
            valid_to=clause.get("valid_to", told.get("valid_to")),
        )
        for section in told["sections"]
        for clause in section["clauses"]
        if _holds(told | clause, day)
    ]  # fmt: skip


def _holds(told: dict[str, Any], day: date) -> bool:
    return bool(told["valid_from"] <= day and (told.get("valid_to") is None or day <= told["valid_to"]))
