"""Classes that are awaited: an organizer decides about a silent one, and answers what teachers tell on the day."""

from aiogram.types import CallbackQuery

from domain.identities import BookingId, NoteId
from domain.people import Person
from handlers.organizer_buttons import AnswerNote, DecideSilentClass
from handlers.presses import Presses
from handlers.screens import class_days as screens
from handlers.screens.screen import Screen
from storage.classes import day_notes, days
from storage.engine import Store


def add_presses(presses: Presses) -> None:
    """The buttons around classes that are awaited."""
    presses.on(DecideSilentClass)(decide_silent_class)
    presses.on(AnswerNote)(answer_note)


async def decide_silent_class(
    query: CallbackQuery, callback_data: DecideSilentClass, person: Person, store: Store
) -> Screen:
    """Keep the seats of a class whose teacher does not answer, or release them."""
    del query
    keep = bool(callback_data.keep)
    record = await store.write(days.decide, actor=person.id, booking=BookingId(callback_data.booking), keep=keep)
    return screens.silence_decided(record, keep=keep)


async def answer_note(query: CallbackQuery, callback_data: AnswerNote, person: Person, store: Store) -> Screen:
    """We wait, please call us, we can't; if a colleague has answered, what they said."""
    del query
    note, record = await store.write(
        day_notes.answer, actor=person.id, note=NoteId(callback_data.note), answer=callback_data.answer
    )
    return screens.host_card(note, record, person.id)
