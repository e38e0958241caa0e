"""The shop's signed word about who its visitor is."""

import base64
import json

import jwt
import pytest
from sqlalchemy import select

from otvet.errors import BadInput, NotFound, NotSignedIn
from otvet.people.accounts import Account
from otvet.people.identity import IdentityKey, sign_identity
from otvet.storage.schema import buyers

SECRET = "a shop's secret of more than 32 bytes"


@pytest.fixture
def word(clock, private_keys):
    """Signs claims as the shop does."""

    def sign(algorithm="HS256", **claims):
        key = SECRET if algorithm == "HS256" else private_keys[algorithm][0]
        kid = "hs" if algorithm == "HS256" else algorithm.lower()
        claims = {"sub": "ozon-77", "name": "Марина Соколова"} | claims
        return sign_identity(claims, kid=kid, key=key, algorithm=algorithm, now=clock.now())

    return sign


def unsigned(header, claims):
    parts = (
        base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in (header, claims)
    )
    return ".".join(parts) + "."


@pytest.mark.parametrize("algorithm", ["HS256", "RS256", "ES256", "EdDSA"])
def test_a_good_word_makes_the_buyer(people, word, algorithm):
    """All four algorithms, each by the key its kid names."""
    made = people.identify(word(algorithm, email="Marina@Example.org", language="en"))
    buyer = people.buyer(made.actor.id)

    assert (buyer.shop_id, buyer.name, buyer.email, buyer.language) == (
        "ozon-77",
        "Марина Соколова",
        "marina@example.org",
        "en",
    )
    assert people.actor_of_token(made.token) == made.actor


def test_the_same_word_twice_gives_two_tokens_of_one_buyer(people, word):
    """Within its life it may be shown again."""
    text = word()
    first, second = people.identify(text), people.identify(text)

    assert first.actor.id == second.actor.id
    assert first.token != second.token
    assert people.actor_of_token(first.token)


def test_a_guest_becomes_the_buyer_and_gets_another_token(people, word):
    """What the guest wrote stays theirs; the token they came with is void."""
    guest = people.new_guest("own", "ru")
    also = people.identify(word(sub="other"), None)
    made = people.identify(word(), people.actor_of_token(guest.token))

    assert made.actor.id == guest.actor.id
    assert made.actor.name == "Марина Соколова"
    assert people.actor_of_token(guest.token) is None
    assert people.names([guest.actor.id]) == {guest.actor.id: "Марина Соколова"}
    assert also.actor.id != made.actor.id


def test_a_guest_does_not_join_a_buyer_who_is_here_already(people, word):
    """A stranger's past is not slipped into somebody's record."""
    buyer = people.identify(word())
    guest = people.new_guest("own", "ru")
    made = people.identify(word(), people.actor_of_token(guest.token))

    assert made.actor.id == buyer.actor.id
    assert people.actor_of_token(guest.token) is None
    assert people.buyer(guest.actor.id).shop_id is None


def test_a_known_buyer_does_not_turn_into_another(people, word):
    """Somebody else signs in at the shop in the same browser: another record."""
    marina = people.identify(word())
    made = people.identify(word(sub="ozon-78", name="Пётр"), marina.actor)

    assert made.actor.id != marina.actor.id
    assert people.actor_of_token(marina.token) is None


def test_two_tabs_identify_at_once(people, word, database, monkeypatch):
    """Both get the one record, whoever made it."""
    real = people._buyers._insert

    def late(connection, account_id, identity):
        monkeypatch.setattr(people._buyers, "_insert", real)
        real(connection, account_id, identity)
        return real(connection, account_id, identity)

    monkeypatch.setattr(people._buyers, "_insert", late)
    people.identify(word())
    with database.reading() as connection:
        assert len(connection.execute(select(buyers)).all()) == 1


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another"},
        {"aud": None},
        {"exp": None},
        {"exp": "soon"},
        {"exp": True},
        {"exp": float("nan")},
        {"exp": 1_792_000_000 - 61},
        {"exp": 1_792_000_000 + 3_700},
        {"iat": 1_792_000_000 + 70},
        {"iat": "now"},
        {"nbf": 1_792_000_000 + 70},
        {"sub": None},
        {"sub": ""},
        {"sub": ["ozon-77"]},
        {"sub": "x" * 300},
        {"sub": "x\x00"},
        {"sub": "\ud800"},
        {"name": ["x"]},
        {"email": "no address"},
        {"language": "fr"},
        {"iss": ""},
    ],
    ids=str,
)
def test_wrong_claims_are_refused(people, word, claims):
    """Audience, times, subject and the little there may be besides."""
    with pytest.raises(NotSignedIn, match="identity token is refused"):
        people.identify(word(**claims))


def test_clocks_may_differ_by_a_minute(people, word, clock):
    """Sixty seconds each way."""
    now = clock.now() // 1000
    assert people.identify(word(iat=now + 50, exp=now + 3_650))
    assert people.identify(word(iat=now - 700, exp=now - 50))


def test_no_algorithm_is_refused(people, clock):
    """`none` in all spellings, whatever the kid."""
    claims = {"sub": "x", "aud": "otvet", "exp": clock.now() // 1000 + 60}
    for algorithm in ("none", "None", "NONE", "", None):
        for kid in ("hs", "rs256"):
            with pytest.raises(NotSignedIn):
                people.identify(unsigned({"alg": algorithm, "kid": kid, "typ": "JWT"}, claims))


def test_a_public_key_is_no_secret(people, clock, private_keys):
    """HS256 signed with the public key everybody has, under the kid of the real one."""
    public = private_keys["RS256"][1].encode()
    claims = {"sub": "x", "aud": "otvet", "exp": clock.now() // 1000 + 60}
    header = {"alg": "HS256", "kid": "rs256", "typ": "JWT"}
    signing = unsigned(header, claims)[:-1]
    signature = jwt.get_algorithm_by_name("HS256").sign(signing.encode(), public)
    forged = signing + "." + base64.urlsafe_b64encode(signature).rstrip(b"=").decode()
    with pytest.raises(NotSignedIn, match="algorithm"):
        people.identify(forged)


def test_a_key_of_the_wrong_kid_does_not_open(people, clock, private_keys):
    """Signed well, but with another key than the kid says; and a kid nobody knows."""
    for kid in ("es256", "unknown", None, ["rs256"]):
        claims = {"sub": "x", "aud": "otvet", "exp": clock.now() // 1000 + 60}
        header = {"alg": "RS256", "kid": kid}
        signing = unsigned(header, claims)[:-1]
        algorithm = jwt.get_algorithm_by_name("RS256")
        signature = algorithm.sign(signing.encode(), algorithm.prepare_key(private_keys["RS256"][0]))
        with pytest.raises(NotSignedIn):
            people.identify(signing + "." + base64.urlsafe_b64encode(signature).rstrip(b"=").decode())


@pytest.mark.parametrize(
    "token", [None, "", [], {}, 1, "a.b.c", "..", "x" * 9000, "ы.ы.ы", "e30.e30.e30"], ids=str
)
def test_what_is_no_token_is_refused(people, token):
    """Never an error of ours."""
    with pytest.raises(NotSignedIn):
        people.identify(token)


def test_a_changed_byte_is_refused(people, word):
    """Any character of payload or signature."""
    header, payload, signature = word().split(".")
    for forged in (f"{header}.{payload[:-2]}AA.{signature}", f"{header}.{payload}.{'A' * len(signature)}"):
        with pytest.raises(NotSignedIn):
            people.identify(forged)


def test_an_account_speaks_for_its_own_buyers_alone(people, word, account):
    """Another account's word about the same shop id is another buyer; an unknown account is not found."""
    people.save_account(Account(id="second", name="Second", identity_keys=account.identity_keys))
    guest = people.new_guest("own", "ru")
    here, there = people.identify(word()), people.identify(word(iss="second"), guest.actor)

    assert here.actor.id != there.actor.id
    assert there.actor.id != guest.actor.id
    with pytest.raises(NotFound):
        people.identify(word(iss="third"))


@pytest.mark.parametrize(
    "key",
    [
        IdentityKey("HS256", "short"),
        IdentityKey("HS256", "-----BEGIN PUBLIC KEY----- and so on and on and on"),
        IdentityKey("RS256", "no key at all"),
        IdentityKey("ES256", ""),
    ],
    ids=str,
)
def test_keys_that_cannot_be_trusted_are_refused(people, key):
    """When the account is saved, not when the first buyer comes."""
    with pytest.raises(BadInput, match="Identity key"):
        people.save_account(Account(id="x", name="X", identity_keys={"k": key}))


def test_a_private_key_or_one_of_another_kind_is_refused(people, private_keys):
    """The private key stays with the shop; an RS256 key does not sign ES256."""
    for algorithm, pem in (("RS256", private_keys["RS256"][0]), ("ES256", private_keys["RS256"][1])):
        with pytest.raises(BadInput, match="Identity key"):
            people.save_account(Account(id="x", name="X", identity_keys={"k": IdentityKey(algorithm, pem)}))
