"""The desk: its plan, who is there, giving on, asking others."""

import asyncio
from typing import Annotated, Any, Literal

import msgspec
from litestar import get, post, put
from msgspec import Meta, Struct

from otvet.clock import iso
from otvet.desk.desk import Colleague
from otvet.desk.duty import Duty
from otvet.desk.escalations import HandOver, Question
from otvet.desk.plan import Sort
from otvet.errors import BadInput
from otvet.web.api.conversations import Ask, Changed, IdempotencyKey, Short, actor_of, drawn
from otvet.web.api.inbox import Moment, as_ms

Words = Annotated[str, Meta(max_length=20_000)]


class PlanIs(Struct, frozen=True):
    """How the desk works, page by page; `number` of the last change, `colleagues` with what each answers."""

    number: int
    topics: dict[str, Any]
    queues: dict[str, Any]
    schedules: dict[str, Any]
    budgets: dict[str, Any]
    answers: dict[str, Any]
    tiers: dict[str, Any]
    fields: dict[str, Any]
    colleagues: list[Colleague]


class NewPage(Struct, frozen=True, forbid_unknown_fields=True):
    """A page of the plan, `null` to take one's change back; why, for the history."""

    content: Any
    reason: Annotated[str, Meta(max_length=1_000)]


class PageIs(Struct, frozen=True):
    """A change as it was made."""

    number: int
    sort: str
    name: str
    content: Any
    reason: str
    by: dict[str, str]
    at: str


class PagesAre(Struct, frozen=True):
    items: list[PageIs]


class OnDuty(Struct, frozen=True, forbid_unknown_fields=True):
    """What one chose, and whether nothing was touched for a while; told every 30 s."""

    chosen: Literal["online", "away", "hand-over"]
    idle: bool = False


class DutyIs(Struct, frozen=True):
    """How one stands; `until` is when it lapses without another word."""

    chosen: str
    state: str
    until: str


class Crew(Struct, frozen=True):
    items: list[Colleague]


class NewQuestion(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Whom to ask what. An external ticket has a system (`party`) and a `number`; `due` as RFC 3339."""

    to: Literal["second_line", "seller", "external"]
    text: Words
    party: Short = ""
    number: Short = ""
    due: Moment | None = None


class NewAnswer(Struct, frozen=True, forbid_unknown_fields=True):
    """What they answered; or that it is not needed any more."""

    text: Words = ""
    withdrawn: bool = False


class NewDay(Struct, frozen=True, forbid_unknown_fields=True):
    """Until when the answer is awaited now; the ticket's number where it has changed."""

    due: Moment
    number: Short = ""


class NewHandOver(Struct, frozen=True, forbid_unknown_fields=True):
    """To a colleague or to a queue, one of the two, with a summary."""

    summary: Words
    to_id: Short | None = None
    queue: Short | None = None


@get("/desk", opt={"action": "desk.read"}, summary="Read the desk's plan")
async def plan(request: Ask) -> PlanIs:
    """Topics, queues, hours, deadlines, and who answers what."""
    house = request.app.state.house

    def look() -> PlanIs:
        now = house.desk.plan()
        parts = {name: msgspec.to_builtins(getattr(now, name)) for name in PlanIs.__struct_fields__[1:-1]}
        return PlanIs(now.number, **parts, colleagues=house.desk.colleagues())

    return await asyncio.to_thread(look)


@get("/desk/history", opt={"action": "desk.read"}, summary="What was changed about the desk")
async def history(request: Ask) -> PagesAre:
    """The newest hundred changes, with who, when and why."""
    house = request.app.state.house

    def look() -> PagesAre:
        found = house.desk.pages.history()
        names = house.people.names({one.by_id for one in found})
        return PagesAre([_page(one, names) for one in found])

    return await asyncio.to_thread(look)


def _page(one: Any, names: dict[str, str]) -> PageIs:
    by = {"id": one.by_id, "name": names.get(one.by_id, "")}
    return PageIs(one.number, one.sort, one.name, one.content, one.reason, by, iso(one.at))


@put("/desk/{sort:str}/{name:str}", opt={"action": "desk.tune"}, summary="Change a page of the plan")
async def change(request: Ask, sort: Sort, name: str, data: NewPage) -> PageIs:
    """In force at once, for open conversations too; a page that does not fit the others is refused."""
    house, actor = request.app.state.house, actor_of(request)
    made = await asyncio.to_thread(house.desk.pages.change, actor, (sort, name), data.content, data.reason)
    house.router.stir()
    return _page(made, {actor.id: actor.name})


@get("/desk/crew", opt={"action": "desk.read"}, summary="Who is at the desk")
async def crew(request: Ask) -> Crew:
    """Everybody who may answer: online, away, handing over or offline."""
    return Crew(await asyncio.to_thread(request.app.state.house.desk.colleagues))


@put("/me/duty", opt={"action": "duty.tell"}, summary="Say that one is at the desk")
async def tell(request: Ask, data: OnDuty) -> DutyIs:
    """Repeat it every 30 s: after 90 s without a word what waits on the caller is given to others."""
    house, actor = request.app.state.house, actor_of(request)
    told = await asyncio.to_thread(house.desk.tell, actor, data.chosen, idle=data.idle)
    house.router.stir()
    return _duty(told, house.clock.now())


def _duty(told: Duty, now: int) -> DutyIs:
    return DutyIs(told.chosen, told.state(now), iso(told.until))


@post(
    "/conversations/{conversation_id:str}/hand-over",
    opt={"action": "conversation.hand-over"},
    status_code=200,
    summary="Hand over",
)
async def hand_over(
    request: Ask, conversation_id: str, data: NewHandOver, idempotency_key: IdempotencyKey = None
) -> Changed:
    """To a colleague or to a queue; whoever gets it reads the summary first."""
    house = request.app.state.house
    if data.to_id is not None and data.to_id not in await asyncio.to_thread(house.answering):
        raise BadInput("There is no colleague with this id who could answer; see GET /api/v1/staff.")
    given = HandOver(to_id=data.to_id, queue=data.queue, summary=data.summary)
    await house.escalations.hand_over(actor_of(request), conversation_id, given, idempotency_key)
    return Changed(await drawn(request, conversation_id))


@post(
    "/conversations/{conversation_id:str}/escalations",
    opt={"action": "escalation.ask"},
    status_code=200,
    summary="Ask others",
)
async def ask(
    request: Ask, conversation_id: str, data: NewQuestion, idempotency_key: IdempotencyKey = None
) -> Changed:
    """The second line, the seller, or an external system; it is theirs until they answer, and reminded of when late."""
    question = Question(to=data.to, text=data.text, party=data.party, number=data.number, due=as_ms(data.due))
    house = request.app.state.house
    await house.escalations.ask(actor_of(request), conversation_id, question, idempotency_key)
    return Changed(await drawn(request, conversation_id))


@post(
    "/conversations/{conversation_id:str}/escalations/{escalation_id:str}/answer",
    opt={"action": "escalation.answer"},
    status_code=200,
    summary="Note the answer",
)
async def answer(request: Ask, conversation_id: str, escalation_id: str, data: NewAnswer) -> Changed:
    """What they answered; the next turn is ours."""
    front, actor = request.app.state.house.escalations, actor_of(request)
    await front.answer(actor, conversation_id, escalation_id, data.text, withdrawn=data.withdrawn)
    return Changed(await drawn(request, conversation_id))


@post(
    "/conversations/{conversation_id:str}/escalations/{escalation_id:str}/await",
    opt={"action": "escalation.ask"},
    status_code=200,
    summary="Wait longer for an answer",
)
async def await_answer(request: Ask, conversation_id: str, escalation_id: str, data: NewDay) -> Changed:
    """They were asked again, or named another day or number."""
    front, due = request.app.state.house.escalations, as_ms(data.due) or 0
    await front.await_until(actor_of(request), conversation_id, escalation_id, due=due, number=data.number)
    return Changed(await drawn(request, conversation_id))


HANDLERS = (plan, history, change, crew, tell, hand_over, ask, answer, await_answer)
