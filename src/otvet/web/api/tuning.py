"""Rules tuned per account, by HTTP: what was changed, change it, try it over past replies first."""

import asyncio
from typing import Annotated, Any, Literal

import msgspec
from litestar import get, post
from litestar.params import Parameter
from msgspec import Meta, Struct

from otvet.clock import iso
from otvet.conversation.past import past_replies
from otvet.conversation.tunings import ALWAYS, Adjusted, Adjustment
from otvet.policy.trial import Tally, tried
from otvet.web.api.conversations import Ask, Short, actor_of

MOST_REPLIES = 2_000
AccountId = Annotated[str, Parameter(max_length=64)]


class Wish(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A rule's severity in a context (`what` severity, `name` chat), or a term it lets pass (`what` term, `name` the term).

    `after`: a severity; a term's last day or `always`; null: as the pack says.
    """

    account: Short = "own"
    rule: Short
    what: Literal["severity", "term"]
    name: Short
    after: Short | None

    def adjustment(self) -> Adjustment:
        return Adjustment(rule=self.rule, what=self.what, name=self.name.strip(), after=self.after)


class ReasonedWish(Wish, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The same with the reason, which stays in the history."""

    reason: Annotated[str, Meta(max_length=1_000)]


class Rehearsal(Wish, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The same, over so many of the account's newest replies."""

    newest: Annotated[int, Meta(ge=1, le=MOST_REPLIES)] = 500


class Change(Struct, frozen=True):
    """One change as it was made."""

    number: int
    rule: str
    what: str
    name: str
    before: str | None
    after: str | None
    reason: str
    by: dict[str, str]
    at: str


class Tuned(Struct, frozen=True):
    """What an account has changed about its pack: as it stands, and how it came so, the newest last."""

    account: str
    pack: str
    severity: dict[str, dict[str, str]]
    allowed: list[dict[str, str]]
    history: list[Change]


@get("/tuning", opt={"action": "rule.history"}, summary="What an account changed about its rules")
async def tuning(request: Ask, account: AccountId = "own") -> Tuned:
    """Severities and allowed terms in force, and every change with who, when and why."""
    return await asyncio.to_thread(_tuned, request.app.state.house, account)


def _tuned(house: Any, account: str) -> Tuned:
    gate, history = house.packs.gate(account), house.packs.history(account)
    stands = house.packs.tuning(account)
    names = house.people.names({one.by_id for one in history})
    terms = [
        {"rule": one.rule, "term": one.term, "until": one.until.isoformat() if one.until else ALWAYS}
        for one in stands.allow
    ]
    changes = [_change(one, names) for one in history]
    return Tuned(account, gate.pack_hash, msgspec.to_builtins(stands.severity), terms, changes)


def _change(one: Adjusted, names: dict[str, str]) -> Change:
    by = {"id": one.by_id, "name": names.get(one.by_id, "")}
    return Change(
        one.number, one.rule, one.what, one.name, one.before, one.after, one.reason, by, iso(one.at)
    )


@post("/tuning", opt={"action": "rule.tune"}, summary="Change a rule for an account")
async def adjust(request: Ask, data: ReasonedWish) -> Change:
    """Counts for everything judged from now on; replies on their way are judged again. The same change twice: 400."""
    house, actor = request.app.state.house, actor_of(request)
    made = await asyncio.to_thread(house.packs.adjust, actor, data.account, data.adjustment(), data.reason)
    return _change(made, {actor.id: actor.name})


@post("/tuning/try", opt={"action": "rule.try"}, status_code=200, summary="Try a change over past replies")
async def rehearse(request: Ask, data: Rehearsal) -> Tally:
    """Which verdicts of the account's newest replies would be others; words only, nothing is stored."""
    house = request.app.state.house
    return await asyncio.to_thread(rehearsed, house, data.account, data.adjustment(), data.newest)


def rehearsed(house: Any, account: str, wish: Adjustment, newest: int) -> Tally:
    """The newest replies of an account under its pack in force and under the wished one, both without models."""
    new, now = house.packs.wished(account, wish), house.packs.gate(account)
    found = past_replies(house.database, newest, account)
    return tried(now.of_words(), new.of_words(), (one.message() for one in found if one.text))


HANDLERS = (tuning, adjust, rehearse)
