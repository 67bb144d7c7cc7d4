"""Files of every kind, alone and as albums: complete, kept for what they are, refused as Telegram refuses them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from emulator.kept.files import Upload
from tests.emulator.stand import BOT, TOKEN, Stand, png

FILM = b"\0\0\0\x18ftypmp42"


@pytest.mark.parametrize(
    ("method", "kind", "name", "told", "shown"),
    [
        (
            "sendAudio",
            "audio",
            "song.mp3",
            {"duration": "61", "performer": "Абай", "title": "Көзімнің қарасы"},
            {"duration": 61, "performer": "Абай", "title": "Көзімнің қарасы", "mime_type": "audio/mpeg"},
        ),
        (
            "sendVideo",
            "video",
            "film.mp4",
            {"duration": 9, "width": 640, "height": 99_999},
            {"duration": 9, "width": 640, "height": 10_000, "mime_type": "video/mp4", "file_name": "film.mp4"},
        ),
        ("sendAnimation", "animation", "a.mp4", {}, {"duration": 0, "width": 0, "height": 0, "file_name": "a.mp4"}),
        ("sendVoice", "voice", "v.ogg", {"duration": 3}, {"duration": 3, "mime_type": "audio/ogg"}),
        ("sendVideoNote", "video_note", "n.mp4", {"length": 320}, {"duration": 0, "length": 320}),
        (
            "sendSticker",
            "sticker",
            "s.webp",
            {"emoji": "🎓"},
            {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False, "emoji": "🎓"},
        ),
    ],
)
async def test_every_kind_is_complete(
    stand: Stand, method: str, kind: str, name: str, told: dict[str, Any], shown: dict[str, Any]
) -> None:
    sent = await stand.does(method, chat_id=stand.timur, files={kind: Upload(name, FILM)}, **told)
    file = sent[kind]
    assert file["file_size"] == len(FILM)
    assert {field: file.get(field) for field in shown} == shown
    assert sent.get("document") == (file if kind == "animation" else None)
    again = await stand.does(method, chat_id=stand.timur, **{kind: file["file_id"]})
    assert again[kind] == file
    assert (await stand.does("getFile", file_id=file["file_id"]))["file_unique_id"] == file["file_unique_id"]
    lost = await stand.refused(method, chat_id=stand.timur)
    assert lost == f"Bad Request: there is no {kind.replace('_', ' ')} in the request"


async def test_a_known_file_stays_what_it_is(stand: Stand) -> None:
    song = await stand.does("sendAudio", chat_id=stand.timur, files={"audio": Upload("a.mp3", b"ID3")})
    sent = await stand.does("sendDocument", chat_id=stand.timur, document=song["audio"]["file_id"])
    assert sent["audio"] == song["audio"]
    assert "document" not in sent
    photo = await stand.does("sendPhoto", chat_id=stand.timur, files={"photo": Upload("a.png", png(2, 2))})
    words = await stand.refused("sendVoice", chat_id=stand.timur, voice=photo["photo"][0]["file_id"])
    assert words == "Bad Request: can't use file of type Photo as VoiceNote"


async def test_what_is_no_sticker_is_a_document(stand: Stand) -> None:
    sent = await stand.does("sendSticker", chat_id=stand.timur, files={"sticker": Upload("a.png", png(2, 2))})
    assert sent["document"]["file_name"] == "a.png"


async def test_a_persons_sticker_can_be_sent_back(stand: Stand) -> None:
    stand.world.person_writes(stand.timur, sticker=True)
    [update] = await stand.world.take_updates(TOKEN)
    sticker = update["message"]["sticker"]
    sent = await stand.does("sendSticker", chat_id=stand.timur, sticker=sticker["file_id"])
    assert sent["sticker"] == sticker
    path = (await stand.does("getFile", file_id=sticker["file_id"]))["file_path"]
    stored = stand.world.state.files.by_path(path)
    assert stored is not None
    assert stored.mime_type == "image/webp"


async def test_a_round_film_has_no_caption(stand: Stand) -> None:
    files = {"video_note": Upload("n.mp4", FILM)}
    sent = await stand.does("sendVideoNote", chat_id=stand.timur, caption="x", files=files)
    assert "caption" not in sent
    words = await stand.refused("editMessageCaption", chat_id=stand.timur, message_id=sent["message_id"], caption="x")
    assert words == "Bad Request: there is no caption in the message to edit"


async def test_how_a_picture_is_shown(stand: Stand) -> None:
    files = {"photo": Upload("a.png", png(2, 2))}
    sent = await stand.does(
        "sendPhoto", chat_id=stand.timur, caption="x", has_spoiler="true", show_caption_above_media=True, files=files
    )
    assert (sent["has_media_spoiler"], sent["show_caption_above_media"]) == (True, True)


def album(*kinds: str, **more: Any) -> list[dict[str, Any]]:
    return [{"type": kind, "media": f"attach://{kind}{n}", **more} for n, kind in enumerate(kinds)]


FILES = {
    **{f"photo{n}": Upload(f"{n}.png", png(2, n + 1)) for n in range(10)},
    **{f"video{n}": Upload(f"{n}.mp4", FILM) for n in range(10)},
    **{f"document{n}": Upload(f"{n}.pdf", b"%PDF-") for n in range(10)},
    **{f"audio{n}": Upload(f"{n}.mp3", b"ID3") for n in range(10)},
}


async def test_an_album_is_a_message_for_each_file(stand: Stand) -> None:
    media = album("photo", "video", "photo")
    media[1] |= {"caption": "<b>film</b>", "parse_mode": "HTML", "duration": 5, "has_spoiler": True}
    sent = await stand.does("sendMediaGroup", chat_id=stand.timur, media=json.dumps(media), files=FILES)
    assert [message["message_id"] for message in sent] == [2, 3, 4]
    assert len({message["media_group_id"] for message in sent}) == 1
    assert [message["from"]["id"] for message in sent] == [BOT] * 3
    assert (sent[1]["video"]["duration"], sent[1]["caption"], sent[1]["has_media_spoiler"]) == (5, "film", True)
    assert stand.world.person_sees(stand.timur)[-1]["photo"] == sent[2]["photo"]
    other = await stand.does("sendMediaGroup", chat_id=stand.timur, media=album("audio", "audio"), files=FILES)
    assert other[0]["media_group_id"] != sent[0]["media_group_id"]


async def test_an_album_answers_a_message(stand: Stand) -> None:
    sent = await stand.does(
        "sendMediaGroup",
        chat_id=stand.timur,
        media=album("document", "document"),
        reply_parameters={"message_id": 1},
        files=FILES,
    )
    assert [message["reply_to_message"]["message_id"] for message in sent] == [1, 1]


@pytest.mark.parametrize(
    ("media", "words"),
    [
        (None, 'parameter "media" is required'),
        ("{", "can't parse media JSON object"),
        ({}, "expected an Array of InputMedia"),
        ([], "there are no messages to send"),
        (album(*["photo"] * 11), "too many messages to send as an album"),
        (["x"], "can't parse InputMedia: expected an Object"),
        ([{"type": "photo"}], "can't parse InputMedia: media not found"),
        ([{"media": "attach://photo0"}], "can't parse InputMedia: Can't find field \"type\""),
        (
            [{"type": "photo", "media": "attach://photo0", "caption": 5}],
            'can\'t parse InputMedia: Field "caption" must be of type String',
        ),
        (album("photo", "animation"), "can't parse InputMedia: type \"animation\" can't be used in sendMediaGroup"),
        (album("photo", "sticker"), 'can\'t parse InputMedia: type "sticker" is unsupported'),
        ([{"type": "photo", "media": "attach://lost"}], "can't parse InputMedia: media not found"),
        (album("photo", "document"), "document can't be mixed with other media types"),
        (album("photo", "audio"), "audio can't be mixed with other media types"),
        (
            [*album("photo"), *album("video", show_caption_above_media=True)],
            "parameter show_caption_above_media must be the same for all messages",
        ),
        (album("photo", "photo", caption="x" * 1025), "message caption is too long"),
        ([{"type": "photo", "media": "AgACnone"}], "wrong file identifier/HTTP URL specified"),
    ],
)
async def test_an_album_refused_sends_nothing(stand: Stand, media: Any, words: str) -> None:
    refused = await stand.refused("sendMediaGroup", chat_id=stand.timur, media=media, files=FILES)
    assert refused == f"Bad Request: {words}"
    assert len(stand.world.person_sees(stand.timur)) == 1


async def test_media_of_any_kind_replaces_media(stand: Stand) -> None:
    sent = await stand.does("sendVideo", chat_id=stand.timur, files={"video": Upload("a.mp4", FILM)})
    where: dict[str, Any] = {"chat_id": stand.timur, "message_id": sent["message_id"]}
    media = {"type": "animation", "media": "attach://video1", "width": 5}
    edited = await stand.does("editMessageMedia", **where, media=media, files=FILES)
    assert edited["animation"]["width"] == 5
    assert "video" not in edited
    edited = await stand.does("editMessageCaption", **where, caption="moving")
    assert (edited["caption"], edited["animation"]["width"]) == ("moving", 5)
    for given, words in (
        ({}, 'parameter "media" is required'),
        ({"media": "{"}, "can't parse input media JSON object"),
        ({"media": {"type": "photo", "media": 5}}, 'can\'t parse InputMedia: Field "media" must be of type String'),
    ):
        assert await stand.refused("editMessageMedia", **where, **given) == f"Bad Request: {words}"


async def test_a_persons_album_shares_a_number(stand: Stand) -> None:
    for n in range(2):
        stand.world.person_writes(stand.timur, photo=FILES[f"photo{n}"], media_group_id="7")
    updates = await stand.world.take_updates(TOKEN)
    assert [update["message"]["media_group_id"] for update in updates] == ["7", "7"]
