"""The complaint procedure over HTTP: its steps, offers with their approval, the follow-up (mission row B5)."""

from typing import Annotated, Any, Literal

import msgspec
from litestar import get, post
from msgspec import Meta, Struct

from otvet.conversation.topics import Words
from otvet.desk.complaints import Taking
from otvet.desk.procedure import PROCEDURE
from otvet.market.wishes import CancelOrder, GiveBonus, GivePromo, MakeExchange, MakeRefund, MakeReturn
from otvet.web.api.conversations import Ask, Changed, IdempotencyKey, actor_of, drawn
from otvet.web.api.inbox import Moment, as_ms

Text = Annotated[str, Meta(max_length=20_000)]
HERE = "/conversations/{conversation_id:str}/complaints"
ONE = HERE + "/{complaint_id:str}"


class StepIs(Struct, frozen=True, kw_only=True):
    """One step in three languages; `needs`: words, reply, remedy, accepted or date; `sentence` passes the gate."""

    code: str
    name: Words
    hint: Words
    sentence: Words
    needs: str


class StepsAre(Struct, frozen=True):
    items: list[StepIs]


class NewTaking(Struct, frozen=True, forbid_unknown_fields=True):
    """What was learnt; with `skipped`, why the step is left out."""

    step: Literal["hear", "clarify", "apologise", "offer", "confirm", "follow-up"]
    text: Text = ""
    skipped: bool = False


class NewRemedy(Struct, frozen=True, forbid_unknown_fields=True):
    """What the shop could do: refund, promo, bonus, return, exchange or cancel."""

    wish: MakeRefund | GivePromo | GiveBonus | MakeReturn | MakeExchange | CancelOrder


class NewDecision(Struct, frozen=True, forbid_unknown_fields=True):
    """Yes, or no with a reason."""

    approved: bool
    reason: Text = ""


class NewFollowUp(Struct, frozen=True, forbid_unknown_fields=True):
    """When it comes back, as RFC 3339."""

    at: Moment


class NewEnd(Struct, frozen=True, forbid_unknown_fields=True):
    """Whether the buyer is content; words are needed when not."""

    settled: bool
    text: Text = ""


@get(
    "/complaints/steps",
    opt={"action": "complaint.lead"},
    summary="Read the complaint procedure",
    sync_to_thread=False,
)
def steps(request: Ask) -> StepsAre:
    """The steps in their order, each with a hint and a sentence to begin with."""
    del request
    return StepsAre([StepIs(code=code, **msgspec.to_builtins(one)) for code, one in PROCEDURE.items()])


@post(HERE, opt={"action": "complaint.lead"}, status_code=200, summary="Take it as a complaint")
async def begin(request: Ask, conversation_id: str, idempotency_key: IdempotencyKey = None) -> Changed:
    """From here the steps are gone through in their order; who opens it has the conversation if nobody had."""
    await _front(request).open(actor_of(request), conversation_id, idempotency_key)
    return Changed(await drawn(request, conversation_id))


@post(ONE + "/steps", opt={"action": "complaint.lead"}, status_code=200, summary="Take a step, or skip it")
async def take(request: Ask, conversation_id: str, complaint_id: str, data: NewTaking) -> Changed:
    """The step the procedure stands at; a skipped one needs its reason."""
    taking = Taking(step=data.step, text=data.text, skipped=data.skipped)
    await _front(request).take(actor_of(request), conversation_id, complaint_id, taking)
    return Changed(await drawn(request, conversation_id))


@post(ONE + "/remedies", opt={"action": "complaint.lead"}, status_code=200, summary="Offer a solution")
async def offer(
    request: Ask,
    conversation_id: str,
    complaint_id: str,
    data: NewRemedy,
    idempotency_key: IdempotencyKey = None,
) -> Changed:
    """Within the caller's limit it can be accepted at once; above it waits for approval."""
    named = (complaint_id, idempotency_key)
    await _front(request).offer(actor_of(request), conversation_id, named, data.wish)
    return Changed(await drawn(request, conversation_id))


@post(
    ONE + "/remedies/{remedy_id:str}/decide",
    opt={"action": "complaint.approve"},
    status_code=200,
    summary="Approve an offer, or refuse it",
)
async def decide(
    request: Ask, conversation_id: str, complaint_id: str, remedy_id: str, data: NewDecision
) -> Changed:
    """For an offer of somebody else, within the caller's own limit."""
    named, given = (complaint_id, remedy_id), (data.approved, data.reason)
    await _front(request).decide(actor_of(request), conversation_id, named, given)
    return Changed(await drawn(request, conversation_id))


@post(
    ONE + "/remedies/{remedy_id:str}/accept",
    opt={"action": "complaint.lead"},
    status_code=200,
    summary="The buyer accepts an offer",
)
async def accept(request: Ask, conversation_id: str, complaint_id: str, remedy_id: str) -> Changed:
    """The shop does it, once; called again it changes nothing."""
    await _front(request).accept(actor_of(request), conversation_id, complaint_id, remedy_id)
    return Changed(await drawn(request, conversation_id))


@post(
    ONE + "/follow-up",
    opt={"action": "complaint.lead"},
    status_code=200,
    summary="Name the day of the follow-up",
)
async def follow_up(request: Ask, conversation_id: str, complaint_id: str, data: NewFollowUp) -> Changed:
    """On that day the conversation comes back, open again if it was resolved."""
    at = as_ms(data.at) or 0
    await _front(request).follow_up(actor_of(request), conversation_id, complaint_id, at)
    return Changed(await drawn(request, conversation_id))


@post(ONE + "/close", opt={"action": "complaint.lead"}, status_code=200, summary="Close the complaint")
async def close(request: Ask, conversation_id: str, complaint_id: str, data: NewEnd) -> Changed:
    """After the last step, with whether the buyer is content."""
    given = (data.settled, data.text)
    await _front(request).close(actor_of(request), conversation_id, complaint_id, given)
    return Changed(await drawn(request, conversation_id))


def _front(request: Ask) -> Any:
    return request.app.state.house.complaints


HANDLERS = (steps, begin, take, offer, decide, accept, follow_up, close)
