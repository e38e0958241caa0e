"""What was read from attached pictures, through the same rules as words: text, and what codes lead to.

Reading is not the gate's: it gets the words, knows which of them are doubtful, and where nothing could be read.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal, get_args

from msgspec import Struct, structs

from otvet.errors import PackError
from otvet.policy.context import Context
from otvet.policy.page import Rule
from otvet.policy.verdict import Finding, Verdict, milder, worst

Unread = Literal["hold", "pass"]
PICTURES = "pictures"  # in `unchecked`

_GOODS = re.compile(r"\x1d?(?:\]d2)?01\d{14}21.*|t=\d{8}T\d{4,6}&s=[\d.]+&fn=\d+.*", re.DOTALL)
_LEADS = re.compile(
    r"[a-z][a-z0-9+.-]{1,30}://|(?:tel|sms|smsto|mmsto|mailto|mecard|matmsg|begin|wifi|geo|bitcoin|skype|viber|whatsapp):",
    re.IGNORECASE,
)
_MATRIX = frozenset({"QRCode", "MicroQRCode", "RMQRCode", "Aztec", "DataMatrix", "PDF417", "MaxiCode"})
_PAGE = re.compile(r"https?://", re.IGNORECASE)


class Code(Struct, frozen=True):
    """The content of a QR or bar code within the text of a picture."""

    start: int
    end: int
    kind: str


class Seen(Struct, frozen=True):
    """One attachment as the gate sees it. `content` is its hash; `doubtful` are spans of words read with doubt."""

    file: str
    content: str
    state: Literal["read", "waiting", "unread"]
    text: str = ""
    codes: tuple[Code, ...] = ()
    doubtful: tuple[tuple[int, int], ...] = ()


class OnPictures(Struct, frozen=True):
    """What a pack says of pictures, under `[pictures]` in its pack.toml.

    `unread`: whether a picture nobody could read is held for a person or passes; `leave_out`: rules that do not look
    into pictures; `code`: the rule that a code breaks which leads away and in which no other rule found anything.
    """

    unread: Unread = "hold"
    leave_out: frozenset[str] = frozenset()
    code: str | None = None


def on_pictures(files: Mapping[str, str], rules: tuple[Rule, ...]) -> OnPictures:
    """The table of a pack; a pack without one holds what is unread and leaves nothing out. Raises `PackError`."""
    said: dict[str, Any] = tomllib.loads(files.get("pack.toml", "")).get("pictures", {})
    known = {rule.code for rule in rules}
    named = [*said.get("leave_out", ()), *([said["code"]] if "code" in said else [])]
    if said.keys() - {"unread", "leave_out", "code"} or said.get("unread", "hold") not in get_args(Unread):
        raise PackError(
            f"pack.toml: [pictures] takes unread ({' or '.join(get_args(Unread))}), leave_out and code"
        )
    strange = sorted(set(named) - known)
    if strange:
        raise PackError(f"pack.toml: [pictures] names {strange[0]!r}, which is no rule of the pack")
    return OnPictures(said.get("unread", "hold"), frozenset(said.get("leave_out", ())), said.get("code"))


class Looking(Struct, frozen=True):
    """What judging a picture needs of a gate."""

    check: Callable[[str, Context], Verdict]
    pack: OnPictures
    rules: tuple[Rule, ...]


def with_pictures(verdict: Verdict, pictures: tuple[Seen, ...], context: Context, by: Looking) -> Verdict:
    """The verdict on a text together with what was read from the pictures that go with it."""
    found = tuple(one for seen in pictures for one in _found(seen, context, by))
    blind = any(seen.state != "read" for seen in pictures) and PICTURES not in verdict.unchecked
    if not found and not blind:
        return verdict
    return structs.replace(
        verdict,
        verdict=worst([verdict.verdict, *(one.severity for one in found)]),
        findings=(*verdict.findings, *found),
        unchecked=(*verdict.unchecked, PICTURES) if blind else verdict.unchecked,
    )


def _found(seen: Seen, context: Context, by: Looking) -> Iterator[Finding]:
    if seen.state == "waiting" or not seen.text:
        return
    words = seen.text[: seen.codes[0].start] if seen.codes else seen.text
    for one in _judged(words, 0, context, by):
        doubtful = any(start < one.end and one.start < end for start, end in seen.doubtful)
        severity = milder(one.severity, "warn") if doubtful else one.severity
        yield structs.replace(one, severity=severity, file=seen.file)
    for code in seen.codes:
        content = seen.text[code.start : code.end]
        if _GOODS.fullmatch(content) or (code.kind not in _MATRIX and content.isdigit()):
            continue  # a bar code of goods, a marking code, a receipt: nobody is led anywhere
        for one in _of_code(content, code.start, context, by):
            yield structs.replace(one, file=seen.file)


def _judged(text: str, offset: int, context: Context, by: Looking) -> list[Finding]:
    return [
        structs.replace(one, start=one.start + offset, end=one.end + offset, suggestion=None)
        for one in by.check(text, context).findings
        if one.rule not in by.pack.leave_out
    ]


def _of_code(content: str, offset: int, context: Context, by: Looking) -> list[Finding]:
    """What leads away breaks a rule whether or not it reads like words."""
    found = _judged(content, offset, context, by)
    if " " not in content:  # an address or a number is no sentence that a model could understand
        found = [one for one in found if not one.detector.startswith("meaning")]
    rule = next((one for one in by.rules if one.code == by.pack.code), None)
    if found or rule is None or not _LEADS.match(content) or _PAGE.match(content):
        return found  # pages are the rules' own matter: they know which are ours
    severity = rule.severity.get(context.surface)
    if severity is None:
        return []
    end = offset + len(content)
    message = rule.message("code", context.lang or "ru", {})
    return [
        Finding(
            rule=rule.code, severity=severity, start=offset, end=end, text=content, message=message,
            cites=rule.cites, suggestion=None, detector="code",
        )
    ]  # fmt: skip
