"""Open, write, note, take, resolve, read: what each does, to whom it shows, and that twice is once."""

import pytest

from otvet.conversation.needs_reply import needs_reply
from otvet.errors import BadInput, KeyReused, NotAllowed, NotFound
from otvet.storage.reference import of as reference_of
from rooms import AGENT, BUYER, COLLEAGUE, MODERATOR, OTHER_SELLER, SELLER, STRANGER, SUPERVISOR


@pytest.fixture
def conversation(rooms):
    made = rooms.open(seller_id=SELLER.seller_id)
    rooms.settle()
    return made


def test_opening_gives_a_reference_and_the_first_message(rooms):
    """Two events at once, a number people can read out, and the wait begins."""
    conversation = rooms.open("Где мой заказ?", topic="order-not-received", language="zh")
    state = rooms.state(conversation)

    assert rooms.names(conversation)[:2] == ["ConversationOpened", "MessageReceived"]
    assert (state.topic, state.language, state.status, state.buyer_id) == (
        "order-not-received",
        "zh",
        "open",
        BUYER.id,
    )
    assert len(state.reference) == len("7314-8825")
    assert state.reference != reference_of(1, 0)
    assert state.waiting_since == rooms.clock.now()


def test_opening_twice_with_one_key_is_one_conversation(rooms):
    """Ten at once, and again later: the same answer; another text under the key is refused."""
    from otvet.conversation.conversations import Opening

    front, opening = rooms.house.conversations, Opening(text="Где заказ?")
    made = rooms.together(*(front.open(BUYER, opening, "k") for _ in range(10)))
    later = rooms.do(front.open(BUYER, opening, "k"))

    assert len({str(one.answer) for one in (*made, later)}) == 1
    assert rooms.house.store.cursor()[1] == 2 or rooms.settle() is None
    assert len(rooms.house.store.page(BUYER, "all", None, 50).items) == 1
    with pytest.raises(KeyReused):
        rooms.do(front.open(BUYER, Opening(text="Другое"), "k"))
    assert rooms.do(front.open(STRANGER, opening, "k")).answer != later.answer


def test_opening_again_with_files_finds_them(rooms):
    """A repeated request cites files that the first one has tied already: the same answer, not a refusal."""
    from otvet.conversation.conversations import Opening

    sent = rooms.do(rooms.house.attachments.take(BUYER, "a.txt", b"text"))
    opening = Opening(text="Вот", files=(sent["id"],))
    first = rooms.do(rooms.house.conversations.open(BUYER, opening, "k"))

    assert rooms.do(rooms.house.conversations.open(BUYER, opening, "k")).answer == first.answer
    with pytest.raises(NotFound):
        rooms.open("Ещё", files=(sent["id"],))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": ""}, "empty"), ({"text": " \n"}, "empty"), ({"text": "x" * 10_001}, "10001"), ({"text": "a\x00"}, "NUL"),
        ({"text": "x", "topic": "weather"}, "topic"),
    ],
    ids=["empty", "blank", "too long", "NUL", "topic"],
)  # fmt: skip
def test_what_cannot_be_opened(rooms, fields, said):
    """Refused with what is allowed, and nothing is stored."""
    with pytest.raises(BadInput, match=said):
        rooms.open(**fields)
    assert rooms.house.store.cursor()[1] == 0


def test_only_buyers_open_and_write(rooms, conversation):
    """Staff answer; another buyer reads the conversation as absent."""
    with pytest.raises(NotAllowed):
        rooms.open(by=AGENT)
    with pytest.raises(NotAllowed):
        rooms.write(conversation, by=AGENT)
    with pytest.raises(NotFound):
        rooms.write(conversation, by=STRANGER)
    with pytest.raises(NotFound):
        rooms.write("c_none")


def test_writing_on_reopens(rooms, conversation):
    """A resolved conversation is open again, counted, and waits; seq is told right."""
    rooms.do(rooms.house.conversations.resolve(AGENT, conversation))
    assert rooms.state(conversation).waiting_since is None
    rooms.clock.turn(hours=1)
    written = rooms.write(conversation, "Не решено")

    state = rooms.state(conversation)
    names = rooms.names(conversation)
    assert names[: written.answer["seq"]][-2:] == ["Reopened", "MessageReceived"]
    assert set(names[written.answer["seq"] :]) <= {"ClocksSet"}
    assert (state.status, state.reopened, state.waiting_since) == ("open", 1, rooms.clock.now())


def test_the_wait_counts_from_the_first_unanswered_message(rooms, conversation):
    """Further messages do not make the wait shorter; an answer ends it; thanks begin none."""
    began = rooms.state(conversation).waiting_since
    rooms.clock.turn(hours=1)
    rooms.write(conversation, "Ау?")
    assert rooms.state(conversation).waiting_since == began
    rooms.reply(conversation)
    rooms.settle()
    assert rooms.state(conversation).waiting_since is None
    rooms.write(conversation, "Спасибо!")
    assert rooms.state(conversation).waiting_since is None
    rooms.write(conversation, "А когда?")
    assert rooms.state(conversation).waiting_since == rooms.clock.now()


@pytest.mark.parametrize(
    "text",
    ["Спасибо!", "спасибо большое", "Ок", "Хорошо, спасибо.", "ясно", "Thanks!", "ok, thank you", "Got it, thanks", "谢谢",
     "好的，谢谢！", "收到", "明白了，谢谢您", "👍", "Отлично 👍", "до свидания"],
)  # fmt: skip
def test_thanks_need_no_answer(text):
    """Short agreement and thanks alone, in three languages."""
    assert not needs_reply(text, has_files=False)


@pytest.mark.parametrize(
    "text",
    ["Спасибо, а когда доставка?", "Ок, но где заказ", "спасибо за ничего", "?", "", "Хорошо бы вернуть деньги", "Thanks, but where is it",
     "ok so?", "谢谢，什么时候到？", "好的什么时候", "не спасибо", "okапи", "да", "ок " * 40],
)  # fmt: skip
def test_everything_else_needs_an_answer(text):
    """Doubt means that a person looks."""
    assert needs_reply(text, has_files=False)


def test_thanks_with_a_picture_need_an_answer():
    """A file may be the question."""
    assert needs_reply("Спасибо", has_files=True)


def test_a_team_note_is_for_the_operators_people(rooms, conversation):
    """Agents and moderators read it; seller and buyer do not."""
    rooms.note(conversation, "Для своих")

    shown = {by.id: "Для своих" in [r.text for r in rooms.records(conversation, by=by)]
             for by in (AGENT, COLLEAGUE, MODERATOR, SELLER, BUYER)}  # fmt: skip
    assert shown == {
        AGENT.id: True,
        COLLEAGUE.id: True,
        MODERATOR.id: True,
        SELLER.id: False,
        BUYER.id: False,
    }


def test_a_seller_note_is_shared_with_the_seller(rooms, conversation):
    """Both sides write and read it, the buyer never does; a seller cannot write a team note."""
    rooms.note(conversation, "Продавцу", audience="seller")
    rooms.note(conversation, "От продавца", by=SELLER, audience="seller")

    texts = {by.id: [r.text for r in rooms.records(conversation, by=by) if r.event.kind == "note"]
             for by in (AGENT, SELLER, BUYER)}  # fmt: skip
    assert texts == {
        AGENT.id: ["Продавцу", "От продавца"],
        SELLER.id: ["Продавцу", "От продавца"],
        BUYER.id: [],
    }
    with pytest.raises(NotAllowed, match="audience=seller"):
        rooms.note(conversation, by=SELLER)
    with pytest.raises(NotFound):
        rooms.note(conversation, by=OTHER_SELLER, audience="seller")
    with pytest.raises(NotAllowed):
        rooms.note(conversation, by=BUYER)


def test_notes_have_their_own_limits(rooms, conversation):
    """Longer than messages may be, never empty, and neither judged nor counted as an answer."""
    rooms.note(conversation, "x" * 20_000)
    rooms.note(conversation, "тел. 8 916 123-45-67")
    for text in ("x" * 20_001, " "):
        with pytest.raises(BadInput):
            rooms.note(conversation, text)
    assert rooms.state(conversation).waiting_since is not None


@pytest.mark.parametrize(
    ("act", "event"),
    [
        (lambda f, c: f.assign(AGENT, c, AGENT.id), "Assigned"),
        (lambda f, c: f.resolve(AGENT, c), "Resolved"),
        (lambda f, c: f.change_topic(AGENT, c, "refund"), "TopicChanged"),
    ],
    ids=["assign", "resolve", "topic"],
)
def test_twice_is_once(rooms, conversation, act, event):
    """A repeated or doubled click leaves one event."""
    front = rooms.house.conversations
    rooms.together(*(act(front, conversation) for _ in range(5)))
    rooms.do(act(front, conversation))

    assert rooms.names(conversation).count(event) == 1


def test_take_hand_over_and_give_back(rooms):
    """Each change is an event; the views follow."""
    front, conversation = rooms.house.conversations, rooms.open()
    for assignee in (AGENT.id, COLLEAGUE.id, None):
        rooms.do(front.assign(SUPERVISOR, conversation, assignee))
        mine = {by.id: len(rooms.house.store.page(by, "mine", None, 50).items) for by in (AGENT, COLLEAGUE)}
        assert mine == {AGENT.id: int(assignee == AGENT.id), COLLEAGUE.id: int(assignee == COLLEAGUE.id)}
    assert len(rooms.house.store.page(AGENT, "unassigned", None, 50).items) == 1


def test_resolve_and_reopen_move_between_views(rooms):
    """Resolved ones leave the open views and come back."""
    front, store, conversation = rooms.house.conversations, rooms.house.store, rooms.open()
    rooms.do(front.resolve(AGENT, conversation))
    assert [len(store.page(AGENT, view, None, 50).items) for view in ("all", "resolved")] == [0, 1]
    rooms.do(front.reopen(AGENT, conversation))
    rooms.do(front.reopen(AGENT, conversation))
    assert [len(store.page(AGENT, view, None, 50).items) for view in ("all", "resolved")] == [1, 0]
    assert rooms.names(conversation).count("Reopened") == 1


def test_read_marks_never_go_back_nor_beyond(rooms, conversation):
    """An older mark changes nothing; nobody has read what is not there."""
    front = rooms.house.conversations
    rooms.write(conversation, "Ещё")
    last = rooms.state(conversation).last_seq
    rooms.do(front.read(BUYER, conversation, last))
    rooms.do(front.read(BUYER, conversation, 1))
    rooms.do(front.read(AGENT, conversation, 2**31 - 1))

    state = rooms.state(conversation)
    assert state.read_buyer == last
    assert state.read_staff <= state.last_seq
    marks = [r.event.seq for r in rooms.records(conversation) if r.name == "ReadUpTo"]
    assert len(marks) == 2
    assert marks[0] == last


def test_unread_counts_the_other_side(rooms):
    """For an agent the buyer's messages since the own mark, for the buyer the replies that came."""
    conversation = rooms.open()
    rooms.write(conversation, "Ещё")
    rooms.reply(conversation)
    rooms.settle()

    def unread(by):
        return rooms.house.store.page(by, "all", None, 50).items[0].unread

    assert (unread(AGENT), unread(COLLEAGUE), unread(BUYER)) == (2, 2, 1)
    rooms.do(rooms.house.conversations.read(AGENT, conversation, rooms.state(conversation).last_seq))
    assert (unread(AGENT), unread(COLLEAGUE), unread(BUYER)) == (0, 2, 1)
    rooms.do(rooms.house.conversations.read(BUYER, conversation, rooms.state(conversation).last_seq))
    assert unread(BUYER) == 0


def test_pages_go_through_everything_once(rooms):
    """The cursor of a page continues where it ended, newest change first."""
    made = [rooms.open(f"Вопрос {n}") for n in range(7)]
    rooms.settle()
    store, seen, after = rooms.house.store, [], None
    while True:
        page = store.page(AGENT, "all", after, 3)
        seen += [one.conversation.id for one in page.items]
        after = page.next
        if after is None:
            break

    assert sorted(seen) == sorted(made)
    assert store.counts(AGENT) == {
        "mine": 0, "unassigned": 7, "all": 7, "waiting": 7, "late": 0, "snoozed": 0, "mentions": 0, "held": 0,
        "approvals": 0,
    }  # fmt: skip
    assert store.counts(STRANGER)["all"] == 0


def test_the_preview_is_what_both_sides_have_seen(rooms, conversation):
    """Last public words: never a note, never a held reply."""
    rooms.note(conversation, "тайна")
    rooms.reply(conversation, "тел 8 916 123-45-67")
    rooms.settle()
    [listed] = rooms.house.store.page(BUYER, "all", None, 50).items

    assert (listed.conversation.preview[0], listed.preview) == ("buyer", "Где мой заказ?")
