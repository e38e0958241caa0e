"""A language model behind an OpenAI-compatible address: `POST URL/chat/completions`.

Off by default.  What it writes is never acted upon here: who asks validates the answer.
"""

from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from otvet.outside.transport import Silence, Transport

ANSWER_BYTES = 64 * 1024
ANSWER_TOKENS = 800


class LanguageModel(Struct, frozen=True):
    """Where a model is reached. `key` is sent as a bearer token, or not at all when empty; it is in no log."""

    url: str
    model: str
    key: str = ""

    def __repr__(self) -> str:
        return f"LanguageModel({self.model})"


class _Message(Struct, frozen=True):
    content: str


class _Choice(Struct, frozen=True):
    message: _Message


class _Completion(Struct, frozen=True):
    choices: Annotated[tuple[_Choice, ...], Meta(min_length=1)]


_completion = msgspec.json.Decoder(_Completion).decode


async def complete(
    transport: Transport, model: LanguageModel, messages: list[dict[str, str]], *, seconds: float
) -> str | Silence:
    """What the model says to `messages` ({"role", "content"} each), within `seconds`."""
    asked: dict[str, Any] = {
        "model": model.model, "messages": messages, "temperature": 0, "max_tokens": ANSWER_TOKENS, "stream": False,
        "response_format": {"type": "json_object"},
    }  # fmt: skip
    headers = {"Authorization": f"Bearer {model.key}"} if model.key else {}
    url = model.url.rstrip("/") + "/chat/completions"
    body = await transport.post(
        url, msgspec.json.encode(asked), headers=headers, seconds=seconds, most_bytes=ANSWER_BYTES
    )
    if isinstance(body, Silence):
        return body
    try:
        return _completion(body).choices[0].message.content
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Silence("broken")
