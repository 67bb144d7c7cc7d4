"""The words of a trip pack in the reader's language. Papers set them on paper; what they say is said here."""

from handlers.texts import _
from papers.trip_packs import (
    BriefingWords,
    ConsentWords,
    GateWords,
    ListWords,
    OrderWords,
    SharedWords,
    TripPackWords,
)


def trip_pack_words() -> TripPackWords:
    """Every string of the papers, as the reader's language writes official ones."""
    return TripPackWords(
        shared=_shared(), list_=_list(), order=_order(), consent=_consent(), briefing=_briefing(), gate=_gate()
    )


def consent_text() -> str:
    """What a guardian signs on paper: the same permission as in the chat, in words that stand alone."""
    return _(
        "I have read where and when the event takes place and who is answerable for it, and I allow my child to take "
        "part and to travel there and back with the school.\n\n"
        "I agree that the school and the host keep my child's name, class and school for this event, to admit the "
        "child and to record attendance, and delete them afterwards. I know that I can take this consent back at any "
        "time by telling the school."
    )


def _shared() -> SharedWords:
    return SharedWords(
        pack=_("Trip papers"),
        page=_("Page {page} of {pages}"),
        made_on=_("Drawn up on {day}"),
        number=_("No."),
        full_name=_("Surname, first name"),
        signature=_("Signature"),
        date=_("Date"),
        phone=_("Phone"),
        school_and_class=_("School, class"),
        event=_("Name of the event"),
        when=_("Date and time"),
        place=_("Place of the event"),
        host=_("Host of the event"),
        contact=_("Answerable at the host's"),
        bring=_("To bring along"),
        forbidden=_("Not allowed at the host's"),
        pupils=_("Pupils of the group"),
        adults=_("Accompanying adults"),
        leader=_("Leader of the group"),
        companion=_("Accompanies the group"),
        counts=_("Pupils: {pupils}. Accompanying adults: {adults}. In all: {all}."),
    )


def _list() -> ListWords:
    return ListWords(
        title=_("List of the group"),
        annex=_("Annex 1 to the order"),
        permission=_("Consent"),
        photos=_("Photos"),
        given=_("by a guardian"),
        on_paper=_("signed on paper"),
        missing=_("MISSING"),
        not_needed=_("not required"),
        photos_allowed=_("may be taken"),
        no_photos=_("NO PHOTOS"),
        role=_("Duty"),
        leaves=_("Departure from the school"),
        returns=_("Return to the school"),
        route=_("Route and transport"),
        note=_(
            "Consent: whether a guardian has allowed the pupil to take part. “NO PHOTOS”: nobody has allowed "
            "photographs of the pupil; none may be taken where they can be recognised."
        ),
    )


def _order() -> OrderWords:
    return OrderWords(
        draft=_("Draft order"),
        title=_("ORDER"),
        date_blank=_("Date: ____ ______________ 20____"),
        number_blank=_("No. ______________"),
        subject=_("On a trip of pupils, class {class_name}"),
        preamble=_(
            "To acquaint the pupils with professions at first hand, and to keep them safe on the trip, I ORDER:"
        ),
        take=_(
            "A group of pupils is to be taken to the event “{event}”. Class: {class_name}. Pupils: {pupils}. "
            "Accompanying adults: {adults}. The list of the group is in annex 1."
        ),
        when_and_where=_("Date and time: {when}. Place: {place}. Host: {host}."),
        way=_("Departure from the school: {leaves}. Return to the school: {returns}. Route and transport: {route}."),
        leader=_(
            "Appointed leader of the group, answerable for the life and health of the pupils on the way and during the "
            "event: {name}."
        ),
        companions=_("Appointed to accompany the group: {names}."),
        before=_("Before the departure, the leader of the group:"),
        before_each=(
            _("briefs the pupils on safety, and has each sign for it (annex 2);"),
            _("has a guardian's consent for every pupil who needs one;"),
            _("takes along the list of the group, the guardians' phone numbers and a first-aid kit."),
        ),
        during=_("On the trip, the leader and those who accompany the group:"),
        during_each=(
            _("see that traffic rules and the rules of the host are kept;"),
            _("count the pupils at every departure, and leave none without an adult;"),
            _("report any incident to the school's administration at once."),
        ),
        control=_("The carrying-out of this order is overseen by: {name}."),
        director=_("Director of the school"),
        sign_here=_("(signature)"),
        name_here=_("(surname, initials)"),
        date_here=_("(date)"),
        acquainted=_("Have read the order:"),
        note=_(
            "A draft, drawn up from the booking. The school checks it against its own rules before it is signed; the "
            "safety of the trip is the school's."
        ),
    )


def _consent() -> ConsentWords:
    return ConsentWords(
        title=_("CONSENT OF A GUARDIAN"),
        guardian=_("I, the guardian (full name)"),
        child=_("Child (full name)"),
        taking_part=_("My child takes part:"),
        photographs=_("Photographs of my child may be taken:"),
        yes=_("yes, I agree"),
        no=_("no, I do not agree"),
        phone=_("My phone for the day of the trip"),
        cut=_("cut here"),
        copies=_("copies needed: {forms}"),
    )


def _briefing() -> BriefingWords:
    return BriefingWords(
        title=_("SAFETY BRIEFING SHEET"),
        annex=_("Annex 2 to the order"),
        held_on=_("Date of the briefing"),
        held_by=_("Briefed by (full name, position)"),
        signature_of_briefer=_("Signature of who briefed"),
        contents=_("What the pupils were told"),
        points=(
            _("Stay with the group. Leave it only when an accompanying adult has allowed it."),
            _("Cross the road with the group, at crossings only; get on and off when an adult says so; stay seated."),
            _("At the host's, do what its staff say; touch instruments and equipment only when asked to."),
            _("Tell an adult at once if you feel unwell, have lost the group, or see something dangerous."),
            _("In an emergency keep calm, follow the adults to the exit, and call 112 if no adult is near."),
        ),
        confirm=_("My signature says that I was briefed, have understood the rules and will keep to them."),
        briefed=_("Signatures of those who were briefed"),
    )


def _gate() -> GateWords:
    return GateWords(
        title=_("PASS LIST"),
        arrived=_("Arrived"),
        vehicle=_("Vehicle, plate, driver"),
    )
