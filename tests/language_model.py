"""A stand-in for an OpenAI-compatible service on loopback: true to the protocol, and hostile on demand."""

import contextlib
import gzip
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def completion(content):
    """The body of a chat completion with this content."""
    message = {"role": "assistant", "content": content}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return {"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}


class LanguageModelServer:
    """Answers `POST /v1/chat/completions` with what `behave` does; keeps what it was asked."""

    def __init__(self):
        self.asked = []
        self.headers = []
        self.behave = self.says([])
        self._over = threading.Event()
        outer = self

        class Answer(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.asked.append(body)
                outer.headers.append(dict(self.headers))
                with contextlib.suppress(OSError):
                    if self.path == "/v1/chat/completions":
                        outer.behave(self)
                    else:
                        outer.send(self, {"error": "not here"}, status=404)

            def log_message(self, *_given):  # noqa: ANN002  as the library calls it
                """Silent."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()

    def close(self):
        self._over.set()
        self._server.shutdown()
        self._server.server_close()

    # What it may do, each a function of the request.

    def send(self, request, body, *, status=200, **headers):
        raw = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        request.send_response(status)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(raw)))
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(raw)

    def says(self, findings):
        """A good answer with these findings."""
        return lambda request: self.send(
            request, completion(json.dumps({"findings": findings}, ensure_ascii=False))
        )

    def writes(self, content):
        """A completion with this very content."""
        return lambda request: self.send(request, completion(content))

    def raw(self, body, **how):
        """A body as it is."""
        return lambda request: self.send(request, body, **how)

    def sleeps(self, request):
        """Accepts and says nothing."""
        self._over.wait(20)
        request.close_connection = True

    def trickles(self, request):
        """Begins an answer and never ends it."""
        request.send_response(200)
        request.send_header("Transfer-Encoding", "chunked")
        request.end_headers()
        while not self._over.is_set():
            request.wfile.write(b"1\r\n \r\n")
            request.wfile.flush()
            time.sleep(0.05)

    def floods(self, request):
        """Ten megabytes."""
        self.send(request, b" " * (10 * 1024 * 1024))

    def bombs(self, request):
        """A small answer that would become a large one."""
        self.send(request, gzip.compress(b" " * (50 * 1024 * 1024)), Content_Encoding="gzip")

    def hangs_up(self, request):
        """Closes in the middle of the head."""
        request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Le")
        request.close_connection = True

    def speaks_nonsense(self, request):
        """No HTTP at all."""
        request.wfile.write(b"\x00\x01\x02 220 smtp ready\r\n\r\n")
        request.close_connection = True

    def redirects(self, to):
        """Sends the caller, with words and key, to somebody else."""
        return lambda request: self.send(request, b"", status=307, Location=to)
