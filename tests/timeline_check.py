"""apply(events, old state) equals a fresh read, for the house and for everybody who follows it.

Any room's test makes a `Following` before it acts and calls `assert_refetch_equals_apply` afterwards.
"""

import copy
from collections import defaultdict

import msgspec

from otvet.conversation.live import Hub, parties_of
from otvet.conversation.state import apply
from otvet.conversation.store import VIEWS
from otvet.conversation.timeline import fold
from otvet.people import access

MANY = 100_000
encode = msgspec.json.encode


class Following:
    """Folds every commit as it is announced, and keeps what the live stream brings each actor."""

    def __init__(self, house, actors):
        self.house = house
        self.actors = actors
        self.states = {}
        self.all = {}
        self.live = defaultdict(list)
        self.changed = set()
        self._hub = Hub(lambda record: b"%d " % record.position)
        self._streams = {actor.id: self._hub.join(actor) for actor in actors}
        house.waiting.followers.append(self._take)

    def _take(self, committed):
        self.changed.update(record.conversation_id for record in committed.records)
        for record in committed.records:
            self.all[record.position] = record
            old = copy.copy(self.states.get(record.conversation_id))
            self.states[record.conversation_id] = apply(old, record)
        self._hub.publish(committed.records, parties_of(committed.states))
        for actor in self.actors:
            got = [self.all[int(one)] for one in self._streams[actor.id].take().split()]
            self.live[actor.id] += got


def assert_refetch_equals_apply(following, *, whole=True):
    """States and views built from what was announced are those a fresh read gives, and nobody sees too much.

    Call it when nothing is under way. Without `whole` only what has changed since the last call is looked at.
    """
    store = following.house.store
    names = set(following.states) if whole else following.changed
    for name, told in ((name, following.states[name]) for name in names):
        everything = [record for record in following.all.values() if record.conversation_id == name]
        assert encode(store.state(name)) == encode(told), f"{name}: stored state and applied state differ"
        assert encode(fold(everything)) == encode(told), f"{name}: folded state and applied state differ"
        remembered = following.house.recall._states.get(name)
        assert remembered is None or encode(remembered) == encode(told), f"{name}: what is remembered is old"
        assert [record.seq for record in everything] == list(range(1, told.last_seq + 1))
    position = store.cursor()[1]
    for actor in following.actors:
        mine = {name for name, one in following.states.items() if access.may_see(actor, one.parties)}
        live = following.live[actor.id]
        assert {record.conversation_id for record in live} <= mine, f"{actor.role} was told of another's"
        assert {record.audience for record in live} <= access.audiences(actor)
        _assert_threads(store, actor, mine & names, (live, position))
        if whole:
            assert store.since(actor, 0, position, MANY) == live, (
                f"{actor.role}: resuming tells another story"
            )
            listed = {
                one.conversation.id for view in VIEWS for one in store.page(actor, view, None, 1000).items
            }
            assert listed <= mine
    following.changed.clear()


def _assert_threads(store, actor, names, told_live):
    live, position = told_live
    for name in names:
        told = [record for record in live if record.conversation_id == name]
        fresh = store.events(actor, name, limit=MANY)
        assert told == fresh, f"{actor.role}: the stream and a fresh read of {name} differ"
        latest, (_, upto) = store.opening(actor, name, 200)
        assert (latest, upto) == (fresh[-200:], position)
