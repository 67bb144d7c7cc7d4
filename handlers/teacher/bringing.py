"""Bringing a class: which, on which dates, how many, needing what; all on one screen, and then the seats."""

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from domain import typed
from domain.classes import OTHER_DATES, adults_needed
from domain.conversations import Conversation
from domain.identities import BookingId, ClassId, SlotId
from domain.people import Person
from domain.refusals import NotAName, NotANumber, NotSoManyLeft, NotText, PartyTooLarge, TooFewAdults, TooLong
from handlers import states
from handlers.buttons import new_intent
from handlers.class_buttons import BookClass, BringClass, ChangeClassBooking, PickDate, SetParty
from handlers.class_states import AskingParty, Bringing
from handlers.own_words import own_words
from handlers.presses import Presses
from handlers.refusals import sentence
from handlers.screens import bringing as screens
from handlers.screens import home, teachers
from handlers.screens.screen import Screen
from handlers.teacher.class_bookings import shown
from storage.classes import bookings, classes
from storage.engine import Store
from storage.programme import slots


class IsBringing(Filter):
    """Whether somebody is booking for a class; hands on how far they are."""

    async def __call__(self, message: Message, conversation: Conversation | None = None) -> bool | dict[str, Bringing]:
        """False where nothing of the kind is under way, and in groups."""
        del message
        state = states.resume(conversation, Bringing) if conversation else None
        return {"bringing": state} if state else False


def router() -> Router:
    """What is typed while booking for a class."""
    router = Router(name="bringing")
    router.message.register(answer, IsBringing())
    return router


def add_presses(presses: Presses) -> None:
    """The buttons of booking for a class."""
    presses.on(BringClass)(begin)
    presses.on(SetParty)(set_party)
    presses.on(PickDate)(pick_date)
    presses.on(BookClass)(book)
    presses.on(ChangeClassBooking)(change)


async def begin(
    query: CallbackQuery, callback_data: BringClass, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """Bring a class to this date: which, where there are several?"""
    del query
    slot = await store.read(slots.slot, slot=SlotId(callback_data.slot))
    mine = await store.read(classes.mine, actor=person.id)
    if not mine:
        return teachers.no_class_yet() if person.teaches else teachers.not_a_teacher()
    if not callback_data.school_class and len(mine) > 1:
        return screens.which_class(mine, slot)
    wanted = ClassId(callback_data.school_class) if callback_data.school_class else mine[0].id
    known = await store.read(classes.of_teacher, actor=person.id, school_class=wanted)
    state = Bringing(
        at=AskingParty.REVIEW,
        intent=new_intent(),
        school_class=known.id,
        dates=(slot.id,),
        pupils=known.size,
        adults=adults_needed(known.size, slot.event.for_classes.pupils_per_adult),
    )
    return await review(state, person, conversation, store)


async def change(
    query: CallbackQuery, callback_data: ChangeClassBooking, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """Another number, or other needs, for what is booked."""
    del query
    booked = await store.read(bookings.booking, actor=person.id, booking=BookingId(callback_data.booking))
    state = Bringing(
        at=AskingParty.REVIEW,
        intent=new_intent(),
        school_class=booked.school_class.id,
        dates=(booked.slot.id,),
        pupils=booked.party.pupils,
        adults=booked.adults,
        wheelchair=booked.needs.wheelchair,
        note=booked.needs.note,
        phone=booked.needs.phone,
        booking=booked.id,
    )
    return await review(state, person, conversation, store)


async def review(state: Bringing, person: Person, conversation: Conversation, store: Store) -> Screen:
    """All of it on one screen, each part to be changed by a tap."""
    state = state.now(AskingParty.REVIEW)
    states.keep(conversation, state)
    known = await store.read(classes.of_teacher, actor=person.id, school_class=ClassId(state.school_class))
    dates = [await store.read(slots.slot, slot=slot) for slot in state.slots]
    return screens.review(state, known, dates)


async def set_party(
    query: CallbackQuery, callback_data: SetParty, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """Change a part of it: by typing, or by a tap."""
    del query
    state = states.resume(conversation, Bringing)
    if state is None:
        return home.stale()
    match callback_data.what:
        case "w":
            changed = state.model_copy(update={"wheelchair": not state.wheelchair})
            return await review(changed, person, conversation, store)
        case "d":
            return await _other_dates(state, store)
    at = _ASKED[callback_data.what]
    states.keep(conversation, state.now(at))
    return screens.ask(at, state)


_ASKED = {
    "p": AskingParty.PUPILS,
    "a": AskingParty.ADULTS,
    "n": AskingParty.NOTE,
    "f": AskingParty.PHONE,
}


async def _other_dates(state: Bringing, store: Store) -> Screen:
    preferred = await store.read(slots.slot, slot=state.slots[0])
    others = await store.read(slots.dates, event=preferred.event.id, but=preferred.id)
    return screens.other_dates(state, others)


async def pick_date(
    query: CallbackQuery, callback_data: PickDate, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """Another date that would do as well; tapped again, not after all. 0: enough."""
    del query
    state = states.resume(conversation, Bringing)
    if state is None:
        return home.stale()
    if not callback_data.slot:
        return await review(state, person, conversation, store)
    others = [date for date in state.dates[1:] if date != callback_data.slot]
    if len(others) == len(state.dates) - 1:
        others.append(callback_data.slot)
    state = state.model_copy(update={"dates": (state.dates[0], *others[-OTHER_DATES:])})
    states.keep(conversation, state)
    return await _other_dates(state, store)


async def answer(
    message: Message, bringing: Bringing, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """A typed answer: a number, a note, a phone by the contact button."""
    contact = message.contact
    if (
        bringing.at is AskingParty.PHONE
        and contact
        and not (message.from_user and contact.user_id == message.from_user.id)
    ):
        return screens.ask(bringing.at, bringing).topped(screens.not_your_number())
    try:
        state = _told(bringing, message)
    except (NotANumber, NotAName, NotText, TooLong) as refusal:
        if bringing.at is AskingParty.REVIEW:
            return (await review(bringing, person, conversation, store)).topped(sentence(refusal))
        return screens.ask(bringing.at, bringing).topped(sentence(refusal))
    return await review(state, person, conversation, store)


def _told(state: Bringing, message: Message) -> Bringing:
    """The state with what was told. Raises NotANumber, NotAName, NotText, TooLong."""
    match state.at:
        case AskingParty.PUPILS:
            return state.model_copy(update={"pupils": typed.number(own_words(message))})
        case AskingParty.ADULTS:
            return state.model_copy(update={"adults": typed.number(own_words(message))})
        case AskingParty.NOTE:
            return state.model_copy(update={"note": typed.answer(own_words(message))})
        case AskingParty.PHONE if message.contact is not None:
            return state.model_copy(update={"phone": typed.phone(message.contact.phone_number)})
        case AskingParty.PHONE if message.text == screens.no_phone():
            return state.model_copy(update={"phone": ""})
        case AskingParty.PHONE:
            return state.model_copy(update={"phone": typed.phone(own_words(message))})
    raise NotText


async def book(
    query: CallbackQuery, callback_data: BookClass, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """Book it, or change what is booked."""
    del query
    state = states.resume(conversation, Bringing)
    if state is None or state.intent != callback_data.intent:
        return home.stale()
    try:
        booking = await _booked(state, person, store)
    except (TooFewAdults, PartyTooLarge, NotSoManyLeft) as refusal:  # what is to be changed stands on this very screen
        return (await review(state, person, conversation, store)).topped(f"⚠️ {sentence(refusal)}")
    states.end(conversation)
    return await shown(person, booking, store)


async def _booked(state: Bringing, person: Person, store: Store) -> BookingId:
    if state.booking:
        booking = BookingId(state.booking)
        await store.write(bookings.change, actor=person.id, booking=booking, party=state.party)
        await store.write(bookings.set_needs, actor=person.id, booking=booking, needs=state.needs)
        return booking
    made = await store.write(
        bookings.book,
        actor=person.id,
        school_class=ClassId(state.school_class),
        dates=state.slots,
        party=state.party,
        needs=state.needs,
        intent=state.booking_intent,
    )
    return made.id
