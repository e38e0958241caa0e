"""What the gate has to know: facts of product and order, terms in force, the author's last words, own addresses."""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable
from datetime import date
from typing import Any, Protocol

from otvet import seeing
from otvet.clock import Clock, day
from otvet.conversation.state import Conversation
from otvet.errors import ShopSilent
from otvet.knowledge.terms import terms_in_force
from otvet.language.script import Lang
from otvet.market.port import Market, Order, Product
from otvet.policy import Context, Facts

KEPT = 2_000


def terms_on(today: date) -> Facts:
    """The terms in force on a day and nothing else: what words about no order are held against."""
    return Facts(policy={key: term.value for key, term in terms_in_force(today).items()} or None)


class Accounts(Protocol):
    """Where an account's own domains and phones are found."""

    def account(self, account_id: str) -> Any: ...

    def names(self, ids: Iterable[str]) -> dict[str, str]: ...

    def shop_id(self, buyer_id: str) -> str | None: ...


class Gathering:
    """Gathers facts; keeps them for the day, because most replies of a conversation are judged by the same ones."""

    def __init__(self, market: Market, accounts: Accounts, clock: Clock) -> None:
        self.market = market
        self.accounts = accounts
        self._clock = clock
        self._kept: OrderedDict[tuple[object, ...], Facts] = OrderedDict()

    async def context(self, state: Conversation, history: tuple[str, ...], language: Lang | None) -> Context:
        """The context of a reply in this conversation, with reasons in `language`."""
        account = self.accounts.account(state.account_id)
        today = day(self._clock.now())
        return Context(
            surface="chat",
            lang=language,
            facts=await self._facts(state, today),
            date=today,
            history=history,
            own_domains=account.own_domains,
            own_phones=account.own_phones,
        )

    async def open(self, account_id: str, history: tuple[str, ...], language: Lang | None) -> Context:
        """The context of words that everybody may read: about no order, and nobody's terms."""
        account = self.accounts.account(account_id)
        return Context(
            surface="chat", lang=language, date=day(self._clock.now()), history=history,
            own_domains=account.own_domains, own_phones=account.own_phones,
        )  # fmt: skip

    def names(self, state: Conversation) -> tuple[str, ...]:
        """What the people of this conversation are called, for hiding it; blocking."""
        ids = [one for one in (state.buyer_id, state.assignee_id, state.seller_id) if one]
        return tuple(self.accounts.names(ids).values())

    async def _facts(self, state: Conversation, today: date) -> Facts:
        known = (state.account_id, state.order_id, state.product_id, today, self.market.version)
        facts = self._kept.get(known)
        if facts is None:
            facts = self._kept[known] = await asyncio.to_thread(self._gather, state, today)
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return facts

    def _gather(self, state: Conversation, today: date) -> Facts:
        """A shop that does not answer must stop no reply: the gate then judges by the terms and the words alone."""
        try:
            order, about, product = self._asked(state)
        except ShopSilent as silent:
            seeing.log.warning("facts are missing: the shop is silent", reason=silent.message)
            order, about, product = None, {}, None
        placed = min(order.placed_at, today) if order else today
        return Facts(
            product=dict(product.card) if product else None,
            order={**order.facts(), **about} if order else None,
            policy=terms_on(placed).policy,
        )

    def _asked(self, state: Conversation) -> tuple[Order | None, dict[str, Any], Product | None]:
        """The order, what is going on around it, and the product: the same that an agent sees beside the conversation."""
        order = self.market.order(state.order_id) if state.order_id else None
        sku = state.product_id or (order.items[0].sku if order and len(order.items) == 1 else None)
        product = self.market.product(sku) if sku else None
        affairs = self.market.affairs(order.shop_buyer_id) if order else None
        return order, affairs.of_order(order.number) if order and affairs else {}, product
