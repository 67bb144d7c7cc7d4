"""All that waits for organizers, in one list; seeing to it; and deciding about pupils who apply."""

from typing import Final

from domain.bookings import CONSENT_HELD_FOR as HELD_FOR_GUARDIAN
from domain.bookings import Booking, BookingState, held_until
from domain.identities import BookingId, PartnerId, PersonId, QuestionId
from domain.moments import Instant
from domain.questions import QuestionToHost
from domain.refusals import DecidedAlready, NotYours
from domain.requests import Card, Matter, MatterKind, OpenRequest
from domain.rights import Action, OrganizerRole, Rights
from storage.engine import Transaction
from storage.people import audit, claims, rights
from storage.programme.columns import texts
from storage.seats import applications, changes, permissions, records, request_cards

MOST_SHOWN: Final = 200
"""Of each kind: more than anybody answers in a day, and one screen's question stays small."""

_CLAIM: Final = """
           claim.person AS claimed_by,
           (SELECT name FROM organizers WHERE organizers.person = claim.person LIMIT 1) AS claimer
"""
_LIVE: Final = "claim.lapses_at > :now"

OPEN_QUESTIONS: Final = f"""
    SELECT question.id AS number, event.partner, question.asked_at, question.text AS what, event.title, {_CLAIM}
      FROM questions AS question
      JOIN events AS event ON event.id = question.event
      LEFT JOIN claims AS claim ON claim.matter = 'question' AND claim.number = question.id AND {_LIVE}
     WHERE question.state = 'asked'
     ORDER BY question.asked_at
     LIMIT :size
"""  # noqa: S608  made of constants alone

OPEN_TEACHERS: Final = f"""
    SELECT teacher.id AS number, NULL AS partner, teacher.asked_at, teacher.name AS what, NULL AS title, {_CLAIM}
      FROM teachers AS teacher
      LEFT JOIN claims AS claim ON claim.matter = 'teacher' AND claim.number = teacher.id AND {_LIVE}
     WHERE teacher.state = 'asked'
     ORDER BY teacher.asked_at
     LIMIT :size
"""  # noqa: S608  made of constants alone

OPEN_CLASSES: Final = f"""
    SELECT booking.id AS number, event.partner, booking.changed_at AS asked_at, class.name AS what, event.title,
           {_CLAIM}
      FROM bookings AS booking
      JOIN classes AS class ON class.id = booking.class
      JOIN slots AS slot ON slot.id = booking.slot
      JOIN events AS event ON event.id = slot.event
      LEFT JOIN claims AS claim ON claim.matter = 'class' AND claim.number = booking.id AND {_LIVE}
     WHERE booking.held_until > :now AND booking.state = 'requested' AND booking.class IS NOT NULL
     ORDER BY booking.held_until
     LIMIT :size
"""  # noqa: S608  made of constants alone

OPEN_APPLICATIONS: Final = f"""
    SELECT booking.id AS number, event.partner, application.asked_at, pupil.first_name AS what, event.title, {_CLAIM}
      FROM applications AS application
      JOIN bookings AS booking ON booking.id = application.booking AND booking.state = 'requested'
      JOIN pupils AS pupil ON pupil.id = booking.pupil
      JOIN slots AS slot ON slot.id = booking.slot
      JOIN events AS event ON event.id = slot.event
      LEFT JOIN claims AS claim ON claim.matter = 'application' AND claim.number = booking.id AND {_LIVE}
     WHERE application.state = 'asked' AND booking.held_until > :now
     ORDER BY application.asked_at
     LIMIT :size
"""  # noqa: S608  made of constants alone

_LISTS: Final = {
    MatterKind.QUESTION: OPEN_QUESTIONS,
    MatterKind.TEACHER: OPEN_TEACHERS,
    MatterKind.CLASS: OPEN_CLASSES,
    MatterKind.APPLICATION: OPEN_APPLICATIONS,
}

HOLD_FOR_GUARDIAN: Final = """
    UPDATE bookings
       SET held_until = :held_until, changed_at = :now
     WHERE id = :booking AND state = 'requested'
"""


def waiting(tx: Transaction, *, actor: PersonId) -> tuple[OpenRequest, ...]:
    """All that waits for this organizer, or a colleague with the same rights, the oldest first. Raises NotYours."""
    found = rights.require_somewhere(tx, actor=actor, role=OrganizerRole.PROGRAMME)
    asked = [
        OpenRequest(
            matter=Matter(kind, row["number"]),
            partner=row["partner"],
            asked_at=Instant(row["asked_at"]),
            what=row["what"],
            title=None if row["title"] is None else texts(row["title"]),
            claimed_by=row["claimed_by"],
            claimer=row["claimer"] or "",
        )
        for kind, question in _LISTS.items()
        for row in tx.all(question, now=tx.now, size=MOST_SHOWN)
        if row["partner"] is None or found.may(OrganizerRole.PROGRAMME, PartnerId(row["partner"]))
    ]
    return tuple(sorted(asked, key=lambda one: (one.asked_at, one.matter.kind, one.matter.number)))


def how_many_wait(tx: Transaction, *, actor: PersonId) -> int:
    """How much waits for them. Raises NotYours."""
    return len(waiting(tx, actor=actor))


def card(tx: Transaction, *, actor: PersonId, matter: Matter) -> Card:
    """A matter, open or not, for whoever may decide it. Raises NotYours."""
    return _card(tx, actor, matter)[0]


def question(tx: Transaction, *, actor: PersonId, question: QuestionId) -> QuestionToHost:
    """A question, open or not, for whoever may answer it. Raises NotYours."""
    about = card(tx, actor=actor, matter=Matter(MatterKind.QUESTION, question)).about
    if not isinstance(about, QuestionToHost):
        raise NotYours
    return about


def application(tx: Transaction, *, actor: PersonId, booking: BookingId) -> Booking:
    """A pupil's application that is still open, for whoever may decide. Raises NotYours, DecidedAlready."""
    found = card(tx, actor=actor, matter=Matter(MatterKind.APPLICATION, booking))
    if not found.open or not isinstance(found.about, Booking):
        raise DecidedAlready
    return found.about


def claim(tx: Transaction, *, actor: PersonId, matter: Matter, over: bool = False) -> Card:
    """See to it, so that the others don't. `over`: from whoever does, which owners may.

    Raises NotYours, DecidedAlready, SeenToByAnother.
    """
    found, may = _card(tx, actor, matter)
    if not found.open:
        raise DecidedAlready
    claims.take(tx, actor=actor, matter=matter, over=over and may.owner)
    partner = request_cards.partner_of(found)
    audit.write(
        tx, Action.REQUEST_CLAIMED, actor=actor, partner=partner, matter=matter.kind.value, number=matter.number
    )
    return request_cards.card(tx, matter=matter)


def give_back(tx: Transaction, *, actor: PersonId, matter: Matter) -> Card:
    """Leave it to the others again; what one does not see to changes nothing. Raises NotYours."""
    found, _ = _card(tx, actor, matter)
    if claims.give_back(tx, actor=actor, matter=matter):
        partner = request_cards.partner_of(found)
        audit.write(
            tx, Action.REQUEST_GIVEN_BACK, actor=actor, partner=partner, matter=matter.kind.value, number=matter.number
        )
    return request_cards.card(tx, matter=matter)


def decide_pupil(tx: Transaction, *, actor: PersonId, booking: BookingId, welcome: bool, reason: str = "") -> Booking:
    """Let a pupil who applies come, or not; they and their guardians are told.

    A guardian whose yes was taken back meanwhile, or was for another date, is asked before the seat is certain.
    Raises NotYours, SeenToByAnother, DecidedAlready.
    """
    asked = records.recorded(tx, booking=booking)
    partner = asked.slot.event.partner.id
    rights.require(tx, actor=actor, role=OrganizerRole.PROGRAMME, partner=partner)
    if not asked.considered or (asked.held_until or 0) <= tx.now:
        raise DecidedAlready
    matter = Matter(MatterKind.APPLICATION, booking)
    claims.require(tx, actor=actor, matter=matter)
    if not applications.decide(tx, booking=booking, welcome=welcome, reason=reason):
        raise DecidedAlready
    decided = records.recorded(tx, booking=booking)
    if not welcome:
        changes.end(tx, decided, BookingState.DECLINED, by=actor)
    elif permissions.missing_for(tx, pupil=decided.pupil, slot=decided.slot):
        permissions.make_link(tx, booking=booking, pupil=decided.pupil.id)
        until = held_until(tx.now, decided.slot.closes_at, HELD_FOR_GUARDIAN)
        tx.run(HOLD_FOR_GUARDIAN, booking=booking, held_until=until, now=tx.now)
    else:
        changes.confirm(tx, decided, by=actor)
    claims.decided(tx, actor=actor, matter=matter)
    audit.write(tx, Action.PUPIL_DECIDED, actor=actor, partner=partner, booking=booking, welcome=int(welcome))
    return records.recorded(tx, booking=booking)


def _card(tx: Transaction, actor: PersonId, matter: Matter) -> tuple[Card, Rights]:
    found = rights.require_somewhere(tx, actor=actor, role=OrganizerRole.PROGRAMME)
    shown = request_cards.card(tx, matter=matter)
    partner = request_cards.partner_of(shown)
    if partner is not None and not found.may(OrganizerRole.PROGRAMME, partner):
        raise NotYours
    return shown, found
