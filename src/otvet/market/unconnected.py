"""No shop is connected yet: a market that knows nothing, so that everything else works."""

from otvet.market.affairs import Affairs
from otvet.market.port import Market, Order, Product, Slot
from otvet.market.wishes import AnyWish, Outcome, Refused


class Unconnected(Market):
    """Answers every question with nothing, and every wish with a refusal."""

    @property
    def version(self) -> str:
        return "unconnected"

    def product(self, sku: str) -> Product | None:
        del sku
        return None

    def products(self, query: str = "", limit: int = 50) -> list[Product]:
        del query, limit
        return []

    def order(self, number: str) -> Order | None:
        del number
        return None

    def orders_of(self, shop_buyer_id: str) -> list[Order]:
        del shop_buyer_id
        return []

    def affairs(self, shop_buyer_id: str) -> Affairs | None:
        del shop_buyer_id
        return None

    def slots(self, order_number: str) -> list[Slot]:
        del order_number
        return []

    def do(self, wish: AnyWish, *, shop_buyer_id: str, key: str) -> Outcome:
        del wish, shop_buyer_id, key
        return Refused("not_offered")
