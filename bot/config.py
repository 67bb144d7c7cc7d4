"""The settings: environment and `.env`, checked once at start. Leaves what they do to whoever is handed them."""

import hashlib
import hmac
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from domain.identities import AccountId
from domain.languages import Language
from domain.moments import QuietHours

ENV_FILE: Final = ".env"
PAGES: Final = frozenset({"/healthz", "/metrics"})
"""What LISTEN serves beside the webhook: no webhook may have such a path."""
CALENDARS: Final = "/calendar/"
"""Below it LISTEN serves teachers' calendars, where PUBLIC_URL is set."""

_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{16,256}")
_HOST_AND_PORT: Final = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<host>[^\s:/\[\]]+)):(?P<port>\d{1,5})")
_HIGHEST_PORT: Final = 65535
_PATH: Final = re.compile(r"(?:/[A-Za-z0-9._~-]+)+")


class BadSettings(Exception):  # noqa: N818  says what is so
    """Settings that cannot be used: one line for each, naming it and saying what would be right."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def _token(value: SecretStr) -> SecretStr:
    number, colon, secret = value.get_secret_value().partition(":")
    if not (number.isdecimal() and colon and secret) or any(letter.isspace() for letter in secret):
        raise ValueError("not a token")
    return value


def _address(value: str) -> str:
    if not value.startswith(("http://", "https://")):
        raise ValueError("not an address")
    return value.rstrip("/")


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, OSError) as error:  # no such name; the name of a whole region
        raise ValueError("not a zone") from error
    return value


def _quiet_hours(value: Any) -> Any:
    return QuietHours.parse(value) if isinstance(value, str) else value


def _accounts(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return tuple(int(number) for number in value.replace(",", " ").split())


@dataclass(frozen=True, slots=True)
class Listen:
    """Where to serve HTTP. Port 0 takes any free one."""

    host: str
    port: int

    @classmethod
    def parse(cls, text: str) -> "Listen":
        """`host:port`, an IPv6 address in brackets. Raises ValueError."""
        found = _HOST_AND_PORT.fullmatch(text)
        if found is None or int(found["port"]) > _HIGHEST_PORT:
            raise ValueError("no host and port")
        return cls(found["six"] or found["host"], int(found["port"]))

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def _listen(value: Any) -> Any:
    return Listen.parse(value) if isinstance(value, str) else value


def _webhook(value: str | None) -> str | None:
    """An address with a path of its own: that path alone is what a proxy in front lets through."""
    if value is None:
        return None
    parts = urlsplit(value)
    _ = parts.port  # raises ValueError for what is no port
    near = parts.hostname is not None and (parts.hostname in {"localhost", "::1"} or parts.hostname.startswith("127."))
    if not (parts.scheme == "https" or (parts.scheme == "http" and near)) or not parts.hostname:
        raise ValueError("not an address that Telegram delivers to")
    if parts.query or parts.fragment or parts.username is not None or parts.path in PAGES:
        raise ValueError("not an address to deliver to")
    if parts.path.startswith(CALENDARS):
        raise ValueError("the path of calendars")
    if _PATH.fullmatch(parts.path) is None or {".", ".."} & set(parts.path.split("/")):
        raise ValueError("no path of its own")
    return value


def _public(value: str | None) -> str | None:
    """An address that others see us under: of a whole host, or of a path on it."""
    if value is None:
        return None
    parts = urlsplit(value)
    _ = parts.port  # raises ValueError for what is no port
    near = parts.hostname is not None and (parts.hostname in {"localhost", "::1"} or parts.hostname.startswith("127."))
    if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and near)):
        raise ValueError("not an address that others can use safely")
    if parts.query or parts.fragment or parts.username is not None:
        raise ValueError("not an address of ours")
    return value.rstrip("/")


def _webhook_secret(value: SecretStr | None) -> SecretStr | None:
    if value is not None and _SECRET.fullmatch(value.get_secret_value()) is None:
        raise ValueError("not a secret that Telegram takes")
    return value


def _dsn(value: SecretStr | None) -> SecretStr | None:
    if value is not None:
        parts = urlsplit(value.get_secret_value())
        if parts.scheme not in {"http", "https"} or not (parts.username and parts.hostname and parts.path.strip("/")):
            raise ValueError("not a DSN")
    return value


class Config(BaseSettings):
    """This installation's settings. Each field's description says what a right value is."""

    model_config = SettingsConfigDict(env_file=ENV_FILE, env_ignore_empty=True, extra="ignore", frozen=True)

    bot_token: Annotated[SecretStr | None, AfterValidator(lambda token: token and _token(token))] = Field(
        None, description="the token that @BotFather gave, such as 123456789:AAE…"
    )
    bot_api_url: Annotated[str, AfterValidator(_address)] = Field(
        "https://api.telegram.org", description="the address of a Bot API server, beginning with https:// or http://"
    )
    database: Path = Field(Path("data/etalon.db"), description="the path of the database file")
    owner_ids: Annotated[tuple[int, ...], NoDecode, BeforeValidator(_accounts)] = Field(
        (), description="numbers of Telegram accounts, parted by commas, such as 12345678,87654321"
    )
    timezone: Annotated[str, AfterValidator(_zone)] = Field(
        "Europe/Moscow", description="an IANA zone name, such as Asia/Almaty"
    )
    default_language: Language = Field(Language.RUSSIAN, description="ru, kk or en")
    guardian_consent_under: int = Field(
        14, ge=0, le=18, description="an age in whole years from 0 to 18; 0 where nobody needs a guardian's yes"
    )
    quiet_hours: Annotated[QuietHours, NoDecode, BeforeValidator(_quiet_hours)] = Field(
        QuietHours.parse("22:00-08:00"), description="two times of day, such as 22:00-08:00"
    )
    messages_per_second: float = Field(
        25.0, gt=0, le=100_000, description="a number above 0; Telegram allows a bot about 30"
    )
    webhook_url: Annotated[str | None, AfterValidator(_webhook)] = Field(
        None,
        description="an https:// address with a path of its own, such as https://bot.example.org/telegram, "
        "and no query; /healthz and /metrics are taken",
    )
    webhook_secret: Annotated[SecretStr | None, AfterValidator(_webhook_secret)] = Field(
        None, description="16 to 256 letters (A-Z, a-z), digits, - and _"
    )
    listen: Annotated[Listen | None, NoDecode, BeforeValidator(_listen)] = Field(
        None, description="a host and a port, such as 127.0.0.1:8081"
    )
    public_url: Annotated[str | None, AfterValidator(_public)] = Field(
        None,
        description="the https:// address under which others reach what LISTEN serves, such as https://bot.example.org",
    )
    backup_dir: Path = Field(Path("data/backups"), description="the path of a directory")
    log_format: Literal["console", "json"] = Field("console", description="console or json")
    sentry_dsn: Annotated[SecretStr | None, AfterValidator(_dsn)] = Field(
        None, description="the DSN that Sentry shows for a project, such as https://KEY@sentry.example.org/1"
    )

    @property
    def owners(self) -> tuple[AccountId, ...]:
        """Who owns this installation, by their accounts."""
        return tuple(AccountId(number) for number in self.owner_ids)

    @property
    def token(self) -> str:
        """The bot's token. Raises BadSettings where none is set."""
        if self.bot_token is None:
            raise BadSettings((_line("bot_token", "is not set"),))
        return self.bot_token.get_secret_value()

    @property
    def webhook_key(self) -> str:
        """What Telegram has to show at the webhook: WEBHOOK_SECRET, or what follows from the token alone."""
        if self.webhook_secret is not None:
            return self.webhook_secret.get_secret_value()
        return hmac.new(self.token.encode(), b"the webhook's secret", hashlib.sha256).hexdigest()

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every secret that is set, for whoever hides them."""
        given = (self.bot_token, self.webhook_secret, self.sentry_dsn)
        told = tuple(secret.get_secret_value() for secret in given if secret is not None)
        return told if self.bot_token is None else (*told, self.webhook_key)


def read_config(**given: Any) -> Config:
    """The settings from the environment and `.env`; `given` comes before both. Raises BadSettings."""
    try:
        config = Config(**given)
    except ValidationError as error:
        # The error itself would repeat what was set, and that may be the token.
        wrong = dict.fromkeys(str(fault["loc"][0]) for fault in error.errors(include_input=False))
        raise BadSettings(tuple(_line(name, "cannot be used") for name in wrong)) from None
    if config.webhook_url is not None and config.listen is None:
        raise BadSettings((_line("listen", "is not set, and WEBHOOK_URL needs it"),))
    if config.public_url is not None and config.listen is None:
        raise BadSettings((_line("listen", "is not set, and PUBLIC_URL needs it"),))
    return config


def _line(name: str, fault: str) -> str:
    return f"{name.upper()} {fault}: it has to be {Config.model_fields[name].description}."
