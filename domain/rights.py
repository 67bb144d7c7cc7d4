"""Rights: who may do what. A right is loaded in the transaction that acts; a button or a link is only a claim."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from domain.identities import PartnerId, PersonId, SchoolId
from domain.moments import DAY, HOUR, Instant

INVITE_HOLDS_FOR: Final = 14 * DAY
"""How long an invite can be used, once."""
CODE_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
"""Base32: no letter that is mistaken for a digit."""
CODE_LENGTH: Final = 10
"""50 random bits."""
TRIES_WINDOW: Final = HOUR
TRIES_OF_ONE: Final = 5
"""Wrong codes that one person may try in the window."""
TRIES_OF_ALL: Final = 200
"""Wrong codes that all may try together in the window: accounts cost little."""


class OrganizerRole(StrEnum):
    """What an organizer of a partner may do. Each role also sees what it needs for that."""

    PROGRAMME = "programme"
    """Events and slots, bookings, teachers, questions."""
    ANNOUNCEMENTS = "announcements"
    CHECK_IN = "check_in"
    REPORTS = "reports"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """What one person may do beside what everybody may."""

    owner: bool = False
    """Runs the installation: may do everything at every partner, and names organizers."""
    organizes: Mapping[PartnerId, frozenset[OrganizerRole]] = field(default_factory=dict)
    teaches_at: frozenset[SchoolId] = frozenset()
    """Schools at which an organizer has approved them as a teacher."""

    @property
    def organizer(self) -> bool:
        """Whether they organize anything at all."""
        return self.owner or bool(self.organizes)

    @property
    def teacher(self) -> bool:
        """Whether they may bring classes."""
        return bool(self.teaches_at)

    def may(self, role: OrganizerRole, partner: PartnerId | None) -> bool:
        """Whether they have this role at the partner; None stands for the whole house, which is the owners'."""
        return self.owner or (partner is not None and role in self.organizes.get(partner, frozenset()))

    def may_somewhere(self, role: OrganizerRole) -> bool:
        """Whether they have this role at any partner."""
        return self.owner or any(role in roles for roles in self.organizes.values())


class InviteTo(StrEnum):
    """What an invite makes of whoever uses it."""

    OWNER = "owner"
    ORGANIZER = "organizer"
    TEACHER = "teacher"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """What a code stands for. `roles` are an organizer's at `partner`; a teacher's `school` may be left to them."""

    to_become: InviteTo
    partner: PartnerId | None = None
    roles: frozenset[OrganizerRole] = frozenset()
    school: SchoolId | None = None

    def __post_init__(self) -> None:
        if (self.to_become is InviteTo.ORGANIZER) != (self.partner is not None and bool(self.roles)):
            raise ValueError("organizers, and only they, are invited to a partner with at least one role")
        if self.school is not None and self.to_become is not InviteTo.TEACHER:
            raise ValueError("only teachers are invited to a school")


@dataclass(frozen=True, slots=True, kw_only=True)
class Organizer:
    """Somebody who organizes for a partner."""

    person: PersonId
    partner: PartnerId
    name: str
    roles: frozenset[OrganizerRole]
    since: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One thing that was done. `actor` None: by the house itself. `name`: the actor's, where they are an organizer."""

    at: Instant
    actor: PersonId | None
    name: str
    action: "Action"
    partner: PartnerId | None
    about: Mapping[str, int | str]


class Action(StrEnum):
    """What the audit log tells of."""

    OWNER_NAMED = "owner_named"
    ORGANIZER_INVITED = "organizer_invited"
    ORGANIZER_JOINED = "organizer_joined"
    ORGANIZER_REMOVED = "organizer_removed"
    TEACHER_INVITED = "teacher_invited"
    TEACHER_JOINED = "teacher_joined"
    TEACHER_APPROVED = "teacher_approved"
    TEACHER_DECLINED = "teacher_declined"
    TEACHER_REVOKED = "teacher_revoked"
    CLASS_DECIDED = "class_decided"
    SKIPPED_AHEAD = "skipped_ahead"
    ANNOUNCEMENT_QUEUED = "announcement_queued"
    ANNOUNCEMENT_PAUSED = "announcement_paused"
    ANNOUNCEMENT_RESUMED = "announcement_resumed"
    ANNOUNCEMENT_CANCELLED = "announcement_cancelled"
    SOURCE_MADE = "source_made"
    REPORT_TAKEN = "report_taken"
    LOG_TAKEN = "log_taken"
    QUESTION_WORDED = "question_worded"
    REQUEST_CLAIMED = "request_claimed"
    REQUEST_GIVEN_BACK = "request_given_back"
    QUESTION_ANSWERED = "question_answered"
    QUESTION_DECLINED = "question_declined"
    ASKER_BLOCKED = "asker_blocked"
    ASKER_UNBLOCKED = "asker_unblocked"
    PUPIL_DECIDED = "pupil_decided"
    EVENT_MADE = "event_made"
    EVENT_COPIED = "event_copied"
    EVENT_CHANGED = "event_changed"
    EVENT_DISCARDED = "event_discarded"
    EVENT_BROUGHT_BACK = "event_brought_back"
    EVENT_PUBLISHED = "event_published"
    EVENT_PLANNED = "event_planned"
    DATES_ADDED = "dates_added"
    DATE_CHANGED = "date_changed"
    DATE_REMOVED = "date_removed"
    CHECKED_IN = "checked_in"
    CHECK_IN_UNDONE = "check_in_undone"
    WALKED_IN = "walked_in"
    ADMITTED = "admitted"
    DOOR_CODE_SHOWN = "door_code_shown"
    CLASS_OFFERED = "class_offered"
    CLASS_TAKEN = "class_taken"
    CLASSES_CANCELLED = "classes_cancelled"
    PUPIL_LINK_MADE = "pupil_link_made"
    PUPIL_MOVED = "pupil_moved"
    ATTENDANCE_TAKEN = "attendance_taken"
    PLACE_CLAIMED = "place_claimed"
    POSTED = "posted"
    SLOT_MOVED = "slot_moved"
    SLOT_CANCELLED = "slot_cancelled"
    SEATS_CHANGED = "seats_changed"
    TOLD_BY_PHONE = "told_by_phone"
    NOT_TOLD_BY_PHONE = "not_told_by_phone"
    FILE_BROUGHT_IN = "file_brought_in"
    FILE_TAKEN = "file_taken"
    SEATS_KEPT = "seats_kept"
    SEATS_RELEASED = "seats_released"
    SCHOOLS_LIMITED = "schools_limited"
    SEATS_SHARED = "seats_shared"
    SEATS_SHARED_NO_MORE = "seats_shared_no_more"
    WARNING_SET = "warning_set"
    ADDED_BY_HAND = "added_by_hand"
    CANCELLED_BY_HAND = "cancelled_by_hand"
    PAPER_BY_HAND = "paper_by_hand"
    ANSWERS_BROUGHT_IN = "answers_brought_in"
