"""Countries, materials, colours, codes and yes-or-no traits against what is true of the goods."""

import re
from collections.abc import Iterator

from otvet.language.later import later
from otvet.policy.claims.facts import Truth, codes_in
from otvet.policy.claims.scene import Scene
from otvet.policy.found import Found
from otvet.policy.lexicon import Hit

_CUE_REACH = 40
_KIN: dict[str, frozenset[str]] = {
    "steel": frozenset({"stainless"}),
    "wood": frozenset(
        {
            "oak",
            "beech",
            "pine",
            "birch",
            "walnut",
            "ash-wood",
            "bamboo",
            "solid-wood",
            "plywood",
            "mdf",
            "chipboard",
        }
    ),
    "solid-wood": frozenset({"oak", "beech", "pine", "birch", "walnut", "ash-wood"}),
    "synthetic": frozenset({"polyester", "nylon", "acrylic", "elastane", "faux-leather"}),
    "wool": frozenset({"cashmere"}),
    "leather": frozenset({"suede"}),
    "ceramic": frozenset({"porcelain"}),
    "glass": frozenset({"crystal"}),
    "plastic": frozenset({"acrylic"}),
    "paper": frozenset({"cardboard"}),
    "stone": frozenset({"marble", "granite"}),
    "rubber": frozenset({"latex", "silicone"}),
}


def countries(scene: Scene, truth: Truth) -> Iterator[Found]:
    """Another country of origin than the true one, also by its cities and people."""
    made = truth.countries.get("made")
    if not made:
        return
    for hit in scene.hits("countries"):
        if hit.entry.rstrip("!") in made or scene.denied(hit.start) or scene.asked(hit.start, hit.end):
            continue
        if hit.entry == "eu" and made & _EUROPE:
            continue
        cue = hit if hit.entry.endswith("!") else _origin_cue(scene, hit)
        if cue is None and _beside_its_name(scene, truth, hit):
            cue = hit
        if cue is None or cue.entry in {"travel", "other"}:
            continue
        role = truth.countries.get(cue.entry, frozenset())
        if cue is not hit and cue.entry != "made" and (hit.entry in role or not role):
            continue
        yield Found(
            *_around(scene, hit, cue),
            "country",
            {"said": scene.text[hit.start : hit.end], "fact": _country_text(truth)},
        )


def _beside_its_name(scene: Scene, truth: Truth, hit: Hit) -> bool:
    """The country as an adjective right beside the name of the goods: “нож японский”, “a Japanese knife”."""
    name = " ".join(truth.texts.get(k, "") for k in ("name", "type", "название")).lower()
    if _TONGUES.search(name):
        return False
    before = re.findall(r"[^\W\d_]+", scene.text[max(0, hit.start - _ADJACENT) : hit.start].lower())[-1:]
    after = re.findall(r"[^\W\d_]+", scene.text[hit.end : hit.end + _ADJACENT].lower())[:1]
    return any(len(word) > _BEHIND and word[: max(4, len(word) - 2)] in name for word in (*before, *after))


_ADJACENT = 20  # characters
_TONGUES = later(
    r"словар|учебник|книг|курс|разговорник|dictionar|textbook|book|course|词典|字典|教材|书|课"
)  # “a German dictionary”
_EUROPE = frozenset({
    "it", "de", "fr", "gb", "es", "pt", "pl", "cz", "at", "ch", "se", "fi", "no", "dk", "nl", "be", "gr", "hu", "ie", "rs",
})  # fmt: skip


def _origin_cue(scene: Scene, hit: Hit) -> Hit | None:
    for first, last in (scene.clause(hit.start, hit.end), scene.sentence(hit.start, hit.end)):
        cues = [h for h in scene.inside("origin-cues", first, last) if not (hit.start <= h.start < hit.end)]
        near = [(max(hit.start - h.end, h.start - hit.end, 0), h) for h in cues]
        near = [pair for pair in near if pair[0] <= _CUE_REACH]
        if near:
            return min(near, key=lambda pair: pair[0])[1]
    return None


def _around(scene: Scene, hit: Hit, cue: Hit) -> tuple[int, int]:
    del scene
    return min(hit.start, cue.start), max(hit.end, cue.end)


def _country_text(truth: Truth) -> str:
    signs = ("country", "origin", "стран", "производ", "产地", "国", "made")
    return next(
        (
            v
            for k, v in truth.texts.items()
            if any(s in k.lower() for s in signs) and "design" not in k.lower() and "brand" not in k.lower()
        ),
        "",
    )


def materials(scene: Scene, truth: Truth) -> Iterator[Found]:
    """Another material, or more of one, than the goods are made of."""
    true = truth.materials
    if not true:
        return
    for hit in scene.hits("materials"):
        if scene.asked(hit.start, hit.end):
            continue
        if _OTHER_ONE.search(scene.text[max(0, hit.start - _FAR) : hit.start].lower()):
            continue
        share = _share(scene, hit)
        cue = _material_cue(scene, hit) or _said_of_it(scene, truth, hit)
        absent = scene.denied(hit.start) or _LACKING.match(scene.text, hit.end) is not None
        parts = [m for m in true if m == hit.entry or m in _KIN.get(hit.entry, ())]
        if not parts and (wider := [m for m in true if hit.entry in _KIN.get(m, ())]):
            whole = sum(s for m in wider if (s := true[m]) is not None)
            if cue is None or cue.entry != "pure" or not 0 < whole < _WHOLE:
                continue  # the card says steel, the text stainless steel: nothing to hold against it
        wrong = _material_wrong(true, parts, share, cue, absent=absent)
        if wrong:
            first = min(hit.start, cue.start) if cue is not None and cue.end <= hit.start else hit.start
            fact = next((v for k, v in truth.texts.items() if _speaks_of_material(v, k)), "")
            yield Found(first, hit.end, "material", {"said": scene.text[hit.start : hit.end], "fact": fact})


def _material_wrong(
    true: dict[str, float | None], parts: list[str], share: float | None, cue: Hit | None, *, absent: bool
) -> bool:
    pure = cue is not None and cue.entry == "pure"
    if absent:
        return bool(parts) and not pure
    if not parts:
        return share is not None or cue is not None
    known = [s for m in parts if (s := true[m]) is not None]
    if share is None:
        return pure and bool(known) and sum(known) < _WHOLE
    if known:
        return not any(abs(s - share) <= 1 for s in [*known, sum(known)])
    return share > _WHOLE and len(true) > 1


_FAR = 40  # characters
# “More elastic than the cotton one you had”, “you are looking for 70% wool”: not of these goods.
_OTHER_ONE = later(
    r"(?<!\w)(?:than|чем)\s[^.,;!?]{0,30}$|比[^，。；！？]{0,16}$|you(?:'re| are)? (?:looking for|need|want|wanted|asked for)\s[^.;!?]{0,24}$|вы (?:ищете|искали|хотели|спрашивали)\s[^.;!?]{0,24}$|您(?:要|想要|在找|找)的?[^，。；！？]{0,12}$"
)
_WHOLE = 99  # percent: labels round


def _share(scene: Scene, hit: Hit) -> float | None:
    """The percentage said right beside a material: the nearer one, with no mark between them."""
    beside: list[tuple[int, float]] = []
    for amount, start, end in scene.shares:
        gap = max(hit.start - end, start - hit.end)
        if not 0 <= gap <= 12:  # noqa: PLR2004 - “30% натуральной шерсти”
            continue
        between = scene.text[min(end, hit.end) : max(start, hit.start)]
        if not set(between) & set(",，、;；.和"):
            beside.append((gap, amount.value))
    return min(beside)[1] if beside else None


def _material_cue(scene: Scene, hit: Hit) -> Hit | None:
    """The word that says the goods are made of this: before it in the clause, or right behind."""
    first, last = scene.clause(hit.start, hit.end)
    near = scene.inside("material-cues", max(first, hit.start - 28), last)
    cues = [h for h in near if h.end <= hit.start + 1 or 0 <= h.start - hit.end <= _BEHIND]
    return max(cues, key=lambda h: (h.entry == "pure", h.start)) if cues else None


_BEHIND = 3
_BREAK = re.compile(r"[.,;:!?。，；！？]")
_LACKING = re.compile(
    r"\s(?:там |тут |здесь |в н[её]й |в н[её]м |внутри )?(?:нет|нету|не было|ни (?:грамма|капли|нитки|ниточки|процента|доли))(?!\w)|(?:都|也|一点)?(?:都|也)?(?:没有|没含)",
    re.IGNORECASE,
)
_ITSELF = re.compile(
    r"(?<!\w)(?:it|this(?: one)?|these|they)(?:'s|\s(?:is|are|comes? in))\s$|(?<!\w)(?:он[ао]?|они|этот|эта|эти)\s(?:[—-]\s)?$|(?:这款|这个|它|这件)是?$",
    re.IGNORECASE,
)


def _said_of_it(scene: Scene, truth: Truth, hit: Hit) -> Hit | None:
    """The material as an adjective beside the name of the goods: “термос пластиковый”."""
    if _ITSELF.search(scene.text[max(0, hit.start - 16) : hit.start]):
        return hit
    if not _product_word_near(scene, truth, hit):
        return None
    before, after = scene.text[max(0, hit.start - 14) : hit.start], scene.text[hit.end : hit.end + 14]
    return None if _BREAK.search(before) and _BREAK.search(after) else hit


def _speaks_of_material(value: str, key: str) -> bool:
    signs = (
        "material",
        "compos",
        "fabric",
        "upper",
        "body",
        "case",
        "lining",
        "материал",
        "состав",
        "ткань",
        "材",
        "料",
        "成分",
    )
    return bool(value) and any(s in key.lower() for s in signs)


_OTHERS = (
    "также",
    "тоже",
    "другие",
    "другой",
    "кроме",
    "also",
    "other",
    "besides",
    "another",
    "另外",
    "其他",
    "还有",
    "也有",
)


_SEEMS = later(r"(?:выгляд\w+|каж[еу]тся|looks?|seems?|appears?|看起来|看着|显得)(?:\s\w+)?\s?$")
_TO_COME = later(r"ожида|поступ|появ|привез|будет|expect|restock|arriv|will be|预计|到货|补货|会到|会有")


def colours(scene: Scene, truth: Truth) -> Iterator[Found]:
    """Another colour than the true one, where the text speaks of the colour of the goods."""
    if not truth.colours:
        return
    for hit in scene.hits("colours"):
        if hit.entry in truth.colours or scene.denied(hit.start) or scene.asked(hit.start, hit.end):
            continue
        first, last = scene.sentence(hit.start, hit.end)
        if any(word in scene.text[first:last].lower() for word in _OTHERS):
            continue
        if _TO_COME.search(scene.text[slice(*scene.clause(hit.start, hit.end))].lower()):
            continue
        if _SEEMS.search(scene.text[max(0, hit.start - _FAR) : hit.start].lower()):
            continue
        cues = [h for h in scene.inside("claim-cues", hit.start - 24, hit.end + 16) if h.entry == "colour"]
        named = _product_word_near(scene, truth, hit) or _ITSELF.search(
            scene.text[max(0, hit.start - 16) : hit.start]
        )
        if cues or named:
            fact = next(
                (
                    v
                    for k, v in truth.texts.items()
                    if "colo" in k.lower() or "цвет" in k.lower() or "色" in k
                ),
                "",
            )
            yield Found(hit.start, hit.end, "colour", {"said": scene.text[hit.start : hit.end], "fact": fact})


def _product_word_near(scene: Scene, truth: Truth, hit: Hit) -> bool:
    """The name of the goods right beside the colour: “чайник белый”."""
    name = " ".join(truth.texts.get(k, "") for k in ("name", "type", "название")).lower()
    around = scene.text[max(0, hit.start - 14) : hit.end + 14].lower()
    if any(len(word) > _BEHIND and word[:-1] in around for word in name.split()):
        return True
    return "\u4e00" <= name[:1] <= "\u9fff" and name.strip()[-2:] in around


def codes(scene: Scene, truth: Truth) -> Iterator[Found]:
    """Another code of the same family: IP68 for IPX4, Lightning for USB-C."""
    families = {c.partition(":")[0]: c.partition(":")[2] for c in truth.codes}
    if not families:
        return
    found = list(codes_in(scene.view.text))
    named = {code for code, _, _ in found}
    for code, first, last in found:
        family, _, said = code.partition(":")
        if family not in families or code in truth.codes:
            continue
        start, end = scene.view.source(first, last)
        if any(true in named for true in truth.codes if true.partition(":")[0] == family):
            continue  # the true one is named too: this one is of something else
        if not scene.denied(start) and not scene.asked(start, end):
            fact = families[family].upper()
            yield Found(start, end, "code", {"said": said.upper(), "fact": fact}, None)


_IF = re.compile(r"\W*(?:если|когда|if|when|in case)(?!\w)|\W*(?:如果|要是)", re.IGNORECASE)


def switches(scene: Scene, truth: Truth) -> Iterator[Found]:
    """Yes said for no, no for yes."""
    warranty = [k for k in truth.numbers if "warranty" in k.words]
    stock = [k for k in truth.numbers if "stock" in k.words]
    for hit in scene.hits("switches"):
        name, sign = hit.entry.rstrip("+-"), hit.entry[-1]
        if scene.asked(hit.start, hit.end) or _IF.match(scene.text, scene.clause(hit.start, hit.end)[0]):
            continue
        if name == "warranty=forever" or hit.entry == "warranty=forever":
            wrong, key = bool(warranty), "warranty"
        elif name == "warranty" and warranty:
            wrong, key = (sign == "-") == any(k.value > 0 for k in warranty), "warranty"
        elif name == "stock" and stock:
            wrong, key = (sign == "-") == any(k.value > 0 for k in stock), "stock"
        elif name in truth.switches:
            key, true = truth.switches[name]
            wrong = true != (sign == "+")
            if wrong and sign == "+" and scene.denied(hit.start):
                wrong = False
        else:
            continue
        if wrong:
            yield Found(hit.start, hit.end, "switch", {"said": scene.text[hit.start : hit.end], "fact": key})
