"""Until the bot comes, a new message goes straight to people: the conversation joins their queue."""

from otvet.conversation import events as e
from otvet.conversation.appending import Append, Decision
from otvet.conversation.state import Conversation
from otvet.storage.record import Entry, Job

SUPPORT = "support"
SELLER = "seller"


async def route(job: Job) -> Append:
    """Put a conversation that is in no queue into one: the seller's when it has a seller, else support's."""

    def decide(now: Conversation) -> Decision:
        if now.queue is not None:
            return Decision((), {})
        routed = e.Routed(queue=SELLER if now.seller_id else SUPPORT)
        return Decision((Entry(routed, "system", "desk"),), {})

    return Append(job.conversation_id, decide, finishes=job)
