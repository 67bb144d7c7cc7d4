"""Every string of a trip pack, in one language. Who builds them translates them; here they are only set on paper.

Names in braces are filled in here: each field says which it has.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedWords:
    """What several papers say."""

    pack: str
    """The pack's name, as the file calls itself."""
    page: str
    """{page}, {pages}."""
    made_on: str
    """{day}."""
    number: str
    full_name: str
    signature: str
    date: str
    phone: str
    school_and_class: str
    event: str
    when: str
    place: str
    host: str
    contact: str
    bring: str
    forbidden: str
    pupils: str
    adults: str
    leader: str
    """The adult who is answerable for the group."""
    companion: str
    """Another adult."""
    counts: str
    """{pupils}, {adults}, {all}."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListWords:
    """The list of the group."""

    title: str
    annex: str
    permission: str
    photos: str
    given: str
    on_paper: str
    missing: str
    not_needed: str
    photos_allowed: str
    no_photos: str
    role: str
    leaves: str
    returns: str
    route: str
    note: str
    """What the two marks mean."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderWords:
    """The draft order for the director."""

    draft: str
    title: str
    date_blank: str
    number_blank: str
    subject: str
    """{class_name}."""
    preamble: str
    take: str
    """{event}, {class_name}, {pupils}, {adults}."""
    when_and_where: str
    """{when}, {place}, {host}."""
    way: str
    """{leaves}, {returns}, {route}."""
    leader: str
    """{name}."""
    companions: str
    """{names}."""
    before: str
    before_each: tuple[str, ...]
    during: str
    during_each: tuple[str, ...]
    control: str
    """{name}."""
    director: str
    sign_here: str
    """Under a rule, in small letters, as are the next two."""
    name_here: str
    date_here: str
    acquainted: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentWords:
    """The consent form. What is agreed to is the caller's text; this is the form around it."""

    title: str
    guardian: str
    child: str
    taking_part: str
    photographs: str
    yes: str
    no: str
    phone: str
    cut: str
    copies: str
    """{forms}."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefingWords:
    """The safety-briefing sheet."""

    title: str
    annex: str
    held_on: str
    held_by: str
    signature_of_briefer: str
    contents: str
    points: tuple[str, ...]
    confirm: str
    briefed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GateWords:
    """The pass list for the gate."""

    title: str
    arrived: str
    vehicle: str
    """Make, plate and driver, to be written by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TripPackWords:
    """All of them."""

    shared: SharedWords
    list_: ListWords
    order: OrderWords
    consent: ConsentWords
    briefing: BriefingWords
    gate: GateWords
