"""What a class is booked for: seeing it, offers, giving it up, permissions and the papers for the trip."""

from aiogram.types import CallbackQuery

from domain.identities import BookingId, Intent, PupilId
from domain.moments import Clock
from domain.people import Person
from domain.refusals import NotYours
from handlers.buttons import new_intent
from handlers.class_buttons import (
    AnswerClassOffer,
    CancelClassBooking,
    RecordOnPaper,
    RemindOfPermissions,
    SeeClassBooking,
    SeePermissions,
    ShowClassTicket,
    TakeTripPack,
)
from handlers.house import House
from handlers.presses import Presses
from handlers.pupil.tickets import qr
from handlers.screens import class_bookings as screens
from handlers.screens import consents as consent_screens
from handlers.screens.screen import Screen
from handlers.teacher.trip_packs import trip_pack
from handlers.texts import plural
from papers.pool import PaperNotMade, PaperPool
from storage.classes import bookings, standing
from storage.engine import Store


def add_presses(presses: Presses) -> None:
    """The buttons of a class's booking."""
    presses.on(SeeClassBooking)(see)
    presses.on(AnswerClassOffer)(answer_offer)
    presses.on(CancelClassBooking)(cancel)
    presses.on(SeePermissions)(see_permissions)
    presses.on(RemindOfPermissions)(remind)
    presses.on(RecordOnPaper)(record_on_paper)
    presses.on(ShowClassTicket)(see_ticket)
    presses.on(TakeTripPack)(take_trip_pack)


async def see(query: CallbackQuery, callback_data: SeeClassBooking, person: Person, store: Store) -> Screen:
    """One of them."""
    del query
    return await shown(person, BookingId(callback_data.booking), store)


async def shown(person: Person, booking: BookingId, store: Store) -> Screen:
    """A class's booking as it stands. Raises NotYours."""
    found = await store.read(standing.of_class, actor=person.id, booking=booking)
    return screens.booking(found, new_intent())


async def answer_offer(query: CallbackQuery, callback_data: AnswerClassOffer, person: Person, store: Store) -> Screen:
    """Take the offered seats, or let them go."""
    del query
    booking = BookingId(callback_data.booking)
    act = bookings.accept if callback_data.take else bookings.decline
    before = await store.read(bookings.booking, actor=person.id, booking=booking)
    after = await store.write(act, actor=person.id, booking=booking, intent=Intent(callback_data.intent))
    if after.confirmed and before.is_part:
        return screens.part_taken(after, rest=before.whole - after.seats)
    return await shown(person, booking, store)


async def cancel(query: CallbackQuery, callback_data: CancelClassBooking, person: Person, store: Store) -> Screen:
    """The class can't come, after asking once."""
    del query
    booking = BookingId(callback_data.booking)
    if not callback_data.intent:
        return screens.ask_cancel(await store.read(bookings.booking, actor=person.id, booking=booking), new_intent())
    await store.write(bookings.cancel, actor=person.id, booking=booking, intent=Intent(callback_data.intent))
    return await shown(person, booking, store)


async def see_permissions(query: CallbackQuery, callback_data: SeePermissions, person: Person, store: Store) -> Screen:
    """Who needs a yes still, who can't come?"""
    del query
    found = await store.read(standing.of_class, actor=person.id, booking=BookingId(callback_data.booking))
    return screens.permissions(found, page=callback_data.page)


async def remind(query: CallbackQuery, callback_data: RemindOfPermissions, person: Person, store: Store) -> Screen:
    """Write to everybody who joined and still needs a yes."""
    del query
    booking = BookingId(callback_data.booking)
    sent = await store.write(standing.ask_for_permissions, actor=person.id, booking=booking)
    found = await store.read(standing.of_class, actor=person.id, booking=booking)
    toast = plural("{n} message is on its way", "{n} messages are on their way", sent)
    return screens.permissions(found, page=0).saying(toast)


async def record_on_paper(query: CallbackQuery, callback_data: RecordOnPaper, person: Person, store: Store) -> Screen:
    """A signed sheet was handed in; what does it say about photographs?"""
    del query
    booking, pupil = BookingId(callback_data.booking), PupilId(callback_data.pupil)
    found = await store.read(standing.of_class, actor=person.id, booking=booking)
    member = next((one for one in found.members if one.pupil == pupil), None)
    if member is None:
        raise NotYours
    if not callback_data.photos:
        return screens.ask_photos_on_paper(found.booking, member)
    text = consent_screens.paper_text()
    photos = {1: True, 2: False}.get(callback_data.photos)
    found = await store.write(
        standing.record_on_paper, actor=person.id, booking=booking, pupil=pupil, text=text, photos=photos
    )
    return screens.permissions(found, page=0)


async def take_trip_pack(
    query: CallbackQuery,
    callback_data: TakeTripPack,
    person: Person,
    store: Store,
    papers: PaperPool,
    clock: Clock,
) -> Screen | tuple[Screen, ...]:
    """The papers for the trip, as one PDF."""
    del query
    found = await store.read(standing.of_class, actor=person.id, booking=BookingId(callback_data.booking))
    try:
        return screens.trip_pack(found.booking, await trip_pack(found, papers, now=clock.now()))
    except PaperNotMade:
        return screens.booking(found, new_intent()).topped(screens.no_paper_now())


async def see_ticket(
    query: CallbackQuery, callback_data: ShowClassTicket, person: Person, store: Store, house: House
) -> Screen:
    """The class's ticket, for the door."""
    del query
    booking = await store.read(bookings.booking, actor=person.id, booking=BookingId(callback_data.booking))
    if not booking.confirmed:
        return await shown(person, booking.id, store)
    return screens.ticket(booking, await qr(booking, house))
