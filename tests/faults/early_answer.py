"""Negative control: Otvet with a writer that answers before its commit. Never shipped; started by a test."""

import time

from otvet.cli import main
from otvet.storage.batch import Batch
from otvet.storage.writer import Committed, Writer, _needs, _run

PAUSE = 0.25  # seconds between the answer and the commit: what a kill can hit


def _early(self, taken, *, one_by_one):
    del one_by_one
    with self.database.writing() as connection:
        batch = Batch(connection, self._tools, _needs(taken))
        done = [(callback, _run(work, batch)) for work, callback in taken]
        started = batch.write(self._mine, self._channel)
        self.announce(Committed(batch, [], done))
        time.sleep(PAUSE)
    for conversation_id, change in batch.leased.items():
        self._count(conversation_id, change)
    self._learn(batch)
    late = Committed(batch, started, [])
    late.records = []
    return late


Writer._try = _early
main()
