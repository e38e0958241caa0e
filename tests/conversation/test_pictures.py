"""A reply with a picture: held while it is read, then cleared or held for what stands in it."""

import shutil
import sys

import pytest
import zxingcpp
from msgspec import structs

from drawn import card, code, jpeg, photo, png
from otvet.conversation.picture_reader import Bounds, PictureReader
from rooms import AGENT, BUYER, FINE, PHONE, SELLER, SENIOR, SHOUT, SUPERVISOR

words = pytest.mark.skipif(not shutil.which("tesseract"), reason="tesseract is not installed")
PROGRAM = structs.replace(AGENT, id="t_1", attended=False)


@pytest.fixture
def conversation(rooms):
    made = rooms.open(seller_id=SELLER.seller_id)
    rooms.settle()
    return made


def upload(rooms, image, *, by=AGENT, name="фото.png"):
    """A file of this person; its id."""
    return rooms.do(rooms.house.attachments.take(by, name, png(image)))["id"]


def outcome(rooms, conversation):
    """The last event of replies."""
    return [r for r in rooms.records(conversation) if r.name.startswith(("Reply", "Delivery"))][-1]


def blind(rooms, program=("/bin/false",), *, seconds=5):
    """A reader whose program does what the test wants."""
    reader = PictureReader("", Bounds(seconds=seconds), program)
    rooms.house.readings.reader = reader
    return reader


@words
def test_a_clean_picture_goes_out_by_itself(rooms, conversation):
    """Held with `reading` at first, 201 as ever; read, judged again, delivered without a hand."""
    made = rooms.reply(conversation, files=(upload(rooms, photo()),))
    assert (made.state, made.why) == ("held", "reading")
    rooms.settle()

    assert rooms.names(conversation)[-4:] == ["ReplyProposed", "ReplyHeld", "ReplyCleared", "ReplyDelivered"]
    assert rooms.state(conversation).replies == {}
    assert rooms.records(conversation, by=BUYER)[-1].event.files


@words
def test_a_phone_number_in_a_picture_is_held(rooms, conversation):
    """The finding names the file and the place in it; the words are in no event."""
    file = upload(rooms, card("Звоните мне", "+7 916 123-45-67"))
    rooms.reply(conversation, files=(file,))
    rooms.settle()

    held = outcome(rooms, conversation).event
    assert (held.why, held.verdict) == ("block", "block")
    number = next(
        f for f in held.findings if f.rule == "contact-exchange" and f.file == file and f.box[1] > 90
    )
    assert 30 <= number.box[0] <= 60
    assert 200 <= number.box[2] <= 500
    reading = rooms.house.readings.known([file])[file]
    assert "916" in reading.text[number.start : number.end]
    assert "916" not in rooms.house.timeline.encode(held)
    assert "ReplyDelivered" not in rooms.names(conversation)


@pytest.mark.parametrize(
    ("content", "kind", "why"),
    [
        ("https://t.me/ivan_shop", "QRCode", "block"),
        ("tel:+79161234567", "QRCode", "block"),
        ("http://cheap.example/kettle", "DataMatrix", "block"),
        ("https://www.ozon.ru/product/chaynik-12345678/", "QRCode", None),
        ("4006381333931", "EAN13", None),
    ],
)
@words
def test_a_code_is_followed_by_the_rules(rooms, conversation, content, kind, why):
    """A foreign link or a contact is held; our own shop and a bar code of goods are nothing."""
    file = upload(rooms, code(content, getattr(zxingcpp.BarcodeFormat, kind)))
    rooms.reply(conversation, files=(file,))
    rooms.settle()

    last = outcome(rooms, conversation)
    assert getattr(last.event, "why", None) == why
    assert last.name == ("ReplyHeld" if why else "ReplyDelivered")


def test_codes_are_read_without_tesseract_and_words_wait_for_a_person(rooms, conversation):
    """The pack holds what nobody could read: `unread`; a code that leads away blocks all the same."""
    blind(rooms, PictureReader("", Bounds())._program, seconds=20)
    rooms.reply(conversation, files=(upload(rooms, photo()),))
    rooms.settle()
    held = outcome(rooms, conversation).event
    assert (held.why, held.unchecked) == ("unread", ("pictures",))
    assert rooms.house.readings.reader.told.startswith("absent")

    rooms.reply(conversation, files=(upload(rooms, code("https://t.me/ivan_shop")),))
    rooms.settle()
    assert outcome(rooms, conversation).event.why == "block"


def test_a_person_lets_go_what_could_not_be_read(rooms, conversation):
    """A release says that the picture was not checked."""
    blind(rooms)
    made = rooms.reply(conversation, files=(upload(rooms, photo()),))
    rooms.settle()
    assert outcome(rooms, conversation).event.why == "unread"
    rooms.do(rooms.house.replies.release(SENIOR, conversation, made.id, "Посмотрела: на фото чайник."))
    rooms.settle()

    cleared = next(r.event for r in rooms.records(conversation) if r.name == "ReplyCleared")
    assert cleared.unchecked == ("pictures",)
    assert outcome(rooms, conversation).name == "ReplyDelivered"


CRASHES = "import os; os.abort()"
SLEEPS = "import time; time.sleep(60)"
BABBLES = "print('[' * 2000)"
FLOODS = "import sys\nwhile True: sys.stdout.write('x' * 65536)"
LIES = """print('{"words": [], "codes": [{"kind": "QRCode", "text": "%s", "box": [0, 0, 1, 1]}]}' % ("x" * 5000))"""


@pytest.mark.parametrize(
    "fault", [CRASHES, SLEEPS, BABBLES, FLOODS, LIES], ids=["abort", "sleep", "json", "flood", "lie"]
)
def test_a_reader_that_fails_passes_nothing(rooms, conversation, fault):
    """Ended in time, tried twice, then a person sees that it could not be read; the conversation goes on."""
    began = """import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))\n"""
    blind(rooms, (sys.executable, "-c", began + fault), seconds=1)
    file = upload(rooms, photo(200, 200))
    rooms.reply(conversation, files=(file,))
    after = rooms.reply(conversation, "Проверяю.")
    rooms.settle()

    assert after.state == "cleared"
    assert rooms.house.readings.known([file])[file].state == "failed"
    assert outcome(rooms, conversation).name == "ReplyDelivered"
    [left] = rooms.state(conversation).replies.values()
    assert (left.state, left.why) == ("held", "unread")


def test_what_failed_is_tried_again_when_it_is_sent_again(rooms, conversation):
    """A picture that could not be read once is not lost for good."""
    blind(rooms)
    file = upload(rooms, photo(300, 200))
    first = rooms.reply(conversation, files=(file,))
    rooms.settle()
    blind(rooms, PictureReader("", Bounds())._program, seconds=20)
    again = rooms.reply(conversation, files=(file,), replaces=first.id)
    rooms.settle()

    assert again.why == "reading"
    assert rooms.house.readings.known([file])[file].state == "absent"


@words
def test_the_same_picture_is_read_once(rooms, conversation):
    """By content: another upload of it, in another conversation, is judged at once."""
    rooms.reply(conversation, files=(upload(rooms, photo(640, 480)),))
    rooms.settle()
    blind(rooms)  # would fail
    rooms.house.readings.reader.reads_words = False
    other = rooms.open(by=BUYER)
    made = rooms.reply(other, files=(upload(rooms, photo(640, 480)),))

    assert made.state == "cleared"


@words
def test_a_warning_confirmed_beforehand_holds_good_after_reading(rooms, conversation):
    """The author said so in the first POST; nobody has to be asked twice."""
    known = rooms.reply(conversation, SHOUT).confirm
    rooms.reply(conversation, SHOUT, confirm=known, files=(upload(rooms, photo(640, 480)),))
    rooms.settle()
    assert outcome(rooms, conversation).name == "ReplyDelivered"

    rooms.reply(conversation, SHOUT, files=(upload(rooms, photo(640, 480)),))
    assert outcome(rooms, conversation).event.why == "warn"


@words
def test_a_program_cannot_confirm_what_a_picture_warns_of(rooms, conversation):
    """Who sent it is remembered until the picture is read."""
    rooms.reply(conversation, SHOUT, by=PROGRAM, files=(upload(rooms, photo(320, 240), by=PROGRAM),))
    rooms.settle()

    assert outcome(rooms, conversation).event.why == "unattended"


def test_words_that_are_blocked_need_no_reading(rooms, conversation):
    """The worse is said at once."""
    made = rooms.reply(conversation, PHONE, files=(upload(rooms, photo(200, 200)),))

    assert (made.state, made.why) == ("held", "block")


@words
def test_withdrawn_while_it_was_read(rooms, conversation):
    """Nothing comes back."""
    made = rooms.reply(conversation, files=(upload(rooms, photo(400, 300)),))
    rooms.do(rooms.house.replies.withdraw(AGENT, conversation, made.id))
    rooms.settle()

    assert rooms.names(conversation)[-1] == "ReplyWithdrawn"


def test_a_text_file_is_judged_like_a_message(rooms, conversation):
    """No way round the gate by a file of words; long ones a person looks at."""

    def sent(text):
        taken = rooms.house.attachments.take(AGENT, "а.txt", text.encode())
        return rooms.reply(conversation, files=(rooms.do(taken)["id"],))

    assert sent(FINE).state == "cleared"
    assert sent(PHONE).why == "block"
    assert sent("Очень длинно. " * 4_000).why == "unread"


@words
def test_nothing_is_left_behind_and_the_timeline_is_sound(rooms, conversation):
    """`verify` finds the state as the events say."""
    rooms.reply(conversation, files=(upload(rooms, card("Звоните: 8 916 123-45-67")),))
    rooms.settle()

    assert rooms.verify() == []


def test_the_reader_is_bounded():
    """Too many pixels, another format, garbage: a status, no answer; without network where the system allows it."""
    import subprocess

    program = [*PictureReader("", Bounds())._program, "5", "1500"]
    for content, pixels in ((png(photo(200, 200)), 39_999), (b"GIF89a" + b"\0" * 50, 10**6), (b"", 10**6)):
        done = subprocess.run([*program, str(pixels)], input=content, capture_output=True, check=False)
        assert done.returncode != 0
        assert done.stdout == b""
    poor = subprocess.run(
        [*program[:-1], "60", "40000000"], input=jpeg(photo(3000, 3000)), capture_output=True, check=False
    )
    assert poor.returncode != 0  # 60 megabytes are not enough, and it was told so
    assert SUPERVISOR.role == "supervisor"
