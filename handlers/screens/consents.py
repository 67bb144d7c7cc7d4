"""What a guardian sees: where, when, who is answerable, which data; and the words they agree to, with their version."""

from hashlib import sha256
from typing import Final

from domain.bookings import Booking
from domain.classes import ClassBooking
from domain.consents import Consent, ConsentRequest, ConsentScope, ConsentText
from domain.identities import Intent
from domain.moments import local
from domain.people import Pupil, School
from handlers.buttons import AnswerConsent, MyBookings, WithdrawConsent
from handlers.class_buttons import AllowPhotos, WithdrawFromClass
from handlers.family_buttons import SeeChildWishes
from handlers.screens import dates
from handlers.screens.lengths import short
from handlers.screens.screen import Button, Row, Screen
from handlers.screens.trip_packs import consent_text
from handlers.screens.words import home_row, how, where
from handlers.texts import Html, _, fill, language

VERSION: Final = "2026-11"
"""Changed whenever the words below change in any language."""
_FINGERPRINT: Final = 10


def agreed_words(request: ConsentRequest) -> Html:
    """The words a guardian says yes to, as they stand on the screen."""
    slot, pupil = request.booking.slot, request.pupil
    return fill(
        _(
            "<b>{name} would like to take part:</b>\n{title} ({how})\n📅 {times}\n{where}\n\n"
            "<b>Who is answerable:</b> {partner}. {contact}\n\n"
            "<b>Which data:</b> first name ({name}), grade ({grade}), school ({school}){answer}. Only the host sees "
            "them, to let {name} in. Nothing else is asked.\n\n"
            "<b>Your yes</b> means that {name} may take part and that these data are used for it. You can take it "
            "back at any time here, under “My bookings”."
        ),
        name=pupil.first_name,
        title=slot.event.title.to(language()),
        how=how(slot.event.format),
        times=dates.times(slot),
        where=where(slot),
        partner=slot.event.partner.name.to(language()),
        contact=slot.event.partner.contact,
        grade=pupil.grade,
        school=_school(pupil.school),
        answer=_answer(request.booking),
    )


def agreed_text(request: ConsentRequest) -> ConsentText:
    """Which text a guardian said yes to: its version, and the hash of its words in the language they read."""
    return ConsentText(
        version=f"{VERSION}/{language().value}", sha256=sha256(agreed_words(request).encode()).hexdigest()
    )


def fingerprint(text: ConsentText) -> str:
    """Enough of the hash to travel in a button and tell whether the words have changed since they were shown."""
    return text.sha256[:_FINGERPRINT]


def changed_meanwhile() -> Html:
    """The note when somebody answers to words that are no longer so."""
    return Html(_("❗ Something has changed since you read this. Please read it once more:"))


def asked(request: ConsentRequest, intent: Intent) -> Screen:
    """May this child take part?"""
    if request.answered:
        return answered(request, request.answered)
    text = fill(_("👪 <b>May {name} come?</b>\n\n{words}"), name=request.pupil.first_name, words=agreed_words(request))

    shown = fingerprint(agreed_text(request))

    def say(what: str) -> str:
        return AnswerConsent(token=request.token, intent=intent, say=what, shown=shown).pack()

    partner = short(request.booking.slot.event.partner.name.to(language()))
    return Screen(
        text=text,
        rows=(
            (Button(_("✅ Yes, for this date"), say("e")),),
            (Button(_("✅ Yes, for all by {partner} until 31 August").format(partner=partner), say("p")),),
            (Button(_("✖️ No"), say("n")),),
            home_row(),
        ),
    )


def answered(request: ConsentRequest, consent: Consent) -> Screen:
    """What this guardian has answered."""
    name, booking = request.pupil.first_name, request.booking
    if not consent.given:
        if isinstance(booking, Booking):
            words = (
                _("You said no. {name} has been told, and the seat goes to somebody else.")
                if request.pupil.person
                else _("You said no. {name} does not come, and the seat goes to somebody else.")
            )
            text = fill(words, name=name)
        else:
            text = fill(_("You said no: {name} does not come with the class. The teacher sees it."), name=name)
        return Screen(text=text, rows=(home_row(),))
    if consent.withdrawn_at is not None:
        return Screen(text=fill(_("You took your yes for {name} back."), name=name), rows=(home_row(),))
    rows: list[Row] = [
        _photo_row(request),
        (Button(_("🔔 What I am told"), SeeChildWishes().pack()),),
        (Button(_("↩️ Take my yes back"), _withdraw(request).pack()),),
        (Button(_("🎟 Bookings of my children"), MyBookings().pack()), *home_row()),
    ]
    return Screen(text=_thanks(request, consent), rows=tuple(rows))


def _photo_row(request: ConsentRequest) -> Row:
    yes = Button(_("📷 Photos: yes"), AllowPhotos(token=request.token, allow=1).pack())
    no = Button(_("📷 Photos: no"), AllowPhotos(token=request.token, allow=0).pack())
    return (yes, no) if request.photos is None else (no,) if request.photos else (yes,)


def paper_text() -> ConsentText:
    """Which words stand on the sheet that a guardian signs."""
    words = consent_text()
    return ConsentText(version=f"{VERSION}/paper/{language().value}", sha256=sha256(words.encode()).hexdigest())


def photo_text(request: ConsentRequest) -> ConsentText:
    """Which words about photographs a guardian has answered."""
    return ConsentText(
        version=f"{VERSION}/{language().value}", sha256=sha256(photo_words(request).encode()).hexdigest()
    )


def photo_words(request: ConsentRequest) -> Html:
    """The words about photographs, and what was said."""
    partner = request.booking.slot.event.partner.name.to(language())
    if request.photos is None:
        return fill(
            _("📷 May {partner} take photographs with {name} in them and publish them? A no keeps nobody away."),
            partner=partner,
            name=request.pupil.first_name,
        )
    if request.photos:
        return fill(_("📷 Photographs by {partner}: you said yes."), partner=partner)
    return fill(_("📷 Photographs by {partner}: you said no. “No photos” stands by the name."), partner=partner)


def _withdraw(request: ConsentRequest) -> WithdrawConsent | WithdrawFromClass:
    if isinstance(request.booking, Booking):
        return WithdrawConsent(booking=request.booking.id)
    return WithdrawFromClass(booking=request.booking.id, pupil=request.pupil.id)


def _thanks(request: ConsentRequest, consent: Consent) -> Html:
    name, booking = request.pupil.first_name, request.booking
    title = booking.slot.event.title.to(language())
    when = dates.moment(booking.slot.starts_at, booking.slot.zone)
    lines = [
        fill(_("✅ <b>Thank you!</b> {name} may take part: {title}, {when}."), name=name, title=title, when=when)
        if booking.confirmed
        else fill(
            _("✅ <b>Thank you!</b> {name} may take part in {title}, {when}, as soon as the host says yes.")
            if isinstance(booking, Booking) and booking.considered
            else _("✅ <b>Thank you!</b> {name} may take part in {title}, {when}, as soon as there is a seat."),
            name=name,
            title=title,
            when=when,
        )
    ]
    if consent.scope is ConsentScope.PARTNER and consent.until is not None:
        until = dates.day(local(consent.until, booking.slot.zone).date())
        partner = booking.slot.event.partner.name.to(language())
        lines.append(fill(_("Your yes holds for everything by {partner} until {until}."), partner=partner, until=until))
    told = _("{name} has been told. I write to you if anything changes.")
    lines.append(fill(told if request.pupil.person else _("I write to you if anything changes."), name=name))
    lines.append(photo_words(request))
    return Html("\n\n".join(lines))


def ask_withdraw_from_class(booking: ClassBooking, pupil: Pupil) -> Screen:
    """Really take the yes for one of a class back?"""
    text = fill(
        _("<b>Take your yes for {name} back?</b>\n\n{name} then does not come with the class. The teacher sees it."),
        name=pupil.first_name,
    )
    back = WithdrawFromClass(booking=booking.id, pupil=pupil.id, sure=1)
    return Screen(
        text=text,
        rows=(
            (Button(_("Yes, take it back"), back.pack()),),
            (Button(_("No, leave it"), MyBookings().pack()), *home_row()),
        ),
    )


def ask_withdraw(booking: Booking) -> Screen:
    """Really take the yes back?"""
    words = (
        _(
            "<b>Take your yes for {name} back?</b>\n\nEvery booking that rests on it alone is cancelled, "
            "and {name} is told."
        )
        if booking.pupil.person
        else _("<b>Take your yes for {name} back?</b>\n\nEvery booking that rests on it alone is cancelled.")
    )
    text = fill(words, name=booking.pupil.first_name)
    return Screen(
        text=text,
        rows=(
            (Button(_("Yes, take it back"), WithdrawConsent(booking=booking.id, sure=1).pack()),),
            (Button(_("No, leave it"), MyBookings().pack()), *home_row()),
        ),
    )


def withdrawn(pupil: Pupil) -> Screen:
    """Taken back."""
    told = _("Your yes is taken back, and {name} has been told.")
    text = fill(told if pupil.person else _("Your yes for {name} is taken back."), name=pupil.first_name)
    return Screen(text=text, rows=(home_row(),))


def _school(school: School) -> str:
    return f"{school.name}, {school.city}" if school.city else school.name


def _answer(booking: Booking | ClassBooking) -> str:
    if not isinstance(booking, Booking):
        return ""
    question = booking.slot.event.question
    if not question or not booking.answer:
        return ""
    return f", {question.asks.to(language())} ({booking.answer})"
