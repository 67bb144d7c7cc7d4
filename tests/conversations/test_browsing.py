"""Looking around: pages, filters, the calendar, cards, deep links, places, and "tell me when there are more"."""

from dataclasses import replace
from datetime import date, time, timedelta

from domain.languages import Texts
from domain.programme import Audience, EventKind, Format, Place
from tests.conversations.stage import EXCURSION, PLACE, Stage, a_slot

ASTANA = replace(PLACE, city=Texts(ru="Астана", kk="Астана", en="Astana"))
LECTURE = replace(
    EXCURSION,
    key="second",
    kind=EventKind.LECTURE,
    title=Texts(ru="Секунда", kk="Секунд", en="How exact is a second"),
    format=Format.ONLINE,
)
OLDEST = replace(
    EXCURSION, key="oldest", title=Texts(en="For the oldest"), audience=Audience(grade_from=10, grade_to=11)
)


async def varied(stage: Stage) -> None:
    """An excursion in each of two cities, an online lecture, and one for the oldest."""
    await stage.offers(
        a_slot(),
        a_slot("astana", on=date(2026, 12, 1), place=ASTANA, zone="Asia/Almaty"),
        a_slot("online", on=date(2026, 12, 2), event="second", place=None, online_link="https://example.org/room"),
        a_slot("old", on=date(2026, 12, 3), event="oldest"),
        events=(EXCURSION, LECTURE, OLDEST),
    )


async def test_pages_turn_both_ways(stage: Stage) -> None:
    await stage.offers(*(a_slot(f"{n}", on=date(2026, 11, 28) + timedelta(days=n)) for n in range(8)))
    alina = await stage.comes("Alina")
    await alina.taps("Upcoming")
    assert alina.sees("Sat, 28 November")
    assert not alina.sees("Sat, 5 December")

    await alina.taps("Later")
    assert alina.sees("Sat, 5 December")
    await alina.taps("Earlier")

    assert alina.sees("Sat, 28 November")


async def test_a_tap_edits_the_one_living_screen(saturday: Stage) -> None:
    alina = await saturday.comes("Alina")
    before = len(alina.from_bot())

    for label in ("Upcoming", "1", "Back to the list", "Home", "Help", "Home", "Settings"):
        await alina.taps(label)

    assert len(alina.from_bot()) == before


async def test_filters_narrow_and_combine(stage: Stage) -> None:
    await varied(stage)
    alina = await stage.comes("Alina")
    await alina.taps("Upcoming")

    await alina.taps("Filter")
    await alina.taps("City")
    await alina.taps("Astana")
    assert alina.sees("Astana")
    assert not alina.sees("How exact is a second")
    assert alina.sees("15:30 (UTC+5)")
    await alina.taps("Filter")
    await alina.taps("Clear all")
    await alina.taps("Filter")
    await alina.taps("Online")
    assert alina.sees("How exact is a second")
    assert not alina.sees("Secrets of weights")


async def test_for_my_grade_is_one_tap_for_whoever_is_known(stage: Stage) -> None:
    await varied(stage)
    alina = await stage.pupil("Alina")
    await alina.opens("https://t.me/etalon_test_bot?start=hello")
    await alina.taps("Upcoming")
    assert alina.sees("For the oldest")

    await alina.taps("Filter")
    await alina.taps("For my grade")

    assert alina.sees("Secrets of weights")
    assert not alina.sees("For the oldest")


async def test_nothing_found_says_what_to_loosen(stage: Stage) -> None:
    await varied(stage)
    alina = await stage.comes("Alina")
    await alina.taps("Upcoming")
    await alina.taps("Filter")
    await alina.taps("Kind")
    await alina.taps("Lecture")
    await alina.taps("Filter")
    await alina.taps("City")
    await alina.taps("Astana")

    assert alina.sees("Nothing fits all of this")
    await alina.taps("Without: Astana")

    assert alina.sees("How exact is a second")


async def test_a_week_is_chosen(stage: Stage) -> None:
    await varied(stage)
    alina = await stage.comes("Alina")
    await alina.taps("Upcoming")
    await alina.taps("Filter")
    await alina.taps("Week")

    await alina.taps("Next week")

    assert alina.sees("How exact is a second")
    assert not alina.sees("28 November")


async def test_the_calendar_shows_days_that_have_something(stage: Stage) -> None:
    await varied(stage)
    alina = await stage.comes("Alina")
    await alina.taps("Upcoming")

    await alina.taps("Calendar")
    assert alina.sees("November 2026")
    assert "28•" in alina.buttons()
    await alina.taps("December 2026")
    assert alina.sees("3 dates this month")
    await alina.taps("2•")

    assert alina.sees("How exact is a second")
    assert not alina.sees("For the oldest")


async def test_a_day_without_anything_is_no_dead_end(saturday: Stage) -> None:
    alina = await saturday.comes("Alina")
    await alina.taps("Upcoming")
    await alina.taps("Calendar")

    await alina.taps("27")

    assert alina.sees("November 2026")


async def test_the_place_is_shown_as_a_pin(saturday: Stage) -> None:
    alina = await saturday.comes("Alina")
    await alina.opens("https://t.me/etalon_test_bot?start=s_1")

    await alina.taps("On the map")

    venue = alina.from_bot()[-1]["venue"]
    assert venue["title"] == "Museum of Metrology"
    assert venue["location"]["latitude"] == 59.9177


async def test_a_shared_link_opens_the_event(saturday: Stage) -> None:
    alina = await saturday.comes("Alina")
    await alina.opens("https://t.me/etalon_test_bot?start=s_1")
    assert "start%3De_1" in alina.url("Share")

    await alina.opens("https://t.me/etalon_test_bot?start=e_1")

    assert alina.sees("Choose a date")


async def test_a_poster_of_a_past_date_shows_the_next_ones(stage: Stage) -> None:
    await stage.offers(a_slot(), a_slot("next", on=date(2026, 12, 5)))
    await stage.is_day(date(2026, 11, 29), time(12, 0))
    alina = await stage.comes("Alina")

    await alina.opens("https://t.me/etalon_test_bot?start=s_1")

    assert alina.sees("This date is over")
    await alina.taps("5 December")
    assert any("Register" in label for label in alina.buttons())


async def test_tell_me_when_there_are_more(saturday: Stage) -> None:
    await saturday.is_day(date(2026, 11, 29), time(12, 0))
    alina = await saturday.comes("Alina")
    await alina.opens("https://t.me/etalon_test_bot?start=e_1")
    assert alina.sees("no dates ahead")

    await alina.taps("Tell me when there are more")
    assert alina.sees("I shall write to you")
    await saturday.offers(a_slot(), a_slot("new", on=date(2026, 12, 12)))

    assert alina.sees("has seats again")
    await alina.taps("See the dates")
    assert alina.sees("12 December")


async def test_strict_grades_refuse_and_others_warn(stage: Stage) -> None:
    strict = replace(
        OLDEST, key="strict", title=Texts(en="Only the oldest"), audience=Audience(grade_from=10, strict=True)
    )
    await stage.offers(a_slot("warn", event="oldest"), a_slot("strict", event="strict"), events=(OLDEST, strict))
    alina = await stage.pupil("Alina")

    await alina.opens("https://t.me/etalon_test_bot?start=s_1")
    await alina.taps("Register")
    assert alina.sees("meant for grades 10–11, and you are in grade 8")
    await alina.opens("https://t.me/etalon_test_bot?start=s_2")
    await alina.taps("Register")

    assert alina.sees("from grade 10 only, and you are in grade 8")


async def test_registration_that_opens_later_or_is_closed_says_so(stage: Stage) -> None:
    opens, closes = date(2026, 11, 25), date(2026, 11, 27)
    from domain.moments import instant  # noqa: PLC0415  only here

    zone = "Europe/Moscow"
    await stage.offers(a_slot(opens_at=instant(opens, time(9, 0), zone), closes_at=instant(closes, time(18, 0), zone)))
    alina = await stage.pupil("Alina")
    await alina.opens("https://t.me/etalon_test_bot?start=s_1")
    assert alina.sees("Registration opens Wed, 25 November, 09:00")
    await alina.taps_data("r:1:AAAAAAAAAAA:0")
    assert alina.sees("Registration opens Wed, 25 November, 09:00")

    await stage.is_day(closes, time(18, 0))
    await alina.taps_data("r:1:AAAAAAAAAAB:0")

    assert alina.sees("closed Fri, 27 November, 18:00")


async def test_the_longest_programme_fits_every_screen(stage: Stage) -> None:
    """Every text as long as a programme file allows, full of what HTML escapes, and a course of a hundred meetings."""
    title, text = Texts(en="<&>" * 40), Texts(en='"<b>&amp;🎓' * 30)
    place = Place(name=text, address=text, city=Texts(en="Ж" * 300), latitude=1.0, longitude=2.0)
    longest = replace(
        EXCURSION,
        title=title,
        description=Texts(en="<i>& long " * 200),
        format=Format.HYBRID,
        bring=text,
        forbidden=text,
        audience=Audience(grade_from=1, grade_to=12),
    )
    start = a_slot().meetings[0]
    meetings = tuple(replace(start, on=start.on + timedelta(days=day)) for day in range(100))
    link = "https://example.org/" + "&a" * 140
    await stage.offers(
        a_slot(place=place, meetings=meetings, online_link=link), a_slot("next", place=place, online_link=link),
        events=(longest,),
    )  # fmt: skip
    alina = await stage.pupil("А" * 60, older=False)
    await alina.taps("Home")
    for step in ("Upcoming", "1"):
        await alina.taps(step)
        assert alina.sees("<&>")
    assert alina.sees("… and 92 more meetings")
    await alina.opens("https://t.me/etalon_test_bot?start=e_1")
    assert alina.sees("Choose a date")
    await alina.opens("https://t.me/etalon_test_bot?start=s_1")
    await alina.taps("Register")
    parent = await stage.comes("Sample parent")
    await parent.opens(alina.link("g"))
    await parent.taps("Yes, for this date")
    assert parent.sees("Thank you!")
    assert alina.sees("your ticket")
    for step in ("On the map", "To my calendar", "Other date"):
        await alina.taps(step)
    await alina.taps("Can't come")
    assert alina.sees("Give up this seat?")
    await alina.taps("No, keep it")
    await stage.is_day(date(2026, 11, 27), time(18, 0))

    assert alina.sees("soon")
