"""How fast one person may go; beyond it a polite refusal that says when to come again."""

from otvet.clock import Clock
from otvet.people.actor import Actor
from otvet.people.limits import Limit, canonical_address
from otvet.settings import Settings

TRIALS_PER_MINUTE = 600
VOTES_PER_MINUTE = 30


class Pace:
    """Counts per person, or per address where nobody is known."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._messages = Limit(clock, settings.buyer_messages_per_minute, 60)
        self._uploads = Limit(clock, settings.uploads_per_hour, 3600)
        self._trials = Limit(clock, TRIALS_PER_MINUTE, 60)
        self._posts = Limit(clock, settings.posts_per_hour, 3600)
        self._votes = Limit(clock, VOTES_PER_MINUTE, 60)

    def message(self, actor: Actor) -> None:
        if actor.role == "buyer":
            self._messages.take(actor.id)

    def upload(self, actor: Actor) -> None:
        self._uploads.take(actor.id)

    def trial(self, actor: Actor, address: str) -> None:
        """Texts tried at the gate."""
        self._trials.take(actor.id or canonical_address(address))

    def post(self, known: str, address: str) -> None:
        """Public questions and answers: of a buyer the shop knows, else of an address, where guests are easily made."""
        self._posts.take(known or canonical_address(address))

    def vote(self, address: str) -> None:
        """Answers to "did this help?"; readers are known by their address alone."""
        self._votes.take(canonical_address(address))
