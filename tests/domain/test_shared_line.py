"""The line of slots that share seats, keep some, or take so many of a school: fair, never stuck, whatever the order."""

from dataclasses import dataclass, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.identities import BookingId, SchoolId, SlotId
from domain.line import Grant, InLine, Room, allot, deal, has_seats

SLOTS = [SlotId(1), SlotId(2)]
SCHOOLS = [None, SchoolId(1), SchoolId(2)]


@st.composite
def parties(draw: st.DrawFn) -> InLine:
    pupils, adults = draw(st.sampled_from([(1, 0), (1, 0), (6, 1), (12, 2)]))
    return InLine(
        booking=BookingId(0),
        whole=pupils + adults,
        adults=adults,
        slot=draw(st.sampled_from(SLOTS)),
        school=draw(st.sampled_from(SCHOOLS)),
        may_have_kept=draw(st.booleans()),
    )


lines = st.lists(parties(), max_size=8).map(
    lambda line: [replace(party, booking=BookingId(number)) for number, party in enumerate(line, start=1)]
)


@st.composite
def rooms(draw: st.DrawFn) -> Room:
    free = {slot: draw(st.integers(0, 20)) for slot in SLOTS}
    return Room(
        free=free,
        pool=draw(st.none() | st.integers(0, 30)),
        kept={slot: draw(st.integers(0, 10)) for slot in SLOTS if draw(st.booleans())},
        of_school={
            (slot, school): draw(st.integers(0, 10))
            for slot in SLOTS
            for school in SCHOOLS
            if school is not None and draw(st.booleans())
        },
    )


def copied(room: Room) -> Room:
    return Room(free=dict(room.free), pool=room.pool, kept=dict(room.kept), of_school=dict(room.of_school))


@dataclass
class Hall:
    """Seats as bookings take them, apart from what waits for somebody: what is really left."""

    room: Room

    def seats(self, line: list[InLine], grants: tuple[Grant, ...]) -> None:
        by_number = {party.booking: party for party in line}
        for grant in grants:
            self.room.take(by_number[grant.booking], grant.more)


def after(line: list[InLine], grants: tuple[Grant, ...]) -> list[InLine]:
    held = {grant.booking: grant.seats for grant in grants}
    stand = [replace(party, held=held.get(party.booking, party.held)) for party in line]
    return [party for party in stand if party.held < party.whole]


@given(line=lines, room=rooms(), near=st.sets(st.sampled_from(SLOTS)))
def test_nothing_is_dealt_that_is_not_there_or_not_for_them(line: list[InLine], room: Room, near: set[SlotId]) -> None:
    hall = Hall(copied(room))
    hall.seats(line, deal(line, copied(room), near=near))
    assert all(seats >= 0 for seats in hall.room.free.values())
    assert hall.room.pool is None or hall.room.pool >= 0
    assert all(pupils >= 0 for pupils in hall.room.of_school.values())


@given(line=lines, room=rooms())
def test_outside_the_cut_off_nobody_has_what_somebody_before_them_could_have_had(
    line: list[InLine], room: Room
) -> None:
    """No overtaking: without all who stand behind, everybody gets exactly the same."""
    grants = deal(line, copied(room))
    assert not any(grant.overtakes for grant in grants)
    for length in range(len(line)):
        those = {party.booking for party in line[:length]}
        alone = deal(line[:length], copied(room))
        assert alone == tuple(grant for grant in grants if grant.booking in those)


@given(line=lines, room=rooms())
def test_nobody_waits_for_whom_they_have_nothing_to_do_with(line: list[InLine], room: Room) -> None:
    """No starvation: who gets nothing would get nothing whole either, were only those before them there who compete."""
    served = {grant.booking for grant in deal(line, copied(room))}
    for place, party in enumerate(line):
        if party.booking in served or room.pool is not None:
            continue
        rivals = [other for other in line[:place] if other.slot == party.slot]
        assert not has_seats(rivals, copied(room), party)


@given(line=lines, free=st.integers(0, 40))
def test_a_pool_of_one_slot_is_that_slot(line: list[InLine], free: int) -> None:
    alone = [replace(party, slot=SLOTS[0], school=None) for party in line]
    shared = deal(alone, Room(free={SLOTS[0]: 100}, pool=free))
    assert shared == allot(alone, free, skipping=False)


@given(line=lines, kept=st.integers(0, 20), free=st.integers(0, 20))
def test_kept_seats_are_never_a_strangers(line: list[InLine], kept: int, free: int) -> None:
    one = [replace(party, slot=SLOTS[0], school=None) for party in line]
    dealt = deal(one, Room(free={SLOTS[0]: free}, kept={SLOTS[0]: kept}))
    strangers = {party.booking for party in one if not party.may_have_kept}
    assert sum(grant.more for grant in dealt if grant.booking in strangers) <= max(free - kept, 0)


@given(line=lines, limit=st.integers(0, 12), free=st.integers(0, 60))
def test_no_more_pupils_of_a_school_than_may_come(line: list[InLine], limit: int, free: int) -> None:
    one = [replace(party, slot=SLOTS[0], school=SCHOOLS[1]) for party in line]
    room = Room(free={SLOTS[0]: free}, of_school={(SLOTS[0], SchoolId(1)): limit})
    by_number = {party.booking: party for party in one}
    dealt = deal(one, room)
    pupils = sum(grant.seats - by_number[grant.booking].adults for grant in dealt)
    assert pupils <= limit


@settings(max_examples=200)
@given(
    line=lines,
    room=rooms(),
    freed=st.lists(st.tuples(st.sampled_from(SLOTS), st.integers(1, 8)), max_size=5),
    order=st.randoms(use_true_random=False),
)
def test_whatever_order_bookings_end_in_the_same_parties_have_the_same_seats(
    line: list[InLine], room: Room, freed: list[tuple[SlotId, int]], order: object
) -> None:
    """Seats that come free one by one, each with its seat of the pool, end where they would at once."""

    def play(portions: list[tuple[SlotId, int]]) -> dict[BookingId, int]:
        hall, stand = Hall(copied(room)), list(line)
        held: dict[BookingId, int] = {}
        for slot, seats in [(SLOTS[0], 0), *portions]:
            hall.room.free[slot] += seats
            if hall.room.pool is not None:
                hall.room.pool += seats
            grants = deal(stand, copied(hall.room))
            hall.seats(stand, grants)
            held |= {grant.booking: grant.seats for grant in grants}
            stand = after(stand, grants)
        return held

    shuffled = list(freed)
    order.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert play(freed) == play(shuffled)


def test_who_is_full_elsewhere_keeps_nobody_waiting_here() -> None:
    first = InLine(booking=BookingId(1), whole=1, slot=SLOTS[0])
    second = InLine(booking=BookingId(2), whole=1, slot=SLOTS[1])
    (grant,) = deal([first, second], Room(free={SLOTS[0]: 0, SLOTS[1]: 1}, pool=1))
    assert grant.booking == second.booking


def test_what_a_class_could_have_of_shared_seats_waits_for_it() -> None:
    first = InLine(booking=BookingId(1), whole=10, adults=9, refused_part=9, slot=SLOTS[0])
    second = InLine(booking=BookingId(2), whole=1, slot=SLOTS[1])
    assert deal([first, second], Room(free={SLOTS[0]: 20, SLOTS[1]: 20}, pool=9)) == ()


def test_of_one_school_too_nobody_overtakes() -> None:
    a_class = InLine(booking=BookingId(1), whole=9, adults=1, refused_part=8, slot=SLOTS[0], school=SchoolId(1))
    mate = InLine(booking=BookingId(2), whole=1, slot=SLOTS[0], school=SchoolId(1))
    other = InLine(booking=BookingId(3), whole=1, slot=SLOTS[0], school=SchoolId(2))
    room = Room(free={SLOTS[0]: 20}, of_school={(SLOTS[0], SchoolId(1)): 5})
    assert [grant.booking for grant in deal([a_class, mate, other], room)] == [other.booking]
