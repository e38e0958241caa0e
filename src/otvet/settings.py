"""Settings, read once at the door: defaults, then a TOML file, then `OTVET_...`, then the command line.

Every field is one setting; the comment above it is its page in `docs/reference/settings.md`.
"""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from otvet.errors import SettingsError

Port = Annotated[int, Meta(ge=0, le=65535)]
Positive = Annotated[int, Meta(ge=1)]


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All settings with their defaults."""

    # The address the server listens on; only loopback unless you say otherwise.
    host: str = "127.0.0.1"
    # The port of pages and API; 0 takes a free one.
    port: Port = 8080
    # The port of Prometheus metrics on the same host; 0 for none.
    metrics_port: Port = 9090
    # Where the embedded database and the attachments live.
    data_dir: Path = Path("otvet-data")
    # PostgreSQL instead of the embedded database: postgresql://user:password@host/name.
    database_url: str = ""
    # Processes beside the server that judge texts, with the gate's models when they are on; 0 judges in the server itself.
    workers: Annotated[int, Meta(ge=0, le=64)] = 1
    # Whether the gate's models read too, beside its words: a few milliseconds a reply, some 200 MB.
    models: bool = True
    # The pack the gate judges by: the name of one that comes along, or a folder of your own.
    pack: str = "ozon"
    # A folder of your own articles, offer and terms, laid over the ones that come along (docs/reference/knowledge.md).
    knowledge: Path | None = None
    # The command that reads words in pictures; empty to do without: codes are read all the same.
    tesseract: str = "tesseract"
    # How long one picture may be read, in seconds; then its reader is ended.
    picture_seconds: Positive = 20
    # The memory of the process that reads a picture, in megabytes.
    picture_megabytes: Positive = 1_500
    # Pictures read at the same time.
    picture_readers: Positive = 1
    # A second reader of replies: the address of any OpenAI-compatible service, such as http://127.0.0.1:11434/v1; empty for none.
    # Texts are sent there without names, phones, addresses and numbers; it may warn, never clear or block.
    llm_url: str = ""
    # The model asked there.
    llm_model: str = ""
    # The key sent there as a bearer token; better set by the environment than in a file.
    llm_key: str = ""
    # How long a reply waits for the second reader, in seconds.
    llm_seconds: Annotated[float, Meta(gt=0, le=30)] = 3.0
    # Your shop, which answers as docs/reference/shop.md says, such as https://shop.example.com/otvet; empty for none.
    shop_url: str = ""
    # The key sent there as a bearer token; better set by the environment than in a file.
    shop_key: str = ""
    # How long one call to the shop may take, in seconds.
    shop_seconds: Annotated[float, Meta(gt=0, le=30)] = 5.0
    # What an agent may give a buyer in one conversation, refunds without goods and bonuses together, in kopecks.
    agent_amount: Annotated[int, Meta(ge=0)] = 100_000
    # The same for a senior agent; a supervisor has no limit.
    senior_amount: Annotated[int, Meta(ge=0)] = 500_000
    # The largest promo code of an agent, in percent.
    agent_percent: Annotated[int, Meta(ge=0, le=50)] = 10
    # The same for a senior agent.
    senior_percent: Annotated[int, Meta(ge=0, le=50)] = 20
    # Whether the demo of `otvet up` begins with specialists and with what buyers asked in public before; false: an empty desk.
    demo_past: bool = True
    # The address people see, such as https://help.example.com; cookies are Secure when it is https.
    public_url: str = ""
    # Addresses of reverse proxies whose X-Forwarded-For is believed, separated by commas.
    trusted_proxies: str = ""
    # Longest message and reply, in characters.
    message_chars: Positive = 10_000
    # Longest note, in characters.
    note_chars: Positive = 20_000
    # Largest attachment, in bytes.
    file_bytes: Positive = 20 * 1024 * 1024
    # Largest picture, in pixels.
    file_pixels: Positive = 40_000_000
    # Most files with one message.
    files_per_message: Positive = 10
    # Largest JSON body of a request, in bytes.
    body_bytes: Positive = 1024 * 1024
    # Open live streams of one person.
    followers_per_person: Positive = 12
    # A buyer's messages a minute; more are refused politely.
    buyer_messages_per_minute: Positive = 60
    # Public questions and answers of one person an hour, and of guests from one address.
    posts_per_hour: Positive = 20
    # Files one person may upload an hour.
    uploads_per_hour: Positive = 60
    # Guests that one address may become a minute; 0 counts nothing.
    guests_per_minute: Annotated[int, Meta(ge=0)] = 30
    # How long a staff session lasts without use, in hours.
    session_hours: Positive = 12
    # The mail server that takes what we send, such as smtp.example.com; empty: no mail leaves.
    smtp_host: str = ""
    # Its port: 587 with starttls, 465 with tls, 25 with none.
    smtp_port: Port = 587
    # How the way there is encrypted: starttls, tls from the first byte, or none (on this machine only).
    smtp_tls: Literal["starttls", "tls", "none"] = "starttls"
    # The name to sign in there with; empty to do without.
    smtp_user: str = ""
    # The password for it; better set by the environment than in a file.
    smtp_password: str = ""
    # How long the mail server may take for one letter, in seconds.
    smtp_seconds: Positive = 10
    # The address our letters come from, such as support@example.com; needed with smtp_host.
    mail_from: str = ""
    # How long an answer may lie unread in the chat before it goes by e-mail, in minutes; never sooner than ten seconds.
    mail_after_minutes: Annotated[float, Meta(ge=0, le=10_080)] = 5.0
    # Most letters a day to one guest, and to one address that nobody has confirmed.
    mails_per_day: Positive = 3
    # How long the link in a letter opens the conversation, in days.
    mail_link_days: Annotated[int, Meta(ge=1, le=90)] = 14
    # The hours in which people answer, every day in Moscow time, until the desk's plan says otherwise.
    hours: str = "08:00-22:00"

    def __post_init__(self) -> None:
        if self.llm_url and not (self.llm_url.startswith(("http://", "https://")) and self.llm_model):
            raise ValueError("llm_url is an http or https address and needs llm_model beside it")
        if self.shop_url and not self.shop_url.startswith(("http://", "https://")):
            raise ValueError("shop_url is an http or https address")
        if self.smtp_host and not (
            "@" in self.mail_from and self.mail_from.isascii() and self.mail_from.isprintable()
        ):
            raise ValueError("smtp_host needs mail_from beside it, the address that letters come from")
        if self.smtp_host and not self.public_url.startswith(("http://", "https://")):
            raise ValueError("smtp_host needs public_url beside it: letters link back to the chat")

    def __repr__(self) -> str:
        """Without secrets, wherever it is shown."""
        hidden = {"llm_key", "shop_key", "database_url", "smtp_password"}
        values = {name: getattr(self, name) for name in self.__struct_fields__}
        return f"Settings({ {n: '…' if n in hidden and v else v for n, v in values.items()} })"

    @property
    def url(self) -> str:
        """The database's address for SQLAlchemy."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'otvet.db').absolute()}"


def read(
    given: Mapping[str, Any], *, environ: Mapping[str, str] | None = None, file: Path | None = None
) -> Settings:
    """Settings from all places; `given` are the command line's, `None` meaning not given.

    Raises `SettingsError` naming the setting and where it came from.
    """
    environ = os.environ if environ is None else environ
    values: dict[str, Any] = {}
    if file is None and environ.get("OTVET_CONFIG"):
        file = Path(environ["OTVET_CONFIG"])
    if file is not None:
        values |= _from_file(file)
    for name in Settings.__struct_fields__:
        if f"OTVET_{name.upper()}" in environ:
            values[name] = environ[f"OTVET_{name.upper()}"]
    values |= {name: value for name, value in given.items() if value is not None}
    try:
        return msgspec.convert(values, Settings, strict=False, dec_hook=_path)
    except msgspec.ValidationError as error:
        raise SettingsError(f"A setting is not right: {error}. See docs/reference/settings.md.") from None


def _from_file(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text())
    except OSError as error:
        raise SettingsError(f"The settings file cannot be read: {error}") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{file} is not TOML: {error}") from None


def _path(kind: type, value: Any) -> Any:
    if kind is Path:
        return Path(value)
    raise TypeError(f"{kind} is no kind of setting")
