"""/calendar/<token>.ics: a teacher's trips for calendar programs. Leaves what stands in it to the handlers."""

from collections.abc import Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Final

from aiohttp import ETag, hdrs, web

from handlers.house import House
from handlers.teacher.calendar_feeds import Served, calendar_of
from handlers.texts import Catalogues
from storage.engine import Store, StoreUnavailable

CALENDAR: Final = "/calendar/"
"""A proxy in front lets everything below this path through, and nothing else of ours but the webhook."""
_FEED: Final = CALENDAR + "{token:[A-Za-z0-9_-]{22}}.ics"
KEPT_SECONDS: Final = 900
"""How long whoever fetched it need not ask again."""


def feeds(store: Store, catalogues: Catalogues, house: House) -> Sequence[web.RouteDef]:
    """The one route, GET and HEAD. Whoever has the link sees it; it is in no log, and no page is told of it."""

    async def calendar(request: web.Request) -> web.Response:
        try:
            found = await calendar_of(request.match_info["token"], store, catalogues, house)
        except StoreUnavailable:
            raise web.HTTPServiceUnavailable from None
        if found is None:
            raise web.HTTPNotFound
        response = web.Response(status=HTTPStatus.NOT_MODIFIED) if _is_known(request, found) else _full(found)
        response.etag = found.sha256
        response.last_modified = datetime.fromtimestamp(found.changed_at, UTC)
        response.headers[hdrs.CACHE_CONTROL] = f"private, max-age={KEPT_SECONDS}"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return (web.get(_FEED, calendar),)


def _full(found: Served) -> web.Response:
    return web.Response(
        body=found.content,
        headers={
            hdrs.CONTENT_TYPE: "text/calendar; charset=utf-8",
            hdrs.CONTENT_DISPOSITION: 'inline; filename="trips.ics"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def _is_known(request: web.Request, found: Served) -> bool:
    """Whether the asker has it already: by its fingerprint where one is named, else by its date (RFC 9110, 13.2.2)."""
    if request.if_none_match is not None:
        return any(one in {ETag(value="*"), ETag(value=found.sha256)} for one in _strong(request.if_none_match))
    since = request.if_modified_since
    return since is not None and found.changed_at <= int(since.timestamp())


def _strong(tags: Sequence[ETag]) -> list[ETag]:
    """A proxy that packs what it passes on makes fingerprints weak: for a file like this one, they say the same."""
    return [ETag(value=tag.value) for tag in tags]
