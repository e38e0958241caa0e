"""What the first message would wait for, loaded before it comes: dictionaries, the search for words, patterns."""

import gc
import time
from collections.abc import Callable

from otvet.language import spelling
from otvet.policy.page import Example, Rule

_ONE_OF = 40  # examples of a rule: three or more in all languages, which compile most patterns
_BREATH = 0.001  # seconds
_warm: set[str] = set()


def warm(pack_hash: str, rules: tuple[Rule, ...], check: Callable[[Example], object]) -> None:
    """Check a few examples of every rule; a second or two, once a process for each pack.

    What is there afterwards stays: a collection of garbage would walk it for 50 to 100 ms, in the middle of somebody's message.
    """
    if pack_hash not in _warm:
        _warm.add(pack_hash)
        for rule in rules:
            for example in rule.examples[::_ONE_OF]:
                check(example)
                time.sleep(_BREATH)  # a thread that never waits keeps the event loop from its requests
        spelling.warm()
        gc.freeze()
