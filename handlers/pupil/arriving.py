"""A visitor scans the code that hangs at the door: they are in, choose whom they bring, or learn what to do."""

from aiogram.types import CallbackQuery

from domain.door_codes import DoorCode
from domain.identities import MeetingId, PupilId
from domain.people import Person
from domain.refusals import DoorCodeTooOld, DoorFull, SheetWanted
from handlers.check_in_buttons import ArriveAs
from handlers.presses import Presses
from handlers.refusals import sentence
from handlers.screens import arriving as screens
from handlers.screens.screen import Screen
from storage.attending import visitors
from storage.engine import Store


def add_presses(presses: Presses) -> None:
    """The buttons of whoever scanned the code."""
    presses.on(ArriveAs)(arrive_as)


async def scanned_door(person: Person, carried: str, store: Store) -> Screen:
    """Somebody followed the link in a door's code."""
    code = DoorCode.read(carried)
    if code is None:
        raise DoorCodeTooOld
    arrival = await store.write(visitors.arrive, actor=person.id, code=code)
    return screens.arrived(arrival, code)


async def arrive_as(query: CallbackQuery, callback_data: ArriveAs, person: Person, store: Store) -> Screen:
    """This one has come."""
    del query
    code = DoorCode(MeetingId(callback_data.meeting), callback_data.minute, callback_data.seal)
    try:
        answer = await store.write(
            visitors.arrive_as,
            actor=person.id,
            code=code,
            pupil=PupilId(callback_data.pupil),
            walk=bool(callback_data.walk),
        )
    except (DoorFull, SheetWanted) as refusal:
        return screens.see_the_host(sentence(refusal))
    arrival = await store.read(visitors.look, actor=person.id, code=code)
    return screens.one_arrived(answer, arrival, code)
