"""Guests, names, accounts, the book of looks, and the small pieces under them."""

import threading

import pytest
from sqlalchemy import select

from otvet.errors import BadInput, TooMany
from otvet.people import passwords
from otvet.people.actor import Actor
from otvet.people.limits import Limit, canonical_address
from otvet.people.people import Lives, People
from otvet.people.words import clean_email, clean_name
from otvet.storage.schema import looks


def test_a_guest_has_a_name_and_a_token(people):
    """In the guest's language, told apart by four digits."""
    guest = people.new_guest("own", "zh")

    assert guest.actor.name.startswith("访客 ")
    assert people.actor_of_token(guest.token) == guest.actor


def test_guests_from_one_address_are_counted(database, clock, account):
    """Thirty a minute by default; the setting decides."""
    people = People(database, clock, Lives(guests_from_address=3))
    people.save_account(account)
    for _ in range(3):
        people.new_guest("own", "ru", address="10.0.0.1")
    with pytest.raises(TooMany):
        people.new_guest("own", "ru", address="10.0.0.1")

    assert people.new_guest("own", "ru", address="10.0.0.2")


def test_a_buyer_is_renamed_everywhere(people):
    """The record, the token's actor and the list of names."""
    guest = people.new_guest("own", "ru")
    people.names([guest.actor.id])
    people.rename_buyer(guest.actor.id, name="Марина", email="m@example.org", language="en")

    assert people.actor_of_token(guest.token).name == "Марина"
    assert people.names([guest.actor.id, "by_none", ""]) == {guest.actor.id: "Марина"}


@pytest.mark.parametrize(
    "changes", [{"name": ""}, {"name": 1}, {"email": "x"}, {"language": "fr"}, {"shop_id": "stolen"}], ids=str
)
def test_a_buyer_is_not_changed_into_nonsense(people, changes):
    """Each field is checked; what may not be changed is not taken."""
    guest = people.new_guest("own", "ru")
    with pytest.raises(BadInput):
        people.rename_buyer(guest.actor.id, **changes)


def test_an_account_is_read_as_it_was_saved(people, account):
    """Whole, and fresh at once where it was changed."""
    assert people.account("own") == account
    people.save_account(type(account)(id="own", name="Другое", own_domains=("otvet.test",)))

    assert people.account("own").own_domains == ("otvet.test",)
    assert [one.id for one in people.accounts()] == ["own"]


def test_each_look_is_in_the_book_once_a_minute(people, database, clock):
    """Reloading writes no second row; a refusal is another matter than a look."""
    agent = Actor(kind="staff", id="st_1", role="agent")
    for _ in range(3):
        people.look(agent, "customer.read", "buyer", "by_1")
    people.look(agent, "customer.read", "buyer", "by_1", allowed=False, reason="not theirs")
    clock.turn(seconds=61)
    people.look(agent, "customer.read", "buyer", "by_1")
    with database.reading() as connection:
        rows = connection.execute(select(looks.c.allowed).order_by(looks.c.at, looks.c.id)).scalars().all()

    assert rows == [True, False, True]


def test_names_lose_their_masks():
    """Direction marks, controls and zero-width letters go; what is left is one line."""
    assert clean_name(" Под\u202eдер\u200bжка\n Ozon\x00 ") == "Под дер жка Ozon"
    for nothing in ("", " \u200b ", "x" * 81):
        with pytest.raises(BadInput):
            clean_name(nothing)


@pytest.mark.parametrize(
    "wrong",
    ["", "x", "a@", "@b", "a b@c", "a@b@c", "a@b\n", "a@b\r\nBcc: c@d", None, ["a@b"], "a" * 300 + "@b"],
)
def test_what_is_no_address_is_refused(wrong):
    """No header is smuggled in through an address."""
    if wrong == "a@b\n":
        assert clean_email(wrong) == "a@b"
        return
    with pytest.raises(BadInput):
        clean_email(wrong)


@pytest.mark.parametrize(
    ("written", "counted"),
    [
        (" 10.0.0.1", "10.0.0.1"),
        ("::ffff:10.0.0.1", "10.0.0.1"),
        ("2001:db8:0:1:aaaa::1", "2001:db8:0:1::/64"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_an_address_is_counted_by_household(written, counted):
    """A client has a whole IPv6 network to try from."""
    assert canonical_address(written) == counted


def test_a_flood_of_made_up_keys_does_not_fill_the_memory(clock, monkeypatch):
    """The oldest half gives way, and the fresh keys still count."""
    monkeypatch.setattr("otvet.people.limits._KEYS", 100)
    limit = Limit(clock, 1, 60)
    for number in range(1000):
        limit.take(str(number))

    assert len(limit._times) <= 100
    with pytest.raises(TooMany):
        limit.take("999")


@pytest.mark.parametrize("password", ["short", "nine char", "x" * 201, None, 12345678, ["password"]])
def test_a_password_has_a_length(password):
    """Ten to two hundred characters of text, as the set-up page says."""
    with pytest.raises(BadInput):
        passwords.hash_password(password)


def test_nobody_is_hashed_like_everybody(monkeypatch):
    """The hash that stands in for a stranger's costs the same work as a colleague's."""
    monkeypatch.undo()

    assert not passwords._HASHER.check_needs_rehash(passwords._NOBODY)
    assert not passwords.password_matches(None, "nobody has this password")


def test_no_more_than_two_hash_at_once(monkeypatch):
    """The third waits its turn, and is sent away when it takes too long."""
    monkeypatch.setattr(passwords, "_PATIENCE_SECONDS", 0.01)
    busy, release = threading.Barrier(3), threading.Event()

    def hold():
        with passwords._Place():
            busy.wait()
            release.wait()

    threads = [threading.Thread(target=hold) for _ in range(2)]
    for thread in threads:
        thread.start()
    busy.wait()
    with pytest.raises(TooMany):
        passwords.password_matches(None, "x")
    release.set()
    for thread in threads:
        thread.join()

    assert not passwords.password_matches(None, "nobody has this password")
