"""What the web's handlers reach: the rooms of the house, and the few questions that join two of them."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

from otvet import knowledge
from otvet.bootstrap import House
from otvet.conversation.drafts import Drafts
from otvet.conversation.saved_views import SavedViews
from otvet.conversation.state import Conversation
from otvet.errors import BadInput, NotFound
from otvet.people import access
from otvet.people.actor import Actor
from otvet.people.identity import OWN_ACCOUNT
from otvet.people.preferences import Preferences
from otvet.policy import Gate
from otvet.settings import Settings
from otvet.storage.hints import Hints
from otvet.web.api.drawing import Conv, Drawing
from otvet.web.live import Streams
from otvet.web.pace import Pace

EARLIER = 20


class Demo(Protocol):
    """What only the demo has: people with known passwords, and a shop that signs identities."""

    def people(self) -> Sequence[dict[str, str]]: ...

    def identity_token(self, shop_buyer_id: str) -> str: ...

    def post_office(self, settings: Settings) -> AbstractAsyncContextManager[Settings]: ...

    def letters(self) -> Sequence[Any]: ...


class Front:
    """Built once at start-up, before the first request."""

    def __init__(self, house: House, demo: Demo | None) -> None:
        self.settings = house.settings
        self.clock = house.clock
        self.database = house.database
        self.people = house.people
        self.market = house.market
        self.packs = house.packs
        self.warm = house.warm
        self.models = lambda: house.models  # it changes while the house stands
        self.store = house.store
        self.waiting = house.waiting
        self.conversations = house.conversations
        self.attachments = house.attachments
        self.replies = house.replies
        self.triage = house.triage
        self.splitting = house.splitting
        self.filling = house.filling
        self.questions = house.questions
        self.board = house.board
        self.desk = house.desk
        self.plan = house.desk.plan
        self.router = house.router
        self.escalations = house.escalations
        self.later = house.later
        self.orders = house.orders
        self.complaints = house.complaints
        self.vips = house.vips
        self.calls = house.calls
        self.letters = house.letters
        self.at_hand = house.at_hand
        self.acting = house.acting
        self.drafts = Drafts(house.database, house.clock)
        self.saved_views = SavedViews(house.database, house.clock)
        self.preferences = Preferences(house.database)
        self.readings = house.readings
        self.opinions = house.opinions
        self.dispatcher = house.dispatcher
        self.knowledge = knowledge
        self.pace = Pace(house.settings, house.clock)
        epoch, position = house.store.cursor()
        self.drawing = Drawing(self, epoch)
        self.hints = (
            Hints(house.settings.database_url, house.writer.lease) if house.settings.database_url else None
        )
        self.streams = Streams(house, self.drawing, self.hints)
        self._demo = demo
        self._listen(house, epoch, position)

    def _listen(self, house: House, epoch: str, position: int) -> None:
        """What browsers are told live, of this server's commits and of others'."""
        self.streams.start(epoch, position)
        house.waiting.followers.append(self.streams.follow)
        house.letters.present = lambda buyer_id: self.streams.open[buyer_id] > 0
        if self.hints is not None:
            self.hints.heard = self.streams.fill
            self.hints.said = self.streams.hear
            self.hints.connected = lambda: self.streams.fill(house.store.cursor()[1])

    @property
    def gate(self) -> Gate:
        """The gate of the operator's own shop, as it is in force now."""
        return self.packs.gate(OWN_ACCOUNT)

    @property
    def demo(self) -> bool:
        return self._demo is not None

    def demo_people(self) -> Sequence[dict[str, str]]:
        return self._demo.people() if self._demo else ()

    def identity_token(self, shop_buyer_id: str) -> str | None:
        return self._demo.identity_token(shop_buyer_id) if self._demo else None

    def demo_letters(self) -> Sequence[Any]:
        """What the demo's own mail server took, newest first; nothing outside the demo."""
        return self._demo.letters() if self._demo else ()

    def answering(self) -> set[str]:
        """Ids of colleagues who may be given a conversation."""
        return {one.id for one in self.people.staff_list() if not one.disabled and one.role in access.AGENTS}

    def colleagues(self) -> set[str]:
        """Ids of those who may read notes among colleagues."""
        everybody = self.people.staff_list()
        return {one.id for one in everybody if not one.disabled and one.role in access.OPERATOR}

    def widget_origins(self, account_id: str) -> tuple[str, ...]:
        """Origins of pages that may hold the account's widget; none for an account nobody knows."""
        try:
            origins: tuple[str, ...] = self.people.account(account_id).widget_origins
        except NotFound:
            return ()
        return origins

    def orders_of(self, buyer_id: str) -> Sequence[Any]:
        """The orders of a buyer the shop has vouched for; nobody else has any."""
        buyer = self.people.buyer(buyer_id)
        return self.market.orders_of(buyer.shop_id) if buyer and buyer.shop_id else ()

    def seller_of(self, actor: Actor, wanted: Any) -> str | None:
        """Whom a new conversation is with: `None` is the support, which answers for the marketplace.

        A foreign order or an unknown product is refused as absent, and a seller without one of them is no one.
        """
        own = next((one for one in self.orders_of(actor.id) if one.number == wanted.order_id), None)
        if wanted.order_id is not None and own is None:
            raise NotFound("There is no such order of yours; leave `order_id` out and name it in the text.")
        product = self.market.product(wanted.product_id) if wanted.product_id is not None else None
        if wanted.product_id is not None and product is None:
            raise NotFound("There is no such product.")
        if wanted.to != "seller":
            return None
        about = product or own
        if about is None:
            raise BadInput(
                "Name the product or the order whose seller shall answer: `product_id` or `order_id`."
            )
        seller: str = about.seller_id
        return seller

    def earlier(self, actor: Actor, state: Conversation) -> list[Conv]:
        """The same buyer's other conversations."""
        found = self.store.of_buyer(actor, state.buyer_id, EARLIER)
        return self.drawing.conversations([one for one in found if one.conversation.id != state.id], actor)
