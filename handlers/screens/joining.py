"""What pupils and parents see who join a class, are asked for a yes, or can't come."""

from collections.abc import Sequence

from domain.classes import ClassBooking, Joining, JoiningState, OfMine, SchoolClass
from domain.moments import Instant
from domain.people import Person, Pupil
from handlers.buttons import MyBookings
from handlers.class_buttons import AskPermission, CannotCome, JoinClass, JoinWithChild, LeaveClass
from handlers.house import House
from handlers.links import LinkTo, deep_link, share_link
from handlers.screens.class_words import about, school
from handlers.screens.screen import Button, Row, Screen
from handlers.screens.words import home_row
from handlers.texts import Html, _, fill


def who_joins(known: SchoolClass, person: Person, token: str) -> Screen:
    """Who would like to join? Of the class one learns its name and school, and nothing else."""
    rows: list[Row] = []
    if person.pupil is not None:
        me = _("🙋 Me: {name}").format(name=person.pupil.first_name)
        rows.append((Button(me, JoinClass(token=token, pupil=person.pupil.id).pack()),))
    else:
        rows.append((Button(_("🙋 I am a pupil of this class"), JoinWithChild(token=token, child=0).pack()),))
    rows += [
        (Button(_("👧 My child: {name}").format(name=child.first_name), JoinClass(token=token, pupil=child.id).pack()),)
        for child in person.children
    ]
    rows.append((Button(_("👪 I am a parent: tell of a child"), JoinWithChild(token=token, child=1).pack()),))
    text = fill(
        _(
            "👥 <b>{name}</b>, {school}\n\nThe teacher gathers the class here, to visit events together. Who would "
            "you like to "
            "join as? The teacher decides who gets in, and sees the first name, grade and school you tell."
        ),
        name=known.name,
        school=school(known.school),
    )
    return Screen(text=text, rows=(*rows, home_row()))


def asked(one: Joining) -> Screen:
    """The teacher decides."""
    name = one.pupil.first_name
    match one.state:
        case JoiningState.ASKED:
            text = fill(_("⏳ Thank you! The teacher looks at it, and I write as soon as {name} is in."), name=name)
        case JoiningState.ACCEPTED:
            text = fill(_("✅ {name} is in the class."), name=name)
        case _:
            text = fill(_("The teacher has not let {name} in. Please ask them yourself."), name=name)
    leave: tuple[Row, ...] = ()
    if one.state in {JoiningState.ASKED, JoiningState.ACCEPTED}:
        leave = ((Button(_("✖️ Leave the class"), LeaveClass(joining=one.id).pack()),),)
    return Screen(text=text, rows=(*leave, home_row()))


def left() -> Screen:
    """Out of the class."""
    return Screen(text=_("You left the class. To come back, open its link again."), rows=(home_row(),))


def forward_to_parent(pupil: Pupil, token: str, house: House, *, own: bool) -> Screen:
    """The link by which a parent says yes."""
    link = deep_link(house.username, LinkTo.GUARDIAN, token)
    if own:
        text = fill(
            _("👪 Send this link to a parent; they open it in their own Telegram and say yes or no:\n\n{link}"),
            link=link,
        )
        words = _("Our class goes on a visit. Please open this link and say whether I may come.")
        return Screen(text=text, rows=((Button(_("👪 Send to a parent"), url=share_link(link, words)),), home_row()))
    text = fill(_("👪 Here you say yes or no for {name}:"), name=pupil.first_name)
    return Screen(text=text, rows=((Button(_("👪 Answer"), url=link),), home_row()))


def with_class(booking: ClassBooking, members: Sequence[OfMine], *, now: Instant) -> Screen:
    """What one's class, or one's child's, is booked for: how each stands; who can't come, or needs a yes, says so."""
    rows: list[Row] = []
    ahead = not booking.state.is_over and booking.slot.ends_at > now
    for one in members if ahead else ():
        rows += _of_mine(booking, one)
    lines = Html("".join("\n" + fill(_standing(one), name=one.pupil.first_name) for one in members))
    text = fill(_("👥 <b>With the class:</b>\n\n{about}\n{lines}"), about=about(booking), lines=lines if ahead else "")
    mine = (Button(_("🎟 My bookings"), MyBookings().pack()), *home_row())
    return Screen(text=text.rstrip("\n"), rows=(*rows, mine))


def _of_mine(booking: ClassBooking, one: OfMine) -> list[Row]:
    data = CannotCome(booking=booking.id, pupil=one.pupil.id, absent=int(not one.absent)).pack()
    words = _("↩️ {name} comes after all") if one.absent else _("✖️ {name} can't come")
    rows: list[Row] = [(Button(words.format(name=one.pupil.first_name), data),)]
    if one.permission_missing and not one.absent:
        ask = AskPermission(booking=booking.id, pupil=one.pupil.id).pack()
        rows.insert(0, (Button(_("👪 A parent's yes for {name}").format(name=one.pupil.first_name), ask),))
    return rows


def _standing(one: OfMine) -> str:
    if one.absent:
        return _("✖️ {name} does not come.")
    return _("👪 {name} still needs a parent's yes.") if one.permission_missing else _("✅ {name} can come.")


def absence(booking: ClassBooking, pupil: Pupil, *, absent: bool) -> Screen:
    """Can't come, or comes after all; no reason is asked."""
    if absent:
        text = fill(
            _("All right, {name} does not come. The teacher sees it; nobody asks why.\n\n{about}"),
            name=pupil.first_name,
            about=about(booking),
        )
        undo = _("↩️ {name} comes after all").format(name=pupil.first_name)
    else:
        text = fill(_("Good: {name} comes.\n\n{about}"), name=pupil.first_name, about=about(booking))
        undo = _("✖️ {name} can't come").format(name=pupil.first_name)
    data = CannotCome(booking=booking.id, pupil=pupil.id, absent=int(not absent)).pack()
    return Screen(text=text, rows=((Button(undo, data),), home_row()))
