"""One conversation for every client's bot: polling, a callback, an edit, an upload, a download, inline, a refusal."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from emulator.answers import Json
from emulator.kept.files import Upload
from tests.emulator.stand import Stand

PATIENCE: Final = 30.0


async def converse(stand: Stand) -> None:
    """Be Timur, whom a bot answers that polls already."""
    talk = Talk(stand)
    hello = await talk.says("/start", "Hello")
    assert hello["entities"] == [{"offset": 0, "length": 5, "type": "bold"}]
    press = stand.world.person_taps(stand.timur, hello["message_id"], "go")
    answer = await press.wait(PATIENCE)
    assert answer is not None
    assert answer["text"] == "Gone"
    edited = await talk.sees(lambda seen: seen.get("text") == "Edited")
    assert edited["message_id"] == hello["message_id"]
    stand.world.person_writes(stand.timur, "/upload")
    uploaded = await talk.sees(lambda seen: "document" in seen and seen["from"]["is_bot"])
    file = stand.world.person_file(stand.timur, uploaded["document"]["file_id"])
    assert (file.file_name, file.content, uploaded["caption"]) == ("список.txt", b"one\ntwo\n", "list")
    stand.world.person_writes(stand.timur, document=Upload("8Б.csv", "Тимур".encode()))
    await talk.sees(lambda seen: seen.get("text") == "read: Тимур")
    await talk.says("/album", "album of 2: 1")
    await talk.says("/poll", "poll of 2")
    poll = next(seen for seen in stand.world.person_sees(stand.timur) if "poll" in seen)
    stand.world.person_votes(stand.timur, poll["message_id"], [1])
    await talk.sees(lambda seen: seen.get("text") == "voted 1")
    await inline(stand, talk)
    await talk.says("/refuse", "refused: 400 Bad Request: chat not found")


async def inline(stand: Stand, talk: Talk) -> None:
    """Ask the bot from the text field, send what it offers, press the button below, react."""
    query = stand.world.person_asks(stand.timur, "museum")
    assert await query.wait(PATIENCE) is not None
    chosen = stand.world.person_chooses(stand.timur, query.id, "a")
    assert chosen["text"] == "Museum"
    await talk.sees(lambda seen: seen.get("text") == "chosen a")
    stand.world.person_taps(stand.timur, chosen["message_id"], "more")
    changed = await talk.sees(lambda seen: seen.get("text") == "Changed")
    assert changed["message_id"] == chosen["message_id"]
    stand.world.person_reacts(stand.timur, chosen["message_id"], "👍")
    await talk.sees(lambda seen: seen.get("text") == "reacted 👍")


class Talk:
    """What Timur says, and what he waits for."""

    def __init__(self, stand: Stand) -> None:
        self._stand = stand
        seen = stand.world.person_sees(stand.timur)
        self._after = seen[-1]["change"] if seen else 0

    async def says(self, text: str, expected: str) -> Json:
        """Say something; answers the message that the bot must say then."""
        self._stand.world.person_writes(self._stand.timur, text)
        return await self.sees(lambda seen: seen.get("text") == expected)

    async def sees(self, wanted: Callable[[Json], bool]) -> Json:
        """The next message that is as wanted."""
        async with asyncio.timeout(PATIENCE):
            while True:
                for seen in await self._stand.world.person_waits(self._stand.timur, self._after, PATIENCE):
                    self._after = seen["change"]
                    if wanted(seen):
                        return seen
