"""Rules that act by themselves: what sets one off, when it acts, what it does; kept, changed, stopped."""

import hashlib
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import and_, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from otvet.clock import Clock
from otvet.conversation.sending import keyed
from otvet.desk import conditions
from otvet.desk.conditions import Condition, On
from otvet.desk.deeds import Deed
from otvet.desk.deeds import checked as checked_deeds
from otvet.desk.templates import NAME_CHARS, Templates
from otvet.errors import BadInput, Conflict, KeyReused, NotFound
from otvet.people import access
from otvet.people.actor import Actor
from otvet.storage.database import Database
from otvet.storage.schema import automation_runs, automations

LOOK_AGAIN = 3.0  # seconds after which another server's change of a rule is seen
AUTOMATION = Actor(
    "bot", "automation", "agent", attended=False
)  # as whom rules act: nobody is there to confirm


class Acts(Struct, frozen=True, kw_only=True):
    """What a rule does: `write` is the id of a text at hand, in the conversation's language; then the deeds."""

    write: str | None = None
    deeds: tuple[Deed, ...] = ()


class NewRule(Struct, frozen=True, kw_only=True):
    """What somebody wants done by itself."""

    name: str
    on: On
    conditions: tuple[Condition, ...] = ()
    actions: Acts
    enabled: bool = False


class Rule(NewRule, frozen=True, kw_only=True):
    """A rule as it is kept; `version` counts its saves."""

    id: str
    version: int
    by_id: str
    at: int


class Rules:
    """The book of them. A rule may write only what everybody at the operator may: a team's or a shared text."""

    def __init__(self, database: Database, templates: Templates, clock: Clock) -> None:
        self._database = database
        self._templates = templates
        self._clock = clock
        self._known: tuple[Rule, ...] = ()
        self._looked = float("-inf")

    def all(self, actor: Actor) -> list[Rule]:
        """Every rule, in the order they act."""
        access.allow(actor, "automation.read")
        return list(self._read())

    def find(self, actor: Actor, rule_id: str) -> Rule:
        access.allow(actor, "automation.read")
        return self._find(rule_id)

    def enabled(self) -> tuple[Rule, ...]:
        """Those that act now; cheap, it looks for changes every few seconds."""
        now = self._clock.monotonic()
        if now - self._looked >= LOOK_AGAIN:
            self._known, self._looked = self._read(), now
        return tuple(rule for rule in self._known if rule.enabled)

    def add(self, actor: Actor, wanted: NewRule, key: str | None) -> Rule:
        access.allow(actor, "automation.change")
        unique = keyed(actor, "automations", key, wanted)
        wanted = self.checked(actor, wanted)
        rule_id = f"au_{hashlib.sha256(f'{unique.sender} {unique.key}'.encode()).hexdigest()[:32]}"
        made = _kept(wanted, rule_id, 1, (actor, self._clock.now()))
        try:
            with self._database.writing() as connection:
                connection.execute(insert(automations), [_row(made)])
        except IntegrityError:
            there = self._find(rule_id)
            if _wanted(there) != wanted:
                raise KeyReused(
                    "This Idempotency-Key was used before with other content; take a new key."
                ) from None
            return there
        self._looked = float("-inf")
        return made

    def save(self, actor: Actor, rule_id: str, wanted: NewRule, version: int) -> Rule:
        """Change one over the version one knows. Raises `Conflict` where somebody saved meanwhile."""
        access.allow(actor, "automation.change")
        self._find(rule_id)
        made = _kept(self.checked(actor, wanted), rule_id, version + 1, (actor, self._clock.now()))
        same = and_(automations.c.id == rule_id, automations.c.version == version)
        with self._database.writing() as connection:
            saved = connection.execute(update(automations).where(same).values(**_row(made))).rowcount
        if not saved:
            raise Conflict("Somebody saved this rule meanwhile; load it again and put your change into it.")
        self._looked = float("-inf")
        return made

    def remove(self, actor: Actor, rule_id: str) -> None:
        """The rule and its log."""
        access.allow(actor, "automation.change")
        self._find(rule_id)
        with self._database.writing() as connection:
            connection.execute(delete(automations).where(automations.c.id == rule_id))
            connection.execute(delete(automation_runs).where(automation_runs.c.rule_id == rule_id))
        self._looked = float("-inf")

    def checked(self, actor: Actor, wanted: NewRule) -> NewRule:
        """The rule as it is kept. Raises `BadInput` where it could never act, or would act unasked with somebody's own text."""
        name = " ".join(wanted.name.split())
        if not name or len(name) > NAME_CHARS or not name.isprintable():
            raise BadInput(f"A rule has a name of one line, at most {NAME_CHARS} characters.")
        deeds = checked_deeds(wanted.actions.deeds, actor)
        if any(deed.what == "assign" and deed.value == "me" for deed in deeds):
            raise BadInput("A rule is nobody: say by name who shall get the conversation.")
        if not deeds and wanted.actions.write is None:
            raise BadInput("Say what the rule shall do: write a text, tag, assign, resolve.")
        if wanted.actions.write is not None:
            text = self._templates.find(actor, wanted.actions.write)
            if text.reach == "own" or not text.text:
                raise BadInput("A rule writes a text of the team or a shared one, that has words.")
        return msgspec.structs.replace(
            wanted, name=name, conditions=conditions.checked(wanted.conditions),
            actions=Acts(write=wanted.actions.write, deeds=deeds),
        )  # fmt: skip

    def _find(self, rule_id: str) -> Rule:
        found = next((rule for rule in self._read() if rule.id == rule_id), None)
        if found is None:
            raise NotFound("There is no such rule here.")
        return found

    def _read(self) -> tuple[Rule, ...]:
        with self._database.reading() as connection:
            rows = connection.execute(
                select(automations).order_by(automations.c.name, automations.c.id)
            ).all()
        return tuple(map(_rule, rows))


def _wanted(rule: Rule) -> NewRule:
    return NewRule(**{name: getattr(rule, name) for name in NewRule.__struct_fields__})


def _kept(wanted: NewRule, rule_id: str, version: int, who_when: tuple[Actor, int]) -> Rule:
    fields = {name: getattr(wanted, name) for name in NewRule.__struct_fields__}
    return Rule(**fields, id=rule_id, version=version, by_id=who_when[0].id, at=who_when[1])


def _row(rule: Rule) -> dict[str, Any]:
    row = {name: getattr(rule, name) for name in Rule.__struct_fields__}
    for name in ("conditions", "actions"):
        row[name] = msgspec.json.encode(row[name]).decode()
    return row


def _rule(row: Any) -> Rule:
    told = {name: getattr(row, name) for name in Rule.__struct_fields__}
    for name in ("conditions", "actions"):
        told[name] = msgspec.json.decode(told[name])
    return msgspec.convert(told, Rule)
