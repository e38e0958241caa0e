"""Makes the pages of docs/reference that say what the code says; a test keeps them current.

.venv/bin/python docs/make.py
"""
# ruff: noqa: INP001 a script beside the pages it makes, not a package

import inspect
import re
import sys
from pathlib import Path
from typing import Any

from otvet import errors, settings
from otvet.conversation import events
from otvet.people.access import SCOPES, TABLE
from otvet.people.actor import ROLES
from otvet.web.errors import status_of

REFERENCE = Path(__file__).parent / "reference"
MADE = "Made by `docs/make.py` from `{source}`; change it there.\n"


def pages() -> dict[str, str]:
    """Each generated page by its file name."""
    return {
        "errors.md": error_page(),
        "events.md": event_page(),
        "permissions.md": permission_page(),
        "settings.md": setting_page(),
    }


def permission_page() -> str:
    """Who may do what."""
    lines = ["# Permissions", "", MADE.format(source="src/otvet/people/access.py")]
    lines += [
        "Every endpoint names one action.",
        "Beside the role, what one may see decides: buyers see their own conversations,",
        "staff of a seller those of their seller, the operator's people all of the installation.",
        "What is not there and what is somebody else's read alike.",
        "",
        "A program's token has a role and scopes; it may do what both allow.",
        f"Scopes: {', '.join(f'`{scope}`' for scope in sorted(SCOPES))}, or `all`.",
        "",
        row("action", "means", *(role.replace("_", " ") for role in ROLES)),
        row(*("---" for _ in range(len(ROLES) + 2))),
    ]
    for action in TABLE:
        marks = ("yes" if role in action.roles else "" for role in ROLES)
        lines.append(row(f"`{action.name}`", action.meaning, *marks))
    return "\n".join(lines) + "\n"


def setting_page() -> str:
    """Every setting with its default."""
    lines = ["# Settings", "", MADE.format(source="src/otvet/settings.py")]
    lines += [
        "A setting is read from the command line (`--body-bytes` where the command has it), else from the environment",
        "(`OTVET_BODY_BYTES`), else from the TOML file named by `--config` or `OTVET_CONFIG` (`body_bytes = 1048576`),",
        "else it is the default.",
        "",
        row("setting", "default", "environment", "means"),
        row("---", "---", "---", "---"),
    ]
    source = inspect.getsource(settings.Settings)
    for comment, name in re.findall(r"((?:^    # .*\n)+)    (\w+):", source, re.MULTILINE):
        meaning = " ".join(line.strip().removeprefix("# ") for line in comment.splitlines())
        default = getattr(settings.Settings(), name)
        shown = f"`{default}`" if str(default) else "none"
        lines.append(row(f"`{name}`", shown, f"`OTVET_{name.upper()}`", meaning))
    return "\n".join(lines) + "\n"


def error_page() -> str:
    """Every error there is."""
    lines = ["# Errors", "", MADE.format(source="src/otvet/errors.py` and `src/otvet/web/errors.py")]
    lines += [
        "Over HTTP every error has one shape:",
        "",
        "```json",
        '{"error": {"code": "moved", "message": "...", "retry": "new_key", "details": {}, "id": "..."}}',
        "```",
        "",
        "`retry` says how to try again: `same_key` with the same `Idempotency-Key` and body,",
        "`new_key` after something was changed, `no` not at all.",
        "`id` names the occurrence in the log.",
        "That a reply is held is no error: it is answered with 201 and `state: held`.",
        "",
        row("error", "code", "status", "retry", "when"),
        row("---", "---", "---", "---", "---"),
    ]
    for error in tree(errors.OtvetError):
        meaning = " ".join((error.__doc__ or "").split())
        cells = (f"`{error.code}`", str(status_of(error(""))), f"`{error.retry}`", meaning)
        lines.append(row(f"`{error.__name__}`", *cells))
    return "\n".join(lines) + "\n"


def event_page() -> str:
    """Every event there is."""
    lines = ["# Events", "", MADE.format(source="src/otvet/conversation/events/")]
    lines += [
        "A conversation is a list of events, only ever added to; its state is folded from them.",
        "`audience` says who sees an event: `public` the buyer too, `seller` the seller and the operator's people,",
        "`team` the operator's people alone.",
        "Words that a person wrote are kept apart, so that they can be erased.",
        "",
    ]
    for event in events.CATALOGUE:
        lines += [f"## {event.__name__}", "", " ".join((event.__doc__ or "").split()), ""]
        lines += [f"- audience: `{event.audience}`", f"- kind: `{event.kind}`"]
        lines += [f"- words: {'yes' if event.words else 'no'}"]
        if event.figures:
            lines.append(f"- figures: {', '.join(event.figures)}")
        fields = event.__struct_fields__
        if fields:
            lines.append(f"- fields: {', '.join(f'`{name}`' for name in fields)}")
        lines.append("")
    return "\n".join(lines)


def tree(error: type[errors.OtvetError]) -> list[type[errors.OtvetError]]:
    """The error and those under it, in the order of the drawing."""
    own = (child for child in error.__subclasses__() if child.__module__ == errors.__name__)
    return [error, *(found for child in own for found in tree(child))]


def row(*cells: Any) -> str:
    """One line of a table."""
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


def main() -> None:
    """Write what has changed."""
    REFERENCE.mkdir(exist_ok=True)
    for name, text in pages().items():
        page = REFERENCE / name
        if not page.exists() or page.read_text(encoding="utf-8") != text:
            page.write_text(text, encoding="utf-8")
            sys.stdout.write(f"wrote {page.relative_to(REFERENCE.parent)}\n")


if __name__ == "__main__":
    main()
