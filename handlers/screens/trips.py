"""A teacher's trips: the list, the way into a calendar, and who of a class was there as a table."""

from typing import Final

from domain.bookings import BookingState
from domain.class_trips import CalendarTrip, ClassAttendance, Presence, Trip, TripPage, Visit
from domain.classes import SchoolClass
from domain.moments import local
from handlers.class_buttons import MyClasses, SeeClass, SeeClassBooking
from handlers.handover_buttons import MyTrips, TakeAttendance, TripsCalendar
from handlers.screens import class_words, dates
from handlers.screens.lengths import short
from handlers.screens.screen import Button, File, Row, Screen, Where
from handlers.screens.words import home_row, place
from handlers.texts import _, fill, language, plural
from papers.calendars import FeedEntry
from papers.spreadsheets import Column, Kind, Table

_ICONS: Final = {
    BookingState.CONFIRMED: "✅",
    BookingState.REQUESTED: "⏳",
    BookingState.WAITLISTED: "🙋",
    BookingState.OFFERED: "🎉",
}


def trips(page: TripPage, *, past: bool) -> Screen:
    """Coming ones, or past ones; each is a tap."""
    rows: list[Row] = [(Button(short(_line(one)), SeeClassBooking(booking=one.booking).pack()),) for one in page.trips]
    turning = []
    if page.page:
        turning.append(Button("⬅️", MyTrips(past=int(past), page=page.page - 1).pack()))
    if page.more:
        turning.append(Button("➡️", MyTrips(past=int(past), page=page.page + 1).pack()))
    if turning:
        rows.append(tuple(turning))
    other = Button(_("⬅️ Coming ones"), MyTrips().pack()) if past else Button(_("🕰 Past ones"), MyTrips(past=1).pack())
    rows += [
        (other, Button(_("📅 In my calendar"), TripsCalendar().pack())),
        (Button(_("👥 My classes"), MyClasses().pack()), *home_row()),
    ]
    if page.trips:
        hint = _("Tap one to see more.")
    else:
        hint = _("Nothing here yet.") if past else _("Nothing is booked just now.")
    title = _("🚌 <b>My trips: past</b>") if past else _("🚌 <b>My trips</b>")
    return Screen(text=f"{title}\n\n{hint}", rows=tuple(rows))


def _line(one: Trip) -> str:
    when = dates.moment(one.slot.starts_at, one.slot.zone)
    came = "" if one.came is None else " · " + plural("{n} came", "{n} came", one.came)
    return f"{_ICONS.get(one.state, '✖️')} {when} · {one.school_class}{came} · {one.slot.title.to(language())}"


def calendar(address: str) -> Screen:
    """The link for calendar programs, and how to use it."""
    text = fill(
        _(
            "📅 <b>Your trips in your calendar</b>\n\n{address}\n\nAdd it in Google Calendar under "
            "<i>Other calendars → From "
            "URL</i>, on an iPhone under <i>Calendars → Add Subscription Calendar</i>. It follows by "
            "itself when a trip is "
            "moved or called off. It says where your classes go and how many they are, and names no pupil. Keep it to "
            "yourself: whoever has the link sees that."
        ),
        address=address,
    )
    return Screen(
        text=text,
        rows=(
            (Button(_("📄 As a file"), TripsCalendar(what="f").pack()),),
            (
                Button(_("♻️ Another link"), TripsCalendar(what="n").pack()),
                Button(_("🚫 No link"), TripsCalendar(what="x").pack()),
            ),
            (_to_trips(), *home_row()),
        ),
    )


def no_link() -> Screen:
    """The link is gone."""
    text = _("The link no longer works. You can have a new one any time.")
    again = Button(_("📅 A new link"), TripsCalendar(what="n").pack())
    return Screen(text=text, rows=((again,), (_to_trips(), *home_row())))


def calendar_file(content: bytes) -> Screen:
    """All trips as a file."""
    text = _("📅 Your trips. Open the file to put them into your calendar; it does not follow when something moves.")
    return Screen(text=text, document=File(content, "trips.ics"), where=Where.BESIDE)


def calendar_name() -> str:
    """What the calendar is called in the program that shows it."""
    return _("Class trips")


def entries(of: CalendarTrip, username: str) -> list[FeedEntry]:
    """A trip as a calendar has it, one entry for each meeting: event, place, times, class and numbers; no pupil."""
    booking, slot = of.booking, of.booking.slot
    title = slot.event.title.to(language())
    name = f"{booking.school_class.name}: {title}"
    found = []
    for number, meeting in enumerate(slot.meetings, 1):
        counted = f" ({number}/{len(slot.meetings)})" if len(slot.meetings) > 1 else ""
        found.append(
            FeedEntry(
                uid=f"trip-{booking.id}-{meeting.id}@{username}",
                sequence=2 * meeting.version + int(of.cancelled),
                changed_at=of.changed_at,
                starts_at=meeting.starts_at,
                ends_at=meeting.ends_at,
                zone=slot.zone,
                title=f"{name}{counted}",
                description=class_words.party(booking.seats - booking.adults, booking.adults),
                place=place(slot.place) if slot.place else "",
                latitude=slot.place.latitude if slot.place else None,
                longitude=slot.place.longitude if slot.place else None,
                cancelled=of.cancelled,
            )
        )
    return found


def which_form(known: SchoolClass) -> Screen:
    """As what?"""
    text = fill(
        _(
            "📊 <b>Who of {name} was where</b>\n\nA table of the visits that are over: how many came, and, where the "
            "absent were ticked at the door, who. Names are on it: keep it where the school keeps such lists."
        ),
        name=known.name,
    )
    forms = (
        Button(_("📗 Excel"), TakeAttendance(school_class=known.id, form="x").pack()),
        Button(_("📄 CSV"), TakeAttendance(school_class=known.id, form="c").pack()),
    )
    return Screen(text=text, rows=(forms, (_to_class(known), *home_row())))


def attendance(of: ClassAttendance, file: File) -> Screen:
    """The table."""
    visits = plural("{n} visit", "{n} visits", len(of.visits))
    text = fill(_("📊 <b>{name}</b>: {visits}"), name=of.school_class.name, visits=visits)
    return Screen(text=text, document=file, where=Where.BESIDE)


def no_visits(known: SchoolClass) -> Screen:
    """Nothing to tell yet."""
    text = fill(_("{name} has been nowhere yet. After the first visit there is a table here."), name=known.name)
    return Screen(text=text, rows=((_to_class(known), *home_row()),))


def no_table_now(known: SchoolClass) -> Screen:
    """The table could not be made."""
    text = _("⚠️ The table could not be made just now. Please try again in a minute.")
    return Screen(text=text, rows=((_to_class(known), *home_row()),))


def table(of: ClassAttendance) -> Table:
    """Members down, visits across; the numbers below, for classes without a list, too."""
    heads = tuple(Column(_head(visit)) for visit in of.visits)
    rows: list[tuple[str, ...]] = [(member.name, *_said(member)) for member in of.members]
    rows += [
        (_("Pupils who came"), *(_number(visit.pupils) for visit in of.visits)),
        (_("Adults who came"), *(_number(visit.adults) for visit in of.visits)),
        (_("Pupils booked for"), *(_number(visit.expected) for visit in of.visits)),
    ]
    note = _("{name}, {school}. Empty: nobody has said.").format(
        name=of.school_class.name, school=class_words.school(of.school_class.school)
    )
    return Table(
        title=of.school_class.name,
        columns=(Column(_("Name"), Kind.TEXT), *heads),
        rows=tuple(rows),
        note=note,
    )


def _head(visit: Visit) -> str:
    return f"{local(visit.starts_at, visit.zone):%d.%m.%Y %H:%M} {visit.title.to(language())}"


def _said(member: Presence) -> list[str]:
    return ["" if was is None else _("yes") if was else _("no") for was in member.there]


def _number(number: int | None) -> str:
    return "" if number is None else str(number)


def _to_trips() -> Button:
    return Button(_("🚌 My trips"), MyTrips().pack())


def _to_class(known: SchoolClass) -> Button:
    return Button(_("⬅️ To the class"), SeeClass(school_class=known.id).pack())
