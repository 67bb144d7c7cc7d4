"""Files that passed through: their bytes, kept once however often sent, and the ids under which they are known."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from emulator.answers import Json, bad_request
from emulator.kept.pictures import mime_type, picture_size

LARGEST_PHOTO: Final = 10 * 1024 * 1024
LARGEST_DOWNLOAD: Final = 20 * 1024 * 1024
LARGEST_UPLOAD: Final = 50 * 1024 * 1024
WIDEST_AND_HIGHEST: Final = 10_000
NARROWEST: Final = 20
MOST_KEPT: Final = 512 * 1024 * 1024
# How the ids of each kind begin, and the folder it is downloaded from.
PREFIXES: Final = {
    "photo": "AgAC",
    "document": "BQAC",
    "audio": "CQAC",
    "video": "BAAC",
    "animation": "CgAC",
    "voice": "AwAC",
    "video_note": "DQAC",
    "sticker": "CAAC",
}
FOLDERS: Final = {"audio": "music", "voice": "voice"}
NAMELESS: Final = frozenset({"voice", "video_note", "sticker"})


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way in, as a multipart part or an in-process caller brings it."""

    file_name: str
    content: bytes
    mime_type: str | None = None


@dataclass(slots=True, eq=False)
class StoredFile:
    """A file that Telegram keeps; `seen_in` are the keys of the chats it was shown in.

    `details` is what its kind has beside the ids: a duration, a width, the emoji of a sticker.
    """

    file_id: str
    unique_id: str
    kind: str
    file_name: str
    mime_type: str
    content: bytes
    size: tuple[int, int] | None = None
    details: Json = field(default_factory=dict)
    seen_in: set[tuple[int, int]] = field(default_factory=set)

    @property
    def path(self) -> str:
        """The path under `/file/bot<token>/`."""
        name = "".join(letter if letter.isalnum() or letter in ".-_" else "_" for letter in self.file_name)
        return f"{FOLDERS.get(self.kind, f'{self.kind}s')}/{self.unique_id}_{name}"

    def shown(self) -> Any:
        """What a message holds of it: the PhotoSize list of a photo, the object of its kind for anything else."""
        if self.kind == "photo":
            # One size: nothing here can scale a picture.
            width, height = self.size or (0, 0)
            return [{**self._ids(), "file_size": len(self.content), "width": width, "height": height}]
        shown: Json = dict(self.details)
        if self.kind not in NAMELESS:
            shown["file_name"] = self.file_name
        if self.kind not in ("video_note", "sticker"):
            shown["mime_type"] = self.mime_type
        return shown | {**self._ids(), "file_size": len(self.content)}

    def file(self) -> Json:
        """The File that getFile answers with."""
        return {**self._ids(), "file_size": len(self.content), "file_path": self.path}

    def _ids(self) -> Json:
        return {"file_id": self.file_id, "file_unique_id": self.unique_id}


class Files:
    """All files, oldest first; the oldest are forgotten when the bytes kept pass MOST_KEPT."""

    def __init__(self, most_kept: int = MOST_KEPT) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}
        self._kept = 0
        self._most_kept = most_kept

    def keep_photo(self, upload: Upload) -> StoredFile:
        """Take a picture in. Raises a 400 for what Telegram cannot show as a photo."""
        _require_content(upload)
        if len(upload.content) > LARGEST_PHOTO:
            raise bad_request(
                f"file of size {len(upload.content)} bytes is too big for a photo; "
                f"the maximum size is {LARGEST_PHOTO} bytes",
            )
        size = picture_size(upload.content)
        if size is None or min(size) == 0:
            raise bad_request("IMAGE_PROCESS_FAILED")
        if sum(size) > WIDEST_AND_HIGHEST or max(size) > NARROWEST * min(size):
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
        return self._keep("photo", upload, size, {})

    def keep(self, kind: str, upload: Upload, details: Mapping[str, Any] | None = None) -> StoredFile:
        """Take a file of any other kind in, with what is told of it. Raises a 400 for an empty one."""
        _require_content(upload)
        return self._keep(kind, upload, None, dict(details or {}))

    def keep_document(self, upload: Upload) -> StoredFile:
        """Take any file in as what it is. Raises a 400 for an empty one."""
        return self.keep("document", upload)

    def by_id(self, file_id: str) -> StoredFile | None:
        """The file with that id."""
        return self._by_id.get(file_id)

    def by_path(self, path: str) -> StoredFile | None:
        """The file that getFile gave that path."""
        return self._by_path.get(path)

    def _keep(self, kind: str, upload: Upload, size: tuple[int, int] | None, details: Json) -> StoredFile:
        name = upload.file_name.replace("\\", "/").rpartition("/")[2] or kind
        told = json.dumps(details, sort_keys=True) if details else ""
        digest = hashlib.sha256(f"{kind}\0{name}\0{told}".encode() + upload.content).digest()
        unique = base64.urlsafe_b64encode(digest[:11]).decode().rstrip("=")
        file_id = f"{PREFIXES[kind]}{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"
        known = self._by_id.get(file_id)
        if known is not None:
            return known
        mime = mime_type(name, upload.content, upload.mime_type)
        stored = StoredFile(file_id, unique, kind, name, mime, upload.content, size, details)
        self._by_id[file_id] = stored
        self._by_path[stored.path] = stored
        self._kept += len(upload.content)
        while self._kept > self._most_kept and len(self._by_id) > 1:
            oldest = self._by_id.pop(next(iter(self._by_id)))
            self._by_path.pop(oldest.path, None)
            self._kept -= len(oldest.content)
        return stored


def _require_content(upload: Upload) -> None:
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > LARGEST_UPLOAD:
        raise bad_request("file is too big")
