"""A rule at work: on each event the rules are asked in order, and each leaves a line of why it ran or did not.

Rules never set each other off: what a rule did is no event to another.  A rule writes to a conversation once a day,
so that two machines which answer each other come to an end (mission row B7).
"""

import asyncio
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import delete, select

from otvet.clock import Clock
from otvet.conversation.appending import Append
from otvet.conversation.conversations import Conversations
from otvet.conversation.replies import Proposal, Replies
from otvet.conversation.state import Conversation
from otvet.conversation.triage import Triage
from otvet.desk.at_hand import AtHand
from otvet.desk.conditions import Condition, Situation, failing, sets_off
from otvet.desk.deeds import change_of
from otvet.desk.rules import AUTOMATION, Rule
from otvet.desk.templates import language_for
from otvet.desk.wording import fill
from otvet.errors import OtvetError
from otvet.people.actor import Actor
from otvet.storage.database import Database
from otvet.storage.record import Job, Record
from otvet.storage.schema import automation_runs, conversations

DAY_MS = 24 * 3600 * 1000
KEPT_DAYS = 60
SHOWN = 100


class Why(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why it ran or not: the condition that failed, or what was done; `code` where something stood in the way.

    Codes: `by_rule` a rule did the event, `lately` it wrote here within a day, `empty` a variable had no value,
    `gone` the text is no longer at hand, `refused` the desk refused (in `said`), `held` the gate holds the text for a person.
    """

    failed: Condition | None = None
    done: tuple[str, ...] = ()
    code: str = ""
    said: str = ""


class Run(Struct, frozen=True, kw_only=True):
    """One line of the log."""

    rule_id: str
    position: int
    conversation_id: str
    at: int
    ran: bool
    wrote: bool
    why: Why


class Acting:
    """The reaction `desk.automate`, and its log."""

    def __init__(
        self, rooms: tuple[Conversations, Triage, Replies], at_hand: AtHand, database: Database, clock: Clock
    ) -> None:
        self._conversations, self._triage, self._replies = rooms
        self._rules, self._templates, self._filling = at_hand.rules, at_hand.templates, at_hand.filling
        self._database = database
        self._clock = clock

    async def automate(self, job: Job) -> Append | None:
        """The reaction: every enabled rule the event may set off is asked, and acts or says why not."""
        record = job.record
        wanted = sets_off(record)
        rules = [rule for rule in await asyncio.to_thread(self._rules.enabled) if rule.on in wanted]
        for rule in rules:  # each sees what the one before it did
            state = await self._conversations.recall.state(job.conversation_id)
            if state is not None:
                await self._ask(rule, record, state)
        return None

    async def _ask(self, rule: Rule, record: Record, state: Conversation) -> None:
        if await asyncio.to_thread(self._asked, rule.id, record.position):
            return  # the job came a second time
        text = (await self._conversations.recall.words((record.body_id,)))[0] if record.body_id else ""
        if record.by_id == AUTOMATION.id:
            ran, wrote, why = False, False, Why(code="by_rule")
        elif (failed := failing(rule.conditions, Situation(state, text))) is not None:
            ran, wrote, why = False, False, Why(failed=failed)
        else:
            ran, wrote, why = await self._act(rule, record, state)
        run = Run(
            rule_id=rule.id, position=record.position, conversation_id=state.id, at=self._clock.now(), ran=ran,
            wrote=wrote, why=why,
        )  # fmt: skip
        await asyncio.to_thread(self._keep, run)

    async def _act(self, rule: Rule, record: Record, state: Conversation) -> tuple[bool, bool, Why]:
        """The text first: a conversation that is resolved before it is answered would look strange."""
        done: list[str] = []
        code, said, wrote = "", "", False
        try:
            if rule.actions.write is not None:
                code, wrote = await self._write(rule, record, state)
                done += ["write"] if wrote else []
                if not wrote:
                    return False, False, Why(code=code)
            for deed in rule.actions.deeds:
                outcome = await self._triage.change(
                    AUTOMATION, state.id, change_of(deed, AUTOMATION, self._clock.now())
                )
                done += [deed.what] if outcome.undo is not None else []
        except OtvetError as error:
            if error.retry == "same_key":
                raise
            code, said = "refused", error.message
        return True, wrote, Why(done=tuple(done), code=code, said=said)

    async def _write(self, rule: Rule, record: Record, state: Conversation) -> tuple[str, bool]:
        """What stood in the way, and whether the text was proposed: held or cleared, as the gate says to a sender who is not there."""
        if await asyncio.to_thread(self._wrote_lately, rule.id, state.id):
            return "lately", False
        template = await asyncio.to_thread(self._templates.of, rule.actions.write or "")
        lang = language_for(template, state.language) if template else None
        if template is None or lang is None:
            return "gone", False
        values = await asyncio.to_thread(self._filling.values, AUTOMATION, state, lang)
        filled = fill(template.text[lang], values, lang)
        if filled.empty:
            return f"empty {' '.join(filled.empty)}", False
        key = f"automation {rule.id} {record.position}"
        proposed = await self._replies.propose(AUTOMATION, state.id, Proposal(text=filled.text), key)
        return ("held" if proposed.state == "held" else ""), True

    def _asked(self, rule_id: str, position: int) -> bool:
        known = select(automation_runs.c.rule_id).where(
            automation_runs.c.rule_id == rule_id, automation_runs.c.position == position
        )
        with self._database.reading() as connection:
            return connection.execute(known).first() is not None

    def _wrote_lately(self, rule_id: str, conversation_id: str) -> bool:
        lately = select(automation_runs.c.position).where(
            automation_runs.c.conversation_id == conversation_id, automation_runs.c.rule_id == rule_id,
            automation_runs.c.wrote, automation_runs.c.at > self._clock.now() - DAY_MS,
        )  # fmt: skip
        with self._database.reading() as connection:
            return connection.execute(lately.limit(1)).first() is not None

    def _keep(self, run: Run) -> None:
        row: dict[str, Any] = {name: getattr(run, name) for name in Run.__struct_fields__}
        row["why"] = msgspec.json.encode(run.why).decode()
        with self._database.writing() as connection:
            connection.execute(self._database.insert(automation_runs).values(**row).on_conflict_do_nothing())

    def log(self, actor: Actor, rule_id: str, *, ran: bool | None = None) -> list[tuple[Run, str]]:
        """The newest lines of one rule, each with the number of its request; only those that ran, or did not, where asked."""
        self._rules.find(actor, rule_id)
        where = [automation_runs.c.rule_id == rule_id]
        if ran is not None:
            where.append(automation_runs.c.ran if ran else ~automation_runs.c.ran)
        query = (
            select(automation_runs, conversations.c.reference)
            .join(conversations, conversations.c.id == automation_runs.c.conversation_id)
            .where(*where)
            .order_by(automation_runs.c.position.desc())
            .limit(SHOWN)
        )
        with self._database.reading() as connection:
            return [(_run(row), row.reference) for row in connection.execute(query)]

    def tidy(self) -> None:
        """Forget lines older than `KEPT_DAYS`."""
        old = automation_runs.c.at < self._clock.now() - KEPT_DAYS * DAY_MS
        with self._database.writing() as connection:
            connection.execute(delete(automation_runs).where(old))


def _run(row: Any) -> Run:
    told = {name: getattr(row, name) for name in Run.__struct_fields__}
    return Run(**{**told, "why": msgspec.json.decode(told["why"], type=Why)})
