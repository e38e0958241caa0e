"""Generated from the OpenAPI: whatever is wrong with a request, the one error shape says so and nothing is stored."""

import copy
import itertools
import json
import random
import re

import pytest
from sqlalchemy import func, select

from otvet.storage.schema import bodies, events, ledger

SAYS = {"code", "message", "retry", "id"}
BROKEN = (
    b"{", b"", b"nul", b"\xff\xfe{}", b'{"text": NaN}', b'{"a": 1,}', b"[" * 5_000, b'{"text": "\xc3\x28"}', b"\x00", b'"text"', b"[]", b"1", b"true",
)  # fmt: skip
NAMES = (
    "x", "c_" + "0" * 32, "%00", "..%2f..%2fetc%2fpasswd", "x" * 3_000, "%F0%9F%98%80", "'%20OR%201=1--", "%3Cscript%3E", "-1", "null", "%D0%B0", "c_%0A",
)  # fmt: skip
NUMBERS = ("abc", "-1", "99999999999999999999999", "%00", "1.5", "true", "[]")
KEYS = ("", "x" * 201, "a\tb")
TOKENS = (
    "Bearer ", "Bearer x", "Bearer " + "x" * 4_000, "Basic YTpi", "Bearer eyJhbGciOiJub25lIn0.e30.", "Bearer null", "bearer", "Bearer otv_expired",
)  # fmt: skip
WRONG = {
    "string": (1, True, [], {}, 1.5), "integer": ("a", [], {}, 1.5, 10**400), "number": ("a", [], {}), "boolean": ("yes", [], {}, 3),
    "array": ("a", 1, {}), "object": ("a", 1, []), "null": (),
}  # fmt: skip


class Maker:
    """Makes cases from the description of one application."""

    def __init__(self, document, rooms, seed):
        self._schemas = document["components"]["schemas"]
        self._rooms = rooms
        self._chance = random.Random(seed)
        self.operations = [
            (path, method, operation)
            for path, methods in sorted(document["paths"].items())
            for method, operation in sorted(methods.items())
            if not path.endswith(("/live", "/sign-out"))
        ]

    def cases(self):
        """Without end: (what is wrong, method, path, content, headers), each operation in its turn."""
        for path, method, operation in itertools.cycle(self.operations):
            ways = [self._name] if "{" in path and (path, method) not in NAMED_BY_THE_ASKER else []
            ways += [self._token] if operation["x-role"]["action"] not in OPEN_TO_ALL else []
            ways += [self._query] if self._numbers(operation) else []
            if self._schema(operation) is not None:
                ways += [self._broken, self._unlike, self._unlike, self._more, self._large]
                ways += [self._less] if self._schema(operation).get("required") else []
            if ways:
                yield self._chance.choice(ways)(path, method, operation)

    def _schema(self, operation):
        content = operation.get("requestBody", {}).get("content", {})
        schema = content.get("application/json", {}).get("schema")
        return None if schema is None else self._solved(schema)

    def _solved(self, schema):
        while "$ref" in schema:
            schema = self._schemas[schema["$ref"].rpartition("/")[2]]
        return schema

    def _numbers(self, operation):
        asked = operation.get("parameters", [])
        return [p["name"] for p in asked if p["in"] == "query" and "integer" in self._kinds(p["schema"])]

    def _kinds(self, schema):
        schema = self._solved(schema)
        if "oneOf" in schema or "anyOf" in schema:
            return {kind for one in schema.get("oneOf") or schema["anyOf"] for kind in self._kinds(one)}
        if "enum" in schema or "const" in schema:
            return {"enum"}
        kind = schema.get("type", "any")
        return set(kind) if isinstance(kind, list) else {kind}

    def _example(self, schema):
        """Something that fits."""
        schema = self._solved(schema)
        if "oneOf" in schema or "anyOf" in schema:
            return self._example((schema.get("oneOf") or schema["anyOf"])[0])
        if "enum" in schema:
            return schema["enum"][0]
        kind = schema.get("type", "null")
        if kind == "object":
            return {
                n: self._example(s)
                for n, s in schema.get("properties", {}).items()
                if n in schema.get("required", ())
            }
        return {"string": "Вопрос", "integer": 1, "number": 1.0, "boolean": True, "array": []}.get(kind)

    def _filled(self, path):
        filled = path.replace("{conversation_id}", self._rooms[0])
        return re.sub(r"\{\w+\}", "x_none", filled)

    def _name(self, path, method, operation):
        name = self._chance.choice((*NAMES, self._rooms[1]))
        return (
            f"name {name[:20]}",
            method,
            re.sub(r"\{\w+\}", lambda _: name, path),
            self._body(operation),
            {},
        )

    def _token(self, path, method, operation):
        token = self._chance.choice(TOKENS)
        return "token", method, self._filled(path), self._body(operation), {"Authorization": token}

    def _query(self, path, method, operation):
        name = self._chance.choice(self._numbers(operation))
        return (
            f"query {name}",
            method,
            f"{self._filled(path)}?{name}={self._chance.choice(NUMBERS)}",
            None,
            {},
        )

    def _body(self, operation):
        schema = self._schema(operation)
        return None if schema is None else json.dumps(self._example(schema)).encode()

    def _broken(self, path, method, _operation):
        content = self._chance.choice(BROKEN)
        return f"json {content[:12]!r}", method, self._filled(path), content, {}

    def _unlike(self, path, method, operation):
        """One field of another kind."""
        schema = self._schema(operation)
        fields = {n: self._kinds(s) for n, s in schema.get("properties", {}).items()}
        fields = {n: k for n, k in fields.items() if k and "any" not in k}
        if not fields:
            return self._more(path, method, operation)
        name = self._chance.choice(sorted(fields))
        fitting = fields[name]
        wrong = [
            v for k in WRONG for v in WRONG[k] if k in fitting and not any(_is(v, other) for other in fitting)
        ]
        body = self._example(schema)
        body[name] = self._chance.choice(wrong or [{"a": []}])
        return f"field {name}={body[name]!r:.30}", method, self._filled(path), json.dumps(body).encode(), {}

    def _more(self, path, method, operation):
        body = {
            **self._example(self._schema(operation)),
            self._chance.choice(("surprise", "__proto__", "Text", "id_")): 1,
        }
        return "unknown field", method, self._filled(path), json.dumps(body).encode(), {}

    def _less(self, path, method, operation):
        schema = self._schema(operation)
        body = copy.copy(self._example(schema))
        body.pop(self._chance.choice(schema["required"]), None)
        return "missing field", method, self._filled(path), json.dumps(body).encode(), {}

    def _large(self, path, method, operation):
        body = self._example(self._schema(operation))
        body[next(iter(self._schema(operation)["properties"]), "text")] = "я" * 700_000
        return "too large", method, self._filled(path), json.dumps(body, ensure_ascii=False).encode(), {}


def _is(value, kind):
    kinds = {
        "string": str,
        "integer": int,
        "number": (int, float),
        "boolean": bool,
        "array": list,
        "object": dict,
    }
    if isinstance(value, bool):
        return kind == "boolean"
    return kind in kinds and isinstance(value, kinds[kind])


# The name in the address is the asker's to give: none of them is unknown.  Malformed ones: tests/web/test_people.py.
NAMED_BY_THE_ASKER = {("/api/v1/sellers/{seller_id}", "put")}
OPEN_TO_ALL = {
    "rule.read",
    "article.read",
    "health.read",
    "session.open",
    "guest.become",
    "gate.check",
    "product.read",
}


def _stored(world):
    with world.house.database.reading() as connection:
        position = connection.execute(select(ledger.c.position)).scalar()
        return position, *(
            connection.execute(select(func.count()).select_from(t)).scalar() for t in (events, bodies)
        )


def _role(operation):
    roles = operation["x-role"]["roles"]
    return next(
        (r for r in ("administrator", "supervisor", "agent", "seller", "buyer") if r in roles), "buyer"
    )


def _check(world, count, seed):
    document = world.ask("GET", "/api/openapi.json").json()
    roles = {(path, method): _role(o) for path, ms in document["paths"].items() for method, o in ms.items()}
    maker = Maker(document, (world.own["conversation_id"], "c_" + "f" * 32), seed)
    described = {path: re.compile(re.sub(r"\{\w+\}", "[^/?]*", path) + r"(?:\?.*)?") for path, _ in roles}
    world.ask("GET", "/api/v1/me", who="agent")
    world.until(
        lambda: not world.house.dispatcher.open
    )  # what the two conversations of this world still bring
    before, wrong = _stored(world), []
    for what, method, path, content, headers in itertools.islice(maker.cases(), count):
        who = next(
            (roles[p, method] for p, m in roles if m == method and described[p].fullmatch(path)), "agent"
        )
        sent = {"Content-Type": "application/json", **headers}
        who = "nobody" if "Authorization" in sent else who
        answer = world.ask(method.upper(), path, content, who=who, **sent)
        if not _refused(answer):
            wrong.append((what, method, path[:80], answer.status_code, answer.text[:120]))
    return wrong, before, _stored(world)


def _refused(answer):
    if not 400 <= answer.status_code < 500:
        return False
    try:
        error = answer.json()["error"]
    except (ValueError, KeyError, TypeError):
        return False
    return set(error) >= SAYS and len(error["message"]) > 10 and "Traceback" not in error["message"]


@pytest.mark.normal
def test_500_wrong_requests_are_refused_and_store_nothing(world):
    """Every operation in its turn."""
    wrong, before, after = _check(world, 500, seed=20261126)

    assert wrong == []
    assert before == after


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_5000_wrong_requests_are_refused_and_store_nothing(world):
    """The same with another seed."""
    wrong, before, after = _check(world, 5_000, seed=7)

    assert wrong == []
    assert before == after
