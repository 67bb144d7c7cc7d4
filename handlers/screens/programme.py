"""The programme as its organizers see it: the list, one event whole, publishing it. Leaves its parts to drafting."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from domain.drafts import EventLine, Lack, ManagedEvent, ManagedSlot, Standing
from domain.identities import EventId, Intent
from domain.languages import Language
from domain.moments import Instant, local
from domain.programme import ClassPolicy
from handlers.buttons import new_intent
from handlers.house import House
from handlers.links import event_link, share_link
from handlers.organizer_buttons import Organize
from handlers.programme_buttons import (
    AddDates,
    CopyEvent,
    DiscardEvent,
    EditEvent,
    ManageEvent,
    NewEvent,
    PlanEvent,
    PreviewEvent,
    PublishEvent,
    SeeDate,
    SeeDates,
    SeeProgramme,
)
from handlers.report_buttons import SeePosters
from handlers.screens import dates
from handlers.screens.lengths import short, with_description
from handlers.screens.screen import Button, Row, Screen
from handlers.screens.words import KIND_ICONS, audience, home_row, how, kind, place
from handlers.slot_buttons import ManageSlot
from handlers.texts import Html, _, fill, language, plural

PAGE_SIZE: Final = 8
_DATES_SHOWN: Final = 6
_MORNINGS: Final = (9, 18)
"""Hours at which an event is most often published, for one tap."""

_ICONS: Final = {Standing.DRAFT: "📝", Standing.PLANNED: "🕓", Standing.AHEAD: "🗓", Standing.NO_DATES: "🏁"}


def programme(lines: Sequence[EventLine], *, page: int, several: bool) -> Screen:
    """A page of events: drafts, then what is ahead, then the rest. `several`: of more than one partner."""
    rows: list[Row] = [(Button(_("➕ New event"), NewEvent(intent=new_intent()).pack()),)]
    rows += [(Button(_line(line, several=several), ManageEvent(event=line.id).pack()),) for line in lines[:PAGE_SIZE]]
    turning = []
    if page:
        turning.append(Button("⬅️", SeeProgramme(page=page - 1).pack()))
    if len(lines) > PAGE_SIZE:
        turning.append(Button("➡️", SeeProgramme(page=page + 1).pack()))
    if turning:
        rows.append(tuple(turning))
    rows.append((Button(_("🛠 Organizing"), Organize().pack()), *home_row()))
    said = (
        _("📝 draft · 🕓 publishes itself · 🗓 ahead · 🏁 over")
        if lines
        else _("Nothing yet. Make the first event, or forward me a post from your channel: it becomes a draft.")
    )
    return Screen(text=fill("<b>{heading}</b>\n\n{said}", heading=_("Programme"), said=said), rows=tuple(rows))


def _line(line: EventLine, *, several: bool) -> str:
    title = line.title.to(language()) or _("Without a title")
    parts = [f"{_ICONS[line.standing]} {short(title, 34)}"]
    if line.starts_at is not None:
        day = dates.short_day(local(line.starts_at, line.zone).date())
        parts.append(f"{day} · {line.seats_taken}/{line.capacity}")
    if several:
        parts.append(short(line.partner.to(language()), 20))
    return " · ".join(parts)


def event(known: ManagedEvent, house: House, now: Instant, note: str = "") -> Screen:
    """One event whole, with what it lacks and all that can be done about it."""
    sheet = known.sheet
    heading = fill(
        "{state}\n\n{icon} <b>{title}</b>\n<i>{kind} · {how}</i>",
        state=_state(known, house),
        icon=KIND_ICONS[sheet.kind],
        title=sheet.title.to(language()) or _("Without a title"),
        kind=kind(sheet.kind),
        how=how(sheet.format),
    )
    text = with_description(
        heading, short(sheet.description.to(language()), 600), [_facts(known), _dates(known), _missing(known)]
    )
    screen = Screen(text=text, rows=tuple(_rows(known, house, now)))
    return screen.topped(note) if note else screen


def _state(known: ManagedEvent, house: House) -> str:
    if known.discarded_at is not None:
        return _("🗑 Thrown away")
    if known.published_at is not None:
        return _("📣 Published")
    if known.publish_at is not None:
        return _("🕓 Publishes itself {when}").format(when=dates.moment(known.publish_at, house.zone))
    return _("📝 Draft: nobody sees it but its organizers")


def _facts(known: ManagedEvent) -> Html:
    sheet = known.sheet
    lines = [
        fill("🏢 {host}", host=known.partner.name.to(language())),
        fill(
            "🎓 {audience}{strict}",
            audience=audience(sheet.audience),
            strict=" · " + _("others are refused") if sheet.audience.strict else "",
        ),
    ]
    if sheet.bring:
        lines.append(fill(_("🎒 Bring: {what}"), what=sheet.bring.to(language())))
    if sheet.forbidden:
        lines.append(fill(_("🚫 Not allowed: {what}"), what=sheet.forbidden.to(language())))
    if sheet.asks:
        lines.append(fill("❓ {asks} ({why})", asks=sheet.asks.to(language()), why=sheet.why.to(language()) or "…"))
    if sheet.for_classes.policy is not ClassPolicy.AT_ONCE:
        lines.append(fill("👥 {classes}", classes=class_policy(sheet.for_classes.policy)))
    return Html("\n".join(lines))


def class_policy(policy: ClassPolicy) -> str:
    """How whole classes are taken."""
    match policy:
        case ClassPolicy.AT_ONCE:
            return _("Classes register at once")
        case ClassPolicy.ASKED:
            return _("Classes ask, and you decide")
        case ClassPolicy.NEVER:
            return _("No whole classes")


def _dates(known: ManagedEvent) -> Html:
    live = [slot for slot in known.slots if slot.cancelled_at is None]
    if not live:
        return Html(_("📅 No dates yet."))
    where = sorted({place(slot.place) for slot in live if slot.place})
    count = plural("📅 {n} date", "📅 {n} dates", len(live))
    return fill("{count}{where}", count=count, where="".join(f"\n📍 {one}" for one in where[:3]))


def _missing(known: ManagedEvent) -> Html | None:
    if not known.is_draft or not (lacks := known.lacks()):
        return None
    return fill(_("❗ Still missing: {what}."), what=", ".join(lack_words(lack) for lack in lacks))


def lack_words(lack: Lack) -> str:
    """What is missing, in a word or two."""
    match lack:
        case Lack.TITLE:
            return _("a title")
        case Lack.WHY:
            return _("why it asks what it asks")
        case Lack.PLACE:
            return _("a place")
        case Lack.LINK:
            return _("a link to join")


def _rows(known: ManagedEvent, house: House, now: Instant) -> list[Row]:
    number, seen = known.id, known.revision
    if known.discarded_at is not None and known.is_draft:
        back = Button(_("↩️ Have it back"), DiscardEvent(event=number, seen=seen, back=1).pack())
        return [(back,), _back()]
    shown = _next(known.slots, now)
    rows: list[Row] = [(_date(slot, draft=known.is_draft),) for slot in shown]
    if len(shown) < len(known.slots):
        words = _("📅 All dates: {n}").format(n=len(known.slots))
        rows.append((Button(words, SeeDates(event=number).pack()),))
    rows.append(
        (
            Button(_("➕ Dates"), AddDates(event=number).pack()),
            Button(_("✏️ Change"), EditEvent(event=number).pack()),
        )
    )
    copy = Button(_("📄 Copy"), CopyEvent(event=number, intent=new_intent()).pack())
    rows.append((Button(_("👁 Preview"), PreviewEvent(event=number).pack()), copy))
    if known.is_draft:
        rows.append((Button(_("📣 Publish now"), PublishEvent(event=number, seen=seen).pack()),))
        later = (
            Button(_("🕓 Publish later"), PlanEvent(event=number, seen=seen).pack())
            if known.publish_at is None
            else Button(_("✖️ Don't publish itself"), PlanEvent(event=number, seen=seen, never=1).pack())
        )
        rows.append((later, Button(_("🗑 Throw away"), DiscardEvent(event=number, seen=seen).pack())))
    else:
        link = share_link(event_link(house.username, number), known.sheet.title.to(language()))
        posters = Button(_("🖼 Posters"), SeePosters(event=number).pack())
        rows.append((Button(_("↗️ Share"), url=link), posters))
    return [*rows, _back()]


def _next(slots: Sequence[ManagedSlot], now: Instant) -> Sequence[ManagedSlot]:
    """The next dates; the last ones where none is ahead."""
    ahead = [slot for slot in slots if slot.ends_at > now]
    return ahead[:_DATES_SHOWN] or slots[-_DATES_SHOWN:]


def all_dates(known: ManagedEvent, page: int) -> Screen:
    """A page of all dates, the first one first."""
    first = page * PAGE_SIZE
    rows: list[Row] = [(_date(slot, draft=known.is_draft),) for slot in known.slots[first : first + PAGE_SIZE]]
    turning = []
    if page:
        turning.append(Button("⬅️", SeeDates(event=known.id, page=page - 1).pack()))
    if len(known.slots) > first + PAGE_SIZE:
        turning.append(Button("➡️", SeeDates(event=known.id, page=page + 1).pack()))
    if turning:
        rows.append(tuple(turning))
    return Screen(
        text=fill(
            "<b>{title}</b>\n\n{dates}",
            title=known.sheet.title.to(language()) or _("Without a title"),
            dates=plural("📅 {n} date", "📅 {n} dates", len(known.slots)),
        ),
        rows=(*rows, to_event(known.id)),
    )


def _date(slot: ManagedSlot, *, draft: bool) -> Button:
    when = dates.moment(slot.starts_at, slot.zone)
    seats = f" · {slot.seats_taken}/{slot.capacity}" if not draft else " · " + seats_of(slot.capacity)
    words = f"✖️ {when}" if slot.cancelled_at is not None else f"📅 {when}{seats}"
    return Button(words, SeeDate(slot=slot.id).pack() if draft else ManageSlot(slot=slot.id).pack())


def seats_of(capacity: int) -> str:
    """How many seats there are in all."""
    return plural("{n} seat", "{n} seats", capacity)


def _back() -> Row:
    return (Button(_("⬅️ Programme"), SeeProgramme().pack()), *home_row())


def to_event(number: EventId) -> Row:
    """The way back to the event, and home."""
    return (Button(_("⬅️ To the event"), ManageEvent(event=number).pack()), *home_row())


def preview(card: Screen, known: ManagedEvent, shown: Language) -> Screen:
    """The pupil's own card with a note above; beneath it what its organizer can do instead of what pupils can."""
    theirs = " · ".join(button.text for row in card.rows for button in row)
    note = fill(_("👁 <b>This is how pupils see it.</b> Beneath it: {buttons}"), buttons=short(theirs, 90))
    spoken = [one for one in Language if _says(known, one)]
    rows: list[Row] = []
    if len(spoken) > 1:
        rows.append(
            tuple(
                Button(
                    ("● " if one is shown else "") + one.value.upper(),
                    PreviewEvent(event=known.id, language=one).pack(),
                )
                for one in spoken
            )
        )
    if known.is_draft and known.discarded_at is None:
        rows.append(
            (
                Button(_("📣 Publish now"), PublishEvent(event=known.id, seen=known.revision).pack()),
                Button(_("🕓 Publish later"), PlanEvent(event=known.id, seen=known.revision).pack()),
            )
        )
    rows += [(Button(_("✏️ Change"), EditEvent(event=known.id).pack()),), to_event(known.id)]
    return Screen(text=f"{note}\n\n{card.text}", rows=tuple(rows), photo=card.photo)


def _says(known: ManagedEvent, shown: Language) -> bool:
    return bool({"ru": known.sheet.title.ru, "kk": known.sheet.title.kk, "en": known.sheet.title.en}[shown.value])


def published(known: ManagedEvent, house: House, now: Instant) -> Screen:
    """It is out; where to tell of it."""
    words = _("📣 <b>Published.</b> Everybody can see it, and register for its dates.")
    if not known.slots:
        words = _(
            "📣 <b>Published.</b> Everybody can see it. It has no dates yet: who asks to be told is told of them."
        )
    return event(known, house, now, note=words)


def when_to_publish(known: ManagedEvent, now: datetime) -> Screen:
    """When it publishes itself: a tap for the usual times, or typed."""
    days = [now.date() + timedelta(days=ahead) for ahead in range(4)]
    rows: list[Row] = []
    for on in days:
        hours = [hour for hour in _MORNINGS if on > now.date() or hour > now.hour]
        if hours:
            rows.append(
                tuple(
                    Button(
                        f"{dates.day(on)}, {hour:02}:00",
                        PlanEvent(event=known.id, seen=known.revision, day=on.toordinal(), hour=hour).pack(),
                    )
                    for hour in hours
                )
            )
    return Screen(
        text=_("When shall it be published? Tap a time, or type one, for example: 28.11 10:00."),
        rows=(*rows, to_event(known.id)),
    )


def not_ready(known: ManagedEvent, house: House, now: Instant, lacks: Sequence[Lack]) -> Screen:
    """It cannot be published yet, and what leads to that."""
    words = fill(_("❗ Before it can be published, this is missing: {what}."), what=", ".join(map(lack_words, lacks)))
    return event(known, house, now, note=words)


def which_partner(partners: Sequence[tuple[int, str]], intent: Intent) -> Screen:
    """For whom is the new event?"""
    rows = [(Button(short(name, 50), NewEvent(intent=intent, partner=number).pack()),) for number, name in partners]
    return Screen(
        text=_("<b>A new event</b>\n\nWho hosts it?"),
        rows=(*rows, (Button(_("⬅️ Programme"), SeeProgramme().pack()), *home_row())),
    )
