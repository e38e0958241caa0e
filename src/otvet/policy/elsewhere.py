"""Where a gate has its texts checked when not in its own process: the port, so that the gate stays pure."""

from typing import TYPE_CHECKING, Protocol

from otvet.policy.context import Context
from otvet.policy.verdict import Verdict

if TYPE_CHECKING:
    from otvet.policy.gate import Gate


class Elsewhere(Protocol):
    """Judges beside this process. Both ways of asking raise `JudgesLost`; the gate then judges by words, here."""

    @property
    def ready(self) -> bool:
        """Whether somebody can be asked just now."""
        ...

    @property
    def models(self) -> str:
        """The hash of the models they ask, "" while it is not known or there are none."""
        ...

    async def ask(self, gate: "Gate", text: str, context: Context) -> Verdict:
        """The verdict by the gate's pack, on the event loop."""
        ...

    def wait(self, gate: "Gate", text: str, context: Context) -> Verdict:
        """The same in a thread."""
        ...
