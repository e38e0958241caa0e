"""The command line: `otvet up`, `serve`, `check`, `rules`, `pack`, `verify`, `backup`, `restore`, `demo`, `shop`, `knowledge`.

Rooms are imported by the command that needs them: `otvet check` never waits for the web.
"""

import importlib
import sys

import typer

from otvet.errors import OtvetError

app = typer.Typer(
    name="otvet",
    help="Customer communication for an online marketplace, with a policy gate before every outgoing message.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


COMMANDS = {
    "up": "serve",
    "serve": "serve",
    "check": "check",
    "rules": "rules",
    "pack": "pack",
    "verify": "safety",
    "backup": "safety",
    "demo": "demo",
    "restore": "safety",
    "shop": "shop",
    "knowledge": "knowledge",
}


def _mount(asked: str | None) -> None:
    """Mount the command that is asked for; all of them when none is, so that help shows them."""
    for name, module in COMMANDS.items():
        if asked not in COMMANDS or name == asked:
            command = getattr(importlib.import_module(f"otvet.cli.{module}"), name)
            if isinstance(command, typer.Typer):
                app.add_typer(command, name=name)
            else:
                app.command(name=name)(command)
    app.callback()(_several)


def _several() -> None:
    """Customer communication for an online marketplace, with a policy gate before every outgoing message."""


def main() -> None:
    """Run the command; what cannot be done is said in one line on standard error, status 2."""
    _mount(next((word for word in sys.argv[1:] if not word.startswith("-")), None))
    try:
        app()
    except OtvetError as error:
        sys.stderr.write(f"otvet: {error.message}\n")
        raise SystemExit(2) from None
