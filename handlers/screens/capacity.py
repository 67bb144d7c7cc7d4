"""Who gets the seats of a slot, as its organizers see and set it. Leaves bookings by hand to by_hand."""

from collections.abc import Sequence

from domain.capacity import Capacity, Keeping, KeptFor, Pool, Sharing, Warn
from domain.moments import DAY, Instant
from domain.people import School
from domain.programme import Slot, SlotLine
from handlers.capacity_buttons import (
    KeepSeats,
    KeepTakingPlace,
    LimitSchools,
    PickSchool,
    PickSharing,
    ReleaseSeats,
    SeeSeatRules,
    SetRule,
    ShareSeats,
    StopSharing,
    WarnOfTooFew,
)
from handlers.capacity_states import SettingRule
from handlers.screens import dates
from handlers.screens.screen import Button, Row, Screen
from handlers.screens.words import home_row
from handlers.slot_buttons import CancelSlot, ManageSlot
from handlers.texts import Html, _, fill, language, plural

_LIMITS = (5, 10, 15, 20)
_DAYS_BEFORE = (7, 3, 2, 1)


def heading(of: Slot) -> Html:
    """What and when, in two lines."""
    when = dates.moment(of.starts_at, of.zone)
    return fill("<b>{title}</b>\n📅 {when}", title=of.event.title.to(language()), when=when)


def rules(of: Capacity) -> Screen:
    """Everything that is set, each changed by a tap."""
    slot = of.slot
    lines = [
        fill(_("💺 Taken: {taken} of {capacity}"), taken=slot.seats_taken, capacity=slot.capacity),
        _kept(of.keeping, slot.zone),
        _of_school(of.school_limit),
        _shared(of.pool),
        _warned(of.warn, slot.zone),
    ]
    text = fill(
        _("{heading}\n\n<b>Who gets the seats</b>\n{lines}"), heading=heading(slot), lines=Html("\n".join(lines))
    )
    return Screen(text=text, rows=(*_changes(of), _back(slot)))


def _kept(of: Keeping | None, zone: str) -> Html:
    if of is None:
        return Html(_("🔓 Seats are kept for nobody."))
    until = dates.moment(of.until, zone)
    if of.whom is KeptFor.CLASSES:
        return fill(
            _("🔒 Kept for classes until {until}: {seats}, of which not booked yet: {left}"),
            until=until,
            seats=of.seats,
            left=of.left,
        )
    return fill(
        _("🔒 Kept for {schools} until {until}: {seats}, of which not booked yet: {left}"),
        schools=", ".join(one.name for one in of.schools),
        until=until,
        seats=of.seats,
        left=of.left,
    )


def _of_school(limit: int | None) -> Html:
    if limit is None:
        return Html(_("🏫 From one school: as many as there are seats."))
    return Html(plural("🏫 From one school: {n} pupil at most.", "🏫 From one school: {n} pupils at most.", limit))


def _shared(of: Pool | None) -> Html:
    if of is None:
        return Html(_("🔗 The seats are shared with no other date."))
    lines = [fill("• {line}", line=_line(line)) for line in of.slots]
    return fill(
        _("🔗 Shared seats, together {capacity}, of which taken: {taken}\n{lines}"),
        capacity=of.capacity,
        taken=of.seats_taken,
        lines=Html("\n".join(lines)),
    )


def _warned(of: Warn | None, zone: str) -> Html:
    if of is None:
        return Html(_("🔕 No warning if too few register."))
    if of.told_at is not None:
        return fill(_("🔔 Looked at {when} whether {below} have registered."), when=_at(of, zone), below=of.below)
    return fill(
        _("🔔 You are asked if fewer than {below} have registered by {when}."), below=of.below, when=_at(of, zone)
    )


def _at(of: Warn, zone: str) -> str:
    return dates.moment(of.at, zone)


def _line(line: SlotLine) -> str:
    return f"{line.title.to(language())}, {dates.moment(line.starts_at, line.zone)}"


def _changes(of: Capacity) -> list[Row]:
    slot = of.slot.id
    kept = (
        Button(_("🔒 Keep seats"), KeepSeats(slot=slot).pack())
        if of.keeping is None
        else Button(_("🔓 Release the kept seats"), ReleaseSeats(slot=slot).pack())
    )
    shared = (
        Button(_("🔗 Share with another date"), ShareSeats(slot=slot).pack())
        if of.pool is None
        else Button(_("✂️ Share no more"), StopSharing(slot=slot).pack())
    )
    warned = (
        Button(_("🔔 Warn of too few"), WarnOfTooFew(slot=slot).pack())
        if of.warn is None
        else Button(_("🔕 No warning"), WarnOfTooFew(slot=slot, off=1).pack())
    )
    return [(kept,), (Button(_("🏫 Limit for a school"), LimitSchools(slot=slot).pack()),), (shared,), (warned,)]


def _back(of: Slot) -> Row:
    return (Button(_("⬅️ The date"), ManageSlot(slot=of.id).pack()), *home_row())


def _to_rules(of: Slot) -> Row:
    return (Button(_("⬅️ Back"), SeeSeatRules(slot=of.id).pack()), *home_row())


def for_whom(of: Slot) -> Screen:
    """Keep seats for whom?"""
    rows: tuple[Row, ...] = (
        (Button(_("👥 For classes"), KeepSeats(slot=of.id, whom=KeptFor.CLASSES).pack()),),
        (Button(_("🏫 For schools that I name"), KeepSeats(slot=of.id, whom=KeptFor.SCHOOLS).pack()),),
        _to_rules(of),
    )
    text = fill(
        _("{heading}\n\n<b>For whom shall seats be kept?</b> Others get what is left, until a day that you choose."),
        heading=heading(of),
    )
    return Screen(text=text, rows=rows)


def how_many(of: Slot, *, most: int, question: str) -> Screen:
    """A number, tapped or typed."""
    tapped = sorted({max(most // part, 1) for part in (4, 3, 2, 1)})
    text = fill(_("{heading}\n\n<b>{question}</b> Choose, or type a number."), heading=heading(of), question=question)
    buttons = tuple(Button(str(number), SetRule(value=number).pack()) for number in tapped)
    return Screen(text=text, rows=(buttons, _to_rules(of)))


def which_schools(of: Slot, state: SettingRule, found: Sequence[School], *, typed: bool) -> Screen:
    """For which schools? Typed, and chosen among those that sound alike."""
    lines = [fill("✅ {name}", name=name) for name in state.school_names]
    if not typed:
        hint = _("Type a school's name or number.")
    elif found:
        hint = _("Tap the one you mean, or type it again.")
    else:
        hint = _("I don't know this school. Only schools of the list can have seats kept; please type it another way.")
    rows: list[Row] = [(Button(f"{one.name}, {one.city}", PickSchool(school=one.id).pack()),) for one in found]
    if state.schools:
        rows.append((Button(_("👍 These are all"), PickSchool().pack()),))
    text = fill(
        _("{heading}\n\n<b>For which schools?</b> {hint}\n{chosen}"),
        heading=heading(of),
        hint=hint,
        chosen=Html("\n".join(lines)),
    )
    return Screen(text=text, rows=(*rows, _to_rules(of)))


def by_when(of: Slot, now: Instant, *, latest: Instant, question: str) -> Screen:
    """A moment: some days before the start, or typed."""
    moments = [Instant(of.starts_at - days * DAY) for days in _DAYS_BEFORE]
    ahead = [moment for moment in moments if now < moment < latest]
    rows: list[Row] = [(Button(dates.moment(one, of.zone), SetRule(value=one).pack()),) for one in ahead]
    text = fill(
        _("{heading}\n\n<b>{question}</b> Choose, or type it like 28.11 18:00."), heading=heading(of), question=question
    )
    return Screen(text=text, rows=(*rows, _to_rules(of)))


def until_when(of: Slot, now: Instant) -> Screen:
    """Until when shall they be kept?"""
    screen = by_when(of, now, latest=of.closes_at, question=_("Until when shall they be kept?"))
    whole = Button(_("As long as one can register"), SetRule(value=of.closes_at).pack())
    return Screen(text=screen.text, rows=((whole,), *screen.rows))


def school_limit(of: Capacity) -> Screen:
    """How many from one school?"""
    buttons = [Button(str(one), SetRule(value=one).pack()) for one in _LIMITS if one <= of.slot.capacity]
    rows: list[Row] = [tuple(buttons)] if buttons else []
    if of.school_limit is not None:
        rows.append((Button(_("As many as there are seats"), SetRule(value=0).pack()),))
    text = fill(
        _(
            "{heading}\n\n<b>How many pupils may come from one school?</b> Choose, or type a number. Of a class, its "
            "pupils count. Nobody loses a seat; who is more than that waits, and keeps no other school waiting."
        ),
        heading=heading(of.slot),
    )
    return Screen(text=text, rows=(*rows, _to_rules(of.slot)))


def which_dates(of: Slot) -> Screen:
    """For this date alone?"""
    rows: tuple[Row, ...] = (
        (Button(_("This date"), SetRule(value=0).pack()),),
        (Button(_("All dates of this event"), SetRule(value=1).pack()),),
        _to_rules(of),
    )
    return Screen(text=fill(_("{heading}\n\n<b>For which dates?</b>"), heading=heading(of)), rows=rows)


def sharing(of: Slot, possible: Sequence[Sharing], chosen: Sequence[int]) -> Screen:
    """With which other dates?"""
    if not possible:
        text = fill(
            _("{heading}\n\nNo other date of yours is on at the same time, so there is nothing to share with."),
            heading=heading(of),
        )
        return Screen(text=text, rows=(_to_rules(of),))
    rows: list[Row] = [
        (Button(f"{'☑️' if one.line.id in chosen else '⬜️'} {_line(one.line)}", PickSharing(slot=one.line.id).pack()),)
        for one in possible
    ]
    if chosen:
        rows.append((Button(_("👍 These share"), PickSharing().pack()),))
    text = fill(
        _(
            "{heading}\n\n<b>Which dates share seats with this one?</b> Together they will take no more than the "
            "number you give next, and who waits for any of them stands in one line."
        ),
        heading=heading(of),
    )
    return Screen(text=text, rows=(*rows, _to_rules(of)))


def ask_release(of: Capacity) -> Screen:
    """Really?"""
    rows: tuple[Row, ...] = (
        (Button(_("🔓 Yes, release them"), ReleaseSeats(slot=of.slot.id, sure=1).pack()),),
        _to_rules(of.slot),
    )
    left = 0 if of.keeping is None else of.keeping.left
    text = fill(
        _("{heading}\n\n<b>Release the kept seats?</b> Not booked yet: {left}. They go to whoever waits, at once."),
        heading=heading(of.slot),
        left=left,
    )
    return Screen(text=text, rows=rows)


def ask_stop_sharing(of: Capacity) -> Screen:
    """Really?"""
    rows: tuple[Row, ...] = (
        (Button(_("✂️ Yes, share no more"), StopSharing(slot=of.slot.id, sure=1).pack()),),
        _to_rules(of.slot),
    )
    text = fill(
        _(
            "{heading}\n\n<b>Share seats no more?</b> Each date then takes as many as it has seats of its own: {n} "
            "here. Who waits is offered them at once."
        ),
        heading=heading(of.slot),
        n=of.slot.capacity,
    )
    return Screen(text=text, rows=rows)


def too_few(of: Slot, announce: Row) -> Screen:
    """Fewer have registered than was hoped: what now? `announce` is the way to invite more."""
    text = fill(
        _("📉 <b>Few have registered yet</b>\n\n{heading}\n💺 Taken: {taken} of {capacity}\n\nWhat shall happen?"),
        heading=heading(of),
        taken=of.seats_taken,
        capacity=of.capacity,
    )
    rows: tuple[Row, ...] = (
        (Button(_("👍 It takes place all the same"), KeepTakingPlace(slot=of.id).pack()),),
        announce,
        (Button(_("✖️ Cancel this date"), CancelSlot(slot=of.id).pack()),),
        _back(of),
    )
    return Screen(text=text, rows=rows)


def takes_place(of: Slot) -> Screen:
    """It was decided: it takes place."""
    return Screen(text=fill(_("👍 It takes place all the same.\n\n{heading}"), heading=heading(of)), rows=(_back(of),))
