"""Who goes: the list of the group for the school, and the pass list for the gate."""

from collections.abc import Sequence

from domain.trips import Permission, TripPack
from papers.trip_packs import dates
from papers.trip_packs.document import LOW_ROW, Column, Document
from papers.trip_packs.words import ListWords, SharedWords, TripPackWords


def add_group_list(document: Document, pack: TripPack, words: TripPackWords) -> None:
    """The list of the group: way and times, pupils with their marks, adults; room for signatures."""
    own, shared = words.list_, words.shared
    document.paper(f"{pack.school} · {pack.class_name}", f"{own.annex} · {own.title}")
    document.headline(own.title, counted(pack, shared))
    document.fields(
        [
            *facts(pack, shared),
            (own.leaves, dates.moment(pack.leaves_at, pack.zone, pack.language) if pack.leaves_at else ""),
            (own.returns, dates.moment(pack.returns_at, pack.zone, pack.language) if pack.returns_at else ""),
            (own.route, pack.route),
        ]
    )
    document.heading(shared.pupils)
    document.listing(
        (
            Column(shared.number, 7, centred=True),
            Column(shared.full_name, 38),
            Column(own.permission, 19, centred=True),
            Column(own.photos, 19, centred=True),
            Column(shared.signature, 23),
        ),
        _pupils(pack, own),
    )
    document.small(own.note)
    document.heading(shared.adults)
    document.listing(
        (
            Column(shared.number, 7, centred=True),
            Column(shared.full_name, 35),
            Column(own.role, 25),
            Column(shared.phone, 22),
            Column(shared.signature, 17),
        ),
        [
            (number, name, shared.leader if leads else shared.companion, phone, "")
            for number, name, leads, phone in adults(pack)
        ],
    )


def add_gate_list(document: Document, pack: TripPack, words: TripPackWords) -> None:
    """The pass list: who comes, how many, in which vehicle. Nothing of permissions: the gate needs none of it."""
    own, shared = words.gate, words.shared
    document.paper(pack.host, own.title)
    document.headline(own.title, counted(pack, shared))
    document.fields([*facts(pack, shared)[:4], (own.vehicle, "")])
    document.heading(shared.adults)
    document.listing(
        (
            Column(shared.number, 7, centred=True),
            Column(shared.full_name, 45),
            Column(shared.phone, 30),
            Column(own.arrived, 18, centred=True),
        ),
        [(number, name, phone, "") for number, name, _, phone in adults(pack)],
        LOW_ROW,
    )
    document.heading(shared.pupils)
    document.listing(
        (
            Column(shared.number, 7, centred=True),
            Column(shared.full_name, 75),
            Column(own.arrived, 18, centred=True),
        ),
        [(number, name, "") for number, name in names(pack)],
        LOW_ROW,
    )


def facts(pack: TripPack, shared: SharedWords) -> list[tuple[str, str]]:
    """What, when, where, and who is answerable there."""
    return [
        (shared.school_and_class, f"{pack.school}, {pack.class_name}"),
        (shared.event, pack.event),
        (shared.when, "\n".join(dates.meetings(pack))),
        (shared.place, pack.place),
        (shared.host, pack.host),
        (shared.contact, pack.contact),
    ]


def names(pack: TripPack) -> list[tuple[str, str]]:
    """Each pupil's number and name; an empty name for each head without one."""
    known = [pupil.name for pupil in pack.pupils] + [""] * pack.unnamed
    return [(str(number), name) for number, name in enumerate(known, 1)]


def adults(pack: TripPack) -> list[tuple[str, str, bool, str]]:
    """Each adult's number, name, whether they lead, and phone; who leads comes first. Blanks for those unknown."""
    known = [(adult.name, adult.leads, adult.phone) for adult in sorted(pack.adults, key=lambda one: not one.leads)]
    known += [("", not known and place == 0, "") for place in range(pack.adult_count - len(known))]
    return [(str(number), *one) for number, one in enumerate(known, 1)]


def counted(pack: TripPack, shared: SharedWords) -> str:
    """How many pupils and adults, and how many together."""
    return shared.counts.format(pupils=pack.headcount, adults=pack.adult_count, all=pack.headcount + pack.adult_count)


def _pupils(pack: TripPack, own: ListWords) -> list[Sequence[str]]:
    permissions = {
        Permission.GIVEN: own.given,
        Permission.ON_PAPER: own.on_paper,
        Permission.MISSING: own.missing,
        Permission.NOT_NEEDED: own.not_needed,
    }
    marks = [
        (permissions[pupil.permission], own.photos_allowed if pupil.photos else own.no_photos) for pupil in pack.pupils
    ]
    marks += [("", "")] * pack.unnamed
    return [(number, name, *mark, "") for (number, name), mark in zip(names(pack), marks, strict=True)]
