"""Who gets it: for any people and any conversations."""

from hypothesis import given
from hypothesis import strategies as st

from otvet.desk import choosing
from otvet.desk.choosing import WEIGHT, Case, Hand, Kind
from otvet.desk.plan import Member, as_written

PLAN = as_written()
LANGUAGES = ("ru", "en", "zh")
SKILLS = ("money", "technical")
kinds = st.builds(
    Kind, st.sampled_from(["support", "second-line"]), st.sampled_from(LANGUAGES), st.sampled_from(list(PLAN.topics))
)  # fmt: skip
members = st.builds(
    lambda queues, skills, languages, capacity: Member(
        queues=queues, skills=skills, languages=languages, capacity=capacity
    ),
    st.sampled_from([("support",), ("second-line",), ("support", "second-line")]),
    st.none() | st.sets(st.sampled_from(SKILLS)).map(tuple),
    st.none() | st.sets(st.sampled_from(LANGUAGES), min_size=1).map(tuple),
    st.integers(0, 4),
)
hands = st.lists(st.tuples(members, st.integers(0, 20)), max_size=5).map(
    lambda found: [Hand(f"st_{number}", member, load) for number, (member, load) in enumerate(found)]
)
cases = st.lists(
    st.tuples(kinds, st.integers(1, 5), st.integers(0, 20), st.lists(st.integers(0, 5), max_size=2)), max_size=12
).map(
    lambda found: [
        Case(f"c_{number}", kind, priority, due, tuple(f"st_{who}" for who in before))
        for number, (kind, priority, due, before) in enumerate(found)
    ]
)  # fmt: skip


def _copies(there):
    return [Hand(one.id, one.member, one.load) for one in there]


@given(cases, hands)
def test_none_waits_while_somebody_who_could_answer_has_room(waiting, there):
    """After the choice, whoever still has room can answer nothing that is left."""
    given_out = dict(choosing.given(waiting, there, PLAN))

    for case in waiting:
        if case.id not in given_out:
            assert not [hand for hand in there if hand.room and hand.knows(case.kind, PLAN)]


@given(cases, hands)
def test_nobody_gets_what_they_cannot_answer_or_more_than_their_capacity(waiting, there):
    """Queue, skill, language; and never more than there was room for."""
    before = {hand.id: hand.room for hand in _copies(there)}
    pairs = choosing.given(waiting, there, PLAN)
    by_id, kind = {hand.id: hand for hand in there}, {case.id: case.kind for case in waiting}

    assert all(by_id[who].knows(kind[name], PLAN) for name, who in pairs)
    for who, room in before.items():
        assert sum(taker == who for _, taker in pairs) <= room


@given(cases, hands)
def test_the_most_urgent_goes_first(waiting, there):
    """Nobody was given a later one while an earlier one that they could answer is left."""
    pairs = dict(choosing.given(waiting, there, PLAN))
    by_id = {hand.id: hand for hand in there}
    left = [case for case in waiting if case.id not in pairs]

    for case in waiting:
        if case.id in pairs:
            hand = by_id[pairs[case.id]]
            assert not [one for one in left if one.order < case.order and hand.knows(one.kind, PLAN)]


@given(cases, hands, st.randoms(use_true_random=False))
def test_the_choice_does_not_depend_on_the_order_things_are_read_in(waiting, there, chance):
    """Two databases that list differently choose alike."""
    first = choosing.given(waiting, _copies(there), PLAN)
    mixed, others = list(waiting), _copies(there)
    chance.shuffle(mixed)
    chance.shuffle(others)

    assert choosing.given(mixed, others, PLAN) == first


@given(cases, hands)
def test_the_kinds_named_possible_are_those_somebody_can_take(waiting, there):
    """What the database is asked for is neither too little nor too much."""
    possible = choosing.able({case.kind for case in waiting}, there, PLAN)
    pairs = choosing.given([case for case in waiting if case.kind in possible], _copies(there), PLAN)

    assert bool(possible) == bool(pairs)


def test_who_answered_before_is_preferred_and_the_idlest_else():
    """The first preferred one with room; else the least load for the capacity."""
    kind = Kind("support", "ru", "other")
    there = [Hand("st_a", Member(capacity=4), WEIGHT), Hand("st_b", Member(capacity=4), 2 * WEIGHT)]

    known = Case("c_1", kind, 3, 1, ("st_gone", "st_b"))
    fresh = Case("c_2", kind, 3, 2)
    assert choosing.given([known, fresh], there, PLAN) == [("c_1", "st_b"), ("c_2", "st_a")]


def test_what_waited_too_long_goes_to_anybody_of_the_queue():
    """Skill, language and room aside; but only in its queue."""
    case = Case("c_1", Kind("support", "zh", "refund"), 1, 1)
    full = Hand("st_a", Member(skills=(), languages=("ru",), capacity=1), 40)

    assert choosing.pressed(case, [full]) == "st_a"
    assert choosing.pressed(case, [Hand("st_b", Member(queues=("second-line",)), 0)]) is None
