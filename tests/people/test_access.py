"""The one access layer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, insert, select

from otvet.errors import NotAllowed, NotFound, NotSignedIn
from otvet.people.access import (
    ACTIONS,
    SCOPES,
    TABLE,
    allow,
    audiences,
    may_see,
    see,
    visible,
    who,
)
from otvet.people.actor import NOBODY, ROLES, SYSTEM, Actor, Parties
from otvet.storage.schema import conversations, metadata

_KIND = {"nobody": "nobody", "buyer": "buyer", "seller": "seller"}

actors = st.builds(
    lambda role, who, seller: Actor(kind=_KIND.get(role, "staff"), id=who, role=role, seller_id=seller),
    st.sampled_from(ROLES),
    st.sampled_from(["", "by_1", "by_2", "st_1"]),
    st.sampled_from([None, "", "sel_1", "sel_2"]),
)


@pytest.fixture(scope="module")
def stored():
    """Conversations of all sorts of parties, in a database in memory."""
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    parties = [
        Parties(buyer_id=b, seller_id=s) for b in ("by_1", "by_2", "") for s in (None, "", "sel_1", "sel_2")
    ]
    with engine.begin() as connection:
        for number, party in enumerate(parties):
            connection.execute(
                insert(conversations).values(
                    id=str(number),
                    reference=str(number),
                    account_id="own",
                    channel="webchat",
                    buyer_id=party.buyer_id,
                    seller_id=party.seller_id,
                    topic="other",
                    language="ru",
                    status="open",
                    held=0,
                    created_at=0,
                    updated_at=0,
                    last_seq=0,
                    last_position=0,
                    state="{}",
                )
            )
    with engine.connect() as connection:
        yield connection, parties
    engine.dispose()


@given(actor=actors)
def test_the_list_and_the_single_decision_agree(stored, actor):
    """`visible` finds exactly the conversations that `may_see` allows."""
    connection, parties = stored

    listed = {
        int(number) for (number,) in connection.execute(select(conversations.c.id).where(visible(actor)))
    }

    assert listed == {number for number, party in enumerate(parties) if may_see(actor, party)}


@pytest.mark.parametrize("role", ROLES)
def test_the_table_decides(role):
    """`allow` lets pass exactly whom the table names, and a refusal names who may."""
    actor = Actor(kind=_KIND.get(role, "staff"), id="x", role=role)
    for action, roles in ACTIONS.items():
        if role in roles:
            allow(actor, action)
        elif role == "nobody":
            with pytest.raises(NotSignedIn):
                allow(actor, action)
        else:
            with pytest.raises(NotAllowed, match="you are here as"):
                allow(actor, action)


def test_a_token_may_do_less_than_its_role():
    """Scopes narrow the role down to their words, and the refusal says which word is missing."""
    program = Actor(kind="staff", id="api_1", role="agent", scopes=("conversation",), attended=False)

    allow(program, "conversation.list")
    with pytest.raises(NotAllowed, match="scope reply"):
        allow(program, "reply.propose")


def test_a_token_may_not_do_more_than_its_role():
    """A scope gives nothing the role has not."""
    program = Actor(kind="staff", id="api_1", role="agent", scopes=("staff", "token"))
    with pytest.raises(NotAllowed):
        allow(program, "token.change")


def test_an_administrator_does_not_release_by_role_alone():
    """Releasing a held reply is for senior agents and supervisors."""
    assert who("reply.release") == ("senior_agent", "supervisor")


def test_a_moderator_does_not_answer_buyers():
    """Moderators read and decide; the answering actions are not theirs."""
    assert not any("moderator" in ACTIONS[action] for action in ACTIONS if action.startswith("reply."))


def test_absent_and_foreign_read_alike():
    """A stranger cannot tell a conversation that is not theirs from one that is not there."""
    stranger = Actor(kind="buyer", id="by_9", role="buyer")
    with pytest.raises(NotFound) as absent:
        see(stranger, None)
    with pytest.raises(NotFound) as foreign:
        see(stranger, Parties(buyer_id="by_1"))

    assert str(absent.value) == str(foreign.value)


@pytest.mark.parametrize("actor", [NOBODY, SYSTEM])
def test_who_is_not_signed_in_sees_nothing(actor):
    """No role, no conversation and no audience."""
    assert not may_see(actor, Parties(buyer_id=""))
    assert audiences(actor) == frozenset()


def test_audiences_grow_with_the_role():
    """Buyers see what is public, sellers what is theirs too, the operator all."""
    seen = {role: audiences(Actor(kind="staff", id="x", role=role)) for role in ("buyer", "seller", "agent")}

    assert seen["buyer"] < seen["seller"] < seen["agent"]


def test_the_table_is_in_order_and_explained():
    """Sorted, no action twice, each with a meaning and a scope of one word."""
    names = [action.name for action in TABLE]

    assert names == sorted(set(names))
    assert all(action.meaning for action in TABLE)
    assert {action.scope for action in TABLE} == SCOPES
