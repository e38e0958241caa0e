"""The whole application in this process: demo shop, one person of each role, conversations of two parties."""

import asyncio
import uuid
from datetime import date

import pytest
from litestar.testing import TestClient

from otvet.conversation.conversations import Opening
from otvet.demo.people import PASSWORD, DemoPeople
from otvet.market.demo_shop import DemoShop
from otvet.people.staff import Newcomer, Seller
from otvet.settings import Settings
from otvet.web.app import create_app

ROLES = {
    "agent": "ilya", "senior_agent": "anna", "supervisor": "olga", "moderator": "mod", "administrator": "admin",
    "seller": "seller",
}  # fmt: skip


class World:
    """A client and everything a test wants to name."""

    def __init__(self, client):
        self.client = client
        self.house = client.app.state.house
        self.headers = {"nobody": {}}

    def ask(self, method, path, content=None, *, who="nobody", key=None, **more):
        headers = {**self.headers[who], **more}
        if method == "POST":
            headers.setdefault("Idempotency-Key", key or str(uuid.uuid4()))
        self.client.cookies.clear()
        arguments = {"content": content} if isinstance(content, bytes) else {"json": content}
        return self.client.request(method, path, headers=headers, **({} if content is None else arguments))

    def sign_in(self, who, email):
        self.client.cookies.clear()
        answer = self.client.post("/api/v1/sign-in", json={"email": email, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        session = answer.cookies["otvet_session"]
        self.client.cookies.clear()
        self.headers[who] = {
            "Cookie": f"otvet_session={session}",
            "X-CSRF-Token": answer.json()["me"]["csrf"],
        }

    def guest(self, who):
        made = self.ask("POST", "/api/v1/guests", {}).json()
        self.headers[who] = {"Authorization": f"Bearer {made['token']}"}
        return made["buyer_id"]

    def open(self, who, *, seller_id=None):
        """A conversation of a buyer, with a seller as party when named."""
        actor = self.house.people.actor_of_token(self.headers[who]["Authorization"].removeprefix("Bearer "))
        opening = Opening(text="Где мой заказ?", seller_id=seller_id)
        portal = self.client.blocking_portal
        return portal.call(self.house.conversations.open, actor, opening, str(uuid.uuid4())).answer

    def until(self, seen):
        """What comes by reactions is awaited, the server going on meanwhile; the first thing seen."""
        for _ in range(400):
            if found := seen():
                return found
            self.client.blocking_portal.call(asyncio.sleep, 0.05)
        raise AssertionError("it never came")


@pytest.fixture
def world(tmp_path, _empty_database):
    """Two buyers, two sellers, all roles, a conversation of each buyer."""
    (tmp_path / "otvet.db").write_bytes(_empty_database)
    shop = DemoShop(1, date(2026, 11, 22))
    settings = Settings(
        models=False,
        workers=0,
        data_dir=tmp_path,
        guests_per_minute=0,
        uploads_per_hour=100_000,
        buyer_messages_per_minute=100_000,
    )
    with TestClient(create_app(settings, shop, DemoPeople(shop, public=False))) as client:
        made = World(client)
        people = made.house.people
        people.add_seller(Seller("sel_other", "Другой", "ru"))
        people.add_staff(
            Newcomer(
                email="other@demo.otvet",
                name="Other",
                password=PASSWORD,
                role="seller",
                seller_id="sel_other",
            )
        )
        for role, name in ROLES.items():
            made.sign_in(role, f"{name}@demo.otvet")
        made.sign_in("other seller", "other@demo.otvet")
        made.guest("buyer")
        made.guest("other buyer")
        seller = people.actor_of_session(made.headers["seller"]["Cookie"].partition("=")[2])
        made.own = made.open("buyer", seller_id=seller.seller_id)
        made.foreign = made.open("other buyer", seller_id="sel_other")
        yield made
