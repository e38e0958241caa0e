"""Papers, films and packaging made a condition of taking something back, where no term asks for them (mission row `off-policy`)."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from otvet.language.later import later
from otvet.policy.claims.scene import Scene
from otvet.policy.lexicon import Hit, tags

Terms = Mapping[str, Any]
_ENOUGH = later(
    r"достаточно|не нужен|не требуется|enough|not required|sufficient|即可|无需|不需要|就可以", re.IGNORECASE
)
_INVENTED = frozenset({"video", "expertise", "notary", "passport", "card", "review", "reason"})
_PACKAGING = later(r"packag|упаковк|коробк|包装")


def asked_for(scene: Scene, terms: Terms) -> Iterator[Hit]:
    """A paper or a film made a condition that no term knows."""
    for hit in scene.hits("term-papers"):
        first, last = scene.sentence(hit.start, hit.end)
        said = scene.text[first:last].lower()
        needs = [n for n in scene.inside("term-needs", first, last) if not scene.denied(n.start, far=True)]
        if scene.asked(hit.start, hit.end) or not needs:
            continue
        if _FOR_YOU.search(said) or (_WITHOUT.search(said) and not _REFUSING.search(said)):
            continue
        verdict = _needed(hit.entry, terms)
        if verdict is None and _unneeded(scene, hit.entry, terms):
            verdict = False
        if verdict is False or (
            verdict is None and hit.entry in _INVENTED and _returns(scene, terms, first, last)
        ):
            yield hit
            return


def asked_rightly(scene: Scene, terms: Terms, hit: Hit) -> bool:
    """“Without the factory box nothing is taken back”, where a term asks for it."""
    papers = scene.inside("term-papers", *scene.sentence(hit.start, hit.end))
    return any(_needed(paper.entry, terms) for paper in papers)


# “If you need a receipt” is an offer; “without a receipt” is a condition only where something is refused then.
_FOR_YOU = later(
    r"(?:если|когда) (?:вам|вы) (?:нуж|понадоб|хот)|if you (?:need|want|require|would like)|(?:如果|要是)?您(?:如果)?(?:需要|想要)"
)
_WITHOUT = later(r"(?<![а-яё])без(?![а-яё])|without|没有")
_REFUSING = later(
    r"(?<![а-яё])н[еи](?![а-яё])|нельзя|невозможн|откаж|отказ|только|лишь|обязат|нуж|треб|n't|cannot|\bnot?\b|never|refus|must|only|unless|不|无法|才|必须|别|免谈|就没"
)


def _needed(paper: str, terms: Terms) -> bool | None:
    """What the terms say of a paper: needed, where any of them does, not needed, or nothing."""
    told: list[bool] = []
    for key, value in terms.items():
        if paper in key or (paper in {"card", "receipt"} and ("receipt" in key or "card" in key)):
            if isinstance(value, bool) and ("required" in key or "needed" in key):
                told.append(value)
            elif isinstance(value, str) and _ENOUGH.search(value):
                told.append(paper == "receipt")
    return any(told) if told else None


def _unneeded(scene: Scene, paper: str, terms: Terms) -> bool:
    """Whether a term says in its own words that the paper is not asked for: “packaging not required”."""
    told = [value.lower() for value in terms.values() if isinstance(value, str) and _ENOUGH.search(value)]
    return any(
        (
            paper in tags(scene.reading.lexicons, part, "term-papers")
            or (paper == "packaging" and _PACKAGING.search(part))
        )
        for value in told
        for part in re.split(r"[,;，；、。]", value)
        if _ENOUGH.search(part)
    )


def _returns(scene: Scene, terms: Terms, first: int, last: int) -> bool:
    if not any("return" in key or "refund" in key or "warranty" in key for key in terms):
        return False
    cues = {h.entry for h in scene.inside("claim-cues", first, last)}
    return bool(cues & {"return", "refund", "warranty"}) or bool(scene.inside("term-refusals", first, last))
