"""The house with a mail server beside it."""

import pytest

from mail_server import mail_server
from otvet.people.actor import Actor
from otvet.policy import Gate
from rooms import Rooms, one_gate, rooms

__all__ = ["one_gate", "rooms"]

SETTINGS = {
    "smtp_host": "127.0.0.1", "smtp_tls": "none", "mail_from": "support@shop.example",
    "public_url": "https://help.shop.example",
}  # fmt: skip


class Post(Rooms):
    """Rooms whose buyers have addresses; `box` holds what the mail server took."""

    box = None

    def guest(self, email="guest@mail.example", language="ru"):
        """A guest who left an address, not confirmed yet."""
        made = self.house.people.new_guest("own", language)
        if email:
            self.house.people.rename_buyer(made.actor.id, email=email)
        return made.actor

    def confirmed(self, email="buyer@mail.example", language="ru"):
        """A guest whose address is confirmed by an opened link."""
        who = self.guest(email, language)
        self.open_link(self.link_for(who, email))
        return who

    def link_for(self, who, email):
        from otvet.people.links import Posted

        return self.house.people.links.make(Posted(self.clock.new_id("l"), who.id, email), "c_none")

    def open_link(self, token):
        return self.house.people.links.open(token)

    def answered(self, who: Actor, reply="Здравствуйте! Посылка приедет завтра.", **fields):
        """A conversation of theirs with an answer in the chat; its id."""
        made = self.open(by=who, language=who.language, **fields)
        self.settle()
        self.reply(made, reply)
        self.settle()
        return made

    def tick(self, *, minutes=0.0, seconds=0.0):
        """Time goes by, and what is due is done."""
        self.clock.turn(seconds=seconds + minutes * 60)
        self.do(self.house.letters.due())
        self.settle()


@pytest.fixture
def open_post(tmp_path, one_gate, monkeypatch, _empty_database):
    """Opens the house, its clock turned by hand, with a mail server at this port."""
    monkeypatch.setattr(Gate, "load", lambda _pack="ozon": one_gate)
    (tmp_path / "otvet.db").write_bytes(_empty_database)
    opened = []

    def open_it(port):
        opened.append(Post(tmp_path, smtp_port=port, **SETTINGS))
        return opened[0]

    yield open_it
    opened[0].close()


@pytest.fixture
def post(open_post):
    """The house and a real mail server."""
    with mail_server() as (box, port):
        made = open_post(port)
        made.box = box
        yield made


@pytest.fixture
def deaf_post(open_post):
    """The house, and nobody at the mail server's address."""
    with mail_server() as (_, port):
        pass
    return open_post(port)
