"""Every event there is, a page for each sort of thing that happens.

An event is a fact in past tense.  It holds ids and facts; the words a person wrote are in `bodies`
(`words=True` marks the events that have some).  Class keywords say who may see it (`audience`),
what sort of line it is (`kind`) and which figures use it (`figures`, see `design/kpis.md`).
`docs/reference/events.md` is made from this page.
"""

from otvet.conversation.events.desk import (
    AnswerAwaited,
    AnswerOverdue,
    Asked,
    ClockName,
    ClockSet,
    ClocksSet,
    DeadlineMissed,
    DeadlineNear,
    Escalated,
    EscalationAnswered,
    HandedOver,
    PriorityChanged,
)
from otvet.conversation.events.details import (
    DetailsGiven,
)
from otvet.conversation.events.event import (
    Audience,
    Event,
    Kind,
)
from otvet.conversation.events.inbox import (
    GaveBack,
    MentionSeen,
    MergedInto,
    Snoozed,
    Tagged,
    TookIn,
    Unmerged,
    Untagged,
    Woken,
)
from otvet.conversation.events.letters import (
    LetterDue,
    LetterFailed,
    LetterPlanned,
    LetterSent,
    LetterStopped,
    Sort,
    Stopped,
)
from otvet.conversation.events.messages import (
    ConversationOpened,
    MessageReceived,
    NeedsReplyCorrected,
    ReadUpTo,
)
from otvet.conversation.events.orders import (
    ShopAsked,
    ShopDid,
    ShopRefused,
    ShopUnheard,
)
from otvet.conversation.events.replies import (
    DeliveryFailed,
    Found,
    ReplyCleared,
    ReplyDelivered,
    ReplyDisputed,
    ReplyHeld,
    ReplyProposed,
    ReplyRecalled,
    ReplyReleased,
    ReplyScheduled,
    ReplyWithdrawn,
    ScheduleEnded,
)
from otvet.conversation.events.states import (
    Assigned,
    NoteWritten,
    NoticeSent,
    OrderLinked,
    Rated,
    ReactionStuck,
    Reopened,
    Resolved,
    Routed,
    SellerNoteWritten,
    TopicChanged,
)

# In the order of this page; a class that is written here is in it.
CATALOGUE: tuple[type[Event], ...] = tuple(Event.__subclasses__())

BY_NAME: dict[str, type[Event]] = {event.__name__: event for event in CATALOGUE}

__all__ = [
    "BY_NAME",
    "CATALOGUE",
    "AnswerAwaited",
    "AnswerOverdue",
    "Asked",
    "Assigned",
    "Audience",
    "ClockName",
    "ClockSet",
    "ClocksSet",
    "ConversationOpened",
    "DeadlineMissed",
    "DeadlineNear",
    "DeliveryFailed",
    "DetailsGiven",
    "Escalated",
    "EscalationAnswered",
    "Event",
    "Found",
    "GaveBack",
    "HandedOver",
    "Kind",
    "LetterDue",
    "LetterFailed",
    "LetterPlanned",
    "LetterSent",
    "LetterStopped",
    "MentionSeen",
    "MergedInto",
    "MessageReceived",
    "NeedsReplyCorrected",
    "NoteWritten",
    "NoticeSent",
    "OrderLinked",
    "PriorityChanged",
    "Rated",
    "ReactionStuck",
    "ReadUpTo",
    "Reopened",
    "ReplyCleared",
    "ReplyDelivered",
    "ReplyDisputed",
    "ReplyHeld",
    "ReplyProposed",
    "ReplyRecalled",
    "ReplyReleased",
    "ReplyScheduled",
    "ReplyWithdrawn",
    "Resolved",
    "Routed",
    "ScheduleEnded",
    "SellerNoteWritten",
    "ShopAsked",
    "ShopDid",
    "ShopRefused",
    "ShopUnheard",
    "Snoozed",
    "Sort",
    "Stopped",
    "Tagged",
    "TookIn",
    "TopicChanged",
    "Unmerged",
    "Untagged",
    "Woken",
]
