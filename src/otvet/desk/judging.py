"""The gate before a text is kept: per language, with samples in the place of variables, as it will be read when sent."""

from collections.abc import Mapping
from typing import Any, Protocol

import msgspec
from msgspec import Struct

from otvet.clock import Clock, day
from otvet.desk.filling import Filling
from otvet.desk.wording import Sampled, sampled
from otvet.errors import BadInput
from otvet.language.script import Lang
from otvet.people.actor import Actor
from otvet.people.identity import OWN_ACCOUNT
from otvet.policy import Context, Facts, Finding, Gate, VerdictName


class Gates(Protocol):
    """Where the gate of an account is found."""

    def gate(self, account_id: str) -> Gate: ...


class Accounts(Protocol):
    """Where an account's own domains and phones are found."""

    def account(self, account_id: str) -> Any: ...


class Judged(Struct, frozen=True):
    """What the gate says of a text with variables; places are of the text as it was written."""

    verdict: VerdictName
    findings: tuple[Finding, ...]


class Judging:
    """Asks the gate of the operator's own shop: a seller's chats are of its account too."""

    def __init__(self, gates: Gates, accounts: Accounts, filling: Filling, clock: Clock) -> None:
        self._gates = gates
        self._accounts = accounts
        self._filling = filling
        self._clock = clock

    def judged(self, text: str, lang: Lang, actor: Actor) -> Judged:
        """The findings, reasons in the actor's language. Blocks for some milliseconds."""
        terms = self._filling.terms()
        sample = sampled(text, terms, lang)
        account = self._accounts.account(OWN_ACCOUNT)
        policy = {name.partition(".")[2]: value for name, value in terms.items()}
        context = Context(
            surface="chat", lang=actor.language, facts=Facts(policy=policy), date=day(self._clock.now()),
            own_domains=account.own_domains, own_phones=account.own_phones,
        )  # fmt: skip
        verdict = self._gates.gate(OWN_ACCOUNT).check(sample.text, context)
        return Judged(verdict.verdict, tuple(_back(one, sample, text) for one in verdict.findings))

    def refuse_blocked(self, texts: Mapping[Lang, str], actor: Actor) -> None:
        """Raises `BadInput` with the findings by language in `details` where one is blocked."""
        judged = {lang: self.judged(text, lang, actor) for lang, text in texts.items()}
        blocked = {lang: msgspec.to_builtins(one) for lang, one in judged.items() if one.verdict == "block"}
        if blocked:
            raise BadInput(
                f"The rules forbid a place in this text ({', '.join(sorted(blocked))}); mend it, then save. Nothing was kept.",
                details={"blocked": blocked},
            )


def _back(one: Finding, sample: Sampled, text: str) -> Finding:
    start, end = sample.back(one.start, one.end)
    suggestion = None if sample.touches(one.start, one.end) else one.suggestion
    return msgspec.structs.replace(one, start=start, end=end, text=text[start:end], suggestion=suggestion)
