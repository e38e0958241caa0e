"""The demo as `otvet up` makes it: specialists who get what is theirs, and public questions that are already there."""

from datetime import date

import pytest
from litestar.testing import TestClient
from sqlalchemy import func, select

from otvet.conversation.posts import CHANNEL
from otvet.demo.people import QUESTIONS, DemoPeople
from otvet.demo.specialists import MEMBERS
from otvet.desk.choosing import Hand, Kind
from otvet.market.demo_shop import DemoShop
from otvet.settings import Settings
from otvet.storage.schema import conversations
from otvet.web.app import create_app


@pytest.fixture
def lively(tmp_path):
    """The house with the demo moved in, twice: a second start puts nothing twice."""
    shop = DemoShop(1, date(2026, 11, 22))
    demo = DemoPeople(shop, public=False, lively=True)
    with TestClient(create_app(Settings(models=False, workers=0, data_dir=tmp_path), shop, demo)) as client:
        house = client.app.state.house
        demo.prepare(house)
        yield client, house


def test_specialists_know_their_own_and_nobody_elses(lively):
    """A Chinese question fits the colleague who speaks it, a return the one who knows returns; everybody else's is not theirs."""
    _, house = lively
    plan = house.desk.pages.plan()
    ids = {one.email: one.id for one in house.people.staff_list()}

    def fits(queue_language_topic):
        kind = Kind("support", *queue_language_topic)
        return {
            email.split("@")[0]
            for email in MEMBERS
            if Hand(ids[email], plan.members[ids[email]], 0).knows(kind, plan)
        }

    assert fits(("zh", "order-not-received")) == {"wei"}
    assert fits(("ru", "return")) == {"vera"}
    assert fits(("ru", "technical")) == set()
    assert fits(("en", "technical")) == {"emma"}
    assert len(plan.members) == len(MEMBERS)


def test_buyers_have_asked_in_public_before_anybody_comes(lively):
    """Once, however often the demo starts; some answered, some waiting; and a visitor sees them."""
    client, house = lively
    query = select(func.count()).select_from(conversations).where(conversations.c.channel == CHANNEL)
    with house.database.reading() as connection:
        number = connection.execute(query).scalar()
    page = client.get("/questions", headers={"Accept": "text/html", "Accept-Language": "ru"}).text

    assert number == QUESTIONS
    assert "/questions/" in page
