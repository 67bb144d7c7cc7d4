"""Requests as every kind of client sends them, read into parameters and files."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from emulator.kept.files import Upload
from emulator.reading.parameters import parsed
from emulator.web.forms import parts


class Unreadable(ValueError):  # noqa: N818 - a sentence, which each side words as a refusal of its own
    """A request body that cannot be read."""


async def read(request: web.Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    """The parameters of a request, of the query string and the body together, and its files. Raises Unreadable."""
    query: dict[str, Any] = dict(request.query)
    if not request.can_read_body:
        return query, {}
    params, files = read_body(request.headers.get("Content-Type", ""), await request.read())
    return query | params, files


def read_body(kind: str, body: bytes) -> tuple[dict[str, Any], dict[str, Upload]]:
    """The parameters and files in a body of a Content-Type. Raises Unreadable.

    A body of a form's type that holds a JSON object is read as JSON: `curl -d '{…}'` sends it so.
    """
    lowered = kind.lower()
    try:
        if lowered.startswith("multipart/"):
            fields, files = parts(kind, body)
            return dict(fields), files
        if lowered.startswith("application/x-www-form-urlencoded") and body.lstrip()[:1] != b"{":
            return dict(parse_qsl(body.decode(), keep_blank_values=True, errors="strict")), {}
        return _object(body) if body.strip() else {}, {}
    except ValueError as error:
        raise Unreadable(str(error) or "the request body cannot be read") from error


def _object(body: bytes) -> dict[str, Any]:
    value = parsed(body.decode())
    if not isinstance(value, dict):
        raise Unreadable("the request body must be a JSON object")
    return value
