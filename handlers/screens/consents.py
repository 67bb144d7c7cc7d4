"""What a guardian sees: where, when, who is answerable, which data; and the words they agree to, with their version."""

from hashlib import sha256
from typing import Final

from domain.bookings import Booking
from domain.consents import Consent, ConsentRequest, ConsentScope, ConsentText
from domain.identities import Intent
from domain.moments import local
from domain.people import School
from handlers.buttons import AnswerConsent, MyBookings, WithdrawConsent
from handlers.screens import dates
from handlers.screens.lengths import short
from handlers.screens.screen import Button, Row, Screen
from handlers.screens.words import home_row, how, where
from handlers.texts import Html, _, fill, language

VERSION: Final = "2026-11"
"""Changed whenever the words below change in any language."""
_FINGERPRINT: Final = 10


def agreed_words(booking: Booking) -> Html:
    """The words a guardian says yes to, as they stand on the screen."""
    slot = booking.slot
    return fill(
        _(
            "<b>{name} would like to take part:</b>\n{title} ({how})\n📅 {times}\n{where}\n\n"
            "<b>Who is answerable:</b> {partner}. {contact}\n\n"
            "<b>Which data:</b> first name ({name}), grade ({grade}), school ({school}){answer}. Only the host sees "
            "them, to let {name} in. Nothing else is asked.\n\n"
            "<b>Your yes</b> means that {name} may take part and that these data are used for it. You can take it "
            "back at any time here, under “My bookings”."
        ),
        name=booking.pupil.first_name,
        title=slot.event.title.to(language()),
        how=how(slot.event.format),
        times=dates.times(slot),
        where=where(slot),
        partner=slot.event.partner.name.to(language()),
        contact=slot.event.partner.contact,
        grade=booking.pupil.grade,
        school=_school(booking.pupil.school),
        answer=_answer(booking),
    )


def agreed_text(booking: Booking) -> ConsentText:
    """Which text a guardian said yes to: its version, and the hash of its words in the language they read."""
    return ConsentText(
        version=f"{VERSION}/{language().value}", sha256=sha256(agreed_words(booking).encode()).hexdigest()
    )


def fingerprint(text: ConsentText) -> str:
    """Enough of the hash to travel in a button and tell whether the words have changed since they were shown."""
    return text.sha256[:_FINGERPRINT]


def changed_meanwhile() -> Html:
    """The note when somebody answers to words that are no longer so."""
    return Html(_("❗ Something has changed since you read this. Please read it once more:"))


def asked(request: ConsentRequest, intent: Intent) -> Screen:
    """May this child take part?"""
    booking = request.booking
    if request.answered:
        return answered(booking, request.answered)
    text = fill(_("👪 <b>May {name} come?</b>\n\n{words}"), name=booking.pupil.first_name, words=agreed_words(booking))

    shown = fingerprint(agreed_text(booking))

    def say(what: str) -> str:
        return AnswerConsent(token=booking.consent_token or "", intent=intent, say=what, shown=shown).pack()

    partner = short(booking.slot.event.partner.name.to(language()))
    return Screen(
        text=text,
        rows=(
            (Button(_("✅ Yes, for this date"), say("e")),),
            (Button(_("✅ Yes, for all by {partner} until 31 August").format(partner=partner), say("p")),),
            (Button(_("✖️ No"), say("n")),),
            home_row(),
        ),
    )


def answered(booking: Booking, consent: Consent) -> Screen:
    """What this guardian has answered."""
    name = booking.pupil.first_name
    if not consent.given:
        text = fill(_("You said no. {name} has been told, and the seat goes to somebody else."), name=name)
        return Screen(text=text, rows=(home_row(),))
    if consent.withdrawn_at is not None:
        return Screen(text=fill(_("You took your yes for {name} back."), name=name), rows=(home_row(),))
    rows: list[Row] = [
        (Button(_("↩️ Take my yes back"), WithdrawConsent(booking=booking.id).pack()),),
        (Button(_("🎟 Bookings of my children"), MyBookings().pack()), *home_row()),
    ]
    return Screen(text=_thanks(booking, consent), rows=tuple(rows))


def _thanks(booking: Booking, consent: Consent) -> Html:
    name = booking.pupil.first_name
    title = booking.slot.event.title.to(language())
    when = dates.moment(booking.slot.starts_at, booking.slot.zone)
    lines = [
        fill(_("✅ <b>Thank you!</b> {name} may take part: {title}, {when}."), name=name, title=title, when=when)
        if booking.confirmed
        else fill(
            _("✅ <b>Thank you!</b> {name} may take part in {title}, {when}, as soon as there is a seat."),
            name=name,
            title=title,
            when=when,
        )
    ]
    if consent.scope is ConsentScope.PARTNER and consent.until is not None:
        until = dates.day(local(consent.until, booking.slot.zone).date())
        partner = booking.slot.event.partner.name.to(language())
        lines.append(fill(_("Your yes holds for everything by {partner} until {until}."), partner=partner, until=until))
    lines.append(fill(_("{name} has been told. I write to you if anything changes."), name=name))
    return Html("\n\n".join(lines))


def ask_withdraw(booking: Booking) -> Screen:
    """Really take the yes back?"""
    text = fill(
        _(
            "<b>Take your yes for {name} back?</b>\n\nEvery booking that rests on it alone is cancelled, "
            "and {name} is told."
        ),
        name=booking.pupil.first_name,
    )
    return Screen(
        text=text,
        rows=(
            (Button(_("Yes, take it back"), WithdrawConsent(booking=booking.id, sure=1).pack()),),
            (Button(_("No, leave it"), MyBookings().pack()), *home_row()),
        ),
    )


def withdrawn(booking: Booking) -> Screen:
    """Taken back."""
    text = fill(_("Your yes is taken back, and {name} has been told."), name=booking.pupil.first_name)
    return Screen(text=text, rows=(home_row(),))


def _school(school: School) -> str:
    return f"{school.name}, {school.city}" if school.city else school.name


def _answer(booking: Booking) -> str:
    question = booking.slot.event.question
    if not question or not booking.answer:
        return ""
    return f", {question.asks.to(language())} ({booking.answer})"
