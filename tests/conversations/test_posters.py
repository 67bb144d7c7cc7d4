"""Posters: made for a place, printed, opened by their codes, and counted."""

from domain.rights import OrganizerRole
from tests.conversations.stage import BOT, Stage
from tests.conversations.test_reports import reporter


async def test_a_poster_is_made_printed_scanned_and_counted(saturday: Stage) -> None:
    pia = await reporter(saturday, "Pia", OrganizerRole.PROGRAMME)
    await pia.taps("Posters")
    await pia.taps("Secrets of weights")
    assert pia.sees("None yet")
    await pia.taps("New poster")
    await pia.says("school 239, 2nd floor")
    assert pia.sees("Poster, school 239, 2nd floor")
    await pia.taps("Русский")
    assert pia.buttons()[:3] == ["✅ Русский", "Қазақша", "✅ English"]
    await pia.taps("Make the PDF")
    assert pia.from_bot()[-1]["document"]["file_name"] == "poster-1.pdf"

    timur = await saturday.pupil("Timur")
    for _again in range(2):
        await timur.opens(f"https://t.me/{BOT}?start=e_1_1")
        assert timur.sees("Secrets of weights")
    alina = await saturday.comes("Alina")
    await alina.opens(f"https://t.me/{BOT}?start=e_1_1")
    await timur.taps("Sat, 28 November")
    await timur.taps("Register")
    await pia.taps_data("pe:1")
    assert pia.sees("Poster, school 239, 2nd floor: 2 people came, registered: 1")


async def test_who_saw_it_before_is_counted_for_the_poster_once_more(saturday: Stage) -> None:
    pia = await reporter(saturday, "Pia", OrganizerRole.ANNOUNCEMENTS)
    await pia.taps_data("pm:1")
    await pia.taps("Never mind where")
    timur = await saturday.pupil("Timur")
    await timur.opens(f"https://t.me/{BOT}?start=e_1")
    await timur.opens(f"https://t.me/{BOT}?start=e_1_1")
    await timur.opens(f"https://t.me/{BOT}?start=e_1_999")
    await pia.taps_data("pe:1")
    assert pia.sees("Poster № 1: 1 person came, registered: 0")
    looks = await saturday.app.store.read(lambda tx: tx.all("SELECT source FROM looks"))
    assert [row["source"] for row in looks] == [None], "seen once, and without a poster at first"


async def test_skipping_the_place_twice_makes_one_poster(saturday: Stage) -> None:
    pia = await reporter(saturday, "Pia", OrganizerRole.PROGRAMME)
    await pia.taps_data("pm:1")
    _message, button = pia._button("Never mind")
    for _ in range(2):
        await pia.taps_data(button["callback_data"])
        assert pia.sees("In which language?")
    assert await saturday.app.store.read(lambda tx: tx.value("SELECT count(*) FROM sources")) == 1


async def test_posters_are_for_those_who_announce(saturday: Stage) -> None:
    stranger = await saturday.comes("Stranger")
    rita = await reporter(saturday)
    assert "🖼 Posters" not in rita.buttons()
    for someone in (stranger, rita):
        for data in ("pp:0", "pe:1", "pm:1", "pk:1:abc", "pg:1:1:1"):
            await someone.taps_data(data)
            assert someone.sees("nothing here that you can see or change"), data
    assert await saturday.app.store.read(lambda tx: tx.value("SELECT count(*) FROM sources")) == 0


async def test_links_that_nobody_made_lead_home(saturday: Stage) -> None:
    timur = await saturday.pupil("Timur")
    for payload in ("e_1_", "e_1_0", "e_1_2_3", "e_0_1", "s_1_1", "e_1_9999999999999"):
        await timur.opens(f"https://t.me/{BOT}?start={payload}")
        assert not timur.sees("Secrets of weights"), payload
