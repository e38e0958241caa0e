"""Forms that work before any script has come: feedback, and signing in (mission rows A5, A8)."""

import re

import pytest

from otvet.demo.people import PASSWORD


def _form(world, path, **fields):
    world.client.cookies.clear()
    return world.client.post(path, data=fields, follow_redirects=False)


def _key(world):
    return re.search(r'name="key" value="([^"]+)"', world.client.get("/feedback").text)[1]


def test_feedback_becomes_a_conversation_of_its_own_topic(world):
    """In the inbox under its number, by the form's channel; the address lies with the guest's record, masked."""
    fields = {
        "text": "Спасибо курьеру",
        "email": "Guest@mail.example",
        "order": "48123-0001",
        "key": _key(world),
    }
    done = _form(world, "/feedback", **fields)
    number = re.search(r'id="feedback-reference">([^<]+)<', done.text)[1]
    listed = world.ask("GET", "/api/v1/conversations?view=all&topic=feedback", who="agent").json()["items"]
    thread = world.ask("GET", f"/api/v1/conversations/{listed[0]['id']}", who="agent").text
    around = world.ask("GET", f"/api/v1/conversations/{listed[0]['id']}/context", who="agent").json()

    assert done.status_code in (200, 201)
    assert [(one["reference"], one["channel"]) for one in listed] == [(number, "form")]
    assert "Спасибо курьеру" in thread
    assert "48123-0001" in thread
    assert "mail.example" not in thread
    assert around["customer"]["email"] == "g•••@mail.example"


@pytest.mark.parametrize(
    "wrong", [{"text": "  "}, {"text": "Хорошо", "email": "nobody"}, {"text": "я" * 10_001}, {}]
)
def test_what_cannot_be_sent_comes_back_with_what_was_written(world, wrong):
    """400, the words still in the form, and nothing in the inbox."""
    done = _form(world, "/feedback", **{"key": _key(world), **wrong})

    assert done.status_code == 400
    assert 'role="alert"><svg' in done.text
    assert wrong.get("text", "")[:20] in done.text
    assert (
        world.ask("GET", "/api/v1/conversations?view=all&topic=feedback", who="agent").json()["items"] == []
    )


def test_another_site_cannot_send_it(world):
    """A form on a stranger's page is refused at the door."""
    world.client.cookies.clear()
    answer = world.client.post("/feedback", data={"text": "spam"}, headers={"Origin": "https://evil.example"})

    assert answer.status_code == 403


def test_signing_in_needs_no_script(world):
    """One click in the demo is a plain form: the session's cookie comes with the way to the desk."""
    page = world.client.get("/sign-in?next=/desk").text
    done = _form(world, "/sign-in?next=/desk", email="ilya@demo.otvet", password=PASSWORD)
    away = _form(world, "/sign-in?next=//evil.example", email="ilya@demo.otvet", password=PASSWORD)
    wrong = _form(world, "/sign-in", email="ilya@demo.otvet", password="no")

    assert page.count('<form method="post"') == 6
    assert (done.status_code, done.headers["location"]) == (303, "/desk")
    assert "httponly" in done.headers["set-cookie"].lower()
    assert away.headers["location"] == "/desk"
    assert wrong.status_code == 401
    assert "set-cookie" not in wrong.headers
    assert 'role="alert">' in wrong.text
