"""Links as Telegram reads them: which are valid, how they are written back, and what a deep link asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit, urlunsplit

from emulator.answers import Json

SCHEMES: Final = ("http", "https", "tg", "ton", "tonsite")
SCHEME: Final = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]*)://")
BARE: Final = re.compile(r"^(?:tg|ton):", re.IGNORECASE)
UNSAFE: Final = re.compile(r"[\s<>\"\\^`{|}]")
USER: Final = re.compile(r"^tg:(?://)?user\?id=([0-9]{1,19})$", re.IGNORECASE)
EMOJI: Final = re.compile(r"^tg:(?://)?emoji\?id=([0-9]{1,20})$", re.IGNORECASE)
PAYLOAD: Final = re.compile(r"^[A-Za-z0-9_-]{0,64}$")
PREVIEW: Final = ("is_disabled", "url", "prefer_small_media", "prefer_large_media", "show_above_text")
OURS: Final = frozenset({"t.me", "telegram.me", "telegram.dog"})


class InvalidLink(ValueError):  # noqa: N818 - the caller makes Telegram's refusal of it
    """A link that Telegram does not take; the message says why in Telegram's words."""


def read_link(link: str, *, https_only: bool = False) -> str:
    """The link as Telegram writes it back: with a scheme, a lower-case host and a path. Raises InvalidLink."""
    link = link.strip()
    if SCHEME.match(link) is None:
        if BARE.match(link):
            return link
        link = f"http://{link}"
    try:
        parts = urlsplit(link)
        port = parts.port
    except ValueError as error:
        raise InvalidLink("Wrong HTTP URL") from error
    if parts.scheme not in SCHEMES:
        raise InvalidLink("Unsupported URL protocol")
    if https_only and parts.scheme != "https":
        raise InvalidLink("Only HTTPS links are allowed")
    if parts.scheme not in ("http", "https"):
        if not parts.netloc:
            raise InvalidLink("URL host is empty")
        return urlunsplit(parts)
    netloc = _host(parts.hostname, parts.netloc)
    netloc = netloc if port is None else f"{netloc}:{port}"
    if "@" in parts.netloc:
        netloc = f"{parts.netloc.rpartition('@')[0]}@{netloc}"
    return urlunsplit((parts.scheme, netloc, parts.path or "/", parts.query, parts.fragment))


def _host(host: str | None, netloc: str) -> str:
    """A host name as Telegram takes it: with a dot in it, or an IPv6 address."""
    if not host:
        raise InvalidLink("URL host is empty")
    if ("." not in host and ":" not in host) or UNSAFE.search(netloc):
        raise InvalidLink("Wrong HTTP URL")
    return f"[{host}]" if ":" in host else host.lower()


def checked_link(link: str) -> str | None:
    """The link as Telegram writes it back, or None where Telegram silently shows plain text."""
    try:
        return read_link(link)
    except InvalidLink:
        return None


def user_in_link(link: str) -> int | None:
    """The person that a `tg://user?id=` link mentions."""
    match = USER.match(link.strip())
    return int(match.group(1)) if match else None


def emoji_in_link(link: str) -> str | None:
    """The custom emoji that a `tg://emoji?id=` link stands for."""
    match = EMOJI.match(link.strip())
    return match.group(1) if match else None


def read_preview(given: Any, *, disabled: bool) -> Json:
    """The part of a Message that says how its link is shown: `given` options, or `disabled` as bots of old said it."""
    options: Json = {}
    if isinstance(given, dict):
        options = {name: given[name] for name in PREVIEW if given.get(name)}
    elif disabled:
        options = {"is_disabled": True}
    return {"link_preview_options": options} if options else {}


@dataclass(frozen=True, slots=True)
class DeepLink:
    """A link that opens a bot; `start` is its payload, possibly empty, `group` whether it asks for a group."""

    username: str
    start: str
    group: bool = False


def deep_link(link: str) -> DeepLink:
    """Read `https://t.me/NAME?start=…` or `tg://resolve?domain=NAME&start=…`. Raises ValueError with a sentence."""
    text = link.strip()
    if SCHEME.match(text) is None and not text.startswith("tg:"):
        text = f"https://{text}"
    parts = urlsplit(text)
    query = parse_qs(parts.query, keep_blank_values=True)
    if parts.scheme == "tg" and parts.netloc == "resolve":
        username = query.get("domain", [""])[0]
    elif parts.scheme in ("http", "https") and (parts.hostname or "") in OURS:
        username = parts.path.strip("/")
    else:
        raise ValueError("this is no link to a Telegram bot (https://t.me/NAME?start=…)")
    start = query.get("start", query.get("startgroup", [""]))[0]
    if not PAYLOAD.match(start):
        raise ValueError("a start payload is at most 64 characters of A-Z, a-z, 0-9, _ and -")
    return DeepLink(username.lstrip("@"), start, group="startgroup" in query)
