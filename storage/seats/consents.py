"""Guardians' consents: what the forwarded link shows and what they answer. Taking it back is `withdrawals`' affair."""

from typing import Final

from domain.bookings import Booking, BookingState
from domain.consents import Consent, ConsentRequest, ConsentScope, ConsentText, IdentityShown, school_year_end
from domain.identities import BookingId, Intent, PersonId, PupilId
from domain.refusals import LinkNoLongerValid, OwnGuardian
from storage.engine import Row, Transaction
from storage.people import intents
from storage.seats import changes, permissions, records
from storage.seats.permissions import holds_for
from storage.seats.withdrawals import ask_again, withdraw

__all__ = ["answer", "ask_again", "asked", "by_guardian_or_for", "holds_for", "withdraw"]

LINK: Final = """
    SELECT link.booking, link.answered_at, pupil.person AS own_account
      FROM consent_links AS link
      JOIN bookings AS booking ON booking.id = link.booking
      JOIN pupils AS pupil ON pupil.id = booking.pupil
     WHERE link.token = :token AND link.revoked_at IS NULL
"""

_CONSENT: Final = """
    SELECT consent.pupil, consent.guardian, consent.booking, consent.scope, consent.given, consent.text_version,
           consent.text_sha256, consent.at, consent.until, consent.shown, consent.withdrawn_at
      FROM consents AS consent
"""

ANSWERED_BY: Final = f"""
    {_CONSENT}
     WHERE consent.booking = :booking AND consent.guardian = :guardian
     ORDER BY consent.id DESC
     LIMIT 1
"""

BY_GUARDIAN_OR_FOR: Final = f"""
    {_CONSENT}
     WHERE consent.guardian = :person OR consent.pupil = :pupil
     ORDER BY consent.id
"""

RECORD: Final = """
    INSERT INTO consents (pupil, guardian, booking, scope, for_date, partner, given, text_version, text_sha256, at,
                          until, shown)
    VALUES (:pupil, :guardian, :booking, :scope, :for_date, :partner, :given, :text_version, :text_sha256, :now,
            :until, :shown)
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
    booking, answered_at = _link(tx, actor, token)
    if answered_at is None:
        _still_asked(tx, booking)
        return ConsentRequest(booking=booking, answered=None)
    answered = _answered_by(tx, actor, booking.id)
    if answered is None:
        raise LinkNoLongerValid
    return ConsentRequest(booking=booking, answered=answered)


def answer(
    tx: Transaction,
    *,
    actor: PersonId,
    token: str,
    given: bool,
    scope: ConsentScope,
    text: ConsentText,
    shown: IdentityShown = IdentityShown.BY_LINK,
    intent: Intent,
) -> Booking:
    """Record a guardian's answer, and let the booking follow it.

    Yes: who waits for it has the seat; who waits for a seat will have it at once. A yes for all of the partner's
    events also settles the pupil's other bookings there. No: the booking is over and its seats go on.
    The same answer by the same guardian again changes nothing. Raises OwnGuardian, LinkNoLongerValid, NotYours.
    """
    acted = intents.acted(tx, actor=actor, intent=intent)
    if acted is not None and acted.booking is not None:
        return records.recorded(tx, booking=acted.booking)
    booking, answered_at = _link(tx, actor, token)
    if answered_at is not None:
        before = _answered_by(tx, actor, booking.id)
        if before is None or before.given != given:
            raise LinkNoLongerValid
        return booking
    _still_asked(tx, booking)
    _record(tx, booking, guardian=actor, given=given, scope=scope, text=text, shown=shown)
    tx.run(ANSWER_LINK, token=token, now=tx.now)
    intents.act(tx, actor=actor, intent=intent, booking=booking.id)
    if given:
        tx.run(BECOME_GUARDIAN, person=actor, pupil=booking.pupil.id, now=tx.now)
        _confirm_requested(tx, booking, by=actor)
    else:
        changes.end(tx, booking, BookingState.DECLINED, by=actor)
    return records.recorded(tx, booking=booking.id)


def by_guardian_or_for(tx: Transaction, *, person: PersonId, pupil: PupilId | None) -> tuple[Consent, ...]:
    """Every answer that this person gave, and every one that was given for this pupil, oldest first."""
    return tuple(_consent(row) for row in tx.all(BY_GUARDIAN_OR_FOR, person=person, pupil=pupil))


def _link(tx: Transaction, actor: PersonId, token: str) -> tuple[Booking, int | None]:
    """The booking a link is for, and when it was answered. Raises LinkNoLongerValid, OwnGuardian."""
    row = tx.one(LINK, token=token)
    if row is None:
        raise LinkNoLongerValid
    if row["own_account"] == actor:
        raise OwnGuardian
    return records.recorded(tx, booking=BookingId(row["booking"])), row["answered_at"]


def _still_asked(tx: Transaction, booking: Booking) -> None:
    """Raises LinkNoLongerValid where an answer would change nothing: over, certain, no longer held, called off."""
    waits = booking.state in {BookingState.REQUESTED, BookingState.WAITLISTED, BookingState.OFFERED}
    late = booking.held_until is not None and booking.held_until <= tx.now
    if not waits or late or booking.slot.cancelled_at is not None or booking.slot.starts_at <= tx.now:
        raise LinkNoLongerValid


def _answered_by(tx: Transaction, guardian: PersonId, booking: BookingId) -> Consent | None:
    row = tx.one(ANSWERED_BY, booking=booking, guardian=guardian)
    return None if row is None else _consent(row)


def _record(
    tx: Transaction,
    booking: Booking,
    *,
    guardian: PersonId,
    given: bool,
    scope: ConsentScope,
    text: ConsentText,
    shown: IdentityShown,
) -> None:
    lasting = given and scope is ConsentScope.PARTNER
    tx.run(
        RECORD,
        pupil=booking.pupil.id,
        guardian=guardian,
        booking=booking.id,
        scope=scope if given else ConsentScope.EVENT,
        for_date=permissions.for_date(booking.slot),
        partner=booking.slot.event.partner.id,
        given=int(given),
        text_version=text.version,
        text_sha256=text.sha256,
        now=tx.now,
        until=school_year_end(tx.now, booking.slot.zone) if lasting else None,
        shown=shown,
    )


def _confirm_requested(tx: Transaction, booking: Booking, *, by: PersonId) -> None:
    """Confirm whatever of this pupil's with the partner has waited for the yes that was just given."""
    pupil, partner = booking.pupil.id, booking.slot.event.partner.id
    for number in permissions.of_pupil_with_partner(tx, pupil=pupil, partner=partner, state=BookingState.REQUESTED):
        requested = records.recorded(tx, booking=number)
        if requested.held_until is None or requested.held_until <= tx.now:
            continue
        if holds_for(tx, pupil=requested.pupil.id, slot=requested.slot):
            changes.confirm(tx, requested, by=by)


def _consent(row: Row) -> Consent:
    return Consent(
        pupil=row["pupil"],
        guardian=row["guardian"],
        booking=row["booking"],
        scope=ConsentScope(row["scope"]),
        given=bool(row["given"]),
        text=ConsentText(version=row["text_version"], sha256=row["text_sha256"]),
        at=row["at"],
        until=row["until"],
        shown=IdentityShown(row["shown"]),
        withdrawn_at=row["withdrawn_at"],
    )
