"""Rows to begin with, as few words as a test needs, and a clock that stands still until it is set."""

import json
from datetime import UTC, datetime
from typing import Final

from domain.identities import AccountId, CityId, EventId, PartnerId, PersonId, PupilId, SchoolId, SlotId, TeacherId
from domain.moments import DAY, MINUTE, Instant, local
from domain.people import AgeLine
from domain.programme import EventKind, Format
from storage.engine import Transaction

MONDAY: Final = Instant(int(datetime(2026, 11, 23, 9, tzinfo=UTC).timestamp()))
"""A Monday in November, 14:00 in Almaty."""
ALMATY: Final = "Asia/Almaty"


class StillClock:
    """Shows what it was set to."""

    def __init__(self, shows: Instant = MONDAY) -> None:
        self.shows = shows

    def now(self) -> Instant:
        return self.shows

    def forward(self, seconds: int) -> None:
        """Let time pass."""
        self.shows = Instant(self.shows + seconds)


def text(ru: str) -> str:
    """A text in one language, as columns keep it."""
    return json.dumps({"ru": ru}, ensure_ascii=False)


def _number(tx: Transaction, table: str) -> int:
    return int(tx.value(f"SELECT coalesce(max(id), 0) + 1 FROM {table}"))  # noqa: S608  tables of ours


def a_city(tx: Transaction, name: str = "Астана") -> CityId:
    return CityId(
        tx.value(
            "INSERT INTO cities (name) VALUES (:name) ON CONFLICT (name) DO UPDATE SET name = name RETURNING id",
            name=text(name),
        )
    )


def a_partner(tx: Transaction) -> PartnerId:
    number = _number(tx, "partners")
    return PartnerId(
        tx.value(
            "INSERT INTO partners (key, name, contact) VALUES (:key, :name, 'the front desk') RETURNING id",
            key=f"partner-{number}",
            name=text("Институт метрологии"),
        )
    )


def an_event(
    tx: Transaction,
    *,
    partner: PartnerId | None = None,
    kind: EventKind = EventKind.EXCURSION,
    grades: tuple[int | None, int | None] = (None, None),
    strict: bool = False,
    asks: str | None = None,
    format: Format = Format.IN_PERSON,  # noqa: A002  the field's own word
    rules: str = "1d@18:00; 2h",
    published: bool = True,
    title: str = "Музей метрологии",
) -> EventId:
    number = _number(tx, "events")
    return EventId(
        tx.value(
            """
            INSERT INTO events (key, partner, kind, title, description, grade_from, grade_to, strict_grades, format,
                                bring, forbidden, asks, why, reminder_rules, published_at)
            VALUES (:key, :partner, :kind, :title, '{}', :grade_from, :grade_to, :strict, :format, '{}', '{}', :asks,
                    :why, :rules, :published_at)
            RETURNING id
            """,
            key=f"event-{number}",
            partner=a_partner(tx) if partner is None else partner,
            kind=kind,
            title=text(title),
            grade_from=grades[0],
            grade_to=grades[1],
            strict=int(strict),
            format=format,
            asks=None if asks is None else text(asks),
            why=None if asks is None else text("для пропуска"),
            rules=rules,
            published_at=tx.now if published else None,
        )
    )


def a_slot(
    tx: Transaction,
    *,
    event: EventId | None = None,
    capacity: int = 1,
    starts_in: int = 7 * DAY,
    closes_before: int = 0,
    opens_in: int | None = None,
    city: CityId | None = None,
    meetings: int = 1,
    minutes: int = 90,
    zone: str = ALMATY,
) -> SlotId:
    """A slot of one meeting a week, the first one `starts_in` seconds from now."""
    number = _number(tx, "slots")
    first = tx.now + starts_in
    made = SlotId(
        tx.value(
            """
            INSERT INTO slots (key, event, city, place, address, online_link, zone, capacity, opens_at, closes_at,
                               starts_at, ends_at)
            VALUES (:key, :event, :city, :place, :place, '', :zone, :capacity, :opens_at, :closes_at, :starts_at,
                    :ends_at)
            RETURNING id
            """,
            key=f"slot-{number}",
            event=an_event(tx) if event is None else event,
            city=city,
            place=None if city is None else text("Музей"),
            zone=zone,
            capacity=capacity,
            opens_at=None if opens_in is None else tx.now + opens_in,
            closes_at=first - closes_before,
            starts_at=first,
            ends_at=first + (meetings - 1) * 7 * DAY + minutes * MINUTE,
        )
    )
    for nth in range(meetings):
        meeting(tx, slot=made, number=nth + 1, starts_at=Instant(first + nth * 7 * DAY), minutes=minutes, zone=zone)
    return made


def meeting(
    tx: Transaction, *, slot: SlotId, number: int, starts_at: Instant, minutes: int = 90, zone: str = ALMATY
) -> None:
    here = local(starts_at, zone)
    tx.run(
        """
        INSERT INTO meetings (slot, number, local_date, local_time, minutes, starts_at, ends_at)
        VALUES (:slot, :number, :date, :time, :minutes, :starts_at, :ends_at)
        """,
        slot=slot,
        number=number,
        date=here.date().isoformat(),
        time=f"{here:%H:%M}",
        minutes=minutes,
        starts_at=starts_at,
        ends_at=starts_at + minutes * MINUTE,
    )


def move_slot(tx: Transaction, *, slot: SlotId, by: int) -> None:
    """Move a slot of one meeting."""
    starts_at = Instant(tx.value("SELECT starts_at FROM slots WHERE id = :slot", slot=slot) + by)
    tx.run(
        "UPDATE slots SET starts_at = :at, ends_at = ends_at + :by, closes_at = closes_at + :by WHERE id = :slot",
        at=starts_at,
        by=by,
        slot=slot,
    )
    tx.run(
        """
        UPDATE meetings
           SET starts_at = starts_at + :by, ends_at = ends_at + :by, version = version + 1, local_date = :date
         WHERE slot = :slot
        """,
        by=by,
        date=local(starts_at, ALMATY).date().isoformat(),
        slot=slot,
    )


def a_school(tx: Transaction, name: str = "Школа № 239") -> SchoolId:
    return SchoolId(
        tx.value(
            """
            INSERT INTO schools (name, city, listed) VALUES (:name, 'Астана', 1)
                ON CONFLICT (name, city) DO UPDATE SET listed = 1 RETURNING id
            """,
            name=name,
        )
    )


def a_person(tx: Transaction, *, account: AccountId | None = None) -> PersonId:
    number = _number(tx, "people")
    return PersonId(
        tx.value(
            "INSERT INTO people (account, language, met_at) VALUES (:account, 'ru', :now) RETURNING id",
            account=100 + number if account is None else account,
            now=tx.now,
        )
    )


def an_owner(tx: Transaction, *, person: PersonId) -> None:
    tx.run(
        "INSERT INTO owners (account, named_by, since) SELECT account, 'link', :now FROM people WHERE id = :person",
        person=person,
        now=tx.now,
    )


def a_teacher(tx: Transaction, *, person: PersonId, school: SchoolId | None = None) -> TeacherId:
    """An approved one."""
    return TeacherId(
        tx.value(
            """
            INSERT INTO teachers (person, school, name, state, asked_at, decided_at)
            VALUES (:person, :school, 'А. Т.', 'approved', :now, :now) RETURNING id
            """,
            person=person,
            school=a_school(tx) if school is None else school,
            now=tx.now,
        )
    )


def a_pupil(
    tx: Transaction,
    *,
    person: PersonId | None,
    first_name: str = "Тимур",
    grade: int = 8,
    age_line: AgeLine = AgeLine.OLDER,
) -> PupilId:
    return PupilId(
        tx.value(
            """
            INSERT INTO pupils (person, first_name, grade, age_line, school, introduced_at)
            VALUES (:person, :first_name, :grade, :age_line, :school, :now) RETURNING id
            """,
            person=person,
            first_name=first_name,
            grade=grade,
            age_line=age_line,
            school=a_school(tx),
            now=tx.now,
        )
    )


def guardianship(tx: Transaction, *, person: PersonId, pupil: PupilId) -> None:
    tx.run(
        "INSERT INTO guardianships (person, pupil, since) VALUES (:person, :pupil, :now)",
        person=person,
        pupil=pupil,
        now=tx.now,
    )
