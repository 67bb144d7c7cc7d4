"""Files: read for what they are, kept once, downloadable by the bot and by who sees them, forgotten when too many."""

from __future__ import annotations

import pytest

from emulator.answers import Refusal
from emulator.clients import Impossible
from emulator.kept.files import Files, Upload
from emulator.kept.pictures import mime_type, picture_size
from tests.emulator.stand import TOKEN, Stand, png

JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffc0000b08006400c803012200") + b"\0" * 20
GIF = b"GIF89a" + bytes.fromhex("0a001400") + b"\0" * 20
WEBP = b"RIFF\x1a\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + bytes.fromhex("630000c70000") + b"\0" * 8


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (png(30, 20), (30, 20)),
        (JPEG, (200, 100)),
        (GIF, (10, 20)),
        (WEBP, (100, 200)),
        (b"\xff\xd8\xff\xe0\x00", None),
        (b"\x89PNG\r\n\x1a\n", None),
        (b"RIFF1234WEBP", None),
        (b"", None),
        (b"plain", None),
    ],
)
def test_pictures_tell_their_size(content: bytes, size: tuple[int, int] | None) -> None:
    assert picture_size(content) == size


@pytest.mark.parametrize(
    ("name", "content", "said", "kind"),
    [
        ("a.bin", png(1, 1), "text/plain", "image/png"),
        ("a.ics", b"x", None, "text/calendar"),
        ("a.txt", b"x", None, "text/plain"),
        ("a", b"x", "Text/Csv; charset=utf-8", "text/csv"),
        ("a", b"x", "no kind", "application/octet-stream"),
    ],
)
def test_files_tell_their_kind(name: str, content: bytes, said: str | None, kind: str) -> None:
    assert mime_type(name, content, said) == kind


async def test_the_bot_downloads_what_a_person_sent(stand: Stand) -> None:
    stand.world.person_writes(stand.timur, "list", document=Upload("8Б.xlsx", b"PK.."))
    [update] = await stand.world.take_updates(TOKEN)
    document = update["message"]["document"]
    assert (document["file_name"], update["message"]["caption"]) == ("8Б.xlsx", "list")
    file = await stand.does("getFile", file_id=document["file_id"])
    stored = stand.world.state.files.by_path(file["file_path"])
    assert stored is not None
    assert stored.content == b"PK.."
    assert await stand.refused("getFile", file_id="BQACunknown") == "Bad Request: invalid file_id"


async def test_a_file_too_big_to_download(stand: Stand) -> None:
    sent = await stand.does(
        "sendDocument", chat_id=stand.timur, files={"document": Upload("a", b"\0" * (20 * 2**20 + 1))}
    )
    words = await stand.refused("getFile", file_id=sent["document"]["file_id"])
    assert words == "Bad Request: file is too big"


async def test_a_file_is_seen_by_its_chat_alone(stand: Stand) -> None:
    alina = stand.world.add_person("Алина")["id"]
    stand.world.person_writes(alina, "/start")
    sent = await stand.does("sendDocument", chat_id=stand.timur, files={"document": Upload("ticket.ics", b"x")})
    file_id = sent["document"]["file_id"]
    assert stand.world.person_file(stand.timur, file_id).content == b"x"
    with pytest.raises(Impossible):
        stand.world.person_file(alina, file_id)
    await stand.does("sendDocument", chat_id=alina, document=file_id)
    assert stand.world.person_file(alina, file_id).content == b"x"


def test_the_same_file_is_kept_once_and_the_oldest_forgotten() -> None:
    files = Files(most_kept=10)
    first = files.keep_document(Upload("a", b"12345"))
    assert files.keep_document(Upload("a", b"12345")) is first
    assert files.keep_document(Upload("b", b"12345")).file_id != first.file_id
    files.keep_document(Upload("c", b"1"))
    assert files.by_id(first.file_id) is None
    assert files.by_path(first.path) is None
    with pytest.raises(Refusal):
        files.keep_document(Upload("d", b""))


def test_a_file_name_cannot_climb() -> None:
    stored = Files().keep_document(Upload("../../etc/pass wd", b"x"))
    assert stored.file_name == "pass wd"
    assert stored.path == f"documents/{stored.unique_id}_pass_wd"
