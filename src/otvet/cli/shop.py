"""`otvet shop check`: tries a shop against the protocol of docs/reference/shop.md, for the developer who writes it."""

import sys
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from otvet.cli.bar import progress, refuse
from otvet.clock import SystemClock
from otvet.market.conformance import READING, WRITING, Known, Point, Shop, trials
from otvet.settings import read

shop = typer.Typer(help="Connect a shop of your own.", no_args_is_help=True)


@shop.callback()
def _several() -> None:
    """Connect a shop of your own."""


@shop.command()
def check(
    buyer: Annotated[str, typer.Option(help="The shop's id of a buyer who is there.")],
    order: Annotated[str, typer.Option(help="The number of an order of that buyer.")],
    url: Annotated[str | None, typer.Option(help="The shop's address; else the setting shop_url.")] = None,
    key: Annotated[
        str | None, typer.Option(help="Its key; better by the environment, OTVET_SHOP_KEY.")
    ] = None,
    write: Annotated[
        bool, typer.Option("--write", help="Try wishes too: the buyer gets a bonus of one point.")
    ] = False,
) -> None:
    """Try a shop. Exit status: 0 all points pass, 1 some fail, 2 a mistake in the call."""
    settings = read({"shop_url": url, "shop_key": key})
    if not settings.shop_url:
        refuse("shop check", "say which shop: --url https://shop.example.com/otvet, or OTVET_SHOP_URL")
    tried = Shop(settings.shop_url, settings.shop_key, seconds=settings.shop_seconds)
    known, mark = Known(buyer=buyer, order=order), SystemClock().new_id("check")
    points: list[Point] = []
    with progress() as shown:
        task = shown.add_task("Trying", total=len(READING) + (len(WRITING) if write else 0))
        for point in trials(tried, known, writing=write, mark=mark):
            points.append(point)
            shown.advance(task)
    tried.line.close()
    _show(points)
    raise SystemExit(0 if all(point.passed for point in points) else 1)


def _show(points: list[Point]) -> None:
    table = Table("", "what", "what is wrong", show_lines=False)
    for point in points:
        table.add_row("ok" if point.passed else "FAILS", point.name, point.why)
    passed = sum(point.passed for point in points)
    console = Console(soft_wrap=not sys.stdout.isatty(), width=None if sys.stdout.isatty() else 200)
    console.print(table)
    console.print(f"{passed} of {len(points)} pass.")
