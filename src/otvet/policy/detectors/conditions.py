"""Claims about returns, refunds, costs and papers that contradict the terms in force."""

import re
from collections import OrderedDict
from collections.abc import Iterator

from otvet.policy.claims.conditions import conditions
from otvet.policy.claims.costs import costs
from otvet.policy.claims.facts import Truth, truth_of
from otvet.policy.claims.law import bounds_of, in_force, law_of
from otvet.policy.claims.scene import scene_of
from otvet.policy.claims.things import things
from otvet.policy.cleared import digest
from otvet.policy.context import Facts
from otvet.policy.found import Detector, Found, Options
from otvet.policy.lexicon import Lexicons
from otvet.policy.reading import Reading

_MOST_REMEMBERED = 256
_OTHERWISE = re.compile(
    "return|refund|receipt|video|packag|passport|возврат|чек|упаков|退"
)  # the conditions read these


def make(options: Options) -> Detector:
    """`law`: its terms as lines `KEY >= VALUE`; `words`: the lexicons the claims are read with."""
    law = law_of(options.texts("law"))
    options.lexicons("words", needed=True)
    remembered: OrderedDict[str, tuple[Facts, Truth]] = OrderedDict()

    def terms_for(facts: Facts, lexicons: Lexicons) -> tuple[Facts, Truth]:
        key = digest(facts.policy, facts.offer)
        known = remembered.get(key)
        if known is None:
            terms = Facts(policy=in_force(facts, law))
            known = remembered[key] = terms, truth_of(terms, ("policy",), lexicons)
            if len(remembered) > _MOST_REMEMBERED:
                remembered.popitem(last=False)
        return known

    def detect(reading: Reading) -> Iterator[Found]:
        facts = reading.context.facts
        if facts is None or not (facts.policy or facts.offer):
            return
        terms, truth = terms_for(facts, reading.lexicons)
        scene = scene_of(reading)
        yield from conditions(scene, terms.policy or {}, truth.numbers, bounds_of(facts, law))
        yield from costs(scene, terms.policy or {})
        unknown = {
            name: flag
            for name, flag in truth.switches.items()
            if name.startswith("?") and not _OTHERWISE.search(flag[0])
        }
        yield from things(scene, truth._replace(switches=unknown))

    return detect
