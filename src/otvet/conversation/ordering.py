"""In which order a view stands, and the cursor that goes on in it."""

from msgspec import Struct

from otvet.conversation.state import Conversation
from otvet.people.actor import Actor


class Order(Struct, frozen=True):
    """The columns that decide, and whether the greatest stands first."""

    columns: tuple[str, ...]
    falling: bool = False


NEWEST = Order(("last_position", "id"), falling=True)
LONGEST = Order(("waiting_since", "id"))
DUE = Order(("due_at", "last_position"))


def order_of(view: str, sort: str, actor: Actor) -> Order:
    """Buyers see their newest first, whatever is asked."""
    if actor.role == "buyer":
        return NEWEST
    if sort == "due":
        return DUE
    return LONGEST if view == "waiting" else NEWEST


def cursor_at(order: Order, last: Conversation) -> str:
    """Where a page ends."""
    return ".".join(str(getattr(last, name)) for name in order.columns)


def cursor_of(order: Order, cursor: str) -> tuple[int | str, int | str]:
    """The values a page begins after; the second is a number where the column is one."""
    first, _, second = cursor.partition(".")
    if order.columns[1] == "id":
        return int(first), second
    return int(first), int(second) if second.isdecimal() else 0
