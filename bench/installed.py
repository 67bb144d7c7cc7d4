"""The bot as it is installed, in this process, for benchmarks: its settings, and a database with people in it."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from bench.datasets import TownClock
from bench.local_telegram import TOKEN
from bot.app import App, build_app
from bot.config import Config
from bot.transport import Transport
from domain.announcements import Contents, Written
from domain.identities import AccountId, AnnouncementId, PersonId
from domain.languages import Language
from domain.moments import Clock
from domain.segments import Segment
from storage.announcing import steering
from storage.engine import Transaction
from storage.people import rights

AS_FAST_AS_CAN_BE: Final = 100_000
OWNER: Final = AccountId(1)
TEXT: Final = (
    "<b>Day of open doors at the institute of metrology</b>\n\nHow heavy is a kilogram, and who says so? On Saturday "
    "the laboratories are open to everybody: standards, lasers, the most exact clocks of the country. Bring a friend."
)

PEOPLE: Final = """
    INSERT INTO people (account, language, met_at)
    VALUES (:account, 'en', :now)
        ON CONFLICT (account) DO NOTHING
"""


def config(database: Path, **given: Any) -> Config:
    """Settings like anybody's, whatever `.env` says here; as fast as can be, unless `given` says otherwise."""
    return Config(
        bot_token=TOKEN,  # type: ignore[arg-type]  # pydantic makes the secret of it
        database=database,
        backup_dir=database.parent,
        default_language="en",  # type: ignore[arg-type]  # and the language
        _env_file=None,  # type: ignore[call-arg]  # pydantic-settings' own
        **{"messages_per_second": AS_FAST_AS_CAN_BE, **given},
    )


@asynccontextmanager
async def installed(
    settings: Config, *, clock: Clock | None = None, transport: Transport | None = None
) -> AsyncIterator[App]:
    """The whole application, prepared but serving nobody yet."""
    async with build_app(settings, clock=clock or TownClock(), transport=transport) as app:
        await app.prepare()
        yield app


def settle_in(tx: Transaction, *, accounts: Iterable[int]) -> PersonId:
    """Let these accounts be known people; an owner, who announces, is one of them. Who that is."""
    tx.run_many(PEOPLE, [{"account": account, "now": tx.now} for account in accounts])
    first = tx.one("SELECT id, account FROM people ORDER BY id LIMIT 1")
    assert first is not None
    rights.name_owners(tx, accounts=[AccountId(first["account"])])
    return PersonId(first["id"])


def announce(tx: Transaction, *, owner: PersonId, segment: Segment) -> AnnouncementId:
    """Queue an announcement of the house."""
    contents = Contents({language: Written(TEXT) for language in Language})
    drafted = steering.draft(tx, actor=owner, partner=None, contents=contents, segment=segment)
    return steering.queue(tx, actor=owner, announcement=drafted.id).id
