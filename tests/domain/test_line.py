"""Who is offered freed seats: strictly in turn, whole or a part; near the start none stays empty that fits somebody."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from domain.identities import BookingId
from domain.line import SKIP_AHEAD_WITHIN, Grant, InLine, allot, may_skip
from domain.moments import Instant


@st.composite
def parties(draw: st.DrawFn) -> InLine:
    """A pupil or a class; some are offered a part, some refused one."""
    pupils, adults = draw(st.integers(1, 30)), draw(st.integers(0, 4))
    party = InLine(booking=BookingId(0), whole=pupils + adults, adults=adults)
    refused = draw(st.sampled_from([0, *range(party.least, party.whole)]))
    party = replace(party, refused_part=refused)
    parts = [seats for seats in range(1, party.whole) if party.wants_part(seats)]
    return replace(party, held=draw(st.sampled_from([0, *parts])))


lines = st.lists(parties(), max_size=8).map(
    lambda line: [replace(party, booking=BookingId(number)) for number, party in enumerate(line, start=1)]
)
free_seats = st.integers(0, 90)


def after(line: list[InLine], grants: tuple[Grant, ...]) -> list[InLine]:
    """The line once these seats are held: who has the whole is out of it."""
    held = {grant.booking: grant.seats for grant in grants}
    stand = [replace(party, held=held.get(party.booking, party.held)) for party in line]
    return [party for party in stand if party.held < party.whole]


@given(line=lines, free=free_seats, skipping=st.booleans())
def test_never_more_is_dealt_than_is_free(line: list[InLine], free: int, skipping: bool) -> None:
    grants = allot(line, free, skipping=skipping)
    assert sum(grant.more for grant in grants) <= free
    assert all(grant.more > 0 for grant in grants)
    assert len({grant.booking for grant in grants}) == len(grants)
    by_number = {party.booking: party for party in line}
    for grant in grants:
        assert grant.seats == by_number[grant.booking].held + grant.more <= by_number[grant.booking].whole


@given(line=lines, free=free_seats, skipping=st.booleans())
def test_a_part_is_half_of_the_pupils_with_all_adults_and_only_grows(
    line: list[InLine], free: int, skipping: bool
) -> None:
    by_number = {party.booking: party for party in line}
    for grant in allot(line, free, skipping=skipping):
        party = by_number[grant.booking]
        if grant.seats < party.whole:
            assert 2 * (grant.seats - party.adults) >= party.whole - party.adults
            assert grant.seats > party.refused_part
            assert grant.seats > party.held


@given(line=lines, free=free_seats)
def test_outside_the_cut_off_nobody_overtakes(line: list[InLine], free: int) -> None:
    grants = allot(line, free, skipping=False)
    assert not any(grant.overtakes for grant in grants)
    served = [grant.booking for grant in grants]
    assert served == [party.booking for party in line[: len(served)]], "from the head of the line, without a gap"
    by_number = {party.booking: party for party in line}
    wholes = [grant.seats == by_number[grant.booking].whole for grant in grants]
    assert all(wholes[:-1]), "whoever is offered a part is the last who is offered anything"


@given(line=lines, free=free_seats)
def test_the_first_gets_the_whole_as_soon_as_it_fits(line: list[InLine], free: int) -> None:
    grants = allot(line, free, skipping=False)
    if line and line[0].whole - line[0].held <= free and free:
        assert grants[0] == Grant(booking=line[0].booking, seats=line[0].whole, more=line[0].whole - line[0].held)


@given(line=lines, free=free_seats)
def test_inside_the_cut_off_no_seat_is_idle_that_fits_somebody_whole(line: list[InLine], free: int) -> None:
    grants = allot(line, free, skipping=True)
    left = free - sum(grant.more for grant in grants)
    assert not any(party.whole - party.held <= left for party in after(line, grants))


@given(line=lines, free=free_seats)
def test_whoever_is_overtaken_is_named_and_did_not_fit(line: list[InLine], free: int) -> None:
    grants = allot(line, free, skipping=True)
    served = {grant.booking for grant in grants}
    by_number = {party.booking: party for party in line}
    left = free
    for grant in grants:
        ahead = [party.booking for party in line if party.booking < grant.booking and party.booking not in served]
        assert list(grant.overtakes) == ahead
        assert all(by_number[one].whole - by_number[one].held > left for one in ahead)
        left -= grant.more


@given(line=lines, seats=st.lists(st.integers(0, 30), max_size=5), order=st.randoms(use_true_random=False))
def test_seats_that_come_free_one_by_one_end_where_they_would_at_once(
    line: list[InLine], seats: list[int], order: object
) -> None:
    """Whatever order the freeing transactions commit in: the same parties hold the same seats."""

    def deal(portions: list[int]) -> tuple[dict[BookingId, int], int]:
        stand, free, held = line, 0, {party.booking: party.held for party in line}
        for portion in portions:
            free += portion
            grants = allot(stand, free, skipping=False)
            free -= sum(grant.more for grant in grants)
            held |= {grant.booking: grant.seats for grant in grants}
            stand = after(stand, grants)
        return held, free

    shuffled = list(seats)
    order.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert deal(seats) == deal(shuffled) == deal([sum(seats)])


@given(line=lines, first=free_seats, passed=st.lists(st.integers(100, 110).map(BookingId), max_size=2))
def test_those_passed_before_this_stretch_of_the_line_are_named_too(
    line: list[InLine], first: int, passed: list[BookingId]
) -> None:
    for grant in allot(line, first, skipping=True, passed=passed):
        assert grant.overtakes[: len(passed)] == tuple(passed)
        if passed:
            assert grant.seats == next(party.whole for party in line if party.booking == grant.booking)


def test_the_cut_off_begins_to_the_second() -> None:
    start = Instant(10 * SKIP_AHEAD_WITHIN)
    assert not may_skip(Instant(start - SKIP_AHEAD_WITHIN - 1), start)
    assert may_skip(Instant(start - SKIP_AHEAD_WITHIN), start)
