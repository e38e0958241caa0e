"""The demo shop's ledger: every deed once, under its key, in the order it was done."""

from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, func, insert, select, text

from otvet.clock import Clock, day
from otvet.market.wishes import AnyWish, Wish
from otvet.storage.database import Database
from otvet.storage.schema import shop_deeds

LOCK = 7_403_119  # PostgreSQL: a wish is weighed against what is done, and nobody does something meanwhile
FIRST = 100_000


class HandIn(Wish, frozen=True, tag="hand_in"):
    """The buyer gave the parcel of a return to the pick-up point: the demo shop's own button."""

    return_id: str


AnyDeed = AnyWish | HandIn
LETTERS = {"return": "R", "exchange": "X", "cancel": "F", "refund": "F", "promo": "PRICHAL", "bonus": "B",
           "move": "S", "complain": "C", "hand_in": "H"}  # fmt: skip


class Deed(Struct, frozen=True):
    """One thing done; `at` is in ms."""

    number: int
    id: str
    key: str
    shop_buyer_id: str
    wish: AnyDeed
    at: int

    @property
    def on(self) -> Any:
        """The day it was done."""
        return day(self.at)


Weigh = Callable[[list[Deed]], str | None]  # of the buyer's deeds so far: why not, or `None`
_wish = msgspec.json.Decoder(AnyDeed).decode
encode = msgspec.json.Encoder(order="sorted").encode


class DemoLedger:
    """Reads and writes the rows; who may have what is not decided here."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self.clock = clock

    def of_buyer(self, shop_buyer_id: str) -> list[Deed]:
        with self._database.reading() as connection:
            return _deeds(connection, shop_deeds.c.shop_buyer_id == shop_buyer_id)

    def keep(self, wish: AnyDeed, shop_buyer_id: str, key: str, weigh: Weigh) -> Deed | str:
        """The deed under this key, done now unless it was done before; or why it is not done."""
        with self._database.writing() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
            known = _deeds(connection, shop_deeds.c.key == key)
            if known:
                same = encode(known[0].wish) == encode(wish) and known[0].shop_buyer_id == shop_buyer_id
                return known[0] if same else "key_reused"
            refusal = weigh(_deeds(connection, shop_deeds.c.shop_buyer_id == shop_buyer_id))
            if refusal:
                return refusal
            last = connection.execute(select(func.max(shop_deeds.c.number))).scalar() or FIRST
            deed = Deed(last + 1, _id(wish, last + 1), key, shop_buyer_id, wish, self.clock.now())
            connection.execute(insert(shop_deeds).values(_row(deed)))
        return deed


def _id(wish: AnyDeed, number: int) -> str:
    letters = LETTERS[str(wish.__struct_config__.tag)]
    return f"{letters}{number}" if letters == "PRICHAL" else f"{letters}-{number}"


def _row(deed: Deed) -> dict[str, Any]:
    return {
        "number": deed.number, "id": deed.id, "key": deed.key, "shop_buyer_id": deed.shop_buyer_id, "at": deed.at,
        "order_number": getattr(deed.wish, "order", None), "wish": encode(deed.wish).decode(),
    }  # fmt: skip


def _deeds(connection: Connection, condition: Any) -> list[Deed]:
    rows = connection.execute(select(shop_deeds).where(condition).order_by(shop_deeds.c.number))
    return [Deed(row.number, row.id, row.key, row.shop_buyer_id, _wish(row.wish), row.at) for row in rows]
