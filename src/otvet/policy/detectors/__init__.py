"""The kinds of detectors a rule page may name: one file per kind, one line here."""

from otvet.policy.detectors import (
    addresses,
    also,
    case,
    claims,
    conditions,
    degrees,
    emoji,
    flood,
    identities,
    links,
    literacy,
    marks,
    masked,
    meaning,
    onesided,
    phones,
    scarcity,
    terms,
    wording,
)
from otvet.policy.found import Maker

__all__ = ["KINDS"]

KINDS: dict[str, Maker] = {
    "addresses": addresses.make,
    "also": also.make,
    "case": case.make,
    "claims": claims.make,
    "conditions": conditions.make,
    "degrees": degrees.make,
    "emoji": emoji.make,
    "flood": flood.make,
    "identities": identities.make,
    "grammar": literacy.grammar,
    "links": links.make,
    "marks": marks.make,
    "masked": masked.make,
    "meaning": meaning.make,
    "near": terms.near,
    "onesided": onesided.make,
    "phones": phones.make,
    "spelling": literacy.spelling,
    "scarcity": scarcity.make,
    "terms": terms.terms,
    "wording": wording.make,
}
