"""What the demo's people have at hand: texts, macros and rules in three languages; put there once, then theirs to change."""

import tomllib
from importlib.resources import files
from typing import Any

import msgspec
from msgspec import Struct

from otvet.bootstrap import House
from otvet.desk.rules import NewRule
from otvet.desk.templates import Wanted
from otvet.people.actor import Actor


class Shelf(Struct, frozen=True, kw_only=True):
    """`words_at_hand.toml`."""

    templates: tuple[dict[str, Any], ...]
    automations: tuple[dict[str, Any], ...]


def put(house: House) -> None:
    """Under keys of their own: a second start puts nothing twice, and brings back nothing that was thrown away."""
    by_role = {one.role: one for one in house.people.staff_list()}
    at_hand = house.at_hand
    lead, seller = (house.people.stand_in(by_role[role].id) for role in ("supervisor", "seller"))
    if at_hand.templates.usable(lead) or at_hand.rules.all(lead):
        return
    told = msgspec.convert(tomllib.loads(_page()), Shelf)
    ids: dict[str, str] = {}
    for one in told.templates:
        author: Actor = seller if one.get("seller") else lead
        wanted = msgspec.convert(
            {key: value for key, value in one.items() if key not in ("key", "seller")}, Wanted
        )
        ids[one["key"]] = at_hand.templates.add(author, wanted, f"demo {one['key']}").id
    for one in told.automations:
        write = ids.get(one["actions"].get("write", ""))
        rule = {**one, "actions": {**one["actions"], "write": write}}
        wanted_rule = msgspec.convert({key: value for key, value in rule.items() if key != "key"}, NewRule)
        at_hand.rules.add(lead, wanted_rule, f"demo {one['key']}")


def _page() -> str:
    return (files("otvet.demo") / "words_at_hand.toml").read_text(encoding="utf-8")
