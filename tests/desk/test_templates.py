"""Texts and macros at hand: whose they are, what the gate says when they are kept, what fills them."""

import pytest

from otvet.desk.deeds import Deed
from otvet.desk.templates import Wanted
from otvet.errors import BadInput, Conflict, KeyReused, NotAllowed, NotFound
from otvet.market.demo_shop import LATE_LAPTOP, MARINA
from rooms import AGENT, BUYER, COLLEAGUE, MODERATOR, OTHER_SELLER, PHONE, SELLER, SENIOR

TEAM = Wanted(kind="template", reach="team", name={"ru": "Спасибо"}, text={"ru": "Спасибо, что написали."})
HELLO = Wanted(
    kind="template", reach="own", name={"ru": "Привет"}, text={"ru": "Здравствуйте, {{customer.first_name}}!"}
)


def kept(rooms, wanted=HELLO, *, by=AGENT, **changes):
    fields = {name: getattr(wanted, name) for name in Wanted.__struct_fields__} | changes
    return rooms.house.at_hand.templates.add(by, Wanted(**fields), rooms.key())


def found(rooms, by):
    return {one.id for one in rooms.house.at_hand.templates.usable(by)}


def test_whose_text_is_whose(any_rooms):
    """One's own, one's team's and the shared ones; a seller's stay with that seller."""
    own = kept(any_rooms).id
    team = kept(any_rooms, reach="team").id
    shared = kept(any_rooms, by=SENIOR, reach="shared").id
    sellers = kept(any_rooms, by=SELLER, reach="team").id

    assert found(any_rooms, AGENT) == {own, team, shared}
    assert found(any_rooms, COLLEAGUE) == {team, shared}
    assert found(any_rooms, SELLER) == {sellers, shared}
    assert found(any_rooms, OTHER_SELLER) == {shared}
    for by, one in ((COLLEAGUE, own), (SELLER, team), (AGENT, sellers)):
        with pytest.raises(NotFound):
            any_rooms.house.at_hand.templates.find(by, one)
    for by in (MODERATOR, BUYER):
        with pytest.raises(NotAllowed):
            any_rooms.house.at_hand.templates.usable(by)


def test_who_changes_a_text(any_rooms):
    """Its author and leading colleagues; a shared one leading colleagues alone; a foreign team nobody."""
    templates = any_rooms.house.at_hand.templates
    team = kept(any_rooms, reach="team")
    shared = kept(any_rooms, by=SENIOR, reach="shared")

    with pytest.raises(NotAllowed):
        kept(any_rooms, reach="shared")
    for by, one in ((COLLEAGUE, team), (AGENT, shared), (SELLER, shared)):
        with pytest.raises(NotAllowed):
            templates.save(by, one.id, HELLO, 1)
    with pytest.raises(NotAllowed):
        templates.save(SENIOR, team.id, HELLO, 1)
    assert templates.save(SENIOR, team.id, TEAM, 1).owner_id == AGENT.id
    templates.remove(SENIOR, shared.id)
    assert shared.id not in found(any_rooms, SELLER)


def test_a_blocked_text_is_not_kept_and_the_place_is_named(any_rooms):
    """In each language; the place is counted in the text as it was written, variables and all."""
    text = {"ru": f"{{{{customer.first_name}}}}, {PHONE}", "en": "Thank you for waiting."}

    with pytest.raises(BadInput, match="ru") as refused:
        kept(any_rooms, text=text)

    places = refused.value.details["blocked"]["ru"]["findings"]
    assert set(refused.value.details["blocked"]) == {"ru"}
    assert any(
        text["ru"][one["start"] : one["end"]] == one["text"] and "916" in one["text"] for one in places
    )
    assert found(any_rooms, AGENT) == set()


def test_a_save_over_an_older_version_is_refused(any_rooms):
    """Nobody's change is lost without a word."""
    one = kept(any_rooms, reach="team")
    any_rooms.house.at_hand.templates.save(SENIOR, one.id, TEAM, 1)

    with pytest.raises(Conflict):
        any_rooms.house.at_hand.templates.save(SENIOR, one.id, TEAM, 1)


def test_the_same_key_keeps_one(any_rooms):
    """And another content under it is refused."""
    templates = any_rooms.house.at_hand.templates
    first, again = (templates.add(AGENT, HELLO, "one key") for _ in range(2))

    assert first == again
    with pytest.raises(KeyReused):
        templates.add(
            AGENT,
            Wanted(kind="template", reach="own", name={"ru": "Иное"}, text={"ru": "Спасибо."}),
            "one key",
        )


@pytest.mark.parametrize(
    "changes",
    [
        {"name": {}}, {"text": {}}, {"text": {"ru": "{{order.colour}}"}}, {"actions": (Deed("resolve"),)},
        {"kind": "macro", "actions": (Deed("topic", "moon"),)}, {"kind": "macro", "actions": (Deed("snooze", 0),)},
        {"kind": "macro", "actions": (Deed("tag", "a,b"),)}, {"name": {"ru": "я" * 200}}, {"text": {"ru": "я" * 5_000}},
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(rooms, changes):
    """With what to do instead; nothing is kept."""
    with pytest.raises(BadInput):
        kept(rooms, **changes)
    assert found(rooms, AGENT) == set()


def test_a_sellers_macro_does_what_a_seller_may(rooms):
    """Resolve, but not assign."""
    macro = {"kind": "macro", "reach": "team", "text": {}}

    assert kept(rooms, by=SELLER, **macro, actions=(Deed("resolve"),)).actions == (Deed("resolve"),)
    with pytest.raises(NotAllowed):
        kept(rooms, by=SELLER, **macro, actions=(Deed("assign", "me"),))


def test_variables_are_filled_from_conversation_customer_and_order(any_rooms):
    """In each language; what the shop does not know stays empty, what a seller must not see too."""
    house = any_rooms.house
    house.market.move_in(house.database, house.clock)
    house.at_hand.filling._people.shop_id = {BUYER.id: MARINA}.get
    conversation = any_rooms.open(order_id=LATE_LAPTOP, seller_id=OTHER_SELLER.seller_id)
    state = any_rooms.state(conversation)

    values = {lang: house.at_hand.filling.values(AGENT, state, lang) for lang in ("ru", "en", "zh")}
    sellers = house.at_hand.filling.values(OTHER_SELLER, state, "ru")

    assert values["ru"]["order.number"] == LATE_LAPTOP
    assert values["ru"]["conversation.reference"] == state.reference
    assert values["ru"]["order.expected"] != values["zh"]["order.expected"]
    assert values["zh"]["order.expected"].endswith("日")
    assert values["en"]["agent.first_name"] == "Илья"
    assert isinstance(values["ru"]["term.refund_days"], int)
    assert "refund.amount" not in values["ru"]
    assert "order.number" not in sellers
    with pytest.raises(NotFound):
        house.at_hand.filling.values(SELLER, state, "ru")


def test_a_reply_with_an_empty_variable_is_not_sent(rooms):
    """Whatever a browser shows: the server refuses it too, now and for later."""
    conversation = rooms.open()

    for send in (rooms.reply,):
        with pytest.raises(BadInput, match="not filled"):
            send(conversation, "Заказ {{order.number}} уже в пути.")
    assert "ReplyProposed" not in rooms.names(conversation)
