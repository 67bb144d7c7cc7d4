"""Teachers' calendars over HTTP: what is served, what is not said twice, and to whom nothing is said."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
import pytest
from icalendar import Calendar

from bot.config import Listen
from bot.web import feeds, listening
from domain.classes import ClassBooking, SchoolClass
from domain.languages import Language
from domain.moments import DAY, HOUR
from handlers.house import House
from handlers.texts import Catalogues
from storage.classes import bookings, calendar_links, lists
from storage.people import teachers
from tests.storage import rows
from tests.storage.desk import Desk

HERE = House(username="etalon_bot", zone="Asia/Almaty", consent_under=14, language=Language.RUSSIAN)


@dataclass
class Reader:
    """A calendar program that follows a teacher's link."""

    desk: Desk
    known: SchoolClass
    booking: ClassBooking
    http: aiohttp.ClientSession
    url: str

    async def fetches(self, **headers: str) -> tuple[int, Mapping[str, str], bytes]:
        async with self.http.get(
            self.url, headers={name.replace("_", "-"): said for name, said in headers.items()}
        ) as got:
            return got.status, got.headers, await got.read()

    async def entry(self) -> Any:
        _status, _headers, content = await self.fetches()
        [entry] = Calendar.from_ical(content).walk("VEVENT")
        return entry


@pytest.fixture
async def reader(desk: Desk) -> AsyncIterator[Reader]:
    known = await desk.school_class(size=5)
    await desk.do(
        lists.add,
        actor=known.teacher_person,
        school_class=known.id,
        names=[("Ахметов Тимур", "Тимур")],
        intent=desk.intent(),
    )
    slot = await desk.slot(capacity=30, city=await desk.do(rows.a_city))
    booking = await desk.book_class(known, slot)
    token = await desk.do(calendar_links.make, actor=known.teacher_person)
    async with (
        listening(Listen("127.0.0.1", 0), feeds(desk.store, Catalogues(), HERE)) as at,
        aiohttp.ClientSession() as http,
    ):
        yield Reader(desk, known, booking, http, f"http://{at}/calendar/{token}.ics")


async def test_a_calendar_says_where_the_class_goes_and_names_nobody(reader: Reader) -> None:
    status, headers, content = await reader.fetches()
    assert status == 200
    assert headers["Content-Type"] == "text/calendar; charset=utf-8"
    said = content.decode()
    assert "BEGIN:VTIMEZONE" in said
    assert "Тимур" not in said
    assert "Ахметов" not in said
    entry = await reader.entry()
    assert entry["SUMMARY"] == "8Б: Музей метрологии"
    assert entry["DESCRIPTION"] == "5 учеников + 1 взрослый"
    assert entry["LOCATION"].startswith("Музей")
    assert entry["STATUS"] == "CONFIRMED"
    assert entry["DTSTART"].params["TZID"] == "Asia/Almaty"


async def test_who_has_it_already_is_told_so(reader: Reader) -> None:
    _status, headers, _content = await reader.fetches()
    etag, since = headers["ETag"], headers["Last-Modified"]
    for known in ({"If_None_Match": etag}, {"If_None_Match": f"W/{etag}"}, {"If_Modified_Since": since}):
        status, _headers, content = await reader.fetches(**known)
        assert (status, content) == (304, b"")
    status, _headers, _content = await reader.fetches(If_None_Match='"other"', If_Modified_Since=since)
    assert status == 200, "the fingerprint is asked first"


async def test_what_moves_or_is_called_off_has_a_higher_number_and_the_same_name(reader: Reader) -> None:
    first = await reader.entry()
    _status, before, _content = await reader.fetches()
    reader.desk.clock.forward(HOUR)
    await reader.desk.do(rows.move_slot, slot=reader.booking.slot.id, by=DAY)
    moved = await reader.entry()
    _status, after, _content = await reader.fetches()
    assert moved["UID"] == first["UID"]
    assert moved["SEQUENCE"] > first["SEQUENCE"]
    assert after["ETag"] != before["ETag"]
    moments = [parsedate_to_datetime(str(one["Last-Modified"])) for one in (before, after)]
    assert (moments[1] - moments[0]).total_seconds() == HOUR

    status, _headers, _content = await reader.fetches(If_Modified_Since=str(before["Last-Modified"]))
    assert status == 200
    await reader.desk.do(
        bookings.cancel, actor=reader.known.teacher_person, booking=reader.booking.id, intent=reader.desk.intent()
    )
    off = await reader.entry()
    assert (off["UID"], off["STATUS"]) == (first["UID"], "CANCELLED")
    assert off["SEQUENCE"] > moved["SEQUENCE"]


async def test_a_link_that_was_taken_back_or_never_was_is_404(reader: Reader) -> None:
    wrong = reader.url[: -len(".ics") - 22] + "A" * 22 + ".ics"
    for url in (wrong, reader.url.replace(".ics", "")):
        async with reader.http.get(url) as answer:
            assert (answer.status, await answer.read()) == (404, b"")
    await reader.desk.do(calendar_links.end, actor=reader.known.teacher_person)
    assert (await reader.fetches())[0] == 404


async def test_another_link_ends_the_first(reader: Reader) -> None:
    await reader.desk.do(calendar_links.make, actor=reader.known.teacher_person)
    assert (await reader.fetches())[0] == 404


async def test_a_revoked_teachers_calendar_is_empty(reader: Reader) -> None:
    owner = await reader.desk.organizer()
    await reader.desk.do(teachers.revoke, actor=owner.id, teacher=reader.known.teacher)
    status, _headers, content = await reader.fetches()
    assert status == 200
    assert Calendar.from_ical(content).walk("VEVENT") == []
