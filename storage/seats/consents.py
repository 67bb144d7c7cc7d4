"""Guardians' consents: what the forwarded link shows and what they answer. Taking it back is `withdrawals`' affair."""

from typing import Final

from domain.bookings import Booking, BookingState
from domain.classes import ClassBooking
from domain.consents import (
    Consent,
    ConsentAbout,
    ConsentRequest,
    ConsentScope,
    ConsentText,
    IdentityShown,
    school_year_end,
)
from domain.identities import BookingId, Intent, PartnerId, PersonId, PupilId
from domain.messages import LetterKind
from domain.refusals import LinkNoLongerValid, OwnGuardian
from storage.engine import Row, Transaction
from storage.messages import letters
from storage.people import intents, pupils
from storage.seats import absences, changes, class_records, permissions, records
from storage.seats.permissions import holds_for
from storage.seats.withdrawals import ask_again, withdraw, withdraw_from_class

__all__ = [
    "allow_photos",
    "answer",
    "ask_again",
    "asked",
    "by_guardian_or_for",
    "holds_for",
    "is_on_paper",
    "record_on_paper",
    "withdraw",
    "withdraw_from_class",
]

LINK: Final = """
    SELECT link.booking, link.pupil, link.answered_at
      FROM consent_links AS link
     WHERE link.token = :token AND link.revoked_at IS NULL
"""

_CONSENT: Final = """
    SELECT consent.pupil, consent.guardian, consent.recorded_by, consent.booking, consent.scope, consent.about,
           consent.given, consent.text_version, consent.text_sha256, consent.at, consent.until, consent.shown,
           consent.withdrawn_at
      FROM consents AS consent
"""

ANSWERED_BY: Final = f"""
    {_CONSENT}
     WHERE consent.booking = :booking AND consent.pupil = :pupil AND consent.guardian = :guardian
       AND consent.about = :about
     ORDER BY consent.id DESC
     LIMIT 1
"""

BY_GUARDIAN_OR_FOR: Final = f"""
    {_CONSENT}
     WHERE consent.guardian = :person OR consent.pupil = :pupil
     ORDER BY consent.id
"""

RECORD: Final = """
    INSERT INTO consents (pupil, guardian, recorded_by, booking, scope, for_date, partner, about, given, text_version,
                          text_sha256, at, until, shown)
    VALUES (:pupil, :guardian, :recorded_by, :booking, :scope, :for_date, :partner, :about, :given, :text_version,
            :text_sha256, :now, :until, :shown)
"""

WITHDRAW_PHOTOS: Final = """
    UPDATE consents
       SET withdrawn_at = :now
     WHERE guardian = :guardian AND pupil = :pupil AND booking = :booking AND about = 'photos'
       AND withdrawn_at IS NULL
"""

PHOTOS_ON_PAPER: Final = """
    SELECT given
      FROM consents
     WHERE booking = :booking AND pupil = :pupil AND shown = 'on_paper' AND about = 'photos' AND withdrawn_at IS NULL
     ORDER BY id DESC
     LIMIT 1
"""

WITHDRAW_PHOTOS_ON_PAPER: Final = """
    UPDATE consents
       SET withdrawn_at = :now
     WHERE booking = :booking AND pupil = :pupil AND shown = 'on_paper' AND about = 'photos' AND withdrawn_at IS NULL
"""

ON_PAPER: Final = """
    SELECT 1
      FROM consents
     WHERE booking = :booking AND pupil = :pupil AND shown = 'on_paper' AND about = 'taking_part'
       AND withdrawn_at IS NULL
"""

ANSWER_LINK: Final = """
    UPDATE consent_links
       SET answered_at = :now
     WHERE token = :token
"""

BECOME_GUARDIAN: Final = """
    INSERT INTO guardianships (person, pupil, since)
    VALUES (:person, :pupil, :now)
        ON CONFLICT (person, pupil) DO NOTHING
"""


def asked(tx: Transaction, *, actor: PersonId, token: str) -> ConsentRequest:
    """What the link asks, or, to the same guardian looking again, what they answered.

    Raises OwnGuardian for the pupil's own account, LinkNoLongerValid for a link that asks this person nothing.
    """
    request, answered_at = _link(tx, actor, token)
    if answered_at is None:
        _still_asked(tx, request.booking)
    elif request.answered is None:
        raise LinkNoLongerValid
    return request


def answer(
    tx: Transaction,
    *,
    actor: PersonId,
    token: str,
    given: bool,
    scope: ConsentScope,
    text: ConsentText,
    intent: Intent,
) -> Booking | ClassBooking:
    """Record a guardian's answer, and let the booking follow it.

    Yes: who waits for it has the seat; who waits for a seat will have it at once. A yes for all of the partner's
    events also settles the pupil's other bookings there. No: the pupil's booking is over and its seats go on; of a
    class, they alone do not come. The same answer by the same guardian again changes nothing. Raises OwnGuardian,
    LinkNoLongerValid, NotYours.
    """
    acted = intents.acted(tx, actor=actor, intent=intent)
    if acted is not None and acted.booking is not None:
        return class_records.of_any_party(tx, booking=acted.booking)
    request, answered_at = _link(tx, actor, token)
    booking, pupil = request.booking, request.pupil
    if answered_at is not None:
        if request.answered is None or request.answered.given != given:
            raise LinkNoLongerValid
        return booking
    _still_asked(tx, booking)
    _record(tx, booking, pupil.id, guardian=actor, given=given, scope=scope, text=text)
    tx.run(ANSWER_LINK, token=token, now=tx.now)
    intents.act(tx, actor=actor, intent=intent, booking=booking.id)
    if given:
        tx.run(BECOME_GUARDIAN, person=actor, pupil=pupil.id, now=tx.now)
        _comes_after_all(tx, booking, pupil.id)
        _confirm_requested(tx, pupil.id, booking.slot.event.partner.id, by=actor)
    elif isinstance(booking, Booking):
        changes.end(tx, booking, BookingState.DECLINED, by=actor)
    else:
        absences.tell(tx, actor=actor, booking=booking.id, pupil=pupil.id)
    return class_records.of_any_party(tx, booking=booking.id)


def allow_photos(tx: Transaction, *, actor: PersonId, token: str, given: bool, text: ConsentText) -> ConsentRequest:
    """Whether photographs of the pupil may be taken: asked after a yes, answered anew as often as they like.

    Raises OwnGuardian, and LinkNoLongerValid for whoever has not said yes by this link.
    """
    request = asked(tx, actor=actor, token=token)
    yes = request.answered
    if yes is None or not yes.given or yes.withdrawn_at is not None:
        raise LinkNoLongerValid
    if request.photos != given:
        tx.run(WITHDRAW_PHOTOS, guardian=actor, pupil=request.pupil.id, booking=request.booking.id, now=tx.now)
        _record(
            tx,
            request.booking,
            request.pupil.id,
            guardian=actor,
            given=given,
            scope=yes.scope,
            text=text,
            about=ConsentAbout.PHOTOS,
        )
    return asked(tx, actor=actor, token=token)


def record_on_paper(
    tx: Transaction,
    *,
    actor: PersonId,
    booking: Booking | ClassBooking,
    pupil: PupilId,
    text: ConsentText,
    photos: bool | None = None,
) -> None:
    """Somebody holds a guardian's signed sheet: for this slot, as it was printed. `photos` None: the sheet is silent.

    Whether the actor is the class's teacher, or checks in at the door, and whose pupil it is, is the caller's to check.
    Recorded again, it changes nothing; another word about photographs takes the place of the one before.
    """
    if not holds_for(tx, pupil=pupil, slot=booking.slot):
        _record(tx, booking, pupil, recorded_by=actor, given=True, scope=ConsentScope.EVENT, text=text)
    if photos is not None and tx.value(PHOTOS_ON_PAPER, booking=booking.id, pupil=pupil) != int(photos):
        tx.run(WITHDRAW_PHOTOS_ON_PAPER, booking=booking.id, pupil=pupil, now=tx.now)
        _record(
            tx,
            booking,
            pupil,
            recorded_by=actor,
            given=photos,
            scope=ConsentScope.EVENT,
            text=text,
            about=ConsentAbout.PHOTOS,
        )


def is_on_paper(tx: Transaction, *, pupil: PupilId, booking: BookingId) -> bool:
    """Whether a signed sheet was recorded for this pupil and booking."""
    return tx.one(ON_PAPER, pupil=pupil, booking=booking) is not None


def by_guardian_or_for(tx: Transaction, *, person: PersonId, pupil: PupilId | None) -> tuple[Consent, ...]:
    """Every answer that this person gave, and every one that was given for this pupil, oldest first."""
    return tuple(_consent(row) for row in tx.all(BY_GUARDIAN_OR_FOR, person=person, pupil=pupil))


def _link(tx: Transaction, actor: PersonId, token: str) -> tuple[ConsentRequest, int | None]:
    """What a link asks this person, and when it was answered. Raises LinkNoLongerValid, OwnGuardian."""
    row = tx.one(LINK, token=token)
    if row is None:
        raise LinkNoLongerValid
    pupil = pupils.by_id(tx, pupil=PupilId(row["pupil"]))
    if pupil.person == actor:
        raise OwnGuardian
    booking = class_records.of_any_party(tx, booking=BookingId(row["booking"]))
    # A link that asks (anew, once the slot has moved) is not answered by what was said before.
    is_open = row["answered_at"] is None
    answered = None if is_open else _answered_by(tx, actor, booking.id, pupil.id, ConsentAbout.TAKING_PART)
    photos = _answered_by(tx, actor, booking.id, pupil.id, ConsentAbout.PHOTOS)
    request = ConsentRequest(
        booking=booking,
        pupil=pupil,
        token=token,
        answered=answered,
        photos=None if photos is None or photos.withdrawn_at is not None else photos.given,
    )
    return request, row["answered_at"]


def _still_asked(tx: Transaction, booking: Booking | ClassBooking) -> None:
    """Raises LinkNoLongerValid where an answer would change nothing: over, no longer held, called off, begun.

    A pupil's own booking that is certain has its yes; a class's is certain before its pupils have theirs.
    """
    of_class = isinstance(booking, ClassBooking)
    waits = not booking.state.is_over and (of_class or not booking.confirmed)
    late = not of_class and booking.held_until is not None and booking.held_until <= tx.now
    if not waits or late or booking.slot.cancelled_at is not None or booking.slot.starts_at <= tx.now:
        raise LinkNoLongerValid


def _answered_by(
    tx: Transaction, guardian: PersonId, booking: BookingId, pupil: PupilId, about: ConsentAbout
) -> Consent | None:
    row = tx.one(ANSWERED_BY, booking=booking, pupil=pupil, guardian=guardian, about=about)
    return None if row is None else _consent(row)


def _record(
    tx: Transaction,
    booking: Booking | ClassBooking,
    pupil: PupilId,
    *,
    given: bool,
    scope: ConsentScope,
    text: ConsentText,
    guardian: PersonId | None = None,
    recorded_by: PersonId | None = None,
    about: ConsentAbout = ConsentAbout.TAKING_PART,
) -> None:
    lasting = given and scope is ConsentScope.PARTNER
    tx.run(
        RECORD,
        pupil=pupil,
        guardian=guardian,
        recorded_by=recorded_by,
        booking=booking.id,
        scope=scope if given else ConsentScope.EVENT,
        for_date=permissions.for_date(booking.slot),
        partner=booking.slot.event.partner.id,
        about=about,
        given=int(given),
        text_version=text.version,
        text_sha256=text.sha256,
        now=tx.now,
        until=school_year_end(tx.now, booking.slot.zone) if lasting else None,
        shown=IdentityShown.ON_PAPER if guardian is None else IdentityShown.BY_LINK,
    )


def _comes_after_all(tx: Transaction, booking: Booking | ClassBooking, pupil: PupilId) -> None:
    """Whoever gets a yes can come; where the host knew of one fewer, the class's teacher settles it with them."""
    taken_back = absences.take_back(tx, booking=booking.id, pupil=pupil)
    if taken_back is not None and taken_back.host_knew and isinstance(booking, ClassBooking):
        letters.write(
            tx,
            kind=LetterKind.COMES_AFTER_ALL,
            key=f"{LetterKind.COMES_AFTER_ALL}:{booking.id}:{pupil}:{tx.now}",
            person=booking.school_class.teacher_person,
            booking=booking.id,
            pupil=pupil,
            missing=1,
            lapses_at=booking.slot.ends_at,
        )


def _confirm_requested(tx: Transaction, pupil: PupilId, partner: PartnerId, *, by: PersonId) -> None:
    """Confirm whatever of this pupil's with the partner has waited for the yes that was just given."""
    for number in permissions.of_pupil_with_partner(tx, pupil=pupil, partner=partner, state=BookingState.REQUESTED):
        requested = records.recorded(tx, booking=number)
        if requested.held_until is None or requested.held_until <= tx.now:
            continue
        if holds_for(tx, pupil=pupil, slot=requested.slot):
            changes.confirm(tx, requested, by=by)


def _consent(row: Row) -> Consent:
    return Consent(
        pupil=row["pupil"],
        guardian=row["guardian"],
        recorded_by=row["recorded_by"],
        about=ConsentAbout(row["about"]),
        booking=row["booking"],
        scope=ConsentScope(row["scope"]),
        given=bool(row["given"]),
        text=ConsentText(version=row["text_version"], sha256=row["text_sha256"]),
        at=row["at"],
        until=row["until"],
        shown=IdentityShown(row["shown"]),
        withdrawn_at=row["withdrawn_at"],
    )
