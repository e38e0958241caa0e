"""One remark may break two rules: what is said against somebody's age, to them, is rude too; a purchase decided for them is pressure."""

import pytest

from otvet.errors import PackError
from otvet.policy import Context, Gate
from otvet.policy.pack import _HOME as HOME
from otvet.policy.pack import files_of, pack_of


@pytest.fixture(scope="module")
def gate():
    return Gate.load()


@pytest.mark.parametrize(
    ("text", "surface", "codes"),
    [
        ("В вашем возрасте пенсионеркам телефон не нужен.", "chat", {"discrimination", "rudeness"}),
        ("Там сидит одна понаехавшая, дайте нормального человека.", "buyer", {"discrimination", "rudeness"}),
        ("Возражения не принимаются, оформляем всем.", "broadcast", {"categorical-speech", "pressure"}),
        (
            "Grey is wrong and that is final, you're taking black.",
            "broadcast",
            {"categorical-speech", "pressure"},
        ),
        ("Спорить не о чем, лён гладят влажным.", "broadcast", {"categorical-speech"}),
        ("一个月才到，草泥马，退钱。", "buyer", {"profanity", "rudeness"}),
        ("草泥马玩偶有货吗？", "buyer", set()),
    ],
)
def test_what_one_rule_finds_another_forbids_too(gate, text, surface, codes):
    """By the pages' own `also`, where it is so."""
    assert {f.rule for f in gate.check(text, Context(surface=surface)).findings} == codes


def test_a_page_that_names_no_rule_is_refused():
    """With the file it stands in."""
    files = files_of(HOME / "packs" / "ozon")
    page = next(name for name in files if name.endswith("/rudeness.md"))
    for wrong, told in (("", "of must name codes"), ('of = ["discriminaton"]\n', "no rule 'discriminaton'")):
        broken = files | {page: files[page].replace('of = ["discrimination"]\n', wrong, 1)}
        with pytest.raises(PackError, match=rf"rudeness\.md:\d+: .*{told}"):
            pack_of(broken)
