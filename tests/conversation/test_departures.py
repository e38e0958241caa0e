"""On departure a reply passes the gate once more: equal hashes leave at once, anything else is judged anew."""

import asyncio
import datetime as dt

import pytest
from msgspec import structs

from otvet.channels.delivery import REACTION
from otvet.channels.webchat.channel import Webchat
from otvet.people.accounts import Account
from rooms import AGENT, FINE, PHONE, SELLER, SHOUT


@pytest.fixture
def conversation(rooms):
    made = rooms.open(seller_id=SELLER.seller_id)
    rooms.settle()
    return made


class Carried(Webchat):
    """A channel as the chat is one, but with a carrier: what was cleared waits for its own departure."""

    by_timeline = False


def _carried(rooms):
    """Replies of the chat leave by their job from now on."""
    dispatcher = rooms.house.dispatcher
    dispatcher._reactions[REACTION].__self__._channels["webchat"] = Carried()
    return dispatcher


def _park(rooms):
    """Deliveries wait, as when the process is slow or has been restarted."""
    dispatcher = _carried(rooms)
    parked = []
    rooms.house.waiting.followers.remove(dispatcher.follow)
    rooms.house.waiting.followers.append(lambda committed: parked.extend(committed.jobs))

    async def line_up():
        dispatcher._line_up(list(parked))
        parked.clear()

    def depart():
        rooms.do(line_up())
        rooms.settle()

    return depart


def test_equal_hashes_depart_without_a_new_check(rooms, conversation):
    """Nothing changed: it leaves, a confirmed warning too."""
    depart = _park(rooms)
    held = rooms.reply(conversation, SHOUT)
    rooms.reply(conversation, SHOUT, replaces=held.id, confirm=held.confirm)
    depart()

    assert rooms.names(conversation)[-1] == "ReplyDelivered"


def test_changed_facts_recall_what_was_cleared(rooms, conversation):
    """An own number is allowed when judged and no longer own on departure: a visible ReplyRecalled, then a rewrite."""
    people = rooms.house.people
    people.save_account(Account(id="own", name="Shop", own_phones=("8 800 555-20-20",)))
    depart = _park(rooms)
    made = rooms.reply(conversation, "Наш номер 8 800 555-20-20")
    people.save_account(Account(id="own", name="Shop"))
    depart()

    recalled = rooms.records(conversation)[-1]
    assert made.state == "cleared"
    assert (recalled.name, recalled.event.why, recalled.event.reply_id) == ("ReplyRecalled", "block", made.id)
    assert rooms.state(conversation).held == 1
    assert "ReplyDelivered" not in rooms.names(conversation)
    assert rooms.state(conversation).recent[AGENT.id] == ()
    rooms.reply(conversation, FINE, replaces=made.id)
    depart()
    assert rooms.names(conversation)[-1] == "ReplyDelivered"


def test_a_changed_pack_or_text_is_checked_anew(rooms, conversation):
    """Other hashes mean the whole check: clean words leave, others come back."""
    depart = _park(rooms)
    rooms.reply(conversation)
    bad = rooms.reply(conversation, "Ещё проверяю.")
    body = rooms.state(conversation).replies[bad.id].body_id
    rooms.house.recall._words[body] = PHONE  # as if something had changed the words since
    delivery = rooms.house.dispatcher._reactions["channels.deliver"].__self__
    delivery._packs = _OtherPack(rooms.house.gate)
    depart()

    assert rooms.names(conversation)[-2:] == ["ReplyDelivered", "ReplyRecalled"]


class _OtherPack:
    """The same rules under another pack's hash."""

    def __init__(self, gate):
        self._gate = gate

    def gate(self, _account_id):
        return self

    def again(self, outgoing, seal):
        return self._gate.again(outgoing, structs.replace(seal, pack="another"))


def test_another_day_is_checked_anew(rooms, conversation):
    """What was cleared yesterday leaves today when it is still clean."""
    depart = _park(rooms)
    rooms.reply(conversation)
    rooms.clock.turn(hours=30)
    depart()

    assert rooms.names(conversation)[-1] == "ReplyDelivered"
    assert dt.datetime.fromtimestamp(rooms.records(conversation)[-1].at / 1000, dt.UTC).year == 2026


def test_a_withdrawn_reply_never_departs_twice(rooms, conversation):
    """A job that comes again for a reply that has left delivers nothing more."""
    _carried(rooms)
    rooms.reply(conversation)
    rooms.settle()
    [job] = [job for commit in rooms.commits for job in commit.jobs if job.reaction == "channels.deliver"]
    again = rooms.do(rooms.house.dispatcher._reactions["channels.deliver"](job))

    assert again is None
    assert rooms.names(conversation).count("ReplyDelivered") == 1


def test_a_reply_does_not_wait_for_what_nobody_waits_for(rooms, conversation):
    """The plan of a letter for the reply before is still under way: the next reply leaves all the same, in order."""
    dispatcher = rooms.house.dispatcher
    going_on = asyncio.Event()

    async def slow(_job):
        await going_on.wait()

    dispatcher._reactions["channels.plan_letter"] = slow
    for number in range(3):
        rooms.reply(conversation, f"Ответ {number}")

    async def delivered():
        async with asyncio.timeout(10):
            while rooms.names(conversation).count("ReplyDelivered") < 3:  # noqa: ASYNC110  it is told by the store only
                await asyncio.sleep(0.005)
        going_on.set()

    rooms.do(delivered())
    rooms.settle()

    left = [r.event.reply_id for r in rooms.records(conversation) if r.name == "ReplyDelivered"]
    proposed = [r.event.reply_id for r in rooms.records(conversation) if r.name == "ReplyProposed"]
    assert left == proposed
    assert rooms.verify() == []


def test_in_the_chat_a_reply_leaves_with_its_clearing(any_rooms):
    """One commit, no job: nothing lies between the gate and what the buyer reads."""
    conversation = any_rooms.open()
    any_rooms.settle()
    any_rooms.commits.clear()
    any_rooms.reply(conversation)
    any_rooms.settle()

    [commit] = [one for one in any_rooms.commits if one.records]
    assert [record.name for record in commit.records] == ["ReplyProposed", "ReplyCleared", "ReplyDelivered"]
    assert not [job for one in any_rooms.commits for job in one.jobs]
    assert any_rooms.verify() == []


def test_behind_one_that_waits_a_reply_waits_too(rooms, conversation):
    """The first waits for its own departure; the second, which could leave at once, does not overtake it."""
    depart = _park(rooms)
    first = rooms.reply(conversation, "Первый ответ.")
    channels = rooms.house.dispatcher._reactions[REACTION].__self__._channels
    channels["webchat"] = Webchat()
    second = rooms.reply(conversation, "Второй ответ.")

    assert "ReplyDelivered" not in rooms.names(conversation)
    depart()
    left = [r.event.reply_id for r in rooms.records(conversation) if r.name == "ReplyDelivered"]
    assert left == [first.id, second.id]
