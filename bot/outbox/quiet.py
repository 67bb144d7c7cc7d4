"""Whether a letter waits for the morning. Leaves what quiet hours are to the domain."""

from typing import Final

from domain.messages import Letter
from domain.moments import HOUR, Instant, QuietHours

NEAR: Final = 12 * HOUR
"""What is about so near a time goes out at night as well."""


def held_until(letter: Letter, now: Instant, quiet: QuietHours, zone: str) -> Instant | None:
    """When a letter may go that has to wait for the end of quiet hours; None where it may go now.

    One on hold waits at once, for whoever put it there: it is not taken up again before.
    Local to the letter's slot, else to `zone`. A reminder or notice about the next 12 hours goes: a meeting that
    begins in them, or seats that are held only until then. So does what answers what its reader has just done.
    """
    if letter.on_hold:
        return now
    if letter.kind.at_once:
        return None
    over_at = quiet.over_at(now, letter.slot.zone if letter.slot else zone)
    if over_at == now or any(now <= moment < now + NEAR for moment in _about(letter, now)):
        return None
    return over_at


def _about(letter: Letter, now: Instant) -> list[Instant]:
    moments: list[Instant] = []
    if letter.meeting is not None:
        moments.append(letter.meeting.starts_at)
    elif letter.slot is not None and (coming := letter.slot.next_meeting(now)) is not None:
        moments.append(coming.starts_at)
    if letter.booking is not None and letter.booking.held_until is not None:
        moments.append(letter.booking.held_until)
    return moments
