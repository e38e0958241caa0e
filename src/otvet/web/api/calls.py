"""Calls over HTTP: what the telephone system tells, and what people note and promise (mission row B9)."""

from typing import Annotated, Any, Literal

import msgspec
from litestar import get, post
from msgspec import Meta, Struct

from otvet.conversation.topics import Words
from otvet.desk.calls import Incoming
from otvet.desk.script import SCRIPT
from otvet.web.api.conversations import Ask, Changed, IdempotencyKey, Short, actor_of, drawn
from otvet.web.api.drawing import Conv
from otvet.web.api.inbox import Moment, as_ms

Text = Annotated[str, Meta(max_length=20_000)]
HERE = "/conversations/{conversation_id:str}"


class ScriptStep(Struct, frozen=True, kw_only=True):
    """One step of a call in three languages."""

    code: str
    name: Words
    hint: Words
    sentence: Words


class ScriptIs(Struct, frozen=True):
    items: list[ScriptStep]


class NewCall(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A call that rings: the telephone system's own id of it, the caller's number ("" when hidden), the line called."""

    call_id: Short
    phone: Short = ""
    line: Short = ""
    language: Literal["ru", "en", "zh"] = "ru"


class PickedUp(Struct, frozen=True, forbid_unknown_fields=True):
    """By whom; left out: by whom it rang at."""

    by_id: Short | None = None


class NewCallNote(Struct, frozen=True, forbid_unknown_fields=True):
    """What was said at a step of the script, or beside it."""

    step: Literal["greet", "who", "matter", "solve", "close", "note"]
    text: Text


class NewCallBack(Struct, frozen=True, forbid_unknown_fields=True):
    """When we call, as RFC 3339."""

    at: Moment


class CalledBack(Struct, frozen=True, forbid_unknown_fields=True):
    """Whether they were reached, and what came of it."""

    reached: bool
    text: Text = ""


class MyCall(Struct, frozen=True):
    """The conversation whose call rings at the caller's desk or is talked in; `null` for none."""

    conversation: Conv | None


@get("/calls/script", opt={"action": "call.take"}, summary="Read the script of a call", sync_to_thread=False)
def script(request: Ask) -> ScriptIs:
    """The steps in their order, each with a hint and a sentence to say."""
    del request
    return ScriptIs([ScriptStep(code=code, **msgspec.to_builtins(one)) for code, one in SCRIPT.items()])


@get("/me/call", opt={"action": "call.take"}, summary="Read one's own call")
async def mine(request: Ask) -> MyCall:
    """What rings at the caller's desk now, or is being talked in."""
    state = await _front(request).mine(actor_of(request))
    return MyCall(await drawn(request, state.id) if state else None)


@post("/calls", opt={"action": "call.drive"}, summary="Tell that a call rings")
async def ring(request: Ask, data: NewCall) -> Changed:
    """It appears at the desk of a free colleague with the caller's record; told again, it is the same call."""
    call = Incoming(call_id=data.call_id, phone=data.phone, line=data.line, language=data.language)
    stored = await _front(request).ring(actor_of(request), call)
    return Changed(await drawn(request, stored.answer["conversation_id"]))


@post(
    "/calls/{call_id:str}/answered",
    opt={"action": "call.take"},
    status_code=200,
    summary="Tell that it was answered",
)
async def answered(request: Ask, call_id: str, data: PickedUp) -> Changed:
    """By the telephone system, or by the colleague it rings at."""
    stored = await _front(request).answered(actor_of(request), call_id, data.by_id)
    return Changed(await drawn(request, stored.answer["conversation_id"]))


@post(
    "/calls/{call_id:str}/ended",
    opt={"action": "call.take"},
    status_code=200,
    summary="Tell that it has ended",
)
async def ended(request: Ask, call_id: str) -> Changed:
    """A call that nobody answered waits in the queue to be called back."""
    stored = await _front(request).ended(actor_of(request), call_id)
    return Changed(await drawn(request, stored.answer["conversation_id"]))


@post(
    HERE + "/call-notes", opt={"action": "call.take"}, status_code=200, summary="Note what was said in a call"
)
async def note(
    request: Ask, conversation_id: str, data: NewCallNote, idempotency_key: IdempotencyKey = None
) -> Changed:
    """Kept in the timeline, for colleagues alone."""
    said = (data.step, data.text)
    await _front(request).note(actor_of(request), conversation_id, said, idempotency_key)
    return Changed(await drawn(request, conversation_id))


@post(HERE + "/call-back", opt={"action": "call.take"}, status_code=200, summary="Promise a call-back")
async def call_back(request: Ask, conversation_id: str, data: NewCallBack) -> Changed:
    """At that time the conversation comes back to who promised it."""
    await _front(request).call_back(actor_of(request), conversation_id, as_ms(data.at) or 0)
    return Changed(await drawn(request, conversation_id))


@post(
    HERE + "/call-back/done",
    opt={"action": "call.take"},
    status_code=200,
    summary="Say that one has called back",
)
async def called_back(request: Ask, conversation_id: str, data: CalledBack) -> Changed:
    """Reached or not; not reached, it stays ours."""
    given = (data.reached, data.text)
    await _front(request).called_back(actor_of(request), conversation_id, given)
    return Changed(await drawn(request, conversation_id))


def _front(request: Ask) -> Any:
    return request.app.state.house.calls


HANDLERS = (script, mine, ring, answered, ended, note, call_back, called_back)
