"""Rules that act by themselves, by HTTP: make and change them, try them over the past, read why each ran or did not."""

import asyncio
from typing import Annotated, Literal

from litestar import delete, get, post, put
from litestar.params import Parameter
from msgspec import UNSET, Meta, Struct, UnsetType, structs

from otvet.clock import iso
from otvet.desk.acting import Run, Why
from otvet.desk.conditions import Condition
from otvet.desk.rehearsal import Sample, rehearse
from otvet.desk.rules import Acts, NewRule, Rule
from otvet.web.api.conversations import Ask, IdempotencyKey, Seq, Short, actor_of

MOST_CONVERSATIONS = 2_000
On = Literal["opened", "message", "topic", "rated", "resolved", "reopened"]


class RuleIs(Struct, frozen=True, kw_only=True):
    """A rule as it is kept."""

    id: str
    name: str
    on: str
    conditions: tuple[Condition, ...]
    actions: Acts
    enabled: bool
    version: int
    changed_by: str
    changed_at: str


class RulesAre(Struct, frozen=True):
    items: list[RuleIs]


class WantedRule(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What sets it off, when it acts, what it does: `actions.write` is the id of a text at hand."""

    name: Short
    on: On
    actions: Acts
    conditions: Annotated[tuple[Condition, ...], Meta(max_length=50)] = ()
    enabled: bool = False

    def rule(self) -> NewRule:
        return NewRule(**{name: getattr(self, name) for name in NewRule.__struct_fields__})


class SavedRule(WantedRule, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`version`: the one this is saved over."""

    version: Seq


class TriedRule(WantedRule, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Over so many of the newest conversations."""

    newest: Annotated[int, Meta(ge=1, le=MOST_CONVERSATIONS)] = 500


class SampleIs(Struct, frozen=True, kw_only=True):
    """One past event as the rule saw it; `failed` is the condition that stopped it."""

    conversation: str
    reference: str
    at: str
    text: str
    failed: Condition | UnsetType = UNSET


class TriedIs(Struct, frozen=True, kw_only=True):
    """What it would have done: `runs` of `events`, in `touched` of `conversations`; what stopped it how often."""

    conversations: int
    events: int
    runs: int
    touched: int
    stopped: dict[str, int]
    ran: list[SampleIs]
    did_not: list[SampleIs]


class RunIs(Struct, frozen=True, kw_only=True):
    """One line of the log."""

    conversation: str
    reference: str
    at: str
    ran: bool
    why: Why


class Log(Struct, frozen=True):
    items: list[RunIs]


@get("/automations", opt={"action": "automation.read"}, summary="Rules that act by themselves")
async def automations(request: Ask) -> RulesAre:
    """All of them, in the order they act."""
    house, actor = request.app.state.house, actor_of(request)

    def read() -> RulesAre:
        kept = house.at_hand.rules.all(actor)
        names = house.people.names({one.by_id for one in kept})
        return RulesAre([_rule(one, names) for one in kept])

    return await asyncio.to_thread(read)


def _rule(one: Rule, names: dict[str, str]) -> RuleIs:
    return RuleIs(
        id=one.id, name=one.name, on=one.on, conditions=one.conditions, actions=one.actions, enabled=one.enabled,
        version=one.version, changed_by=names.get(one.by_id, ""), changed_at=iso(one.at),
    )  # fmt: skip


@post("/automations", opt={"action": "automation.change"}, summary="Make a rule")
async def add_automation(request: Ask, data: WantedRule, idempotency_key: IdempotencyKey = None) -> RuleIs:
    """It acts once it is enabled; try it first."""
    house, actor = request.app.state.house, actor_of(request)
    made = await asyncio.to_thread(house.at_hand.rules.add, actor, data.rule(), idempotency_key)
    return _rule(made, {actor.id: actor.name})


@put("/automations/{rule_id:str}", opt={"action": "automation.change"}, summary="Change a rule")
async def save_automation(request: Ask, rule_id: str, data: SavedRule) -> RuleIs:
    """Over the version one knows; a newer one is answered with 409."""
    house, actor = request.app.state.house, actor_of(request)
    made = await asyncio.to_thread(house.at_hand.rules.save, actor, rule_id, data.rule(), data.version)
    return _rule(made, {actor.id: actor.name})


@delete("/automations/{rule_id:str}", opt={"action": "automation.change"}, summary="Throw a rule away")
async def remove_automation(request: Ask, rule_id: str) -> None:
    """With its log; what it did stays done."""
    await asyncio.to_thread(request.app.state.house.at_hand.rules.remove, actor_of(request), rule_id)


@post(
    "/automations/try", opt={"action": "automation.try"}, status_code=200, summary="Try a rule over the past"
)
async def try_automation(request: Ask, data: TriedRule) -> TriedIs:
    """What it would have done in past conversations, and what stopped it elsewhere; nothing is changed."""
    house, actor = request.app.state.house, actor_of(request)

    def find() -> TriedIs:
        rule = house.at_hand.rules.checked(actor, data.rule())
        found = rehearse(house.database, actor, rule, data.newest)
        return TriedIs(
            **{
                **structs.asdict(found),
                "ran": [_sample(s) for s in found.ran],
                "did_not": [_sample(s) for s in found.did_not],
            }
        )

    return await asyncio.to_thread(find)


def _sample(one: Sample) -> SampleIs:
    return SampleIs(
        conversation=one.conversation_id, reference=one.reference, at=iso(one.at), text=one.text,
        failed=one.why.failed or UNSET,
    )  # fmt: skip


@get("/automations/{rule_id:str}/log", opt={"action": "automation.read"}, summary="Why a rule ran or did not")
async def automation_log(request: Ask, rule_id: str, ran: Annotated[bool | None, Parameter()] = None) -> Log:
    """The newest hundred lines; with `ran` only those that ran, or that did not."""
    house, actor = request.app.state.house, actor_of(request)

    def read() -> Log:
        return Log([_run(*line) for line in house.acting.log(actor, rule_id, ran=ran)])

    return await asyncio.to_thread(read)


def _run(one: Run, reference: str) -> RunIs:
    return RunIs(
        conversation=one.conversation_id, reference=reference, at=iso(one.at), ran=one.ran, why=one.why
    )


HANDLERS = (
    automations, add_automation, save_automation, remove_automation, try_automation, automation_log,
)  # fmt: skip
