"""What a letter is made of: heads nobody forges from inside, three languages, nothing in HTML but our own markup."""

import re

import pytest
from aiosmtpd.smtp import AuthResult

from mail_server import handed, mail_server
from otvet.channels.email.notices import AnswerWaits, RatingAsked, TranscriptReady
from otvet.channels.email.writing import Envelope, one_line, wired, write
from otvet.outside.smtp import Accepted, Never, NotNow, Server
from otvet.policy import Context, Outgoing

HOSTILE = 'Лавка"\r\nBcc: victim@mail.example\r\n\r\n<script>alert(1)</script>\u202e'
SAID = "Здравствуйте! Посылка <b>завтра</b> & <script>alert(1)</script>\nВторая строка"

READ_BACK = {"ru": "почту мы пока не читаем", "en": "mail is not read yet", "zh": "我们暂时不读取来信"}


def envelope(shop="Причал", to="buyer@mail.example"):
    return Envelope(
        sender="support@shop.example", shop=shop, to=to, letter_id="l_1", conversation_id="c_1", earlier=("l_0",),
        at=1_792_000_000_000,
    )  # fmt: skip


def notice(kind=AnswerWaits, shop="Причал", reference="OTV-1234-5", **more):
    return kind(
        reference=reference,
        shop=shop,
        link="https://help.shop.example/chat#/k/x",
        until="5 декабря 2026 г.",
        **more,
    )


@pytest.fixture(scope="module")
def carried():
    """Sends a letter through a real server and gives back what arrived, parsed anew."""
    with mail_server() as (box, port):

        def carry(letter):
            server = Server(host="127.0.0.1", port=port, tls="none")
            told = handed(server, letter)
            assert told == Accepted()
            return box.letters[-1]

        carry.box = box
        yield carry


def test_no_name_forges_a_head(carried):
    """A shop's name with line ends and a script in it stays a name on one line."""
    arrived = carried(write(envelope(HOSTILE), notice(shop=HOSTILE), (), "ru", confirmed=False))

    assert arrived["Bcc"] is None
    assert carried.box.recipients[-1] == ("buyer@mail.example",)
    assert arrived["From"].addresses[0].addr_spec == "support@shop.example"
    assert "\n" not in arrived["Subject"]
    assert "\u202e" not in arrived["Subject"] + arrived["From"]
    assert "<script" not in carried.box.html()


@pytest.mark.parametrize("to", [
    "a@mail.example\r\nBcc: b@mail.example", "a@mail.example, b@mail.example", "<a@mail.example>", "nobody", "@x", "a@",
    "a b@mail.example", 'a"@mail.example', "a@" + "x" * 70 + ".example",
])  # fmt: skip
def test_what_is_no_address_gets_no_letter(to):
    """Refused before anything is connected."""
    with pytest.raises((ValueError, UnicodeError)):
        write(envelope(to=to), notice(), (), "ru", confirmed=False)


@pytest.mark.parametrize(
    ("language", "subject"),
    [("ru", "Поддержка ответила"), ("en", "Support has answered"), ("zh", "客服已回复")],
)
def test_subjects_arrive_as_written(carried, language, subject):
    """Russian and Chinese heads are encoded on the wire in lines of legal length and read back the same."""
    letter = write(envelope(), notice(), (), language, confirmed=False)
    arrived = carried(letter)
    wire = letter.as_bytes()

    assert arrived["Subject"] == f"[OTV-1234-5] {subject} · Причал"
    assert arrived["Content-Language"] == language
    assert wire.partition(b"\r\n\r\n")[0].isascii()
    assert max(map(len, wire.split(b"\r\n"))) <= 998
    assert READ_BACK[language] in carried.box.text()


def test_a_long_name_is_cut_and_the_number_stays(carried):
    """The reference number stands first, so what is cut off is the shop's name."""
    for shop in ("Очень длинное имя магазина " * 40, "很长的店名" * 100):
        arrived = carried(write(envelope(shop), notice(shop=shop), (), "zh", confirmed=False))
        assert arrived["Subject"].startswith("[OTV-1234-5] ")
        assert len(arrived["Subject"]) <= 180
        assert arrived["Subject"].endswith("…")


def test_a_domain_in_other_letters_goes_by_its_ascii_name():
    """As mail servers know it."""
    assert wired("buyer@почта.рф") == "buyer@xn--80a1acny.xn--p1ai"


def test_a_server_that_cannot_write_to_an_address_says_so(carried):
    """Russian letters before the @ need SMTPUTF8, which this server has not."""
    del carried
    with mail_server(enable_SMTPUTF8=False) as (box, port):
        letter = write(envelope(to="покупатель@mail.example"), notice(), (), "ru", confirmed=False)
        told = handed(Server(host="127.0.0.1", port=port, tls="none"), letter)

    assert told == Never("smtputf8")
    assert box.letters == []


def test_html_holds_no_markup_of_a_stranger(carried, one_gate):
    """A cleared text is words: its brackets arrive as brackets; nothing is loaded from anywhere."""
    cleared = one_gate.clear(Outgoing(text=SAID, context=Context(surface="chat"), released_by="st_1"))
    carried(write(envelope(), notice(), (cleared,), "ru", confirmed=True))
    page = carried.box.html()

    assert "&lt;script&gt;" in page
    assert not re.search(r"<(script|img|iframe|object|link|form|input)\b", page)
    assert re.findall(r'(?:href|src)="([^"]*)"', page) == ["https://help.shop.example/chat#/k/x"]
    assert "завтра&lt;/b&gt;" in page
    assert "> Вторая строка" in carried.box.text()


def test_only_what_is_cleared_gets_in():
    """A text, a held reply, or anything that looks like it is refused by type."""
    for wrong in ("text", object(), None):
        with pytest.raises(TypeError):
            write(envelope(), notice(), (wrong,), "ru", confirmed=True)


@pytest.mark.parametrize("kind", [AnswerWaits, TranscriptReady, RatingAsked])
@pytest.mark.parametrize("language", ["ru", "en", "zh"])
def test_an_unconfirmed_address_reads_nothing(one_gate, kind, language):
    """Whatever is handed in, no word of the conversation is in the letter."""
    cleared = one_gate.clear(Outgoing(text="Посылка приедет завтра.", context=Context(surface="chat")))
    more = {"transcript": "Посылка приедет завтра."} if kind is TranscriptReady else {}
    letter = write(envelope(), notice(kind, **more), (cleared,), language, confirmed=False)
    read = letter.as_string() + "".join(
        p.get_content() for p in letter.walk() if p.get_content_maintype() == "text"
    )

    assert "Посылка" not in read
    assert list(letter.iter_attachments()) == []
    assert "https://help.shop.example/chat#/k/x" in letter.get_body(("plain",)).get_content()


def test_heads_have_one_line():
    """Line ends of every kind, controls and direction marks become spaces."""
    assert one_line("a\r\nb\u2028c\x00d\u202ee\x85f", 50) == "a b c d e f"


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_the_operators_password_is_used_and_not_shown():
    """A server that asks for it gets it; a wrong one is no reason to give the letter up."""

    def check(*asked):  # noqa: ANN002  server, session, envelope, mechanism, what was given
        return AuthResult(
            success=(asked[-1].login, asked[-1].password) == (b"otvet", b"secret"), handled=False
        )

    with mail_server(authenticator=check, auth_required=True, auth_require_tls=False) as (box, port):
        letter = write(envelope(), notice(), (), "ru", confirmed=False)
        known = Server(host="127.0.0.1", port=port, tls="none", user="otvet", password="secret")
        wrong = Server(host="127.0.0.1", port=port, tls="none", user="otvet", password="guess")
        told = [handed(one, letter) for one in (wrong, known)]

    assert told == [NotNow("sign-in"), Accepted()]
    assert len(box.letters) == 1
    assert "secret" not in repr(known)
