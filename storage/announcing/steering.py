"""What organizers do with announcements: draft, change, queue, pause, resume, cancel. Leaves sending to the outbox.

None of these touches what is in the outbox already: a paused announcement's rows are not claimed, a cancelled one's
are dropped a few hundred at a time by `expansion`, and either is looked at again when a letter is opened.
"""

from typing import Final

from domain.announcements import Announcement, Content, Contents, Copied, PausedBecause
from domain.identities import AnnouncementId, Intent, PartnerId, PersonId
from domain.languages import Language
from domain.moments import Instant
from domain.refusals import NoLongerADraft, OnlyLanguage, WrittenByAnother
from domain.rights import Action
from domain.segments import Segment
from storage.announcing import records, segments, watching
from storage.engine import Transaction
from storage.people import audit, intents

DRAFT: Final = """
    INSERT INTO announcements (author, partner, contents, segment, not_before, made_at)
    VALUES (:author, :partner, :contents, :segment, :not_before, :now)
 RETURNING id
"""

NEWEST: Final = """
    SELECT max(id)
      FROM announcements
     WHERE author = :author
"""

READDRESS: Final = """
    UPDATE announcements
       SET segment = :segment
     WHERE id = :announcement AND state = 'draft'
"""

REWRITE: Final = """
    UPDATE announcements
       SET contents = :contents, author = :author
     WHERE id = :announcement AND state IN ('draft', 'paused')
"""

QUEUE: Final = """
    UPDATE announcements
       SET state = 'queued', not_before = MAX(:not_before, :now)
     WHERE id = :announcement AND state = 'draft'
"""

PAUSE: Final = """
    UPDATE announcements
       SET state = 'paused', paused_because = :because
     WHERE id = :announcement AND state IN ('queued', 'sending')
"""

RESUME: Final = """
    UPDATE announcements
       SET state = CASE WHEN not_before > :now THEN 'queued' ELSE 'sending' END, paused_because = NULL
     WHERE id = :announcement AND state = 'paused'
"""

CANCEL: Final = """
    UPDATE announcements
       SET state = 'cancelled', paused_because = NULL
     WHERE id = :announcement AND state IN ('draft', 'queued', 'sending', 'paused')
"""


def draft(
    tx: Transaction,
    *,
    actor: PersonId,
    partner: PartnerId | None,
    contents: Contents,
    segment: Segment,
    intent: Intent | None = None,
) -> Announcement:
    """Begin an announcement for a partner, or, with None, for the house, which is the owners'. Raises NotYours.

    What is copied is copied from the actor's chat with us. The same intent again makes no second one.
    """
    segments.require(tx, actor=actor, partner=partner, segment=segment)
    if intent is not None:
        if intents.acted(tx, actor=actor, intent=intent) is not None:
            newest = AnnouncementId(tx.value(NEWEST, author=actor))
            return records.announcement(tx, actor=actor, announcement=newest)
        intents.act(tx, actor=actor, intent=intent)
    made = tx.value(
        DRAFT,
        author=actor,
        partner=partner,
        contents=records.written(contents),
        segment=segments.written(segment),
        not_before=tx.now,
        now=tx.now,
    )
    return records.announcement(tx, actor=actor, announcement=AnnouncementId(made))


def readdress(tx: Transaction, *, actor: PersonId, announcement: AnnouncementId, segment: Segment) -> Announcement:
    """Mean other people. Raises NotYours, and NoLongerADraft once it was queued."""
    found = records.announcement(tx, actor=actor, announcement=announcement)
    segments.require(tx, actor=actor, partner=found.partner, segment=segment)
    if not tx.run(READDRESS, announcement=announcement, segment=segments.written(segment)):
        raise NoLongerADraft
    return records.announcement(tx, actor=actor, announcement=announcement)


def rewrite(tx: Transaction, *, actor: PersonId, announcement: AnnouncementId, contents: Contents) -> Announcement:
    """Say something else, as its author from now on: while it is a draft, or is paused, to those who are left.

    Raises NotYours, and NoLongerADraft where it is on its way or over.
    """
    records.announcement(tx, actor=actor, announcement=announcement)
    if not tx.run(REWRITE, announcement=announcement, author=actor, contents=records.written(contents)):
        raise NoLongerADraft
    return records.announcement(tx, actor=actor, announcement=announcement)


def say(
    tx: Transaction, *, actor: PersonId, announcement: AnnouncementId, language: Language, content: Content
) -> Announcement:
    """Say this in one language, beside the others; while it is a draft, or is paused.

    Raises NotYours, NoLongerADraft, and WrittenByAnother where both this and another language are messages to copy, but
    from two people's chats.
    """
    found = records.announcement(tx, actor=actor, announcement=announcement)
    others = (said for one, said in found.contents.by_language.items() if one is not language)
    author = actor
    if any(isinstance(said, Copied) for said in others) and found.author != actor:
        if isinstance(content, Copied):
            raise WrittenByAnother
        author = found.author
    return _rewrite(tx, actor, found, found.contents.saying(language, content), author)


def unsay(tx: Transaction, *, actor: PersonId, announcement: AnnouncementId, language: Language) -> Announcement:
    """Say it in one language fewer. Raises NotYours, NoLongerADraft, OnlyLanguage."""
    found = records.announcement(tx, actor=actor, announcement=announcement)
    if set(found.contents.by_language) <= {language}:
        raise OnlyLanguage
    return _rewrite(tx, actor, found, found.contents.without(language), found.author)


def _rewrite(
    tx: Transaction, actor: PersonId, found: Announcement, contents: Contents, author: PersonId
) -> Announcement:
    if not tx.run(REWRITE, announcement=found.id, author=author, contents=records.written(contents)):
        raise NoLongerADraft
    return records.announcement(tx, actor=actor, announcement=found.id)


def queue(
    tx: Transaction, *, actor: PersonId, announcement: AnnouncementId, not_before: Instant | None = None
) -> Announcement:
    """Let a draft go out, now or then; one that was queued before stays as it is. Raises NotYours.

    From now on the actor is shown how it gets on.
    """
    found = records.announcement(tx, actor=actor, announcement=announcement)
    # Rights may have gone with the event since it was drafted.
    segments.require(tx, actor=actor, partner=found.partner, segment=found.segment)
    changed = tx.run(QUEUE, announcement=announcement, not_before=not_before or tx.now, now=tx.now)
    if changed:
        watching.watch(tx, actor=actor, announcement=announcement)
    return _done(tx, actor, found, Action.ANNOUNCEMENT_QUEUED, changed)


def pause(tx: Transaction, *, actor: PersonId, announcement: AnnouncementId) -> Announcement:
    """Send no more of it for now; but for what is on its way this moment. Where nothing goes out, it stays as it is.

    Raises NotYours.
    """
    found = records.announcement(tx, actor=actor, announcement=announcement)
    changed = tx.run(PAUSE, announcement=announcement, because=PausedBecause.BY_HAND)
    return _done(tx, actor, found, Action.ANNOUNCEMENT_PAUSED, changed)


def resume(tx: Transaction, *, actor: PersonId, announcement: AnnouncementId) -> Announcement:
    """Go on with a paused one, to those who are left; any other stays as it is. Raises NotYours."""
    found = records.announcement(tx, actor=actor, announcement=announcement)
    changed = tx.run(RESUME, announcement=announcement, now=tx.now)
    return _done(tx, actor, found, Action.ANNOUNCEMENT_RESUMED, changed)


def cancel(tx: Transaction, *, actor: PersonId, announcement: AnnouncementId) -> Announcement:
    """Send no more of it, ever. One that is over stays as it is. Raises NotYours."""
    found = records.announcement(tx, actor=actor, announcement=announcement)
    changed = tx.run(CANCEL, announcement=announcement)
    return _done(tx, actor, found, Action.ANNOUNCEMENT_CANCELLED, changed)


def original_gone(tx: Transaction, *, announcement: AnnouncementId) -> None:
    """What is to be copied is not there any more: pause until somebody has seen to it."""
    tx.run(PAUSE, announcement=announcement, because=PausedBecause.ORIGINAL_GONE)


def _done(tx: Transaction, actor: PersonId, before: Announcement, action: Action, changed: int) -> Announcement:
    if changed:
        audit.write(tx, action, actor=actor, partner=before.partner, announcement=before.id)
    return records.announcement(tx, actor=actor, announcement=before.id)
