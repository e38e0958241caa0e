"""Superlative forms: “самый …”, “the most …”, “the …est”, “#1”."""

from collections.abc import Iterator

from otvet.language.later import later
from otvet.policy.detectors.terms import excuse, extent
from otvet.policy.found import Detector, Found, Options
from otvet.policy.reading import Reading

_ADJECTIVE = "(?:[ыи]й|ая|яя|[ое]е|ые|ие|[ое]го|[ое]й|[ую]ю|[ыи]х|[ыи]ми?|[ое]м)"
_FORMS = later(
    rf"(?<!\w)сам(?:ый|ая|ое|ые|ого|ой|ую|ых|ым|ыми|ом) [а-яё-]{{2,24}}{_ADJECTIVE}(?!\w)"
    r"|(?<!\w)(?:(?:the|our|this|[’']s|its|their|a) (?:very |absolute |single |world[’']s )?(?:most [a-z-]{4,20}|[a-z]{2,14}est))(?!\w)"
    r"|(?<!\w)[#№] ?(?:1|один|one)(?!\w)"
)
_NO_DEGREE = later(
    r"(?:^|[^a-z])(?:rest|test|nest|guest|west|request|interest|chest|forest|harvest|latest|honest|modest|earnest|contest"
    r"|protest|quest|vest|pest|crest|arrest|digest|inquest|manifest|priest|earliest|newest|nearest|closest|best|breast"
    r"|next|least|attest|behest|furthest|farthest|oldest|youngest|tempest|east|beast|feast|yeast|toast|rainforest"
    r"|highest|lowest|longest|largest|smallest|shortest|slowest|widest|deepest|thinnest|tallest|heaviest|biggest|easiest|hardest"
    r"|simplest|quickest|loudest|fewest|thickest|narrowest|darkest|steepest|busiest"
    r"|most (?:people|buyers|customers|viewers|cases|part|important|common|interesting|frequent|difficult|recent|obvious|likely|frequently|delicate|dangerous))$"
    r"|^сам[а-яё]+ (?:длинн|коротк|больш|маленьк|высок|низк|широк|узк|тяж[её]л|глубок|тонк|толст|мелк|крупн|нов|стар|перв"
    r"|последн|т[её]мн|светл|медленн|громк|просто|сложн|главн|важн|обычн|част|ранн|поздн|настоящ|медлительн)"
)


def make(options: Options) -> Detector:
    """Superlative forms, unless they are part of a hit of `innocent` or excused like words of `terms`."""
    innocent = options.lexicons("innocent", needed=True)
    excused = excuse(options)
    widened = extent(options)
    note = options.text("note")

    def detect(reading: Reading) -> Iterator[Found]:
        for match in _FORMS.finditer(reading.surface.text):
            if _NO_DEGREE.search(match[0]):
                continue
            start, end = reading.surface.source(*match.span())
            near = reading.inside(innocent, start - _REACH, end)
            if any(hit.end > start for hit in near) or excused(reading, start, end):
                continue
            yield Found(*widened(reading, start, end), note)

    return detect


_REACH = 20
