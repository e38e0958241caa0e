"""The stream's catching up: a client that comes from another server has seen more than this one has heard of."""

import asyncio

import pytest

from otvet.web import live


def _behind(world, events):
    """The server as if it had not yet heard of the newest events; the cursor of one who has seen them."""
    streams = world.house.streams
    cursor = (streams.hub.epoch, streams.hub.position)
    streams.hub.position -= events
    return streams, cursor


def _quiet(world):
    """Wait until nothing follows any more from what was done."""
    seen = [-1, -2]

    def still():
        seen.append(world.house.store.cursor()[1])
        return len(set(seen[-10:])) == 1

    world.until(still)


def test_a_server_behind_another_hears_first_and_shows_nothing_twice(world):
    """No resync and no event the client has had: the stream begins where it left off."""
    _quiet(world)
    streams, cursor = _behind(world, 3)
    actor = world.house.people.actor_of_session(world.headers["agent"]["Cookie"].partition("=")[2])

    async def joined():
        await streams.reach(cursor)
        follower = streams.join(actor, 10)
        await asyncio.sleep(0.1)
        streams.leave(follower)
        return follower

    follower = world.client.blocking_portal.call(joined)

    assert follower.seen == cursor[1]
    assert not follower.pending


@pytest.mark.parametrize("epoch", ["", "another"])
def test_what_no_server_knows_is_not_waited_for(world, epoch):
    """A cursor from the future, or from before a restore: answered at once, by a resync."""
    _quiet(world)
    streams, (own, position) = _behind(world, 2)
    before = streams.hub.position

    world.client.blocking_portal.call(streams.reach, (epoch or own, position + (5 if not epoch else 0)))

    assert streams.hub.position == before


@pytest.mark.parametrize("few", [1, 25])
def test_streams_are_looked_after_a_few_at_a_time(world, monkeypatch, few):
    """A cut session's stream ends, who hears nothing gets a beat, and one who listens on is left alone."""
    monkeypatch.setattr(live, "STILL", 0.05)
    monkeypatch.setattr(live, "FEW", few)
    monkeypatch.setattr(live, "BEAT", 0.1)
    house = world.house
    people, streams = house.people, house.streams
    cookies = [world.headers[who]["Cookie"].partition("=")[2] for who in ("agent", "supervisor")]
    stays, goes = (people.actor_of_session(one) for one in cookies)

    async def beat(heard):
        async for chunk in heard:
            if chunk == b": beat\n\n":
                return True
        return False

    async def listening():
        followers = [streams.join(one, 10) for one in (stays, goes)]
        stream, other = [live._follow(house, one) for one in followers]
        before = await beat(stream)
        await asyncio.to_thread(people.sign_out, goes)
        async for _ in other:  # ends by itself
            pass
        after = await beat(stream)
        for one in followers:
            streams.leave(one)
        return before, after

    async def in_time():
        async with asyncio.timeout(20):
            return await listening()

    _quiet(world)
    assert world.client.blocking_portal.call(in_time) == (True, True)
