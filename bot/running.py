"""A bot that was put together: prepared, run until it is asked to stop, stopped. Leaves putting it together to app."""

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import structlog
from aiogram import Bot, Dispatcher
from aiogram.exceptions import TelegramAPIError
from aiogram.methods import SetMyCommands
from aiohttp import web

from bot.announcing import Posts
from bot.clock import FollowedClock, Standing
from bot.clockwork import Clockwork, due
from bot.config import Config
from bot.intake import Intake
from bot.metrics import Metrics
from bot.outbox import Sender
from bot.telegram import Telegram
from bot.web import Lookout, feeds, listening, pages
from domain.languages import Language
from domain.moments import Clock
from handlers.commands import commands
from handlers.house import House
from handlers.links import LinkTo, deep_link
from handlers.texts import Catalogues
from storage.engine import Store
from storage.people import invites, rights

STOP_SECONDS: Final = 20.0
"""How long what runs may take to finish when the program is asked to stop."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """One bot over one store, with its three engines."""

    config: Config
    clock: Clock
    store: Store
    bot: Bot
    telegram: Telegram
    dispatcher: Dispatcher
    house: House
    catalogues: Catalogues
    intake: Intake
    sender: Sender
    clockwork: Clockwork
    metrics: Metrics
    lookout: Lookout
    posts: Posts

    async def prepare(self) -> None:
        """Before serving: take up what a crash left, and tell Telegram what this bot offers. Raises MustStop."""
        await self.store.write(rights.name_owners, accounts=self.config.owners)
        await self.sender.recover()
        await self.posts.recover()
        await self.intake.recover()
        await self._announce_commands()
        await self.intake.open()

    async def run(self, stop: asyncio.Event, *, serving: Callable[[], None] = lambda: None) -> None:
        """Serve until `stop` is set, then finish what runs; `serving` is called once updates are taken.

        Raises MustStop where going on makes no sense.
        """
        # The door is there before the bot takes anything and until it has finished: who knocks meanwhile hears so.
        async with self._listening():
            await self.prepare()
            await self._run(stop, serving)

    async def _run(self, stop: asyncio.Event, serving: Callable[[], None]) -> None:
        self.lookout.begin()
        _log.info("serving", bot=self.house.username)
        engines = {asyncio.create_task(self.intake.for_ever()), asyncio.create_task(self.sender.for_ever())}
        if isinstance(self.clock, FollowedClock):
            engines.add(asyncio.create_task(self.clock.follow(self.catch_up, self.standing)))
        stopping = asyncio.create_task(stop.wait())
        serving()
        try:
            async with self.clockwork:
                await asyncio.wait({*engines, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await self._stop([*engines, stopping])
        for engine in engines:
            if not engine.cancelled():
                engine.result()

    async def owner_link(self) -> str | None:
        """A link that makes an owner of whoever opens it first; None where the installation has one."""
        await self.store.write(rights.name_owners, accounts=self.config.owners)
        if await self.store.read(rights.has_owner):
            return None
        code = await self.store.write(invites.make_for_owner)
        return deep_link(self.house.username, LinkTo.INVITE, code)

    async def settle(self) -> None:
        """For tests: take what waits at Telegram, do and send what is due, again and again until nothing is left.

        What Telegram has asked to be sent later, or could not take, stays.
        """
        while True:
            came = await self.intake.fetch_now()
            await self.catch_up()
            stands = await self.standing()
            if not came and (stands.idle or self.sender.resting):
                return

    async def catch_up(self) -> None:
        """Do and send all that is due now."""
        await self.intake.until_idle()
        await self.clockwork.run_due()
        await self.sender.drain()

    async def standing(self) -> Standing:
        """Whether everything due is done, and what comes next."""
        if not (self.intake.idle and self.sender.idle):
            return Standing(idle=False)
        coming = await self.store.read(due)
        landmarks = {} if coming.next_reminder is None else {"reminder": int(coming.next_reminder)}
        return Standing(coming.nothing_now and self.intake.idle, coming.next, landmarks)

    def _listening(self) -> contextlib.AbstractAsyncContextManager[object]:
        """HTTP where LISTEN says: health and metrics, and the webhook where there is one."""
        if self.config.listen is None:
            return contextlib.nullcontext()
        routes = list(pages(self.lookout, self.metrics))
        if (webhook := self.intake.webhook) is not None:
            routes.append(web.post(webhook.path, webhook.take))
        if self.config.public_url is not None:
            routes.extend(feeds(self.store, self.catalogues, self.house))
        return listening(self.config.listen, routes)

    async def _announce_commands(self) -> None:
        """The menu in each language; without one for whoever speaks none of ours. A bot without a menu still serves."""
        try:
            for language in Language:
                await self._announce(language, language.value)
            await self._announce(self.house.language, None)
        except TelegramAPIError as error:
            _log.warning("the menu of commands could not be set", error=error.message)

    async def _announce(self, language: Language, code: str | None) -> None:
        menu = commands(self.catalogues, language, self.house.zone)
        await self.telegram.post(self.bot, SetMyCommands.model_construct(commands=menu, language_code=code))

    async def _stop(self, engines: Sequence[asyncio.Task[object]]) -> None:
        _log.info("stopping")
        self.lookout.end()
        for engine in engines:
            engine.cancel()
        await asyncio.gather(self.intake.stop(STOP_SECONDS), self.sender.stop(STOP_SECONDS))
        await asyncio.gather(*engines, return_exceptions=True)
