"""Words at hand: texts and macros, filled for a conversation, and what may fit it: articles and earlier answers."""

import asyncio
from typing import Annotated, Any, Literal

from litestar import delete, get, post, put
from litestar.params import Parameter
from msgspec import Meta, Struct

from otvet.clock import iso
from otvet.conversation.similar import similar
from otvet.desk import wording
from otvet.desk.deeds import Deed
from otvet.desk.templates import Template, Wanted, language_for, may_change
from otvet.web.api import drawing
from otvet.web.api.conversations import Ask, IdempotencyKey, Seq, actor_of

Lang = Literal["ru", "en", "zh"]
Text = Annotated[str, Meta(max_length=10_000)]
Texts = dict[Lang, Text]
ARTICLES = 3
LONGEST_QUESTION = 600  # characters: of several messages the last ones
GREETING_WORDS, GREETING_CHARS = 2, 10  # at most so long a text asks nothing


class TemplateIs(Struct, frozen=True, kw_only=True):
    """A text or macro as it is kept; `may_change`: by the caller."""

    id: str
    kind: str
    reach: str
    name: dict[str, str]
    text: dict[str, str]
    folder: str
    actions: tuple[Deed, ...]
    version: int
    may_change: bool
    owner: str
    changed_by: str
    changed_at: str


class TemplatesAre(Struct, frozen=True):
    """`variables` are all there are, with a sample a language; `term.KEY` beside them."""

    items: list[TemplateIs]
    variables: dict[str, dict[str, str]]


class NewTemplate(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What to keep; texts by language, variables in them as `{{order.number}}`."""

    kind: Literal["template", "macro"]
    reach: Literal["own", "team", "shared"]
    name: Texts
    text: Texts = {}
    folder: Annotated[str, Meta(max_length=400)] = ""
    actions: Annotated[tuple[Deed, ...], Meta(max_length=20)] = ()

    def wanted(self) -> Wanted:
        return Wanted(**{name: getattr(self, name) for name in Wanted.__struct_fields__})


class SavedTemplate(NewTemplate, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`version`: the one this is saved over."""

    version: Seq


class TemplateText(Struct, frozen=True, forbid_unknown_fields=True):
    text: Text
    lang: Lang


class Said(Struct, frozen=True):
    """What the gate says of a text with samples in its variables; `unknown` names one that could never be filled."""

    verdict: str
    findings: list[dict[str, Any]]
    unknown: str | None = None


class FilledTemplate(Struct, frozen=True, kw_only=True):
    """As it would be inserted here; `empty` variables still stand in `text` and stop the sending."""

    id: str
    kind: str
    name: dict[str, str]
    folder: str
    text: str
    language: str | None
    empty: tuple[str, ...]
    actions: tuple[Deed, ...]


class FilledTemplates(Struct, frozen=True):
    items: list[FilledTemplate]


class Offered(Struct, frozen=True):
    """An article that may answer; `text` is what would be inserted."""

    slug: str
    title: str
    summary: str
    text: str


class Earlier(Struct, frozen=True, kw_only=True):
    """An answer to nearly the same question, without anybody's data."""

    id: str
    reference: str
    at: str
    asked: str
    text: str


class Suggestions(Struct, frozen=True):
    articles: list[Offered]
    answers: list[Earlier]


@get("/templates", opt={"action": "template.use"}, summary="Texts and macros at hand")
async def templates(request: Ask) -> TemplatesAre:
    """All the caller may use: their own, their team's, and the shared ones."""
    house, actor = request.app.state.house, actor_of(request)

    def read() -> TemplatesAre:
        kept = house.at_hand.templates.usable(actor)
        names = house.people.names({one for t in kept for one in (t.owner_id, t.by_id)})
        return TemplatesAre([_template(one, actor, names) for one in kept], wording.SAMPLES)  # type: ignore[arg-type]

    return await asyncio.to_thread(read)


def _template(one: Template, actor: Any, names: dict[str, str]) -> TemplateIs:
    return TemplateIs(
        id=one.id, kind=one.kind, reach=one.reach, name=one.name, text=one.text, folder=one.folder,  # type: ignore[arg-type]
        actions=one.actions, version=one.version, may_change=may_change(actor, one), owner=names.get(one.owner_id, ""),
        changed_by=names.get(one.by_id, ""), changed_at=iso(one.at),
    )  # fmt: skip


@post("/templates", opt={"action": "template.change"}, summary="Keep a text or macro")
async def add_template(request: Ask, data: NewTemplate, idempotency_key: IdempotencyKey = None) -> TemplateIs:
    """Refused with the findings in `details.blocked` where the rules block a text."""
    house, actor = request.app.state.house, actor_of(request)
    made = await asyncio.to_thread(house.at_hand.templates.add, actor, data.wanted(), idempotency_key)
    return _template(made, actor, {actor.id: actor.name})


@put("/templates/{template_id:str}", opt={"action": "template.change"}, summary="Change a text or macro")
async def save_template(request: Ask, template_id: str, data: SavedTemplate) -> TemplateIs:
    """Over the version one knows; a newer one is answered with 409."""
    house, actor = request.app.state.house, actor_of(request)
    made = await asyncio.to_thread(
        house.at_hand.templates.save, actor, template_id, data.wanted(), data.version
    )
    return _template(made, actor, {actor.id: actor.name})


@delete(
    "/templates/{template_id:str}", opt={"action": "template.change"}, summary="Throw a text or macro away"
)
async def remove_template(request: Ask, template_id: str) -> None:
    """For good; what was sent with it stays."""
    await asyncio.to_thread(request.app.state.house.at_hand.templates.remove, actor_of(request), template_id)


@post(
    "/templates/check", opt={"action": "template.change"}, status_code=200, summary="Try a text at the gate"
)
async def check_template(request: Ask, data: TemplateText) -> Said:
    """As it will be judged when it is kept: samples in its variables; offsets are of the text as it was sent."""
    house, actor = request.app.state.house, actor_of(request)
    unknown = wording.unknown(data.text)
    judged = await asyncio.to_thread(house.at_hand.judging.judged, data.text, data.lang, actor)
    return Said(judged.verdict, [drawing.finding(one) for one in judged.findings], unknown)


@get(
    "/conversations/{conversation_id:str}/templates",
    opt={"action": "template.use"},
    summary="Texts and macros, filled for a conversation",
)
async def filled_templates(request: Ask, conversation_id: str) -> FilledTemplates:
    """In the conversation's language, else in the first there is; with what a macro would do."""
    house, actor = request.app.state.house, actor_of(request)
    state = await house.conversations.seen(actor, conversation_id)

    def fill() -> FilledTemplates:
        kept = house.at_hand.templates.usable(actor)
        values = {
            lang: house.at_hand.filling.values(actor, state, lang)
            for lang in {language_for(one, state.language) for one in kept}
            if lang
        }
        return FilledTemplates([_filled(one, state.language, values) for one in kept])

    return await asyncio.to_thread(fill)


def _filled(one: Template, wanted: str, values: dict[Any, Any]) -> FilledTemplate:
    lang = language_for(one, wanted)
    put_in = wording.fill(one.text[lang], values[lang], lang) if lang else wording.Filled("")
    return FilledTemplate(
        id=one.id, kind=one.kind, name=one.name, folder=one.folder, text=put_in.text, language=lang,  # type: ignore[arg-type]
        empty=put_in.empty, actions=one.actions,
    )  # fmt: skip


@get(
    "/conversations/{conversation_id:str}/suggestions",
    opt={"action": "suggestion.read"},
    summary="What may answer a conversation",
)
async def suggestions(
    request: Ask, conversation_id: str, q: Annotated[str, Parameter(max_length=500)] = ""
) -> Suggestions:
    """Articles and earlier answers for what the buyer wrote since the last reply; with `q` articles for these words alone."""
    house, actor = request.app.state.house, actor_of(request)
    state = await house.conversations.seen(actor, conversation_id)

    def find() -> Suggestions:
        if q.strip():
            return Suggestions(
                [
                    _offered(one, house.settings.public_url)
                    for one in house.knowledge.search(q, state.language, limit=6)
                ],
                [],
            )
        asked = _asked(house, actor, conversation_id)
        articles = (
            house.knowledge.search(asked, state.language, limit=ARTICLES, topic=state.topic or "")
            if asked
            else []
        )
        return Suggestions(
            [_offered(one, house.settings.public_url) for one in articles],
            [_earlier(one) for one in similar(house.store, actor, conversation_id, asked)],
        )

    return await asyncio.to_thread(find)


def _asked(house: Any, actor: Any, conversation_id: str) -> str:
    """What the buyer wrote since the last reply, as one question; where that is greetings alone, what was asked before."""
    events = house.store.events(actor, conversation_id, limit=100, before=2**31 - 1)
    turns: list[list[str]] = [[]]
    for one in events:
        if one.name == "ReplyDelivered":
            turns.append([])
        elif one.name in ("MessageReceived", "MessageCarried") and one.text:
            turns[-1].append(one.text)
    asking = ([text for text in turn if _asks(text)] for turn in reversed(turns))
    said = next((texts for texts in asking if texts), next((turn for turn in reversed(turns) if turn), []))
    return "\n".join(said)[-LONGEST_QUESTION:]


def _asks(text: str) -> bool:
    return len(text.split()) > GREETING_WORDS or len(text) > GREETING_CHARS


def _offered(one: Any, public_url: str) -> Offered:
    """A link only where the house has an address of its own: any other the gate would stop."""
    link = f"\n{public_url.rstrip('/')}/help/{one.slug}" if public_url.startswith("https://") else ""
    return Offered(one.slug, one.title, one.summary, f"{one.title}. {one.summary}{link}")


def _earlier(one: Any) -> Earlier:
    return Earlier(
        id=one.conversation_id, reference=one.reference, at=iso(one.at), asked=one.asked, text=one.answer
    )


HANDLERS = (
    templates, add_template, save_template, remove_template, check_template, filled_templates, suggestions,
)  # fmt: skip
