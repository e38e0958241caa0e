"""The facts of a product's card in words: what each is called, and its unit."""

from typing import Any, Final

from otvet.language.catalogue import Catalogue
from otvet.web.pages.topics import mark

NAMES: Final = {
    "capacity": mark("Volume"),
    "power": mark("Power"),
    "cord": mark("Cord length"),
    "weight": mark("Weight"),
    "material": mark("Material"),
    "country": mark("Made in"),
    "warranty": mark("Warranty"),
    "boil": mark("Boils in"),
    "battery": mark("Works without a socket"),
    "brightness": mark("Brightness"),
    "height": mark("Height"),
    "screen": mark("Screen"),
    "memory": mark("Memory"),
    "storage": mark("Disk"),
    "noise": mark("Noise"),
    "colours": mark("Colours"),
    "sizes": mark("Sizes"),
    "size": mark("Size"),
    "area": mark("For a room up to"),
    "diameter": mark("Diameter"),
    "pieces": mark("Pieces"),
    "quantity": mark("In the set"),
    "places": mark("Sleeps"),
    "protection": mark("Protection"),
    "age": mark("Age from"),
    "pages": mark("Pages"),
    "volume": mark("Volume"),
    "max_load": mark("Load up to"),
    "coldest": mark("Down to"),
    "waterproof": mark("Waterproof"),
    "heat": mark("Keeps warm"),
    "wash": mark("Wash at"),
    "charge": mark("Charges in"),
}
UNITS: Final = {
    "l": mark("l"),
    "ml": mark("ml"),
    "w": mark("W"),
    "cm": mark("cm"),
    "mm": mark("mm"),
    "kg": mark("kg"),
    "g": mark("g"),
    "months": mark("months"),
    "days": mark("days"),
    "minutes": mark("minutes"),
    "hours": mark("hours"),
    "lm": mark("lm"),
    "inch": mark("inches"),
    "gb": mark("GB"),
    "db": mark("dB"),
    "mah": mark("mAh"),
    "m2": mark("m²"),
    "c": mark("°C"),
    "from": "",
}
# What stands in the demo's cards as a word; in a card of somebody else's shop words stay as they are.
VALUES: Final = {
    "Россия": mark("Russia"), "Китай": mark("China"), "алюминий": mark("aluminium"), "фарфор": mark("porcelain"),
    "сталь": mark("steel"), "полиэстер": mark("polyester"), "хлопок": mark("cotton"), "микроволокно": mark("microfibre"),
    "текстиль": mark("textile"), "дерево": mark("wood"), "чугун": mark("cast iron"), "чёрный": mark("black"),
    "белый": mark("white"), "синий": mark("blue"), "песочный": mark("sand"), "серый": mark("grey"),
}  # fmt: skip
_MOST: Final = 8


def facts(card: dict[str, Any], words: Catalogue) -> list[tuple[str, str]]:
    """Name and value of what can be said in words; the rest of the card is for the gate alone."""
    shown: list[tuple[str, str]] = []
    for key, value in card.items():
        stem, _, unit = key.rpartition("_")
        name = NAMES.get(key) or (NAMES.get(stem) if unit in UNITS else None)
        if name is None or isinstance(value, bool):
            continue
        measured = UNITS.get(unit, "") if key not in NAMES else ""
        text = ", ".join(_value(one, words) for one in (value if isinstance(value, list) else [value]))
        shown.append((words.text(name), f"{text}\xa0{words.text(measured)}" if measured else text))
    return shown[:_MOST]


def _value(value: Any, words: Catalogue) -> str:
    text = str(value)
    if text in VALUES:
        return words.text(VALUES[text])
    return text.replace(".", ",") if isinstance(value, float) and words.language == "ru" else text
