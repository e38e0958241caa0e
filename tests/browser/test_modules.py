"""The small sharp parts of our JavaScript, each called in a page."""

import pytest

pytestmark = pytest.mark.normal


@pytest.fixture
def run(shared_server, person):
    """Calls a module's exports: `run("stream.js", "m => ...")`."""
    page = person().new_page()
    page.goto(f"{shared_server.address}/sign-in")

    def call(module, function, *arguments: object):
        return page.evaluate(
            f"async given => ({function})(await import('/static/js/{module}'), ...given)", list(arguments)
        )

    return call


def test_events_are_read_however_the_network_cuts_them(run):
    """Whole lines, half lines, a line ending torn in two, comments between."""
    text = ': beat\r\n\r\nevent: timeline\r\nid: e.7\r\ndata: {"a":1}\r\n\r\nevent: typing\ndata: {}\n\n'
    for size in (1, 3, 7, 1000):
        found = run(
            "stream.js",
            """(m, text, size) => {
                const parser = new m.EventParser();
                const all = [];
                for (let at = 0; at < text.length; at += size) all.push(...parser.push(text.slice(at, at + size)));
                return all;
            }""",
            text,
            size,
        )  # fmt: skip
        assert [(one["name"], one["id"], one["data"]) for one in found] == [
            ("timeline", "e.7", '{"a":1}'),
            ("typing", None, "{}"),
        ], size


def test_places_count_code_points_and_not_halves_of_them(run):
    """An emoji before the finding does not shift the underline."""
    cut = run(
        "desk/lines.js",
        "(m, text) => m.pieces(text, [{ start: 3, end: 6, severity: 'warn' }])",
        "😀я АБВ",
    )
    assert [(one["text"], one.get("severity")) for one in cut] == [("😀я ", None), ("АБВ", "warn")]


def test_findings_move_with_an_edit_and_vanish_where_they_are_touched(run):
    """Until the next answer comes nothing is underlined in a wrong place."""
    findings = [{"start": 6, "end": 9}, {"start": 20, "end": 25}]
    before = "слово ЖЖЖ и дальше ещё текст"
    shifted = "(m, f, a, b) => m.shifted(f, a, b).map(one => [one.start, one.end])"
    assert run("desk/checker.js", shifted, findings, before, "ох, " + before) == [[10, 13], [24, 29]]
    assert run("desk/checker.js", shifted, findings, before, before.replace("ЖЖЖ", "Жж")) == [[19, 24]]
    assert run("desk/checker.js", shifted, findings, before, before) == [[6, 9], [20, 25]]


def test_a_reply_stands_once_with_the_state_it_has_now(run):
    """Proposed, held, replaced, delivered: one item for each reply that still counts."""
    events = [
        {"seq": 1, "name": "MessageReceived", "kind": "message", "text": "?", "data": {}, "at": "2026-11-22T10:00:00Z"},
        {"seq": 2, "name": "ReplyProposed", "kind": "reply", "text": "нет", "data": {"reply_id": "a"}, "at": ""},
        {"seq": 3, "name": "ReplyHeld", "kind": "line", "data": {"reply_id": "a", "why": "block"}, "at": ""},
        {"seq": 4, "name": "ReplyWithdrawn", "kind": "line", "data": {"reply_id": "a", "replaced_by": "b"}, "at": ""},
        {"seq": 5, "name": "ReplyProposed", "kind": "reply", "text": "да", "data": {"reply_id": "b"}, "at": ""},
        {"seq": 6, "name": "ReplyCleared", "kind": "line", "data": {"reply_id": "b"}, "at": ""},
        {"seq": 7, "name": "ReplyDelivered", "kind": "reply", "text": "да", "data": {"reply_id": "b"}, "at": ""},
        {"seq": 8, "name": "ReadUpTo", "kind": "mark", "data": {"seq": 7}, "at": ""},
    ]  # fmt: skip
    items = run(
        "desk/lines.js",
        "(m, events) => m.items(events).map(one => [one.kind, one.text, one.state ?? ''])",
        events,
    )
    assert items == [["message", "?", ""], ["reply", "да", "delivered"]]


def test_numbers_and_waits_are_said_in_the_language(run):
    """One, few and many in Russian; minutes, then hours, then days."""
    said = run(
        "strings.js",
        """m => [1, 3, 5, 11, 22].map(n => m.tn("%(num)s unread", "%(num)s unread", n))""",
    )
    assert said == [
        "1 непрочитанное",
        "3 непрочитанных",
        "5 непрочитанных",
        "11 непрочитанных",
        "22 непрочитанных",
    ]
    lasted = "(m, minutes) => m.lasted(0, minutes * 60000)"
    assert [run("strings.js", lasted, one) for one in (0, 59, 60, 47 * 60, 48 * 60)] == [
        "1 мин", "59 мин", "1 ч", "47 ч", "2 дн.",
    ]  # fmt: skip


def test_a_long_row_of_quiet_lines_is_folded_and_what_counts_is_not(run):
    """The last two stand; a message, a promise, a new day and a short row are left as they are."""
    keys = "(m, rows) => m.folded(rows).map(one => one.key)"
    quiet = [{"key": n, "name": "Assigned", "drawn": "x"} for n in range(1, 6)]
    asked = {"key": "q", "name": "MessageReceived", "drawn": "x"}
    assert run("desk/folding.js", keys, [asked, *quiet, asked]) == ["q", "folded-1", 4, 5, "q"]
    assert run("desk/folding.js", keys, quiet[:3]) == [1, 2, 3]
    nothing = {"key": "n", "name": "Routed", "blank": True, "drawn": ""}
    assert run("desk/folding.js", keys, [*quiet[:2], nothing, *quiet[2:]]) == ["folded-1", 4, 5]
    rated = {"key": "r", "name": "Rated", "drawn": "x"}
    assert run("desk/folding.js", keys, [*quiet[:2], rated, *quiet[2:]]) == [1, 2, "r", 3, 4, 5]
    first = {**quiet[2], "first": True}
    assert run("desk/folding.js", keys, [*quiet[:2], first, *quiet[3:]]) == [1, 2, 3, 4, 5]


def test_a_russian_name_is_found_on_a_latin_keyboard(run):
    """Either script, any order, and the letter that is written as another."""
    staff = [{"name": "Илья Громов"}, {"name": "Emma Clark"}, {"name": "Фёдор Шаров"}]
    names = "(m, staff, typed) => m.narrowed(staff, typed).map(one => one.name)"
    assert run("desk/choose.js", names, staff, "il") == ["Илья Громов"]
    assert run("desk/choose.js", names, staff, "громов илья") == ["Илья Громов"]
    assert run("desk/choose.js", names, staff, "sharov fedor") == ["Фёдор Шаров"]
    assert run("desk/choose.js", names, staff, "emma") == ["Emma Clark"]


def test_a_long_wait_is_told_in_days_and_what_is_put_off_waits_for_nobody(run):
    """Minutes and seconds under an hour, then hours and days as everywhere else."""
    assert run("desk/duty.js", "(m, s) => m.counted(s)", 100) == "1:40"
    assert run("desk/duty.js", "(m, s) => m.counted(s)", 2 * 3600) == "2 ч"
    assert run("desk/duty.js", "(m, s) => m.counted(s)", 21 * 24 * 3600) == "21 дн."
    one = {"waiting_since": "2026-11-26T10:00:00Z", "turn": "agent", "snoozed": False}
    waits = "(m, one) => m.waits(one, new Date('2026-11-26T10:02:00Z').getTime())"
    assert run("desk/duty.js", waits, one) == 120
    assert run("desk/duty.js", waits, {**one, "snoozed": True}) == 0
