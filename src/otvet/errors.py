"""Everything that can go wrong on purpose, in one tree.

Domain outcomes (a reply is held, nobody is free) are values, never exceptions.
An exception says that what was asked cannot be done, and what to do instead.
HTTP statuses are in `web/errors.py` alone.  The tree, kept true by a test:

    OtvetError
        BadInput
            TooLarge
        NotSignedIn
        NotAllowed
        NotFound
        Conflict
            KeyReused
            Moved
            Merged
        TooMany
        Unavailable
            DatabaseDown
            JudgesLost
            ShopSilent
        AddressRefused
        PackError
        SettingsError
        StartRefused
"""

from typing import Literal

Retry = Literal["same_key", "new_key", "no"]


class OtvetError(Exception):
    """The root. `code` is for programs, the message for people, `retry` says how to try again."""

    code = "error"
    retry: Retry = "no"

    def __init__(self, message: str, *, details: dict[str, object] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.details = details


class BadInput(OtvetError):
    """What was sent cannot be understood or breaks a stated limit."""

    code = "bad_input"
    retry: Retry = "new_key"


class TooLarge(BadInput):
    """A body or a file is larger than the setting allows."""

    code = "too_large"


class NotSignedIn(OtvetError):
    """No session, no token, or one that has expired."""

    code = "not_signed_in"
    retry: Retry = "same_key"


class NotAllowed(OtvetError):
    """The caller is known and may not do this; the message says who may."""

    code = "not_allowed"


class NotFound(OtvetError):
    """There is no such thing, or it is not the caller's to see: both read alike."""

    code = "not_found"


class Conflict(OtvetError):
    """What was asked no longer fits what is there."""

    code = "conflict"
    retry: Retry = "new_key"


class KeyReused(Conflict):
    """The idempotency key was used before with another body."""

    code = "key_reused"


class Moved(Conflict):
    """Somebody wrote in the conversation since the caller looked."""

    code = "moved"


class Merged(Conflict):
    """The conversation goes on in another one; `details` says in which."""

    code = "merged"
    retry: Retry = "same_key"


class TooMany(OtvetError):
    """A rate limit; `retry_after` is in whole seconds."""

    code = "too_many"
    retry: Retry = "same_key"

    def __init__(self, message: str, *, retry_after: int = 1) -> None:
        super().__init__(message, details={"retry_after": retry_after})
        self.retry_after = retry_after


class Unavailable(OtvetError):
    """A part that is needed does not answer now; nothing was stored."""

    code = "unavailable"
    retry: Retry = "same_key"


class DatabaseDown(Unavailable):
    """The database refused or was lost; the outcome is settled by the same key."""

    code = "database_down"


class JudgesLost(Unavailable):
    """The process that checks texts does not answer; the server checks them itself, by words."""

    code = "judges_lost"


class ShopSilent(Unavailable):
    """The shop gives no usable answer now; what is asked of it is asked again later, under the same key."""

    code = "shop_silent"


class AddressRefused(OtvetError):
    """An address from a stranger leads where it may not."""

    code = "address_refused"


class PackError(OtvetError):
    """A rule page or pack file is wrong; the message names file and line."""

    code = "pack_error"


class SettingsError(OtvetError):
    """A setting is missing or out of its range."""

    code = "settings_error"


class StartRefused(OtvetError):
    """The server must not start like this; the message says what to do."""

    code = "start_refused"
