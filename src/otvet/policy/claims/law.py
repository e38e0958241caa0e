"""Which terms are in force: the policy's, the offer's where it is no worse than the law's, else the law's."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from otvet.language.later import later
from otvet.policy.context import Facts

_LAW = later(r"(?P<key>[a-z_]+) (?P<sign>>=|<=|=) (?P<value>\S+)")
_UNITS = later(r"days?(?![a-z])|weeks?(?![a-z])|months?(?![a-z])|дн(?:я|ей)|недел|месяц|天|周|月")
_ALLOWED = later(r"разреш|можно|допуска|allowed|permitted|accepted|possible|可以|允许|支持|接受")
_FORBIDDEN = later(
    r"запрещ|нельзя|не (?:разреш|допуска|возмож|принима)|not (?:allowed|permitted|accepted|possible)|forbidden|prohibited|不(?:可|允许|支持|接受|能)|禁止"
)


class Law(NamedTuple):
    """One term of the law: its value, and how an offer's value must stand to it."""

    value: Any
    sign: str


def law_of(lines: tuple[str, ...]) -> dict[str, Law]:
    """The law's terms from lines such as `return_days >= 7`; a line that cannot be read raises ValueError."""
    law: dict[str, Law] = {}
    for line in lines:
        match = _LAW.fullmatch(line)
        if match is None:
            raise ValueError(f"a term of the law is written KEY >= VALUE, <= or =: {line!r}")
        said = match["value"]
        value = {"true": True, "false": False}.get(said)
        law[match["key"]] = Law(float(said) if value is None else value, match["sign"])
    return law


def in_force(facts: Facts, law: Mapping[str, Law]) -> dict[str, Any]:
    """The terms that hold: the policy's, else the offer's where it is no worse than the law's, else the law's."""
    terms: dict[str, Any] = {key: law[key].value for key in law if not _spoken_of(key, facts)}
    offer = {k: v for k, v in (facts.offer or {}).items() if k not in law or _no_worse(v, law[k])}
    return terms | offer | {k: _plain(v) for k, v in (facts.policy or {}).items() if v is not None}


def bounds_of(facts: Facts, law: Mapping[str, Law]) -> dict[str, Law]:
    """The law's terms that neither the policy nor the offer speaks of."""
    said = {*(facts.policy or {}), *(facts.offer or {})}
    return {key: term for key, term in law.items() if key not in said and not _spoken_of(key, facts)}


def _spoken_of(key: str, facts: Facts) -> bool:
    """Whether the policy has a term of its own for this under another name: `return_window_days` for `return_days`."""
    head, _, unit = key.partition("_")
    return unit == "days" and any(
        other != key and other.startswith(head) and (_UNITS.search(other) or _UNITS.search(str(value)))
        for other, value in (facts.policy or {}).items()
    )


def _plain(value: Any) -> Any:
    """“Разрешён, если товар исправен”, “not allowed”: a text that begins with yes or no is one."""
    if isinstance(value, str) and not any(c.isdigit() for c in value):  # a number in it says more than yes
        lowered = value.strip().lower()
        if _FORBIDDEN.match(lowered):
            return False
        if _ALLOWED.match(lowered):
            return True
    return value


def weaker(facts: Facts, law: Mapping[str, Law]) -> list[str]:
    """The keys of the offer that give the customer less than the law: what the operator is told of."""
    return [k for k, v in (facts.offer or {}).items() if k in law and not _no_worse(v, law[k])]


def _no_worse(value: Any, law: Law) -> bool:
    if law.sign == "=" or isinstance(law.value, bool):
        return bool(value == law.value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return bool(value >= law.value if law.sign == ">=" else value <= law.value)
