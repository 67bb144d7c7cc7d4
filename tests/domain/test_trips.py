"""A trip has as many heads as it says, and knows whose guardian is still to sign."""

from typing import Any

import pytest

from domain.trips import Permission, TripAdult
from tests.papers.trips import meeting, pupils, trip


def test_it_knows_whose_guardian_is_still_to_sign_and_who_has_no_name() -> None:
    pack = trip(10, pupils=pupils(8))

    assert pack.unnamed == 2
    assert [pupil.permission for pupil in pack.without_permission] == [Permission.MISSING] * 2


@pytest.mark.parametrize(
    "changes",
    [
        {"headcount": 0, "pupils": ()},
        {"headcount": 61, "pupils": ()},
        {"headcount": 24},
        {"adult_count": 1},
        {"adult_count": -1, "adults": ()},
        {"adult_count": 16, "adults": (TripAdult(name="Петров Сергей"),)},
        {"meetings": ()},
        {"meetings": (meeting(5),) * 101},
    ],
)
def test_more_names_than_heads_and_other_impossible_counts_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\d+ (names|meetings)"):
        trip(25, **changes)
