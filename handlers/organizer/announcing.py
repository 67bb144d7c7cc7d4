"""Announcing: a draft is let go, now or at a time, and steered. Leaves what it says to composing, whom to aiming."""

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from domain.announcements import LATEST_AHEAD, Announcement, AnnouncementState, typed_moment
from domain.conversations import Conversation
from domain.identities import AnnouncementId
from domain.languages import Texts
from domain.moments import Clock, Instant
from domain.people import Person
from domain.refusals import NotAMoment, NotText
from handlers import states
from handlers.announce_buttons import ChooseTime, Doing, SeeAnnouncement, SeeAnnouncements, SendOut, Steer
from handlers.announce_states import Timing
from handlers.house import House
from handlers.organizer.aiming import aimed, recipients
from handlers.own_words import own_words
from handlers.presses import Presses
from handlers.refusals import sentence
from handlers.screens import announcing as screens
from handlers.screens.organizing import PAGE_SIZE
from handlers.screens.screen import Screen
from handlers.texts import _
from storage.announcing import records, steering
from storage.engine import Store
from storage.programme import partners


class IsTiming(Filter):
    """Whether the time of an announcement is awaited; hands on of which. A command is none."""

    async def __call__(self, message: Message, conversation: Conversation | None = None) -> bool | dict[str, Timing]:
        """False where none is, and in groups."""
        state = states.resume(conversation, Timing) if conversation else None
        return {"timing": state} if state and not (message.text or "").startswith("/") else False


def router() -> Router:
    """When an announcement is to go out, typed."""
    router = Router(name="announcing")
    router.message.register(type_time, IsTiming())
    return router


def add_presses(presses: Presses) -> None:
    """The buttons of announcements."""
    presses.on(SeeAnnouncements)(see_announcements)
    presses.on(SeeAnnouncement)(see_announcement)
    presses.on(ChooseTime)(choose_time)
    presses.on(SendOut)(send_out)
    presses.on(Steer)(steer)


async def see_announcements(
    query: CallbackQuery,
    callback_data: SeeAnnouncements,
    person: Person,
    conversation: Conversation,
    store: Store,
    house: House,
) -> Screen:
    """What was announced, and what is to be."""
    del query
    states.end(conversation)
    return await _listed(person, callback_data.page, store, house)


async def see_announcement(
    query: CallbackQuery,
    callback_data: SeeAnnouncement,
    person: Person,
    conversation: Conversation,
    store: Store,
    house: House,
    clock: Clock,
) -> Screen:
    """One of them as it stands."""
    del query
    states.end(conversation)
    found = await _read(person, callback_data.announcement, store)
    return await shown(found, person, store, house, clock.now())


async def shown(found: Announcement, person: Person, store: Store, house: House, now: Instant) -> Screen:
    """A draft with who gets it; anything else with how it gets on."""
    partner = await _partner(found, store)
    if found.state is not AnnouncementState.DRAFT:
        return screens.under_way(found, house, now, here=False, partner=partner)
    many = await recipients(found, person, store)
    who = await aimed(found, person, store)
    return screens.draft(found, who, recipients=many, house=house, now=now, partner=partner)


async def choose_time(
    query: CallbackQuery,
    callback_data: ChooseTime,
    person: Person,
    conversation: Conversation,
    store: Store,
    house: House,
    clock: Clock,
) -> Screen:
    """When shall it go out? By taps, or typed."""
    del query
    found = await _read(person, callback_data.announcement, store)
    states.keep(conversation, Timing(announcement=found.id))
    return screens.when(found, clock.now(), house.zone, day=callback_data.day)


async def type_time(
    message: Message,
    timing: Timing,
    person: Person,
    conversation: Conversation,
    store: Store,
    house: House,
    clock: Clock,
) -> Screen:
    """That time, typed."""
    found = await _read(person, timing.announcement, store)
    now = clock.now()
    try:
        at = typed_moment(own_words(message), now, house.zone)
    except (NotAMoment, NotText) as refusal:
        return screens.when(found, now, house.zone, day=0).topped(sentence(refusal))
    states.end(conversation)
    many = await recipients(found, person, store)
    return screens.confirm(found, at=at, recipients=many, house=house, now=now)


async def send_out(
    query: CallbackQuery,
    callback_data: SendOut,
    person: Person,
    conversation: Conversation,
    store: Store,
    house: House,
    clock: Clock,
) -> Screen:
    """Let it go, now or then, after the number of people was seen."""
    del query
    states.end(conversation)
    now = clock.now()
    at = Instant(callback_data.at) if callback_data.at else None
    found = await _read(person, callback_data.announcement, store)
    if found.state is not AnnouncementState.DRAFT:
        return await shown(found, person, store, house, now)
    if at is not None and not now < at <= now + LATEST_AHEAD:
        return screens.when(found, now, house.zone, day=0).topped(sentence(NotAMoment()))
    if not callback_data.sure:
        many = await recipients(found, person, store)
        return screens.confirm(found, at=at, recipients=many, house=house, now=now)
    queued = await store.write(steering.queue, actor=person.id, announcement=found.id, not_before=at)
    return screens.let_go(queued, house, now)


async def steer(
    query: CallbackQuery, callback_data: Steer, person: Person, store: Store, house: House, clock: Clock
) -> Screen:
    """Pause, resume, stop, or only look."""
    del query
    number, here = AnnouncementId(callback_data.announcement), bool(callback_data.here)
    match callback_data.do:
        case Doing.PAUSE:
            found = await store.write(steering.pause, actor=person.id, announcement=number)
        case Doing.RESUME:
            found = await store.write(steering.resume, actor=person.id, announcement=number)
        case Doing.CANCEL if callback_data.sure:
            before = await _read(person, number, store)
            found = await store.write(steering.cancel, actor=person.id, announcement=number)
            if before.state is AnnouncementState.DRAFT:
                return (await _listed(person, 0, store, house)).saying(_("Done"))
        case _:
            found = await _read(person, number, store)
            if callback_data.do is Doing.CANCEL and not found.is_over:
                return screens.ask_stop(found)
    if here:
        return screens.under_way(found, house, clock.now(), here=True)
    return await shown(found, person, store, house, clock.now())


async def _listed(person: Person, page: int, store: Store, house: House) -> Screen:
    found = await store.read(records.latest, actor=person.id, page=page, size=PAGE_SIZE)
    return screens.announcements(found, page=page, zone=house.zone)


async def _read(person: Person, number: int, store: Store) -> Announcement:
    return await store.read(records.announcement, actor=person.id, announcement=AnnouncementId(number))


async def _partner(found: Announcement, store: Store) -> Texts | None:
    return None if found.partner is None else (await store.read(partners.named))[found.partner]
