"""Making events in the chat, and changing them part by part, so that of two organizers neither overwrites the other."""

from dataclasses import replace
from typing import Final

from domain.drafts import OURS, Change, EventSheet, ManagedEvent, Part
from domain.identities import EventId, Intent, PartnerId, PersonId
from domain.refusals import ChangedMeanwhile, NotYours, PublishedAlready
from domain.rights import Action, OrganizerRole
from storage.drafting import dates, reading, usuals
from storage.engine import Transaction, Value
from storage.messages import reminder_plans
from storage.people import audit, rights
from storage.programme.columns import written

EVENT_OF_KEY: Final = """
    SELECT id
      FROM events
     WHERE key = :key
"""

ADD_EVENT: Final = """
    INSERT INTO events (key, partner, kind, title, description, grade_from, grade_to, strict_grades, format, bring,
                        forbidden, asks, why, reminder_rules, classes, pupils_per_adult, pupils, poster, usually)
    VALUES (:key, :partner, :kind, :title, :description, :grade_from, :grade_to, :strict_grades, :format, :bring,
            :forbidden, :asks, :why, :reminder_rules, :classes, :pupils_per_adult, :pupils, :poster, :usually)
 RETURNING id
"""

CHANGE_EVENT: Final = """
    UPDATE events
       SET kind = :kind, title = :title, description = :description, grade_from = :grade_from, grade_to = :grade_to,
           strict_grades = :strict_grades, format = :format, bring = :bring, forbidden = :forbidden, asks = :asks,
           why = :why, reminder_rules = :reminder_rules, classes = :classes, pupils_per_adult = :pupils_per_adult,
           pupils = :pupils, poster = :poster, usually = :usually
     WHERE id = :event
"""

HAND_OVER: Final = """
    UPDATE events
       SET partner = :partner
     WHERE id = :event
"""

# The parts that the table's trigger does not know.
REVISE: Final = """
    UPDATE events
       SET revision = revision + 1
     WHERE id = :event
 RETURNING revision
"""

NOTE_PART: Final = """
    INSERT INTO event_changes (event, part, revision)
    VALUES (:event, :part, :revision)
        ON CONFLICT (event, part) DO UPDATE SET revision = excluded.revision
"""

SIGN: Final = """
    UPDATE event_changes
       SET changed_by = :actor
     WHERE event = :event AND revision = (SELECT revision FROM events WHERE id = :event)
"""

CHANGED_SINCE: Final = """
    SELECT changed.part, organizer.name
      FROM event_changes AS changed
      LEFT JOIN organizers AS organizer
        ON organizer.person = changed.changed_by
       AND organizer.partner = (SELECT partner FROM events WHERE id = :event) AND organizer.role = 'programme'
     WHERE changed.event = :event AND changed.revision > :seen
     ORDER BY changed.revision DESC, changed.part
"""

DISCARD: Final = """
    UPDATE events
       SET discarded_at = CASE WHEN :back THEN NULL ELSE :now END, publish_at = NULL
     WHERE id = :event
"""


def make(tx: Transaction, *, actor: PersonId, partner: PartnerId, sheet: EventSheet, intent: Intent) -> ManagedEvent:
    """A new draft of this partner's; the same intent makes the same one. Where it is, is as the partner's last was.

    Raises NotYours.
    """
    rights.require(tx, actor=actor, role=OrganizerRole.PROGRAMME, partner=partner)
    return _made(tx, Action.EVENT_MADE, actor=actor, partner=partner, sheet=sheet, intent=intent)


def copy(tx: Transaction, *, actor: PersonId, event: EventId, intent: Intent) -> ManagedEvent:
    """A draft that says what this event says, without its dates. Raises NotYours."""
    known = reading.event(tx, actor=actor, event=event)
    sheet = replace(known.sheet, where=known.usually(""))
    return _made(tx, Action.EVENT_COPIED, actor=actor, partner=known.partner.id, sheet=sheet, intent=intent)


def change(tx: Transaction, *, actor: PersonId, event: EventId, seen: int, change: Change) -> ManagedEvent:
    """Make one part of an event what it is to be. `seen`: the revision that the actor was shown.

    Raises ChangedMeanwhile where somebody has changed the event since and this would not be what it says already;
    NotYours.
    """
    known = reading.event(tx, actor=actor, event=event)
    sheet = known.sheet.changed(change)
    if sheet == known.sheet:
        return known
    check(tx, known, seen=seen)
    tx.run(CHANGE_EVENT, **_columns(sheet), event=event)
    if change.part is Part.PUPILS:
        _revised(tx, event, change.part)
    if change.part is Part.REMINDERS:
        for slot in known.slots:
            reminder_plans.plan(tx, slot=slot.id)
    if change.part is Part.WHERE and known.is_draft:
        dates.follow(tx, reading.read(tx, event=event))
    signed(tx, event=event, actor=actor)
    audit.write(tx, Action.EVENT_CHANGED, actor=actor, partner=known.partner.id, event=event, part=change.part.value)
    return reading.read(tx, event=event)


def hand_over(tx: Transaction, *, actor: PersonId, event: EventId, seen: int, partner: PartnerId) -> ManagedEvent:
    """Let a draft be another partner's; the actor has to be an organizer of both.

    Raises PublishedAlready, ChangedMeanwhile, NotYours.
    """
    known = reading.event(tx, actor=actor, event=event)
    rights.require(tx, actor=actor, role=OrganizerRole.PROGRAMME, partner=partner)
    if known.partner.id == partner:
        return known
    if not known.is_draft:
        raise PublishedAlready
    check(tx, known, seen=seen)
    tx.run(HAND_OVER, event=event, partner=partner)
    _revised(tx, event, Part.HOST)
    signed(tx, event=event, actor=actor)
    audit.write(tx, Action.EVENT_CHANGED, actor=actor, partner=partner, event=event, part=Part.HOST.value)
    return reading.read(tx, event=event)


def _revised(tx: Transaction, event: EventId, part: Part) -> None:
    tx.run(NOTE_PART, event=event, part=part, revision=tx.value(REVISE, event=event))


def check(tx: Transaction, known: ManagedEvent, *, seen: int) -> None:
    """Raises ChangedMeanwhile where the event is another than the one that was shown."""
    if known.revision == seen:
        return
    rows = tx.all(CHANGED_SINCE, event=known.id, seen=seen)
    raise ChangedMeanwhile(
        revision=known.revision,
        parts=tuple(row["part"] for row in rows),
        by=tuple(dict.fromkeys(row["name"] for row in rows if row["name"])),
    )


def signed(tx: Transaction, *, event: EventId, actor: PersonId) -> None:
    """Remember whose change the last one was."""
    tx.run(SIGN, event=event, actor=actor)


def discard(tx: Transaction, *, actor: PersonId, event: EventId, seen: int, back: bool) -> ManagedEvent:
    """Throw a draft away, or have it `back`. Raises PublishedAlready, ChangedMeanwhile, NotYours."""
    known = reading.event(tx, actor=actor, event=event)
    if not known.is_draft:
        raise PublishedAlready
    if (known.discarded_at is None) is back:
        return known
    check(tx, known, seen=seen)
    tx.run(DISCARD, event=event, back=int(back), now=tx.now)
    signed(tx, event=event, actor=actor)
    action = Action.EVENT_BROUGHT_BACK if back else Action.EVENT_DISCARDED
    audit.write(tx, action, actor=actor, partner=known.partner.id, event=event)
    return reading.read(tx, event=event)


def _made(
    tx: Transaction, action: Action, *, actor: PersonId, partner: PartnerId, sheet: EventSheet, intent: Intent
) -> ManagedEvent:
    key = OURS + intent
    made = tx.value(EVENT_OF_KEY, key=key)
    if made is not None:
        return reading.event(tx, actor=actor, event=EventId(made))
    if not intent:
        raise NotYours
    number = EventId(tx.value(ADD_EVENT, key=key, partner=partner, **_columns(sheet)))
    audit.write(tx, action, actor=actor, partner=partner, event=number)
    return reading.read(tx, event=number)


def _columns(sheet: EventSheet) -> dict[str, Value]:
    return {
        "kind": sheet.kind,
        "title": written(sheet.title),
        "description": written(sheet.description),
        "grade_from": sheet.audience.grade_from,
        "grade_to": sheet.audience.grade_to,
        "strict_grades": int(sheet.audience.strict),
        "format": sheet.format,
        "bring": written(sheet.bring),
        "forbidden": written(sheet.forbidden),
        "asks": written(sheet.asks) if sheet.asks else None,
        "why": written(sheet.why) if sheet.asks else None,
        "reminder_rules": "; ".join(str(rule) for rule in sheet.reminder_rules) or "-",
        "classes": sheet.for_classes.policy,
        "pupils_per_adult": sheet.for_classes.pupils_per_adult,
        "pupils": sheet.for_pupils,
        "poster": sheet.poster,
        "usually": usuals.written(sheet.where),
    }
