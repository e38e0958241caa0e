"""Which goods a sentence about returns speaks of, and what the terms say of them by name."""

import re
from collections.abc import Mapping
from typing import Any

from otvet.policy.claims.scene import Scene
from otvet.policy.lexicon import tags

Terms = Mapping[str, Any]
_OBJECT_KEYS = {
    "opened": ("opened_package_return", "opened_return", "unsealed_return"),
    "tried": ("tried_on_return", "worn_return"),
    "underwear": ("underwear_return", "lingerie_return"),
    "defect": ("defect_return", "faulty_return"),
    "transport": ("transport_damage_refund", "transit_damage_refund", "damage_refund", "defect_return"),
    "cosmetics": ("cosmetics_return", "perfume_return"),
    "sale": ("sale_return", "discounted_return"),
}
_NAMES = {
    "opened": ("opened", "unseal", "unpack", "вскры", "拆封"), "tried": ("tried", "worn", "try_on", "пример", "试穿"),
    "underwear": ("underwear", "lingerie", "бель", "内衣"), "defect": ("defect", "faulty", "брак", "质量"),
    "transport": ("transport", "transit", "damage", "поврежд", "运输"), "cosmetics": ("cosmetic", "perfume", "космет", "化妆"),
    "sale": ("sale", "discount", "распрод", "уцен", "特价"),
}  # fmt: skip
_RETURNS = ("return", "refund", "exchange", "возврат", "обмен", "退", "换")


_LISTED = (
    "no_return",
    "non_return",
    "nonreturn",
    "not_return",
    "return_except",
    "excluded",
    "невозврат",
    "не_возвра",
    "不可退",
    "不退",
)


def excepted_goods(scene: Scene, terms: Terms) -> set[str]:
    """Goods that a term lists as not taken back: `no_return: ["underwear", ...]`."""
    lists = [value for key, value in terms.items() if any(sign in key.lower() for sign in _LISTED)]
    listed = [
        str(one).lower()
        for value in lists
        for one in (value if isinstance(value, (list, tuple)) else [value])
    ]
    found = set(tags(scene.reading.lexicons, " ; ".join(listed), "term-objects")) if listed else set()
    if any(_named(scene.text.lower(), one) for one in listed):
        found |= {"listed"}
    return found


_KIND_OF = re.compile("(?:类)?(?:商品|产品|用品|物品|类)$")


def _named(text: str, goods: str) -> bool:
    """Whether goods of a list are named, in whatever case."""
    if "\u4e00" <= goods[:1] <= "\u9fff":
        return (_KIND_OF.sub("", goods) or goods) in text
    words = [word for word in re.findall(r"\w+", goods) if len(word) > 3]  # noqa: PLR2004 - small words are anywhere
    return bool(words) and all(word[: max(4, len(word) - 3)] in text for word in words)


def keys_of(name: str, terms: Terms) -> list[str]:
    """The terms on returns of such goods; what is a number or a text about them is no yes or no."""
    known = [key for key in _OBJECT_KEYS[name] if key in terms]
    signs = _NAMES[name]
    further = [
        key
        for key in terms
        if key not in known
        and any(s in key.lower() for s in signs)
        and any(s in key.lower() for s in _RETURNS)
    ]
    return known + [key for key in further if isinstance(terms[key], bool)]


def granted(key: str, value: object) -> bool | None:
    """Whether a term on such goods says yes or no; a text says yes unless it begins with a no: “full, with photos”."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and any(key in keys for keys in _OBJECT_KEYS.values()):
        return _REFUSES.match(value.strip().lower()) is None
    return None


_REFUSES = re.compile(r"not?(?!\w)|never|only|только|не(?!\w)|нет|нельзя|запрещ|不|无|禁止|仅")


def others_refused(terms: Terms) -> bool:
    """Whether goods of a name nobody here knows are not taken back: `plants_return: false`."""
    known = [sign for signs in _NAMES.values() for sign in signs]
    return any(
        value is False
        and any(s in key.lower() for s in _RETURNS)
        and not any(s in key.lower() for s in known)
        and not re.search(r"fee|paid|requir|must|days|docum|receipt", key.lower())
        for key, value in terms.items()
    )


def objects_of(scene: Scene, start: int, end: int) -> set[str]:
    hits = scene.inside("term-objects", *scene.sentence(start, end))
    return {h.entry for h in hits} or {h.entry for h in scene.hits("term-objects")}


def is_number(value: object) -> bool:
    """Whether a term is a number: yes and no are none."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)
