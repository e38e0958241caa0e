"""What the screens need of the house, and no more.

`bootstrap` builds the real one; a test hands in a small one of its own.
"""

from collections.abc import Sequence
from typing import Any, Protocol

from otvet.clock import Clock


class Shop(Protocol):
    """The market as far as the demo shop shows it."""

    def products(self, query: str = "", limit: int = 50) -> Sequence[Any]: ...

    def product(self, sku: str) -> Any | None: ...

    def affairs(self, shop_buyer_id: str) -> Any | None: ...


class Shelf(Protocol):
    """The help centre."""

    def articles(self, lang: str) -> Sequence[Any]: ...

    def article(self, slug: str, lang: str) -> Any | None: ...

    def search(self, query: str, lang: str) -> Sequence[Any]: ...

    def said(self, query: str, lang: str) -> Sequence[Any]: ...

    def order(self) -> Any: ...

    def marked(self, text: str, query: str) -> Sequence[Any]: ...

    def excerpt(self, article: Any, query: str) -> str: ...


class Book(Protocol):
    """The gate as far as the rule book shows it."""

    pack_hash: str

    def rules(self) -> Sequence[Any]: ...

    def check(self, text: str, context: Any) -> Any: ...


class House(Protocol):
    """The doors the screens knock at."""

    market: Shop
    knowledge: Shelf
    gate: Book
    packs: Any
    board: Any
    pace: Any
    people: Any
    database: Any
    clock: Clock
    demo: bool

    def identity_token(self, shop_buyer_id: str) -> str | None:
        """A short-lived signed token for a buyer of the demo shop; `None` outside the demo."""
        ...

    def demo_people(self) -> Sequence[dict[str, str]]:
        """E-mail, password, name and role of the demo's staff; empty outside the demo."""
        ...

    def demo_letters(self) -> Sequence[Any]:
        """What the demo's own mail server took, newest first; empty outside the demo."""
        ...
