"""A stand-in for somebody's shop on loopback: true to docs/reference/shop.md, over the demo shop, and hostile on demand."""

import contextlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec

from otvet.market import wishes as w

KEY = "shop-secret"


class ShopServer:
    """Answers as the protocol says; `behave`, when set, answers in its place and may call `outer.answer` itself."""

    def __init__(self, market):
        self.market = market
        self.asked = []
        self.behave = None
        self._over = threading.Event()
        outer = self

        class Answer(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                outer.take(self, b"")

            def do_POST(self):
                outer.take(self, self.rfile.read(int(self.headers["Content-Length"])))

            def log_message(self, *_given):  # noqa: ANN002  as the library calls it
                """Silent."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/otvet"
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()

    def close(self):
        self._over.set()
        self._server.shutdown()
        self._server.server_close()

    def take(self, request, body):
        self.asked.append((request.command, request.path, request.headers.get("Idempotency-Key")))
        with contextlib.suppress(OSError):
            (self.behave or self.answer)(request, body)

    def answer(self, request, body):
        status, told = self.told(request, body)
        self.send(request, told, status=status)

    def told(self, request, body):
        """Status and content, as agreed."""
        if request.headers.get("Authorization") != f"Bearer {KEY}":
            return 401, {"error": "the key is wrong"}
        where = urlsplit(request.path)
        parts = [unquote(part) for part in where.path.split("/")[2:]]
        if request.command == "POST":
            return self._wished(json.loads(body), request.headers["Idempotency-Key"])
        asked = {name: values[0] for name, values in parse_qs(where.query).items()}
        return self._found(parts, asked)

    def _found(self, parts, asked):
        match parts:
            case ["products"]:
                return 200, {"items": self.market.products(asked.get("q", ""), int(asked["limit"]))}
            case ["orders", number, "slots"]:
                return 200, {"items": self.market.slots(number)}
            case ["products", name]:
                found = self.market.product(name)
            case ["orders", name]:
                found = self.market.order(name)
            case ["buyers", name]:
                found = self.market.affairs(name)
            case _:
                return 404, {"error": "no such address"}
        return (404, {"found": False}) if found is None else (200, found)

    def _wished(self, body, key):
        try:
            wish = msgspec.convert(body["wish"], w.AnyWish)
        except msgspec.ValidationError as error:
            return 400, {"error": str(error)}
        outcome = self.market.do(wish, shop_buyer_id=body["buyer"], key=key)
        if isinstance(outcome, w.Refused):
            return 409, {"refused": outcome}
        return 201, {"made": outcome.record}

    # What else it may do, each a function of the request.

    def send(self, request, body, *, status=200):
        raw = body if isinstance(body, bytes) else msgspec.json.encode(body)
        request.send_response(status)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(raw)))
        request.end_headers()
        request.wfile.write(raw)

    def says(self, body, *, status=200):
        """Always this."""
        return lambda request, _: self.send(request, body, status=status)

    def slow(self, seconds):
        """The right answer, too late."""

        def answer(request, body):
            if not self._over.wait(seconds):
                self.answer(request, body)

        return answer

    def drips(self):
        """A head at once, then a byte now and then, for ever."""

        def answer(request, _):
            request.send_response(200)
            request.send_header("Content-Length", "100000")
            request.end_headers()
            while not self._over.wait(0.05):
                request.wfile.write(b" ")
                request.wfile.flush()

        return answer

    def hangs_up(self):
        """Does what it is asked and closes the connection without a word."""

        def answer(request, body):
            self.told(request, body)
            request.close_connection = True

        return answer

    def changed(self, change):
        """The right answer, with something about it changed: `change(status, content)` gives both anew."""

        def answer(request, body):
            status, told = self.told(request, body)
            status, told = change(status, msgspec.to_builtins(told))
            self.send(request, told, status=status)

        return answer


def waited(started):
    return time.monotonic() - started
