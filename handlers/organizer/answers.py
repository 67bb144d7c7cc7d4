"""Form answers: the file taken, its columns settled, its rows checked, and all of them brought in, or none."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from io import BytesIO

from aiogram import Bot, Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Document, Message

from domain.capacity import Caller
from domain.conversations import Conversation
from domain.identities import Intent, SchoolId, SlotId
from domain.people import Person, School
from domain.programme import Slot
from domain.refusals import NotYourGrade
from handlers import states
from handlers.buttons import new_intent
from handlers.capacity_buttons import BringAnswers, BringIn, CheckAnswers, MapColumn, SameOrOther, SeeColumns
from handlers.capacity_states import AwaitingAnswers
from handlers.house import House
from handlers.presses import Presses
from handlers.pupil.school_search import SchoolSearch
from handlers.refusals import sentence
from handlers.screens import answers as screens
from handlers.screens.screen import Screen
from handlers.texts import _
from papers.form_answers import FormTable, RowFault, What, answers_of, guessed, read_form_answers
from papers.pool import PaperNotMade, PaperPool
from papers.tables import FaultyTable, TableFault, TableFaultKind
from storage.capacity import answers, by_hand, form_sheets
from storage.capacity.form_sheets import FormSheet
from storage.engine import Store
from storage.programme import slots

LARGEST_FILE = 2_000_000
"""Bytes of a sheet that is looked at."""
SECONDS_TO_READ = 20


class AreAnswersAwaited(Filter):
    """Whether a sheet of form answers is awaited; hands on for which slot."""

    async def __call__(
        self, message: Message, conversation: Conversation | None = None
    ) -> bool | dict[str, AwaitingAnswers]:
        """False where none is, and in groups."""
        del message
        state = states.resume(conversation, AwaitingAnswers) if conversation else None
        return {"awaiting_answers": state} if state else False


def router() -> Router:
    """What is sent while a sheet is awaited."""
    router = Router(name="answers")
    router.message.register(take_file, AreAnswersAwaited())
    return router


def add_presses(presses: Presses) -> None:
    """The buttons around a sheet of form answers."""
    presses.on(BringAnswers)(bring_answers)
    presses.on(SeeColumns)(see_columns)
    presses.on(MapColumn)(map_column)
    presses.on(CheckAnswers)(check)
    presses.on(SameOrOther)(same_or_other)
    presses.on(BringIn)(bring_in)


async def bring_answers(
    query: CallbackQuery, callback_data: BringAnswers, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """A sheet of answers, please."""
    del query
    slot = SlotId(callback_data.slot)
    await store.read(by_hand.of_slot, actor=person.id, slot=slot)
    states.keep(conversation, AwaitingAnswers(slot=slot))
    return screens.ask_file(await store.read(slots.slot, slot=slot))


async def take_file(
    message: Message,
    awaiting_answers: AwaitingAnswers,
    person: Person,
    conversation: Conversation,
    store: Store,
    papers: PaperPool,
    bot: Bot,
) -> Screen:
    """The file: read, and what its columns seem to say."""
    of = await store.read(slots.slot, slot=awaiting_answers.slot_id)
    if message.document is None:
        return screens.ask_file(of)
    try:
        table = await _read(message.document, papers, bot)
    except FaultyTable as faulty:
        return screens.unreadable(of, faulty.fault)
    except PaperNotMade:
        return screens.unreadable(of, TableFault(kind=TableFaultKind.UNREADABLE))
    sheet = FormSheet(
        slot=of.id,
        names=table.names,
        rows=table.rows,
        columns={str(what): place for what, place in guessed(table.names).items()},
    )
    await store.write(form_sheets.keep, actor=person.id, sheet=sheet)
    states.end(conversation)
    return screens.columns(of, sheet.names, sheet.columns, rows=len(sheet.rows))


async def _read(document: Document, papers: PaperPool, bot: Bot) -> FormTable:
    if (document.file_size or 0) > LARGEST_FILE:
        raise FaultyTable(TableFault(kind=TableFaultKind.FILE_TOO_LARGE, highest=LARGEST_FILE // 1_000_000))
    data = BytesIO()
    await bot.download(document, data)
    return await papers.make(
        read_form_answers, data.getvalue(), document.file_name or "answers.csv", seconds=SECONDS_TO_READ
    )


async def see_columns(query: CallbackQuery, callback_data: SeeColumns, person: Person, store: Store) -> Screen:
    """Which column says what? All of them, or the choices for one."""
    del query
    of, sheet = await _sheet(SlotId(callback_data.slot), person, store)
    if callback_data.what not in set(What):
        return screens.columns(of, sheet.names, sheet.columns, rows=len(sheet.rows))
    sample = sheet.rows[0][1] if sheet.rows else ()
    return screens.which_column(of, What(callback_data.what), sheet.names, sample)


async def map_column(query: CallbackQuery, callback_data: MapColumn, person: Person, store: Store) -> Screen:
    """This column says it."""
    del query
    of, sheet = await _sheet(SlotId(callback_data.slot), person, store)
    what, place = callback_data.what, callback_data.place - 1
    if what in set(What) and place < len(sheet.names):
        found = {known: where for known, where in sheet.columns.items() if known != what and where != place}
        columns = found if place < 0 else {**found, what: place}
        sheet = replace(sheet, columns=columns, skipped=frozenset(), kept=frozenset())
        await store.write(form_sheets.keep, actor=person.id, sheet=sheet)
    return screens.columns(of, sheet.names, sheet.columns, rows=len(sheet.rows))


async def check(
    query: CallbackQuery,
    callback_data: CheckAnswers,
    person: Person,
    store: Store,
    schools: SchoolSearch,
    house: House,
) -> Screen:
    """What would come of it?"""
    del query
    of, sheet = await _sheet(SlotId(callback_data.slot), person, store)
    return await _checked(of, sheet, person, store, schools, house)


async def same_or_other(
    query: CallbackQuery,
    callback_data: SameOrOther,
    person: Person,
    store: Store,
    schools: SchoolSearch,
    house: House,
) -> Screen:
    """A row like somebody booked: the same pupil, or another?"""
    del query
    of, sheet = await _sheet(SlotId(callback_data.slot), person, store)
    row = callback_data.row
    if callback_data.other:
        sheet = replace(sheet, kept=sheet.kept | {row}, skipped=sheet.skipped - {row})
    else:
        sheet = replace(sheet, skipped=sheet.skipped | {row}, kept=sheet.kept - {row})
    await store.write(form_sheets.keep, actor=person.id, sheet=sheet)
    return await _checked(of, sheet, person, store, schools, house)


async def bring_in(
    query: CallbackQuery,
    callback_data: BringIn,
    person: Person,
    store: Store,
    schools: SchoolSearch,
    house: House,
) -> Screen:
    """Bring them in: all, or none."""
    del query
    of, sheet = await _sheet(SlotId(callback_data.slot), person, store)
    callers, faults = await _callers(of, sheet, schools, house)
    if faults:
        return screens.faulty(of, faults)
    wanted = [(number, caller) for number, caller in callers if number not in sheet.skipped]
    try:
        made = await store.write(
            answers.bring_in,
            actor=person.id,
            slot=of.id,
            rows=wanted,
            kept=sheet.kept,
            intent=Intent(callback_data.intent),
        )
    except NotYourGrade as refusal:
        return (await _checked(of, sheet, person, store, schools, house)).topped(f"⚠️ {sentence(refusal)}")
    if made is None:  # somebody like one of them was booked since the preview
        return (await _checked(of, sheet, person, store, schools, house)).saying(_("Please look once more."))
    return screens.brought_in(await store.read(slots.slot, slot=of.id), made).saying(_("Done"))


async def _sheet(slot: SlotId, person: Person, store: Store) -> tuple[Slot, FormSheet]:
    sheet = await store.read(form_sheets.read, actor=person.id, slot=slot)
    return await store.read(slots.slot, slot=slot), sheet


async def _checked(
    of: Slot, sheet: FormSheet, person: Person, store: Store, schools: SchoolSearch, house: House
) -> Screen:
    callers, faults = await _callers(of, sheet, schools, house)
    if faults:
        return screens.faulty(of, faults)
    found = await store.read(
        answers.preview, actor=person.id, slot=of.id, rows=callers, skipped=sheet.skipped, kept=sheet.kept
    )
    return screens.preview(of, found, new_intent())


async def _callers(
    of: Slot, sheet: FormSheet, schools: SchoolSearch, house: House
) -> tuple[list[tuple[int, Caller]], Sequence[RowFault]]:
    """The rows as pupils with their schools, or every fault."""
    columns: Mapping[What, int] = {What(what): place for what, place in sheet.columns.items()}
    found, faults = answers_of(
        sheet.rows, columns, younger_than=house.consent_under, asks=of.event.question is not None
    )
    listed = {name: _listed(name, await schools.find(name)) for name in {one.school for one in found}}
    callers = [
        (
            one.row,
            Caller(
                first_name=one.first_name,
                grade=one.grade,
                age_line=one.age_line,
                school=listed[one.school],
                school_name=one.school,
                phone=one.phone,
                answer=one.answer,
            ),
        )
        for one in found
    ]
    return callers, faults


def _listed(name: str, found: Sequence[School]) -> SchoolId | None:
    """The one school of the list that this is, by its whole name or its number; None where that is not certain."""
    numbers = re.findall(r"\d+", name)
    same = [one for one in found if by_hand.folded(one.name) == by_hand.folded(name)]
    if not same and len(numbers) == 1:
        same = [one for one in found if re.findall(r"\d+", one.name) == numbers]
    return same[0].id if len(same) == 1 else None
