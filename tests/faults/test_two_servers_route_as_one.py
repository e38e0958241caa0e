"""Two live servers on one PostgreSQL: whoever sits at which, each conversation is given once, the oldest due first, nobody gets more than fits."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

pytestmark = pytest.mark.normal

ROOM = 3  # conversations each colleague takes at once
BUYERS = 14
PATIENCE = 60.0


def _until(what, look):
    deadline = time.monotonic() + PATIENCE
    while not (found := look()):
        assert time.monotonic() < deadline, what
        time.sleep(0.1)
    return found


def _events(server, who, conversations):
    """Everything of these conversations, in the ledger's order."""
    found = [
        event
        for one in conversations
        for event in server.ask("GET", f"/conversations/{one}/events?limit=200", **who)[1]["events"]
    ]
    return sorted(found, key=lambda event: int(event["cursor"].rpartition(".")[2]))


def _open(server):
    headers = server.guest()
    status, made = server.ask(
        "POST", "/conversations", {"text": "Где заказ?", "topic": "order-not-received"}, **headers
    )
    assert status == 201, made
    return made["conversation"]["id"]


def test_two_servers_give_out_as_one(start_server, postgres_url):
    """Buyers write to both; one colleague sits at each; what one resolves by the other server makes room at once."""
    servers = [start_server(name, database_url=postgres_url) for name in ("first", "second")]
    first, second = servers
    lead, ilya, anna = first.staff("olga"), first.staff("ilya"), second.staff("anna")
    ids = {who: server.ask("GET", "/me", **headers)[1]["id"] for who, server, headers in (
        ("ilya", first, ilya), ("anna", second, anna),
    )}  # fmt: skip
    for who in ids.values():
        page = {"content": {"capacity": ROOM, "queues": ["support"]}, "reason": "Проба"}
        assert first.ask("PUT", f"/desk/members/{who}", page, **lead)[0] == 200

    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(_open, [servers[n % 2] for n in range(BUYERS)]))
    waiting = _until("they were not put in the queue", lambda: _queued(first, lead, opened))

    elsewhere = {ids["ilya"]: (second, second.staff("ilya")), ids["anna"]: (first, first.staff("anna"))}
    done: set[str] = set()
    for _ in range(BUYERS):
        for server, headers in ((first, ilya), (second, anna)):
            assert server.ask("PUT", "/me/duty", {"chosen": "online"}, **headers)[0] == 200
        mine = _until("nobody got what waits", lambda: _given(second, lead, set(opened) - done))
        for name, who in mine.items():  # each ends theirs by the server the other sits at
            server, headers = elsewhere[who]
            assert server.ask("POST", f"/conversations/{name}/resolve", {}, **headers)[0] == 200
            done.add(name)
        if len(done) == BUYERS:
            break
    assert done == set(opened)
    _assert_given_well(_events(first, lead, opened), waiting)
    status, told = second.verify()
    assert status == 0, told


def _queued(server, who, opened):
    """Ids in the order they are due, once all of them are in the queue."""
    found = server.ask("GET", "/conversations?view=unassigned&sort=due&limit=100", **who)[1]["items"]
    rows = {
        one["id"]: one for one in found if one["id"] in opened and one["line"] == "support" and one["clocks"]
    }
    return (
        sorted(rows, key=lambda name: (rows[name]["priority"], rows[name]["due_at"], name))
        if len(rows) == len(opened)
        else None
    )


def _given(server, who, left):
    """Who has which of these, once both have all they have room for or nothing waits any more."""
    found = server.ask("GET", "/conversations?view=all&limit=100", **who)[1]["items"]
    mine = {one["id"]: one["assignee"]["id"] for one in found if one["id"] in left and one["assignee"]}
    return mine if len(mine) == min(len(left), 2 * ROOM) else None


def _assert_given_well(events, waiting):
    """Once each, in the order they were due, and never more at once than fits."""
    has: Counter[str] = Counter()
    owner, order = {}, []
    for event in events:
        name = event["conversation"]
        if event["name"] == "Assigned":
            who = event["data"].get("assignee_id")
            assert name not in owner, "given twice"
            assert event["data"]["why"] == "routed"
            owner[name] = who
            order.append(name)
            has[who] += 1
            assert has[who] <= ROOM
        elif event["name"] == "Resolved":
            has[owner[name]] -= 1
    assert order == waiting
    assert len(set(owner.values())) == len(("ilya", "anna"))
