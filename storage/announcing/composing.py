"""Composing: a message that somebody sent becomes a draft, or what an announcement says in one more language."""

from domain.announcements import Announcement, Content, Contents
from domain.identities import AnnouncementId, Intent, PartnerId, PersonId
from domain.languages import Language
from domain.segments import EVERYBODY
from storage.announcing import albums, steering
from storage.engine import Transaction


def compose(
    tx: Transaction,
    *,
    actor: PersonId,
    announcement: AnnouncementId | None,
    partner: PartnerId | None,
    language: Language,
    content: Content,
    intent: Intent,
    album: str | None = None,
) -> Announcement:
    """Say it in this language: of a new draft for everybody (None), once for each intent, or of one that is there.

    `album`: the messenger's word for the album of which this is the first part to come. Raises NotYours,
    NoLongerADraft, WrittenByAnother.
    """
    if announcement is None:
        made = steering.draft(
            tx,
            actor=actor,
            partner=partner,
            contents=Contents({language: content}),
            segment=EVERYBODY,
            intent=intent,
        )
    else:
        made = steering.say(tx, actor=actor, announcement=announcement, language=language, content=content)
    if album is not None:
        albums.begin(tx, actor=actor, media_group=album, announcement=made.id, language=language)
    return made
