"""Programme files sent to the bot: faults, or what one would do, and then in; and the programme to take away."""

from hashlib import sha256
from io import BytesIO
from typing import Final

from aiogram import Bot, Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Document, Message

from domain.conversations import Conversation
from domain.identities import PartnerId
from domain.moments import Clock
from domain.people import Person
from domain.programme import ProgrammeDraft
from domain.programme_files import BROUGHT_IN_WITHIN
from domain.refusals import FileOutOfDate, NotYours
from handlers import states
from handlers.buttons import new_intent
from handlers.presses import Presses
from handlers.refusals import sentence
from handlers.screens import home
from handlers.screens import programme_files as screens
from handlers.screens.screen import Screen
from handlers.slot_buttons import BringFile, TakeProgramme
from handlers.slot_states import Previewing
from papers.pool import PaperNotMade, PaperPool
from papers.programme_file import FaultyProgramme, read_programme
from papers.programme_file.writing import Form, write_programme
from storage.changing import files
from storage.engine import Store
from storage.publishing.slots import Brought

LARGEST_MB: Final = 10
"""docs/programme-file.md; a bot may fetch up to 20 MB: core.telegram.org/bots/api#getfile."""
SECONDS_TO_READ: Final = 60
CHUNK: Final = 25
"""Slots brought in by one transaction: none may hold up the others for longer than 50 ms."""
ENDINGS: Final = (".xlsx", ".xlsm", ".csv", ".tsv")


class IsProgrammeFile(Filter):
    """Whether an organizer sends a table while nothing else is under way that could want it."""

    async def __call__(
        self, message: Message, person: Person | None = None, conversation: Conversation | None = None
    ) -> bool:
        """Their rights are asked for where they count, in the store."""
        if person is None or conversation is None or message.document is None or not person.organizes:
            return False
        idle = conversation.state is None or states.resume(conversation, Previewing) is not None
        return idle and (message.document.file_name or "").lower().endswith(ENDINGS)


def router() -> Router:
    """Files that are sent."""
    router = Router(name="programme_files")
    router.message.register(receive, IsProgrammeFile())
    return router


def add_presses(presses: Presses) -> None:
    """The buttons of programme files."""
    presses.on(TakeProgramme)(take)
    presses.on(BringFile)(bring_in)


async def take(
    query: CallbackQuery,
    callback_data: TakeProgramme,
    person: Person,
    conversation: Conversation,
    store: Store,
    papers: PaperPool,
) -> Screen:
    """The programme as a file: of whom, in which form? And then that file."""
    del query
    states.end(conversation)
    if not callback_data.form:
        return screens.programme_file(await store.read(files.mine, actor=person.id))
    partner = PartnerId(callback_data.partner) if callback_data.partner else None
    draft = await store.report(files.programme, actor=person.id, partner=partner)
    content = await papers.make(write_programme, draft, Form(callback_data.form), seconds=SECONDS_TO_READ)
    await store.write(files.taken, actor=person.id, partner=partner, dates=len(draft.slots))
    return screens.taken(content, callback_data.form, len(draft.slots))


async def receive(
    message: Message,
    person: Person,
    conversation: Conversation,
    store: Store,
    papers: PaperPool,
    bot: Bot,
    clock: Clock,
) -> Screen | tuple[Screen, ...]:
    """A file: its faults, or what it would do."""
    document = message.document
    if document is None:
        raise NotYours
    await store.read(files.mine, actor=person.id)
    if (document.file_size or 0) > LARGEST_MB * 1_000_000:
        return screens.too_large(LARGEST_MB)
    return await _previewed(document.file_id, _name(document), person, conversation, store, papers, bot, clock)


async def _previewed(
    file: str,
    name: str,
    person: Person,
    conversation: Conversation,
    store: Store,
    papers: PaperPool,
    bot: Bot,
    clock: Clock,
) -> Screen | tuple[Screen, ...]:
    states.end(conversation)
    data = await _fetched(bot, file)
    try:
        draft = await papers.make(read_programme, data, name, seconds=SECONDS_TO_READ)
    except FaultyProgramme as faulty:
        return screens.faulty(name, faulty.faults)
    except PaperNotMade:
        return screens.unreadable()
    found = await store.report(files.preview, actor=person.id, draft=draft)
    if found.faulty:
        return screens.refused(name, found)
    intent = new_intent()
    if not found.changes_nothing:
        until = clock.now() + BROUGHT_IN_WITHIN
        state = Previewing(
            intent=intent, file=file, name=name, sha256=_hash(data), shown=found.fingerprint, until=until
        )
        states.keep(conversation, state)
    return screens.preview(name, found, intent)


async def bring_in(
    query: CallbackQuery,
    callback_data: BringFile,
    person: Person,
    conversation: Conversation,
    store: Store,
    papers: PaperPool,
    bot: Bot,
    clock: Clock,
) -> Screen | tuple[Screen, ...]:
    """Yes, bring it in: the very file that was previewed, over the very programme; else it is previewed anew."""
    del query
    state = states.resume(conversation, Previewing)
    if state is None or state.intent != callback_data.intent:
        return home.stale()
    data = await _fetched(bot, state.file)
    given = (state.file, state.name, person, conversation, store, papers, bot, clock)
    if _hash(data) != state.sha256 or clock.now() >= state.until:
        return _again(await _previewed(*given))
    draft = await papers.make(read_programme, data, state.name, seconds=SECONDS_TO_READ)
    try:
        brought = await _bring(draft, state.shown, person, store)
    except FileOutOfDate:
        return _again(await _previewed(*given))
    states.end(conversation)
    return screens.brought_in(brought.new, brought.known, brought.moved)


async def _bring(draft: ProgrammeDraft, shown: str, person: Person, store: Store) -> Brought:
    """All of it, by chunks. Where that was interrupted, sending the file again brings in what is left."""
    await store.write(files.bring_first, actor=person.id, draft=draft, shown=shown)
    brought = Brought()
    for start in range(0, len(draft.slots), CHUNK):
        some = draft.slots[start : start + CHUNK]
        brought += await store.write(files.bring_slots, actor=person.id, draft=draft, some=some)
    await store.write(files.brought, actor=person.id, draft=draft, what=brought)
    return brought


def _again(shown: Screen | tuple[Screen, ...]) -> Screen | tuple[Screen, ...]:
    """The preview anew, said to be that."""
    note = sentence(FileOutOfDate())
    return shown.topped(note) if isinstance(shown, Screen) else shown


async def _fetched(bot: Bot, file: str) -> bytes:
    data = BytesIO()
    await bot.download(file, data)
    return data.getvalue()


def _name(document: Document) -> str:
    return (document.file_name or "programme.csv")[-100:]


def _hash(data: bytes) -> str:
    return sha256(data).hexdigest()
