"""Programme files sent to the bot: faults listed, previewed, confirmed; and taken away as they come in again."""

from dataclasses import replace
from datetime import date, time

from domain.identities import AccountId, PartnerId
from domain.languages import Texts
from domain.programme import PartnerDraft, ProgrammeDraft, SlotDraft
from domain.rights import OrganizerRole
from emulator.kept.files import Upload
from papers.programme_file import read_programme
from papers.programme_file.writing import Form, write_programme
from storage.people import persons, rights
from tests.conversations.stage import BOT, EXCURSION, PARTNER, Actor, Stage, a_slot
from tests.conversations.test_moving import organizer, registered
from tests.conversations.test_teachers import owner

OTHERS = PartnerDraft(key="college", name=Texts(en="College"), contact="the college's desk")


def a_file(*slots: SlotDraft, partner: PartnerDraft = PARTNER, key: str = "weights") -> bytes:
    """A file with these slots of one event."""
    event = replace(EXCURSION, key=key, partner=partner.key)
    mine = tuple(replace(slot, event=key) for slot in slots)
    return write_programme(ProgrammeDraft(partners=(partner,), events=(event,), slots=mine), Form.DELIMITED)


async def sends(who: Actor, content: bytes, name: str = "programme.csv") -> None:
    await who.says(document=Upload(name, content))


async def test_a_file_is_previewed_and_brought_in_after_a_yes(saturday: Stage) -> None:
    alina, olga = await registered(saturday, "Alina"), await organizer(saturday)
    await sends(olga, a_file(a_slot(at=time(17, 0)), a_slot("new", on=date(2026, 12, 5))))

    assert olga.sees("1 new date")
    assert olga.sees("1 date moves")
    assert olga.sees("1 person is told at once")
    assert olga.sees("Secrets of weights, Sat, 28 November, 17:00 · 1 person")
    assert not alina.sees("has changed"), "nothing has happened yet"
    await olga.taps("Bring it in and tell 1 person")

    assert olga.sees("The file is in")
    assert alina.sees("17:00–19:00")
    await olga.taps_data("ml:1:0")
    assert olga.sees("Told, no answer yet: 1")
    await sends(olga, a_file(a_slot(at=time(17, 0)), a_slot("new", on=date(2026, 12, 5))))
    assert olga.sees("nothing would change")


async def test_all_faults_are_listed_and_nothing_is_brought_in(saturday: Stage) -> None:
    olga = await organizer(saturday)
    content = (
        a_file(a_slot(), a_slot("b", on=date(2026, 12, 5))).replace(b"15:30", b"25:30", 1).replace(b";10;", b";x;")
    )
    await sends(olga, content)
    assert olga.sees("Row 2, column “time”")
    assert olga.sees("faults found; nothing was imported")

    many = a_file(*(a_slot(f"slot-{number}") for number in range(120))).replace(b"15:30", b"25:30")
    await sends(olga, many)
    assert olga.has("All of them, line by line")
    assert olga.sees("120 faults found")
    await sends(olga, b"\x00\x01 no table", "broken.xlsx")
    assert olga.sees(".xlsx or .csv")


async def test_too_few_seats_are_a_fault(saturday: Stage) -> None:
    await registered(saturday, "Alina")
    await registered(saturday, "Dana")
    olga = await organizer(saturday)
    await sends(olga, a_file(a_slot(capacity=1)))
    assert olga.sees("Slot “sat”: 2 seats are taken")
    assert not [label for label in olga.buttons() if "Bring it in" in label]


async def test_somebody_elses_lines_are_said_to_be_that(saturday: Stage) -> None:
    boss, olga = await owner(saturday), await organizer(saturday)
    await sends(olga, a_file(a_slot("c"), partner=OTHERS, key="college-day"))
    assert olga.sees("Partner “college” is not known yet; an owner has to add it first.")

    await sends(boss, a_file(a_slot("c"), partner=OTHERS, key="college-day"))
    await boss.taps("Bring it in")
    assert boss.sees("The file is in")
    await sends(olga, a_file(a_slot("c"), partner=OTHERS, key="college-day"))
    assert olga.sees("Partner “college” is College's")
    assert olga.sees("Event “college-day” is College's")
    assert olga.sees("Slot “c” is College's")
    await sends(olga, a_file(a_slot("c"), key="mine"))
    assert olga.sees("Slot “c” is College's"), "a slot is not taken over by naming it one's own event's"


async def test_whoever_makes_no_programme_sends_files_in_vain(saturday: Stage) -> None:
    vera = await organizer(saturday, OrganizerRole.CHECK_IN)
    await sends(vera, a_file(a_slot()))
    assert vera.sees("nothing here that you can see")
    alina = await saturday.pupil("Alina")
    await sends(alina, a_file(a_slot()))
    assert alina.sees("did not understand")


async def test_what_has_changed_since_the_preview_is_previewed_again(saturday: Stage) -> None:
    alina = await registered(saturday, "Alina")
    olga, vera = await organizer(saturday), await organizer(saturday, name="Vera")
    await sends(olga, a_file(a_slot(at=time(17, 0))))
    await vera.taps_data("mv:1:0")
    await vera.says("30.11 11:00")
    await vera.taps("Move it")
    assert alina.sees("30 November, 11:00")
    await olga.taps("Bring it in")

    assert olga.sees("The programme has changed since")
    assert olga.sees("1 date moves"), "shown anew, nothing done"
    assert alina.sees("30 November, 11:00")
    await olga.taps("Bring it in")
    assert alina.sees("28 November, 17:00")


async def test_a_preview_holds_for_half_an_hour(saturday: Stage) -> None:
    olga = await organizer(saturday)
    await sends(olga, a_file(a_slot(), a_slot("new", on=date(2026, 12, 5))))
    await saturday.is_day(date(2026, 11, 23), time(12, 30))
    await olga.taps("Bring it in")
    assert olga.sees("or it was a while ago")
    await olga.taps("Bring it in")
    assert olga.sees("The file is in")


async def test_rights_that_end_meanwhile_end_it(saturday: Stage) -> None:
    olga = await organizer(saturday)
    await sends(olga, a_file(a_slot(), a_slot("new", on=date(2026, 12, 5))))
    visit = await saturday.app.store.read(persons.visit, account=AccountId(olga.id))
    assert visit.person is not None
    await saturday.app.store.write(lambda tx: tx.run("DELETE FROM organizers WHERE role = 'programme'"))
    await olga.taps("Bring it in")
    assert olga.sees("nothing here that you can see")


async def test_the_programme_is_taken_away_and_changes_nothing_when_it_comes_back(saturday: Stage) -> None:
    await saturday.offers(a_slot(), a_slot("off", on=date(2026, 12, 5)))
    await saturday.is_day(date(2026, 11, 23), time(12, 30))
    olga = await organizer(saturday)
    await olga.taps_data("mx:2:9")
    await olga.taps("Cancel it")
    await olga.taps_data("mt:0:")
    for form in Form:
        await olga.taps(f"Museum · .{form}")
        sent = next(message for message in reversed(olga.from_bot()) if "document" in message)
        assert sent["document"]["file_name"] == f"programme.{form}"
        content = saturday.world.person_file(olga.id, sent["document"]["file_id"]).content
        assert [slot.key for slot in read_programme(content, f"programme.{form}").slots] == ["sat", "off"]
        await sends(olga, content, f"programme.{form}")
        assert olga.sees("nothing would change")
        await olga.taps("Programme as a file")


async def test_nobody_takes_another_partners_programme(saturday: Stage) -> None:
    vera = await saturday.comes("Vera")
    visit = await saturday.app.store.read(persons.visit, account=AccountId(vera.id))
    assert visit.person is not None
    await saturday.app.store.write(
        rights.appoint, person=visit.person.id, name="Vera", partner=PartnerId(1), roles=(OrganizerRole.PROGRAMME,)
    )
    await vera.taps_data("mt:2:csv")
    assert vera.sees("nothing here that you can see")
    await vera.opens(f"https://t.me/{BOT}?start=hello")
