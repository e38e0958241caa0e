"""Colleagues and sellers through the API, as the page of people uses it: added, renamed, shut out, given a new password."""

import pytest

NEW = {
    "email": "new@demo.otvet", "name": "Вера Новая", "password": "first-password", "role": "agent", "language": "ru"
}  # fmt: skip


def _sign_in(world, password, email=NEW["email"]):
    world.client.cookies.clear()
    return world.client.post("/api/v1/sign-in", json={"email": email, "password": password}).status_code


def _change(world, who, change):
    return world.ask("PATCH", f"/api/v1/staff/{who}", change, who="administrator")


@pytest.fixture
def newcomer(world):
    made = world.ask("POST", "/api/v1/staff", NEW, who="administrator")
    assert made.status_code == 201, made.text
    return made.json()["id"]


def test_a_new_first_password_ends_the_old_one_and_every_session(world, newcomer):
    """What is handed over works; what was known before does not."""
    assert _sign_in(world, "first-password") == 200
    told = _change(world, newcomer, {"password": "second-password"})
    assert told.status_code == 200, told.text
    assert (_sign_in(world, "first-password"), _sign_in(world, "second-password")) == (401, 200)


@pytest.mark.parametrize(
    ("change", "why"),
    [({"password": "short"}, "characters"), ({"password": "long-enough", "role": "supervisor"}, "by itself")],
)
def test_a_password_that_cannot_be_set_changes_nothing(world, newcomer, change, why):
    """Too short, or together with something that could be refused after it."""
    told = _change(world, newcomer, change)
    assert told.status_code == 400
    assert why in told.json()["error"]["message"]
    items = world.ask("GET", "/api/v1/staff", who="administrator").json()["items"]
    assert next(one["role"] for one in items if one["id"] == newcomer) == "agent"
    assert _sign_in(world, "first-password") == 200


def test_who_is_shut_out_cannot_sign_in_until_let_in_again(world, newcomer):
    """And colleagues no longer see them in their lists; the administrator does."""
    _change(world, newcomer, {"disabled": True})
    assert _sign_in(world, "first-password") == 401
    seen = [one["id"] for one in world.ask("GET", "/api/v1/staff", who="agent").json()["items"]]
    whole = world.ask("GET", "/api/v1/staff", who="administrator").json()["items"]
    assert newcomer not in seen
    assert next(one["disabled"] for one in whole if one["id"] == newcomer) is True
    _change(world, newcomer, {"disabled": False})
    assert _sign_in(world, "first-password") == 200


def test_a_seller_is_named_and_their_staff_is_added(world):
    """By the id the shop uses; the same id again is another name, and never a second seller."""
    for name in ("Фарфор", "Фарфор и чай"):
        named = world.ask("PUT", "/api/v1/sellers/sel_77", {"name": name}, who="administrator")
        assert named.status_code == 200, named.text
    sellers = world.ask("GET", "/api/v1/sellers", who="administrator").json()["items"]
    assert [one["name"] for one in sellers if one["id"] == "sel_77"] == ["Фарфор и чай"]
    of_theirs = {**NEW, "role": "seller", "seller_id": "sel_77"}
    made = world.ask("POST", "/api/v1/staff", of_theirs, who="administrator")
    assert made.status_code == 201, made.text
    items = world.ask("GET", "/api/v1/staff", who="administrator").json()["items"]
    assert next(one["seller_id"] for one in items if one["id"] == made.json()["id"]) == "sel_77"


@pytest.mark.parametrize("seller_id", ["%D0%BF%D1%80%D0%BE", "a%0Ab", "x" * 101])
def test_an_id_no_shop_would_use_is_refused(world, seller_id):
    """In words, and nothing is kept."""
    before = world.ask("GET", "/api/v1/sellers", who="administrator").json()
    told = world.ask("PUT", f"/api/v1/sellers/{seller_id}", {"name": "Про"}, who="administrator")
    assert told.status_code == 400
    assert world.ask("GET", "/api/v1/sellers", who="administrator").json() == before


@pytest.mark.parametrize("tab", ["people", "programs"])
@pytest.mark.parametrize("who", ["agent", "supervisor", "seller"])
def test_people_and_programs_are_the_administrators(world, tab, who):
    """Others are led to what they may open, and the tab is not among theirs."""
    shown = world.client.get(f"/settings/{tab}", headers=world.headers[who], follow_redirects=False)
    assert shown.status_code == 303
    own = world.ask("GET", "/settings/account", who=who)
    assert own.status_code == 200
    assert f'href="/settings/{tab}"' not in own.text
