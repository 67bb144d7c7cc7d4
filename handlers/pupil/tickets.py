"""Tickets and bookings: seeing, cancelling and taking back, other dates, offers, and the file for the calendar."""

import asyncio

from aiogram.types import CallbackQuery

from domain.bookings import Booking, BookingState
from domain.classes import ClassBooking
from domain.identities import BookingId, Intent, SlotId
from domain.moments import Clock
from domain.people import Person
from domain.refusals import NotYours
from handlers.buttons import (
    AnswerOffer,
    AskCancel,
    Calendar,
    Cancel,
    ChangeDate,
    MyBookings,
    OtherDates,
    SeeBooking,
    ShowTicket,
    TakeBack,
    new_intent,
)
from handlers.house import House
from handlers.links import LinkTo, deep_link
from handlers.presses import Presses
from handlers.screens import booking_lists, changes, joining, tickets
from handlers.screens import bookings as screens
from handlers.screens.consents import asked as asked_of_guardian
from handlers.screens.screen import File, Screen
from handlers.screens.words import place
from handlers.texts import language
from papers.calendars import calendar_file
from papers.tickets import qr_png
from storage.classes import standing
from storage.engine import Store
from storage.programme import slots
from storage.seats import bookings, consents, waiting


def add_presses(presses: Presses) -> None:
    """The buttons of bookings and tickets."""
    presses.on(MyBookings)(see_bookings)
    presses.on(SeeBooking)(see_booking)
    presses.on(ShowTicket)(see_ticket)
    presses.on(Calendar)(take_calendar_file)
    presses.on(AskCancel)(cannot_come)
    presses.on(Cancel)(give_up)
    presses.on(TakeBack)(come_after_all)
    presses.on(OtherDates)(see_other_dates)
    presses.on(ChangeDate)(change_date)
    presses.on(AnswerOffer)(answer_offer)


async def qr(booking: Booking | ClassBooking, house: House) -> File:
    """The ticket's QR picture, drawn beside the event loop."""
    link = deep_link(house.username, LinkTo.TICKET, booking.ticket_token)
    return File(await asyncio.to_thread(qr_png, link), f"ticket-{booking.ticket_code}.png")


async def outcome(person: Person, booking: Booking, store: Store, house: House, clock: Clock) -> Screen:
    """What came of registering: a ticket, a held seat that waits for a parent, or a place in line."""
    if booking.confirmed:
        return tickets.ticket(booking, await qr(booking, house))
    return await as_it_stands(person, booking, store, house, clock)


async def as_it_stands(person: Person, booking: Booking, store: Store, house: House, clock: Clock) -> Screen:
    """A booking for this reader: a parent whose yes it waits for is asked on the spot, and forwards nothing."""
    own = booking.pupil.person == person.id
    if booking.state is BookingState.REQUESTED and booking.consent_token and not own:
        request = await store.read(consents.asked, actor=person.id, token=booking.consent_token)
        return asked_of_guardian(request, new_intent())
    return screens.booking_card(booking, house, clock.now(), new_intent(), own=own)


async def scanned(person: Person, token: str, store: Store, house: House) -> Screen:
    """Somebody followed the link in a ticket's QR code: its bearer sees the ticket, a stranger learns nothing."""
    try:
        booking = await store.read(bookings.by_ticket, actor=person.id, token=token)
    except NotYours:
        return tickets.strangers_ticket()
    if booking.confirmed:
        return tickets.ticket(booking, await qr(booking, house))
    return screens.ended(booking)


async def see_bookings(query: CallbackQuery, callback_data: MyBookings, person: Person, store: Store) -> Screen:
    """All that I, or my children, are registered for."""
    del query
    page = await store.read(
        bookings.mine, actor=person.id, past=bool(callback_data.past), page=callback_data.page, size=8
    )
    return booking_lists.my_bookings(page, past=bool(callback_data.past), several=bool(person.children))


async def see_booking(
    query: CallbackQuery, callback_data: SeeBooking, person: Person, store: Store, clock: Clock, house: House
) -> Screen:
    """One booking as it stands: one's own, or that of the class that one comes with."""
    del query
    number = BookingId(callback_data.booking)
    try:
        booking = await store.read(bookings.booking, actor=person.id, booking=number)
    except NotYours:
        of_class, members = await store.read(standing.for_member, actor=person.id, booking=number)
        return joining.with_class(of_class, members, now=clock.now())
    return await as_it_stands(person, booking, store, house, clock)


async def see_ticket(
    query: CallbackQuery, callback_data: ShowTicket, person: Person, store: Store, clock: Clock, house: House
) -> Screen:
    """The ticket again, while it is one."""
    del query
    booking = await store.read(bookings.booking, actor=person.id, booking=BookingId(callback_data.booking))
    if not booking.confirmed:
        return await as_it_stands(person, booking, store, house, clock)
    picture = await qr(booking, house)
    return tickets.ticket_again(booking, picture) if callback_data.here else tickets.ticket(booking, picture)


async def take_calendar_file(
    query: CallbackQuery, callback_data: Calendar, person: Person, store: Store, clock: Clock, house: House
) -> Screen:
    """The booking as a file for my calendar."""
    del query
    booking = await store.read(bookings.booking, actor=person.id, booking=BookingId(callback_data.booking))
    slot, reader = booking.slot, language()
    content = calendar_file(
        uid=f"booking-{booking.id}@{house.username}",
        title=slot.event.title.to(reader),
        description=slot.event.description.to(reader),
        place=place(slot.place) if slot.place else "",
        latitude=slot.place.latitude if slot.place else None,
        longitude=slot.place.longitude if slot.place else None,
        url=slot.online_link,
        meetings=[(meeting.starts_at, meeting.ends_at, meeting.version) for meeting in slot.meetings],
        zone=slot.zone,
        now=clock.now(),
    )
    return tickets.calendar_entry(booking, File(content, f"etalon-{booking.ticket_code}.ics"))


async def cannot_come(query: CallbackQuery, callback_data: AskCancel, person: Person, store: Store) -> Screen:
    """I can't come: asked once whether that is meant."""
    del query
    booking = await store.read(bookings.booking, actor=person.id, booking=BookingId(callback_data.booking))
    if booking.state.is_over:
        return screens.ended(booking)
    return changes.ask_cancel(booking, new_intent(), here=bool(callback_data.here))


async def give_up(query: CallbackQuery, callback_data: Cancel, person: Person, store: Store) -> Screen:
    """Yes, give the seat up."""
    del query
    booking = await store.write(
        bookings.cancel,
        actor=person.id,
        booking=BookingId(callback_data.booking),
        intent=Intent(callback_data.intent),
    )
    return changes.cancelled(booking, new_intent(), here=bool(callback_data.here))


async def come_after_all(
    query: CallbackQuery, callback_data: TakeBack, person: Person, store: Store, clock: Clock, house: House
) -> Screen:
    """I can come after all: the seat again, while it is free."""
    del query
    booking = await store.write(
        bookings.take_back,
        actor=person.id,
        booking=BookingId(callback_data.booking),
        intent=Intent(callback_data.intent),
    )
    return await outcome(person, booking, store, house, clock)


async def see_other_dates(query: CallbackQuery, callback_data: OtherDates, person: Person, store: Store) -> Screen:
    """Which other dates are there?"""
    del query
    booking = await store.read(bookings.booking, actor=person.id, booking=BookingId(callback_data.booking))
    lines = await store.read(slots.dates, event=booking.slot.event.id, but=booking.slot.id)
    return changes.other_dates(booking, lines, [new_intent() for _line in lines])


async def change_date(
    query: CallbackQuery, callback_data: ChangeDate, person: Person, store: Store, clock: Clock, house: House
) -> Screen:
    """That date instead; the old seat stays until the new one is certain."""
    del query
    booking = await store.write(
        bookings.change_date,
        actor=person.id,
        booking=BookingId(callback_data.booking),
        slot=SlotId(callback_data.slot),
        intent=Intent(callback_data.intent),
    )
    return await outcome(person, booking, store, house, clock)


async def answer_offer(
    query: CallbackQuery, callback_data: AnswerOffer, person: Person, store: Store, clock: Clock, house: House
) -> Screen:
    """Take the offered seat, or let it go on."""
    del query
    use_case = waiting.accept if callback_data.take else waiting.decline
    booking = await store.write(
        use_case, actor=person.id, booking=BookingId(callback_data.booking), intent=Intent(callback_data.intent)
    )
    return await outcome(person, booking, store, house, clock)
