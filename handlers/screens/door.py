"""What a door says: let in, in already, why not and what can be done; classes counted; those without a booking."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from domain.bookings import BookingState
from domain.check_in import Answer, ClassAtDoor, Guest, How, Mark, ShownCode, Verdict
from domain.classes import LARGEST_CLASS, MOST_ADULTS
from domain.identities import Intent, PersonId
from handlers.check_in_buttons import (
    Admit,
    CountClass,
    LetClassIn,
    LetIn,
    SeeDoor,
    SeeGuest,
    ShowDoorCode,
    TickOff,
    UndoArrival,
    WalkInAge,
    WalkInSheet,
)
from handlers.check_in_states import Headcount, WalkingIn
from handlers.screens import dates
from handlers.screens.lengths import short
from handlers.screens.screen import Button, File, Row, Screen
from handlers.screens.words import home_row
from handlers.texts import Html, _, fill, language

_MEMBERS: Final = 10
_IN_A_ROW: Final = 2
_LONGEST_NAME: Final = 26


def answer(of: Answer, reader: PersonId, intent: Intent, *, page: int = 0) -> Screen:
    """What the door says to a party, on a screen of its own: after a scan, or a look."""
    guest = of.guest
    parts = [said(of, reader), about(guest), _warnings(guest)]
    if of.verdict in {Verdict.LET_IN, Verdict.ALREADY_IN}:
        parts.append(fill(_("Here now: {here} of {expected}"), here=of.here, expected=of.expected))
    return Screen(text="\n".join(part for part in parts if part), rows=(*_ways(of, intent, page), _back(of, page)))


def said(of: Answer, reader: PersonId) -> Html:
    """The answer in one line: green and in, or why not and what would be right."""
    if of.verdict is Verdict.OTHER_DOOR:
        return _other_door(of)
    if of.verdict is Verdict.NOT_COMING:
        return _ended(of)
    return fill(
        _SAID[of.verdict](),
        name=of.guest.name or "—",
        n=of.place_in_line or 1,
        how=marked(of.guest.mark, reader, of.slot.zone) if of.guest.mark else "",
    )


_SAID: Final[dict[Verdict, Callable[[], str]]] = {
    Verdict.LET_IN: lambda: _("🟢 <b>{name} is in.</b>"),
    Verdict.ALREADY_IN: lambda: _("🟡 <b>{name} is in already</b>, {how}."),
    Verdict.COUNT_IT: lambda: _("👥 <b>{name}</b> is a class: count them first."),
    Verdict.NO_PERMISSION: lambda: _(
        "🟠 <b>{name}: no parent has said yes yet.</b>\nIf a signed sheet is here, you can let them in with it. "
        "Otherwise a parent can still answer by the link that {name} has."
    ),
    Verdict.WAITING: lambda: _(
        "🟠 <b>{name} has no seat, only place {n} in the waiting list.</b>\nUntil it begins, seats go in that order; "
        "then you can give away what is left."
    ),
    Verdict.UNDECIDED: lambda: _("🟠 <b>{name} has asked to come, and nobody has decided yet.</b>"),
    Verdict.CALLED_OFF: lambda: _("🔴 <b>{name}: this does not take place.</b> Everybody was told."),
}


def short_answer(of: Answer, reader: PersonId) -> Html:
    """The same above the list, which goes on: a code was said aloud, and they are in."""
    more = "🚫📷" if of.guest.no_photos else ""
    return fill("{said} {about} {more}", said=said(of, reader), about=about(of.guest), more=more)


def class_counted(of: Answer, intent: Intent) -> Screen:
    """A class was counted: how many are in, or that it did not come."""
    mark = of.guest.mark
    if mark is None or not mark.present:
        text = fill(_("✖️ <b>{name}</b> did not come, it is noted."), name=of.guest.name)
    else:
        text = fill(
            _("🟢 <b>{name} is in:</b> {pupils} + {adults}."),
            name=of.guest.name,
            pupils=mark.pupils,
            adults=mark.adults,
        )
    parts = [text, _warnings(of.guest), fill(_("Here now: {here} of {expected}"), here=of.here, expected=of.expected)]
    shown = [*_ways(replace(of, verdict=Verdict.LET_IN), intent, 0), _back(of, 0)]
    return Screen(text="\n".join(part for part in parts if part), rows=tuple(shown))


def _other_door(of: Answer) -> Html:
    return fill(
        _(
            "🔴 <b>{name}: this ticket is for another door.</b>\n{title}\n📅 {when}\nPlease send them there, or ask "
            "them to come back then."
        ),
        name=of.guest.name or "—",
        title=of.slot.event.title.to(language()),
        when=dates.moment(of.meeting.starts_at, of.slot.zone),
    )


def _ended(of: Answer) -> Html:
    words = {
        BookingState.CANCELLED: _("🔴 <b>{name}: this booking was cancelled.</b>"),
        BookingState.DECLINED: _("🔴 <b>{name}: this booking was declined.</b>"),
        BookingState.EXPIRED: _("🔴 <b>{name}: this booking ran out, nobody had answered in time.</b>"),
    }
    more = _("While there is a seat, you can let them in all the same.")
    return fill("{said}\n{more}", said=fill(words[of.guest.state], name=of.guest.name or "—"), more=more)


def marked(mark: Mark, reader: PersonId, zone: str) -> str:
    """Since when, by whom and how: "since 15:28, by Dina, from the list"."""
    when = dates.clock(mark.noted_at, zone)
    ways = {
        How.BY_LIST: _("since {when}, by {who}, from the list"),
        How.BY_CODE: _("since {when}, by {who}, by code"),
        How.BY_TICKET: _("since {when}, by {who}, by ticket"),
        How.AT_THE_DOOR: _("since {when}, by the code at the door"),
        How.WALK_IN: _("since {when}, without a booking, by {who}"),
        How.AFTERWARDS: _("entered afterwards by {who}"),
    }
    who = _("you") if mark.by == reader else mark.by_name or _("a colleague")
    return ways[mark.how].format(when=when, who=who)


def about(guest: Guest) -> Html:
    """Grade and school, and what the event asked besides."""
    if guest.is_class:
        return fill(
            _("{school} · expected: {pupils} + {adults}"),
            school=guest.school,
            pupils=guest.pupils,
            adults=guest.adults,
        )
    told = fill(_("grade {grade} · {school}"), grade=guest.grade, school=guest.school)
    return fill("{told} · {answer}", told=told, answer=guest.answer) if guest.answer else told


def _warnings(guest: Guest) -> Html:
    lines = []
    if guest.no_photos and guest.is_class:
        lines.append(_("🚫📷 No photos: {n}").format(n=guest.no_photos))
    elif guest.no_photos:
        lines.append(_("🚫📷 No photos"))
    if guest.permission_missing:
        lines.append(_("⚠️ No permission yet"))
    return fill("<b>{lines}</b>", lines="\n".join(lines)) if lines else Html("")


def _ways(of: Answer, intent: Intent, page: int) -> list[Row]:
    meeting, booking = of.meeting.id, of.guest.booking

    def admit(words: str, sheet: int) -> Row:
        return (Button(words, Admit(meeting=meeting, booking=booking, sheet=sheet, intent=intent).pack()),)

    match of.verdict:
        case Verdict.LET_IN | Verdict.ALREADY_IN:
            undo = UndoArrival(meeting=meeting, booking=booking, page=page, intent=intent)
            rows: list[Row] = [(Button(_("↩️ Take it back"), undo.pack()),)]
            if of.guest.is_class:
                rows.insert(0, (Button(_("✏️ Count anew"), SeeGuest(meeting=meeting, booking=booking).pack()),))
            return rows
        case Verdict.COUNT_IT:
            return [(Button(_("👥 Count the class"), SeeGuest(meeting=meeting, booking=booking).pack()),)]
        case Verdict.OTHER_DOOR | Verdict.CALLED_OFF:
            return []
        case _ if of.guest.is_class:
            return []
        case _ if of.guest.permission_missing:
            return [
                admit(_("📄 The signed sheet is here: let in"), 1),
                admit(_("📄📷 It allows photos, too: let in"), 2),
            ]
        case _:
            return [admit(_("✅ Let in all the same"), 0)]


def _back(of: Answer, page: int) -> Row:
    return (Button(_("🚪 To the door"), SeeDoor(meeting=of.meeting.id, page=page).pack()), *home_row())


def unmarked(of: Answer, intent: Intent, *, page: int) -> Screen:
    """A party that nobody has marked, looked at where a mark was taken back or it was not there."""
    guest = of.guest
    text = fill("<b>{name}</b>\n{about}\n{more}", name=guest.name or "—", about=about(guest), more=_warnings(guest))
    if guest.mark is not None:
        text = fill("{text}\n✖️ {words}", text=text, words=_("Was not there, as somebody has noted."))
    let_in = LetIn(meeting=of.meeting.id, booking=guest.booking, page=page, intent=intent)
    return Screen(text=text, rows=((Button(_("✅ Let in"), let_in.pack()),), _back(of, page)))


def counting(of: ClassAtDoor, state: Headcount, reader: PersonId) -> Screen:
    """How many of a class are here: by plus and minus, by a number typed, or by names ticked off."""
    guest, zone = of.guest, of.door.slot.zone
    parts = [
        fill("👥 <b>{name}</b> · {about}", name=guest.name, about=about(guest)),
        fill("👤 {teacher}{phone}", teacher=of.teacher, phone=f" · {of.phone}" if of.phone else ""),
        fill("♿ {words}", words=_("They come with a wheelchair.")) if of.wheelchair else None,
        fill("ℹ️ {note}", note=of.note) if of.note else None,
        fill(_("🟡 Counted: {n}, {how}."), n=guest.mark.heads, how=marked(guest.mark, reader, zone))
        if guest.mark
        else None,
        _warnings(guest),
    ]
    ask = (
        _("How many pupils are here? Tap, or type the number. Tap the names of those who are missing.")
        if of.members
        else _("How many pupils are here? Tap, or type the number.")
    )
    text = "\n".join(part for part in parts if part)
    rows = [_step(_("Pupils"), state, "pupils"), _step(_("Adults"), state, "adults")]
    rows += _ticks(of, state)
    if of.door.phase.lets_in:
        words = (
            _("✅ Let in: {pupils} + {adults}").format(pupils=state.pupils, adults=state.adults)
            if state.pupils + state.adults
            else _("✖️ They did not come")
        )
        rows.append((Button(words, LetClassIn(intent=state.intent).pack()),))
    if guest.mark is not None:
        undo = UndoArrival(meeting=state.meeting, booking=state.booking, page=0, intent=f"{state.intent}u")
        rows.append((Button(_("↩️ Take it back"), undo.pack()),))
    rows.append((Button(_("🚪 To the door"), SeeDoor(meeting=state.meeting).pack()), *home_row()))
    return Screen(text=f"{text}\n\n{ask}", rows=tuple(rows))


def _step(words: str, state: Headcount, what: str) -> Row:
    pupils, adults = state.pupils, state.adults

    def to(change: int) -> str:
        if what == "pupils":
            return CountClass(pupils=min(max(pupils + change, 0), LARGEST_CLASS), adults=adults).pack()
        return CountClass(pupils=pupils, adults=min(max(adults + change, 0), MOST_ADULTS)).pack()

    number = pupils if what == "pupils" else adults
    return (Button("➖", to(-1)), Button(f"{words}: {number}", to(0)), Button("➕", to(1)))


def _ticks(of: ClassAtDoor, state: Headcount) -> list[Row]:
    pages = -(-len(of.members) // _MEMBERS)
    page = min(state.page, max(pages - 1, 0))
    away = frozenset(state.absent)
    buttons = [
        Button(
            f"{'✖️' if one.pupil in away else '☑️'} {short(one.name, _LONGEST_NAME)}"
            f" {'🚫📷' if one.no_photos else ''}{'⚠️' if one.permission_missing else ''}".rstrip(),
            TickOff(pupil=one.pupil, missing=int(one.pupil not in away), page=page).pack(),
        )
        for one in of.members[page * _MEMBERS : (page + 1) * _MEMBERS]
    ]
    rows: list[Row] = [tuple(buttons[at : at + _IN_A_ROW]) for at in range(0, len(buttons), _IN_A_ROW)]
    turning = [
        Button(sign, TickOff(pupil=0, missing=0, page=to).pack())
        for sign, to in (("⬅️", page - 1), ("➡️", page + 1))
        if 0 <= to < pages
    ]
    return [*rows, tuple(turning)] if turning else rows


def who_walks_in(head: Html, state: WalkingIn) -> Screen:
    """Who is it, without a booking?"""
    text = fill(
        _(
            "{head}\n\n➕ <b>Without a booking</b>\n\nType first name and grade, and the school if you know it: "
            "<i>Dana 8</i>, or <i>Dana 8 № 239</i>."
        ),
        head=head,
    )
    return Screen(text=text, rows=(_stop(state),))


def which_side(state: WalkingIn, consent_under: int) -> Screen:
    """On which side of the age line?"""
    text = fill(_("<b>{name}, grade {grade}</b>\n\nHow old are they?"), name=state.first_name, grade=state.grade)
    ages = (
        Button(_("Not {age} yet").format(age=consent_under), WalkInAge(older=0).pack()),
        Button(_("{age} already, or more").format(age=consent_under), WalkInAge(older=1).pack()),
    )
    return Screen(text=text, rows=(ages, _stop(state)))


def is_a_sheet_here(state: WalkingIn) -> Screen:
    """Has a parent signed?"""
    text = fill(
        _(
            "<b>{name}, grade {grade}</b>\n\nA parent has to say yes first. Is a signed sheet here? Keep it: it is the "
            "proof."
        ),
        name=state.first_name,
        grade=state.grade,
    )
    return Screen(
        text=text,
        rows=(
            (Button(_("📄 The signed sheet is here: let in"), WalkInSheet(sheet=1).pack()),),
            (Button(_("📄📷 It allows photos, too: let in"), WalkInSheet(sheet=2).pack()),),
            (Button(_("✖️ No sheet: not today"), SeeDoor(meeting=state.meeting).pack()), *home_row()),
        ),
    )


def _stop(state: WalkingIn) -> Row:
    return (Button(_("✖️ Stop"), SeeDoor(meeting=state.meeting).pack()), *home_row())


def code_is_coming(head: Html, meeting: int) -> Screen:
    """The code for the door appears below in a moment."""
    text = fill(
        _(
            "{head}\n\n📱 The code comes as a picture below, and changes every minute. Put this phone or a tablet at "
            "the entrance: visitors scan it with their own cameras. It goes by itself when it is over."
        ),
        head=head,
    )
    return Screen(
        text=text,
        rows=(
            (Button(_("✖️ Take the code down"), ShowDoorCode(meeting=meeting, on=0).pack()),),
            (Button(_("🚪 To the door"), SeeDoor(meeting=meeting).pack()), *home_row()),
        ),
    )


def code_at_the_door(of: ShownCode, picture: File) -> Screen:
    """This minute's code, for visitors to scan."""
    text = fill(
        _("🚪 <b>{title}</b>\nPoint your phone's camera at the code to check in. It changes every minute."),
        title=short(of.slot.event.title.to(language())),
    )
    down = ShowDoorCode(meeting=of.meeting.id, on=0)
    return Screen(text=text, picture=picture, rows=((Button(_("✖️ Take the code down"), down.pack()),),))


def code_taken_down() -> str:
    """Instead of the code, where its message cannot be deleted."""
    return _("This code was taken down.")
