"""The papers for a class's trip, out of what is known of it. How they look is papers/trip_packs' affair."""

from typing import Final

from domain.classes import Member, Standing
from domain.moments import Instant
from domain.people import School
from domain.trips import Permission, TripAdult, TripMeeting, TripPack, TripPupil
from handlers.screens.screen import File
from handlers.screens.trip_packs import consent_text, trip_pack_words
from handlers.screens.words import place
from handlers.texts import language
from papers.pool import PaperPool
from papers.trip_packs import make_trip_pack

SECONDS: Final = 30


async def trip_pack(of: Standing, papers: PaperPool, *, now: Instant) -> File:
    """One PDF: list, order, consent forms for those missing, briefing, pass list. Raises PaperNotMade."""
    booking = of.booking
    pdf = await papers.make(make_trip_pack, _pack(of, now), trip_pack_words(), seconds=SECONDS)
    return File(pdf, f"trip-{booking.ticket_code}.pdf")


def _pack(of: Standing, now: Instant) -> TripPack:
    booking, reader = of.booking, language()
    slot, school_class = booking.slot, booking.school_class
    going = [member for member in of.members if not member.absent][: booking.party.pupils]
    school: School = school_class.school
    lead = TripAdult(name=school_class.teacher_name, leads=True, phone=booking.needs.phone)
    return TripPack(
        language=reader,
        school=school.name,
        city=school.city,
        class_name=school_class.name,
        headcount=booking.party.pupils,
        pupils=tuple(_pupil(member) for member in going),
        adult_count=booking.adults,
        adults=(lead,) if booking.adults else (),
        event=slot.event.title.to(reader),
        host=slot.event.partner.name.to(reader),
        contact=slot.event.partner.contact,
        place=place(slot.place) if slot.place else "",
        meetings=tuple(TripMeeting(starts_at=one.starts_at, ends_at=one.ends_at) for one in slot.meetings),
        zone=slot.zone,
        consent_text=consent_text(),
        made_at=now,
        bring=slot.event.bring.to(reader),
        forbidden=slot.event.forbidden.to(reader),
    )


def _pupil(member: Member) -> TripPupil:
    return TripPupil(name=member.name, permission=_permission(member), photos=not member.no_photos)


def _permission(member: Member) -> Permission:
    if member.older:
        return Permission.NOT_NEEDED
    if not member.permitted:
        return Permission.MISSING
    return Permission.ON_PAPER if member.on_paper else Permission.GIVEN
