"""Sessions, sign-in and what ends them."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from msgspec import structs
from sqlalchemy import select

from otvet.errors import BadInput, Conflict, NotFound, NotSignedIn, TooMany
from otvet.people.people import People
from otvet.people.sessions import token_hash
from otvet.storage.schema import sessions

PASSWORD = "correct horse"
BAD_TOKENS = [
    None,
    "",
    [],
    ["s_"],
    {},
    0,
    True,
    "0",
    "null",
    "s_",
    "b_",
    "s_" + "0" * 43,
    "s_" + "x" * 1000,
    "\x00" * 45,
]


def sign_in(people, role="agent", **more):
    return people.sign_in(f"{role}@otvet.test", PASSWORD, **more)


def staff_id(people, role):
    return next(c.id for c in people.staff_list() if c.role == role)


def test_who_signs_in_is_known_by_the_cookie(staffed):
    """The session's actor carries role, name and a csrf value."""
    signed_in = sign_in(staffed)

    actor = staffed.actor_of_session(signed_in.token)

    assert actor == signed_in.actor
    assert (actor.kind, actor.role, actor.name) == ("staff", "agent", "Agent")
    assert len(actor.csrf) >= 32


def test_staff_of_a_seller_carries_its_seller(staffed):
    """Access to conversations hangs on it."""
    actor = sign_in(staffed, "seller").actor

    assert (actor.kind, actor.seller_id) == ("seller", "sel_kettles")


def test_the_database_holds_no_secret(staffed, database):
    """Only the hash of a token is stored."""
    token = sign_in(staffed).token
    with database.reading() as connection:
        row = connection.execute(select(sessions)).one()

    assert row.token_hash == token_hash(token)
    assert token not in str(row)


def test_what_is_no_token_is_nobody(people):
    """Empty, missing, a list, a novel: refused, never an error."""
    for token in BAD_TOKENS:
        assert people.actor_of_session(token) is None
        assert people.actor_of_token(token) is None
        with pytest.raises(NotSignedIn):
            people.set_up(token, email="a@b.test", name="A", password=PASSWORD)


def test_one_sort_of_token_does_not_pass_for_another(staffed):
    """A buyer's token is no cookie and a cookie no bearer token."""
    guest, session = staffed.new_guest("own", "ru").token, sign_in(staffed).token

    assert staffed.actor_of_session(guest) is None
    assert staffed.actor_of_token(session) is None
    assert staffed.actor_of_session("s_" + guest[2:]) is None


def test_a_wrong_e_mail_and_a_wrong_password_answer_alike(staffed):
    """One answer for a stranger, a wrong password, no text at all and a disabled colleague."""
    staffed.change_staff(staff_id(staffed, "moderator"), disabled=True)
    tries = [
        ("nobody@otvet.test", PASSWORD),
        ("agent@otvet.test", "wrong"),
        ("agent@otvet.test", None),
        (["agent@otvet.test"], PASSWORD),
        ("agent@otvet.test", "\ud800"),
        ("agent@otvet.test\x00", PASSWORD),
        ("moderator@otvet.test", PASSWORD),
    ]
    answers = set()
    for number, (email, password) in enumerate(tries):
        with pytest.raises(NotSignedIn) as refused:
            staffed.sign_in(email, password, address=f"10.0.0.{number}")
        answers.add(str(refused.value))

    assert len(answers) == 1


def test_the_e_mail_may_be_written_in_any_case(staffed):
    """Capitals, blanks and full-width letters are the same person."""
    assert staffed.sign_in(" AGENT@otvet.TEST ", PASSWORD).actor.role == "agent"


def test_guessing_is_stopped_after_five(staffed, clock):
    """Five wrong passwords for one person from one address; then a wait, then again."""
    for _ in range(5):
        with pytest.raises(NotSignedIn):
            staffed.sign_in("agent@otvet.test", "wrong", address="10.0.0.1")
    with pytest.raises(TooMany) as refused:
        staffed.sign_in(" Agent@Otvet.test", PASSWORD, address="10.0.0.1")

    assert 0 < refused.value.retry_after <= 301
    assert sign_in(staffed, address="10.0.0.2")
    clock.turn(seconds=301)
    assert sign_in(staffed, address="10.0.0.1")


def test_trying_many_people_from_one_address_is_stopped_after_ten(staffed):
    """A list of stolen passwords does not get far; an IPv6 network of one customer is one address."""
    for number in range(10):
        with pytest.raises(NotSignedIn):
            staffed.sign_in(f"p{number}@otvet.test", "wrong", address=f"2001:db8::{number}")
    with pytest.raises(TooMany):
        sign_in(staffed, address="2001:db8::ffff")


def test_right_passwords_are_not_counted(staffed):
    """A whole office behind one address signs in."""
    for _ in range(12):
        sign_in(staffed, address="10.0.0.1")


def test_a_session_in_use_lives_on_and_an_idle_one_ends(staffed, clock):
    """Twelve hours from the last use."""
    token = sign_in(staffed).token
    for _ in range(4):
        clock.turn(hours=8)
        assert staffed.actor_of_session(token) is not None
    clock.turn(hours=12.1)

    assert staffed.actor_of_session(token) is None
    assert staffed.tidy() == 1


def test_signing_out_ends_this_session_alone(staffed):
    """The other browser stays signed in."""
    here, there = sign_in(staffed), sign_in(staffed)
    staffed.sign_out(here.actor)

    assert staffed.actor_of_session(here.token) is None
    assert staffed.actor_of_session(there.token) is not None


@pytest.mark.parametrize(
    "change",
    [
        lambda people, who: people.change_staff(who, role="moderator"),
        lambda people, who: people.change_staff(who, disabled=True),
        lambda people, who: people.set_password(who, "another horse"),
    ],
    ids=["role", "disabled", "password"],
)
def test_a_change_of_rights_ends_all_sessions(staffed, database, clock, change):
    """At once on this server; within three seconds on another that remembers the session."""
    token = sign_in(staffed).token
    elsewhere = People(database, clock)
    assert elsewhere.actor_of_session(token) is not None
    change(staffed, staff_id(staffed, "agent"))

    assert staffed.actor_of_session(token) is None
    clock.turn(seconds=3.1)
    assert elsewhere.actor_of_session(token) is None


def test_a_new_name_ends_nothing(staffed):
    """Only rights cut; the name is fresh at once."""
    signed_in = sign_in(staffed)
    staffed.change_staff(signed_in.actor.id, name="Илья")

    assert staffed.actor_of_session(signed_in.token).name == "Илья"
    assert staffed.names([signed_in.actor.id]) == {signed_in.actor.id: "Илья"}


def test_a_stream_learns_that_its_session_ended(staffed):
    """`still` is what an open live stream asks."""
    actor = sign_in(staffed).actor
    assert staffed.still(actor)
    staffed.change_staff(actor.id, disabled=True)

    assert not staffed.still(actor)


def test_who_is_gone_is_asked_for_all_streams_at_once(staffed, database, clock):
    """Cut, expired and unknown sessions among good ones, also when another server cut them; the good are remembered anew."""
    good, cut = sign_in(staffed).actor, sign_in(staffed, "supervisor").actor
    guest = staffed.new_guest("own", "ru").actor
    strange = structs.replace(good, session="0" * 64)
    assert staffed.gone([good, cut, guest]) == set()
    People(database, clock).change_staff(cut.id, disabled=True)

    assert staffed.gone([good, cut, guest, strange]) == {cut.session, strange.session}
    assert staffed.holds(good)
    assert not staffed.holds(cut)
    clock.turn(hours=13)
    assert staffed.gone([good, guest]) == {good.session}


def test_one_changes_ones_own_password_with_the_old_one(staffed):
    """A borrowed session is not enough, and guessing the old one is counted."""
    actor = sign_in(staffed).actor
    for _ in range(5):
        with pytest.raises(NotSignedIn):
            staffed.change_password(actor, old="wrong", new="another horse")
    with pytest.raises(TooMany):
        staffed.change_password(actor, old=PASSWORD, new="another horse")
    staffed.change_password(actor, old=PASSWORD, new="another horse", address="10.0.0.1")

    assert staffed.sign_in("agent@otvet.test", "another horse")


def test_the_last_administrator_stays(staffed):
    """Nobody locks the house from inside."""
    who = staff_id(staffed, "administrator")
    for change in ({"disabled": True}, {"role": "agent"}):
        with pytest.raises(Conflict, match="last administrator"):
            staffed.change_staff(who, **change)

    assert next(c for c in staffed.staff_list() if c.id == who).role == "administrator"


def test_the_first_start_makes_one_administrator_by_a_link(people):
    """The link works once, for a day, and only while nobody is here."""
    void, link = people.set_up_link(), people.set_up_link()
    newcomer = {"email": "Olga@Otvet.test", "name": "Ольга", "password": PASSWORD}
    with pytest.raises(NotSignedIn, match="void"):
        people.set_up(void, **newcomer)
    assert people.set_up(link, **newcomer).role == "administrator"

    assert people.set_up_link() is None
    with pytest.raises(NotSignedIn, match="void"):
        people.set_up(link, **newcomer | {"email": "second@otvet.test"})
    assert people.sign_in("olga@otvet.test", PASSWORD)


def test_an_old_set_up_link_is_void(people, clock):
    """After a day one starts again."""
    link = people.set_up_link()
    clock.turn(hours=24.1)
    with pytest.raises(NotSignedIn, match="void"):
        people.set_up(link, email="a@otvet.test", name="A", password=PASSWORD)


def test_two_who_use_the_link_at_once_make_one_administrator(people):
    """The second finds the link void."""
    link = people.set_up_link()

    def use(number):
        try:
            return people.set_up(link, email=f"a{number}@otvet.test", name="A", password=PASSWORD)
        except NotSignedIn:
            return None

    with ThreadPoolExecutor(4) as pool:
        made = [one for one in pool.map(use, range(4)) if one]

    assert len(made) == 1


def test_a_program_is_known_by_its_token(staffed):
    """Role and scopes, no person behind it, its name in the lists, revoked at once."""
    token = staffed.api_token("Выгрузка", "agent", ("conversation", "reply"))
    actor = staffed.actor_of_token(token)
    [listed] = staffed.api_tokens()

    assert (actor.role, actor.scopes, actor.attended) == ("agent", ("conversation", "reply"), False)
    assert (listed.id, listed.name, listed.scopes) == (actor.id, "Выгрузка", actor.scopes)
    assert staffed.names([actor.id]) == {actor.id: "Выгрузка"}
    staffed.revoke_token(listed.id)
    assert staffed.actor_of_token(token) is None


def test_a_token_for_everything_says_so(staffed):
    """`all` is written out; an empty list is no way to get it."""
    assert staffed.actor_of_token(staffed.api_token("x", "supervisor", ("all",))).scopes is None
    for scopes in ((), ("everything",)):
        with pytest.raises(BadInput, match="Scopes"):
            staffed.api_token("x", "supervisor", scopes)


@pytest.mark.parametrize(
    "wrong", [{"role": "buyer"}, {"role": "nobody"}, {"role": "seller"}, {"seller_id": "sel_kettles"}]
)
def test_roles_and_sellers_belong_together(staffed, wrong):
    """Staff has a role of staff; a seller's staff has a seller and nobody else has."""
    with pytest.raises(BadInput):
        staffed.api_token("x", wrong.get("role", "agent"), ("all",), seller_id=wrong.get("seller_id"))


@pytest.mark.parametrize("unknown", ["st_none", "", "x\x00", "ж" * 200])
def test_an_unknown_colleague_is_not_found(staffed, unknown):
    """Also where the id could be none."""
    for act in (
        lambda: staffed.change_staff(unknown, disabled=True),
        lambda: staffed.set_password(unknown, PASSWORD),
        lambda: staffed.revoke_token(unknown),
        lambda: staffed.rename_buyer(unknown, name="x"),
        lambda: staffed.account(unknown),
    ):
        with pytest.raises(NotFound):
            act()
    assert staffed.buyer(unknown) is None
