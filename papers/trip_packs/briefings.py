"""The safety-briefing sheet: what was said, by whom, and who signed that they heard it."""

from domain.trips import TripPack
from papers.trip_packs.document import ROW, Column, Document
from papers.trip_packs.groups import facts, names
from papers.trip_packs.words import TripPackWords


def add_briefing(document: Document, pack: TripPack, words: TripPackWords) -> None:
    """One sheet: the points, the host's own rules, and a row to sign for each pupil."""
    own, shared = words.briefing, words.shared
    document.paper(f"{pack.school} · {pack.class_name}", f"{own.annex} · {own.title}")
    document.headline(own.title)
    document.fields([*facts(pack, shared)[:4], (own.held_on, ""), (own.held_by, ""), (own.signature_of_briefer, "")])
    document.heading(own.contents)
    points = list(own.points)
    if pack.forbidden:
        points.append(f"{shared.forbidden}: {pack.forbidden}")
    if pack.bring:
        points.append(f"{shared.bring}: {pack.bring}")
    for number, point in enumerate(points, 1):
        document.numbered(f"{number}.", point)
    document.heading(own.briefed, 4 * ROW)
    document.small(own.confirm)
    document.ln(1)
    document.listing(
        (
            Column(shared.number, 7, centred=True),
            Column(shared.full_name, 51),
            Column(shared.date, 17),
            Column(shared.signature, 25),
        ),
        [(number, name, "", "") for number, name in names(pack)],
    )
