"""A programme file's partners, events and cities, brought in by the file's own keys: again and again, never twice."""

from collections.abc import Sequence
from typing import Final

from domain.identities import CityId, EventId, PartnerId
from domain.languages import Texts
from domain.programme import EventDraft, PartnerDraft
from storage.engine import Transaction
from storage.programme.columns import written

BRING_PARTNER: Final = """
    INSERT INTO partners (key, name, contact)
    VALUES (:key, :name, :contact)
        ON CONFLICT (key) DO UPDATE SET name = excluded.name, contact = excluded.contact
 RETURNING id
"""

PARTNER_OF_KEY: Final = """
    SELECT id
      FROM partners
     WHERE key = :key
"""

BRING_EVENT: Final = """
    INSERT INTO events (key, partner, kind, title, description, grade_from, grade_to, strict_grades, format,
                        bring, forbidden, asks, why, reminder_rules, classes, pupils_per_adult, pupils, published_at)
    VALUES (:key, :partner, :kind, :title, :description, :grade_from, :grade_to, :strict_grades, :format,
            :bring, :forbidden, :asks, :why, :reminder_rules, :classes, :pupils_per_adult, :pupils, :now)
        ON CONFLICT (key) DO UPDATE
       SET partner = excluded.partner, kind = excluded.kind, title = excluded.title,
           description = excluded.description, grade_from = excluded.grade_from, grade_to = excluded.grade_to,
           strict_grades = excluded.strict_grades, format = excluded.format, bring = excluded.bring,
           forbidden = excluded.forbidden, asks = excluded.asks, why = excluded.why,
           reminder_rules = excluded.reminder_rules, classes = excluded.classes,
           pupils_per_adult = excluded.pupils_per_adult, pupils = excluded.pupils,
           published_at = coalesce(published_at, excluded.published_at)
 RETURNING id
"""

EVENT_OF_KEY: Final = """
    SELECT id
      FROM events
     WHERE key = :key
"""

BRING_CITY: Final = """
    INSERT INTO cities (name)
    VALUES (:name)
        ON CONFLICT (name) DO UPDATE SET name = excluded.name
 RETURNING id
"""


def bring_partners(tx: Transaction, *, partners: Sequence[PartnerDraft]) -> None:
    """Put partners in, or bring them up to date."""
    for partner in partners:
        tx.value(BRING_PARTNER, key=partner.key, name=written(partner.name), contact=partner.contact)


def bring_events(tx: Transaction, *, events: Sequence[EventDraft]) -> None:
    """Put events in and publish them, or bring them up to date. Their partners are there already."""
    for event in events:
        tx.value(BRING_EVENT, **_columns(tx, event), now=tx.now)


def city(tx: Transaction, *, name: Texts) -> CityId:
    """The city of that name; a new one where nobody named it so before."""
    return CityId(tx.value(BRING_CITY, name=written(name)))


def _columns(tx: Transaction, event: EventDraft) -> dict[str, str | int | None]:
    partner = PartnerId(tx.value(PARTNER_OF_KEY, key=event.partner))
    return {
        "key": event.key,
        "partner": partner,
        "kind": event.kind,
        "title": written(event.title),
        "description": written(event.description),
        "grade_from": event.audience.grade_from,
        "grade_to": event.audience.grade_to,
        "strict_grades": int(event.audience.strict),
        "format": event.format,
        "bring": written(event.bring),
        "forbidden": written(event.forbidden),
        "asks": written(event.question.asks) if event.question else None,
        "why": written(event.question.why) if event.question else None,
        "reminder_rules": "; ".join(str(rule) for rule in event.reminder_rules) or "-",
        "classes": event.for_classes.policy,
        "pupils_per_adult": event.for_classes.pupils_per_adult,
        "pupils": event.for_pupils,
    }


def event_of_key(tx: Transaction, *, key: str) -> EventId:
    """The event that the file calls so. It has been brought in already."""
    return EventId(tx.value(EVENT_OF_KEY, key=key))
