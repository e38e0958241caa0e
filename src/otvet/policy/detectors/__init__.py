"""The kinds of detectors a rule page may name: one file per kind, one line here."""

from otvet.policy.detectors import addresses, case, claims, emoji, marks, masked, phones, terms
from otvet.policy.found import Maker

__all__ = ["KINDS"]

KINDS: dict[str, Maker] = {
    "addresses": addresses.make,
    "case": case.make,
    "claims": claims.make,
    "emoji": emoji.make,
    "marks": marks.make,
    "masked": masked.make,
    "near": terms.near,
    "phones": phones.make,
    "terms": terms.terms,
}
