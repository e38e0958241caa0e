"""Who works in the demo, and how its shop vouches for its buyers."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from msgspec import structs
from sqlalchemy import select

from otvet.bootstrap import House
from otvet.clock import Clock, SystemClock
from otvet.conversation.posts import CHANNEL
from otvet.demo import specialists, words_at_hand
from otvet.demo.catcher import Catcher, Caught
from otvet.demo.past import Past, Wanted
from otvet.errors import NotFound
from otvet.market.demo_shop import DemoShop
from otvet.people.accounts import Account
from otvet.people.identity import IdentityKey
from otvet.people.people import People
from otvet.people.staff import Newcomer, Seller
from otvet.settings import Settings
from otvet.storage.schema import conversations

PASSWORD = "demo-otvet"  # noqa: S105  printed on the sign-in page of a demo that listens on loopback only
KEY_ID = "demo"
MINUTES = 30
DEMO_PAUSE = 0.5  # minutes until an unread answer goes by e-mail: nobody waits five to see it
STAFF = (
    ("ilya@demo.otvet", "Илья Громов", "agent", "ru"),
    ("anna@demo.otvet", "Анна Белова", "senior_agent", "ru"),
    ("olga@demo.otvet", "Ольга Литвин", "supervisor", "ru"),
    ("mod@demo.otvet", "Maria Novak", "moderator", "en"),
    ("admin@demo.otvet", "Пётр Орлов", "administrator", "ru"),
    ("seller@demo.otvet", "李娜", "seller", "zh"),
)


QUESTIONS, ASKERS = 14, 18  # public ones at the first start, and two thirds of so many who ask


class DemoPeople:
    """Made anew at every start where missing; with `public`, under random passwords that are printed once.

    `lively`: with specialists whom the desk gives their share, and with what buyers asked in public before.
    """

    def __init__(self, shop: DemoShop, *, public: bool, lively: bool = False) -> None:
        self._lively = lively
        self._staff = (*STAFF, *specialists.PEOPLE) if lively else STAFF
        clock: Clock = SystemClock()
        self._clock = clock  # until a house with its own is prepared
        self._shop = shop
        self._public = public
        self._password = clock.secret()[:16] if public else PASSWORD
        self._secret = clock.secret() + clock.secret()
        self._catcher = Catcher()

    def prepare(self, house: House) -> None:
        """The shop's ledger, the own account with its key, sellers, staff."""
        self._clock = house.clock
        self._shop.move_in(house.database, house.clock)
        own = house.people.account("own")
        if KEY_ID in own.identity_keys:  # another server of the same database signs with it too
            self._secret = own.identity_keys[KEY_ID].key
        key = IdentityKey(algorithm="HS256", key=self._secret)
        house.people.save_account(
            Account(
                id="own", name="Причал", pack=own.pack,
                own_domains=own.own_domains or ("prichal.example",),
                own_phones=own.own_phones or ("8 800 555-20-20",),
                identity_keys={**own.identity_keys, KEY_ID: key},
                widget_origins=own.widget_origins or ("http://127.0.0.1:*", "http://localhost:*"),
            )
        )  # fmt: skip
        for seller in self._shop.sellers:
            house.people.add_seller(Seller(seller.id, seller.name, seller.language))  # type: ignore[arg-type]
        self._hire(house.people)
        words_at_hand.put(house)
        if self._lively:
            specialists.place(house)
            self._ask(house)

    def _ask(self, house: House) -> None:
        """What buyers asked about the shop's goods in the last weeks, where nobody has asked yet."""
        with house.database.reading() as connection:
            asked = connection.execute(
                select(conversations.c.id).where(conversations.c.channel == CHANNEL).limit(1)
            ).first()
        if asked is None:
            Past(
                house.database,
                Wanted(
                    seed=1, conversations=ASKERS, messages=0, until=house.clock.now(), questions=QUESTIONS
                ),
            ).ask()

    def _hire(self, people: People) -> None:
        known = {colleague.email: colleague for colleague in people.staff_list()}
        chinese = next(one.id for one in self._shop.sellers if one.language == "zh")
        for email, name, role, language in self._staff:
            if email not in known:
                newcomer = Newcomer(
                    email=email, name=name, password=self._password, role=role, language=language,  # type: ignore[arg-type]
                    seller_id=chinese if role == "seller" else None,
                )  # fmt: skip
                people.add_staff(newcomer)
            elif self._public:
                people.set_password(known[email].id, self._password)

    def people(self) -> Sequence[dict[str, str]]:
        """E-mail, password, name and role of each; no passwords where strangers could read them."""
        shown = "" if self._public else self._password
        return [{"email": e, "password": shown, "name": n, "role": r} for e, n, r, _ in self._staff]

    def sign_ins(self) -> str:
        """For the terminal."""
        return "\n".join(f"  {email:<20} {self._password}   {role}" for email, _, role, _ in self._staff)

    def identity_token(self, shop_buyer_id: str) -> str:
        """The shop's word for a visitor of the demo page."""
        buyer = next((one for one in self._shop.buyers if one.id == shop_buyer_id), None)
        if buyer is None:
            raise NotFound("The demo shop has no such buyer.")
        import jwt  # noqa: PLC0415  cryptography is slow to import

        now = self._clock.now() // 1000
        claims = {
            "sub": buyer.id, "name": buyer.name, "email": buyer.email, "phone": buyer.phone, "language": buyer.language, "iss": "own", "aud": "otvet",
            "iat": now, "exp": now + MINUTES * 60,
        }  # fmt: skip
        return jwt.encode(claims, self._secret, algorithm="HS256", headers={"kid": KEY_ID})

    @asynccontextmanager
    async def post_office(self, settings: Settings) -> AsyncIterator[Settings]:
        """A mail server on loopback that keeps what it gets, unless the operator named one or strangers could look."""
        if settings.smtp_host or self._public:
            yield settings
            return
        async with self._catcher.open() as port:
            pages = settings.public_url or f"http://{settings.host}:{settings.port}"
            pause = min(settings.mail_after_minutes, DEMO_PAUSE)
            yield structs.replace(
                settings, smtp_host="127.0.0.1", smtp_port=port, smtp_tls="none", mail_from="support@prichal.example",
                public_url=pages, mail_after_minutes=pause,
            )  # fmt: skip

    def letters(self) -> Sequence[Caught]:
        """What the mail server took since the start, newest first."""
        return self._catcher.letters()
