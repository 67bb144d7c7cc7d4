"""Letting in: by a tap in the list, a code said aloud, a ticket's link, all at once; and undoing it."""

from collections.abc import Collection, Sequence
from datetime import time
from typing import Final

from domain.bookings import BookingState
from domain.check_in import MOST_CODES, Answer, CodesEntered, Door, Guest, How, Phase, Verdict, phase
from domain.identities import BookingId, Intent, MeetingId, PersonId, SlotId
from domain.moments import instant, local
from domain.programme import Meeting, Slot
from domain.refusals import NothingToUndo, NotOnThisDay, NotYours
from domain.rights import Action, OrganizerRole
from storage.attending import doors, guests, marks
from storage.engine import Transaction
from storage.people import audit, intents, rights
from storage.programme import slots
from storage.seats import changes, class_records, records

BY_CODE: Final = """
    SELECT id
      FROM bookings
     WHERE slot = :slot AND ticket_code = :code
"""

BY_TICKET: Final = """
    SELECT booking.id, booking.slot, event.partner, pupil.person
      FROM bookings AS booking
      JOIN slots AS slot ON slot.id = booking.slot
      JOIN events AS event ON event.id = slot.event
      LEFT JOIN pupils AS pupil ON pupil.id = booking.pupil
     WHERE booking.ticket_token = :token
"""


def let_in(
    tx: Transaction, *, actor: PersonId, meeting: MeetingId, booking: BookingId, how: How, intent: Intent
) -> Answer:
    """Let a party in at a door, or say why not; the same intent again says what it said.

    Raises NotYours, NotOnThisDay.
    """
    slot, of_meeting = opened(tx, actor=actor, meeting=meeting)
    return _let_in(tx, actor, slot, of_meeting, booking, how, intent)


def by_code(tx: Transaction, *, actor: PersonId, meeting: MeetingId, code: str, intent: Intent) -> Answer | None:
    """Let in whoever says this code aloud; None where no ticket of this door, or of another one today, has it.

    Raises NotYours, NotOnThisDay.
    """
    slot, of_meeting = opened(tx, actor=actor, meeting=meeting)
    found = tx.value(BY_CODE, slot=slot.id, code=code)
    if found is not None:
        return _let_in(tx, actor, slot, of_meeting, BookingId(found), How.BY_CODE, intent)
    for line in doors.today(tx, actor=actor):
        elsewhere = None if line.slot.id == slot.id else tx.value(BY_CODE, slot=line.slot.id, code=code)
        if elsewhere is not None:
            return answer(tx, Verdict.OTHER_DOOR, line.slot, line.meeting, BookingId(elsewhere))
    return None


def by_ticket(tx: Transaction, *, actor: PersonId, token: str, at: MeetingId | None, intent: Intent) -> Answer | None:
    """Let in whoever shows this ticket, at the door the actor stands at (`at`), else at its own today.

    None where it is no ticket of a partner that the actor checks in for, or their very own and they are at no door:
    it is to them what it is to others.
    """
    row = tx.one(BY_TICKET, token=token)
    if row is None or not rights.of(tx, actor=actor).may(OrganizerRole.CHECK_IN, row["partner"]):
        return None
    slot = slots.recorded(tx, slot=SlotId(row["slot"]))
    meeting, booking = doors.nearest(slot, tx.now), BookingId(row["id"])
    elsewhere = at is not None and guests.meeting_of(slot, at) is None
    if row["person"] == actor and (at is None or elsewhere):
        return None
    if elsewhere or phase(meeting, slot.zone, tx.now) is not Phase.TODAY:
        return answer(tx, Verdict.OTHER_DOOR, slot, meeting, booking)
    return _let_in(tx, actor, slot, meeting, booking, How.BY_TICKET, intent)


def enter_codes(
    tx: Transaction, *, actor: PersonId, meeting: MeetingId, codes: Sequence[str], intent: Intent
) -> CodesEntered:
    """Let in everybody of a list of codes; what each came to. Raises NotYours, NotOnThisDay."""
    slot, of_meeting = opened(tx, actor=actor, meeting=meeting)
    let_in: list[Guest] = []
    already: list[Guest] = []
    refused: list[Guest] = []
    unknown: list[str] = []
    again = intents.acted(tx, actor=actor, intent=intent) is not None
    for code in dict.fromkeys(codes[:MOST_CODES]):
        found = tx.value(BY_CODE, slot=slot.id, code=code)
        if found is None:
            unknown.append(code)
            continue
        said = _mark(tx, actor, slot, of_meeting, BookingId(found), How.BY_CODE, again=again)
        {Verdict.LET_IN: let_in, Verdict.ALREADY_IN: already}.get(said.verdict, refused).append(said.guest)
    if not again:
        intents.act(tx, actor=actor, intent=intent)
        _log(tx, Action.CHECKED_IN, actor, slot, of_meeting, parties=len(let_in))
        marks.tell_guardians(tx, meeting=of_meeting, but=actor)
    return CodesEntered(
        let_in=tuple(let_in), already_in=tuple(already), not_let_in=tuple(refused), unknown=tuple(unknown)
    )


def let_all_in(
    tx: Transaction, *, actor: PersonId, meeting: MeetingId, but: Collection[BookingId], intent: Intent
) -> Door:
    """Let in every pupil with a certain seat who is not marked yet, all except some, who were not there.

    Classes are counted one by one. The same intent again changes nothing. Raises NotYours, NotOnThisDay.
    """
    slot, of_meeting = opened(tx, actor=actor, meeting=meeting)
    if intents.acted(tx, actor=actor, intent=intent) is None:
        now = phase(of_meeting, slot.zone, tx.now)
        came = 0
        for guest in guests.awaited(tx, slot=slot, meeting=of_meeting):
            if guest.is_class or guest.mark is not None or guest.state is not BookingState.CONFIRMED:
                continue
            booking = guest.booking
            if booking in but:
                marks.miss(tx, booking=booking, meeting=of_meeting, phase=now, how=How.BY_LIST, actor=actor)
            else:
                came += marks.arrive(tx, booking=booking, meeting=of_meeting, phase=now, how=How.BY_LIST, actor=actor)
        intents.act(tx, actor=actor, intent=intent)
        _log(tx, Action.CHECKED_IN, actor, slot, of_meeting, parties=came)
        marks.tell_guardians(tx, meeting=of_meeting, but=actor)
    return doors.standing(tx, slot=slot, meeting=of_meeting)


def undo(tx: Transaction, *, actor: PersonId, meeting: MeetingId, booking: BookingId, intent: Intent) -> Guest:
    """Take a mark back on the day it was made; whoever came without a booking gives the seat back, too.

    The same intent again changes nothing. Raises NotYours, NothingToUndo.
    """
    slot, of_meeting = doors.entered(tx, actor=actor, meeting=meeting)
    guest = guests.one(tx, slot=slot, meeting=of_meeting, booking=booking)
    if guest is None:
        raise NotYours
    if intents.acted(tx, actor=actor, intent=intent) is None:
        midnight = instant(local(tx.now, slot.zone).date(), time(), slot.zone)
        if not marks.erase(tx, booking=booking, meeting=meeting, since=midnight):
            raise NothingToUndo
        if guest.mark is not None and guest.mark.how is How.WALK_IN and guest.pupil is not None:
            changes.end(tx, records.recorded(tx, booking=booking), BookingState.CANCELLED, by=actor)
        intents.act(tx, actor=actor, intent=intent, booking=booking)
        _log(tx, Action.CHECK_IN_UNDONE, actor, slot, of_meeting, booking=booking)
    return guests.one(tx, slot=slot, meeting=of_meeting, booking=booking) or guest


def guest(tx: Transaction, *, actor: PersonId, meeting: MeetingId, booking: BookingId) -> Answer:
    """A party and what the door would say to it, without letting it in. Raises NotYours."""
    slot, of_meeting = doors.entered(tx, actor=actor, meeting=meeting)
    found = guests.one(tx, slot=slot, meeting=of_meeting, booking=booking)
    if found is None:
        raise NotYours
    return answer(tx, verdict(slot, found), slot, of_meeting, booking)


def repeated(tx: Transaction, *, meeting: MeetingId, booking: BookingId) -> Answer:
    """What an intent said that has acted before: they are in. Who asks was checked by that."""
    slot, of_meeting = doors.recorded(tx, meeting=meeting)
    return answer(tx, Verdict.LET_IN, slot, of_meeting, booking)


def opened(tx: Transaction, *, actor: PersonId, meeting: MeetingId) -> tuple[Slot, Meeting]:
    """The slot and meeting of a door at which people can be let in now. Raises NotYours, NotOnThisDay."""
    slot, of_meeting = doors.entered(tx, actor=actor, meeting=meeting)
    if not phase(of_meeting, slot.zone, tx.now).lets_in:
        raise NotOnThisDay(starts_at=of_meeting.starts_at, zone=slot.zone)
    return slot, of_meeting


def verdict(slot: Slot, guest: Guest) -> Verdict:
    """What a door says to this party before anything is done; LET_IN: nothing speaks against it."""
    if guest.present:
        return Verdict.ALREADY_IN
    if slot.cancelled_at is not None:
        return Verdict.CALLED_OFF
    if guest.state.is_over:
        return Verdict.NOT_COMING
    if guest.state is BookingState.REQUESTED:
        return Verdict.NO_PERMISSION if guest.permission_missing else Verdict.UNDECIDED
    if guest.state is not BookingState.CONFIRMED:
        return Verdict.WAITING
    return Verdict.COUNT_IT if guest.is_class else Verdict.LET_IN


def _let_in(
    tx: Transaction, actor: PersonId, slot: Slot, meeting: Meeting, booking: BookingId, how: How, intent: Intent
) -> Answer:
    again = intents.acted(tx, actor=actor, intent=intent) is not None
    said = _mark(tx, actor, slot, meeting, booking, how, again=again)
    if said.verdict is Verdict.LET_IN and not again:
        intents.act(tx, actor=actor, intent=intent, booking=booking)
        _log(tx, Action.CHECKED_IN, actor, slot, meeting, booking=booking)
        marks.tell_guardians(tx, meeting=meeting, but=actor)
    return said


def _mark(
    tx: Transaction, actor: PersonId, slot: Slot, meeting: Meeting, booking: BookingId, how: How, *, again: bool
) -> Answer:
    found = guests.one(tx, slot=slot, meeting=meeting, booking=booking)
    if found is None:
        raise NotYours
    said = verdict(slot, found)
    if said is Verdict.ALREADY_IN and again and found.mark is not None and found.mark.by == actor:
        said = Verdict.LET_IN
    elif said is Verdict.LET_IN and not again:
        now = phase(meeting, slot.zone, tx.now)
        if not marks.arrive(tx, booking=booking, meeting=meeting, phase=now, how=how, actor=actor):
            said = Verdict.ALREADY_IN
    return answer(tx, said, slot, meeting, booking)


def answer(tx: Transaction, said: Verdict, slot: Slot, meeting: Meeting, booking: BookingId) -> Answer:
    """What was said, with the party as it stands now. Raises NotYours."""
    found = guests.one(tx, slot=slot, meeting=meeting, booking=booking)
    if found is None:
        raise NotYours
    here, expected = doors.counted(tx, meeting=meeting.id)
    waits = found.state is BookingState.WAITLISTED
    return Answer(
        verdict=said,
        guest=found,
        slot=slot,
        meeting=meeting,
        place_in_line=class_records.of_any_party(tx, booking=booking).position if waits else None,
        here=here,
        expected=expected,
    )


def _log(tx: Transaction, action: Action, actor: PersonId, slot: Slot, meeting: Meeting, **about: int) -> None:
    audit.write(tx, action, actor=actor, partner=slot.event.partner.id, meeting=meeting.id, **about)
