"""The heads: what they are made of, that a model alone warns at most, and that training again gives them again."""

import itertools
import sys
from pathlib import Path

import numpy as np
import pytest

from otvet.errors import PackError
from otvet.language.encoder import LONGEST, sentence_encoder
from otvet.policy import Context, Gate
from otvet.policy.meaning import heads as shape
from otvet.policy.meaning import lemmas, stretches
from otvet.policy.meaning import words as words_of
from otvet.policy.reading import Reading

TRAINING = Path(__file__).resolve().parents[2] / "training" / "gate"
FILE = Path(shape.__file__).with_name("heads.npz")


@pytest.fixture(scope="module")
def gate():
    return Gate.load(models=True)


@pytest.fixture(scope="module")
def words():
    return Gate.load()


def _reading(gate, text):
    return Reading(text, Context(), gate._pack.lexicons, gate._meaning)


def test_the_heads_are_small_and_known(gate):
    """At most 5 MB, no pickle, and every head a page names is there."""
    heads = gate._meaning.heads
    asked = {d.options["head"] for rule in gate.rules() for d in rule.detect if d.kind == "meaning"}

    assert FILE.stat().st_size < 5_000_000
    assert asked <= set(heads.codes)
    assert set(heads.lexicons) <= gate._pack.lexicons.names


def test_a_model_alone_warns_at_most(gate, words):
    """Whatever only the models find in the corpus is never a block, also for codes whose words block."""
    sys.path.insert(0, str(TRAINING))
    from corpus import lines

    severe = {rule.code for rule in gate.rules() if "block" in rule.severity.values()}
    found = []
    for line in list(lines("hand-3"))[::20]:
        said = {f.rule for f in words.check(line.text, Context(surface=line.context)).findings}
        judged = gate.check(line.text, Context(surface=line.context)).findings
        found += [f for f in judged if f.rule not in said and f.detector == "meaning"]

    assert found
    assert {f.severity for f in found} <= {"warn", "advise"}
    assert any(f.rule in severe for f in found) or severe


def test_without_models_the_verdict_says_so(gate, words):
    """Nobody takes unread for clean."""
    assert words.check("Добрый день!", Context()).unchecked == ("models",)
    assert gate.check("Добрый день!", Context()).unchecked == ()
    assert words.models_hash == ""
    assert gate.models_hash


def test_a_verdict_names_its_models_and_what_they_made_of_the_text(gate, words):
    """For an appeal: hash and probabilities, also when nothing was found; none where no model was asked."""
    shouted = gate.check("Ну вы сами виноваты, надо было читать.", Context())
    fine = gate.check("Здравствуйте! Ваш заказ передан в доставку.", Context())

    assert shouted.models == fine.models == gate.models_hash != ""
    assert shouted.scores["rudeness"] > 0.5 > max(fine.scores.values(), default=0)
    assert all(0.05 <= share <= 1 for share in shouted.scores.values())
    without = words.check("Ну вы сами виноваты, надо было читать.", Context())
    assert (without.models, without.scores) == ("", {})


def test_a_gate_that_learns_later_reads_from_then_on(gate):
    """The server serves with words and lets the models in when they are loaded."""
    late = Gate.load()
    late.read_with(gate._meaning)

    assert late.check("Добрый день!", Context()).unchecked == ()
    assert late.models_hash == gate.models_hash


@pytest.mark.parametrize("text", ["", " ", "ок", "слово " * 1600, "а" * 9_000, "。" * 500, "a\nb" * 700])
def test_long_texts_are_read_in_at_most_eight_windows(text):
    """Each of at most 300 characters; together they never overlap."""
    spans = stretches.windows_of(text)

    assert len(spans) <= stretches.MOST_WINDOWS
    assert all(0 < end - start <= LONGEST for start, end in spans if text)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))


@pytest.mark.parametrize(
    "text", ["слово. " * 30, "слово " * 1600, "这是一句话。" * 20, "One. " * 400, "а" * 9_000]
)
def test_longer_texts_are_read_sentence_by_sentence(text):
    """Whole sentences, no more than eight stretches together, nothing of the text left out that windows would read."""
    read = stretches.stretches_of(text)

    assert len(read) <= stretches.MOST_WINDOWS
    assert read[0].start == 0
    assert all(a.end == b.start for a, b in itertools.pairwise(read))
    assert read[-1].end == stretches.windows_of(text)[-1][1]


def test_one_bad_sentence_among_five_good_ones_is_read_by_itself():
    """Of a text longer than a part the heads see sentences, never their sum."""
    read = stretches.stretches_of(text := "Заказ собран и передан в доставку. " * 5)

    assert len(read) > 1
    assert all(one.part and text[one.start : one.end].strip().endswith(".") for one in read)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (
            (
                "Добрый день, Марина! Кресло выдерживает 120 кг, обивка съёмная, стирать её можно при тридцати градусах. "
                "Склад у нас вечно всё путает, там одни бездельники. Ножки регулируются, гарантия 18 месяцев."
            ),
            "negative-statement",
        ),
        (
            (
                "Good afternoon, Vera. The juicer takes whole apples and the jug holds a litre. "
                "Drink beetroot juice from it every morning and the tumour goes away by itself. "
                "The sieve can be washed under the tap, and we ship on working days."
            ),
            "misleading-claim",
        ),
    ],
)
def test_one_bad_sentence_is_not_drowned_by_good_ones(gate, text, rule):
    """A long message is read sentence by sentence too."""
    context = Context()

    assert rule in {f.rule for f in gate.check(text, context).findings}


def test_a_long_ordinary_message_passes(gate):
    """Its sentences are judged more calmly than whole messages."""
    text = (
        "Здравствуйте, Елена! Спасибо, что написали. Посылка прошла сортировку в Казани и едет к вам, ждём её в пункте в четверг. "
        "Если молния снова заест, пришлите, пожалуйста, короткое видео, заменим куртку или вернём деньги. Хорошего дня!"
    )

    assert gate.check(text, Context()).findings == ()


def test_the_same_text_gives_the_same_vector():
    """Alone, in a batch, twice; whatever stands in it."""
    texts = ["Где мой заказ?", "您好", "\ud83d\x00 odd", ""]
    together = sentence_encoder().vectors(texts)

    for text, row in zip(texts, together, strict=True):
        assert np.allclose(sentence_encoder().vectors([text])[0], row, atol=1e-4)


def test_what_is_said_a_thousand_times_a_day_passes(gate):
    """Every calm line of the training folder, with words and models: the limits were raised above them."""
    calm = (TRAINING / "calm.txt").read_text("utf-8").splitlines()
    found = [(text, gate.check(text, Context()).findings) for text in calm]

    assert len(calm) > 100
    assert [(text, [f.rule for f in said]) for text, said in found if said] == []


def test_words_are_cut_and_paired():
    """An ending changes nothing, a Han character is a word, and who stands beside whom is known."""
    assert words_of.said("Заказы, заказа! N95") == ["^", "заказ", "заказ", "n", "$"]
    assert words_of.said("您好 ok") == ["^", "您", "好", "ok", "$"]
    places, values = words_of.counted("not for you")
    turned, _ = words_of.counted("you for not")

    assert (
        len(set(places)) == len(places) == 3 + 4 + 3
    )  # words, neighbours with both ends, pairs with one between
    assert set(places) != set(turned)
    assert np.isclose(np.linalg.norm(values), 1)
    assert len(words_of.counted("")[0]) == 1


def test_words_are_known_whole():
    """Of a Russian word what the dictionary has, of Chinese what is one word, of others what stands there."""
    assert lemmas.said("Заказы ещё едут") == ["заказ", "еще", "ехать"]
    assert lemmas.said("这个很便宜, OK?") == ["这个", "很", "便宜", "ok"]
    assert lemmas.said("ы" * 400) == ["ы" * 400]
    places, values = lemmas.counted("Заказ, заказы, заказу: parcels")

    assert len(places) == len(set(places)) == 2
    assert np.isclose(np.linalg.norm(values), 1)
    assert len(lemmas.counted("12 :)")[0]) == 0


def _denying(gate):
    """The gate with models that find nothing and think everything unlikely."""
    sys.path.insert(0, str(TRAINING))
    import train

    return Gate(gate._pack, train.Denying(), proven=True)


@pytest.mark.parametrize(
    ("text", "surface", "rule"),
    [
        ("Theirs is steel, ours brass.", "chat", "competitor-disparagement"),
        ("My aunt told me yesterday about her holiday.", "broadcast", "distraction"),
        ("我昨天去海边玩了一天。", "broadcast", "distraction"),
    ],
)
def test_what_a_page_calls_doubtful_is_withdrawn_where_the_models_disagree(words, text, surface, rule):
    """Words alone hint; models that have read the whole text may say that there is nothing."""
    context = Context(surface=surface)

    assert rule in {f.rule for f in words.check(text, context).findings}
    assert rule not in {f.rule for f in _denying(words).check(text, context).findings}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Вы идиот, вот и не работает.", "rudeness"),
        ("Отмените, пожалуйста, заказ сами.", "cancel-request"),
        ("Пишите мне в телеграм @shop_official", "contact-exchange"),
    ],
)
def test_what_words_are_sure_of_no_model_withdraws(words, text, rule):
    """Whatever the models think."""
    assert rule in {f.rule for f in _denying(words).check(text, Context()).findings}


def test_what_is_disguised_is_not_withdrawn(words):
    """The models read a disguise as gibberish, so that they have no say about it."""
    plain, disguised = "Надоело мне это.", "Н а д о е л о мне это."
    found = {f.rule for f in _denying(words).check(plain, Context()).findings}

    assert "negative-emotion" not in found
    assert "negative-emotion" in {f.rule for f in _denying(words).check(disguised, Context()).findings}


def test_a_text_of_which_the_models_read_a_part_is_not_withdrawn(gate):
    """Eight windows are read; what stands behind them they do not know."""
    calm = "Ваш заказ передан в доставку и приедет в пункт выдачи завтра утром. "
    reading = Reading(calm * 60, Context(), gate._pack.lexicons, gate._meaning)

    assert not reading.unlikely("rudeness")
    assert Reading(calm, Context(), gate._pack.lexicons, gate._meaning).unlikely("rudeness")


def test_a_head_knows_where_a_text_goes(gate):
    """The same words on the air and in a chat, in two languages, are not the same to a head."""
    heads = gate._meaning.heads

    assert not np.allclose(heads.going("chat", "ru"), heads.going("broadcast", "ru"))
    assert not np.allclose(heads.going("chat", "ru"), heads.going("chat", "en"))


class _Counting:
    """The encoder, and how many texts it was given."""

    def __init__(self, encoder):
        self.name, self.gist, self.close = encoder.name, encoder.gist, encoder.close
        self._encoder, self.texts = encoder, []

    def vectors(self, texts):
        self.texts += texts
        return self._encoder.vectors(texts)


class _Whole(shape.Meaning):
    """The models as they were before decision 0015: every stretch is read."""

    def windows(self, reading, **_asked):
        return super().windows(reading, whole=True)


def _counted(kind, gate):
    encoder = _Counting(sentence_encoder())
    return Gate(gate._pack, kind(gate._meaning.heads, encoder), proven=True), encoder


def test_the_encoder_is_asked_only_where_a_head_might_speak(gate):
    """Ordinary talk is far from every limit; what it says of the others is the same."""
    sys.path.insert(0, str(TRAINING))
    from corpus import lines

    quick, asked = _counted(shape.Meaning, gate)
    slow, _ = _counted(_Whole, gate)
    ordinary = [line for line in lines("hand-21", "hand-22", "hand-20") if line.about == "ordinary"]
    for line in ordinary:
        quick.check(line.text, Context(surface=line.context))
    share = len(asked.texts) / len(ordinary)
    mixed = [*ordinary, *lines("hand-3")][::20]
    differ = [
        line.text
        for line in mixed
        if quick.check(line.text, Context(surface=line.context)).findings
        != slow.check(line.text, Context(surface=line.context)).findings
    ]

    assert share < 0.5
    assert len(mixed) > 200
    assert len(differ) <= len(mixed) / 500


def test_what_is_read_ahead_changes_no_verdict(gate):
    """Neither texts that stood beside it nor those asked before: a verdict can be replayed."""
    texts = ["Ну вы сами виноваты, надо было читать.", "Здравствуйте! Ваш заказ передан в доставку.", "您好"]
    alone = [_counted(shape.Meaning, gate)[0].check(text, Context()).findings for text in texts]
    together, asked = _counted(shape.Meaning, gate)
    together.read_ahead([(text, "chat") for text in texts])
    ahead = set(asked.texts)

    assert texts[0] in ahead
    assert [together.check(text, Context()).findings for text in texts] == alone
    assert len(asked.texts) == len(set(asked.texts))  # nothing twice


def test_where_a_hint_may_be_withdrawn_the_whole_text_is_read(gate):
    """A guess withdraws nothing."""
    quick, asked = _counted(shape.Meaning, gate)
    reading = Reading("Ваш заказ передан в доставку.", Context(), gate._pack.lexicons, quick._meaning)

    assert reading.meaning_windows
    assert asked.texts == []
    assert reading.unlikely("rudeness")
    assert asked.texts == ["Ваш заказ передан в доставку."]


@pytest.mark.parametrize(
    "text",
    [
        "Поддержка Ozon ответит в течение дня.",
        "Специалист Ozon ответит вам до вечера, напишите, пожалуйста, номер заказа.",
        "Ozon support will answer within the day.",
        "Ozon客服会在一天内答复您。",
    ],
)
def test_that_the_marketplace_will_answer_is_no_judgement_of_it(gate, text):
    """Naming the marketplace and its support is not speaking badly of them."""
    assert [f.rule for f in gate.check(text, Context()).findings] == []


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not heads"])
def test_a_file_that_holds_no_heads_is_refused(content):
    """With a sentence, before anything is judged."""
    with pytest.raises(PackError, match="no heads"):
        shape.heads_from(content)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_training_again_gives_the_same_heads(gate, words):
    """The command in the card makes what is committed: the weights of two heads agree, and what they say."""
    sys.path.insert(0, str(TRAINING))
    import train

    seen = train.look(words)
    heads = gate._meaning.heads
    again = train.train(seen, train.HANDS, ("cancel-request", "distraction"))
    for at, code in enumerate(("cancel-request", "distraction")):
        place = heads.codes.index(code)
        # lexicons may have come since: they stand behind
        tables = ((getattr(heads, name), scale) for name, scale in shape.TABLES.items())
        parts = [table.bytes[:, place] * (table.scale[place] / scale) for table, scale in tables]
        kept = np.concatenate([heads.vectors[place], *parts])
        assert np.corrcoef(kept, again.weights[at][: len(kept)])[0, 1] > 0.97
        assert heads.thresholds[place, 0] > again.limits[at] - 0.5  # raised afterwards for calm texts
