"""Notices: what is no reply. A template with typed fields and no free text, so there is nothing for the gate to judge."""

from msgspec import Struct, structs

from otvet.conversation import events as e
from otvet.conversation.appending import Append, Decision
from otvet.conversation.state import Conversation
from otvet.conversation.turns import of_seller
from otvet.storage.record import Entry, Job


class Notice(Struct, frozen=True, tag_field="template"):
    """The root: each kind is a template in the catalogues under its tag, with these fields."""

    def event(self) -> e.NoticeSent:
        fields = {name: str(value) for name, value in structs.asdict(self).items()}
        return e.NoticeSent(template=type(self).__name__, fields=fields)


class RequestReceived(Notice, frozen=True, tag="RequestReceived"):
    """A person will answer; this is the number to refer to."""

    reference: str


class SellerAsked(Notice, frozen=True, tag="SellerAsked"):
    """The seller will answer, not the marketplace; this is the number to refer to."""

    reference: str


class SpecialTerms(Notice, frozen=True, tag="SpecialTerms"):
    """What a buyer of a tier may count on; `tier` is its name in the buyer's language, `manager` a name or nothing."""

    tier: str
    manager: str


class PersonalOffer(Notice, frozen=True, tag="PersonalOffer"):
    """What the shop gave this buyer: a code with its percent, or points; `until` a day, or nothing."""

    what: str  # promo | bonus
    code: str
    percent: int
    points: int
    until: str


NOTICES: tuple[type[Notice], ...] = (RequestReceived, SellerAsked, SpecialTerms, PersonalOffer)


async def acknowledge(job: Job) -> Append:
    """Tell the buyer the reference number, once, when the conversation opens."""

    def decide(now: Conversation) -> Decision:
        if now.question is not None:  # a public question says on its own page how it stands
            return Decision((), {})
        told = SellerAsked if of_seller(now) else RequestReceived
        notice = told(reference=now.reference)
        return Decision((Entry(notice.event(), "system", "journey"),), {})

    return Append(job.conversation_id, decide, finishes=job)
