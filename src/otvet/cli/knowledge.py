"""`otvet knowledge`: the passages that are searched, and how well they are found."""

import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import typer
from msgspec import Struct

from otvet.cli.bar import progress
from otvet.errors import BadInput, PackError
from otvet.knowledge import articles, order, place, terms_in_force, weaker_offers
from otvet.knowledge.documents import clauses
from otvet.knowledge.guides import LANGUAGES, slugs, today
from otvet.knowledge.lookup import Entry, Lookup
from otvet.knowledge.meaning import Near
from otvet.knowledge.passages import passages as all_passages

knowledge = typer.Typer(help="Look into what is searched, and measure the search.", no_args_is_help=True)

Lang = Literal["ru", "en", "zh"]
DEEP = 10  # how far down a relevant passage counts for the mean reciprocal rank
SHOWN = 3


class Line(Struct, frozen=True):
    """A line of the passages. `id` and `text` are enough, and `lang` is never needed: scripts are told apart.

    What is known of a passage besides may stand there too, as `otvet knowledge passages` writes it: the `place` it is a
    part of, `title` and `heading`, what it says without them (`said`), the questions it answers (`asked`), its `share`.
    """

    id: str
    text: str
    lang: str | None = None
    place: str = ""
    title: str = ""
    heading: str = ""
    said: str = ""
    asked: tuple[str, ...] = ()
    share: float = 1.0

    def entry(self) -> Entry:
        """The line as the index takes it."""
        return Entry(
            id=self.id, said=self.said or self.text, place=self.place, title=self.title, heading=self.heading,
            asked=self.asked, share=self.share,
        )  # fmt: skip


class Asked(Struct, frozen=True):
    """A line of the questions, with the ids of the passages that answer."""

    text: str
    relevant: tuple[str, ...]


class Measured(Struct, frozen=True):
    """Shares from 0 to 1, times in ms of one question at a time, `n` questions."""

    r1: float
    r3: float
    mrr: float
    p50_ms: float
    p95_ms: float
    n: int


@knowledge.command()
def passages(
    lang: Annotated[Lang | None, typer.Option(help="One language; without it all three.")] = None,
) -> None:
    """Write our own passages as JSON lines: `{"id", "text", "lang", "place", "title", "heading", "said", "asked", "share"}`."""
    for one in (lang,) if lang else ("ru", "en", "zh"):
        for passage in all_passages(one):
            line = Line(
                id=passage.id, text=passage.text, lang=passage.lang, place=passage.place, title=passage.title,
                heading=passage.heading, said=passage.said, asked=passage.asked, share=passage.share,
            )  # fmt: skip
            sys.stdout.write(msgspec.json.encode(line).decode() + "\n")


@knowledge.command()
def check(
    folder: Annotated[Path, typer.Argument(help="A folder of your own: pages, documents, sources, alike.")],
) -> None:
    """Read your own articles, documents and terms as the server would, in every language; say what is wrong with them."""
    place.use(folder)
    day = today()
    for lang in LANGUAGES:
        shown = articles(lang, day)
        lost = sorted({name for one in shown for name in one.related} - {one.slug for one in shown})
        if lost:
            raise PackError(f"Articles name related ones that are not there: {', '.join(lost)}.")
        sys.stdout.write(f"{lang}: {len(shown)} articles, {len(clauses(lang, day))} clauses\n")
    lost = sorted(set(order().popular) - set(slugs()))
    if lost:
        raise PackError(f"pages/order.toml shows first what is on no shelf: {', '.join(lost)}.")
    sys.stdout.write(f"terms in force today: {len(terms_in_force(day))}\n")
    for one in weaker_offers(day):
        sys.stdout.write(
            f"weaker than the law, so the law holds: {one.offered.key} = {one.offered.value} "
            f"({one.offered.clause}), the law says {one.law.value} ({one.law.clause})\n"
        )


@knowledge.command()
def evaluate(
    passages: Annotated[Path, typer.Option(help='JSON lines {"id", "text", "lang"?}.')],  # noqa: A002,RUF100  the interface's name
    questions: Annotated[Path, typer.Option(help='JSON lines {"text", "relevant": [ids]}.')],
    encoder: Annotated[
        Literal["none", "precise"],
        typer.Option(help="By words alone, or joined with meaning (extra `precise`)."),
    ] = "none",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of a table.")] = False,
) -> None:
    """Build the index, ask every question, say how often a passage that answers is among the first."""
    kept = read_lines(passages, Line)
    asked = read_lines(questions, Asked)
    index = Lookup((one.entry() for one in kept), _near() if encoder == "precise" else None)
    measured = measure(index, asked)
    sys.stdout.write(_shown(measured, as_json=as_json))


def read_lines(path: Path, kind: type[Any]) -> list[Any]:
    """Raises `BadInput` naming file and line for what is none of them, and for an empty file."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}.") from None
    found: list[Any] = []
    for number, line in enumerate(content.splitlines(), 1):
        if line.strip():
            try:
                found.append(msgspec.json.decode(line, type=kind))
            except msgspec.MsgspecError as error:
                raise BadInput(f"{path}, line {number}: {error}.") from None
    if not found:
        raise BadInput(f"{path} has no line.")
    return found


def measure(index: Lookup, asked: list[Asked]) -> Measured:
    """One question at a time, as people ask."""
    ranks: list[int] = []
    times: list[float] = []
    with progress() as shown:
        task = shown.add_task("Asking", total=len(asked))
        for one in asked:
            began = time.perf_counter()
            found = index.best(one.text, DEEP)
            times.append((time.perf_counter() - began) * 1000)
            ranks.append(next((n for n, name in enumerate(found, 1) if name in one.relevant), 0))
            shown.advance(task)
    times.sort()
    return Measured(
        r1=_share(rank == 1 for rank in ranks), r3=_share(0 < rank <= SHOWN for rank in ranks),
        mrr=round(sum(1 / rank for rank in ranks if rank) / len(ranks), 4),
        p50_ms=round(times[len(times) // 2], 2), p95_ms=round(times[min(len(times) - 1, len(times) * 95 // 100)], 2),
        n=len(asked),
    )  # fmt: skip


def _share(hits: Iterable[bool]) -> float:
    all_of = list(hits)
    return round(sum(all_of) / len(all_of), 4)


def _near() -> Near:
    """The precise encoder, or in one line what to install."""
    try:
        from otvet.language.precise import PreciseEncoder  # noqa: PLC0415  an extra, half a hundred megabytes

        return PreciseEncoder()
    except ImportError:
        raise BadInput("The precise encoder is not installed: pip install 'otvet[precise]'.") from None


def _shown(measured: Measured, *, as_json: bool) -> str:
    if as_json:
        return msgspec.json.encode(measured).decode() + "\n"
    return "".join(f"{name:>7}  {getattr(measured, name)}\n" for name in Measured.__struct_fields__)
