"""Somebody else's shop over HTTP: `docs/reference/shop.md` is the protocol, `otvet shop check` tries a shop against it.

The address and the key are the operator's settings.  Whoever answers may be slow, broken or wrong: reading then raises
`ShopSilent` with what was wrong, a wish is `Unheard`.  After a silence reads fail at once for a few seconds, so that a
desk and a gate which ask all the time do not stand still with the shop.
"""

from typing import Any, TypeVar
from urllib.parse import quote, urlencode

import msgspec
from msgspec import Struct

from otvet.clock import Clock
from otvet.errors import ShopSilent
from otvet.market.affairs import Affairs
from otvet.market.port import Market, Order, Product, Slot
from otvet.market.wishes import MAKES, AnyWish, Made, Outcome, Refused, Unheard
from otvet.outside.line import Line
from otvet.outside.transport import Answer, Silence

TRIES = 2
QUIET_S = 5.0  # after a silence reads are not even tried
KEPT_S = 30.0  # so long others may keep what they gathered
MOST_BYTES = 4 * 1024 * 1024
ID_CHARS = 80
LANGUAGES = ("ru", "en", "zh")
OK, CREATED, MISSING, CONFLICT, UNPROCESSABLE = 200, 201, 404, 409, 422

encode = msgspec.json.Encoder().encode


Kind = TypeVar("Kind")


class _Products(Struct):
    items: list[Product]


class _Slots(Struct):
    items: list[Slot]


class RestShop(Market):
    """A shop at `url`; `seconds` is the longest one call may take, both tries together twice that."""

    def __init__(self, url: str, key: str, clock: Clock, *, seconds: float) -> None:
        self._url = url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._clock = clock
        self._seconds = seconds
        self._line = Line()
        self._quiet_until = float("-inf")
        self._asked = 0

    def __repr__(self) -> str:
        return f"RestShop({self._url})"

    @property
    def version(self) -> str:
        return f"rest-{self._asked}-{int(self._clock.monotonic() // KEPT_S)}"

    def close(self) -> None:
        self._line.close()

    def product(self, sku: str) -> Product | None:
        return self._one("/products/", sku, Product)

    def products(self, query: str = "", limit: int = 50) -> list[Product]:
        if limit <= 0:
            return []
        path = f"/products?{urlencode({'q': query, 'limit': limit})}"
        found = self._read(path, _Products)
        return found.items[:limit] if found else []

    def order(self, number: str) -> Order | None:
        return self._one("/orders/", number, Order)

    def orders_of(self, shop_buyer_id: str) -> list[Order]:
        affairs = self.affairs(shop_buyer_id)
        return affairs.orders if affairs else []

    def affairs(self, shop_buyer_id: str) -> Affairs | None:
        return self._one("/buyers/", shop_buyer_id, Affairs)

    def slots(self, order_number: str) -> list[Slot]:
        found = self._one("/orders/", order_number, _Slots, tail="/slots")
        return found.items if found else []

    def do(self, wish: AnyWish, *, shop_buyer_id: str, key: str) -> Outcome:
        body = encode({"buyer": shop_buyer_id, "wish": wish})
        outcome: Outcome = Unheard("broken")
        for _ in range(TRIES):
            answer = self._ask("POST", "/wishes", body, {"Idempotency-Key": key})
            outcome = Unheard(answer.why) if isinstance(answer, Silence) else heard(answer, wish)
            if not isinstance(outcome, Unheard):
                break
        self._asked += 1
        return outcome

    def _one(self, before: str, name: str, kind: type[Kind], *, tail: str = "") -> Kind | None:
        if not name.strip() or len(name) > ID_CHARS or not name.isprintable() or not name.strip("."):
            return None
        return self._read(f"{before}{quote(name, safe='')}{tail}", kind)

    def _read(self, path: str, kind: type[Kind]) -> Kind | None:
        """The thing at `path`, or `None` where the shop says that it has none. Raises `ShopSilent`."""
        if self._clock.monotonic() < self._quiet_until:
            raise ShopSilent("The shop did not answer a moment ago; it is asked again in a few seconds.")
        fault = ""
        for _ in range(TRIES):
            answer = self._ask("GET", path, b"", {})
            try:
                return read(answer, kind)
            except Wrong as wrong:
                fault = f"GET {path}: {wrong}"
        self._quiet_until = self._clock.monotonic() + QUIET_S
        raise ShopSilent(f"The shop gives no usable answer. {fault}")

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer | Silence:
        return self._line.ask(
            method, self._url + path, content=body, headers={**self._headers, **headers}, seconds=self._seconds,
            most_bytes=MOST_BYTES,
        )  # fmt: skip


class Wrong(Exception):
    """An answer that is not what was agreed; says what is wrong with it."""


def read(answer: Answer | Silence, kind: type[Kind]) -> Kind | None:
    """What was asked for, or `None` for "there is none". Raises `Wrong`."""
    told = content(answer)
    if told.status == MISSING and told.body == {"found": False}:
        return None
    if told.status != OK:
        raise Wrong(f'status {told.status}; 200, or 404 with {{"found": false}}, was expected')
    return converted(told.body, kind)


def heard(answer: Answer, wish: AnyWish) -> Outcome:
    """What the shop said to a wish; whatever is not what was agreed counts as not heard."""
    try:
        return outcome_of(answer, wish)
    except Wrong:
        return Unheard("broken")


def outcome_of(answer: Answer | Silence, wish: AnyWish) -> Made | Refused:
    """`Made` or `Refused`. Raises `Wrong`."""
    told = content(answer)
    body = told.body if isinstance(told.body, dict) else {}
    if told.status in (OK, CREATED) and "made" in body:
        return Made(converted(body["made"], MAKES[type(wish)]))
    if told.status in (CONFLICT, UNPROCESSABLE) and "refused" in body:
        return converted(body["refused"], Refused)
    raise Wrong(f'status {told.status}; 200 or 201 with "made", or 409 or 422 with "refused", was expected')


class _Told(Struct):
    status: int
    body: Any


def content(answer: Answer | Silence) -> _Told:
    """Status and JSON of an answer. Raises `Wrong` for silence, and for what is no JSON."""
    if isinstance(answer, Silence):
        raise Wrong("no answer in time" if answer.why == "late" else "no answer that HTTP could read")
    try:
        return _Told(answer.status, msgspec.json.decode(answer.body))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Wrong(f"status {answer.status} with a body that is no JSON") from None


def converted(body: Any, kind: type[Kind]) -> Kind:
    """`body` as a record, with words in all languages. Raises `Wrong` naming the field."""
    try:
        return msgspec.convert(_in_all_languages(body), kind)
    except (msgspec.ValidationError, RecursionError) as error:
        raise Wrong(str(error)) from None


def _in_all_languages(told: Any) -> Any:
    """A shop may speak one language: the others get its words, which is better than none."""
    if isinstance(told, list):
        return [_in_all_languages(one) for one in told]
    if not isinstance(told, dict):
        return told
    if told and set(told) <= set(LANGUAGES) and all(isinstance(one, str) for one in told.values()):
        first = next(told[lang] for lang in ("en", "ru", "zh") if lang in told)
        return {lang: told.get(lang, first) for lang in LANGUAGES}
    return {key: _in_all_languages(value) for key, value in told.items()}
