"""What a visitor sees who scanned the code at the door."""

from collections.abc import Callable
from typing import Final

from domain.check_in import Answer, Arrival, Verdict
from domain.door_codes import DoorCode
from domain.identities import PupilId
from handlers.buttons import MyBookings
from handlers.check_in_buttons import ArriveAs
from handlers.screens import dates
from handlers.screens.screen import Button, Row, Screen
from handlers.screens.words import home_row
from handlers.texts import Html, _, fill, language

_SAID: Final[dict[Verdict, Callable[[], str]]] = {
    Verdict.LET_IN: lambda: _("🟢 <b>Welcome, {name}!</b> You are in."),
    Verdict.ALREADY_IN: lambda: _("🟢 <b>{name}</b>: in already, since {when}."),
    Verdict.COUNT_IT: lambda: _(
        "👥 <b>{name}</b> comes in together: your teacher scans the code, or tells the host how many you are."
    ),
    Verdict.NO_PERMISSION: lambda: _(
        "🟠 <b>{name}</b>: a parent has to say yes first, by the link under “My bookings” or on a signed sheet. Please "
        "see the host."
    ),
    Verdict.WAITING: lambda: _("🟠 <b>{name}</b> is in the waiting list. Please see the host: perhaps a seat is left."),
    Verdict.UNDECIDED: lambda: _("🟠 <b>{name}</b>: the host has not decided yet. Please see them."),
    Verdict.CALLED_OFF: lambda: _("🔴 This does not take place, sorry."),
}


def arrived(of: Arrival, code: DoorCode) -> Screen:
    """Who of theirs is in, who may come in, and for whom the host is to be seen."""
    choose = [answer for answer in of.answers if answer.verdict is Verdict.LET_IN and not answer.guest.present]
    parts = [_head(of), *(_line(answer) for answer in of.answers if answer not in choose)]
    rows = [_here(answer.guest.pupil, answer.guest.name, code) for answer in choose if answer.guest.pupil is not None]
    if choose:
        parts.append(Html(_("Who has come?")))
    if of.may_walk_in:
        parts.append(_seats(of))
        rows += [_walk_in(pupil, name, code) for pupil, name in of.may_walk_in]
    if of.seatless:
        parts.append(
            fill(
                _("{names}: no booking here. Please see the host at the entrance; perhaps they can let you in."),
                names=", ".join(of.seatless),
            )
        )
    if not (of.answers or of.may_walk_in or of.seatless):
        parts.append(Html(_("You have no booking here. Please see the host at the entrance: perhaps a seat is left.")))
    return Screen(text="\n\n".join(parts), rows=(*rows, _ways_on()))


def one_arrived(answer: Answer, of: Arrival, code: DoorCode) -> Screen:
    """One of theirs is in; who else?"""
    rest = arrived(of, code)
    return rest.saying(f"✅ {answer.guest.name}") if answer.verdict is Verdict.LET_IN else rest


def see_the_host(why: Html) -> Screen:
    """There is no seat, or a sheet is wanted."""
    text = fill(_("{why}\n\nPlease see the host at the entrance."), why=why)
    return Screen(text=text, rows=(_ways_on(),))


def _head(of: Arrival) -> Html:
    return fill(
        "🚪 <b>{title}</b>\n📅 {when}",
        title=of.slot.event.title.to(language()),
        when=dates.span(of.meeting.starts_at, of.meeting.ends_at, of.slot.zone),
    )


def _line(answer: Answer) -> Html:
    mark = answer.guest.mark
    verdict = answer.verdict
    if answer.guest.is_class and answer.guest.present and mark is not None:
        said = fill(
            _("🟢 <b>{name} is in:</b> {pupils} + {adults}."),
            name=answer.guest.name,
            pupils=mark.pupils,
            adults=mark.adults,
        )
        return fill(_("{said} If you are fewer or more, please tell the host."), said=said)
    when = dates.clock(mark.noted_at, answer.slot.zone) if mark else ""
    photos = (
        "\n🚫📷 " + _("No photos of you: tell whoever takes some.")
        if answer.guest.present and answer.guest.no_photos
        else ""
    )
    return fill("{said}{photos}", said=fill(_SAID[verdict](), name=answer.guest.name, when=when), photos=photos)


def _seats(of: Arrival) -> Html:
    names = ", ".join(name for _pupil, name in of.may_walk_in)
    return fill(_("{names}: no booking here, but there is a seat. Take it now?"), names=names)


def _here(pupil: PupilId, name: str, code: DoorCode) -> Row:
    button = ArriveAs(meeting=code.meeting, minute=code.minute, seal=code.seal, pupil=pupil)
    return (Button(_("✅ {name} is here").format(name=name), button.pack()),)


def _walk_in(pupil: PupilId, name: str, code: DoorCode) -> Row:
    button = ArriveAs(meeting=code.meeting, minute=code.minute, seal=code.seal, pupil=pupil, walk=1)
    return (Button(_("💺 A seat for {name}").format(name=name), button.pack()),)


def _ways_on() -> Row:
    return (Button(_("🎟 My bookings"), MyBookings().pack()), *home_row())
