"""What is awaited in a test that may share its process with a browser: such a journey leaves a running loop in the main thread."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def aside(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Run to its end in a thread of its own; what it gave, or raised."""
    with ThreadPoolExecutor(1) as one:
        return one.submit(asyncio.run, coroutine).result()
