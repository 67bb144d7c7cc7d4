"""Links to events, with a source and without: what we made leads there, and what we never made leads nowhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.identities import EventId, SourceId
from handlers import links
from handlers.links import LinkTo, event_link


def payload(link: str) -> str:
    return link.partition("?start=")[2]


@given(
    st.integers(min_value=1, max_value=10**12 - 1), st.one_of(st.none(), st.integers(min_value=1, max_value=10**12 - 1))
)
def test_a_link_to_an_event_carries_its_source(event: int, source: int | None) -> None:
    said = payload(event_link("etalon_bot", EventId(event), None if source is None else SourceId(source)))
    assert len(said) <= 64
    opened = links.read(said)
    assert opened is not None
    assert (opened.to, opened.number, opened.source) == (LinkTo.EVENT, event, source)


@pytest.mark.parametrize(
    "said", ["e_", "e_0", "e_1_", "e_1_0", "e_1_2_3", "e_1_-2", "e_x_1", "e__1", "e_1_1234567890123", "s_1_2", "e_1 _2"]
)
def test_what_we_never_made_leads_nowhere(said: str) -> None:
    assert links.read(said) is None


def test_a_slot_has_no_source() -> None:
    opened = links.read("s_12")
    assert opened is not None
    assert (opened.number, opened.source) == (12, None)
