"""Requests as every kind of client sends them, read into parameters and files."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from emulator.kept.files import Upload
from emulator.reading.parameters import parsed


class Unreadable(ValueError):  # noqa: N818 - a sentence, which each side words as a refusal of its own
    """A request body that cannot be read."""


async def read(request: web.Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    """The parameters of a request, of the query string and the body together, and its files. Raises Unreadable.

    A body of a form's type that holds a JSON object is read as JSON: `curl -d '{…}'` sends it so.
    """
    params: dict[str, Any] = dict(request.query)
    files: dict[str, Upload] = {}
    if not request.can_read_body:
        return params, files
    try:
        if request.content_type.startswith("multipart/"):
            await _form(request, params, files)
        else:
            body = await request.read()
            if request.content_type == "application/x-www-form-urlencoded" and body.lstrip()[:1] != b"{":
                await _form(request, params, files)
            elif body.strip():
                params |= _object(body)
    except (ValueError, LookupError, AssertionError) as error:
        # aiohttp's parser asserts on some malformed multipart bodies instead of raising a ValueError.
        raise Unreadable(str(error) or "the request body cannot be read") from error
    return params, files


async def _form(request: web.Request, params: dict[str, Any], files: dict[str, Upload]) -> None:
    form = await request.post()
    for name, value in form.items():
        if isinstance(value, web.FileField):
            content = value.file.read()
            value.file.close()
            files[name] = Upload(value.filename, content, value.content_type)
        elif isinstance(value, bytes | bytearray):
            params[name] = bytes(value).decode()
        else:
            params[name] = value


def _object(body: bytes) -> dict[str, Any]:
    value = parsed(body.decode())
    if not isinstance(value, dict):
        raise Unreadable("the request body must be a JSON object")
    return value
