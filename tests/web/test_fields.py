"""Custom fields and saved views over HTTP: defined, filled, kept, taken away as a table."""

import csv
import io

NAME = {"ru": "Причина", "en": "Cause", "zh": "原因"}


def _define(world, who, code="cause", **more):
    page = {"sort": "text", "name": NAME, **more}
    return world.ask("PUT", f"/api/v1/desk/fields/{code}", {"content": page, "reason": "Проба"}, who=who)


def _table(answer):
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_a_field_is_filled_and_taken_away_and_no_cell_is_a_formula(world):
    """What somebody wrote comes as text into a spreadsheet; numbers stay numbers."""
    assert _define(world, "supervisor").status_code == 403
    assert _define(world, "administrator").status_code == 200
    assert _define(world, "administrator", "delta", sort="number").status_code == 200
    conversation = world.own["conversation_id"]
    address = f"/api/v1/conversations/{conversation}/fields"
    for code, value in (("cause", '=HYPERLINK("http://x.example")'), ("delta", "-3,50")):
        assert world.ask("PUT", f"{address}/{code}", {"value": value}, who="agent").status_code == 200
    filled = world.ask("GET", address, who="supervisor").json()["values"]
    assert {one["code"]: one["value"] for one in filled} == {
        "cause": '=HYPERLINK("http://x.example")',
        "delta": "-3.5",
    }
    assert world.ask("GET", address, who="seller").json()["values"] == []
    assert world.ask("PUT", f"{address}/nothing", {"value": "x"}, who="agent").status_code == 400
    assert world.ask("PUT", f"{address}/delta", {"value": "viel"}, who="agent").status_code == 400

    answer = world.ask("GET", "/api/v1/conversations.csv?view=all&queue=seller", who="supervisor")
    assert "attachment" in answer.headers["content-disposition"]
    lines = _table(answer)
    assert len(lines) > len(("head", "one"))
    assert any("'=HYPERLINK" in cell for line in lines for cell in line)
    assert "-3.5" in answer.text
    assert "'-3.5" not in answer.text
    narrowed = _table(
        world.ask("GET", "/api/v1/conversations.csv?fields=delta:-3.5&queue=seller", who="supervisor")
    )
    assert len(narrowed[1:]) == 1
    for told, number in (("-10..0", 1), ("..-4", 0)):
        address = f"/api/v1/conversations.csv?fields=delta:{told}&queue=seller"
        assert len(_table(world.ask("GET", address, who="supervisor"))[1:]) == number
    unread = world.ask("GET", "/api/v1/conversations?fields=delta:a..b", who="agent")
    assert unread.status_code == 400
    assert "10..50" in unread.json()["error"]["message"]
    assert world.ask("GET", "/api/v1/conversations.csv", who="agent").status_code == 403


def test_a_saved_view_is_kept_counted_and_gone(world):
    """By its owner; the number is that of the list; nobody else finds it."""
    both = "/api/v1/conversations?unread=1&queue=seller"
    world.until(lambda: len(world.ask("GET", both, who="agent").json()["items"]) >= len(("own", "foreign")))
    made = world.ask(
        "POST",
        "/api/v1/views",
        {"name": "Новое", "filters": {"unread": True, "queue": "seller"}},
        who="agent",
    ).json()
    listed = world.ask("GET", "/api/v1/views", who="agent").json()["items"]
    everything = world.ask("GET", both, who="agent").json()["items"]
    assert [(one["name"], one["count"]) for one in listed] == [("Новое", len(everything))]
    assert world.ask("DELETE", f"/api/v1/views/{made['id']}", who="supervisor").status_code == 404
    changed = {"name": "Старое", "version": 7}
    assert world.ask("PUT", f"/api/v1/views/{made['id']}", changed, who="agent").status_code == 409
    assert world.ask("DELETE", f"/api/v1/views/{made['id']}", who="agent").status_code == 204
    assert world.ask("GET", "/api/v1/views", who="agent").json()["items"] == []


def test_a_view_keeps_a_stretch(world):
    """Its count is that of the list with the same stretch."""
    page = {"sort": "number", "name": {"ru": "Сумма", "en": "Amount", "zh": "金额"}}
    content = {"content": page, "reason": "Проба"}
    assert world.ask("PUT", "/api/v1/desk/fields/amount", content, who="administrator").status_code == 200
    for conversation, amount in ((world.own, "9.5"), (world.foreign, "100")):
        kept = world.ask(
            "PUT",
            f"/api/v1/conversations/{conversation['conversation_id']}/fields/amount",
            {"value": amount},
            who="agent",
        )
        assert kept.status_code == 200, kept.text
    wanted = {"name": "Дорогие", "filters": {"queue": "seller", "fields": "amount:10..200"}}

    assert world.ask("POST", "/api/v1/views", wanted, who="agent").status_code == 201
    [view] = world.ask("GET", "/api/v1/views", who="agent").json()["items"]
    listed = world.ask("GET", "/api/v1/conversations?queue=seller&fields=amount:10..200", who="agent").json()[
        "items"
    ]
    assert view["count"] == len(listed) == 1
