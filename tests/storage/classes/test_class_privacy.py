"""What is kept of classes and teachers, shown to them; and forgetting it."""

from datetime import UTC, datetime

from domain.bookings import BookingState
from domain.classes import JoiningState, Needs
from domain.messages import LetterKind
from domain.moments import DAY, Instant
from storage.classes import classes, joinings, lists, standing
from storage.people import rights
from storage.seats import forgotten_classes, privacy
from tests.storage import rows
from tests.storage.classes.conftest import Room
from tests.storage.desk import Desk, pupil_of
from tests.storage.seats.test_privacy import everything


async def test_my_data_says_what_i_am_to_classes_and_partners(room: Room) -> None:
    desk, timur = room.desk, await room.desk.pupil()
    await room.joins(timur)
    booking = await desk.book_class(room.known, await desk.slot(capacity=30), needs=Needs(phone="+7 700 000 00 00"))
    await desk.do(standing.tell_absence, actor=timur.id, booking=booking.id, pupil=pupil_of(timur), absent=True)
    partner = await desk.do(rows.a_partner)
    organizer = await desk.organizer(partner)
    teacher = await desk.do(privacy.mine, actor=room.known.teacher_person)
    assert [one.id for one in teacher.teaches] == [room.known.teacher]
    assert [one.name for one in teacher.classes] == ["8Б"]
    assert teacher.needs == (Needs(phone="+7 700 000 00 00"),)
    pupil = await desk.do(privacy.mine, actor=timur.id)
    assert (pupil.joined, pupil.absences, pupil.classes) == ((("8Б", JoiningState.ACCEPTED),), 1, ())
    [organizes] = (await desk.do(privacy.mine, actor=organizer.id)).organizes
    assert (organizes.partner, organizes.name) == (partner, "А. О.")


async def test_a_teacher_goes_and_a_class_that_is_booked_nowhere_goes_too(room: Room) -> None:
    desk = room.desk
    await room.writes("Ахметов Тимур")
    await desk.do(privacy.forget, actor=room.known.teacher_person)
    assert "Ахметов" not in "\n".join(await everything(desk))
    assert await desk.value("SELECT count(*) FROM classes WHERE closed_at IS NULL OR link_token IS NOT NULL") == 0


async def test_a_teacher_goes_and_with_them_in_the_end_the_list_and_the_visits_ahead(room: Room) -> None:
    desk, owner = room.desk, await room.desk.organizer()
    timur = await desk.pupil()
    lines = await room.writes("Ахметов Тимур", "Серикова Алия")
    await room.joins(timur, lines[0])
    slot = await desk.slot(capacity=30, starts_in=30 * DAY)
    booking = await desk.book_class(room.known, slot, needs=Needs(note="арахис", phone="+7 700 000 00 00"))
    await desk.do(privacy.forget, actor=room.known.teacher_person)
    dump = "\n".join(await everything(desk))
    for gone in ("А. Т.", "+7 700"):
        assert gone not in dump
    desk.clock.forward(14 * DAY)
    await desk.do(forgotten_classes.forget_orphans)
    dump = "\n".join(await everything(desk))
    for gone in ("Ахметов", "Серикова", "Алия", "А. Т.", "арахис", "+7 700"):
        assert gone not in dump
    assert (await desk.look_at_class(booking)).state is BookingState.CANCELLED
    assert await desk.seats_taken(slot) == 0
    told = await desk.letters()
    assert (LetterKind.CLASS_CANCELLED, owner.id) in told
    assert (LetterKind.CANCELLED_FOR_YOU, timur.id) in told
    assert await desk.value("SELECT first_name FROM pupils WHERE id = :id", id=pupil_of(timur)) == "Тимур"
    assert await desk.value("SELECT count(*) FROM classes WHERE closed_at IS NULL OR link_token IS NOT NULL") == 0


async def test_a_pupil_goes_and_is_on_no_list(room: Room) -> None:
    desk, timur = room.desk, await room.desk.pupil()
    [line] = await room.writes("Ахметов Тимур")
    await room.joins(timur, line)
    booking = await desk.book_class(room.known, await desk.slot(capacity=30))
    await desk.do(standing.tell_absence, actor=timur.id, booking=booking.id, pupil=pupil_of(timur), absent=True)
    await desk.do(standing.consent_link, actor=timur.id, booking=booking.id, pupil=pupil_of(timur))
    await desk.do(privacy.forget, actor=timur.id)
    dump = "\n".join(await everything(desk))
    assert "Ахметов" not in dump
    assert "Тимур" not in dump
    for table in ("joinings", "absences", "class_entries"):
        assert await desk.value(f"SELECT count(*) FROM {table}") == 0  # noqa: S608  ours
    assert await desk.value("SELECT count(*) FROM consent_links WHERE revoked_at IS NULL") == 0
    assert (await desk.do(standing.of_class, actor=booking.booked_by, booking=booking.id)).members == ()


async def test_a_parent_goes_and_the_other_is_written_to(room: Room) -> None:
    desk, mother, father = room.desk, await room.desk.person(), await room.desk.person()
    child = await desk.do(rows.a_pupil, person=None, first_name="Алия")
    for parent in (mother, father):
        await desk.do(rows.guardianship, person=parent.id, pupil=child)
    await desk.do(joinings.ask, actor=mother.id, token=room.token, pupil=child)
    await desk.do(privacy.forget, actor=mother.id)
    [asked] = (await desk.do(joinings.roster, actor=room.known.teacher_person, school_class=room.known.id)).asking
    assert asked.asked_by == father.id


async def test_an_organizer_goes_and_their_name_and_rights_with_them(desk: Desk) -> None:
    organizer, person = await desk.organizer(await desk.do(rows.a_partner)), await desk.person()
    await desk.do(rights.become_owner, person=person.id, account=person.account)
    for who in (organizer, person):
        await desk.do(privacy.forget, actor=who.id)
        assert not (await desk.do(rights.of, actor=who.id)).organizer
    assert "А. О." not in "\n".join(await everything(desk))
    assert await desk.value("SELECT count(*) FROM owners") == 0


async def test_lists_of_closed_classes_go_after_the_school_year(room: Room) -> None:
    desk = room.desk
    await room.writes("Ахметов Тимур")
    timur = await desk.pupil()
    await room.joins(timur)
    open_class = await desk.school_class(name="9А")
    teacher = room.known.teacher_person
    await desk.do(
        lists.add,
        actor=open_class.teacher_person,
        school_class=open_class.id,
        names=[("Серикова Алия", "Алия")],
        intent=desk.intent(),
    )
    desk.clock.forward(30 * DAY)
    await desk.do(classes.close, actor=teacher, school_class=room.known.id)
    last_day = datetime(2027, 8, 31, 12, tzinfo=UTC)
    desk.clock.shows = Instant(int(last_day.timestamp()))
    assert await desk.do(forgotten_classes.forget_lists, zone=rows.ALMATY) == 0
    desk.clock.forward(DAY)
    assert await desk.do(forgotten_classes.forget_lists, zone=rows.ALMATY) == 1
    assert await desk.do(forgotten_classes.forget_lists, zone=rows.ALMATY) == 0
    assert [row["name"] for row in await desk.all("SELECT name FROM class_entries")] == ["Серикова Алия"]
    names = [row["first_name"] for row in await desk.all("SELECT first_name FROM pupils ORDER BY id")]
    assert names == ["", "Тимур", "Алия"]
