"""No shop is connected yet: a market that knows nothing, so that everything else works."""

from otvet.market.port import Market, Order, Product


class Unconnected(Market):
    """Answers every question with nothing."""

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
