"""Generated: every endpoint of the OpenAPI with every role, on one's own and on somebody else's object.

A new endpoint is in here by itself; one without a declared action does not even start.
"""

import re

import pytest

from otvet.conversation.views import VIEWS
from otvet.people import access

OWN, FOREIGN, ABSENT = "own", "foreign", "absent"
# Which conversations are whose: buyer and seller are the parties of `own`, the others of `foreign`.
MAY_SEE = {
    "buyer": {OWN}, "other buyer": {FOREIGN}, "seller": {OWN}, "other seller": {FOREIGN}, "agent": {OWN, FOREIGN},
    "senior_agent": {OWN, FOREIGN}, "supervisor": {OWN, FOREIGN}, "administrator": {OWN, FOREIGN},
    "moderator": {OWN, FOREIGN}, "nobody": set(),
}  # fmt: skip
BODIES = {
    "/messages": {"text": "Ещё вопрос"}, "/replies": {"text": "Здравствуйте, уже проверяю."}, "/notes": {"text": "Заметка"},
    "/assign": {"assignee_id": None}, "/topic": {"topic": "refund"}, "/read": {"seq": 1}, "/dispute": {"reason": "нет"},
    "/release": {"reason": "да"}, "/tag": {"tag": "срочно"}, "/untag": {"tag": "срочно"}, "/snooze": {"until": None},
    "/presence": {"state": "viewing"}, "/drafts/{kind}": {"text": "", "version": 0},
    "/scheduled": {"text": "Здравствуйте.", "at": "2099-01-01T00:00:00Z"}, "/rating": {"score": 5},
    "/wishes": {"wish": {"what": "bonus", "points": 10}},
    "/hand-over": {"queue": "second-line", "summary": "Ждёт возврата"}, "/me/duty": {"chosen": "away"},
    "/escalations": {"to": "external", "text": "Где?", "party": "СДЭК", "number": "1"}, "/answer": {"text": "Нашлась"},
    "/steps": {"step": "hear", "text": "Разбилась чашка"}, "/remedies": {"wish": {"what": "bonus", "points": 10}},
    "/decide": {"approved": True}, "/follow-up": {"at": "2099-01-01T00:00:00Z"}, "/close": {"settled": True},
    "/vips/{buyer_id}": {"manager_id": None}, "/vip-notices": {},
    "/calls": {"call_id": "x-1", "phone": "+7 900 000-00-01"}, "/answered": {}, "/ended": {},
    "/call-notes": {"step": "matter", "text": "Не пришёл заказ"}, "/call-back": {"at": "2099-01-01T00:00:00Z"},
    "/call-back/done": {"reached": True}, "/await": {"due": "2099-01-01T00:00:00Z"}, "/desk/{sort}/{name}": {"content": None, "reason": "Проба"},
    "/questions": {"text": "Какой вес?"}, "/answers": {"text": "Два кило"}, "/votes/{post_id}": {"value": 1},
    "/fields/{code}": {"value": ""}, "/split": {"seqs": [2], "topic": "refund"}, "/views": {"name": "Срочное"}, "/views/{view_id}": {"name": "Срочное", "version": 1},
    "/refuse": {"reason": "Реклама"}, "/hide": {"reason": "Реклама"},
}  # fmt: skip
UNSAFE = ("post", "put", "patch", "delete")


def _role(who):
    return who.removeprefix("other ")


def _operations(world):
    document = world.ask("GET", "/api/openapi.json").json()
    for path, methods in sorted(document["paths"].items()):
        for method, operation in sorted(methods.items()):
            yield path, method, operation["x-role"]


def _body(path, who):
    body = next((body for end, body in BODIES.items() if path.endswith(end)), None)
    if path.endswith("/notes") and _role(who) == "seller":
        body = {"text": "Заметка", "audience": "seller"}
    return body


def _held(world, conversation):
    """A reply of somebody else that the gate holds, so that every way to handle it has an object."""
    answer = world.ask(
        "POST",
        f"/api/v1/conversations/{conversation}/replies",
        {"text": "Пишите мне в телеграм @shop123"},
        who="agent",
    )
    assert answer.json()["state"] == "held", answer.text
    return answer.json()["id"]


def test_every_operation_says_who_may_call_it(world):
    """x-role is there, names known roles, and agrees with the access table."""
    seen = 0
    for path, method, role in _operations(world):
        assert role["roles"] == list(access.who(role["action"])), (path, method)
        assert role["scopes"] == [role["action"].partition(".")[0]]
        seen += 1
    assert seen >= 40


@pytest.mark.parametrize("who", sorted(MAY_SEE))
def test_each_role_gets_what_the_table_says(world, who):
    """Not signed in 401, not one's role 403, not one's object 404, else anything but these; never a 500."""
    deviations = []
    rooms = {OWN: world.own["conversation_id"], FOREIGN: world.foreign["conversation_id"]}
    for path, method, declared in _operations(world):
        if path.endswith(("/live", "/sign-out")):
            continue  # a stream without an end, and the end of the session; both have tests of their own
        allowed, has_object = _role(who) in declared["roles"], "{conversation_id}" in path
        for whose in (OWN, FOREIGN, ABSENT) if has_object else (OWN,):
            held = _held(world, rooms[whose]) if "{reply_id}" in path and whose in rooms else "r_" + "0" * 32
            status = _ask(world, (method, path), who, whose=whose, held=held)
            if not _fits(status, who, allowed=allowed, has_object=has_object, sees=whose in MAY_SEE[who]):
                deviations.append((method, path, who, whose, status))
    assert deviations == []


def _ask(world, operation, who, *, whose, held):
    method, path = operation
    conversation = {OWN: world.own, FOREIGN: world.foreign}.get(whose, {"conversation_id": "c_" + "0" * 32})
    filled = path.replace("{conversation_id}", conversation["conversation_id"])
    filled = filled.replace("{reply_id}", held)
    filled = re.sub(r"\{\w+\}", "x_none", filled)
    body = _body(path, who)
    if body is None and method in UNSAFE:
        body = {}
    return world.ask(method.upper(), filled, body, who=who).status_code


def _fits(status, who, *, allowed, has_object, sees):
    if status >= 500:
        return False
    if not allowed:
        return status == (401 if who == "nobody" else 403)
    if has_object and not sees:
        return status == 404
    if has_object:
        return status not in (401, 404)
    return status != 401 or who == "nobody"


def test_absent_and_foreign_read_alike(world):
    """The same status and the same words, whatever is asked."""
    absent = "c_" + "0" * 32
    for who in ("buyer", "seller"):
        answers = [
            world.ask("GET", f"/api/v1/conversations/{name}", who=who).json()["error"]
            for name in (absent, world.foreign["conversation_id"], "nonsense")
        ]
        assert len({(one["code"], one["message"]) for one in answers}) == 1


def test_lists_and_counts_hold_nothing_foreign(world):
    """Nobody's list, count or search shows a conversation that is not theirs to see."""
    for who in ("buyer", "seller"):
        for view in VIEWS:
            listed = world.ask("GET", f"/api/v1/conversations?view={view}", who=who).json()
            assert {one["id"] for one in listed["items"]} <= {world.own["conversation_id"]}
            assert all(count <= 1 for count in listed["counts"].values())


def test_search_finds_nothing_foreign(world):
    """A seller's search holds their own conversations alone; a buyer has none."""
    both = {world.own["conversation_id"], world.foreign["conversation_id"]}
    found = {
        who: {
            one["conversation"]["id"]
            for one in world.ask("GET", "/api/v1/search?q=заказ", who=who).json()["items"]
        }
        for who in ("agent", "seller", "other seller")
    }

    assert found["agent"] == both
    assert found["seller"] == {world.own["conversation_id"]}
    assert found["other seller"] == {world.foreign["conversation_id"]}
    assert world.ask("GET", "/api/v1/search?q=заказ", who="buyer").status_code == 403


def test_drafts_and_keys_are_their_owners_alone(world):
    """What one has begun to write, and how one works, nobody else is shown, the supervisor neither."""
    path = f"/api/v1/conversations/{world.own['conversation_id']}/drafts"
    kept = world.ask("PUT", f"{path}/reply", {"text": "Тайный черновик", "version": 0}, who="agent")
    late = world.ask("PUT", f"{path}/reply", {"text": "Поздно", "version": 0}, who="agent")
    world.ask("PUT", "/api/v1/me/preferences/keys", {"value": {"resolve": "KeyQ"}}, who="agent")

    assert kept.json()["draft"]["version"] == 1
    assert late.status_code == 409
    assert late.json()["error"]["details"]["draft"]["text"] == "Тайный черновик"
    assert "Тайный" in world.ask("GET", path, who="agent").text
    assert "Тайный" not in world.ask("GET", path, who="supervisor").text
    assert world.ask("GET", "/api/v1/me/preferences", who="agent").json() == {
        "preferences": {"keys": {"resolve": "KeyQ"}}
    }
    assert world.ask("GET", "/api/v1/me/preferences", who="supervisor").json() == {"preferences": {}}


def test_many_are_changed_and_undone_over_http(world):
    """The answer holds what takes each change back; times are written as everywhere in the API."""
    ids = [world.own["conversation_id"], world.foreign["conversation_id"]]
    until = "2099-01-01T09:00:00Z"
    changes = [{"id": one, "what": "resolve"} for one in ids] + [{"id": "c_none", "what": "resolve"}]
    done = world.ask("POST", "/api/v1/changes", {"changes": changes}, who="agent").json()["outcomes"]
    undo = [one["undo"] for one in done if one["undo"]]
    back = world.ask("POST", "/api/v1/changes", {"changes": undo}, who="agent")
    wrong = world.ask(
        "POST",
        "/api/v1/changes",
        {"changes": [{"id": ids[0], "what": "snooze", "value": until}]},
        who="agent",
    )
    now = [world.ask("GET", f"/api/v1/conversations/{one}", who="agent").json() for one in ids]

    assert done[2]["refused"]
    assert [one["what"] for one in undo] == ["reopen", "reopen"]
    assert back.status_code == 200
    assert "400 days" in wrong.json()["outcomes"][0]["refused"]
    assert [one["conversation"]["status"] for one in now] == ["open", "open"]


def test_a_buyer_never_sees_what_the_team_writes(world):
    """Notes, held replies and who was assigned are not in the buyer's thread, whichever way it is read."""
    conversation = world.own["conversation_id"]
    world.ask("POST", f"/api/v1/conversations/{conversation}/notes", {"text": "тайна-команды"}, who="agent")
    world.ask("POST", f"/api/v1/conversations/{conversation}/take", who="agent")
    _held(world, conversation)

    for path in (f"/api/v1/conversations/{conversation}", f"/api/v1/conversations/{conversation}/events"):
        told = world.ask("GET", path, who="buyer").text
        assert "тайна-команды" not in told
        assert "телеграм" not in told
        assert "ReplyHeld" not in told
    assert (
        '"audience":"team"'
        not in world.ask("GET", f"/api/v1/conversations/{conversation}", who="seller").text
    )


def test_files_follow_their_conversation(world):
    """A file opens for those who see its conversation and its audience, and reads as absent for the rest."""
    conversation = world.own["conversation_id"]
    sent = world.client.post(
        "/api/v1/files", files={"file": ("а.txt", "привет".encode())}, headers=world.headers["buyer"]
    ).json()
    unsent = world.ask("GET", f"/api/v1/files/{sent['id']}", who="agent").status_code
    body = {"text": "вот", "files": [sent["id"]]}
    world.ask("POST", f"/api/v1/conversations/{conversation}/messages", body, who="buyer")

    opened = {who: world.ask("GET", f"/api/v1/files/{sent['id']}", who=who).status_code for who in MAY_SEE}

    assert unsent == 404
    assert opened == {who: 200 if OWN in sees else 404 for who, sees in MAY_SEE.items()} | {"nobody": 401}


def test_a_token_does_no_more_than_its_scopes(world):
    """A program's token with one scope is refused everything else, by the reason."""
    token = world.ask(
        "POST",
        "/api/v1/tokens",
        {"name": "bot", "role": "agent", "scopes": ["conversation"]},
        who="administrator",
    ).json()["token"]
    world.headers["program"] = {"Authorization": f"Bearer {token}"}
    conversation = world.own["conversation_id"]

    read = world.ask("GET", f"/api/v1/conversations/{conversation}", who="program")
    reply = world.ask(
        "POST", f"/api/v1/conversations/{conversation}/replies", {"text": "Здравствуйте."}, who="program"
    )

    assert read.status_code == 200
    assert reply.status_code == 403
    assert "scope" in reply.json()["error"]["message"]


def test_a_forged_request_is_refused(world):
    """A cookie alone does nothing unsafe: the header that other sites cannot set is missing."""
    conversation = world.own["conversation_id"]
    cookie = {"Cookie": world.headers["agent"]["Cookie"]}
    for headers in (
        cookie,
        {**cookie, "X-CSRF-Token": "wrong"},
        {**world.headers["agent"], "Origin": "https://evil.example"},
    ):
        answer = world.client.post(f"/api/v1/conversations/{conversation}/take", headers=headers)
        assert answer.status_code == 403
        assert answer.json()["error"]["code"] == "not_allowed"


def test_looks_at_a_customer_are_logged(world):
    """Reading the record beside a conversation leaves a row that says who and whose."""
    from sqlalchemy import select

    from otvet.storage.schema import looks

    world.ask("GET", f"/api/v1/conversations/{world.own['conversation_id']}/context", who="agent")

    with world.house.database.reading() as connection:
        rows = connection.execute(select(looks.c.action, looks.c.object_kind, looks.c.allowed)).all()
    assert ("customer.read", "buyer", True) in [tuple(row) for row in rows]
