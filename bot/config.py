"""The settings: environment and `.env`, checked once at start. Leaves what they do to whoever is handed them."""

from pathlib import Path
from typing import Annotated, Any, Final, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from domain.languages import Language
from domain.moments import QuietHours

ENV_FILE: Final = ".env"


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
    backup_dir: Path = Field(Path("data/backups"), description="the path of a directory")
    log_format: Literal["console", "json"] = Field("console", description="console or json")

    @property
    def token(self) -> str:
        """The bot's token. Raises BadSettings where none is set."""
        if self.bot_token is None:
            raise BadSettings((_line("bot_token", "is not set"),))
        return self.bot_token.get_secret_value()


def read_config(**given: Any) -> Config:
    """The settings from the environment and `.env`; `given` comes before both. Raises BadSettings."""
    try:
        return Config(**given)
    except ValidationError as error:
        # The error itself would repeat what was set, and that may be the token.
        wrong = dict.fromkeys(str(fault["loc"][0]) for fault in error.errors(include_input=False))
        raise BadSettings(tuple(_line(name, "cannot be used") for name in wrong)) from None


def _line(name: str, fault: str) -> str:
    return f"{name.upper()} {fault}: it has to be {Config.model_fields[name].description}."
