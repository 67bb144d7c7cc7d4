"""The settings: what is accepted, what is said about the rest, and that all of them are documented."""

import re
from pathlib import Path

import pytest

from bot.config import BadSettings, Config, Listen, read_config
from domain.languages import Language
from domain.moments import QuietHours

EXAMPLE = Path(__file__).parents[2] / ".env.example"
SECRET = "123456:AAE-secret"  # noqa: S105  nobody's


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Config.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def examples() -> dict[str, str]:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    return {match[1]: match[2] for line in lines if (match := re.fullmatch(r"([A-Z_]+)=(.*)", line))}


def test_the_example_names_every_setting_and_no_other() -> None:
    assert set(examples()) == {name.upper() for name in Config.model_fields}


def test_the_example_shows_what_is_used_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    without = read_config()
    for name, value in examples().items():
        monkeypatch.setenv(name, value)
    assert read_config() == without


def test_a_file_is_read_and_the_environment_comes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"BOT_TOKEN={SECRET}\nDEFAULT_LANGUAGE=kk\nTIMEZONE=Asia/Almaty\n", encoding="utf-8")
    monkeypatch.setenv("TIMEZONE", "Europe/Samara")
    config = read_config()
    assert (config.token, config.default_language, config.timezone) == (SECRET, Language.KAZAKH, "Europe/Samara")


@pytest.mark.parametrize(
    ("name", "value", "right"),
    [
        ("BOT_TOKEN", "not a token", "the token that @BotFather gave"),
        ("BOT_TOKEN", "12345:", "the token that @BotFather gave"),
        ("BOT_API_URL", "api.telegram.org", "https://"),
        ("TIMEZONE", "Mars/Olympus", "Asia/Almaty"),
        ("TIMEZONE", "Europe", "Asia/Almaty"),
        ("TIMEZONE", "../../etc/passwd", "Asia/Almaty"),
        ("DEFAULT_LANGUAGE", "de", "ru, kk or en"),
        ("GUARDIAN_CONSENT_UNDER", "fourteen", "an age in whole years"),
        ("GUARDIAN_CONSENT_UNDER", "19", "an age in whole years"),
        ("QUIET_HOURS", "at night", "22:00-08:00"),
        ("MESSAGES_PER_SECOND", "0", "a number above 0"),
        ("LOG_FORMAT", "xml", "console or json"),
        ("PUBLIC_URL", "bot.example.org", "https://"),
        ("PUBLIC_URL", "http://bot.example.org", "https://"),
        ("PUBLIC_URL", "https://bot.example.org/?who=1", "https://"),
        ("PUBLIC_URL", "https://me:word@bot.example.org", "https://"),
        ("WEBHOOK_URL", "https://bot.example.org/calendar/telegram", "a path of its own"),
        ("WEBHOOK_URL", "bot.example.org/telegram", "https://"),
        ("WEBHOOK_URL", "http://bot.example.org/telegram", "https://"),
        ("WEBHOOK_URL", "https://bot.example.org", "a path of its own"),
        ("WEBHOOK_URL", "https://bot.example.org/", "a path of its own"),
        ("WEBHOOK_URL", "https://bot.example.org/metrics", "/healthz and /metrics are taken"),
        ("WEBHOOK_URL", "https://bot.example.org/a/../metrics", "a path of its own"),
        ("WEBHOOK_URL", "https://bot.example.org/telegram?secret=1", "no query"),
        ("WEBHOOK_URL", "https://me:word@bot.example.org/telegram", "https://"),
        ("WEBHOOK_URL", "https://bot.example.org:port/telegram", "https://"),
        ("WEBHOOK_SECRET", "short", "16 to 256 letters"),
        ("WEBHOOK_SECRET", "with spaces in between", "16 to 256 letters"),
        ("LISTEN", "8081", "127.0.0.1:8081"),
        ("LISTEN", "127.0.0.1:70000", "127.0.0.1:8081"),
        ("LISTEN", "http://127.0.0.1:8081", "127.0.0.1:8081"),
        ("SENTRY_DSN", "sentry.example.org/1", "the DSN"),
        ("SENTRY_DSN", "https://sentry.example.org/1", "the DSN"),
    ],
)
def test_a_bad_value_gets_one_line_that_says_what_would_be_right(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, right: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings) as refused:
        read_config()
    (line,) = refused.value.lines
    assert line.startswith(f"{name} cannot be used: it has to be ")
    assert right in line
    assert "\n" not in line


def test_all_bad_values_are_told_at_once_and_none_is_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", "AAE-half-of-a-secret")
    monkeypatch.setenv("QUIET_HOURS", "08:00-08:00")
    with pytest.raises(BadSettings) as refused:
        read_config()
    assert len(refused.value.lines) == 2
    assert "half-of-a-secret" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_missing_token_is_told_only_to_who_needs_one() -> None:
    config = read_config()
    with pytest.raises(BadSettings, match=r"^BOT_TOKEN is not set"):
        config.token  # noqa: B018  asking is what raises


def test_the_token_is_not_shown_by_accident() -> None:
    shown = repr(read_config(bot_token=SECRET, webhook_secret="hush-hush-hush-hush", sentry_dsn="https://KEY@host/1"))
    for secret in ("AAE-secret", "hush", "KEY"):
        assert secret not in shown


def test_quiet_hours_and_addresses_are_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIET_HOURS", "23:30-06:15")
    monkeypatch.setenv("BOT_API_URL", "http://127.0.0.1:8081/")
    config = read_config()
    assert config.quiet_hours == QuietHours.parse("23:30-06:15")
    assert config.bot_api_url == "http://127.0.0.1:8081"


def test_a_webhook_needs_somewhere_to_listen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEBHOOK_URL", "https://bot.example.org:8443/telegram/here")
    with pytest.raises(BadSettings, match=r"^LISTEN is not set, and WEBHOOK_URL needs it: it has to be a host and"):
        read_config()
    monkeypatch.setenv("LISTEN", "127.0.0.1:8081")
    config = read_config()
    assert config.webhook_url == "https://bot.example.org:8443/telegram/here"
    assert config.listen == Listen("127.0.0.1", 8081)


@pytest.mark.parametrize(
    "near", ["http://127.0.0.1:8090/telegram", "http://localhost/telegram", "http://[::1]/telegram"]
)
def test_a_webhook_on_this_machine_may_do_without_https(near: str) -> None:
    assert read_config(webhook_url=near, listen="localhost:0").webhook_url == near


@pytest.mark.parametrize("said", ["127.0.0.1:8081", "localhost:0", "[::1]:8081", "0.0.0.0:80"])
def test_where_to_listen_is_said_as_it_was_read(said: str) -> None:
    assert str(Listen.parse(said)) == said


def test_the_webhooks_secret_follows_from_the_token_unless_it_is_set() -> None:
    derived = read_config(bot_token=SECRET).webhook_key
    assert derived == read_config(bot_token=SECRET).webhook_key
    assert derived != read_config(bot_token=f"{SECRET}x").webhook_key
    assert SECRET.partition(":")[2] not in derived
    assert re.fullmatch(r"[A-Za-z0-9_-]{16,256}", derived)
    assert read_config(bot_token=SECRET, webhook_secret="one-of-my-own-choice").webhook_key == "one-of-my-own-choice"


def test_every_secret_is_known_to_whoever_hides_them() -> None:
    config = read_config(bot_token=SECRET, webhook_secret="hush-hush-hush-hush", sentry_dsn="https://KEY@host/1")
    assert set(config.secrets) == {SECRET, "hush-hush-hush-hush", "https://KEY@host/1"}
    assert len(read_config(bot_token=SECRET).secrets) == 2  # the token, and what follows from it
    assert read_config().secrets == ()


def test_calendars_need_somewhere_to_be_served() -> None:
    with pytest.raises(BadSettings, match=r"^LISTEN is not set, and PUBLIC_URL needs it: it has to be a host and"):
        read_config(public_url="https://bot.example.org")
    config = read_config(public_url="https://bot.example.org/etalon/", listen="127.0.0.1:8081")
    assert config.public_url == "https://bot.example.org/etalon"
    assert read_config(public_url="http://localhost:8081", listen="127.0.0.1:8081").public_url is not None
