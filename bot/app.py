"""The composition root: everything that runs is made here and handed what it needs. Only this module sees it all."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator
from typing import Final

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramNetworkError, TelegramNotFound, TelegramUnauthorizedError
from aiogram.methods import GetMe

from bot.announcing import Posts, Watches
from bot.clock import FollowedClock
from bot.clockwork import Clockwork
from bot.clockwork.jobs import every_job
from bot.config import Config
from bot.delivery import Delivery
from bot.door_codes import DoorCodes
from bot.intake import Intake
from bot.intake.intake import DeliverTo
from bot.metrics import Metrics
from bot.outbox import Sender
from bot.pace import Pace
from bot.running import App
from bot.stops import UNKNOWN_BOT, MustStop
from bot.telegram import Telegram
from bot.transport import HttpTransport, Transport
from bot.web import Lookout, Ticks
from domain.moments import Clock
from handlers.dispatch import build_dispatcher
from handlers.floods import TooMuch
from handlers.house import House
from handlers.texts import Catalogues
from papers.pool import PaperPool, paper_pool
from storage.engine import Store, StoreUnavailable, open_store

__all__ = ["App", "build_app"]

START_SECONDS: Final = 5.0
"""How long Telegram may take to say who this bot is: a start that fails ends soon; whoever started it tries again."""


@contextlib.asynccontextmanager
async def build_app(config: Config, *, clock: Clock, transport: Transport | None = None) -> AsyncIterator[App]:
    """Open the store, meet Telegram, and put everything together; closed again in the reverse order.

    Raises BadSettings, UnusableDatabase, and MustStop where Telegram refuses the token or cannot be reached.
    """
    token = config.token
    await asyncio.to_thread(os.makedirs, config.database.parent, exist_ok=True)
    async with contextlib.AsyncExitStack() as open_things:
        store = await open_things.enter_async_context(
            open_store(config.database, clock=clock, backups=config.backup_dir)
        )
        telegram = Telegram(
            transport or HttpTransport(config.bot_api_url),
            Pace(config.messages_per_second),
            base=config.bot_api_url,
        )
        open_things.push_async_callback(telegram.close)
        bot = Bot(token, session=telegram)
        house = House(
            username=await _username(telegram, bot),
            zone=config.timezone,
            consent_under=config.guardian_consent_under,
            language=config.default_language,
            public_url=config.public_url,
            quiet=config.quiet_hours,
            messages_per_second=config.messages_per_second,
        )
        papers = await open_things.enter_async_context(paper_pool())
        yield _assembled(config, clock, store, telegram, bot, house, papers)


def _assembled(
    config: Config, clock: Clock, store: Store, telegram: Telegram, bot: Bot, house: House, papers: PaperPool
) -> App:
    catalogues = Catalogues()
    metrics, ticks = Metrics(), Ticks()
    dispatcher = build_dispatcher(
        store=store, clock=clock, house=house, catalogues=catalogues, post=telegram.post, papers=papers
    )
    sender = Sender(
        store,
        telegram,
        Delivery(bot, house, catalogues, store, papers).deliver,
        clock,
        quiet=config.quiet_hours,
        zone=config.timezone,
        metrics=metrics,
    )

    def after_turn() -> None:
        sender.wake()
        if isinstance(clock, FollowedClock):
            clock.nudge()

    async def before_acknowledging() -> None:
        # Whoever moves the clock takes an acknowledged update for a handled one, unless told that there is work.
        if isinstance(clock, FollowedClock):
            await clock.busy()

    intake = Intake(
        bot,
        telegram,
        dispatcher,
        store,
        allowed=dispatcher.resolve_used_update_types(),
        before_acknowledging=before_acknowledging,
        after_turn=after_turn,
        deliver_to=None if config.webhook_url is None else DeliverTo(config.webhook_url, config.webhook_key),
        metrics=metrics,
        tell=TooMuch(bot, store=store, house=house, catalogues=catalogues, post=telegram.post),
    )
    posts = Posts(bot, telegram, store, house, catalogues)
    jobs = every_job(
        store,
        clock,
        wake_sender=sender.wake,
        zone=config.timezone,
        backups=config.backup_dir,
        show_progress=Watches(bot, telegram, store, clock, house, catalogues).show,
        keep_posts=posts.work,
        keep_door_codes=DoorCodes(bot, telegram, store, house, catalogues).keep,
    )
    return App(
        config=config,
        clock=clock,
        store=store,
        bot=bot,
        telegram=telegram,
        dispatcher=dispatcher,
        house=house,
        catalogues=catalogues,
        intake=intake,
        sender=sender,
        clockwork=Clockwork(ticks.watched(jobs)),
        metrics=metrics,
        posts=posts,
        lookout=Lookout(
            store=store, database=config.database, intake=intake, sender=sender, metrics=metrics, ticks=ticks
        ),
    )


async def _username(telegram: Telegram, bot: Bot) -> str:
    try:
        me = await telegram.call(bot, GetMe.model_construct(), seconds=START_SECONDS)
    except (TelegramUnauthorizedError, TelegramNotFound):
        raise MustStop(UNKNOWN_BOT) from None
    except TelegramNetworkError as error:
        raise MustStop(f"Telegram cannot be reached ({error.message}): check the network and BOT_API_URL.") from None
    except (TelegramAPIError, StoreUnavailable) as error:
        raise MustStop(f"Telegram does not say who this bot is: {error}") from None
    return str(me["username"])
