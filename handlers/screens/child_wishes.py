"""What a parent is told about each child: its reminders, and that it has arrived."""

from collections.abc import Sequence

from domain.check_in import ChildWish
from handlers.buttons import Settings
from handlers.family_buttons import WishAboutChild
from handlers.screens.screen import Button, Row, Screen
from handlers.screens.words import home_row
from handlers.texts import Html, _, fill


def child_wishes(wishes: Sequence[ChildWish]) -> Screen:
    """Each child with both wishes, a tap each."""
    rows: list[Row] = []
    for wish in wishes:
        rows.append((_switch(_("🔔 Reminders"), wish, arrival=False), _switch(_("👋 Has arrived"), wish, arrival=True)))
        if len(wishes) > 1:
            name = Button(
                f"👤 {wish.first_name}",
                WishAboutChild(pupil=wish.pupil, arrival=1, on=int(wish.told_of_arrival)).pack(),
            )
            rows.insert(len(rows) - 1, (name,))
    lines = [
        fill(
            _("<b>{name}</b>: reminders {reminders}, “has arrived” {arrival}"),
            name=wish.first_name,
            reminders=_("on") if wish.reminded else _("off"),
            arrival=_("on") if wish.told_of_arrival else _("off"),
        )
        for wish in wishes
    ]
    text = fill(
        _(
            "🔔 <b>What I tell you about your children</b>\n\nWhat changes about a booking I tell you in any case. If "
            "you wish, I also remind you before a visit, and tell you when your child has been let in at the "
            "door.\n\n{lines}"
        ),
        lines=Html("\n".join(lines)) if lines else _("You are nobody's parent here yet."),
    )
    return Screen(text=text, rows=(*rows, (Button(_("⬅️ Back"), Settings().pack()), *home_row())))


def _switch(words: str, wish: ChildWish, *, arrival: bool) -> Button:
    on = wish.told_of_arrival if arrival else wish.reminded
    return Button(
        f"{words} {'☑️' if on else '▫️'}", WishAboutChild(pupil=wish.pupil, arrival=int(arrival), on=int(not on)).pack()
    )
