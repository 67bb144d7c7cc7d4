"""Joining a class by its link: asked by pupils and parents, decided by the teacher. One child has one seat."""

from typing import Final

from domain.bookings import BookingState
from domain.classes import Entry, Joining, JoiningState, Roster, SchoolClass
from domain.identities import BookingId, ClassId, EntryId, JoiningId, PersonId, PupilId, SlotId
from domain.messages import LetterKind
from domain.refusals import NotYours
from storage.classes import classes, lists
from storage.engine import Row, Transaction
from storage.messages import letters
from storage.people import pupils
from storage.seats import changes, handover_records, records

_JOINING: Final = f"""
    SELECT joining.id, joining.class, joining.asked_by, joining.state,
           (SELECT entry.id
              FROM class_entries AS entry
             WHERE entry.class = joining.class AND entry.pupil = joining.pupil) AS entry,
           {pupils.COLUMNS}
      FROM joinings AS joining
      JOIN pupils AS pupil ON pupil.id = joining.pupil
      JOIN schools AS school ON school.id = pupil.school
"""  # noqa: S608  made of constants alone

OF_CLASS: Final = f"""
    {_JOINING}
     WHERE joining.class = :school_class AND joining.state IN ('asked', 'accepted')
     ORDER BY pupil.first_name, joining.id
"""

BY_ID: Final = f"{_JOINING} WHERE joining.id = :joining"
OF_PUPIL: Final = f"{_JOINING} WHERE joining.class = :school_class AND joining.pupil = :pupil"

# Whoever left may ask again; whom the teacher turned away may not, or a stranger would only ask once more.
ASK: Final = """
    INSERT INTO joinings (class, pupil, asked_by, state, asked_at)
    VALUES (:school_class, :pupil, :actor, 'asked', :now)
        ON CONFLICT (class, pupil) DO UPDATE
       SET asked_by = excluded.asked_by, state = 'asked', asked_at = excluded.asked_at, decided_at = NULL
     WHERE joinings.state = 'left'
"""

DECIDE: Final = """
    UPDATE joinings
       SET state = :state, decided_at = :now
     WHERE id = :joining AND state = :was
"""

# Seats of one's own in slots that one's class comes to for certain, with oneself.
TWICE: Final = """
    SELECT own.id, own.slot
      FROM bookings AS own
      JOIN bookings AS whole ON whole.slot = own.slot AND whole.class = :school_class AND whole.state = 'confirmed'
      JOIN slots AS slot ON slot.id = own.slot
     WHERE own.pupil = :pupil AND own.state IN ('requested', 'confirmed', 'waitlisted', 'offered')
       AND slot.starts_at > :now
       AND NOT EXISTS (SELECT 1 FROM absences WHERE absences.booking = whole.id AND absences.pupil = own.pupil)
     ORDER BY own.id
"""

REVOKE_LINKS: Final = """
    UPDATE consent_links
       SET revoked_at = :now
     WHERE pupil = :pupil AND revoked_at IS NULL
       AND booking IN (SELECT id FROM bookings WHERE class = :school_class)
"""

ACCEPTED_IN_CLASS: Final = """
    SELECT pupil
      FROM joinings
     WHERE class = :school_class AND state = 'accepted'
     ORDER BY id
"""


def ask(tx: Transaction, *, actor: PersonId, token: str, pupil: PupilId) -> Joining:
    """Ask to join the class that a link leads to, for oneself or one's child; the teacher is told.

    Asking again changes nothing. Raises NotYours: no such link, or somebody else's child.
    """
    wanted = classes.by_link(tx, token=token)
    who = pupils.in_care_of(tx, actor=actor, pupil=pupil)
    if tx.run(ASK, school_class=wanted.id, pupil=who.id, actor=actor, now=tx.now):
        # One letter, however many ask before the teacher looks: the key is that of the hour.
        key = f"{LetterKind.JOINERS}:{wanted.id}:{tx.now // 3600}"
        letters.write(tx, kind=LetterKind.JOINERS, key=key, person=wanted.teacher_person, school_class=wanted.id)
    return _of_pupil(tx, wanted.id, who.id)


def roster(tx: Transaction, *, actor: PersonId, school_class: ClassId) -> Roster:
    """The class whole, for its teacher. Raises NotYours."""
    known = classes.of_teacher(tx, actor=actor, school_class=school_class)
    joinings = tuple(_mapped(row) for row in tx.all(OF_CLASS, school_class=school_class))
    return Roster(
        school_class=known,
        entries=lists.entries(tx, school_class=school_class),
        asking=tuple(one for one in joinings if one.state is JoiningState.ASKED),
        joined=tuple(one for one in joinings if one.state is JoiningState.ACCEPTED),
        offered=handover_records.open_of_class(tx, school_class=school_class) is not None,
    )


def accept(tx: Transaction, *, actor: PersonId, joining: JoiningId, entry: EntryId | None = None) -> Joining:
    """Let somebody who asks into the class, or say which line of the list somebody who is in it is.

    `entry`: the line that they are; None: none of them. They are told. What they had booked themselves in a slot that
    the class comes to for certain is given up: one child, one seat. Raises NotYours.
    """
    asked, _ = _of_teacher(tx, actor, joining)
    if asked.state not in {JoiningState.ASKED, JoiningState.ACCEPTED}:
        raise NotYours
    line = None if entry is None else lists.entry_of(tx, actor=actor, school_class=asked.school_class, entry=entry)
    if line is not None and asked.entry != line.id:
        _match(tx, asked, line)
    if tx.run(DECIDE, joining=joining, was="asked", state="accepted", now=tx.now):
        _tell(tx, asked, LetterKind.JOINED)
        one_seat(tx, school_class=asked.school_class, pupil=asked.pupil.id, by=actor)
    return by_id(tx, joining=joining)


def accept_all(tx: Transaction, *, actor: PersonId, school_class: ClassId) -> Roster:
    """Let everybody in who asks. Nobody is matched to the list by it: equal names never merge by themselves."""
    for one in roster(tx, actor=actor, school_class=school_class).asking:
        accept(tx, actor=actor, joining=one.id)
    return roster(tx, actor=actor, school_class=school_class)


def turn_away(tx: Transaction, *, actor: PersonId, joining: JoiningId) -> Joining:
    """Decline who asks, or put out who is in; whoever it is cannot ask again. Raises NotYours."""
    asked, _ = _of_teacher(tx, actor, joining)
    if tx.run(DECIDE, joining=joining, was="asked", state="declined", now=tx.now):
        return by_id(tx, joining=joining)
    if tx.run(DECIDE, joining=joining, was="accepted", state="removed", now=tx.now):
        _part(tx, asked)
    return by_id(tx, joining=joining)


def leave(tx: Transaction, *, actor: PersonId, joining: JoiningId) -> None:
    """A pupil, or the parent who asked for them, leaves the class; their line stands for a child of that name again.

    Raises NotYours.
    """
    asked = by_id(tx, joining=joining)
    pupils.in_care_of(tx, actor=actor, pupil=asked.pupil.id)
    if asked.state in {JoiningState.ASKED, JoiningState.ACCEPTED}:
        tx.run(DECIDE, joining=joining, was=asked.state, state="left", now=tx.now)
        _part(tx, asked)


def by_id(tx: Transaction, *, joining: JoiningId) -> Joining:
    """Who asked, whoever looks: for what the house itself does. Raises NotYours."""
    return _one(tx.one(BY_ID, joining=joining))


def of_teacher(tx: Transaction, *, actor: PersonId, joining: JoiningId) -> Joining:
    """Who asked, for the teacher whom they asked. Raises NotYours."""
    return _of_teacher(tx, actor, joining)[0]


def one_seat(tx: Transaction, *, school_class: ClassId, pupil: PupilId, by: PersonId) -> tuple[SlotId, ...]:
    """Give up what a pupil booked alone where their class comes for certain; in which slots that was."""
    twice = tx.all(TWICE, school_class=school_class, pupil=pupil, now=tx.now)
    for row in twice:
        own = records.recorded(tx, booking=BookingId(row["id"]))
        changes.end(tx, own, BookingState.CANCELLED, by=by)
    return tuple(SlotId(row["slot"]) for row in twice)


def one_seat_each(tx: Transaction, *, school_class: ClassId, by: PersonId) -> None:
    """The same for everybody in a class whose booking has become certain."""
    for row in tx.all(ACCEPTED_IN_CLASS, school_class=school_class):
        one_seat(tx, school_class=school_class, pupil=PupilId(row["pupil"]), by=by)


def _part(tx: Transaction, asked: Joining) -> None:
    """Whoever is no longer of the class is no line of its list, and is asked for no permission for its visits."""
    if asked.entry is not None:
        lists.free(tx, entry=asked.entry)
    tx.run(REVOKE_LINKS, school_class=asked.school_class, pupil=asked.pupil.id, now=tx.now)


def _match(tx: Transaction, asked: Joining, line: Entry) -> None:
    """Raises NotYours for a line that somebody else has been matched to."""
    if line.joined:
        raise NotYours
    lists.become(tx, entry=line, pupil=asked.pupil.id)


def _tell(tx: Transaction, asked: Joining, kind: LetterKind) -> None:
    key = f"{kind}:{asked.id}:{tx.now}"
    letters.write(tx, kind=kind, key=key, person=asked.asked_by, school_class=asked.school_class)


def _of_teacher(tx: Transaction, actor: PersonId, joining: JoiningId) -> tuple[Joining, SchoolClass]:
    asked = by_id(tx, joining=joining)
    return asked, classes.of_teacher(tx, actor=actor, school_class=asked.school_class)


def _of_pupil(tx: Transaction, school_class: ClassId, pupil: PupilId) -> Joining:
    return _one(tx.one(OF_PUPIL, school_class=school_class, pupil=pupil))


def _one(row: Row | None) -> Joining:
    if row is None:
        raise NotYours
    return _mapped(row)


def _mapped(row: Row) -> Joining:
    return Joining(
        id=JoiningId(row["id"]),
        school_class=ClassId(row["class"]),
        pupil=pupils.mapped(row),
        asked_by=PersonId(row["asked_by"]),
        state=JoiningState(row["state"]),
        entry=None if row["entry"] is None else EntryId(row["entry"]),
    )
