"""A teacher's classes as organizers see them: to hand over, or to give their bookings up where the teacher is gone."""

from collections.abc import Sequence

from domain.handovers import LedClass
from domain.teachers import Teacher, TeacherState
from handlers.handover_buttons import CancelLeft, HandOver
from handlers.organizer_buttons import SeeTeacher
from handlers.screens import class_words
from handlers.screens.lengths import short
from handlers.screens.screen import Button, Row, Screen
from handlers.screens.words import home_row
from handlers.texts import Html, _, fill, plural


def lines(of: Teacher, led: Sequence[LedClass]) -> Html:
    """The classes in numbers, under the teacher; what has to be decided where the teacher is gone."""
    if not led:
        return Html("")
    told = [
        fill(
            "👥 {name} · {pupils} · {bookings}{offered}",
            name=one.school_class.name,
            pupils=class_words.pupils(one.school_class.size),
            bookings=plural("{n} booking ahead", "{n} bookings ahead", one.bookings),
            offered=" · " + _("being handed over") if one.offered else "",
        )
        for one in led
    ]
    if of.state is TeacherState.REVOKED and any(one.bookings for one in led):
        question = _("What becomes of them? Hand them over, give the bookings up, or leave them as they are.")
        told.append(Html(f"\n❗ {question}"))
    return Html("\n\n" + "\n".join(told))


def rows(of: Teacher, led: Sequence[LedClass]) -> tuple[Row, ...]:
    """Each class to be handed over; and giving up what they are booked for, once the teacher may not bring them."""
    found: list[Row] = [
        (
            Button(
                short(_("🤝 Hand {name} over").format(name=one.school_class.name)),
                HandOver(school_class=one.school_class.id).pack(),
            ),
        )
        for one in led
    ]
    if of.state is TeacherState.REVOKED and any(one.bookings for one in led):
        found.append((Button(_("✖️ Give the bookings up"), CancelLeft(teacher=of.id).pack()),))
    return tuple(found)


def ask_cancel(of: Teacher, led: Sequence[LedClass]) -> Screen:
    """Really give them up?"""
    text = fill(
        _(
            "<b>Give up what these classes are booked for?</b>\n\n{classes}\n\nThe seats at your "
            "events go to whoever waits, "
            "and everybody who joined is told. Bookings at other hosts stay; their organizers decide."
        ),
        classes=", ".join(one.school_class.name for one in led if one.bookings),
    )
    yes = Button(_("Yes, give them up"), CancelLeft(teacher=of.id, sure=1).pack())
    return Screen(text=text, rows=((yes,), (Button(_("✖️ No"), SeeTeacher(teacher=of.id).pack()), *home_row())))


def cancelled(number: int) -> Html:
    """Above the teacher: what was given up."""
    return Html(plural("✅ {n} booking was given up.", "✅ {n} bookings were given up.", number))
