"""The gate by HTTP: try a text, read the rule book."""

import datetime as dt
from typing import Annotated, Any, Literal

import msgspec
from litestar import get, post
from litestar.params import Parameter
from msgspec import UNSET, Meta, Struct, UnsetType, structs

from otvet.conversation.context import terms_on
from otvet.errors import NotFound
from otvet.people import access
from otvet.policy import Context, Facts
from otvet.web.api import drawing
from otvet.web.api.conversations import Ask, Short, actor_of

Lang = Literal["ru", "en", "zh"]
CHARS = 100_000


class Trial(Struct, frozen=True, forbid_unknown_fields=True):
    """A text to judge. With `conversation_id` (staff) facts and history are gathered as for a reply there.

    Without it and without `facts` it is held against the terms in force on `date`.
    """

    text: Annotated[str, Meta(max_length=CHARS)]
    context: Literal["chat", "broadcast", "buyer"] = "chat"
    lang: Lang | None = None
    facts: dict[str, Any] | None = None
    date: dt.date | None = None
    history: Annotated[tuple[Annotated[str, Meta(max_length=CHARS)], ...], Meta(max_length=10)] = ()
    conversation_id: Short | None = None


class Judged(Struct, frozen=True):
    verdict: str
    findings: list[dict[str, Any]]
    rewrite: str | UnsetType = UNSET
    unchecked: list[str] | UnsetType = UNSET


class Rules(Struct, frozen=True):
    items: list[Any]


@post("/check", opt={"action": "gate.check"}, status_code=200, summary="Try a text at the gate")
async def check(request: Ask, data: Trial) -> Judged:
    """Findings with clause, reason and rewrite; records nothing. Offsets count code points."""
    house = request.app.state.house
    house.pace.trial(actor_of(request), request.scope["state"]["address"])
    context = await _context(request, data)
    gate = house.gate
    if data.conversation_id is not None:
        gate = house.packs.gate(
            (await house.conversations.seen(actor_of(request), data.conversation_id)).account_id
        )
    judged = await gate.checked(data.text, context)
    return Judged(**drawing.verdict(judged))


async def _context(request: Ask, data: Trial) -> Context:
    house, actor = request.app.state.house, actor_of(request)
    if data.conversation_id is not None:
        access.allow(actor, "reply.propose")
        state = await house.conversations.seen(actor, data.conversation_id)
        context: Context = await house.replies.context(state, actor, state.recent.get(actor.id, ()))
        return structs.replace(context, lang=data.lang or actor.language)
    date = data.date or dt.datetime.now(dt.UTC).date()
    facts = Facts.parse(data.facts) if data.facts is not None else terms_on(date)
    return Context(surface=data.context, lang=data.lang, facts=facts, date=date, history=data.history)


@get("/rules", opt={"action": "rule.read"}, summary="The rule book")
async def rules(request: Ask, lang: Lang = "ru") -> Rules:
    """All rules of the pack in force, with their clauses and how severe they are where."""
    return Rules([_rule(one, lang) for one in request.app.state.house.gate.rules()])


@get("/rules/{code:str}", opt={"action": "rule.read"}, summary="One rule")
async def rule(
    request: Ask, code: Annotated[str, Parameter(max_length=60)], lang: Lang = "ru"
) -> dict[str, Any]:
    """The rule with its reasons and examples."""
    for one in request.app.state.house.gate.rules():
        if one.code == code:
            examples = [msgspec.to_builtins(example) for example in one.examples]
            return {**_rule(one, lang), "prose": msgspec.to_builtins(one.prose[lang]), "examples": examples}
    raise NotFound(f"There is no rule {code!r} in this pack; GET /api/v1/rules lists them.")


def _rule(one: Any, lang: str) -> dict[str, Any]:
    return {
        "code": one.code, "group": one.group, "title": one.prose[lang].title, "cites": one.cites,
        "severity": msgspec.to_builtins(one.severity), "summary": one.prose[lang].summary,
    }  # fmt: skip


HANDLERS = (check, rules, rule)
