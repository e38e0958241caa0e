"""The second reader for the command line: asked once a text, never kept."""

import asyncio
import functools
from collections.abc import Callable

from otvet.policy import Context, Gate, Opinion, Outgoing, Verdict
from otvet.policy.second import SILENT

Judge = Callable[[Gate, str, Context], Verdict]


def by_gate(gate: Gate, text: str, context: Context) -> Verdict:
    """The gate alone."""
    return gate.check(text, context)


def by_both(gate: Gate, text: str, context: Context) -> Verdict:
    """Gate and second reader; what is blocked is not asked about, and a reader who is not there is said."""
    verdict = gate.check(text, context)
    if verdict.verdict == "block":
        return verdict
    return gate.judge(Outgoing(text, context, second=_asking()(gate, text, context)))


@functools.cache
def _asking() -> Callable[[Gate, str, Context], Opinion]:
    """How the reader of the settings is asked, built once a process."""
    from otvet.clock import SystemClock  # noqa: PLC0415  most checks need none of these
    from otvet.conversation.second_reader import SecondReader  # noqa: PLC0415
    from otvet.outside.llm import LanguageModel  # noqa: PLC0415
    from otvet.outside.transport import Transport  # noqa: PLC0415
    from otvet.settings import read  # noqa: PLC0415

    settings = read({})
    if not settings.llm_url:
        return lambda _gate, _text, _context: SILENT
    model = LanguageModel(settings.llm_url, settings.llm_model, settings.llm_key)
    transport = Transport()
    reader = SecondReader(model, transport, SystemClock(), seconds=settings.llm_seconds)

    async def once(gate: Gate, text: str, context: Context) -> Opinion:
        try:
            return await reader.ask(gate, text, context)
        finally:
            await transport.close()

    return lambda gate, text, context: asyncio.run(once(gate, text, context))
