"""The short way in says what the framework's way says, to every request, in order or not."""

import asyncio
import uuid

import pytest
from msgspec import json

from otvet.web import short_way

FINE = {"text": "Здравствуйте! Проверяю и вернусь с ответом."}
JSON = {"Content-Type": "application/json"}
REPLIES = "/api/v1/conversations/{}/replies"
MESSAGES = "/api/v1/conversations/{}/messages"
CASES = {
    "cleared": ("agent", REPLIES, FINE, {}),
    "held": ("agent", REPLIES, {"text": "Звоните мне: 8 916 123-45-67"}, {}),
    "a buyer's": ("buyer", MESSAGES, {"text": "Ещё вопрос"}, {}),
    "empty text": ("agent", REPLIES, {"text": " "}, {}),
    "moved": ("agent", REPLIES, {**FINE, "last_seen_seq": 0}, {}),
    "no key": ("agent", REPLIES, FINE, {"Idempotency-Key": ""}),
    "long key": ("agent", REPLIES, FINE, {"Idempotency-Key": "k" * 201}),
    "unknown field": ("agent", REPLIES, {**FINE, "loud": True}, {}),
    "wrong type": ("agent", REPLIES, {"text": 5}, {}),
    "no body": ("agent", REPLIES, None, {}),
    "broken JSON": ("agent", REPLIES, b'{"text":', JSON),
    "no UTF-8": ("agent", REPLIES, b'{"text":"\xff"}', JSON),
    "nested": ("agent", REPLIES, b'{"text":' + b"[" * 3_000, JSON),
    "no JSON by its type": ("agent", REPLIES, b"text=hello", {"Content-Type": "text/plain"}),
    "too large": ("agent", REPLIES, {"text": "x" * 70_000}, {}),
    "nobody": ("nobody", REPLIES, FINE, {}),
    "a buyer who replies": ("buyer", REPLIES, FINE, {}),
    "an agent as buyer": ("agent", MESSAGES, {"text": "Да"}, {}),
    "unknown token": ("nobody", REPLIES, FINE, {"Authorization": "Bearer b_" + "0" * 43}),
    "forged": ("agent", REPLIES, FINE, {"Origin": "https://elsewhere.example"}),
    "no CSRF": ("agent", REPLIES, FINE, {"X-CSRF-Token": "old"}),
    "foreign": ("other buyer", MESSAGES, {"text": "Да"}, {}),
    "a query": ("agent", REPLIES + "?after=1", FINE, {}),
}
LOOSE = {"id", "message_id", "details", "retry_after"}


def _told(answer):
    """Status, headers and body, without what is new every time."""
    content = json.decode(answer.content)
    return (
        answer.status_code,
        {n: v for n, v in answer.headers.items() if n != "content-length"},
        _plain(content),
    )


def _plain(content):
    if isinstance(content, dict):
        return {name: _plain(value) for name, value in content.items() if name not in LOOSE | {"seq"}}
    return [_plain(one) for one in content] if isinstance(content, list) else content


@pytest.mark.parametrize("name", CASES)
def test_both_ways_say_the_same(world, name):
    """The framework's answer and the short way's, to the same request."""
    who, path, content, more = CASES[name]
    app, told = world.client.app, []
    ways = app.short
    for short in (ways, {}):
        app.short = short
        conversation = world.open("buyer")["conversation_id"]
        told.append(_told(world.ask("POST", path.format(conversation), content, who=who, **more)))
    app.short = ways

    assert told[0] == told[1]
    assert ways


def test_what_breaks_behind_it_is_a_fault_in_the_one_shape(world, monkeypatch):
    """A fault nobody foresaw: 500 with an id, and the message is not stored."""
    conversation = world.open("buyer")["conversation_id"]
    way = world.client.app.short["messages"]

    async def broken(_request, **_given):
        raise ZeroDivisionError

    monkeypatch.setitem(
        world.client.app.short, "messages", short_way.Way(broken, way.action, way.decode, way.status)
    )
    answer = world.ask("POST", MESSAGES.format(conversation), {"text": "Да"}, who="buyer")

    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "fault")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_caller_who_leaves_amid_the_body_changes_nothing(world):
    """Half a body, then silence: the framework is told so, and nothing is stored."""
    conversation = world.open("buyer")["conversation_id"]
    given = [{"type": "http.request", "body": b'{"text":', "more_body": True}, {"type": "http.disconnect"}]
    headers = {**JSON, **world.headers["buyer"], "Content-Length": "20", "Idempotency-Key": str(uuid.uuid4())}
    scope = {
        "type": "http", "method": "POST", "path": MESSAGES.format(conversation), "query_string": b"", "state": {},
        "headers": [(n.lower().encode(), v.encode()) for n, v in headers.items()], "client": ("127.0.0.1", 1),
    }  # fmt: skip
    found = short_way.way_of(scope, world.client.app.short)
    scope["app"] = scope["litestar_app"] = world.client.app

    async def receive():
        return given.pop(0)

    async def send(message):
        raise AssertionError(message)

    async def left():
        again = await short_way.go(found, scope, (receive, send))
        return await asyncio.wait_for(again(), 5)

    assert world.client.blocking_portal.call(left) == {"type": "http.disconnect"}
    events = world.ask("GET", f"/api/v1/conversations/{conversation}/events?limit=100", who="buyer").json()[
        "events"
    ]
    assert len([one for one in events if one["name"] == "MessageReceived"]) == 1  # the one it was opened with
