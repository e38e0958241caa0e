"""Who is on duty for a text: the watches that may find something in it, told from the lexicons that have places there."""

from collections.abc import Collection, Sequence

from otvet.policy.pack import MEANING, Pack, Watch
from otvet.policy.verdict import Surface


class Roster:
    """Which watches may find something in a text, from the lexicons that have places in it: sets as bits of numbers."""

    def __init__(self, watches: Sequence[Watch]) -> None:
        self._watches = watches
        self._groups: list[
            tuple[int, dict[str, int]]
        ] = []  # who asks for nothing; who may work with a lexicon
        self._picked: list[dict[int, tuple[Watch, ...]]] = [{} for _ in range(0, len(watches), 8)]  # by byte
        for group in range(max((len(w.needs) for w in watches), default=0) or 1):
            free, by = 0, dict[str, int]()
            for number, watch in enumerate(watches):
                if len(watch.needs) <= group:
                    free |= 1 << number
                for name in watch.needs[group] if len(watch.needs) > group else ():
                    by[name] = by.get(name, 0) | 1 << number
            self._groups.append((free, by))

    def on_duty(self, there: Collection[str]) -> list[Watch]:
        """Those without lexicons, and those of whose lexicons each group has places."""
        duty = -1
        for free, by in self._groups:
            may = free
            for name in there:
                if name in by:
                    may |= by[name]
            duty &= may
        out: list[Watch] = []
        for at, (picked, bits) in enumerate(
            zip(self._picked, duty.to_bytes(len(self._picked), "little"), strict=True)
        ):
            if bits:
                watches = picked.get(bits)
                if watches is None:
                    eight = self._watches[at * 8 : at * 8 + 8]
                    watches = picked[bits] = tuple(w for n, w in enumerate(eight) if bits >> n & 1)
                out += watches
        return out


def rosters(pack: Pack, *, models: bool) -> dict[Surface, Roster]:
    """Who watches where; without models, those that ask them would find nothing."""
    return {
        surface: Roster([w for w in watches if models or w.kind != MEANING])
        for surface, watches in pack.watches.items()
    }
