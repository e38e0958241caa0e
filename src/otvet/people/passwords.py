"""Passwords: argon2, and never more hashing at once than the machine can bear."""

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from otvet.errors import BadInput, TooMany

_SHORTEST = 10  # as the set-up page asks
_LONGEST = 200
_PATIENCE_SECONDS = 5.0

# OWASP's smallest advised setting: 19 MiB, two passes; two at once stay below 40 MiB.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_AT_ONCE = BoundedSemaphore(2)
# Compared with when there is no such person, so that the work tells nothing.  Written out, because making it
# at import would cost every start 70 ms; it is no secret: a match with it is never a sign-in.
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$JMC0k2AScLRQpYMYmCk7QA$oaLtagpOfVLTGG/H+ZL5gPe0o2LAQDhQwzbQkH6r2VI"


def hash_password(password: object) -> str:
    """The hash to store; refuses what is too short, too long or no text."""
    if not isinstance(password, str) or not _SHORTEST <= len(password) <= _LONGEST:
        raise BadInput(f"A password has {_SHORTEST} to {_LONGEST} characters.")
    with _Place():
        return _HASHER.hash(password.encode("utf-8", "surrogatepass"))


def password_matches(stored: str | None, password: object) -> bool:
    """Whether `password` belongs to `stored`; the same work when there is none."""
    # Half a surrogate pair can be typed into JSON; it is a wrong password, not a fault of ours.
    text = password if isinstance(password, str) and len(password) <= _LONGEST else ""
    guess = text.encode("utf-8", "surrogatepass")
    with _Place():
        try:
            _HASHER.verify(stored or _NOBODY, guess)
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None and guess != b""


class _Place:
    """One of the few places at the anvil."""

    def __enter__(self) -> None:
        if not _AT_ONCE.acquire(timeout=_PATIENCE_SECONDS):
            raise TooMany("Many people are signing in just now. Try again in a moment.", retry_after=2)

    def __exit__(self, *_: object) -> None:
        _AT_ONCE.release()
