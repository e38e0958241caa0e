"""Texts and macros kept at hand: whose they are, who may use and who may change them, what the gate says of them.

`own` is its author's alone, `team` is for those the author works with (the operator's people, or a seller's own),
`shared` is the operator's and sellers use it too (mission row B7).
"""

import hashlib
from collections.abc import Sequence
from typing import Any, Literal

import msgspec
from msgspec import Struct
from sqlalchemy import ColumnElement, and_, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from otvet.clock import Clock
from otvet.conversation.sending import checked_text, keyed
from otvet.desk import wording
from otvet.desk.deeds import Deed, checked
from otvet.desk.judging import Judging
from otvet.errors import BadInput, Conflict, KeyReused, NotAllowed, NotFound
from otvet.language.script import LANGUAGES, Lang
from otvet.people import access
from otvet.people.actor import Actor, Role
from otvet.storage.database import Database
from otvet.storage.schema import templates

Kind = Literal["template", "macro"]
Reach = Literal["own", "team", "shared"]
Texts = dict[Lang, str]

NAME_CHARS = 80
TEXT_CHARS = 4_000
MOST = 1_000  # one team's texts; more are not found by anybody
LEADING: frozenset[Role] = frozenset({"senior_agent", "supervisor", "administrator"})


class Wanted(Struct, frozen=True, kw_only=True):
    """What somebody wants kept."""

    kind: Kind
    reach: Reach
    name: Texts
    text: Texts = {}
    folder: str = ""
    actions: tuple[Deed, ...] = ()


class Template(Wanted, frozen=True, kw_only=True):
    """A text or macro as it is kept; `version` counts its saves, `seller_id` is "" for the operator's."""

    id: str
    owner_id: str
    seller_id: str
    version: int
    by_id: str
    at: int


def may_use(actor: Actor, one: Template) -> bool:
    """Whether the actor finds it at hand."""
    if one.reach == "own":
        return one.owner_id == actor.id
    return one.reach == "shared" or one.seller_id == (actor.seller_id or "")


def may_change(actor: Actor, one: Template) -> bool:
    """Its author; for a team's text a leading colleague too; a shared one is the leading colleagues' alone."""
    if not may_use(actor, one) or one.seller_id != (actor.seller_id or ""):
        return False
    if one.reach == "shared":
        return actor.role in LEADING
    return one.owner_id == actor.id or actor.role in LEADING


def _visible(actor: Actor) -> ColumnElement[bool]:
    """The decision of `may_use` as a filter."""
    mine = and_(templates.c.reach == "own", templates.c.owner_id == actor.id)
    team = and_(templates.c.reach == "team", templates.c.seller_id == (actor.seller_id or ""))
    return or_(mine, team, templates.c.reach == "shared")


class Templates:
    """The shelf; nothing is put on it that the gate blocks."""

    def __init__(self, database: Database, judging: Judging, clock: Clock) -> None:
        self._database = database
        self._judging = judging
        self._clock = clock

    def usable(self, actor: Actor) -> list[Template]:
        """All the actor may use, by folder and name."""
        access.allow(actor, "template.use")
        with self._database.reading() as connection:
            rows = connection.execute(select(templates).where(_visible(actor))).all()
        return sorted(map(_template, rows), key=lambda one: (one.folder, sorted(one.name.values()), one.id))

    def find(self, actor: Actor, template_id: str) -> Template:
        """One of them; the same `NotFound` for absent and foreign."""
        access.allow(actor, "template.use")
        one = self.of(template_id)
        if one is None or not may_use(actor, one):
            raise NotFound("There is no such text at hand here.")
        return one

    def of(self, template_id: str) -> Template | None:
        """One by its id, whosever; for rules, which are nobody's."""
        with self._database.reading() as connection:
            row = connection.execute(select(templates).where(templates.c.id == template_id)).first()
        return None if row is None else _template(row)

    def add(self, actor: Actor, wanted: Wanted, key: str | None) -> Template:
        """Keep a new one. Raises `BadInput` with the findings in `details` where the gate blocks a text."""
        access.allow(actor, "template.change")
        unique = keyed(actor, "templates", key, wanted)
        wanted = self._checked(actor, wanted)
        template_id = f"tp_{hashlib.sha256(f'{unique.sender} {unique.key}'.encode()).hexdigest()[:32]}"
        made = _kept(wanted, template_id, actor, self._clock.now())
        self._judging.refuse_blocked(wanted.text, actor)
        try:
            with self._database.writing() as connection:
                connection.execute(insert(templates), [_row(made)])
        except IntegrityError:
            there = self.find(actor, template_id)
            if _wanted(there) != wanted:
                raise KeyReused(
                    "This Idempotency-Key was used before with other content; take a new key."
                ) from None
            return there
        return made

    def save(self, actor: Actor, template_id: str, wanted: Wanted, version: int) -> Template:
        """Change one over the version one knows. Raises `Conflict` where somebody saved meanwhile."""
        access.allow(actor, "template.change")
        there = self._changeable(actor, template_id)
        if wanted.reach == "own" and there.owner_id != actor.id:
            raise NotAllowed("Only its author makes a text their own; for yourself, save a copy.")
        wanted = self._checked(actor, wanted)
        self._judging.refuse_blocked(wanted.text, actor)
        made = msgspec.structs.replace(
            _kept(wanted, template_id, actor, self._clock.now()),
            owner_id=there.owner_id, version=version + 1,
        )  # fmt: skip
        same = and_(templates.c.id == template_id, templates.c.version == version)
        with self._database.writing() as connection:
            saved = connection.execute(update(templates).where(same).values(**_row(made))).rowcount
        if not saved:
            raise Conflict("Somebody saved this text meanwhile; load it again and put your change into it.")
        return made

    def remove(self, actor: Actor, template_id: str) -> None:
        access.allow(actor, "template.change")
        self._changeable(actor, template_id)
        with self._database.writing() as connection:
            connection.execute(delete(templates).where(templates.c.id == template_id))

    def _changeable(self, actor: Actor, template_id: str) -> Template:
        there = self.find(actor, template_id)
        if not may_change(actor, there):
            raise NotAllowed(
                "You may use this text; its author or a leading colleague changes it. Save it as your own instead."
            )
        return there

    def _checked(self, actor: Actor, wanted: Wanted) -> Wanted:
        _check_reach(actor, wanted.reach)
        name = {lang: _line(text, "A name") for lang, text in wanted.name.items() if text.strip()}
        text = {lang: said.strip() for lang, said in wanted.text.items() if said.strip()}
        if not name:
            raise BadInput("Give it a name in at least one language; it is found by it.")
        for said in text.values():
            checked_text(said, TEXT_CHARS, "The text")
            wording.refuse_unknown(said)
        actions = checked(wanted.actions, actor)
        if wanted.kind == "template" and actions:
            raise BadInput("A template is words alone; a macro has actions.")
        if not text and not actions:
            raise BadInput("Write the text in at least one language, or give a macro something to do.")
        if wanted.folder.strip():
            _line(wanted.folder, "A folder")
        return msgspec.structs.replace(
            wanted, name=name, text=text, actions=actions, folder=" ".join(wanted.folder.split())
        )


def _check_reach(actor: Actor, reach: Reach) -> None:
    if reach == "shared" and actor.role not in LEADING:
        raise NotAllowed(
            "Texts for everybody, sellers too, are kept by senior agents, supervisors and administrators."
        )


def _line(text: str, what: str) -> str:
    line = " ".join(checked_text(text, 10 * NAME_CHARS, what).split())
    if not line.isprintable() or len(line) > NAME_CHARS:
        raise BadInput(f"{what} is one line of at most {NAME_CHARS} characters.")
    return line


def _wanted(one: Template) -> Wanted:
    return Wanted(**{name: getattr(one, name) for name in Wanted.__struct_fields__})


def _kept(wanted: Wanted, template_id: str, actor: Actor, now: int) -> Template:
    fields = {name: getattr(wanted, name) for name in Wanted.__struct_fields__}
    return Template(
        **fields,
        id=template_id,
        owner_id=actor.id,
        seller_id=actor.seller_id or "",
        version=1,
        by_id=actor.id,
        at=now,
    )


def _row(one: Template) -> dict[str, Any]:
    row = {name: getattr(one, name) for name in Template.__struct_fields__}
    for name in ("name", "text", "actions"):
        row[name] = msgspec.json.encode(row[name]).decode()
    return row


def _template(row: Any) -> Template:
    told = {name: getattr(row, name) for name in Template.__struct_fields__}
    for name in ("name", "text", "actions"):
        told[name] = msgspec.json.decode(told[name])
    return msgspec.convert(told, Template)


def language_for(one: Template, wanted: str, languages: Sequence[Lang] = LANGUAGES) -> Lang | None:
    """The language the text is taken in: the conversation's, else the first there is; `None` for a macro without words."""
    return next((lang for lang in (wanted, *languages) if lang in one.text), None)
