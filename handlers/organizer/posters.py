"""Posters: made for an event, counted by their codes, printed in one language or two. Leaves drawing to papers."""

from typing import Final

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from domain import typed
from domain.conversations import Conversation
from domain.identities import EventId, Intent, SourceId
from domain.languages import Language
from domain.moments import Clock, utc
from domain.people import Person
from domain.programme import Event, Place, SlotLine
from domain.sources import LONGEST_NAME
from handlers import states
from handlers.buttons import new_intent
from handlers.house import House
from handlers.links import event_link
from handlers.own_words import own_words
from handlers.presses import Presses
from handlers.report_buttons import ChoosePosterEvent, GetPoster, MakePoster, SeePosters, SkipPlace
from handlers.report_states import Hanging
from handlers.screens import posters as screens
from handlers.screens.reports import not_made
from handlers.screens.screen import File, Screen
from handlers.screens.words import place
from handlers.texts import Catalogues
from papers.pool import PaperNotMade, PaperPool
from papers.posters import Poster, PosterWords, make_poster
from storage.engine import Store
from storage.programme import slots, sources

SECONDS: Final = 30
MOST_DATES: Final = 8
FIRST_TO_LAST: Final = (Language.KAZAKH, Language.RUSSIAN, Language.ENGLISH)
"""Which language stands above the other, where there are two: the state language first."""


class IsHanging(Filter):
    """Whether somebody is asked where a poster will hang; hands on which."""

    async def __call__(self, message: Message, conversation: Conversation | None = None) -> bool | dict[str, Hanging]:
        """False where nobody is, and in groups."""
        del message
        state = states.resume(conversation, Hanging) if conversation else None
        return {"hanging": state} if state else False


def router() -> Router:
    """What is typed about posters."""
    router = Router(name="posters")
    router.message.register(hang, IsHanging())
    return router


def add_presses(presses: Presses) -> None:
    """The buttons of posters."""
    presses.on(ChoosePosterEvent)(choose_event)
    presses.on(SeePosters)(see_posters)
    presses.on(MakePoster)(make)
    presses.on(SkipPlace)(skip_place)
    presses.on(GetPoster)(get_poster)


async def choose_event(query: CallbackQuery, callback_data: ChoosePosterEvent, person: Person, store: Store) -> Screen:
    """A poster for which event?"""
    del query
    page = callback_data.page
    found = await store.read(sources.to_announce, actor=person.id, page=page, size=screens.PAGE)
    return screens.which_event(found, page)


async def see_posters(
    query: CallbackQuery, callback_data: SeePosters, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """What have an event's posters brought?"""
    del query
    states.end(conversation)
    event = EventId(callback_data.event)
    found = await store.read(sources.of_event, actor=person.id, event=event)
    return screens.posters(await store.read(slots.event, event=event), found)


async def make(
    query: CallbackQuery, callback_data: MakePoster, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """One more, please: where will it hang?"""
    del query
    event = EventId(callback_data.event)
    await store.read(sources.of_event, actor=person.id, event=event)
    intent = new_intent()
    states.keep(conversation, Hanging(event=event, intent=intent))
    return screens.ask_place(await store.read(slots.event, event=event), intent)


async def hang(message: Message, hanging: Hanging, person: Person, conversation: Conversation, store: Store) -> Screen:
    """There."""
    where = typed.answer(own_words(message), LONGEST_NAME)
    return await _hung(EventId(hanging.event), where, Intent(hanging.intent), person, conversation, store)


async def skip_place(
    query: CallbackQuery, callback_data: SkipPlace, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """Never mind where."""
    del query
    event, intent = EventId(callback_data.event), Intent(callback_data.intent)
    return await _hung(event, "", intent, person, conversation, store)


async def _hung(
    event: EventId, where: str, intent: Intent, person: Person, conversation: Conversation, store: Store
) -> Screen:
    made = await store.write(sources.hang, actor=person.id, event=event, name=where, intent=intent)
    states.end(conversation)
    chosen = screens.bits()[person.language]
    return screens.which_languages(made, await store.read(slots.event, event=event), chosen)


async def get_poster(
    query: CallbackQuery,
    callback_data: GetPoster,
    person: Person,
    store: Store,
    clock: Clock,
    house: House,
    catalogues: Catalogues,
    papers: PaperPool,
) -> Screen:
    """To print it: in which languages? Then here it is."""
    del query
    source = await store.read(sources.source, actor=person.id, source=SourceId(callback_data.source))
    event = await store.read(slots.event, event=source.event)
    chosen = callback_data.languages
    if not callback_data.make or not 0 < chosen.bit_count() <= screens.MOST_LANGUAGES:
        return screens.which_languages(source, event, chosen or screens.bits()[person.language])
    coming = await store.read(slots.dates, event=event.id, size=MOST_DATES)
    where = (await store.read(slots.slot, slot=coming[0].id)).place if coming else None
    languages = [one for one in FIRST_TO_LAST if chosen & screens.bits()[one]]
    sheet = Poster(
        words=tuple(_words(event, coming, where, one, catalogues) for one in languages),
        link=event_link(house.username, event.id, source.id),
        language=languages[0].value,
        made_at=utc(clock.now()),
    )
    try:
        pdf = await papers.make(make_poster, sheet, seconds=SECONDS)
    except PaperNotMade:
        return screens.which_languages(source, event, chosen).topped(not_made())
    return screens.poster(File(pdf, f"poster-{source.id}.pdf"), source)


def _words(
    event: Event, coming: tuple[SlotLine, ...], where: Place | None, language: Language, catalogues: Catalogues
) -> PosterWords:
    """The words in one language; times as the clocks at the place show them."""
    zone = coming[0].zone if coming else "UTC"
    with catalogues.reader(language, zone):
        return screens.poster_words(event, coming, place(where) if where else "")
