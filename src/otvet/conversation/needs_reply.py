"""Whether a buyer's message waits for an answer: judged once when it arrives, stored, correctable.

Thanks and "ok" alone need none (the wait would be counted against nobody's fault);
everything that is not surely one of these does.
"""

import re

_WORDS = (
    r"ок(?:ей)?|ok(?:ay)?|хорошо|ясно|понятно|понял[аи]?|спасибо(?: большое| вам| огромное)?|благодарю(?: вас)?"
    r"|thanks?(?: you)?(?: very much| so much| a lot)?|thx|got it|great|good|fine|вс[её]|отлично|супер|до свидания"
    r"|всего доброго|bye|好的?|行|可以|谢谢[您你啦]?|多谢|收到|明白了?|知道了|再见|👍|🙏|🤝|❤️?"
)
_MARKS = r"[\s,.!;…~，。！；、]"
_NOTHING_ASKED = re.compile(rf"(?:(?:{_WORDS})(?:{_MARKS}+|$|(?=[\u4e00-\u9fff👍🙏🤝❤])))+")
LONGEST = 60


def needs_reply(text: str, *, has_files: bool) -> bool:
    """False only for a short message made of nothing but thanks and agreement."""
    plain = text.strip().lower()
    if has_files or not plain or len(plain) > LONGEST:
        return True
    return _NOTHING_ASKED.fullmatch(plain) is None
