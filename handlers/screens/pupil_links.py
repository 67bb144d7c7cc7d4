"""A pupil on the way to another account: the link, what it asks of whoever opens it, and who is told afterwards."""

from collections.abc import Sequence

from domain.handovers import ForPupil
from domain.messages import Letter
from domain.people import Pupil
from handlers.buttons import MyBookings, Settings, TellOf
from handlers.handover_buttons import ClaimPupil, MakePupilLink, MyChildren
from handlers.links import share_link
from handlers.screens.lengths import short
from handlers.screens.screen import Button, Row, Screen
from handlers.screens.words import home_row
from handlers.texts import _, fill


def ask_make(pupil: Pupil) -> Screen:
    """Really make one? What it does, and who learns of it."""
    if pupil.person is None:
        text = _(
            "🔗 <b>A link for {name}'s own Telegram</b>\n\n{name} opens it there, and from then on "
            "has their bookings and "
            "tickets themselves. Give it to nobody else."
        )
    else:
        text = _(
            "🔑 <b>Has {name} lost their account?</b>\n\nI make a link that {name} opens in the new one: bookings, "
            "permissions and classes move there. The old account sees nothing of {name} any more, and old tickets stop "
            "working. Give it to nobody else."
        )
    yes = Button(_("🔑 Make the link"), MakePupilLink(pupil=pupil.id, sure=1).pack())
    return Screen(text=fill(text, name=pupil.first_name), rows=((yes,), home_row()))


def link(pupil: Pupil, address: str) -> Screen:
    """The link, told once."""
    text = fill(
        _(
            "🔑 <b>For {name} alone</b>\n\n{address}\n\nIt works once, within 14 days. I can't show "
            "it again; a new one "
            "ends this one."
        ),
        name=pupil.first_name,
        address=address,
    )
    words = _("Please open this link in your own Telegram:")
    return Screen(text=text, rows=((Button(_("↗️ Send it"), url=share_link(address, words)),), home_row()))


def claim(of: ForPupil, token: str) -> Screen:
    """Somebody opened the link: is it them?"""
    if of.own is None:
        text = fill(
            _(
                "👋 <b>Are you {name}?</b>\n\nYour bookings, permissions and classes come to this account. Whatever "
                "account you had before sees them no more."
            ),
            name=of.first_name,
        )
        yes = Button(_("✅ Yes, that is me"), ClaimPupil(token=token).pack())
        return Screen(text=text, rows=((yes,), (Button(_("✖️ No"), _home()),)))
    text = fill(
        _(
            "👋 <b>Are you {name}?</b>\n\nIn this account you have told me before that you are {own}, "
            "grade {grade}. If "
            "that is the same person, I make one of the two: bookings, permissions and classes of both. It can't be "
            "undone."
        ),
        name=of.first_name,
        own=of.own.first_name,
        grade=of.own.grade,
    )
    same = Button(_("✅ Yes, both are me"), ClaimPupil(token=token, same=1).pack())
    return Screen(text=text, rows=((same,), (Button(_("✖️ No, somebody else"), _home()),)))


def arrived(pupil: Pupil, *, merged: bool) -> Screen:
    """Here now."""
    words = (
        _("✅ <b>Both are one now, {name}.</b> Your bookings are here; tickets have new codes.")
        if merged
        else _("✅ <b>Welcome, {name}!</b> Your bookings are here now; tickets have new codes.")
    )
    rows: tuple[Row, ...] = ((Button(_("🎟 My bookings"), MyBookings().pack()),), home_row())
    return Screen(text=fill(words, name=pupil.first_name), rows=rows)


def unopened(*, too_often: bool) -> Screen:
    """A link that leads nowhere."""
    text = (
        _("That were too many links that do not work. Please come back in an hour.")
        if too_often
        else _("This link no longer works: it was used, or is too old. Please ask for a new one.")
    )
    return Screen(text=text, rows=(home_row(),))


def children(known: Sequence[Pupil]) -> Screen:
    """The children one answers for: a tap makes the link for a child's own Telegram."""
    rows: list[Row] = [(Button(short(f"🔑 {one.first_name}"), MakePupilLink(pupil=one.id).pack()),) for one in known]
    rows += [
        (Button(_("👪 Add a child"), TellOf(child=1).pack()),),
        (Button(_("⬅️ Back"), Settings().pack()), *home_row()),
    ]
    hint = (
        _(
            "Does a child have a Telegram of their own now, or a new one? Tap the name for a link "
            "that brings them there."
        )
        if known
        else _("You have told me of no child yet.")
    )
    return Screen(text=fill(_("👪 <b>My children</b>\n\n{hint}"), hint=hint), rows=tuple(rows))


def children_button() -> Button:
    """On the settings of whoever answers for children."""
    return Button(_("👪 My children"), MyChildren().pack())


def letter_moved(letter: Letter, _picture: object) -> Screen:
    """To guardians and teachers."""
    text = fill(
        _(
            "🔑 <b>{name} has another Telegram account now.</b> Bookings, permissions and classes "
            "went along. If that is "
            "not so, please make a new link for {name}: it brings them back."
        ),
        name=_name(letter),
    )
    return Screen(text=text, rows=(home_row(),))


def letter_moved_away(letter: Letter, _picture: object) -> Screen:
    """To the account that the pupil had before."""
    text = fill(
        _(
            "🔑 <b>{name} is at another Telegram account now,</b> by a link from a teacher, a parent or an organizer. "
            "Tickets in this chat no longer work. If that was not you, please tell your teacher or a parent."
        ),
        name=_name(letter),
    )
    return Screen(text=text, rows=(home_row(),))


def _name(letter: Letter) -> str:
    if letter.pupil is None:
        raise ValueError(f"a letter of kind {letter.kind} is about no pupil")
    return letter.pupil.first_name


def _home() -> str:
    return home_row()[0].data
