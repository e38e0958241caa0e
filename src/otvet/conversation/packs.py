"""The pack of each account, with what the account changed about it: the gate every text of it is judged by."""

import datetime as dt
from threading import RLock
from typing import Any, Protocol

from msgspec import Struct

from otvet.clock import Clock, day
from otvet.conversation import tunings
from otvet.conversation.shelf import Shelf
from otvet.conversation.tunings import ALWAYS, Adjusted, Adjustment
from otvet.errors import BadInput, PackError
from otvet.people import access
from otvet.people.actor import Actor
from otvet.people.identity import OWN_ACCOUNT
from otvet.policy import Gate, Rule
from otvet.policy.elsewhere import Elsewhere
from otvet.policy.reading import Meaning
from otvet.policy.tuning import Tuning, fitting
from otvet.storage.database import Database

LOOK_AGAIN = 3.0  # seconds after which another server's adjustment is seen
REASON_CHARS = 1_000


class Accounts(Protocol):
    """Where an account's pack is found."""

    def account(self, account_id: str) -> Any: ...


class _InForce(Struct):
    gate: Gate
    pack: str
    version: int
    looked: float


class Packs:
    """Gates by account, loaded once, tuned anew when an adjustment was made, kept for good before they are used."""

    def __init__(
        self, database: Database, shelf: Shelf, accounts: Accounts, own: tuple[str, Gate], clock: Clock
    ) -> None:
        self._database = database
        self._shelf = shelf
        self._accounts = accounts
        self._clock = clock
        self._own = own[0]  # the pack of the operator's own shop is a setting
        self._written: dict[str, Gate] = {own[0]: own[1]}
        self._in_force: dict[str, _InForce] = {}
        self._meaning: Meaning | None = None
        self._elsewhere: Elsewhere | None = None
        self._lock = RLock()

    def gate(self, account_id: str) -> Gate:
        """The gate in force for an account. Cheap: it looks for adjustments every few seconds."""
        known = self._in_force.get(account_id)
        now = self._clock.monotonic()
        if known is not None and now - known.looked < LOOK_AGAIN:
            return known.gate
        pack = self._pack_of(account_id)
        version = tunings.version_of(self._database, account_id)
        if known is not None and (known.pack, known.version) == (pack, version):
            known.looked = now
            return known.gate
        return self._renewed(account_id, pack, version)

    def _pack_of(self, account_id: str) -> str:
        pack: str = self._accounts.account(account_id).pack
        return self._own if account_id == OWN_ACCOUNT else pack

    def in_force(self, account_id: str) -> str:
        """The hash of the pack last given out for an account; memory alone, so the writer may ask."""
        known = self._in_force.get(account_id)
        return known.gate.pack_hash if known is not None else ""

    def _renewed(self, account_id: str, pack: str, version: int) -> Gate:
        with self._lock:
            gate = self.written(pack)
            if version:
                gate = gate.tuned(fitting(tunings.tuning_of(self.history(account_id)), gate.rules()))
            self._shelf.keep(gate)
            self._in_force[account_id] = _InForce(gate, pack, version, self._clock.monotonic())
            return gate

    def written(self, pack: str) -> Gate:
        """The gate of a pack as it is written, without anybody's changes."""
        with self._lock:
            if pack not in self._written:
                self._written[pack] = Gate.load(pack)
                if self._meaning is not None:
                    self._written[pack].read_with(self._meaning)
                if self._elsewhere is not None:
                    self._written[pack].judged_by(self._elsewhere)
            return self._written[pack]

    def read_with(self, meaning: Meaning) -> None:
        """From now on the models read too, whatever the account."""
        with self._lock:
            self._meaning = meaning
            for gate in self._gates():
                gate.read_with(meaning)

    def judged_by(self, elsewhere: Elsewhere) -> None:
        """From now on texts are checked there, whatever the account."""
        with self._lock:
            self._elsewhere = elsewhere
            for gate in self._gates():
                gate.judged_by(elsewhere)

    def _gates(self) -> list[Gate]:
        return [*self._written.values(), *(one.gate for one in self._in_force.values())]

    def history(self, account_id: str) -> list[Adjusted]:
        """Every adjustment of an account, the first one first."""
        with self._database.reading() as connection:
            return tunings.history_of(connection, account_id)

    def tuning(self, account_id: str) -> Tuning:
        """What the account has changed about its pack as it stands."""
        return tunings.tuning_of(self.history(account_id))

    def rule(self, account_id: str, code: str) -> Rule | None:
        """The rule as the account's pack writes it, before any adjustment."""
        rules = self.written(self._pack_of(account_id)).rules()
        return next((rule for rule in rules if rule.code == code), None)

    def wished(self, account_id: str, wish: Adjustment) -> Gate:
        """The gate as it would be; what may not be changed raises `BadInput` with the reason. Nothing is stored."""
        checked(wish, day(self._clock.now()))
        history = self.history(account_id)
        made = self._made(history, wish, "", "")
        try:
            return self.written(self._pack_of(account_id)).tuned(tunings.tuning_of([*history, made]))
        except PackError as error:
            raise BadInput(error.message.removeprefix("tuning.toml:1: ")) from None

    def adjust(self, actor: Actor, account_id: str, wish: Adjustment, reason: str) -> Adjusted:
        """Change a severity or a term of an account, with a reason, for everything judged from now on."""
        access.allow(actor, "rule.tune")
        said = reason.strip()
        if not said or len(said) > REASON_CHARS or "\x00" in said:
            raise BadInput(f"Say why in 1 to {REASON_CHARS} characters; it stays in the rule's history.")
        self.wished(account_id, wish)
        history = self.history(account_id)
        made = self._made(history, wish, said, actor.id)
        if made.before == made.after:
            raise BadInput("It is so already; nothing was changed.")
        tunings.store(self._database, account_id, made)
        self._in_force.pop(account_id, None)
        self.gate(account_id)
        return made

    def _made(self, history: list[Adjusted], wish: Adjustment, reason: str, by_id: str) -> Adjusted:
        return Adjusted(
            number=len(history) + 1, rule=wish.rule, what=wish.what, name=wish.name,
            before=tunings.before_of(history, wish), after=wish.after, reason=reason, by_id=by_id, at=self._clock.now(),
        )  # fmt: skip


def checked(wish: Adjustment, today: dt.date) -> None:
    """Raises `BadInput` for a last day that is none or is over."""
    if wish.what == "severity" or wish.after is None or wish.after == ALWAYS:
        return
    try:
        last = dt.date.fromisoformat(wish.after)
    except ValueError:
        raise BadInput("The last day of a term is a date such as 2027-01-31, or 'always'.") from None
    if last < today:
        raise BadInput(f"The last day, {last}, is over; name today or a later one.")
