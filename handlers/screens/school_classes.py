"""A teacher's classes: all of them, one, who joins, and the few questions that a new one takes."""

from collections.abc import Sequence
from typing import Final

from domain.bookings import BookingState
from domain.classes import ClassBooking, Entry, Joining, Roster, SchoolClass
from domain.teachers import Teacher
from handlers.buttons import Browse, StopRegistering
from handlers.class_buttons import (
    Accept,
    AcceptAll,
    AddNames,
    CloseClass,
    MakeClass,
    MyClasses,
    OpenLink,
    ResizeClass,
    RevokeLink,
    SeeClass,
    SeeClassBooking,
    SeeJoiner,
    SeeRoster,
    StrikeEntry,
    TurnAway,
)
from handlers.handover_buttons import HandOver, MakePupilLink, MyTrips, TakeAttendance
from handlers.house import House
from handlers.links import LinkTo, deep_link, share_link
from handlers.screens import class_words, dates
from handlers.screens.lengths import short
from handlers.screens.screen import Button, File, Row, Screen, Where
from handlers.screens.words import home_row
from handlers.texts import Html, _, fill, plural

PAGE: Final = 8

_ICONS: Final = {
    BookingState.CONFIRMED: "✅",
    BookingState.REQUESTED: "⏳",
    BookingState.WAITLISTED: "🙋",
    BookingState.OFFERED: "🎉",
}


def classes(mine: Sequence[SchoolClass], booked: Sequence[ClassBooking]) -> Screen:
    """All my classes, and what they are booked for."""
    rows: list[Row] = [
        (Button(short(f"👥 {one.name} · {class_words.pupils(one.size)}"), SeeClass(school_class=one.id).pack()),)
        for one in mine
    ]
    rows += [
        (Button(short(f"{_ICONS[one.state]} {_when(one)} · {one.school_class.name}"), _see(one)),) for one in booked
    ]
    rows += [
        (Button(_("🚌 My trips"), MyTrips().pack()),),
        (Button(_("➕ New class"), MakeClass().pack()), Button(_("🗓 Upcoming"), Browse().pack())),
    ]
    if mine:
        hint = _("To bring one somewhere, choose a date under Upcoming and press <b>Bring a class</b>.")
    else:
        hint = _("Make your first class: its name and how many pupils it has are enough. A list can come later.")
    return Screen(text=fill(_("<b>My classes</b>\n\n{hint}"), hint=Html(hint)), rows=(*rows, home_row()))


def _when(booking: ClassBooking) -> str:
    return dates.moment(booking.slot.starts_at, booking.slot.zone)


def _see(booking: ClassBooking) -> str:
    return SeeClassBooking(booking=booking.id).pack()


def school_class(roster: Roster) -> Screen:
    """One class: its list, who joined, and what can be done."""
    known = roster.school_class
    lines = [
        fill(_("👥 <b>{name}</b> · {school}"), name=known.name, school=class_words.school(known.school)),
        Html(class_words.pupils(known.size)),
        fill(
            _("📋 On the list: {n}. Joined here: {joined} of {size}."),
            n=len(roster.entries),
            joined=len(roster.joined),
            size=known.size,
        ),
    ]
    rows: list[Row] = []
    if roster.asking:
        asking = _("👋 Who asks to join: {n}").format(n=len(roster.asking))
        rows.append((Button(asking, SeeRoster(school_class=known.id, asking=1).pack()),))
    if roster.entries or roster.joined:
        rows.append((Button(_("📋 List"), SeeRoster(school_class=known.id).pack()),))
    rows += [
        (
            Button(_("➕ Add names"), AddNames(school_class=known.id).pack()),
            Button(_("🔗 Link for the class"), OpenLink(school_class=known.id).pack()),
        ),
        (
            Button(_("✏️ Number of pupils"), ResizeClass(school_class=known.id).pack()),
            Button(_("🗄 Close it"), CloseClass(school_class=known.id).pack()),
        ),
        (
            Button(
                _("⏳ Being handed over") if roster.offered else _("🤝 Hand it over"),
                HandOver(school_class=known.id).pack(),
            ),
            Button(_("📊 Attendance"), TakeAttendance(school_class=known.id).pack()),
        ),
        *back(),
    ]
    return Screen(text="\n".join(lines), rows=tuple(rows))


def link(known: SchoolClass, house: House, picture: File) -> Screen:
    """The link and QR by which pupils and parents ask to join, with a text for the class chat that names nobody."""
    address = deep_link(house.username, LinkTo.CLASS, known.link_token)
    text = fill(
        _(
            "🔗 <b>For the chat of {name}</b>\n\n{address}\n\nWhoever opens it asks to join, for themselves or for "
            "their child. They see nothing of the class; you decide who gets in."
        ),
        name=known.name,
        address=address,
    )
    invitation = _("Please open this link, so that I can gather who comes with our class and the permissions:")
    return Screen(
        text=text,
        picture=picture,
        where=Where.KEPT,
        rows=(
            (Button(_("↗️ Send to the class chat"), url=share_link(address, invitation)),),
            (Button(_("🚫 Take the link back"), RevokeLink(school_class=known.id).pack()),),
            (Button(_("⬅️ To the class"), SeeClass(school_class=known.id).pack()), *home_row()),
        ),
    )


def roster(of: Roster, *, page: int) -> Screen:
    """The list with who joined; those who joined and are on no line stand below."""
    known = of.school_class
    unmatched = [one for one in of.joined if one.entry is None]
    everybody: list[Entry | Joining] = [*of.entries, *unmatched]
    shown = everybody[page * PAGE : (page + 1) * PAGE]
    rows: list[Row] = [(_line(known, one),) for one in shown]
    rows += _turning(SeeRoster(school_class=known.id, page=page), len(everybody))
    text = fill(
        _(
            "📋 <b>{name}</b>: {joined} of {size} joined.\n\n✅ joined here · ▫️ on the list only · ❔ joined, but on "
            "no line\nTap a name to match it, or to take it off."
        ),
        name=known.name,
        joined=len(of.joined),
        size=known.size,
    )
    return Screen(text=text, rows=(*rows, *_to_class(known)))


def _line(known: SchoolClass, one: Entry | Joining) -> Button:
    if isinstance(one, Joining):
        return Button(short(f"❔ {one.pupil.first_name}"), SeeJoiner(joining=one.id).pack())
    icon = "✅" if one.joined else "▫️"
    return Button(short(f"{icon} {one.name}"), StrikeEntry(school_class=known.id, entry=one.id).pack())


def asking(of: Roster, *, page: int) -> Screen:
    """Who asks to join: each by a tap, or all at once."""
    known = of.school_class
    shown = of.asking[page * PAGE : (page + 1) * PAGE]
    rows: list[Row] = [(Button(short(f"👋 {_who(one)}"), SeeJoiner(joining=one.id).pack()),) for one in shown]
    rows += _turning(SeeRoster(school_class=known.id, asking=1, page=page), len(of.asking))
    if of.asking:
        words = plural("✅ Accept {n}", "✅ Accept all {n}", len(of.asking))
        rows.insert(0, (Button(words, AcceptAll(school_class=known.id).pack()),))
        text = fill(
            _("👋 <b>Who asks to join {name}</b>\n\nA stranger? Tap the name to turn them away."), name=known.name
        )
    else:
        text = fill(_("Nobody asks to join {name} just now."), name=known.name)
    return Screen(text=text, rows=(*rows, *_to_class(known)))


def _who(one: Joining) -> str:
    name = _("{name}, grade {grade}").format(name=one.pupil.first_name, grade=one.pupil.grade)
    return _("{name} (by a parent)").format(name=name) if one.by_parent else name


def joiner(one: Joining, known: SchoolClass, free_lines: Sequence[Entry]) -> Screen:
    """Somebody who asks, or is in: which line of the list are they?"""
    rows: list[Row] = [
        (Button(short(f"📋 {line.name}"), Accept(joining=one.id, entry=line.id).pack()),) for line in free_lines
    ]
    if one.state == "asked":
        rows.append((Button(_("✅ Accept, on no line"), Accept(joining=one.id).pack()),))
    rows.append((Button(_("✖️ Turn away"), TurnAway(joining=one.id).pack()),))
    if one.state == "accepted":
        rows.append((Button(_("🔑 Another account"), MakePupilLink(pupil=one.pupil.id).pack()),))
    head = fill(_("👋 <b>{who}</b>\n🏫 {school}"), who=_who(one), school=class_words.school(one.pupil.school))
    hint = Html(_("Which line of your list is this? The likeliest stand first.") if free_lines else "")
    return Screen(text=fill("{head}\n\n{hint}", head=head, hint=hint), rows=(*rows, *_to_class(known)))


def entry(one: Entry, known: SchoolClass) -> Screen:
    """One line of the list."""
    text = fill("📋 <b>{name}</b> · {school_class}", name=one.name, school_class=known.name)
    strike = Button(_("🗑 Take off the list"), StrikeEntry(school_class=known.id, entry=one.id, sure=1).pack())
    claim = Button(
        _("🔑 Another account") if one.joined else _("🔑 Link for this pupil"), MakePupilLink(pupil=one.pupil).pack()
    )
    return Screen(text=text, rows=((claim,), (strike,), *_to_class(known)))


def ask_close(known: SchoolClass) -> Screen:
    """Really close it?"""
    text = fill(
        _("<b>Close {name}?</b>\n\nIt is listed no more, and its link stops working. Its bookings stay as they are."),
        name=known.name,
    )
    yes = Button(_("Yes, close it"), CloseClass(school_class=known.id, sure=1).pack())
    no = Button(_("No, leave it"), SeeClass(school_class=known.id).pack())
    return Screen(text=text, rows=((yes,), (no, *home_row())))


def which_school(schools: Sequence[Teacher]) -> Screen:
    """Of which school?"""
    rows: list[Row] = [
        (Button(short(class_words.school(one.school)), MakeClass(teacher=one.id).pack()),) for one in schools
    ]
    return Screen(text=_("Of which school is the class?"), rows=(*rows, *back()))


def ask_name() -> Screen:
    """What is it called?"""
    return Screen(text=_("<b>A new class.</b> What is it called? For example: 8Б."), rows=(_cancel(),))


def ask_grade(name: str) -> Screen:
    """Which grade is it?"""
    return Screen(text=fill(_("Which grade is {name} in? Type a number."), name=name), rows=(_cancel(),))


def ask_size(name: str) -> Screen:
    """How many pupils?"""
    return Screen(text=fill(_("How many pupils does {name} have? Type a number."), name=name), rows=(_cancel(),))


def back() -> tuple[Row, ...]:
    """The way to all classes, and home."""
    return ((Button(_("👥 My classes"), MyClasses().pack()), *home_row()),)


def _to_class(known: SchoolClass) -> tuple[Row, ...]:
    return ((Button(_("⬅️ To the class"), SeeClass(school_class=known.id).pack()), *home_row()),)


def _cancel() -> Row:
    return (Button(_("✖️ Cancel"), StopRegistering().pack()),)


def _turning(here: SeeRoster, length: int) -> list[Row]:
    turning = []
    if here.page:
        turning.append(Button("⬅️", here.model_copy(update={"page": here.page - 1}).pack()))
    if (here.page + 1) * PAGE < length:
        turning.append(Button("➡️", here.model_copy(update={"page": here.page + 1}).pack()))
    return [tuple(turning)] if turning else []
