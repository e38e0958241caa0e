"""What variables are filled from: conversation, customer, order and terms, as far as the person may see them."""

from datetime import date
from typing import Any, Protocol

from babel.dates import format_date
from babel.numbers import format_currency

from otvet.clock import Clock, day
from otvet.conversation.state import Conversation
from otvet.errors import ShopSilent
from otvet.knowledge.terms import terms_in_force
from otvet.language.script import Lang
from otvet.market.affairs import Affairs
from otvet.market.port import Market, Order
from otvet.people import access
from otvet.people.actor import Actor

_LOCALES: dict[Lang, str] = {"ru": "ru_RU", "en": "en_GB", "zh": "zh_CN"}
_DAY: dict[Lang, str] = {"ru": "d MMMM", "en": "d MMMM", "zh": "M月d日"}
_WHOLE = 100

Values = dict[str, object]


class Known(Protocol):
    """Where people and accounts are found."""

    def account(self, account_id: str) -> Any: ...

    def shop_id(self, buyer_id: str) -> str | None: ...

    def names(self, ids: Any) -> dict[str, str]: ...


class Filling:
    """Gathers the values; what is not known, or not the person's to see, is left out."""

    def __init__(self, market: Market, people: Known, clock: Clock) -> None:
        self._market = market
        self._people = people
        self._clock = clock

    def values(self, actor: Actor, state: Conversation, lang: Lang) -> Values:
        """Values by variable for one conversation, worded in `lang`. Blocks: ask from a thread.

        Raises `NotFound` for a conversation that is not the actor's to see.
        """
        access.see(actor, state.parties)
        customer = self._people.names([state.buyer_id]).get(state.buyer_id, "")
        found: Values = {
            "customer.name": customer,
            "customer.first_name": _first(customer, lang),
            "conversation.reference": state.reference,
            "agent.name": actor.name,
            "agent.first_name": _first(actor.name, lang),
            "shop.name": self._people.account(state.account_id).name,
        }
        try:
            order, affairs = self._bought(actor, state)
        except (
            ShopSilent
        ):  # what the shop would have said stays empty, and an empty variable stops the sending
            order, affairs = None, None
        placed = order.placed_at if order else None
        found |= self.terms(placed)
        found |= _of_order(order, self._item(order), lang) if order else {}
        return found | (_going_back(affairs, order.number, lang) if affairs and order else {})

    def terms(self, placed: date | None = None) -> Values:
        """`term.KEY` of the terms that hold for an order of that day, by default for one of today."""
        today = day(self._clock.now())
        held = terms_in_force(min(placed, today) if placed else today)
        return {f"term.{key}": term.value for key, term in held.items() if not isinstance(term.value, bool)}

    def _bought(self, actor: Actor, state: Conversation) -> tuple[Order | None, Affairs | None]:
        """The order of the conversation; a seller gets one of their own goods, and nothing of the buyer's affairs."""
        order = self._market.order(state.order_id) if state.order_id else None
        if actor.role == "seller":
            return order if order and order.seller_id == actor.seller_id else None, None
        if actor.role not in access.ACTIONS["order.read"]:
            return None, None
        shop_id = self._people.shop_id(state.buyer_id)
        return order, self._market.affairs(shop_id) if shop_id else None

    def _item(self, order: Order | None) -> dict[str, str]:
        product = self._market.product(order.items[0].sku) if order and len(order.items) == 1 else None
        return product.name if product else {}


def _of_order(order: Order, item: dict[str, str], lang: Lang) -> Values:
    delivery = order.delivery
    return {
        "order.number": order.number, "order.item": item.get(lang, ""), "order.total": _money(order.total, "RUB", lang),
        "order.placed": _day(order.placed_at, lang), "order.promised": _day(delivery.promised, lang),
        "order.expected": _day(delivery.expected, lang), "order.carrier": delivery.carrier,
        "order.tracking": delivery.tracking,
    }  # fmt: skip


def _going_back(affairs: Affairs, number: str, lang: Lang) -> Values:
    """The newest return and refund of the order."""
    found: Values = {}
    for back in (one for one in affairs.returns if one.order_number == number):
        found |= {
            "return.code": back.label.code, "return.place": back.label.place.get(lang, ""),
            "return.until": _day(back.label.hand_in_by, lang),
        }  # fmt: skip
    for refund in (one for one in affairs.refunds if one.order_number == number):
        found["refund.amount"] = _money(refund.amount, refund.currency, lang)
        found["refund.until"] = _day(refund.due_on, lang) if refund.due_on else ""
    return found


def _first(name: str, lang: Lang) -> str:
    """How somebody is addressed: a Chinese name whole, any other by its first word."""
    return name if lang == "zh" and " " not in name else name.partition(" ")[0]


def _day(when: date, lang: Lang) -> str:
    return str(format_date(when, _DAY[lang], locale=_LOCALES[lang]))


def _money(kopecks: int, currency: str, lang: Lang) -> str:
    whole = kopecks % _WHOLE == 0
    pattern = "#,##0\xa0¤" if whole else "#,##0.00\xa0¤"
    return str(
        format_currency(kopecks / _WHOLE, currency, pattern, locale=_LOCALES[lang], currency_digits=not whole)
    )
