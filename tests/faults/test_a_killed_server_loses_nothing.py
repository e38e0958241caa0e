"""SIGKILL at random moments under load: what was acknowledged is there, once, in order, on both databases."""

import random
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from faults.history import Reader, Sender, lost_or_doubled, out_of_order, stored_postgres, stored_sqlite
from servers import Server

HERE = Path(__file__).parent
SENDERS = 6
OPENING = 4  # opened, received, notice, routed: the last two are reactions and come a moment later


def _opened(server, senders):
    """Wait until nothing is left to follow from the openings: readers that join now begin at one place."""
    deadline = time.monotonic() + 20
    while _events(server, senders[0].agent, senders) < OPENING * len(senders):
        assert time.monotonic() < deadline, "the openings were not routed"
        time.sleep(0.05)


def _answers_again(senders, patience=30):
    """Wait until a restarted server has acknowledged something: on a busy machine a cold one is killed before its first answer."""
    before, deadline = sum(len(sender.acked) for sender in senders), time.monotonic() + patience
    while sum(len(sender.acked) for sender in senders) == before and time.monotonic() < deadline:
        time.sleep(0.01)


def _under_load(server, kills, *, after=None):
    """Kill and restart `kills` times under load; the senders and a reader that lived through it."""
    senders = [Sender(server, number) for number in range(SENDERS)]
    _opened(server, senders)
    reader = Reader(server, senders[0].agent)
    for thread in (*senders, reader):
        thread.start()
    for number in range(kills):
        if number % 5:
            _answers_again(senders)
        time.sleep(0.05 + random.random() * 0.7)
        server.kill()
        if after:
            after()
        server.start()
    time.sleep(0.5)
    for sender in senders:
        sender.running = False
    for sender in senders:
        sender.join(60)
    return senders, reader


def _settled(reader, expected, seconds=15):
    """Wait until the reader has caught up with the stored events."""
    deadline = time.monotonic() + seconds
    while len(set(reader.seen)) < expected and time.monotonic() < deadline:
        time.sleep(0.1)
    reader.running = False


def _events(server, headers, senders):
    total = 0
    for sender in senders:
        status, thread = server.ask("GET", f"/conversations/{sender.conversation}", **headers)
        assert status == 200
        total += thread["conversation"]["last_seq"]
    return total


def _check(server, senders, reader, stored):
    assert lost_or_doubled(senders, stored) == []
    assert sum(len(sender.acked) for sender in senders) > SENDERS * 3
    _settled(reader, _events(server, senders[0].agent, senders) - OPENING * SENDERS)
    assert out_of_order(reader) == ([], [])
    server.stop()
    assert server.verify() == (0, "verify: all is well\n")


@pytest.mark.normal
@pytest.mark.timeout(400)
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_ten_kills(kind, request, tmp_path):
    """Ten SIGKILLs: nothing lost, doubled or out of order, and verify is clean."""
    _kills(kind, request, tmp_path, 10)


@pytest.mark.long
@pytest.mark.timeout(3000)
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_hundred_kills(kind, request, tmp_path):
    """A hundred SIGKILLs, the same promise."""
    started = time.monotonic()
    acknowledged = _kills(kind, request, tmp_path, 100)
    print(
        f"| 100 SIGKILLs, {kind} | {acknowledged} acknowledged | 0 lost, 0 doubled | {time.monotonic() - started:.0f} s |"
    )


def _kills(kind, request, tmp_path, kills):
    url = request.getfixturevalue("postgres_url") if kind == "postgresql" else ""
    server = Server(tmp_path, database_url=url).start()
    try:
        senders, reader = _under_load(server, kills)
        stored = stored_postgres(url) if url else stored_sqlite(tmp_path / "data" / "otvet.db")
        _check(server, senders, reader, stored)
    finally:
        server.stop()
    return sum(len(sender.acked) for sender in senders)


@pytest.mark.normal
@pytest.mark.timeout(300)
def test_the_check_is_red_when_the_answer_comes_before_the_commit(tmp_path):
    """Negative control: a writer that answers before it commits is found out."""
    server = Server(tmp_path, program=HERE / "early_answer.py").start()
    try:
        senders, _ = _under_load(server, 4)
        wrong = lost_or_doubled(senders, stored_sqlite(tmp_path / "data" / "otvet.db"))
    finally:
        server.stop()

    assert [one for one in wrong if one[0] == "acknowledged"]


@pytest.mark.normal
@pytest.mark.timeout(300)
def test_two_servers_one_killed(postgres_url, tmp_path):
    """On PostgreSQL clients of a killed server move to the other one: nothing lost, one order for all."""
    pair = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        pair.append(Server(tmp_path / name, database_url=postgres_url).start())
    one, two = pair
    try:
        senders = [
            Sender(one, number, servers=pair if number % 2 else pair[::-1]) for number in range(SENDERS)
        ]
        _opened(two, senders)
        readers = [
            Reader(one, senders[0].agent, servers=pair),
            Reader(two, senders[0].agent, servers=pair[::-1]),
        ]
        for thread in (*senders, *readers):
            thread.start()
        time.sleep(1.5)
        one.kill()
        time.sleep(2.5)
        for sender in senders:
            sender.running = False
        for sender in senders:
            sender.join(60)

        assert lost_or_doubled(senders, stored_postgres(postgres_url)) == []
        expected = _events(two, senders[0].agent, senders) - OPENING * SENDERS
        for reader in readers:
            _settled(reader, expected, 40)
            assert out_of_order(reader) == ([], [])
        assert set(readers[0].seen) == set(readers[1].seen)
        two.stop()
        assert two.verify() == (0, "verify: all is well\n")
    finally:
        for server in pair:
            server.stop()


def _shim(folder):
    """A library that copies a database file aside whenever it is flushed: what a power cut would leave."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        pytest.skip("no C compiler: the power cut cannot be played")
    library = folder / "flushed.so"
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-O1", "-o", library, HERE / "flushed.c", "-ldl"], check=True
    )
    return library


@pytest.mark.normal
@pytest.mark.timeout(300)
@pytest.mark.parametrize(("program", "red"), [("", False), ("not_flushing.py", True)])
def test_a_power_cut_loses_only_what_was_not_flushed(tmp_path, monkeypatch, program, red):
    """With every un-flushed write dropped: FULL keeps every acknowledged message, OFF (negative control) does not."""
    flushed, data = tmp_path / "flushed", tmp_path / "data"
    flushed.mkdir()
    monkeypatch.setenv("LD_PRELOAD", str(_shim(tmp_path)))
    monkeypatch.setenv("FLUSHED_TO", str(flushed))
    server = Server(tmp_path, program=HERE / program if program else None)
    server.start()

    def power_cut():
        for name in ("otvet.db", "otvet.db-wal", "otvet.db-shm"):
            (data / name).unlink(missing_ok=True)
            if (flushed / name).exists():
                shutil.copy(flushed / name, data / name)

    try:
        senders = [Sender(server, number) for number in range(3)]
        for sender in senders:
            sender.start()
        time.sleep(1.5)
        server.kill()
        for sender in senders:
            sender.running = False
        power_cut()
        server._environ.pop("LD_PRELOAD", None)
        if red and not (data / "otvet.db").exists():
            return  # not even the file was ever flushed
        server.start()
        for sender in senders:
            sender.join(60)
        wrong = lost_or_doubled(senders, stored_sqlite(data / "otvet.db"))
    finally:
        server.stop()

    lost = [one for one in wrong if one[0] == "acknowledged"]
    assert bool(lost) == red, wrong[:5]
