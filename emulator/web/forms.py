"""multipart/form-data as clients really write it: quoted names, bare ones, and UTF-8 in them without any encoding."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

from emulator.kept.files import Upload

BOUNDARY: Final = re.compile(r'boundary=(?:"([^"]{1,200})"|([^\s;,]{1,200}))', re.IGNORECASE)
PARAMETER: Final = re.compile(r';\s*([A-Za-z0-9_-]+\*?)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))', re.DOTALL)
ESCAPED: Final = re.compile(r'\\(["\\])')
MOST_PARTS: Final = 1_000


def parts(content_type: str, body: bytes) -> tuple[dict[str, str], dict[str, Upload]]:
    """The fields and the files of a form. Raises ValueError, with a sentence, for one that is broken."""
    found = BOUNDARY.search(content_type)
    if found is None:
        raise ValueError("boundary of the multipart body is not specified")
    line = b"\r\n--" + (found.group(1) or found.group(2)).encode()
    _, *chunks = (b"\r\n" + body).split(line, MOST_PARTS + 1)
    if not chunks or len(chunks) > MOST_PARTS or not chunks[-1].startswith(b"--"):
        raise ValueError("multipart body has no end")
    fields: dict[str, str] = {}
    files: dict[str, Upload] = {}
    for chunk in chunks[:-1]:
        head, blank, content = chunk.partition(b"\r\n\r\n")
        if not blank:
            raise ValueError("part of the multipart body has no headers")
        headers = _headers(head)
        named = _parameters(headers.get("content-disposition", ""))
        name = named.get("name")
        if not name:
            raise ValueError("part of the multipart body has no name")
        if "filename" in named:
            files[name] = Upload(named["filename"], content, headers.get("content-type"))
        else:
            fields[name] = content.decode()
    return fields, files


def _headers(head: bytes) -> dict[str, str]:
    lines = head.decode("utf-8", "replace").split("\r\n")
    pairs = (line.partition(":") for line in lines if ":" in line)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _parameters(disposition: str) -> dict[str, str]:
    """`name` and `filename`; the encoded `filename*` wins, and browsers write a quotation mark in either as %22."""
    found: dict[str, str] = {}
    encoded: dict[str, str] = {}
    for name, quoted, bare in PARAMETER.findall(disposition):
        value = ESCAPED.sub(r"\1", quoted) if quoted else bare.strip()
        if name.endswith("*"):
            encoded[name[:-1].lower()] = unquote(value.rpartition("'")[2])
        else:
            found[name.lower()] = value.replace("%22", '"').replace("%0D", "\r").replace("%0A", "\n")
    return found | encoded
