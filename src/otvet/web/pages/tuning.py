"""What an account changed about one rule: shown to the operator's people, changed by those who lead."""

import datetime as dt
from typing import Annotated, Any, Final

from litestar import Request, Response, post
from litestar.enums import RequestEncodingType
from litestar.params import Body
from msgspec import Struct

from otvet.clock import day
from otvet.conversation.tunings import ALWAYS, Adjusted, Adjustment
from otvet.errors import NotFound, OtvetError
from otvet.people import access
from otvet.people.identity import OWN_ACCOUNT
from otvet.policy.page import Rule
from otvet.policy.tuning import lowest
from otvet.policy.verdict import SEVERITIES, Severity, milder
from otvet.web.api.tuning import rehearsed
from otvet.web.pages.render import PageRequest, actor_of, house_of, page

NEWEST: Final = 500
SHOWN: Final = 20


class Level(Struct, frozen=True):
    """A context the rule is judged in: as written, in force, and what it may be changed to."""

    surface: str
    written: Severity
    now: Severity
    choices: tuple[Severity, ...]


class Term(Struct, frozen=True):
    """An allowed term; `until` is its last day, `always` for good; `over` when it no longer counts."""

    term: str
    until: str | dt.date
    over: bool


class Past(Struct, frozen=True):
    """One line of the history, the newest first."""

    what: str
    name: str
    before: str | dt.date
    after: str | dt.date
    reason: str
    by: str
    on: dt.date


class Shown(Struct, frozen=True):
    """Everything the section shows."""

    account: str
    accounts: tuple[tuple[str, str], ...]
    levels: tuple[Level, ...]
    terms: tuple[Term, ...]
    history: tuple[Past, ...]
    may_change: bool
    today: str


def may_look(request: PageRequest) -> bool:
    """Whether the caller works for the operator."""
    return actor_of(request).role in access.ACTIONS["rule.history"]


def account_of(request: PageRequest) -> str:
    """`?account=` for the operator's people, else the operator's own shop."""
    wanted = str(request.query_params.get("account") or OWN_ACCOUNT)
    if wanted == OWN_ACCOUNT or not may_look(request):
        return OWN_ACCOUNT
    try:
        house_of(request).people.account(wanted)
    except NotFound:
        return OWN_ACCOUNT
    return wanted


def tuning_of(request: PageRequest, account: str, rule: Rule) -> Shown:
    """The section for one rule of one account; `rule` as it is in force."""
    house = house_of(request)
    today = day(house.clock.now())
    written = house.packs.rule(account, rule.code) or rule
    history = [one for one in house.packs.history(account) if one.rule == rule.code]
    names = house.people.names({one.by_id for one in history})
    return Shown(
        account=account,
        accounts=tuple((one.id, one.name) for one in house.people.accounts()),
        levels=tuple(_level(s, written.severity[s], now) for s, now in rule.severity.items()),
        terms=tuple(_term(one, today) for one in house.packs.tuning(account).allow if one.rule == rule.code),
        history=tuple(_past(one, names.get(one.by_id, "")) for one in history[::-1][:SHOWN]),
        may_change=actor_of(request).role in access.ACTIONS["rule.tune"],
        today=today.isoformat(),
    )


def _level(surface: str, written: Severity, now: Severity) -> Level:
    least = lowest(written)
    choices = tuple(one for one in SEVERITIES if milder(one, least) == least)
    return Level(surface, written, now, choices)


def _term(one: Any, today: dt.date) -> Term:
    return Term(one.term, one.until or ALWAYS, one.until is not None and one.until < today)


def _past(one: Adjusted, by: str) -> Past:
    before, after = _stood(one.what, one.before), _stood(one.what, one.after)
    return Past(one.what, one.name, before, after, one.reason, by or one.by_id, day(one.at))


def _stood(what: str, value: str | None) -> str | dt.date:
    """A severity, a last day, `always`, or "" for as the pack says."""
    return dt.date.fromisoformat(value) if what == "term" and value and value != ALWAYS else value or ""


@post(
    "/rules/{code:str}/tune",
    opt={"action": "rule.tune"},
    status_code=200,
    sync_to_thread=True,
    include_in_schema=False,
)
def tune(
    request: Request[Any, Any, Any],
    code: str,
    data: Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Response[str]:
    """Try a change over past replies or make it; answers the section anew, with what went wrong in it."""
    account = account_of(request)
    house = house_of(request)
    tally, refused, done = None, "", False
    try:
        wish = _wish(code, data)
        if data.get("do") == "try":
            tally = rehearsed(house, account, wish, NEWEST)
        else:
            house.packs.adjust(actor_of(request), account, wish, data.get("reason") or "")
            done = True
    except OtvetError as error:
        refused = error.message
    given = {} if done else data
    return _section(
        request, account, code, {"tally": tally, "refused": refused, "done": done, "given": given}
    )


def _wish(code: str, data: dict[str, str]) -> Adjustment:
    if data.get("what") == "term":
        after = None if data.get("do") == "withdraw" else data.get("until") or ALWAYS
        return Adjustment(rule=code, what="term", name=(data.get("term") or "").strip(), after=after)
    surface, _, level = (data.get("level") or "").partition(":")
    return Adjustment(rule=code, what="severity", name=surface, after=level or None)


def _section(request: PageRequest, account: str, code: str, outcome: dict[str, Any]) -> Response[str]:
    rule = next((one for one in house_of(request).packs.gate(account).rules() if one.code == code), None)
    if rule is None:
        raise NotFound("There is no such rule.")
    shown = tuning_of(request, account, rule)
    return page(request, "rules/tuning.html", rule=rule, tuning=shown, **outcome)
