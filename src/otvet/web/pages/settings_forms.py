"""From a form of the desk's settings to a page of its plan: words, numbers, ticks, rows; an empty row is none."""

from typing import Any, Final

from otvet.errors import BadInput
from otvet.web.pages.topics import mark

Form = dict[str, list[str]]
DAYS: Final = (
    mark("Monday"), mark("Tuesday"), mark("Wednesday"), mark("Thursday"), mark("Friday"), mark("Saturday"), mark("Sunday"),
)  # fmt: skip
LANGUAGES: Final = ("ru", "en", "zh")
ROUND_THE_WEEK: Final = len(DAYS)


def read_form(sort: str, form: Form) -> Any:
    """The page as JSON values; what is in it is judged by the plan. Raises `BadInput` for what is no number."""
    readers = {
        "topics": _topic, "queues": _queue, "schedules": _schedule, "budgets": _budgets, "answers": _answer,
        "members": _member, "tiers": _tier, "fields": _field,
    }  # fmt: skip
    if sort not in readers:
        raise BadInput(f"There is no {sort!r} in the desk's plan.")
    return readers[sort](form)


def _topic(form: Form) -> dict[str, Any]:
    return {
        "name": _words(form), "priority": _number(_one(form, "priority")), "budget": _one(form, "budget"),
        "skills": _list(_one(form, "skills")), "ask": form.get("ask", []),
    }  # fmt: skip


def _queue(form: Form) -> dict[str, Any]:
    return {
        "name": _words(form), "schedule": _one(form, "schedule"), "routed": "routed" in form, "seniors": "seniors" in form,
        "unassigned_minutes": _number(_one(form, "unassigned_minutes")),
        "handling_minutes": _number(_one(form, "handling_minutes")), "leads": form.get("leads", []),
    }  # fmt: skip


def _schedule(form: Form) -> dict[str, Any]:
    periods = [_period(form, number) for number in range(len(form.get("holiday", [])))]
    days = zip(form.get("day", []), form.get("day_hours", []), strict=False)
    return {
        "zone": _one(form, "zone"), "calendar": _one(form, "calendar"),
        "periods": [one for one in periods if one is not None],
        "days": [[date, hours.strip()] for date, hours in days if date],
    }  # fmt: skip


def _period(form: Form, number: int) -> dict[str, Any] | None:
    """One period of the form, `None` for the empty one at its end."""
    week = [hours.strip() for hours in form.get(f"week{number}", [])]
    since, until = (form.get(name, [])[number : number + 1] or [""] for name in ("since", "until"))
    if number and not any(week) and not since[0] and not until[0]:
        return None
    made: dict[str, Any] = {"week": week[:ROUND_THE_WEEK], "short": f"short{number}" in form}
    made |= {name: value for name, value in (("since", since[0]), ("until", until[0])) if value}
    if f"as_week{number}" not in form:
        made["holiday"] = form["holiday"][number].strip()
    return made


def _budgets(form: Form) -> list[dict[str, Any]]:
    names = ("first", "next", "resolution", "since", "until")
    rows = zip(*(form.get(name, []) for name in names), strict=False)
    made = []
    for first, following, resolution, since, until in rows:
        if not first and not following and not resolution:
            continue
        row = {"first": _number(first), "next": _number(following), "resolution": _number(resolution)}
        made.append({**row, **{name: day for name, day in (("since", since), ("until", until)) if day}})
    return made


def _answer(form: Form) -> dict[str, Any]:
    return {"minutes": _number(_one(form, "minutes")), "schedule": _one(form, "schedule")}


def _member(form: Form) -> dict[str, Any]:
    languages = form.get("languages", [])
    return {
        "queues": form.get("queues", []), "skills": None if "all_skills" in form else _list(_one(form, "skills")),
        "languages": languages if len(languages) < len(LANGUAGES) else None,
        "capacity": _number(_one(form, "capacity")), "shift": _one(form, "shift"),
    }  # fmt: skip


def _tier(form: Form) -> dict[str, Any]:
    numbers = {name: _number(_one(form, name)) for name in ("orders", "spent", "days", "priority")}
    kopecks = numbers["spent"] * 100
    return {"name": _words(form), **numbers, "spent": kopecks, "managers": form.get("managers", [])}


def _field(form: Form) -> dict[str, Any]:
    rows = zip(
        *(form.get(name, []) for name in ("choice", *(f"choice_{code}" for code in LANGUAGES))), strict=False
    )
    choices = {
        code.strip(): dict(zip(LANGUAGES, names, strict=True)) for code, *names in rows if code.strip()
    }
    sort = _one(form, "sort")
    return {
        "of": _one(form, "of"), "sort": sort, "name": _words(form), "choices": choices if sort == "choice" else {},
        "required": "required" in form, "sees": "seller" if "seller" in form else "team",
        "place": _number(_one(form, "place") or "0"),
    }  # fmt: skip


def _one(form: Form, name: str) -> str:
    return (form.get(name) or [""])[0].strip()


def _words(form: Form) -> dict[str, str]:
    return {code: _one(form, f"name_{code}") for code in LANGUAGES}


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _number(text: str) -> int:
    if not (text.strip().isascii() and text.strip().isdigit()):
        raise BadInput(f"{text!r} is no whole number.")
    return int(text)
