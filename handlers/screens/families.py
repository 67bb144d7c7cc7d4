"""A family in front of one account: who takes the seat, oneself or which child."""

from collections.abc import Callable

from domain.identities import Intent
from domain.people import Person, Pupil
from domain.programme import Slot
from handlers.buttons import RegisterFor, SeeSlot, TellOf
from handlers.screens import dates
from handlers.screens.lengths import short
from handlers.screens.screen import Button, Row, Screen
from handlers.screens.words import home_row
from handlers.texts import _, fill, language


def who_takes_it(slot: Slot, person: Person, intent: Callable[[], Intent]) -> Screen:
    """Who is it for? Each has an intent of their own, so that twins get a seat each."""

    def seat(pupil: Pupil, words: str) -> Row:
        data = RegisterFor(slot=slot.id, intent=intent(), pupil=pupil.id).pack()
        return (Button(short(words.format(name=pupil.first_name)), data),)

    rows = [seat(child, _("👧 My child: {name}")) for child in person.children]
    if person.pupil:
        rows.append(seat(person.pupil, _("🙋 Me: {name}")))
    else:
        rows.append((Button(_("🙋 It is for myself"), TellOf(slot=slot.id).pack()),))
    rows.append((Button(_("➕ Another child"), TellOf(slot=slot.id, child=1).pack()),))
    text = fill(
        _("<b>Who is it for?</b>\n\n{title}, {when}"),
        title=slot.event.title.to(language()),
        when=dates.moment(slot.starts_at, slot.zone),
    )
    return Screen(text=text, rows=(*rows, (Button(_("⬅️ Back"), SeeSlot(slot=slot.id).pack()), *home_row())))
