"""The desk over HTTP: duty, plan, hand-over, questions to others; what a buyer and a seller see of it."""

import asyncio

import pytest

from otvet.desk.plan import SORTS

PAGE = {"queues": ["support"], "languages": ["ru"], "capacity": 2}


def _path(world, end):
    return f"/api/v1/conversations/{world.own['conversation_id']}{end}"


def test_a_colleague_who_comes_gets_what_waits(world):
    """The first word of their browser is enough; signed out nothing more comes."""
    conversation = world.open("buyer")["conversation_id"]
    told = world.ask("PUT", "/api/v1/me/duty", {"chosen": "online"}, who="agent").json()
    me = world.ask("GET", "/api/v1/me", who="agent").json()["id"]
    portal = world.client.blocking_portal
    for _ in range(100):  # it has to be in its queue first, which follows from the message by itself
        portal.call(world.house.router.route)
        shown = world.ask("GET", f"/api/v1/conversations/{conversation}", who="supervisor").json()[
            "conversation"
        ]
        if shown["assignee"]:
            break
        portal.call(asyncio.sleep, 0.05)
    assert (told["state"], shown["assignee"]["id"], shown["turn"], shown["line"]) == (
        "online",
        me,
        "agent",
        "support",
    )
    assert {one["clock"] for one in shown["clocks"]} == {"first", "resolution"}
    assert shown["due_at"] == min(one["due"] for one in shown["clocks"])

    world.ask("POST", "/api/v1/sign-out", who="agent")
    crew = world.ask("GET", "/api/v1/desk/crew", who="supervisor").json()["items"]
    assert {one["id"]: one["state"] for one in crew}[me] == "offline"


def test_a_supervisor_changes_the_plan_and_it_stays_in_the_history(world):
    """Read by agents, changed by who leads, with a reason; nonsense is refused with the field's name."""
    agent = world.ask("GET", "/api/v1/me", who="agent").json()["id"]
    path = f"/api/v1/desk/members/{agent}"
    made = world.ask("PUT", path, {"content": PAGE, "reason": "Новая"}, who="supervisor")
    wrong = world.ask("PUT", path, {"content": {"capacity": "many"}, "reason": "x"}, who="supervisor")
    plan = world.ask("GET", "/api/v1/desk", who="agent").json()
    history = world.ask("GET", "/api/v1/desk/history", who="agent").json()["items"]

    assert made.status_code == 200
    assert {one["id"]: one["member"] for one in plan["colleagues"]}[agent]["capacity"] == 2
    assert [(one["sort"], one["reason"], one["by"]["name"]) for one in history] == [
        ("members", "Новая", "Ольга Литвин")
    ]
    assert wrong.status_code == 400
    assert "capacity" in wrong.json()["error"]["message"]
    assert world.ask("PUT", path, {"content": None, "reason": "x"}, who="agent").status_code == 403
    assert (
        world.ask(
            "PUT", "/api/v1/desk/moods/x", {"content": None, "reason": "x"}, who="supervisor"
        ).status_code
        == 400
    )


def test_a_question_to_others_is_shown_and_answered(world):
    """Whose turn it is, since when, by when; an answer makes it ours."""
    question = {"to": "external", "text": "Где посылка?", "party": "СДЭК", "number": "CD-1"}
    world.ask("POST", _path(world, "/take"), who="agent")
    asked = world.ask("POST", _path(world, "/escalations"), question, who="agent").json()["conversation"]
    one = asked["escalations"][0]
    listed = world.ask("GET", "/api/v1/conversations?turn=external&sort=due", who="agent").json()["items"]
    longer = world.ask(
        "POST", _path(world, f"/escalations/{one['id']}/await"), {"due": "2030-01-01T00:00:00Z"}, who="agent"
    )
    done = world.ask(
        "POST", _path(world, f"/escalations/{one['id']}/answer"), {"text": "Нашлась"}, who="agent"
    ).json()

    assert (asked["turn"], one["to"], one["party"], one["number"]) == ("external", "external", "СДЭК", "CD-1")
    assert [c["id"] for c in listed] == [world.own["conversation_id"]]
    assert longer.status_code == 400  # 180 days at most
    assert (done["conversation"]["turn"], done["conversation"]["escalations"]) == ("agent", [])


def test_a_hand_over_goes_to_a_colleague_who_may_answer(world):
    """With a summary in the timeline; to a moderator it does not go."""
    crew = {one["role"]: one["id"] for one in world.ask("GET", "/api/v1/staff", who="agent").json()["items"]}
    given = {"to_id": crew["senior_agent"], "summary": "Обещали до пятницы"}
    done = world.ask("POST", _path(world, "/hand-over"), given, who="agent")
    wrong = world.ask("POST", _path(world, "/hand-over"), {**given, "to_id": crew["moderator"]}, who="agent")

    assert done.json()["conversation"]["assignee"]["id"] == crew["senior_agent"]
    assert wrong.status_code == 400
    assert "Обещали до пятницы" in world.ask("GET", _path(world, ""), who="senior_agent").text


@pytest.mark.parametrize("who", ["buyer", "seller"])
def test_what_the_desk_does_is_not_for_buyers_and_sellers(world, who):
    """Neither clocks nor tickets nor summaries reach them, in the thread or in the list."""
    world.ask(
        "POST",
        _path(world, "/escalations"),
        {"to": "external", "text": "тайный вопрос", "party": "СДЭК", "number": "CD-1"},
        who="agent",
    )
    world.ask(
        "POST", _path(world, "/hand-over"), {"queue": "second-line", "summary": "тайная сводка"}, who="agent"
    )
    thread, listed = (
        world.ask("GET", _path(world, ""), who=who),
        world.ask("GET", "/api/v1/conversations", who=who),
    )

    for text in (thread.text, listed.text):
        for secret in ("тайн", "CD-1", "ClocksSet", '"warn"', "second-line"):
            assert secret not in text, secret


def test_every_sort_of_the_plan_has_a_page_on_the_first_day(world):
    """Also those nobody has written anything of yet: fields of one's own."""
    for who in ("agent", "supervisor", "administrator"):
        for sort in SORTS:
            shown = world.ask("GET", f"/desk/settings?sort={sort}", who=who)
            assert (shown.status_code, "<h1>" in shown.text) == (200, True), (sort, who)
