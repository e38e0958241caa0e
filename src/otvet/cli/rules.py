"""`otvet rules`: the rule book on one page, or one rule with its reasons and examples."""

from typing import Annotated

import typer

from otvet.cli.check import Language
from otvet.errors import OtvetError
from otvet.language.script import Lang
from otvet.policy import Gate, Rule


def rules(
    code: Annotated[str | None, typer.Argument(help="One rule.")] = None,
    lang: Annotated[Language, typer.Option(help="The language of the page.")] = Language.en,
    pack: Annotated[str, typer.Option(help="A pack's name or folder.")] = "ozon",
) -> None:
    """Show the rule book, or one rule of it."""
    try:
        known = {rule.code: rule for rule in Gate.load(pack).rules()}
    except OtvetError as error:
        typer.echo(f"otvet rules: {error.message}", err=True)
        raise typer.Exit(2) from None
    if code is not None and code not in known:
        typer.echo(f"otvet rules: there is no rule {code!r}; there are {', '.join(sorted(known))}", err=True)
        raise typer.Exit(2)
    shown: Lang = lang.value
    for rule in known.values() if code is None else [known[code]]:
        typer.echo(_line(rule, shown) if code is None else _page(rule, shown))


def _line(rule: Rule, lang: Lang) -> str:
    severity = ", ".join(f"{surface} {severity}" for surface, severity in rule.severity.items())
    return f"{rule.code:<20} {rule.prose[lang].title} ({severity})\n{'':<20} {rule.cites}"


def _page(rule: Rule, lang: Lang) -> str:
    prose = rule.prose[lang]
    severity = ", ".join(f"{surface}: {severity}" for surface, severity in rule.severity.items())
    lines = [f"{prose.title} [{rule.code}]", "", prose.summary, ""]
    lines += [prose.body, ""] if prose.body else []
    lines += [rule.cites, severity, ""]
    for kind, mark in (("found", "✗"), ("passes", "✓")):
        lines += [f"  {mark} {e.text}" for e in rule.examples if e.lang == lang and e.kind == kind][:5]
    return "\n".join(lines)
