"""Yes and no about what no list of traits names: by the words of the fact's key, in any language, and the clause they stand in."""

from collections.abc import Iterator

from otvet.language.later import later
from otvet.policy.claims.facts import Truth
from otvet.policy.claims.scene import Scene, trimmed
from otvet.policy.found import Found

_YES = later(
    r"(?<!\w)(?:в комплекте|вложен\w*|вставлен\w*|есть|имее(?:тся|т|ются)|поддержива\w+|вход[яи]т|ид[её]т|прилага\w+|леж[иа]т|включен\w*"
    r"|оснащ\w+|со? встроен\w+|includ(?:ed|es|ing)|ha(?:s|ve)(?! to)|(?:comes?|supplied|sold|equipped) with|supports?|in the box|equipped|built in)(?!\w)|带|有|支持|含|配|送|附|在(?:盒|箱|包装|里面)"
)
_MAY = later(
    r"(?<!\w)(?:можно|может|могут|сможете|разреш\w+|действу\w+|can|may|allowed|possible|possibly|welcome to)(?!\w)|可以|能|允许|支持|行"
)
_NO = later(
    r"(?<!\w)(?:нету?|отсутств\w+|нельзя|невозможн\w+|запрещ\w+|no|without|lacks?)(?!\w)|(?<!\w)(?<!и )без(?!\w)"
    r"|(?<!\w)не (?:вход|прилага|ид[её]т|предусм|поддерж|име|включ|оснащ|может|могут|можно|получит|действ|сумм|склад|комбин|примен|распростр|возвращ|допуск|разреш|измен|поменя|отмен)"
    r"|(?:not|n't|cannot|never)\s(?:\w+\s)?(?:includ|come|have|support|suppl|provid|possib|allow|availab|combin|stack|chang|cancel|equipped|get|accept)|(?:not|n't)\s(?:in the|inside|part of|there)"
    r"|没有|没[带配有]|不(?:带|含|送|配|支持|能|可|行|允许|包|附|接受)|无|未|禁止"
)
_APART = later(
    r"(?<!\w)у вас (?:дома|есть|уже)|you have|at home|您家|家里|отдельно|докуп|куп[ил]|заказа|приобре|separately|extra|buy|order|purchas|另|单独|自备|自己买|加购|选购"
)
_IF = later(r"^\W*(?:если|когда|при|if|when|in case|unless)(?!\w)|如果|要是|的话")
_RIGHTS = later(r"_with_|allow|possib|can_|stack|chang|cancel|combin|try|permit|разреш|可|允许")
_NEEDED = later(
    r"нуж(?:ен|на|но|ны)|обязател|необходим|потребу|понадоб|требу|only (?:if|with|when)|must|need|requir|have to|mandatory|compulsory|必须|需要|务必|要有|须|才能"
)
_UNNEEDED = later(
    r"(?<!\w)(?:не|без)\s(?:\w+\s)?(?:нуж|обязател|необходим|потребу|понадоб|треб|надо)|no need|(?:not|n't|never)\s(?:\w+\s)?(?:need|requir|have to|mandatory)|不(?:需要|用|必|需)|无需"
)
_NEEDS = ("required", "needed", "mandatory", "necessary", "обязател", "нуж", "必须", "需要", "必需")
_CASES = frozenset({"=defect", "=faulty", "=damage"})


def things(scene: Scene, truth: Truth) -> Iterator[Found]:
    """A clause that affirms what is not, or denies what is."""
    for name, (key, true) in truth.switches.items():
        words = name[1:].split() if name.startswith("?") else [f"~{name}"]
        told = [hit for hit in scene.hits("switches") if hit.entry.rstrip("+-") == name]
        for first, last in _clauses_with(scene, words):
            if any(hit.start < last and first < hit.end for hit in told):
                continue  # the list of traits knows this wording
            said = scene.text[first:last].lower()
            denies, affirms = _said(said, key, words)
            if _IF.search(said) or (affirms and not denies and _APART.search(said)):
                continue
            if scene.asked(first, last) or not (denies or affirms) or _word_denied(scene, words, first, last):
                continue
            if (not denies) != true and not _of_another(scene, truth, name, (first, last), said=not denies):
                end = trimmed(scene.text, last)
                yield Found(first, end, "switch", {"said": scene.text[first:end].strip(), "fact": key})


def _of_another(scene: Scene, truth: Truth, name: str, span: tuple[int, int], *, said: bool) -> bool:
    """Whether the clause is about another key of the same deed and right about it: “a promo code stacks with points”."""
    mine = {word for word in name[1:].split() if word.endswith("!")}
    if not mine:
        return False
    tags = {hit.entry for lexicon in _LEXICONS for hit in scene.inside(lexicon, *span)}
    return any(
        other != name and true == said and mine <= set(words) and {word.lstrip("~") for word in words} <= tags
        for other, (_, true) in truth.switches.items()
        if other.startswith("?") and (words := other[1:].split())
    )


def _said(said: str, key: str, words: list[str]) -> tuple[bool, bool]:
    """Whether a clause denies, and whether it affirms, what the key is about: being there, being allowed, being asked for."""
    if any(sign in key.lower() for sign in _NEEDS):
        return _UNNEEDED.search(said) is not None, _NEEDED.search(said) is not None
    doing = any(word.endswith("!") for word in words)
    may = (doing or _RIGHTS.search(key.lower()) is not None) and _MAY.search(said) is not None
    return _NO.search(said) is not None, doing or may or _YES.search(said) is not None


def _word_denied(scene: Scene, words: list[str], first: int, last: int) -> bool:
    """“No defect”: what is denied is the case the key is about, and the rest is said of goods without it."""
    lowered = scene.text[first:last].lower()
    places = [lowered.find(stem(word[1:])) for word in words if word in _CASES]
    return any(at > 0 and scene.denied(first + at) for at in places)


def _clauses_with(scene: Scene, words: list[str]) -> Iterator[tuple[int, int]]:
    """The clauses that speak of all the words: tags of numbers, `~` things, `=` words of the key as they stand."""
    free = [word[1:] for word in words if word.startswith("=")]
    named = {word.lstrip("~") for word in words if not word.startswith("=")}
    lowered = scene.text.lower()
    anchors = [hit.start for lexicon in _LEXICONS for hit in scene.hits(lexicon) if hit.entry in named]
    if free:
        anchors = [lowered.find(stem(free[0]))]
    seen: set[tuple[int, int]] = set()
    for at in anchors:
        if at < 0:
            continue
        first, last = scene.clause(at, at + 1)
        tags = {hit.entry for lexicon in _LEXICONS for hit in scene.inside(lexicon, first, last)}
        if (first, last) not in seen and named <= tags and all(stem(w) in lowered[first:last] for w in free):
            seen.add((first, last))
            yield first, last


_LEXICONS = ("claim-cues", "claim-things")


def stem(word: str) -> str:
    """A word without the ending that may change."""
    if "\u4e00" <= word[0] <= "\u9fff":
        return word
    return word[: max(4, len(word) - 2)] if len(word) > 4 else word  # noqa: PLR2004 - endings are two letters
