"""Answering questions: by a reply to the card, or typed after a button; leaving one; taking no more from somebody."""

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from domain import typed
from domain.conversations import Conversation
from domain.identities import PartnerId, PersonId, QuestionId
from domain.people import Person
from domain.questions import LONGEST_REPLY, QuestionToHost
from domain.refusals import DecidedAlready, NotAName, NotText, SeenToByAnother, TooLong
from domain.requests import MatterKind
from handlers import states
from handlers.own_words import is_command, own_words
from handlers.presses import Presses
from handlers.question_buttons import AnswerQuestion, BlockAsker, DeclineQuestion, SeeBlocked, UnblockAsker
from handlers.question_states import Answering
from handlers.refusals import sentence
from handlers.screens import questions as screens
from handlers.screens.screen import Screen
from handlers.texts import _
from storage.engine import Store
from storage.messages import cards
from storage.organizing import requests
from storage.programme import partners
from storage.questions import questions


class RepliesToQuestion(Filter):
    """Whether an organizer replies to a question's card; hands on which."""

    async def __call__(
        self, message: Message, person: Person | None = None, store: Store | None = None
    ) -> bool | dict[str, QuestionId]:
        """False for every other message, and in groups."""
        replied = message.reply_to_message
        if replied is None or person is None or store is None or not person.organizes or is_command(message):
            return False
        matter = await store.read(cards.replied_to, person=person.id, message=replied.message_id)
        if matter is None or matter.kind is not MatterKind.QUESTION:
            return False
        return {"replied": QuestionId(matter.number)}


class IsAnswering(Filter):
    """Whether an organizer types an answer; hands on to what."""

    async def __call__(self, message: Message, conversation: Conversation | None = None) -> bool | dict[str, Answering]:
        """False where nothing of the kind is under way, for commands, and in groups."""
        state = states.resume(conversation, Answering) if conversation and not is_command(message) else None
        return {"answering": state} if state else False


def router() -> Router:
    """Replies to cards, before anything else that is typed; and answers."""
    router = Router(name="answering")
    router.message.register(reply, RepliesToQuestion())
    router.message.register(answer_typed, IsAnswering())
    return router


def add_presses(presses: Presses) -> None:
    """The buttons of questions."""
    presses.on(AnswerQuestion)(type_answer)
    presses.on(DeclineQuestion)(decline)
    presses.on(BlockAsker)(block)
    presses.on(SeeBlocked)(see_blocked)
    presses.on(UnblockAsker)(unblock)


async def reply(message: Message, replied: QuestionId, person: Person, store: Store) -> Screen:
    """An answer as a reply to the card."""
    return await _answered(message, replied, person, store)


async def type_answer(
    query: CallbackQuery, callback_data: AnswerQuestion, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """I'll type the answer; whoever does so sees to it."""
    del query
    question = QuestionId(callback_data.question)
    await store.write(requests.claim, actor=person.id, matter=questions.matter_of(question))
    states.keep(conversation, Answering(question=question))
    return screens.type_answer(await _question(person.id, question, store))


async def answer_typed(
    message: Message, answering: Answering, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """The answer, typed after the button. What could not be read leaves the question where it is."""
    try:
        screen = await _answered(message, answering.question_id, person, store)
    except (NotText, TooLong, NotAName) as refusal:
        asked = await _question(person.id, answering.question_id, store)
        return screens.type_answer(asked).topped(f"⚠️ {_readable(refusal)}")
    states.end(conversation)
    return screen


async def decline(query: CallbackQuery, callback_data: DeclineQuestion, person: Person, store: Store) -> Screen:
    """No answer: asked once whether they shall be told."""
    del query
    question = QuestionId(callback_data.question)
    if not callback_data.how:
        return screens.how_to_decline(await _question(person.id, question, store))
    silently = callback_data.how != 1
    await store.write(questions.decline, actor=person.id, question=question, silently=silently)
    more = await store.read(requests.how_many_wait, actor=person.id)
    said = _("Nothing is said, and the question is off the list.") if silently else _("They are told, kindly.")
    return screens.done_without(more, said)


async def block(query: CallbackQuery, callback_data: BlockAsker, person: Person, store: Store) -> Screen:
    """No more questions from them, after asking once."""
    del query
    question = QuestionId(callback_data.question)
    if not callback_data.sure:
        return screens.ask_block(await _question(person.id, question, store))
    await store.write(questions.block, actor=person.id, question=question)
    more = await store.read(requests.how_many_wait, actor=person.id)
    return screens.done_without(more, _("🚫 Done. They can't ask you any more."))


async def see_blocked(query: CallbackQuery, person: Person, store: Store) -> Screen:
    """Whose questions are not taken?"""
    del query
    return await _blocked(person, store)


async def unblock(query: CallbackQuery, callback_data: UnblockAsker, person: Person, store: Store) -> Screen:
    """Take them again."""
    del query
    who, partner = PersonId(callback_data.person), PartnerId(callback_data.partner)
    await store.write(questions.unblock, actor=person.id, person=who, partner=partner)
    return (await _blocked(person, store)).saying(_("Done"))


async def _blocked(person: Person, store: Store) -> Screen:
    found = await store.read(questions.blocked, actor=person.id)
    return screens.blocked(found, await store.read(partners.named))


async def _answered(message: Message, question: QuestionId, person: Person, store: Store) -> Screen:
    """Send the answer; where another was faster, what was typed is shown, not lost."""
    words = typed.answer(own_words(message), LONGEST_REPLY)
    try:
        answered = await store.write(questions.answer, actor=person.id, question=question, text=words)
    except (DecidedAlready, SeenToByAnother) as refusal:
        return screens.too_late(sentence(refusal), words)
    return screens.answer_sent(answered, more=await store.read(requests.how_many_wait, actor=person.id))


async def _question(person: PersonId, question: QuestionId, store: Store) -> QuestionToHost:
    return await store.read(requests.question, actor=person, question=question)


def _readable(refusal: NotText | TooLong | NotAName) -> str:
    if isinstance(refusal, NotAName):
        return _("I can't read that as an answer. Please use words.")
    return sentence(refusal)
