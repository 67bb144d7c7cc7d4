"""A guardian opens a child's link, and says yes or no, or takes the yes back; and whether photographs may be taken."""

from aiogram.types import CallbackQuery

from domain.bookings import Booking
from domain.consents import ConsentScope
from domain.identities import BookingId, Intent, PupilId
from domain.people import Person
from handlers.buttons import AnswerConsent, WithdrawConsent, new_intent
from handlers.class_buttons import AllowPhotos, WithdrawFromClass
from handlers.house import House
from handlers.presses import Presses
from handlers.pupil.tickets import qr
from handlers.screens import consents as screens
from handlers.screens import tickets
from handlers.screens.screen import Screen
from storage.engine import Store
from storage.people import pupils
from storage.seats import bookings, consents, withdrawals


def add_presses(presses: Presses) -> None:
    """The guardian's buttons."""
    presses.on(AnswerConsent)(say)
    presses.on(AllowPhotos)(say_about_photos)
    presses.on(WithdrawConsent)(take_back)
    presses.on(WithdrawFromClass)(take_back_from_class)


async def show_request(person: Person, token: str, store: Store) -> Screen:
    """What the child asks for, or what this guardian answered already."""
    request = await store.read(consents.asked, actor=person.id, token=token)
    return screens.asked(request, new_intent())


async def say(
    query: CallbackQuery, callback_data: AnswerConsent, person: Person, store: Store, house: House
) -> Screen | tuple[Screen, ...]:
    """Yes or no, to the very words that stood on the screen. Who registered a child of theirs gets the ticket too."""
    del query
    asked = await store.read(consents.asked, actor=person.id, token=callback_data.token)
    text = screens.agreed_text(asked)
    if not asked.answered and screens.fingerprint(text) != callback_data.shown:
        return screens.asked(asked, new_intent()).topped(screens.changed_meanwhile())
    booking = await store.write(
        consents.answer,
        actor=person.id,
        token=callback_data.token,
        given=callback_data.say != "n",
        scope=ConsentScope.PARTNER if callback_data.say == "p" else ConsentScope.EVENT,
        text=text,
        intent=Intent(callback_data.intent),
    )
    said = screens.asked(await store.read(consents.asked, actor=person.id, token=callback_data.token), new_intent())
    if isinstance(booking, Booking) and booking.confirmed and is_theirs(booking, person):
        return tickets.ticket(booking, await qr(booking, house)), said
    return said


def is_theirs(booking: Booking, person: Person) -> bool:
    """Whether this person holds the ticket of a child who has no account: nobody else is sent one."""
    return booking.pupil.person is None and booking.booked_by == person.id


async def say_about_photos(query: CallbackQuery, callback_data: AllowPhotos, person: Person, store: Store) -> Screen:
    """May photographs be taken?"""
    del query
    asked = await store.read(consents.asked, actor=person.id, token=callback_data.token)
    said = await store.write(
        consents.allow_photos,
        actor=person.id,
        token=callback_data.token,
        given=bool(callback_data.allow),
        text=screens.photo_text(asked),
    )
    return screens.asked(said, new_intent())


async def take_back(query: CallbackQuery, callback_data: WithdrawConsent, person: Person, store: Store) -> Screen:
    """Take the yes back, after asking once."""
    del query
    booking = BookingId(callback_data.booking)
    if not callback_data.sure:
        return screens.ask_withdraw(await store.read(bookings.booking, actor=person.id, booking=booking))
    return screens.withdrawn((await store.write(consents.withdraw, actor=person.id, booking=booking)).pupil)


async def take_back_from_class(
    query: CallbackQuery, callback_data: WithdrawFromClass, person: Person, store: Store
) -> Screen:
    """Take the yes for one pupil of a class back, after asking once."""
    del query
    booking = BookingId(callback_data.booking)
    pupil = await store.read(pupils.in_care_of, actor=person.id, pupil=PupilId(callback_data.pupil))
    if not callback_data.sure:
        of_class = await store.read(withdrawals.class_of_guardian, actor=person.id, booking=booking, pupil=pupil.id)
        return screens.ask_withdraw_from_class(of_class, pupil)
    await store.write(consents.withdraw_from_class, actor=person.id, booking=booking, pupil=pupil.id)
    return screens.withdrawn(pupil)
