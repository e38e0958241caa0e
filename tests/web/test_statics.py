"""What pages are drawn with: kept by a browser for good under a version, one version a page, nothing outside the folder."""

import gzip
import re

import pytest

from otvet.web.pages import statics
from otvet.web.pages.render import environment

MODULES = sorted(
    path.relative_to(statics.STATIC).as_posix() for path in (statics.STATIC / "js").rglob("*.js")
)


def test_a_file_under_its_version_is_kept_for_good(world):
    """And comes compressed, as itself, once unpacked."""
    answer = world.client.get(statics.address("js/page.js"))
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.content == (statics.STATIC / "js/page.js").read_bytes()
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("address", ["/static/js/page.js", "/static/0123456789ab/js/page.js"])
def test_a_file_without_this_servers_version_is_asked_for_again(world, address):
    """An old page, or a server that is older than the page: the file comes, and is not kept under that name."""
    answer = world.client.get(address)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-cache"


def test_whoever_has_the_file_gets_no_second_copy(world):
    """By its ETag."""
    etag = world.client.get("/static/icons.svg").headers["etag"]
    answer = world.client.get("/static/icons.svg", headers={"If-None-Match": etag})
    assert (answer.status_code, answer.content) == (304, b"")
    assert world.client.get("/static/icons.svg", headers={"If-None-Match": '"else"'}).status_code == 200


def test_whoever_takes_nothing_compressed_gets_the_file_as_it_is(world):
    """And a picture is never compressed again."""
    plain = world.client.get("/static/icons.svg", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == (statics.STATIC / "icons.svg").read_bytes()
    assert gzip.decompress(statics.kept("icons.svg").compressed) == plain.content


@pytest.mark.parametrize(
    "name",
    ["js/none.js", "../app.py", "js/../../app.py", "%2e%2e/app.py", "..%2fapp.py", "/etc/passwd", "js", "css/", "js/page.js%00"],
)  # fmt: skip
def test_nothing_but_these_files_is_answered(world, name):
    """Whatever the dots of an address say."""
    answer = world.client.get(f"/static/{name}")
    assert answer.status_code in (400, 404)
    assert b"Litestar" not in answer.content


@pytest.mark.parametrize("name", MODULES)
def test_every_import_is_told_ahead(name):
    """What a module names is a file of ours, and nothing a browser would look for is missing from the list."""
    ahead = statics.modules(name)
    assert len(set(ahead)) == len(ahead)
    for one in ahead:
        source = (statics.STATIC / one).read_text("utf-8")
        here = (statics.STATIC / one).parent
        named = re.findall(r"""\b(?:from|import)\s*["']([^"']+\.js)["']""", source)
        found = {here.joinpath(each).resolve() for each in named}
        assert found <= {(statics.STATIC / each).resolve() for each in ahead}, one
        later = re.findall(r"""\bimport\(\s*["']([^"']+\.js)["']""", source)
        assert all(here.joinpath(each).is_file() for each in later), one


def test_a_page_names_everything_by_one_version():
    """A script with all that it imports before it; no address without the version."""
    drawn = str(environment("en").globals["module"]("js/desk/desk.js"))
    assert drawn.endswith(f'<script type="module" src="{statics.address("js/desk/desk.js")}"></script>')
    assert f'<link rel="modulepreload" href="{statics.address("js/strings.js")}">' in drawn
    for path in (statics.WEB / "templates").rglob("*.html"):
        assert "/static/" not in path.read_text("utf-8"), path.name
    for name in MODULES:
        assert "/static/" not in (statics.STATIC / name).read_text("utf-8"), name
