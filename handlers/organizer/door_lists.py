"""The list to print, made in the pool: asked for at the door, or sent the evening before. Papers know its looks."""

from typing import Final

from domain.check_in import DoorList
from domain.messages import Letter
from handlers.screens.door_lists import door_list_words
from handlers.screens.screen import File
from handlers.screens.words import place
from handlers.texts import language
from papers.door_lists import make_door_list
from papers.pool import PaperNotMade, PaperPool
from storage.attending import door_lists
from storage.engine import Store

SECONDS: Final = 30


async def door_list(contents: DoorList, papers: PaperPool) -> File:
    """One PDF in the reader's language. Raises PaperNotMade."""
    where = place(contents.slot.place) if contents.slot.place else ""
    pdf = await papers.make(make_door_list, contents, door_list_words(), language(), where, seconds=SECONDS)
    return File(pdf, f"door-{contents.meeting.id}.pdf")


async def of_letter(letter: Letter, store: Store, papers: PaperPool) -> File | None:
    """The list that a letter carries, as it stands then; None where it could not be made: the letter has a button."""
    if letter.meeting is None:
        return None
    contents = await store.read(door_lists.contents, actor=letter.to.id, meeting=letter.meeting.id)
    try:
        return await door_list(contents, papers)
    except PaperNotMade:
        return None
