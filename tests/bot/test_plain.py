"""Requests whose formatting Telegram refuses, as plain text."""

from bot.plain import plain


def test_tags_go_and_what_was_escaped_reads_as_it_was_meant() -> None:
    given = {
        "chat_id": 1,
        "text": '<b>2 &lt; 3</b> <a href="https://x.example/?a=1&amp;b=2">here</a> &amp; <i>so',
        "parse_mode": "HTML",
        "reply_markup": {"inline_keyboard": []},
    }
    assert plain(given) == {"chat_id": 1, "text": "2 < 3 here & so", "reply_markup": {"inline_keyboard": []}}


def test_what_somebody_wrote_and_was_not_escaped_stays() -> None:
    found = plain({"text": "<b>5 < 6</b> <Тимур> a<b", "parse_mode": "HTML"})
    assert found == {"text": "5 < 6 <Тимур> a<b"}


def test_captions_and_albums_too() -> None:
    album = [{"type": "photo", "media": "attach://file0", "caption": "<b>one</b>", "parse_mode": "HTML"}]
    assert plain({"caption": "<b>one</b>", "parse_mode": "html"}) == {"caption": "one"}
    assert plain({"media": album}) == {"media": [{"type": "photo", "media": "attach://file0", "caption": "one"}]}
    assert plain({"media": album[0]}) == {"media": {"type": "photo", "media": "attach://file0", "caption": "one"}}


def test_entities_go_and_the_text_they_were_for_stays() -> None:
    assert plain({"text": "a <b> c", "entities": [{"type": "bold"}]}) == {"text": "a <b> c"}


def test_what_has_no_formatting_cannot_be_made_plainer() -> None:
    assert plain({"chat_id": 1, "text": "a"}) is None
