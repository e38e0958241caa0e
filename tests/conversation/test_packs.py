"""Rules tuned per account, with history; every verdict can be replayed with the pack of its time."""

import datetime as dt

import pytest
from sqlalchemy import select, update

from otvet.conversation.appeal import Replaying
from otvet.conversation.packs import Packs
from otvet.conversation.past import past_replies, verdicts_of
from otvet.conversation.shelf import file_of
from otvet.conversation.tunings import ALWAYS, Adjustment
from otvet.errors import BadInput, Conflict, NotAllowed, NotFound
from otvet.people.accounts import Account
from otvet.policy import Gate
from otvet.storage.backup import backup, restore
from otvet.storage.database import open_database
from otvet.storage.filebox import Folder
from otvet.storage.schema import contexts, packs, tunings
from rooms import AGENT, FINE, PHONE, SELLER, SENIOR, SHOUT, SUPERVISOR

BLOCK = Adjustment(rule="uppercase", what="severity", name="chat", after="block")
TERM = "ваш"  # in SHOUT twice words are shouted: ВАШ and СЕГОДНЯ


def _allowed(term, until):
    return Adjustment(rule="uppercase", what="term", name=term, after=until)


def _day(rooms, days=0):
    return (
        (dt.datetime.fromtimestamp(rooms.clock.now() / 1000, dt.UTC) + dt.timedelta(days)).date().isoformat()
    )


@pytest.fixture
def conversation(rooms):
    return rooms.open()


def _adjust(rooms, wish, *, by=SUPERVISOR, account="own", reason="Бренд"):
    return rooms.house.packs.adjust(by, account, wish, reason)


def test_a_tuned_severity_counts_at_once(rooms, conversation):
    """What was a warning is a block for the next reply, and its hash is another one."""
    before = rooms.house.gate.pack_hash
    assert rooms.reply(conversation, SHOUT).why == "warn"
    _adjust(rooms, BLOCK)

    made = rooms.reply(conversation, SHOUT)
    assert (made.why, made.verdict.pack != before) == ("block", True)
    assert rooms.house.gate.pack_hash == made.verdict.pack


def test_a_confirmation_of_before_does_not_confirm_after(rooms, conversation):
    """`confirm` holds for text, findings and pack: a change of the rules moves it."""
    made = rooms.reply(conversation, SHOUT)
    _adjust(rooms, _allowed("новое слово", ALWAYS))

    again = rooms.reply(conversation, SHOUT, replaces=made.id, confirm=made.confirm)
    assert again.state == "held"
    assert again.confirm not in {None, made.confirm}
    assert rooms.reply(conversation, SHOUT, replaces=again.id, confirm=again.confirm).state == "cleared"


def test_an_allowed_term_ends_with_its_last_day_without_a_restart(rooms, conversation):
    """By the clock that was handed in; the pack is the same, the day is not."""
    _adjust(rooms, _allowed("{ваш,сегодня}", _day(rooms, 1)))
    pack = rooms.house.gate.pack_hash

    assert rooms.reply(conversation, SHOUT).state == "cleared"
    rooms.clock.turn(hours=24)
    assert rooms.reply(conversation, SHOUT).state == "cleared"
    rooms.clock.turn(hours=24)
    assert rooms.reply(conversation, SHOUT).why == "warn"
    assert rooms.house.gate.pack_hash == pack


def test_an_account_is_tuned_alone(rooms):
    """Another account's texts are judged as its pack says."""
    rooms.house.people.save_account(Account(id="market", name="Market"))
    _adjust(rooms, BLOCK, account="market")

    assert rooms.house.packs.gate("market").pack_hash != rooms.house.packs.gate("own").pack_hash
    assert rooms.reply(rooms.open(), SHOUT).why == "warn"


def test_the_history_says_who_when_from_what_to_what_and_why(rooms):
    """Nothing is written over; going back is a change too."""
    _adjust(rooms, BLOCK, reason="Жалобы")
    rooms.clock.turn(seconds=5)
    _adjust(rooms, Adjustment(rule="uppercase", what="severity", name="chat", after=None), reason="Хватит")

    first, second = rooms.house.packs.history("own")
    assert (first.number, first.before, first.after, first.reason, first.by_id) == (
        1,
        None,
        "block",
        "Жалобы",
        SUPERVISOR.id,
    )
    assert (second.number, second.before, second.after, second.at - first.at) == (2, "block", None, 5_000)
    assert rooms.house.gate.pack_hash == Gate.load().pack_hash


@pytest.mark.parametrize("actor", [AGENT, SENIOR, SELLER])
def test_only_those_who_lead_change_rules(rooms, actor):
    """Agents, senior agents and sellers do not."""
    with pytest.raises(NotAllowed):
        _adjust(rooms, BLOCK, by=actor)
    assert rooms.house.packs.history("own") == []


@pytest.mark.parametrize(
    ("wish", "reason", "said"),
    [
        (BLOCK, " ", "Say why"),
        (BLOCK, "я" * 1_001, "Say why"),
        (
            Adjustment(rule="profanity", what="severity", name="chat", after="advise"),
            "Да",
            "lowered to 'warn'",
        ),
        (Adjustment(rule="nobody", what="severity", name="chat", after="warn"), "Да", "no rule 'nobody'"),
        (_allowed("слово", "2020-01-01"), "Да", "is over"),
        (_allowed("слово", "soon"), "Да", "is a date such as"),
        (_allowed("сло{во", ALWAYS), "Да", "braces"),
        (Adjustment(rule="uppercase", what="severity", name="chat", after=None), "Да", "so already"),
    ],
)
def test_what_cannot_be_changed_is_refused_and_nothing_is_stored(rooms, wish, reason, said):
    """With the reason, and what may be."""
    with pytest.raises(BadInput, match=said):
        _adjust(rooms, wish, reason=reason)
    assert rooms.house.packs.history("own") == []


def test_two_changes_in_one_moment_are_not_mixed(rooms, monkeypatch):
    """The second one is told to look first."""
    _adjust(rooms, BLOCK)
    monkeypatch.setattr(Packs, "history", lambda _self, _account: [])

    with pytest.raises(Conflict, match="same moment"):
        _adjust(rooms, _allowed("слово", ALWAYS))


def test_another_server_sees_a_change_within_seconds(rooms):
    """It looks again; until then it goes on with what it knows."""
    house = rooms.house
    other = Packs(house.database, house.shelf, house.people, ("ozon", Gate.load()), rooms.clock)
    before = other.gate("own").pack_hash
    _adjust(rooms, BLOCK)

    assert other.gate("own").pack_hash == before
    rooms.clock.turn(seconds=4)
    assert other.gate("own").pack_hash == house.gate.pack_hash != before


def test_a_change_that_a_newer_pack_cannot_take_is_left_out(rooms):
    """Rules come and go; the server judges on."""
    _adjust(rooms, BLOCK)
    with rooms.house.database.writing() as connection:
        connection.execute(update(tunings).values(rule="gone-with-the-old-pack"))
    rooms.clock.turn(seconds=4)
    rooms.house.packs._in_force.clear()

    context = rooms.do(rooms.house.gathering.context(rooms.state(rooms.open()), (), "ru"))

    assert rooms.house.gate.check(SHOUT, context).verdict == "warn"


def _replayed(rooms, wanted):
    replaying = Replaying(rooms.house.shelf, None)
    return [
        (one.outcome, one.past) for one in map(replaying.again, verdicts_of(rooms.house.database, wanted))
    ]


def test_a_verdict_comes_out_as_it_did_with_the_pack_of_its_time(rooms, conversation):
    """After the rules have changed twice, held, released and cleared replies alike."""
    held = rooms.reply(conversation, PHONE)
    rooms.settle()
    _adjust(rooms, BLOCK)
    shouted = rooms.reply(conversation, SHOUT)
    rooms.do(rooms.house.replies.release(SENIOR, conversation, held.id, "Это наш номер"))
    _adjust(rooms, _allowed("{ваш,сегодня}", ALWAYS))
    fine = rooms.reply(conversation, SHOUT)
    rooms.settle()

    found = _replayed(rooms, rooms.state(conversation).reference)
    assert [outcome for outcome, _ in found] == ["equal"] * 4
    assert [(past.reply_id, past.event, past.verdict) for _, past in found] == [
        (held.id, "ReplyHeld", "block"), (shouted.id, "ReplyHeld", "block"),
        (held.id, "ReplyCleared", "block"), (fine.id, "ReplyCleared", "allow"),
    ]  # fmt: skip
    assert len({past.pack for _, past in found}) == 3
    assert _replayed(rooms, fine.id)[0][1].context.history == (PHONE,)


def test_what_cannot_be_replayed_is_said(rooms, conversation):
    """No pack, no context, no words: three different answers."""
    made = rooms.reply(conversation, SHOUT)
    [[_, past]] = _replayed(rooms, made.id)
    box = rooms.house.attachments._box
    box._path(file_of(past.pack)).write_bytes(b"damaged")
    assert _replayed(rooms, made.id)[0][0] == "no-pack"
    with pytest.raises(NotFound, match="damaged"):
        rooms.house.shelf.content(past.pack)
    with rooms.house.database.writing() as connection:
        connection.execute(contexts.delete())
    assert _replayed(rooms, made.id)[0][0] == "no-context"


def test_other_models_are_said(rooms, conversation):
    """A verdict that models had a part in is not called equal without them."""
    made = rooms.reply(conversation, SHOUT)
    [past] = verdicts_of(rooms.house.database, made.id)
    from msgspec import structs

    again = Replaying(rooms.house.shelf, None).again(structs.replace(past, models="others"))
    assert again.outcome == "models"
    assert [f.rule for f in again.verdict.findings] == ["uppercase", "uppercase"]


def test_the_past_is_the_newest_replies_with_their_context(rooms, conversation):
    """Oldest first, as they were judged: the facts of their day."""
    texts = [FINE, "Ещё проверяю.", SHOUT]
    for text in texts:
        rooms.reply(conversation, text)

    found = past_replies(rooms.house.database)
    assert [one.text for one in found] == texts
    assert [one.text for one in past_replies(rooms.house.database, 2)] == texts[1:]
    assert past_replies(rooms.house.database, account_id="another") == []
    assert found[2].context.history == (FINE, "Ещё проверяю.")
    assert found[2].context.facts.policy
    with rooms.house.database.reading() as connection:
        assert len(connection.execute(select(contexts)).all()) == 1  # the same facts are kept once


def test_packs_go_into_a_backup_and_come_back(rooms, conversation, tmp_path):
    """Also the tuned ones; what is missing is a fault that verify names."""
    _adjust(rooms, BLOCK)
    made = rooms.reply(conversation, SHOUT)
    box = rooms.house.attachments._box
    backup(rooms.house.database, box, tmp_path / "all.tar.gz", lambda _what, _number: None)
    new, new_box = open_database(f"sqlite:///{tmp_path / 'new.db'}"), Folder(tmp_path / "new")
    restore(new, new_box, tmp_path / "all.tar.gz", clock=rooms.clock, progress=lambda _what, _number: None)

    [past] = verdicts_of(new, made.id)
    assert new_box.get(file_of(past.pack)) == box.get(file_of(past.pack))
    assert rooms.verify() == []
    box._path(file_of(past.pack)).unlink()
    assert any("cannot be replayed" in fault for fault in rooms.verify())


def test_packs_of_an_earlier_version_are_moved_among_the_files(rooms):
    """They lay in the database; they are the same packs after."""
    gate = rooms.house.gate
    with rooms.house.database.writing() as connection:
        connection.execute(update(packs).values(content=gate.pack_content))
    rooms.house.attachments._box._path(file_of(gate.pack_hash)).unlink()

    assert rooms.house.shelf.content(gate.pack_hash) == gate.pack_content
    rooms.house.shelf.move_old()
    assert rooms.house.shelf.content(gate.pack_hash) == gate.pack_content
    assert rooms.verify() == []
