"""A load that remembers everything it was told, and the checker that compares it with what is stored.

Each sender writes one conversation's messages in order, repeats the same key until it is answered,
and notes the answer.  What was acknowledged must be stored exactly once, with the seq that was told.
"""

import http.client
import itertools
import json
import random
import sqlite3
import threading
import time
import uuid
from collections import Counter

PATIENCE = 120.0  # seconds until a sender gives one message up: a busy machine takes long to start a server


class Sender(threading.Thread):
    """One buyer and one agent in one conversation, taking turns as fast as they are answered."""

    def __init__(self, server, number, *, servers=None):
        super().__init__(daemon=True)
        self.servers = servers or [server]
        self.number = number
        self.acked = {}  # text -> seq as told
        self.sent = set()
        self.faults = []
        self.running = True
        self.buyer = server.guest()
        self.agent = server.staff()
        status, made = server.ask("POST", "/conversations", {"text": f"начало {number}"}, **self.buyer)
        assert status == 201, made
        self.conversation = made["conversation"]["id"]
        self.acked[f"начало {number}"] = made["message"]["seq"]

    def run(self):
        turn = 0
        while self.running:
            turn += 1
            text = f"сообщение {self.number} {turn}"
            path = "replies" if turn % 2 else "messages"
            self._send(path, text, self.agent if turn % 2 else self.buyer)

    def _send(self, path, text, headers):
        key = str(uuid.uuid4())
        self.sent.add(text)
        body = json.dumps({"text": text})
        deadline = time.monotonic() + PATIENCE
        for attempt in itertools.takewhile(lambda _: time.monotonic() < deadline, itertools.count()):
            server = self.servers[attempt % len(self.servers)]
            try:
                answer = self._post(server, path, body, {**headers, "Idempotency-Key": key})
            except (OSError, http.client.HTTPException):
                time.sleep(0.02 + random.random() * 0.05)
                continue
            status, told = answer
            if status == 201:
                self.acked[text] = (told.get("message") or told)["seq"]
                return
            if status not in (409, 503):
                self.faults.append((status, told))
                return
            time.sleep(0.02)
        self.faults.append(("never answered", text))

    def _post(self, server, path, body, headers):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
        try:
            sent = {**headers, "Content-Type": "application/json"}
            connection.request(
                "POST", f"/api/v1/conversations/{self.conversation}/{path}", body.encode(), sent
            )
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        finally:
            connection.close()


class Reader(threading.Thread):
    """A browser that follows the live stream and comes back with its cursor; notes the seqs of each conversation."""

    def __init__(self, server, headers, *, servers=None):
        super().__init__(daemon=True)
        self.servers = servers or [server]
        self.headers = headers
        self.seen = []
        self.resyncs = 0
        self.running = True
        status, me = server.ask("GET", "/me", **headers)
        assert status == 200, me
        self.cursor = me["cursor"]

    def run(self):
        turn = 0
        while self.running:
            turn += 1
            try:
                self._follow(self.servers[turn % len(self.servers)])
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)

    def _follow(self, server):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
        connection.request("GET", f"/api/v1/live?after={self.cursor}", headers=self.headers)
        response = connection.getresponse()
        name = cursor = ""
        while self.running:
            line = response.readline().decode()
            if not line:
                connection.close()
                return
            if line.startswith("event:"):
                name = line[6:].strip()
            elif line.startswith("id:"):
                cursor = line[3:].strip()
            elif line.startswith("data:") and name == "timeline":
                event = json.loads(line[5:])
                self.seen.append((event["conversation"], event["seq"]))
                self.cursor = cursor
            elif line.startswith("data:") and name == "resync":
                self.resyncs += 1
                self.cursor = cursor


def stored_sqlite(path):
    """Every message and reply as stored: text -> its seqs."""
    connection = sqlite3.connect(path)
    return _by_text(connection.execute(_WORDS).fetchall())


def stored_postgres(url):
    import psycopg

    with psycopg.connect(url) as connection:
        return _by_text(connection.execute(_WORDS).fetchall())


_WORDS = (
    "SELECT bodies.text, events.seq FROM events JOIN bodies ON bodies.id = events.body_id "
    "WHERE events.name IN ('MessageReceived', 'ReplyProposed')"
)


def _by_text(rows):
    found = {}
    for text, seq in rows:
        found.setdefault(text, []).append(seq)
    return found


def lost_or_doubled(senders, stored):
    """What breaks the promise: acknowledged and not stored once under the seq told, or stored twice."""
    wrong = []
    for sender in senders:
        wrong += [("fault", fault) for fault in sender.faults]
        for text, seq in sender.acked.items():
            if stored.get(text) != [seq]:
                wrong.append(("acknowledged", text, seq, stored.get(text)))
        wrong += [("doubled", text) for text in sender.sent if len(stored.get(text, [])) > 1]
    return wrong


def out_of_order(reader):
    """A reader sees each conversation's seqs rising and none twice."""
    counts = Counter(reader.seen)
    doubled = [pair for pair, count in counts.items() if count > 1]
    last, wrong = {}, []
    for conversation, seq in reader.seen:
        if seq <= last.get(conversation, 0):
            wrong.append((conversation, seq))
        last[conversation] = seq
    return doubled, wrong
