"""Letters: messages put into the outbox in the transaction that is their cause. Leaves sending to the bot's outbox."""

import json
from collections.abc import Mapping
from typing import Final

from domain.identities import (
    AnnouncementId,
    BookingId,
    ClassId,
    EventId,
    HandoverId,
    MeetingId,
    NoteId,
    PersonId,
    PupilId,
    QuestionId,
    SlotId,
    TeacherId,
)
from domain.messages import LetterKind
from domain.moments import Instant
from domain.posts import PlaceId, PostId
from storage.engine import Transaction

WRITE: Final = """
    INSERT INTO outbox (key, kind, priority, person, booking, meeting, version, details, not_before, lapses_at, made_at)
    VALUES (:key, :kind, :priority, :person, :booking, :meeting, :version, :details, :not_before, :lapses_at, :now)
        ON CONFLICT (key) DO NOTHING
"""


def write(
    tx: Transaction,
    *,
    kind: LetterKind,
    key: str,
    person: PersonId,
    booking: BookingId | None = None,
    meeting: MeetingId | None = None,
    version: int | None = None,
    event: EventId | None = None,
    draft: EventId | None = None,
    slot: SlotId | None = None,
    teacher: TeacherId | None = None,
    school_class: ClassId | None = None,
    pupil: PupilId | None = None,
    note: NoteId | None = None,
    handover: HandoverId | None = None,
    missing: int | None = None,
    announcement: AnnouncementId | None = None,
    place: PlaceId | None = None,
    post: PostId | None = None,
    question: QuestionId | None = None,
    card: int | None = None,
    figures: Mapping[str, int] | None = None,
    not_before: Instant | None = None,
    lapses_at: Instant | None = None,
) -> bool:
    """Decide that this person is told; False where a letter with the same key was decided on before.

    `not_before` is now where none is given. From `lapses_at` on it makes no sense any more. Whether it still makes
    sense, and whether the night is to be kept quiet, is asked again when it is about to be sent.
    """
    about = (
        *(("event", event), ("draft", draft), ("slot", slot), ("teacher", teacher)),
        *(("school_class", school_class), ("pupil", pupil)),
        *(("note", note), ("handover", handover), ("missing", missing)),
        *(("announcement", announcement), ("place", place), ("post", post)),
        *(("question", question), ("card", card), *(figures or {}).items()),
    )
    details = {name: value for name, value in about if value is not None}
    written = tx.run(
        WRITE,
        key=key,
        kind=kind,
        priority=kind.priority.value,
        person=person,
        booking=booking,
        meeting=meeting,
        version=version,
        details=json.dumps(details),
        not_before=tx.now if not_before is None else not_before,
        lapses_at=lapses_at,
        now=tx.now,
    )
    return written == 1
