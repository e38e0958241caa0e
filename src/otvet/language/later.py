"""Patterns that are compiled when they are first looked for: most of a start's patterns wait for a text that has need of them."""

import re
from typing import Any, cast

_ASKED = (
    "search",
    "match",
    "fullmatch",
    "finditer",
    "findall",
    "sub",
    "subn",
    "split",
    "groupindex",
    "groups",
)


class _Later:
    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self.flags = flags

    def __getattr__(self, name: str) -> Any:
        """Only for what is not there yet: from then on the compiled pattern's own methods stand in its place."""
        if name not in _ASKED:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self.flags)
        for asked in _ASKED:
            setattr(self, asked, getattr(compiled, asked))
        return getattr(compiled, name)


def later(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern, compiled when it is first used; a fault in it shows then, so tests use every one."""
    return cast("re.Pattern[str]", _Later(pattern, flags))
