"""Names are remembered for a while, and only once they are known."""

from contextlib import contextmanager

from otvet.people.names import Names


class Busy:
    """A database in whose first reading somebody else asks too."""

    def __init__(self, database):
        self._database = database
        self.meanwhile = None

    @contextmanager
    def reading(self):
        ask, self.meanwhile = self.meanwhile, None
        with self._database.reading() as connection:
            if ask:
                ask()
            yield connection


def test_who_asks_while_another_reads_gets_the_name_too(database, clock, people):
    """A name that is just being read is not a stranger's: two lists drawn at once show the same people."""
    guest = people.new_guest("own", "ru").actor
    busy, told = Busy(database), []
    names = Names(busy, clock)
    busy.meanwhile = lambda: told.append(names.of([guest.id]))
    assert names.of([guest.id]) == {guest.id: guest.name}
    assert told == [{guest.id: guest.name}]
    assert names.of(["nobody"]) == {}
