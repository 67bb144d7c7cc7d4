"""`/sim` beside the people: bots, groups, the clock, faults, and the record of calls."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from emulator.answers import Json
from emulator.clients import Impossible
from emulator.stage.followers import Report
from emulator.web.sim import answering, body, flag, number, number_or_none, seconds, text
from emulator.world import World

LONGEST_JUMP = 100 * 366 * 86_400


class StageRoutes:
    """What whoever sets the scene asks for."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[web.RouteDef]:
        """Every address under `/sim` except the people's."""
        return [
            web.get("/sim/bots", answering(self.bots)),
            web.post("/sim/bots", answering(self.one_more_bot)),
            web.get("/sim/groups", answering(self.groups)),
            web.post("/sim/groups", answering(self.one_more_group)),
            web.post("/sim/groups/{chat:-[0-9]+}/members", answering(self.member)),
            web.post("/sim/groups/{chat:-[0-9]+}/upgrade", answering(self.upgrade)),
            web.get("/sim/clock", answering(self.clock)),
            web.post("/sim/clock", answering(self.move)),
            web.post("/sim/clock/follow", answering(self.follow)),
            web.get("/sim/faults", answering(self.faults)),
            web.post("/sim/faults", answering(self.order)),
            web.delete("/sim/faults", answering(self.no_faults)),
            web.get("/sim/limits", answering(self.limits)),
            web.post("/sim/limits", answering(self.set_limits)),
            web.get("/sim/calls", answering(self.calls)),
            web.route("*", "/sim/{tail:.*}", answering(self.nothing)),
        ]

    async def bots(self, request: web.Request) -> list[Json]:
        """The bots there are."""
        del request
        return [bot.user() for bot in self._world.state.bots.values()]

    async def one_more_bot(self, request: web.Request) -> Json:
        """One more bot."""
        given = await body(request)
        token = text(given.get("token"), "token")
        name = text(given.get("first_name") or "Bot", "first_name")
        return self._world.add_bot(
            token,
            first_name=name,
            username=text(given.get("username") or "emulated_bot", "username"),
            reads_all=flag(given.get("reads_all")),
        )

    async def groups(self, request: web.Request) -> list[Json]:
        """The groups there are, with who is in them."""
        del request
        return self._world.groups.everybody()

    async def one_more_group(self, request: web.Request) -> Json:
        """A group of people, with the bot in it."""
        given = await body(request)
        people = given.get("people")
        if not isinstance(people, list):
            raise Impossible("people must be a list of ids")
        members = [self._world.person(number(person, "a person's id")) for person in people]
        bot = self._world.bot(given.get("bot")) if self._world.state.bots else None
        return self._world.groups.make(text(given.get("title"), "title"), members, bot)

    async def member(self, request: web.Request) -> Json:
        """Somebody comes into a group, goes, is put out, or leads it from now on."""
        given = await body(request)
        person = number_or_none(given, "person")
        account = self._world.bot(_name(given)).id if person is None else self._world.person(person).id
        by = number_or_none(given, "by")
        return self._world.groups.set_member(
            _group(request),
            account,
            text(given.get("status", "member"), "status"),
            None if by is None else self._world.person(by),
        )

    async def upgrade(self, request: web.Request) -> Json:
        """A group becomes a supergroup, which has another id."""
        return self._world.groups.upgrade(self._world.groups.group(_group(request)))

    async def clock(self, request: web.Request) -> Json:
        """The time, and how those who follow it stand."""
        del request
        return self._world.followers.standing()

    async def move(self, request: web.Request) -> Json:
        """Move the clock forward, through everything due on the way."""
        given = await body(request)
        now = self._world.clock.now()
        if ("advance" in given) == ("to" in given):
            raise Impossible('give either {"advance": seconds} or {"to": unix seconds}')
        name = "advance" if "advance" in given else "to"
        value = _real(given[name], name)
        target = now + value if name == "advance" else value
        if target < now:
            raise Impossible("the clock never goes backwards")
        if target > now + LONGEST_JUMP:
            raise Impossible("the clock does not jump further than a hundred years")
        return await self._world.followers.advance(target)

    async def follow(self, request: web.Request) -> Json:
        """A program that lives by this clock says how it stands, and waits for the clock to move."""
        given = await body(request)
        landmarks = given.get("landmarks") or {}
        if not isinstance(landmarks, dict):
            raise Impossible("landmarks must be an object of names and unix seconds")
        due = given.get("next_due")
        report = Report(
            seen=number(given.get("seen", 0), "seen"),
            idle=flag(given.get("idle")),
            next_due=None if due is None else _real(due, "next_due"),
            landmarks={str(name): _real(at, "a landmark") for name, at in landmarks.items()},
        )
        wait = seconds(given.get("wait"), "wait")
        return await self._world.followers.follow(text(given.get("follower"), "follower"), report, wait)

    async def faults(self, request: web.Request) -> Json:
        """How many faults wait."""
        del request
        return {"faults": len(self._world.faults)}

    async def order(self, request: web.Request) -> Json:
        """The next calls of a method fail so."""
        return {"faults": self._world.faults.order(await body(request))}

    async def no_faults(self, request: web.Request) -> Json:
        """No faults any more."""
        del request
        self._world.faults.clear()
        return {"faults": 0}

    async def limits(self, request: web.Request) -> Json:
        """Whether real limits are on, and how many calls they have refused."""
        del request
        return {"on": self._world.limits.on, "refused": self._world.limits.refused}

    async def set_limits(self, request: web.Request) -> Json:
        """Switch the real limits on or off."""
        given = await body(request)
        self._world.limits.on = flag(given.get("on", True))
        return await self.limits(request)

    async def calls(self, request: web.Request) -> list[Json]:
        """Every request of the bots and what it was answered."""
        return self._world.calls_after(number_or_none(dict(request.query), "after") or 0)

    async def nothing(self, request: web.Request) -> Json:
        """An address that is none."""
        raise Impossible(f"there is no {request.method} {request.path}; docs/emulator.md lists the calls", 404)


def _group(request: web.Request) -> int:
    return number(request.match_info["chat"], "the chat's id")


def _name(given: Json) -> str | None:
    name = given.get("bot")
    return None if name is None else text(name, "bot")


def _real(value: Any, what: str) -> float:
    try:
        found = float(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise Impossible(f"{what} must be a number of seconds") from error
    if isinstance(value, bool) or not abs(found) <= 10**12:
        raise Impossible(f"{what} must be a number of seconds")
    return found
