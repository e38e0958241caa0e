"""Claims that contradict the facts: one file per kind of claim in `policy/claims`."""

from collections import OrderedDict
from collections.abc import Iterator

from otvet.policy.claims.ages import ages
from otvet.policy.claims.covered import covered
from otvet.policy.claims.facts import Truth, truth_of
from otvet.policy.claims.numbers import numbers
from otvet.policy.claims.order import dates, status
from otvet.policy.claims.scene import scene_of
from otvet.policy.claims.shelf import shelf
from otvet.policy.claims.sizes import sizes, sizes_of
from otvet.policy.claims.things import things
from otvet.policy.claims.traits import codes, colours, countries, materials, switches
from otvet.policy.cleared import digest
from otvet.policy.found import Detector, Found, Options
from otvet.policy.reading import Reading

_MOST_REMEMBERED = 256
_KINDS = (
    numbers,
    sizes,
    countries,
    materials,
    colours,
    codes,
    switches,
    things,
    covered,
    ages,
    shelf,
    status,
    dates,
)


def make(options: Options) -> Detector:
    """`sections`: which facts count; `words`: the lexicons the claims are read with."""
    sections = options.texts("sections")
    if not sections or set(sections) - {"product", "order", "policy", "offer"}:
        raise ValueError("option sections must name product, order, policy or offer")
    options.lexicons("words", needed=True)
    remembered: OrderedDict[str, Truth] = OrderedDict()

    def truth_for(reading: Reading) -> Truth:
        facts = reading.context.facts
        today = reading.context.date
        key = digest(facts, today)
        truth = remembered.get(key)
        if truth is None and facts is not None:
            truth = truth_of(facts, sections, reading.lexicons, today)
            remembered[key] = truth = truth._replace(sizes=sizes_of(facts.product))
            if len(remembered) > _MOST_REMEMBERED:
                remembered.popitem(last=False)
        return truth or Truth((), {}, {}, frozenset(), {}, frozenset(), {}, None, {})

    def detect(reading: Reading) -> Iterator[Found]:
        facts = reading.context.facts
        if facts is None or not any(getattr(facts, section) for section in sections):
            return
        truth = truth_for(reading)
        scene = scene_of(reading)
        for kind in _KINDS:
            yield from kind(scene, truth)

    return detect
