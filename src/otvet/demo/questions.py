"""Public questions of the made-up past: about products of the demo shop, some answered, some waiting (mission row A9)."""

import random
from collections.abc import Iterator

from msgspec import Struct

from otvet.conversation import events as e
from otvet.conversation.posts import CHANNEL
from otvet.demo.words import ASKED
from otvet.market.port import Product
from otvet.storage.batch import Batch
from otvet.storage.record import Body, Entry

ANSWERED, HELPED = 0.6, 0.4  # shares: of answers of the house, of those by other buyers
MOST = 240


class Written(Struct, frozen=True):
    """One question: who asks about what, and who answers; `neighbour` is another buyer who did so first."""

    id: str
    buyer_id: str
    language: str
    product: Product
    words: tuple[str, str, str]
    answered: bool
    neighbour: str | None


def drawn(
    chance: random.Random, products: list[Product], buyers: list[tuple[str, str]], number: int
) -> Iterator[Written]:
    """So many questions, the same for the same chance; asked in the buyer's language."""
    for _ in range(min(number, MOST)):
        buyer_id, language = chance.choice(buyers)
        others = [who for who, speaks in buyers[:400] if speaks == language and who != buyer_id]
        neighbour = chance.choice(others) if others and chance.random() < HELPED else None
        yield Written(
            f"c_{chance.getrandbits(128):032x}", buyer_id, language, chance.choice(products),
            chance.choice(ASKED[language]), chance.random() < ANSWERED, neighbour,
        )  # fmt: skip


def asked(one: Written, batch: Batch, ids: tuple[str, str]) -> tuple[Entry, ...]:
    """As the house writes a question that the gate let through; `ids` of the post and of its words."""
    post, body = ids
    opened = e.ConversationOpened(
        reference=batch.next_reference(), account_id="own", channel=CHANNEL, buyer_id=one.buyer_id, topic="product",
        language=one.language, product_id=one.product.sku,
    )  # fmt: skip
    published = e.QuestionPublished(post_id=post, seller_id=one.product.seller_id)
    words = Body(body, one.buyer_id, one.words[0])
    return (
        Entry(opened, "buyer", one.buyer_id),
        Entry(published, "system", "gate"),
        Entry(e.MessageReceived(message_id=post), "buyer", one.buyer_id, words),
    )


def answered(one: Written, agent: str, ids: tuple[str, str, str]) -> tuple[Entry, ...]:
    """What came back: a neighbour's answer, the house's official one, both or neither."""
    post, reply, body = ids
    made: list[Entry] = []
    if one.neighbour is not None:
        words = Body(f"{body}n", one.neighbour, one.words[2])
        made.append(Entry(e.AnswerGiven(post_id=post), "buyer", one.neighbour, words))
    if one.answered:
        said = Body(body, agent, one.words[1])
        delivered = e.ReplyDelivered(reply_id=reply, author_id=agent)
        made += [
            Entry(e.ReplyProposed(reply_id=reply), "staff", agent, said),
            Entry(e.ReplyCleared(reply_id=reply), "system", "gate"),
            Entry(delivered, "staff", agent, body_id=body, text=said.text),
        ]
    return tuple(made)
