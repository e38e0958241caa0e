"""May this be read by everybody?  A buyer's words are judged as a buyer's, and no contact or personal datum is ever public.

In a private chat a buyer may give a phone number; under a product's picture strangers would read it.  So beside the
buyer's own context the rules that keep contacts, addresses outside and personal data from a reply are asked here too
(mission row A9, rules of S4).
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from otvet.errors import BadInput
from otvet.policy import Context, Finding, Gate
from otvet.policy.masking import masked
from otvet.policy.verdict import worst

PRIVATE: Final = frozenset({"contact-exchange", "external-resource", "personal-data"})
HIDDEN: Final = "•••"
ROUNDS: Final = 4  # what hides one thing may bring another to light
MOST_MARKS: Final = 3  # marks above one letter; more are there to climb over the lines of others

# Marks that turn the direction of what follows, and those that cannot be seen: they have no business in public.
_UNSEEN = re.compile(
    "[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]"
)
_EMPTY_LINES = re.compile(r"\n\s*\n\s*\n+")


class Judged(Struct, frozen=True):
    """The worst severity found, the findings in their order; `private`: something in it must never be public."""

    verdict: str
    findings: tuple[Finding, ...]
    private: bool

    @property
    def holds(self) -> bool:
        return self.private or self.verdict in ("warn", "block")


def clean(text: str) -> str:
    """The text as strangers may be shown it: no marks that turn or hide what stands beside them."""
    kept, marks = [], 0
    for char in _UNSEEN.sub("", text.replace("\r\n", "\n")):
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= MOST_MARKS:
            kept.append(char)
    return _EMPTY_LINES.sub("\n\n", "".join(kept)).strip()


def judge(gate: Gate, text: str, context: Context) -> Judged:
    """`context` is the chat's; blocking."""
    as_buyer = gate.check(text, _of_buyer(context))
    private = _private(gate, text, context)
    known = {(one.rule, one.start, one.end) for one in as_buyer.findings}
    more = [one for one in private if (one.rule, one.start, one.end) not in known]
    found = sorted((*as_buyer.findings, *more), key=lambda one: (one.start, one.end))
    return Judged(worst(one.severity for one in found), tuple(found), bool(private))


def without_private(gate: Gate, text: str, context: Context) -> str:
    """The text with contacts and personal data left out; raises `BadInput` where they cannot be told apart."""
    for _ in range(ROUNDS):
        found = _private(gate, text, context)
        if not found and any(char.isalnum() for char in text):
            return text
        if not found:
            break
        spans = [(one.start, one.end) for one in found]
        spans += [(start, end) for _, _, start, end in masked(text).places]
        text = _left_out(text, spans)
    raise BadInput(
        "Contacts or personal data would still be in it; refuse it and say what to leave out, nothing was published."
    )


def _private(gate: Gate, text: str, context: Context) -> list[Finding]:
    return [one for one in gate.check(text, context).findings if one.rule in PRIVATE]


def _of_buyer(context: Context) -> Context:
    return Context(
        surface="buyer", lang=context.lang, date=context.date, own_domains=context.own_domains,
        own_phones=context.own_phones,
    )  # fmt: skip


def _left_out(text: str, spans: Iterable[tuple[int, int]]) -> str:
    out, at = "", 0
    for start, end in sorted(spans):
        if end <= at:
            continue
        if start >= at:
            out += text[at:start] + HIDDEN
        at = end
    return out + text[at:]
