"""Words at hand, built once: texts and macros, what fills them, the gate before they are kept, rules that act."""

from otvet.clock import Clock
from otvet.conversation.packs import Packs
from otvet.desk.filling import Filling
from otvet.desk.judging import Judging
from otvet.desk.rules import Rules
from otvet.desk.templates import Templates
from otvet.market.port import Market
from otvet.people.people import People
from otvet.storage.database import Database


class AtHand:
    """The parts, each under its own name."""

    def __init__(self, database: Database, market: Market, known: tuple[People, Packs], clock: Clock) -> None:
        people, packs = known
        self.filling = Filling(market, people, clock)
        self.judging = Judging(packs, people, self.filling, clock)
        self.templates = Templates(database, self.judging, clock)
        self.rules = Rules(database, self.templates, clock)
