"""The gate: every outgoing text passes it, and only it can say that one did.

Pure: no database, network, clock or settings; usable alone as a library and by `otvet check`.
"""

from otvet.policy.cleared import Cleared, Held, HeldWhy, Outgoing, Seal
from otvet.policy.context import Context, Facts
from otvet.policy.gate import Gate
from otvet.policy.page import Example, Prose, Rule
from otvet.policy.pictures import PICTURES, Code, Seen
from otvet.policy.second import SECOND_READER, Opinion
from otvet.policy.verdict import SURFACES, Finding, Severity, Surface, Verdict, VerdictName

__all__ = [
    "PICTURES",
    "SECOND_READER",
    "SURFACES",
    "Cleared",
    "Code",
    "Context",
    "Example",
    "Facts",
    "Finding",
    "Gate",
    "Held",
    "HeldWhy",
    "Opinion",
    "Outgoing",
    "Prose",
    "Rule",
    "Seal",
    "Seen",
    "Severity",
    "Surface",
    "Verdict",
    "VerdictName",
]
