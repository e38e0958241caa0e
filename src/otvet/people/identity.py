"""The shop's signed word about who its visitor is: a short-lived JWT.

The key and its algorithm are found by `kid` in the account; what the token itself says about
its algorithm only has to agree.  So neither `none` nor a public key used as a secret gets in.
"""

import math
from typing import Any, Literal

import msgspec
from msgspec import Struct

from otvet.errors import BadInput, NotSignedIn, OtvetError
from otvet.people.actor import Language
from otvet.people.words import clean_email, clean_name, clean_phone

Algorithm = Literal["RS256", "ES256", "EdDSA", "HS256"]

AUDIENCE = "otvet"
OWN_ACCOUNT = "own"

_LONGEST = 8_192
_SUBJECT_CHARS = 200
_LIFE_SECONDS = 3_600
_LEEWAY_SECONDS = 60
_SECRET_BYTES = 32


class IdentityKey(Struct, frozen=True, forbid_unknown_fields=True):
    """A public key in PEM, or for HS256 a secret of at least 32 bytes."""

    algorithm: Algorithm
    key: str


class Identity(Struct, frozen=True):
    """Who the shop says it is."""

    subject: str
    name: str | None = None
    email: str | None = None
    language: Language | None = None
    phone: str | None = None


def check_key(kid: str, key: IdentityKey) -> None:
    """Raises `BadInput` for a key that could not be trusted."""
    if key.algorithm == "HS256":
        if len(key.key.encode()) < _SECRET_BYTES or "-----BEGIN" in key.key:
            raise BadInput(
                f"Identity key {kid}: an HS256 secret has at least {_SECRET_BYTES} bytes and is no PEM."
            )
        return
    if "PRIVATE KEY" in key.key:
        raise BadInput(f"Identity key {kid}: give the public key; the private one stays with the shop.")
    import jwt  # noqa: PLC0415  cryptography is slow to import, and most visitors bring no token

    try:
        jwt.get_algorithm_by_name(key.algorithm).prepare_key(key.key)
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise BadInput(f"Identity key {kid}: this is no {key.algorithm} public key in PEM.") from error


def issuer(token: object) -> str:
    """Which account the token speaks for: `iss`, the operator's own shop by default.  Not yet verified."""
    import jwt  # noqa: PLC0415  as above

    try:
        claims = jwt.decode(_text(token), options={"verify_signature": False})
    except (jwt.PyJWTError, ValueError) as error:
        raise _refused("it cannot be read") from error
    named = claims.get("iss", OWN_ACCOUNT)
    if not isinstance(named, str) or not named:
        raise _refused("iss is not an account")
    return named


def read_identity(token: object, keys: dict[str, IdentityKey], now: int) -> Identity:
    """Who `token` speaks of, with `now` in milliseconds; raises `NotSignedIn` with what is wrong with it."""
    import jwt  # noqa: PLC0415  as above

    text = _text(token)
    try:
        header = jwt.get_unverified_header(text)
        kid = header.get("kid")
        key = keys.get(kid) if isinstance(kid, str) else None
        if key is None:
            raise _refused("its kid is unknown")
        if header.get("alg") != key.algorithm or "crit" in header:
            raise _refused("its algorithm is not the one of its key")
        # The times are checked below, against the clock that was handed in.
        options: Any = {
            "require": ["exp", "sub", "aud"],
            "verify_exp": False,
            "verify_iat": False,
            "verify_nbf": False,
        }
        claims = jwt.decode(text, key.key, algorithms=[key.algorithm], audience=AUDIENCE, options=options)
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise _refused("signature, audience or claims are wrong") from error
    _check_times(claims, now // 1000)
    return _identity(claims)


def sign_identity(claims: dict[str, Any], *, kid: str, key: str, algorithm: Algorithm, now: int) -> str:
    """The shop's side of it, for the demo shop and for tests: ten minutes from `now`."""
    import jwt  # noqa: PLC0415  as above

    seconds = now // 1000
    body = {"aud": AUDIENCE, "iat": seconds, "exp": seconds + 600} | claims
    return jwt.encode(body, key, algorithm=algorithm, headers={"kid": kid})


def _text(token: object) -> str:
    if not isinstance(token, str) or not token or len(token) > _LONGEST or not token.isascii():
        raise _refused("it is no token")
    return token


def _check_times(claims: dict[str, Any], now: int) -> None:
    expires, issued, starts = (_time(claims.get(name, now)) for name in ("exp", "iat", "nbf"))
    if expires <= now - _LEEWAY_SECONDS:
        raise _refused("it has expired")
    if expires > now + _LIFE_SECONDS + _LEEWAY_SECONDS:
        raise _refused("it lives longer than an hour")
    if issued > now + _LEEWAY_SECONDS or starts > now + _LEEWAY_SECONDS or issued > expires:
        raise _refused("it is from the future")


def _time(value: object) -> float:
    # NaN would pass every comparison above.
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise _refused("exp, iat and nbf are seconds since 1970")
    return value


def _identity(claims: dict[str, Any]) -> Identity:
    subject = claims.get("sub")
    if (
        not isinstance(subject, str)
        or not subject.strip()
        or len(subject) > _SUBJECT_CHARS
        or not subject.isprintable()
    ):
        raise _refused("sub is the shop's own id of the buyer")
    name, email, language = claims.get("name"), claims.get("email"), claims.get("language")
    phone = claims.get("phone")
    try:
        return Identity(
            subject=subject,
            name=None if name is None else clean_name(name),
            email=None if email is None else clean_email(email),
            language=None if language is None else msgspec.convert(language, Language),
            phone=None if phone is None else clean_phone(phone),
        )
    except (OtvetError, msgspec.ValidationError) as error:
        raise _refused("name, email, phone or language is malformed") from error


def _refused(why: str) -> NotSignedIn:
    return NotSignedIn(f"The identity token is refused: {why}.")
