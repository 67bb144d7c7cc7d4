"""Real limits: a person once a second after a short burst, a group 20 times a minute, all about 30 times a second."""

from __future__ import annotations

import aiohttp
import pytest

from emulator.kept.files import Upload
from emulator.kept.limits import ALL_MESSAGES, BURST, GROUP_MESSAGES, Limits
from tests.emulator.stand import Stand, png


class Ticking:
    """A monotonic clock that moves when told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time(stand: Stand) -> Ticking:
    """The time by which this world's limits are counted."""
    ticking = Ticking()
    limits = Limits(on=True, monotonic=ticking)
    stand.world.limits = stand.world.state.limits = limits
    return ticking


async def refused(stand: Stand, chat: int) -> int:
    """The seconds that a refusal asks for, or 0."""
    answer = await stand.asks("sendMessage", chat_id=chat, text="x")
    assert isinstance(answer.body, dict)
    if answer.ok:
        return 0
    seconds = int(answer.body["parameters"]["retry_after"])
    assert answer.status == 429
    assert answer.body["description"] == f"Too Many Requests: retry after {seconds}"
    return seconds


async def test_one_person_hears_a_short_burst_then_one_a_second(stand: Stand, time: Ticking) -> None:
    assert [await refused(stand, stand.timur) for _ in range(BURST + 1)] == [0] * BURST + [1]
    for _ in range(10):
        time.now += 1
        assert [await refused(stand, stand.timur), await refused(stand, stand.timur)] == [0, 1]
    time.now += 3600
    assert [await refused(stand, stand.timur) for _ in range(BURST + 1)] == [0] * BURST + [1]


async def test_a_group_hears_twenty_a_minute(stand: Stand, time: Ticking) -> None:
    group = stand.world.groups.make("8Б", [stand.world.person(stand.timur)], stand.world.bot())["id"]
    for _ in range(GROUP_MESSAGES):
        assert await refused(stand, group) == 0
        time.now += 2
    assert await refused(stand, group) == 20
    time.now += 19.5
    assert await refused(stand, group) == 1
    time.now += 0.5
    assert await refused(stand, group) == 0


async def test_everybody_together_hears_about_thirty_a_second(stand: Stand, time: Ticking) -> None:
    crowd = [stand.world.add_person(str(n))["id"] for n in range(ALL_MESSAGES + 1)]
    for person in crowd:
        stand.world.person_writes(person, "/start")
    assert [await refused(stand, person) for person in crowd] == [0] * ALL_MESSAGES + [1]
    time.now += 1
    assert await refused(stand, crowd[-1]) == 0


async def test_thirty_a_second_sent_evenly_are_never_refused(stand: Stand, time: Ticking) -> None:
    crowd = [stand.world.add_person(str(n))["id"] for n in range(90)]
    for person in crowd:
        stand.world.person_writes(person, "/start")
    for _ in range(3):
        for person in crowd:
            assert await refused(stand, person) == 0
            time.now += 1 / 30


async def test_what_is_refused_is_not_counted(stand: Stand, time: Ticking) -> None:
    for _ in range(BURST + 20):
        await refused(stand, stand.timur)
    assert stand.world.limits.refused == 20
    time.now += 1
    assert await refused(stand, stand.timur) == 0
    await stand.refused("sendMessage", chat_id=stand.timur, text="<b>", parse_mode="HTML")
    time.now += 1
    assert await refused(stand, stand.timur) == 0


async def test_an_album_counts_as_its_files_and_is_sent_whole_or_not_at_all(stand: Stand, time: Ticking) -> None:
    media = [{"type": "photo", "media": f"attach://{n}"} for n in range(4)]
    files = {str(n): Upload(f"{n}.png", png(2, 2)) for n in range(4)}
    await stand.does("sendMediaGroup", chat_id=stand.timur, media=media, files=files)
    words = await stand.refused("sendMediaGroup", chat_id=stand.timur, media=media, files=files)
    assert words == "Too Many Requests: retry after 3"
    assert len(stand.world.person_sees(stand.timur)) == 5
    time.now += 3
    await stand.does("sendMediaGroup", chat_id=stand.timur, media=media, files=files)


async def test_other_calls_and_other_bots_are_not_held_up(stand: Stand, time: Ticking) -> None:
    stand.world.add_bot("43:T", username="other_bot")
    stand.world.person_writes(stand.timur, "/start", bot="other_bot")
    sent = [await refused(stand, stand.timur) for _ in range(BURST + 1)]
    assert sent[-1] == 1
    await stand.does("sendChatAction", chat_id=stand.timur, action="typing")
    await stand.does("editMessageText", chat_id=stand.timur, message_id=2, text="y")
    answer = await stand.world.call("43:T", "sendMessage", {"chat_id": stand.timur, "text": "x"})
    assert answer.ok


async def test_limits_are_off_until_they_are_switched_on(stand: Stand, http: aiohttp.ClientSession) -> None:
    for _ in range(BURST + 1):
        await stand.says("x")
    async with http.post("/sim/limits", json={"on": True}) as response:
        assert await response.json() == {"on": True, "refused": 0}
    for _ in range(BURST + 5):
        answer = await stand.asks("sendMessage", chat_id=stand.timur, text="x")
    assert answer.status == 429
    async with http.get("/sim/limits") as response:
        assert (await response.json())["refused"] >= 1
    async with http.post("/sim/limits", json={"on": False}) as response:
        assert (await response.json())["on"] is False
    await stand.says("x")


def test_silent_chats_are_forgotten(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("emulator.kept.limits.MOST_CHATS", 3)
    limits = Limits(on=True)
    for n in range(10):
        person = stand.world.person(stand.world.add_person(str(n))["id"])
        limits.take(42, stand.world.state.private_chat(stand.world.bot(), person))
    assert len(limits._chats) == 3
