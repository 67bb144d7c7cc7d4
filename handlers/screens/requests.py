"""All that waits for organizers: the list, and the card of one matter, the same wherever it is shown."""

from collections.abc import Sequence
from typing import Final

from domain.bookings import Booking, BookingState
from domain.classes import ClassBooking
from domain.identities import PersonId
from domain.people import Pupil
from domain.questions import QuestionState, QuestionToHost
from domain.requests import Card, Claim, MatterKind, OpenRequest
from domain.teachers import Teacher, TeacherState
from handlers.organizer_buttons import DecideClass, DecideTeacher, Organize
from handlers.question_buttons import (
    AnswerQuestion,
    BlockAsker,
    ClaimRequest,
    DecidePupil,
    DeclineQuestion,
    GiveBackRequest,
    SeeBlocked,
    SeeRequest,
    SeeRequests,
)
from handlers.screens import class_words, dates
from handlers.screens.lengths import short
from handlers.screens.lists import in_rows
from handlers.screens.organizing import PAGE_SIZE
from handlers.screens.screen import Button, Row, Screen
from handlers.screens.words import home_row
from handlers.texts import Html, _, fill, language, plural, zone

_ICONS: Final = {
    MatterKind.QUESTION: "❓",
    MatterKind.CLASS: "👥",
    MatterKind.TEACHER: "🧑‍🏫",
    MatterKind.APPLICATION: "🧭",
}
_LONGEST_LINE: Final = 60


def waiting(found: Sequence[OpenRequest], *, page: int, reader: PersonId, owner: bool) -> Screen:
    """All that is open, the oldest first; what somebody sees to is marked."""
    first = page * PAGE_SIZE
    shown = list(enumerate(found[first : first + PAGE_SIZE], start=first + 1))
    lines = [_line(number, one, reader) for number, one in shown]
    numbers = [
        Button(str(number), SeeRequest(kind=one.matter.kind, number=one.matter.number).pack()) for number, one in shown
    ]
    turning = []
    if page:
        turning.append(Button("⬅️", SeeRequests(page=page - 1).pack()))
    if len(found) > first + PAGE_SIZE:
        turning.append(Button("➡️", SeeRequests(page=page + 1).pack()))
    rows: list[Row] = [*in_rows(numbers), *([tuple(turning)] if turning else [])]
    if owner:
        rows.append((Button(_("🚫 Whose questions are not taken"), SeeBlocked().pack()),))
    text = Html("\n".join(lines)) if lines else Html(_("Nobody is waiting for you. 👌"))
    return Screen(
        text=fill(_("<b>Requests and questions: {n}</b>\n\n{lines}"), n=len(found), lines=text),
        rows=(*rows, (Button(_("🛠 Organizing"), Organize().pack()), *home_row())),
    )


def _line(number: int, one: OpenRequest, reader: PersonId) -> Html:
    if one.claimed_by is None:
        mark = ""
    elif one.claimed_by == reader:
        mark = " · " + _("✋ you")
    else:
        mark = f" · ✋ {one.claimer or _('An owner')}"
    about = short(one.title.to(language()), _LONGEST_LINE) + " · " if one.title else ""
    return fill(
        "{number}. {icon} {what}\n<i>{about}{when}{mark}</i>",
        about=about,
        number=number,
        icon=_ICONS[one.matter.kind],
        what=short(one.what, _LONGEST_LINE),
        when=dates.moment(one.asked_at, zone()),
        mark=mark,
    )


def card(shown: Card, reader: PersonId, *, owner: bool = False) -> Screen:
    """A matter with all that one decides by, who sees to it, and what this reader can do. `owner`: may take it over."""
    text = f"{_about(shown)}\n\n{status}" if (status := _status(shown, reader)) else _about(shown)
    rows = (*_acts(shown, reader, owner=owner), (Button(_("📋 All that waits"), SeeRequests().pack()),))
    return Screen(text=text, rows=rows)


def _about(shown: Card) -> Html:
    match shown.about:
        case QuestionToHost() as question:
            return question_words(question)
        case Teacher() as teacher:
            return fill(
                _("🙋 <b>{name}</b> asks to bring classes of {school}.\n\nDo you know that this is so?"),
                name=teacher.name,
                school=class_words.school(teacher.school),
            )
        case ClassBooking() as booking:
            about = class_words.card(booking)
            return fill(_("🙋 <b>A class would like to come.</b>\n\n{card}"), card=about)
        case Booking() as booking:
            return _application(booking)


def question_words(question: QuestionToHost) -> Html:
    """Who asks what about which event, as far as a host may know."""
    words = question.text or _("(deleted)")
    return fill(
        _("❓ <b>A question about {title}</b>\n👤 {who}\n\n<i>{words}</i>"),
        title=question.event.title.to(language()),
        who=who(question.pupil),
        words=words,
    )


def who(pupil: Pupil | None) -> str:
    """Somebody as far as a host may know: first name, grade, school; never more."""
    if pupil is None:
        return _("a visitor")
    return _("{name}, grade {grade}, {school}").format(
        name=pupil.first_name, grade=pupil.grade, school=class_words.school(pupil.school)
    )


def _application(booking: Booking) -> Html:
    slot = booking.slot
    asked = slot.event.question
    answer = ""
    if asked is not None and booking.answer:
        answer = fill("\n📝 {asks}: {answer}", asks=asked.asks.to(language()), answer=booking.answer)
    return fill(
        _("🧭 <b>A pupil would like to take part.</b>\n\n<b>{title}</b>\n📅 {times}\n👤 {who}{answer}"),
        title=slot.event.title.to(language()),
        times=dates.times(slot),
        who=who(booking.pupil),
        answer=Html(answer),
    )


def _status(shown: Card, reader: PersonId) -> Html:
    if not shown.open:
        return _outcome(shown)
    lines: list[str] = []
    if isinstance(shown.about, Booking | ClassBooking):
        until = dates.moment(shown.about.held_until or shown.about.slot.closes_at, shown.about.slot.zone)
        whole = isinstance(shown.about, ClassBooking)
        held = _("⏳ The seats are held until {until}.") if whole else _("⏳ The seat is held until {until}.")
        lines.append(fill(held, until=until))
    claim = shown.claimed
    if claim is not None and claim.until is not None:
        until = dates.moment(claim.until, zone())
        if claim.by != reader:
            lines.append(fill(_("✋ {name} sees to this, until {until}."), name=_name(claim), until=until))
        elif shown.matter.kind is MatterKind.QUESTION:
            lines.append(
                fill(_("✋ <b>You answer this</b>, until {until}. Reply to this message, or press below."), until=until)
            )
        else:
            lines.append(fill(_("✋ <b>You see to this</b>, until {until}."), until=until))
    return Html("\n".join(lines))


def _name(claim: Claim) -> str:
    return claim.name or _("An owner")


def _outcome(shown: Card) -> Html:
    decided = shown.decided
    said, yes = _said(shown)
    if said and decided is not None:
        words = fill(_("{said} <i>({name})</i>"), said=Html(said), name=_name(decided))
    else:
        words = Html(said or _("Nobody need see to this any more."))
    if yes and isinstance(shown.about, QuestionToHost):
        return fill("{words}\n<i>{answer}</i>", words=words, answer=shown.about.answer or _("(deleted)"))
    return words


def _said(shown: Card) -> tuple[str, bool]:
    """What was decided, in words; empty where it ended by itself; and whether that was a yes."""
    match shown.about:
        case QuestionToHost() as question:
            words = {
                QuestionState.ANSWERED: _("✅ Answered"),
                QuestionState.DECLINED: _("🙅 Left without an answer"),
            }
            return words.get(question.state, ""), question.state is QuestionState.ANSWERED
        case Teacher() as teacher:
            names = {TeacherState.APPROVED: _("✅ Approved"), TeacherState.DECLINED: _("✖️ Declined")}
            return names.get(teacher.state, ""), teacher.approved
    decisions = {BookingState.CONFIRMED: _("✅ Welcome"), BookingState.DECLINED: _("✖️ Not this time")}
    return decisions.get(shown.about.state, ""), shown.about.confirmed


def _acts(shown: Card, reader: PersonId, *, owner: bool) -> tuple[Row, ...]:
    if not shown.open:
        return ()
    kind, number = shown.matter.kind, shown.matter.number
    claim = shown.claimed
    if claim is not None and claim.by != reader:
        over = Button(_("🤝 Take it over"), ClaimRequest(kind=kind, number=number, over=1).pack())
        return ((over,),) if owner else ()
    mine = claim is not None
    give_back = Button(_("↩️ Give it back"), GiveBackRequest(kind=kind, number=number).pack())
    if kind is MatterKind.QUESTION:
        no = Button(_("🙅 Don't answer"), DeclineQuestion(question=number).pack())
        if mine:
            block = Button(_("🚫 No more from them"), BlockAsker(question=number).pack())
            return (
                (Button(_("✍️ Type the answer"), AnswerQuestion(question=number).pack()),),
                (no, give_back),
                (block,),
            )
        return ((Button(_("✋ I'll answer"), ClaimRequest(kind=kind, number=number).pack()), no),)
    claiming = Button(_("✋ I'll see to it"), ClaimRequest(kind=kind, number=number).pack())
    return (_answers(kind, number), (give_back if mine else claiming,))


def _answers(kind: MatterKind, number: int) -> Row:
    if kind is MatterKind.TEACHER:
        return (
            Button(_("✅ Approve"), DecideTeacher(teacher=number, approve=1).pack()),
            Button(_("✖️ Decline"), DecideTeacher(teacher=number, approve=0).pack()),
        )
    if kind is MatterKind.CLASS:
        return (
            Button(_("✅ Welcome"), DecideClass(booking=number, welcome=1).pack()),
            Button(_("✖️ Not this time"), DecideClass(booking=number, welcome=0).pack()),
        )
    return (
        Button(_("✅ Welcome"), DecidePupil(booking=number, welcome=1).pack()),
        Button(_("✖️ Not this time"), DecidePupil(booking=number, welcome=0).pack()),
    )


def reasons() -> tuple[str, ...]:
    """The usual reasons for declining a pupil, in the organizer's language; the pupil reads the same words."""
    return (
        _("So many applied that we could not take everybody."),
        _("This time it is meant for other grades."),
        _("Please come to an open day first, so that we get to know each other."),
    )


def why_not(booking: Booking) -> Screen:
    """Why not? One tap declines with that reason."""
    number = booking.id
    rows: list[Row] = [
        (Button(short(words, _LONGEST_LINE), DecidePupil(booking=number, welcome=0, reason=nth).pack()),)
        for nth, words in enumerate(reasons(), start=1)
    ]
    rows.append((Button(_("Without a reason"), DecidePupil(booking=number, welcome=0, reason=9).pack()),))
    text = fill(_("Why can <b>{name}</b> not come? They read what you choose."), name=booking.pupil.first_name)
    return Screen(text=text, rows=(*rows, *back(SeeRequest(kind=MatterKind.APPLICATION, number=number).pack())))


def pupil_decided(booking: Booking, *, welcome: bool, more: int) -> Screen:
    """What was decided about a pupil, and whether others wait."""
    if not welcome:
        said = _("{name} is told that it can't be this time. The seat went on.")
    elif booking.confirmed:
        said = _("✅ {name} is welcome, and has the ticket.")
    else:
        said = _("✅ {name} is welcome. A parent has to say yes once more, then the ticket goes out.")
    return Screen(text=fill(said, name=booking.pupil.first_name), rows=more_waits(more))


def more_waits(more: int) -> tuple[Row, ...]:
    """The way on to what else waits, back to organizing, and home."""
    rows: list[Row] = []
    if more:
        words = plural("📋 {n} more waits", "📋 {n} more wait", more)
        rows.append((Button(words, SeeRequests().pack()),))
    return (*rows, (Button(_("🛠 Organizing"), Organize().pack()), *home_row()))


def back(to: str) -> tuple[Row, ...]:
    """One step back, and home."""
    return ((Button(_("⬅️ Back"), to), *home_row()),)
