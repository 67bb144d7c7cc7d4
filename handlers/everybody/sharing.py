"""Sharing by inline mode: what somebody types behind our name in any chat, answered with cards of events.

Whoever asks is not looked up, and a card says nothing of anybody: other people read along, and Telegram keeps answers.
"""

from typing import Final

from aiogram import Router
from aiogram.types import InlineQuery

from domain.programme import Wanted
from handlers.house import House
from handlers.screens import sharing as screens
from handlers.screens.sharing import Article
from storage.engine import Store
from storage.programme import slots, upcoming

MOST: Final = 20
"""Cards in one answer; Telegram takes 50, and nobody reads so many."""
LOOKED_AT: Final = 300
"""How many upcoming slots are looked through for the words."""


def router() -> Router:
    """What is typed behind our name."""
    router = Router(name="sharing")
    router.inline_query.register(offer_events)
    return router


async def offer_events(query: InlineQuery, store: Store, house: House) -> tuple[Article, ...]:
    """The events that fit the words, the soonest first; without words whatever comes next."""
    page = await store.read(upcoming.page, wanted=Wanted(), page=0, size=LOOKED_AT)
    found = screens.fitting_lines(page.lines, query.query)[:MOST]
    events = await store.read(slots.published, events=[line.event for line in found])
    return tuple(screens.card(events[line.event], line, house) for line in found if line.event in events)
