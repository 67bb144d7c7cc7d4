"""`/sim/people`: being somebody over HTTP."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from aiohttp import web

from emulator.answers import Json
from emulator.clients import Impossible
from emulator.web.bodies import read
from emulator.web.sim import answering, body, flag, number, number_or_none, seconds, text
from emulator.world import World

# Seconds of real time in which a bot's answer to a press or an inline query is waited for.
PATIENCE = 10.0


class PeopleRoutes:
    """What a person's client asks for."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[web.RouteDef]:
        """Every address under `/sim/people`."""
        one = "/sim/people/{person:[0-9]+}"
        return [
            web.get("/sim/people", answering(self.everybody)),
            web.post("/sim/people", answering(self.one_more)),
            web.get(f"{one}/messages", answering(self.sees)),
            web.post(f"{one}/messages", answering(self.writes)),
            web.post(f"{one}/taps", answering(self.taps)),
            web.post(f"{one}/votes", answering(self.votes)),
            web.post(f"{one}/opens", answering(self.opens)),
            web.post(f"{one}/blocks", answering(self.blocks)),
            web.post(f"{one}/inline", answering(self.asks)),
            web.post(f"{one}/inline/choices", answering(self.chooses)),
            web.post(f"{one}/reactions", answering(self.reacts)),
            web.get(f"{one}/chat", answering(self.header)),
            web.get(f"{one}/files/{{file}}", answering(self.file)),
        ]

    async def everybody(self, request: web.Request) -> list[Json]:
        """Who there is."""
        del request
        return [person.listed() for person in self._world.state.people.values()]

    async def one_more(self, request: web.Request) -> Json:
        """One more person."""
        given = await body(request)
        name = text(given.get("first_name"), "first_name").strip()
        if not name:
            raise Impossible("first_name must not be empty")
        user = self._world.add_person(
            name,
            text(given.get("language_code") or "ru", "language_code"),
            last_name=text(given.get("last_name") or "", "last_name") or None,
            username=text(given.get("username") or "", "username").lstrip("@") or None,
        )
        return self._world.person(user["id"]).listed()

    async def sees(self, request: web.Request) -> list[Json]:
        """What changed for the person, long-polled."""
        after = number(request.query.get("after") or 0, "after")
        wait = seconds(request.query.get("wait"), "wait")
        return await self._world.person_waits(_person(request), after, wait)

    async def writes(self, request: web.Request) -> Json:
        """The person writes, shares, or sends a file."""
        given, files = await read(request)
        forward = given.get("forward")
        return self._world.person_writes(
            _person(request),
            text(given.get("text") or given.get("caption") or "", "text"),
            chat=number_or_none(given, "chat"),
            bot=_bot(given),
            entities=_list(given.get("entities"), "entities"),
            contact=_object(given.get("contact"), "contact"),
            location=_object(given.get("location"), "location"),
            photo=files.get("photo"),
            document=files.get("document"),
            sticker=flag(given.get("sticker")),
            media_group_id=text(given.get("media_group_id") or "", "media_group_id"),
            forwarded_from=text(forward.get("sender_name") or "", "sender_name") if isinstance(forward, dict) else "",
            reply_to=number_or_none(given, "reply_to") or 0,
        )

    async def taps(self, request: web.Request) -> Json:
        """The person presses a button and sees the toast, once the bot has answered."""
        given = await body(request)
        query = self._world.person_taps(
            _person(request),
            number(given.get("message_id"), "message_id"),
            text(given.get("data"), "data"),
            chat=number_or_none(given, "chat"),
            bot=_bot(given),
            force=flag(given.get("force")),
        )
        answer = await query.wait(PATIENCE)
        return {"answered": answer is not None, **(answer or {"text": None, "show_alert": False, "url": None})}

    async def votes(self, request: web.Request) -> Json:
        """The person votes in a poll, or with no options takes the vote back."""
        given = await body(request)
        options = given.get("options")
        if not isinstance(options, list):
            raise Impossible("options must be a list of numbers of answers, counted from 0")
        return self._world.person_votes(
            _person(request),
            number(given.get("message_id"), "message_id"),
            [number(option, "an option") for option in options],
            chat=number_or_none(given, "chat"),
            bot=_bot(given),
        )

    async def opens(self, request: web.Request) -> Json:
        """The person follows a deep link."""
        given = await body(request)
        return self._world.person_opens(_person(request), text(given.get("link"), "link"))

    async def blocks(self, request: web.Request) -> Json:
        """The person blocks the bot, or unblocks it."""
        given = await body(request)
        blocked = flag(given.get("blocked", True))
        self._world.person_blocks(_person(request), blocked=blocked, bot=_bot(given))
        return {"blocked": blocked}

    async def asks(self, request: web.Request) -> Json:
        """The person types an inline query and sees the results, once the bot has answered."""
        given = await body(request)
        query = self._world.person_asks(
            _person(request),
            text(given.get("query", ""), "query"),
            offset=text(given.get("offset", ""), "offset"),
            chat=number_or_none(given, "chat"),
            bot=_bot(given),
        )
        answer = await query.wait(PATIENCE)
        seen = answer or {"results": [], "button": None, "next_offset": ""}
        return {"answered": answer is not None, "query_id": query.id, **seen}

    async def chooses(self, request: web.Request) -> Json:
        """The person sends one of those results."""
        given = await body(request)
        return self._world.person_chooses(
            _person(request),
            text(given.get("query_id"), "query_id"),
            text(given.get("result_id"), "result_id"),
            chat=number_or_none(given, "chat"),
        )

    async def reacts(self, request: web.Request) -> Json:
        """The person reacts to a message, or takes the reaction back."""
        given = await body(request)
        if "emoji" not in given:
            raise Impossible("emoji must be given; null takes the reaction back")
        return self._world.person_reacts(
            _person(request),
            number(given.get("message_id"), "message_id"),
            None if given["emoji"] is None else text(given["emoji"], "emoji"),
            chat=number_or_none(given, "chat"),
            bot=_bot(given),
        )

    async def header(self, request: web.Request) -> Json:
        """What stands around the chat."""
        chat = number_or_none(dict(request.query), "chat")
        return self._world.person_header(_person(request), chat=chat, bot=request.query.get("bot"))

    async def file(self, request: web.Request) -> web.Response:
        """A picture or document that the person sees."""
        file = self._world.person_file(_person(request), request.match_info["file"])
        kind = "inline" if file.kind == "photo" else "attachment"
        headers = {
            "Content-Disposition": f"{kind}; filename*=UTF-8''{quote(file.file_name)}",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, max-age=86400",
        }
        return web.Response(body=file.content, content_type=file.mime_type, headers=headers)


def _person(request: web.Request) -> int:
    return number(request.match_info["person"], "the person's id")


def _bot(given: Json) -> str | None:
    name = given.get("bot")
    return name if isinstance(name, str) and name else None


def _object(value: Any, what: str) -> Json | None:
    if value is None or isinstance(value, dict):
        return value
    raise Impossible(f"{what} must be an object")


def _list(value: Any, what: str) -> list[Json] | None:
    if value is None or isinstance(value, list):
        return value
    raise Impossible(f"{what} must be a list")
