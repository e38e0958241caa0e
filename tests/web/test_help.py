"""The help centre as readers and programs meet it: search, shelves, "did this help?" (mission row A1)."""

import re

import pytest

from otvet import knowledge
from otvet.web.helped import LONGEST
from otvet.web.pace import VOTES_PER_MINUTE
from otvet.web.pages.guides import SECTIONS

ID = "v-0123456789abcdef"
VOTE = f"/api/v1/articles/return/votes/{ID}"


def page(world, path, language="ru", **headers):
    answer = world.ask("GET", path, **{"Accept-Language": language, **headers})
    assert answer.status_code == 200, answer.text
    return answer.text


def counted(world):
    return {
        one["slug"]: one for one in world.ask("GET", "/api/v1/article-votes", who="moderator").json()["items"]
    }


@pytest.mark.parametrize("language", ["ru", "en", "zh"])
def test_the_front_page_shows_every_guide_on_its_shelf(world, language):
    """Without signing in and without JavaScript; every section has a name."""
    html = page(world, "/help", language)

    assert {one.code for one in knowledge.order().sections} == set(SECTIONS)
    assert all(f'href="/help/{one.slug}"' in html for one in knowledge.articles(language))


def test_a_search_marks_its_words_and_offers_contact_about_them(world):
    """The whole page for a plain form, the list alone for htmx; the chat opens with the topic of the best guide."""
    whole = page(world, "/help?q=вернуть+деньги")
    part = page(world, "/help?q=вернуть+деньги", **{"HX-Request": "true"})

    assert "<html" in whole
    assert "<html" not in part
    assert part.strip() in whole
    assert re.search(r"<mark>[Дд]еньги</mark>", part)
    assert "/chat#/new?topic=refund" in part


@pytest.mark.parametrize(
    ("language", "query", "cite"),
    [
        ("ru", "неустойка за просрочку", "п. 4.8"),
        ("en", "penalty for late delivery", "cl. 4.8"),
        ("zh", "迟延赔付", "第 4.8 款"),
    ],
)
def test_clauses_stand_below_the_guides(world, language, query, cite):
    """Offer, contract and law answer too, apart from the guides and with the clause that says it."""
    html = page(world, f"/help?q={query}", language, **{"HX-Request": "true"})

    assert 0 < html.index('class="result"') < html.index("clauses-title") < html.index(cite)


def test_what_only_the_law_says_is_found(world):
    """No guide speaks of moral harm; the law does."""
    html = page(world, "/help?q=моральный+вред", **{"HX-Request": "true"})

    assert "Ничего не нашлось" in html
    assert "ст. 15" in html
    assert "<mark>Моральный</mark>" in html


def test_nothing_found_says_so_and_offers_contact(world):
    """Never an empty page, and a stranger's words are escaped."""
    html = page(world, "/help?q=<script>qwzx</script>")

    assert "Ничего не нашлось" in html or "не найден" in html.lower()
    assert "/chat#/new" in html
    assert "<script>qwzx" not in html


def test_programs_search_the_same_way(world):
    """Spans count code points of title and excerpt."""
    items = world.ask("GET", "/api/v1/articles?lang=ru&q=промокоды").json()["items"]
    first = items[0]
    [[start, end]] = first["marks"]["title"]

    assert first["slug"] == "promo-codes"
    assert first["title"][start:end] == "Промокоды"
    assert len(world.ask("GET", "/api/v1/articles?lang=zh").json()["items"]) == len(knowledge.articles("zh"))


def test_an_answer_is_kept_changed_and_counted_once(world):
    """No at first, then words, then yes: one answer; only the operator's people see it."""
    assert world.ask("PUT", VOTE, {"helped": False}).status_code == 200
    assert world.ask("PUT", VOTE, {"helped": False, "text": " Нет адреса "}).status_code == 200

    assert (counted(world)["return"]["yes"], counted(world)["return"]["no"]) == (0, 1)
    assert counted(world)["return"]["words"][0]["text"] == "Нет адреса"

    world.ask("PUT", VOTE, {"helped": True})
    world.ask("PUT", VOTE.replace(ID, ID + "2"), {"helped": True})
    assert (counted(world)["return"]["yes"], counted(world)["return"]["no"]) == (2, 0)
    assert [world.ask("GET", "/api/v1/article-votes", who=who).status_code for who in ("seller", "buyer", "nobody")] == [
        403, 403, 401,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "content", "status"),
    [
        (VOTE.replace("return", "no-such"), {"helped": True}, 404),
        (VOTE.replace(ID, "short"), {"helped": True}, 400),
        (VOTE, {"helped": "perhaps"}, 400),
        (VOTE, {"helped": True, "text": "я" * (LONGEST + 1)}, 400),
        (VOTE, {"helped": True, "who": "me"}, 400),
        (VOTE, {}, 400),
    ],
)
def test_a_wrong_answer_is_refused(world, path, content, status):
    """With the one error shape; nothing is counted."""
    answer = world.ask("PUT", path, content)

    assert answer.status_code == status
    assert answer.json()["error"]["message"]
    assert counted(world) == {}


def test_an_id_belongs_to_one_article(world):
    """Whoever learns an id cannot move its answer elsewhere."""
    world.ask("PUT", VOTE, {"helped": True})

    assert world.ask("PUT", VOTE.replace("return", "refund"), {"helped": False}).status_code == 404


def test_answers_from_one_address_have_a_pace(world):
    """A script cannot outvote the readers."""
    statuses = [
        world.ask("PUT", f"{VOTE}{n}", {"helped": True}).status_code for n in range(VOTES_PER_MINUTE + 1)
    ]

    assert set(statuses[:-1]) == {200}
    assert statuses[-1] == 429


def test_the_form_works_without_javascript(world):
    """Buttons post, the guide comes back with thanks and a box for words; another site's form is refused."""
    form = {"vote": ID, "helped": "no"}
    sent = world.client.post("/help/return/helped", data=form, follow_redirects=False)

    assert sent.status_code == 303
    html = page(world, sent.headers["location"].partition("#")[0])
    assert re.search(r"helped-buttons[^>]*hidden", html)
    assert not re.search(r"helped-words[^>]*hidden", html)
    assert world.client.post("/help/return/helped", data={**form, "text": "Мало"}).status_code == 200
    assert counted(world)["return"]["words"][0]["text"] == "Мало"
    assert world.client.post("/help/return/helped", data={"vote": "x"}).status_code == 400
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert world.client.post("/help/return/helped", data=form, headers=foreign).status_code == 403
