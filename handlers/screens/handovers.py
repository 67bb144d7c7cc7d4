"""A class on its way to another teacher: whom to offer it to, what passes with it, and what became of it."""

from collections.abc import Sequence

from domain.classes import SchoolClass
from domain.handovers import Handover
from domain.identities import PersonId
from domain.messages import Letter
from domain.teachers import Teacher
from handlers.class_buttons import BecomeTeacher, MyClasses, SeeClass
from handlers.handover_buttons import (
    AnswerHandover,
    HandOver,
    OfferByLink,
    OfferClass,
    TakeByLink,
    TakeOfferBack,
)
from handlers.links import share_link
from handlers.organizer_buttons import SeeTeacher
from handlers.screens import class_words, dates
from handlers.screens.lengths import short
from handlers.screens.organizing import PAGE_SIZE
from handlers.screens.screen import Button, Row, Screen
from handlers.screens.words import home_row
from handlers.texts import Html, _, fill, zone


def colleagues(
    known: SchoolClass, found: Sequence[Teacher], there: Handover | None, *, reader: PersonId, page: int
) -> Screen:
    """To whom? Each teacher of the school is a tap; a link does for one whom nobody has confirmed yet."""
    rows: list[Row] = [
        (Button(short(f"🧑‍🏫 {one.name}"), OfferClass(school_class=known.id, teacher=one.id).pack()),) for one in found
    ]
    turning = []
    if page:
        turning.append(Button("⬅️", HandOver(school_class=known.id, page=page - 1).pack()))
    if len(found) == PAGE_SIZE:
        turning.append(Button("➡️", HandOver(school_class=known.id, page=page + 1).pack()))
    if turning:
        rows.append(tuple(turning))
    rows.append((Button(_("🔗 By a one-time link"), OfferByLink(school_class=known.id).pack()),))
    if there is not None:
        rows.append((Button(_("↩️ Take the offer back"), TakeOfferBack(school_class=known.id).pack()),))
    if found:
        hint = _("These are the teachers of {school} whom I know. Whom would you like to offer it to?")
    else:
        hint = _("I know no other teacher of {school} yet. Make a link and send it to whoever takes the class over.")
    text = fill(
        _("🤝 <b>Hand {name} over</b>\n\n{state}{hint}"),
        name=known.name,
        state=_state(there),
        hint=fill(hint, school=class_words.school(known.school)),
    )
    return Screen(text=text, rows=(*rows, back(known, reader)))


def _state(there: Handover | None) -> Html:
    if there is None:
        return Html("")
    until = dates.moment(there.expires_at, zone())
    if there.to is None:
        words = fill(
            _("⏳ There is a link out, which works until {until}. Another offer takes its place."), until=until
        )
    else:
        words = fill(_("⏳ It is offered to <b>{teacher}</b> until {until}."), teacher=there.to.name, until=until)
    return Html(f"{words}\n\n")


def ask_offer(known: SchoolClass, to: Teacher, *, reader: PersonId) -> Screen:
    """Really? And what passes with it."""
    text = fill(
        _(
            "🤝 <b>Offer {name} to {teacher}?</b>\n\nOnce they take it, the list, those who joined, "
            "the permissions and "
            "the coming bookings are theirs, and you see them no more. Until then nothing changes."
        )
        if known.is_led_by(reader)
        else _(
            "🤝 <b>Offer {name} to {teacher}?</b>\n\nOnce they take it, the list, those who joined, "
            "the permissions and "
            "the coming bookings are theirs. Until then nothing changes."
        ),
        name=known.name,
        teacher=to.name,
    )
    yes = Button(_("🤝 Yes, offer it"), OfferClass(school_class=known.id, teacher=to.id, sure=1).pack())
    no = Button(_("✖️ No"), HandOver(school_class=known.id).pack())
    return Screen(text=text, rows=((yes,), (no, *home_row())))


def offered(there: Handover, *, reader: PersonId) -> Screen:
    """Offered; the other has the word."""
    known = there.school_class
    text = fill(
        _("⏳ <b>{name} is offered to {teacher} now.</b> I write to you as soon as they answer."),
        name=known.name,
        teacher=there.to.name if there.to else "",
    )
    undo = Button(_("↩️ Take the offer back"), TakeOfferBack(school_class=known.id).pack())
    return Screen(text=text, rows=((undo,), back(known, reader)))


def link(known: SchoolClass, address: str, *, reader: PersonId) -> Screen:
    """The link by which one teacher of the school takes the class."""
    text = fill(
        _(
            "🔗 <b>For whoever takes {name} over</b>\n\n{address}\n\nIt works once, within 14 days, and only for a "
            "teacher of {school} whom an organizer has confirmed. I can't show it again; a new one ends this one."
        ),
        name=known.name,
        address=address,
        school=class_words.school(known.school),
    )
    words = _("Please take my class over in Etalon:")
    return Screen(
        text=text,
        rows=(
            (Button(_("↗️ Send it"), url=share_link(address, words)),),
            (Button(_("↩️ Take the offer back"), TakeOfferBack(school_class=known.id).pack()),),
            back(known, reader),
        ),
    )


def asked(of: Handover, token: str = "") -> Screen:
    """Somebody else's class is offered to the reader; `token`: of the link that they opened."""
    known = of.school_class
    text = fill(
        _(
            "🤝 <b>{teacher} offers you a class: {name}</b>\n🏫 {school} · {pupils}\n\nIts list, those who joined, the "
            "permissions and the coming bookings come along. They write to you from then on."
        )
        if of.made_by == of.by.person and of.by.name
        else _(
            "🤝 <b>An organizer offers you a class: {name}</b>\n🏫 {school} · {pupils}\n\nIts list, those who joined, "
            "the permissions and the coming bookings come along. They write to you from then on."
        ),
        teacher=of.by.name,
        name=known.name,
        school=class_words.school(known.school),
        pupils=class_words.pupils(known.size),
    )
    take = TakeByLink(token=token).pack() if token else AnswerHandover(handover=of.id, take=1).pack()
    rows: list[Row] = [(Button(_("✅ Take the class"), take),)]
    if not token:
        rows.append((Button(_("✖️ No, thanks"), AnswerHandover(handover=of.id, take=0).pack()),))
    return Screen(text=text, rows=(*rows, home_row()))


def taken(of: Handover) -> Html:
    """Above the class that is the reader's from now on."""
    return fill(
        _("✅ <b>{name} is yours now.</b> Look through its bookings under My classes."), name=of.school_class.name
    )


def declined() -> Screen:
    """Not taken."""
    text = _("All right. Whoever offered it is told.")
    return Screen(text=text, rows=((Button(_("👥 My classes"), MyClasses().pack()),), home_row()))


def not_of_this_school(of: str) -> Screen:
    """A stranger to the school opened the link."""
    text = fill(
        _(
            "This link is for a teacher of {school}. Tell me that you teach there; once an organizer has confirmed it, "
            "open the link again."
        ),
        school=of,
    )
    return Screen(text=text, rows=((Button(_("🧑‍🏫 I am a teacher"), BecomeTeacher().pack()),), home_row()))


def letter_asked(letter: Letter) -> Screen:
    """To whom it is offered."""
    return asked(_of(letter))


def letter_taken(letter: Letter) -> Screen:
    """To whose class it was, or who offered it."""
    of = _of(letter)
    words = (
        _("🤝 <b>{teacher} has taken {name} over.</b> You no longer see it, and nothing more about it comes to you.")
        if letter.to.id == of.by.person
        else _("🤝 <b>{teacher} has taken {name} over.</b>")
    )
    text = fill(words, teacher=of.to.name if of.to else "", name=of.school_class.name)
    return Screen(text=text, rows=(home_row(),))


def letter_not_taken(letter: Letter) -> Screen:
    """To whoever offered it."""
    of = _of(letter)
    text = fill(
        _("✖️ {teacher} does not take {name} over. You can offer it to somebody else."),
        teacher=of.to.name if of.to else "",
        name=of.school_class.name,
    )
    other = Button(_("🤝 To somebody else"), HandOver(school_class=of.school_class.id).pack())
    return Screen(text=text, rows=((other,), home_row()))


def back(known: SchoolClass, reader: PersonId) -> Row:
    """To the class for its teacher, to the teacher for an organizer; and home."""
    if known.is_led_by(reader):
        return (Button(_("⬅️ To the class"), SeeClass(school_class=known.id).pack()), *home_row())
    return (Button(_("⬅️ To the teacher"), SeeTeacher(teacher=known.teacher).pack()), *home_row())


def _of(letter: Letter) -> Handover:
    if letter.handover is None:
        raise ValueError(f"a letter of kind {letter.kind} is about no handover")
    return letter.handover
