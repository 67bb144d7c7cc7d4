"""Trip packs: one PDF with all papers a school needs to take a class to an event. Its words are given by the caller."""

from papers.trip_packs.making import make_trip_pack
from papers.trip_packs.words import (
    BriefingWords,
    ConsentWords,
    GateWords,
    ListWords,
    OrderWords,
    SharedWords,
    TripPackWords,
)

__all__ = [
    "BriefingWords",
    "ConsentWords",
    "GateWords",
    "ListWords",
    "OrderWords",
    "SharedWords",
    "TripPackWords",
    "make_trip_pack",
]
