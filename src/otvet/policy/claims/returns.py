"""Ways back that never end, and ways back for sealed boxes alone, where the terms say otherwise (mission row `off-policy`)."""

from collections.abc import Iterator, Mapping
from typing import Any

from otvet.language.later import later
from otvet.policy.claims.facts import Known
from otvet.policy.claims.goods import granted, is_number, keys_of
from otvet.policy.claims.scene import Scene
from otvet.policy.lexicon import Hit

_TERMS = ("return_days", "exchange_days")
_REACH_US = later(
    r"пиш|звон|обращ|спраш|write|call|ask|contact|reach|联系|咨询|找我们"
)  # “write to us at any time”
_BACK = frozenset({"return", "exchange"})


def endless(scene: Scene, terms: Mapping[str, Any], numbers: tuple[Known, ...]) -> Iterator[tuple[Hit, str]]:
    """A return promised for ever; a sentence that names the true term too is in order."""
    days = next((terms[key] for key in _TERMS if is_number(terms.get(key))), None)
    if not days:
        return
    true = [known.value for known in numbers if known.key in _TERMS]
    for hit in scene.hits("term-endless"):
        first, last = scene.sentence(hit.start, hit.end)
        part = scene.clause(hit.start, hit.end)
        cues = {one.entry for one in scene.inside("claim-cues", *part)}
        back = cues & _BACK or scene.inside("term-allows", *part)
        if _REACH_US.search(scene.text[slice(*part)].lower()):
            continue
        if not back or scene.asked(hit.start, hit.end) or scene.inside("term-refusals", first, last):
            continue
        said = [amount.value for amount, start, _ in scene.amounts if first <= start < last]
        if not any(abs(one - other) < 1 for one in said for other in true):
            yield hit, f"{days:g}"


def sealed_only(scene: Scene, terms: Mapping[str, Any]) -> Iterator[tuple[Hit, str]]:
    """“Only sealed boxes come back”, where the terms take opened ones."""
    for hit in scene.hits("term-only"):
        if not scene.asked(hit.start, hit.end) and any(
            granted(key, terms[key]) is True for key in keys_of(hit.entry, terms)
        ):
            yield hit, ""
