"""What organizers are told about announcements and posts without asking: the words of each letter."""

from collections.abc import Callable
from typing import Final

from domain.messages import Letter, LetterKind
from domain.posts import Post, PostPlace, PostState
from handlers.announce_buttons import ClaimPlace, SeeAnnouncement, SeePost
from handlers.screens.screen import Button, File, Screen
from handlers.screens.words import home_row
from handlers.texts import _, fill, language


def _album_ready(letter: Letter, _picture: File | None) -> Screen:
    if letter.drafted is None:
        raise ValueError("a letter about an album says of which announcement")
    see = Button(_("➡️ Go on"), SeeAnnouncement(announcement=letter.drafted).pack())
    text = fill(_("🖼 Your album for № {number} is here, all of it."), number=letter.drafted)
    return Screen(text=text, rows=((see,), home_row()))


def _place_found(letter: Letter, _picture: File | None) -> Screen:
    place = _required(letter.place)
    text = fill(
        _("📌 I am in <b>{title}</b> now. Whose is it? Then you can post events there, with a button to register."),
        title=place.title,
    )
    choose = Button(_("🏢 Say whose it is"), ClaimPlace(place=place.id).pack())
    return Screen(text=text, rows=((choose,), home_row()))


def _post_trouble(letter: Letter, _picture: File | None) -> Screen:
    if letter.post is None:
        raise ValueError("a letter about a post says which")
    return Screen(text=_trouble(letter.post), rows=((Button(_("📌 See the post"), _see(letter.post)),), home_row()))


def _trouble(post: Post) -> str:
    words = {
        PostState.UNCERTAIN: _(
            "❔ I am not sure that «{title}» arrived in <b>{place}</b>: Telegram did not answer. Please have a look; I "
            "don't post it twice by myself."
        ),
        PostState.REFUSED: _("🚫 I could not post «{title}» in <b>{place}</b>: Telegram did not take it."),
    }.get(
        post.state,
        _(
            "🗑 The post «{title}» in <b>{place}</b> is not there any more, or I may not change it. I leave it alone "
            "now."
        ),
    )
    return fill(words, title=post.event.title.to(language()), place=post.place.title)


def _see(post: Post) -> str:
    return SeePost(post=post.id).pack()


def _required(place: PostPlace | None) -> PostPlace:
    if place is None:
        raise ValueError("a letter about a channel or group says which")
    return place


WORDS: Final[dict[LetterKind, Callable[[Letter, File | None], Screen]]] = {
    LetterKind.ALBUM_READY: _album_ready,
    LetterKind.PLACE_FOUND: _place_found,
    LetterKind.POST_TROUBLE: _post_trouble,
}
