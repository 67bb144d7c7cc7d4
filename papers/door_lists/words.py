"""Every string of a door list, in one language. What they say is said by whoever gives them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorListWords:
    """Those in braces are filled in here."""

    title: str
    as_of: str
    """With {when}."""
    page: str
    """With {page} and {pages}."""
    event: str
    when: str
    place: str
    host: str
    counts: str
    """With {heads} and {no_photos}."""
    pupils: str
    number: str
    name: str
    grade: str
    school: str
    code: str
    marks: str
    here: str
    no_photos: str
    no_permission: str
    school_class: str
    """With {name} and {school}."""
    class_counts: str
    """With {pupils}, {adults} and {no_photos}."""
    teacher: str
    """With {teacher}."""
    phone: str
    """With {phone}."""
    wheelchair: str
    needs: str
    """With {note}."""
    said_no: str
    came: str
    without_booking: str
    nobody: str
    footnote: str
