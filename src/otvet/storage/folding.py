"""What storage asks of the room above it: how events make state, handed in by `bootstrap`."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import Connection

from otvet.storage.derived import Derived
from otvet.storage.record import Job, Record


class Folding(Protocol):
    """Events in, state out. Storage never looks inside either."""

    def audience(self, event: Any) -> str:
        """Who may see the event."""

    def encode(self, event: Any) -> str:
        """The event's own fields as JSON."""

    def decode(self, data: str) -> Any:
        """The event again."""

    def load(self, state: str) -> Any:
        """A state from its JSON."""

    def copy(self, state: Any) -> Any:
        """A state that may be changed without changing the one given."""

    def apply(self, state: Any | None, record: Record) -> Any:
        """The state after the record; may change the one given."""

    def row(self, state: Any) -> dict[str, Any]:
        """The columns of `conversations`, `state` among them."""

    def reactions(self, event: Any) -> tuple[str, ...]:
        """Names of what has to follow the event, in order."""

    def idle(self, connection: Connection, jobs: Sequence[Job], states: Mapping[str, Any]) -> set[int]:
        """Ids of those new jobs that would surely do nothing: they are not written, not run and not deleted."""

    def derived(self, state: Any) -> Derived:
        """The rows that lists, counts and deadlines find the state by."""

    def alike(self, before: Any, after: Any) -> bool:
        """Whether the two surely give the same rows: most events change none, and comparing is cheaper."""

    def words(self, record: Record, state: Any) -> str:
        """The tokens the record is searched by, with spaces between; none where nothing is to be found."""
