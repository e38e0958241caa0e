"""What the first message would wait for, loaded before it comes: dictionaries, the search for words, patterns."""

import gc
import time
from collections.abc import Callable

from otvet.language import spelling
from otvet.policy.page import Example, Rule

_ONE_OF = 40  # examples of a rule: three or more in all languages, which compile most patterns
_BREATH = 0.001  # seconds
_warm: set[str] = set()


def warm(pack_hash: str, rules: tuple[Rule, ...], check: Callable[[Example], object], *, alone: bool) -> None:
    """Check a few examples of every rule; about half a second, once a process for each pack.

    Unless `alone` in its process it rests after each: a thread that never waits keeps the event loop from its requests.

    What is there afterwards stays: a collection of garbage would walk it for 50 to 100 ms, in the middle of somebody's message.
    """
    if pack_hash not in _warm:
        _warm.add(pack_hash)
        for rule in rules:
            for example in rule.examples[::_ONE_OF]:
                check(example)
                if not alone:
                    time.sleep(_BREATH)
        spelling.warm()
        gc.freeze()
