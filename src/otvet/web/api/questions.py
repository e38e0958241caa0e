"""Public questions: read, ask, answer, vote; and what moderators decide (mission rows A9, A10)."""

import asyncio
from typing import Annotated, Any, Literal

from litestar import get, post, put
from litestar.params import Parameter
from msgspec import Meta, Struct

from otvet.clock import iso
from otvet.conversation import board
from otvet.conversation.board import Wanted
from otvet.conversation.questions import Asking
from otvet.people.actor import Actor
from otvet.people.identity import OWN_ACCOUNT
from otvet.web.api.conversations import Ask, IdempotencyKey, Short, actor_of
from otvet.web.api.drawing import finding

Text = Annotated[str, Meta(max_length=20_000)]
Cursor = Annotated[str | None, Parameter(max_length=120)]
Query = Annotated[str, Parameter(max_length=200)]


class NewQuestion(Struct, frozen=True, forbid_unknown_fields=True):
    """Without `product_id` it is about the shop, and `topic` is one of the topics of the help centre."""

    text: Text
    product_id: Short | None = None
    topic: Short = "other"
    language: Literal["ru", "en", "zh"] | None = None


class NewAnswer(Struct, frozen=True, forbid_unknown_fields=True):
    text: Text


class NewVote(Struct, frozen=True, forbid_unknown_fields=True):
    """1 helps, -1 does not, 0 takes the vote back."""

    value: Literal[-1, 0, 1]


class Why(Struct, frozen=True, forbid_unknown_fields=True):
    """The author reads it."""

    reason: Short


class VotesAre(Struct, frozen=True):
    up: int
    down: int
    mine: int


class PostIs(Struct, frozen=True):
    """A question or an answer as its reader may see it; `author` is empty where no name is shown.

    `sort`: question, official (the seller's or the support's, through the gate), answer (another buyer's).
    `state` is public but for one's own: waiting (a moderator looks at it), refused, hidden, then with `reason`.
    """

    id: str
    sort: str
    state: str
    role: str
    author: str
    text: str
    at: str
    own: bool
    votes: VotesAre
    reason: str = ""


class QuestionIs(Struct, frozen=True):
    """A question with its answers: official ones first, then what helped most."""

    reference: str
    product_id: str | None
    topic: str
    language: str
    at: str
    question: PostIs
    answers: list[PostIs]


class QuestionsAre(Struct, frozen=True):
    items: list[QuestionIs]
    next: str | None


class Posted(Struct, frozen=True):
    """What became of it: `public`, or `waiting` for a moderator because of the `findings`."""

    reference: str
    post_id: str
    state: str
    findings: list[dict[str, Any]]


class Waits(Struct, frozen=True):
    """A post a moderator has to decide on; `published` is what would be public, `null` where it only can be refused."""

    reference: str
    product_id: str | None
    post: PostIs
    question: str
    findings: list[dict[str, Any]]
    published: str | None


class Waiting(Struct, frozen=True):
    items: list[Waits]
    number: int
    next: str | None


class Decided(Struct, frozen=True):
    post_id: str


@get("/questions", opt={"action": "question.read"}, summary="List public questions")
async def questions(
    request: Ask,
    product: Annotated[str | None, Parameter(max_length=200)] = None,
    q: Query = "",
    after: Cursor = None,
    limit: Annotated[int, Parameter(ge=1, le=50)] = 20,
    *,
    unanswered: bool = False,
) -> QuestionsAre:
    """The newest first; of one product, or with `product=help` those about the shop; with `q` those with all its words."""
    house, actor = request.app.state.house, actor_of(request)
    wanted = Wanted(product=product, words=q, unanswered=unanswered, after=after, limit=limit)
    return _all(await asyncio.to_thread(house.board.page, actor, wanted))


def _all(found: board.Listing) -> QuestionsAre:
    return QuestionsAre([drawn(one) for one in found.items], found.next)


def drawn(one: board.Asked) -> QuestionIs:
    """A question as the API shows it."""
    answers = [_post(answer) for answer in one.answers]
    return QuestionIs(
        one.reference, one.product_id, one.topic, one.language, iso(one.at), _post(one.question), answers
    )


def _post(one: board.Shown) -> PostIs:
    votes = VotesAre(one.votes.up, one.votes.down, one.votes.mine)
    return PostIs(
        one.id, one.sort, one.state, one.role, one.author, one.text, iso(one.at), one.own, votes, one.reason
    )


@get("/questions/{reference:str}", opt={"action": "question.read"}, summary="Read a public question")
async def question(request: Ask, reference: Short) -> QuestionIs:
    """With all its answers; one's own that are not public too."""
    house = request.app.state.house
    return drawn(await asyncio.to_thread(house.board.one, actor_of(request), reference))


@get("/me/questions", opt={"action": "question.own"}, summary="One's own public questions and answers")
async def own(request: Ask, after: Cursor = None) -> QuestionsAre:
    """What one has asked or answered, also what is not public, with the reason."""
    house = request.app.state.house
    return _all(await asyncio.to_thread(house.board.own, actor_of(request), after))


@post("/questions", opt={"action": "question.ask"}, summary="Ask in public")
async def ask(request: Ask, data: NewQuestion, idempotency_key: IdempotencyKey = None) -> Posted:
    """Public at once, or kept for a moderator with the reason; never with contacts or personal data in it."""
    house, actor = request.app.state.house, actor_of(request)
    await asyncio.to_thread(hurry, request, actor)
    asking = Asking(
        text=data.text, product_id=data.product_id, topic=data.topic, language=data.language or actor.language
    )
    stored = await house.questions.ask(actor, asking, idempotency_key)
    return await _posted(request, stored.answer, data.text)


@post("/questions/{reference:str}/answers", opt={"action": "question.answer"}, summary="Answer another buyer")
async def answer(
    request: Ask, reference: Short, data: NewAnswer, idempotency_key: IdempotencyKey = None
) -> Posted:
    """For buyers the shop knows; judged like a question."""
    house, actor = request.app.state.house, actor_of(request)
    await asyncio.to_thread(hurry, request, actor)
    stored = await house.questions.answer(actor, reference, data.text, idempotency_key)
    return await _posted(request, stored.answer, data.text)


def hurry(request: Ask, actor: Actor) -> None:
    """Raises `TooMany` for who writes faster than people do; blocking."""
    house = request.app.state.house
    known = actor.id if house.people.shop_id(actor.id) else ""
    house.pace.post(known, request.scope["state"]["address"])


async def _posted(request: Ask, told: dict[str, Any], text: str) -> Posted:
    findings: list[dict[str, Any]] = []
    if told["state"] == "waiting":
        judged = await request.app.state.house.questions.judged(actor_of(request), OWN_ACCOUNT, text, ())
        findings = [finding(one) for one in judged.findings]
    return Posted(told["reference"], told["post_id"], told["state"], findings)


@put(
    "/questions/{reference:str}/votes/{post_id:str}",
    opt={"action": "question.vote"},
    status_code=204,
    summary="Vote on an answer",
)
async def vote(request: Ask, reference: Short, post_id: Short, data: NewVote) -> None:
    """One vote a person, for buyers the shop knows; sent again it takes the place of the first."""
    house, actor = request.app.state.house, actor_of(request)
    house.pace.vote(request.scope["state"]["address"])
    await house.questions.vote(actor, reference, post_id, data.value)


@get("/moderation", opt={"action": "question.moderate"}, summary="What waits to be public")
async def moderation(request: Ask, after: Cursor = None) -> Waiting:
    """Questions and answers the rules held, the longest wait first, with findings and what would be published."""
    house, actor = request.app.state.house, actor_of(request)
    found, number = await asyncio.to_thread(house.board.waiting, actor, after)
    return Waiting(
        [one for asked in found.items for one in await waits(house, actor, asked)], number, found.next
    )


async def waits(house: Any, actor: Actor, asked: board.Asked) -> list[Waits]:
    """What of one question a moderator has to look at; reasons in the actor's language."""
    return [
        await _waits(house, actor, asked, one)
        for one in (asked.question, *asked.answers)
        if one.state == "waiting"
    ]


async def _waits(house: Any, actor: Actor, asked: board.Asked, one: board.Shown) -> Waits:
    judged = await house.questions.judged(actor, OWN_ACCOUNT, one.text, ())
    published = await house.questions.preview(one.text, private=one.private)
    findings = [finding(found) for found in judged.findings]
    return Waits(asked.reference, asked.product_id, _post(one), asked.question.text, findings, published)


@post(
    "/questions/{reference:str}/posts/{post_id:str}/publish",
    opt={"action": "question.moderate"},
    status_code=200,
    summary="Publish a question or an answer",
)
async def publish(request: Ask, reference: Short, post_id: Short) -> Decided:
    """What waits, or what was hidden; contacts and personal data are left out, whoever publishes."""
    await request.app.state.house.questions.publish(actor_of(request), reference, post_id)
    return Decided(post_id)


@post(
    "/questions/{reference:str}/posts/{post_id:str}/refuse",
    opt={"action": "question.moderate"},
    status_code=200,
    summary="Do not publish",
)
async def refuse(request: Ask, reference: Short, post_id: Short, data: Why) -> Decided:
    """It stays with its author, who reads the reason."""
    await request.app.state.house.questions.refuse(actor_of(request), reference, post_id, data.reason)
    return Decided(post_id)


@post(
    "/questions/{reference:str}/posts/{post_id:str}/hide",
    opt={"action": "question.moderate"},
    status_code=200,
    summary="Hide what is public",
)
async def hide(request: Ask, reference: Short, post_id: Short, data: Why) -> Decided:
    """From everybody but its author, who reads the reason; publish shows it again."""
    await request.app.state.house.questions.hide(actor_of(request), reference, post_id, data.reason)
    return Decided(post_id)


HANDLERS = (questions, question, own, ask, answer, vote, moderation, publish, refuse, hide)
