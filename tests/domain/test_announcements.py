"""Announcements: what their readers get, and when a letter of one makes sense."""

import pytest

from domain.announcements import Announced, AnnouncementState, Content, Contents, Copied, Original, Progress, Written
from domain.identities import AccountId, AnnouncementId, EventId, OutboxId, PersonId, SlotId
from domain.languages import Language, Texts
from domain.messages import Letter, LetterKind
from domain.moments import Instant
from domain.people import Person
from domain.segments import EVERYBODY, Attending, Presence, Role, Segment
from domain.truth import makes_sense

NOW = Instant(1_795_420_800)
READER = Person(
    id=PersonId(1),
    account=AccountId(2),
    language=Language.KAZAKH,
    language_chosen=True,
    reminders_muted=True,
    announcements_muted=False,
    reachable=True,
    pupil=None,
)


def letter(state: AnnouncementState, to: Person = READER) -> Letter:
    content: Content = Copied(Original("7"))
    return Letter(
        id=OutboxId(1),
        kind=LetterKind.ANNOUNCEMENT,
        to=to,
        booking=None,
        meeting=None,
        slot=None,
        event=None,
        announcement=Announced(id=AnnouncementId(3), state=state, content=content, account=AccountId(4)),
        possible_repeat=False,
    )


@pytest.mark.parametrize("state", AnnouncementState)
def test_it_makes_sense_until_it_is_cancelled_and_waits_while_paused(state: AnnouncementState) -> None:
    paused = state is AnnouncementState.PAUSED
    assert makes_sense(letter(state), NOW) == (paused or state is AnnouncementState.SENDING)
    assert letter(state).on_hold == paused


def test_who_muted_announcements_gets_none() -> None:
    muted = Person(
        id=READER.id,
        account=READER.account,
        language=READER.language,
        language_chosen=True,
        reminders_muted=False,
        announcements_muted=True,
        reachable=True,
        pupil=None,
    )
    assert not makes_sense(letter(AnnouncementState.SENDING, muted), NOW)


@pytest.mark.parametrize("reader", Language)
@pytest.mark.parametrize("left_out", [None, *Language])
def test_the_language_is_chosen_as_for_texts_of_the_programme(reader: Language, left_out: Language | None) -> None:
    written = {language: language.value for language in Language if language is not left_out}
    contents = Contents({language: Written(text) for language, text in written.items()})
    assert contents.to(reader) == Written(Texts(**{one.value: text for one, text in written.items()}).to(reader))


def test_who_is_left() -> None:
    progress = Progress(recipients=10, sent=4, blocked=1, uncertain=2, dropped=1, complete=True)
    assert progress.left == 2


def test_a_grade_is_no_teachers() -> None:
    assert EVERYBODY.anybody
    assert Segment(languages=frozenset({Language.KAZAKH})).anybody
    booked = Attending(presence=Presence.CONFIRMED, event=EventId(1))
    for narrow, teachers in (
        (Segment(grades=frozenset({8})), False),
        (Segment(attending=booked), True),
        (Segment(cities=frozenset({"Астана"})), True),
        (Segment(roles=frozenset({Role.PUPIL})), False),
    ):
        assert not narrow.anybody
        assert narrow.takes(Role.TEACHER) == teachers
        assert narrow.takes(Role.PUPIL)
    with pytest.raises(ValueError, match="either"):
        Attending(presence=Presence.WAITING, slot=SlotId(1), event=EventId(1))
