"""A tap on one of the five faces. Leaves who is asked, and when, to the store."""

from aiogram.types import CallbackQuery

from domain.identities import OutboxId
from domain.messages import LetterKind
from domain.people import Person
from handlers.notices import worded
from handlers.presses import Presses
from handlers.report_buttons import AnswerInterest
from handlers.screens import interest as screens
from handlers.screens.screen import Screen
from storage.engine import Store
from storage.messages import interest
from storage.seats import post


def add_presses(presses: Presses) -> None:
    """The faces."""
    presses.on(AnswerInterest)(answer)


async def answer(query: CallbackQuery, callback_data: AnswerInterest, person: Person, store: Store) -> Screen:
    """So much. The letter stays as it was, without the question."""
    del query
    number = OutboxId(callback_data.letter)
    answered = await store.write(interest.answer, actor=person.id, letter=number, face=callback_data.face)
    letter = await store.read(post.reopened, actor=person.id, id=number)
    if letter is None or letter.kind is LetterKind.INTEREST:
        return screens.thanked(None, answered.phase, counted=answered.counted)
    return screens.thanked(worded(letter), answered.phase, counted=answered.counted)
