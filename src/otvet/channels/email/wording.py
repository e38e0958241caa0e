"""The words of letters, put together as blocks and drawn twice: as plain text and as HTML.

Everything that comes from outside the catalogues is escaped; there is no picture, no script, nothing to load.
"""

from html import escape
from typing import Final

from msgspec import Struct

from otvet.channels.email.notices import AnswerWaits, RatingAsked, TranscriptReady
from otvet.language.catalogue import catalogue, mark

Asked = AnswerWaits | TranscriptReady | RatingAsked


class Said(Struct, frozen=True):
    """A cleared reply as a letter shows it: its text, and how many files lie beside it in the chat."""

    text: str
    files: int = 0


class Words(Struct, frozen=True):
    """A letter in words: subject, the lines before and after what is quoted, the one button, the small print."""

    language: str
    subject: str
    greeting: str
    lines: tuple[str, ...]
    quoted: tuple[Said, ...]
    files: str
    button: str
    link: str
    small: tuple[str, ...]


_SUBJECTS: Final[dict[type, str]] = {
    AnswerWaits: mark("Support has answered"),
    TranscriptReady: mark("Your conversation with support"),
    RatingAsked: mark("How did we help?"),
}
_BUTTONS: Final[dict[type, str]] = {
    AnswerWaits: mark("Open the conversation"),
    TranscriptReady: mark("Open the conversation"),
    RatingAsked: mark("Rate the answer"),
}
_WHOLE: Final[dict[type, str]] = {
    AnswerWaits: mark("Support has answered your request %(reference)s:"),
    TranscriptReady: mark("The conversation %(reference)s is attached as a text file."),
    RatingAsked: mark("Your request %(reference)s is resolved. One tap tells us how it went."),
}
_BARE: Final[dict[type, str]] = {
    AnswerWaits: mark("An answer to your request %(reference)s waits in the chat."),
    TranscriptReady: mark("The conversation %(reference)s can be downloaded in the chat."),
    RatingAsked: _WHOLE[RatingAsked],
}
_CONFIRM: Final = mark(
    "This address is not confirmed yet, so the words stay in the chat: opening the link confirms it."
)
_GREETING: Final = mark("Hello!")
_FILES: Final = mark("There are files with it: they are in the conversation.")
_DEAF: Final = mark(
    "Please do not reply to this letter: mail is not read yet. Write in the chat, the link leads there."
)
_UNTIL: Final = mark("The link works until %(until)s and shows the whole conversation: do not pass it on.")
_WHY: Final = mark("You get this letter because this address was left in the support chat of %(shop)s.")


def worded(notice: Asked, said: tuple[Said, ...], language: str, *, confirmed: bool) -> Words:
    """The letter in the buyer's language; `confirmed` says whether the address may read more than that there is something."""
    told, kind = catalogue(language), type(notice)
    number = notice.reference.replace("-", "\u2011")  # a number does not break at its hyphen
    first = told.text((_WHOLE if confirmed else _BARE)[kind], reference=number)
    return Words(
        language=told.language,
        subject=f"[{notice.reference}] {told.text(_SUBJECTS[kind])} · {notice.shop}",
        greeting=told.text(_GREETING),
        lines=(first,) if confirmed or kind is RatingAsked else (first, told.text(_CONFIRM)),
        quoted=said,
        files=told.text(_FILES),
        button=told.text(_BUTTONS[kind]),
        link=notice.link,
        small=(
            told.text(_DEAF),
            told.text(_UNTIL, until=notice.until),
            told.text(_WHY, shop=notice.shop),
        ),
    )


def as_text(words: Words) -> str:
    """The plain part: quoted replies stand behind a bar, as mail programs do it."""
    quoted = []
    for one in words.quoted:
        quoted += ["", *(f"> {line}".rstrip() for line in one.text.splitlines())]
        quoted += [f"({words.files})"] if one.files else []
    lines = [
        words.greeting,
        "",
        *words.lines,
        *quoted,
        "",
        f"{words.button}:",
        words.link,
        "",
        "--",
        *words.small,
    ]
    return "\n".join(lines) + "\n"


_PAGE: Final = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>{subject}</title></head>
<body style="margin:0;padding:24px 16px;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'PingFang SC','Noto Sans',sans-serif">
<div style="max-width:560px;margin:0 auto">
<p>{greeting}</p>
{lines}
{quoted}
<p style="margin:24px 0"><a href="{link}" style="display:inline-block;padding:12px 20px;border-radius:8px;background:#1f5fbf;color:#ffffff;text-decoration:none">{button}</a></p>
<hr style="border:0;border-top:1px solid #8a8f99">
{small}
</div></body></html>
"""
_QUOTED: Final = (
    '<blockquote style="margin:16px 0;padding:4px 0 4px 16px;border-left:3px solid #1f5fbf">{}</blockquote>'
)


def as_html(words: Words) -> str:
    """The same as HTML, with nothing in it that a stranger could have put there as markup."""
    quoted = []
    for one in words.quoted:
        said = "".join(f"<p>{_broken(part)}</p>" for part in one.text.split("\n\n") if part.strip())
        note = f"<p><small>{escape(words.files)}</small></p>" if one.files else ""
        quoted.append(_QUOTED.format(said + note))
    return _PAGE.format(
        language=escape(words.language), subject=escape(words.subject), greeting=escape(words.greeting),
        lines="\n".join(f"<p>{escape(line)}</p>" for line in words.lines), quoted="\n".join(quoted),
        link=escape(words.link), button=escape(words.button),
        small="\n".join(f'<p style="margin:8px 0;font-size:13px">{escape(line)}</p>' for line in words.small),
    )  # fmt: skip


def _broken(text: str) -> str:
    return "<br>".join(escape(line) for line in text.strip().splitlines())
