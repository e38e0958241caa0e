"""The command line: `otvet up`, `serve`, `check`, `rules`, `verify`, `backup`, `restore`.

Rooms are imported by the command that needs them: `otvet check` never waits for the web.
"""

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


def _mount() -> None:
    from otvet.cli import check, rules, safety, serve  # noqa: PLC0415  only when a command is asked for

    app.command(name="up")(serve.up)
    app.command(name="serve")(serve.serve)
    app.command(name="check")(check.check)
    app.command(name="rules")(rules.rules)
    app.command(name="verify")(safety.verify)
    app.command(name="backup")(safety.backup)
    app.command(name="restore")(safety.restore)


def main() -> None:
    """Run the command; what cannot be done is said in one line on standard error, status 2."""
    _mount()
    try:
        app()
    except OtvetError as error:
        sys.stderr.write(f"otvet: {error.message}\n")
        raise SystemExit(2) from None
