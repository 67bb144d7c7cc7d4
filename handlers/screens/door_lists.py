"""The words of the list to print, and the message that brings it. How it looks is papers/door_lists' affair."""

from domain.check_in import DoorList
from handlers.check_in_buttons import SeeDoor
from handlers.screens import dates
from handlers.screens.screen import Button, File, Screen, Where
from handlers.screens.words import home_row
from handlers.texts import _, fill, language
from papers.door_lists import DoorListWords


def door_list(of: DoorList, file: File) -> Screen:
    """The list, beside the screen that it was asked for on."""
    text = fill(
        _("🖨 <b>{title}</b>\n📅 {when}\nWhom the door awaits, as of now."),
        title=of.slot.event.title.to(language()),
        when=dates.moment(of.meeting.starts_at, of.slot.zone),
    )
    rows = ((Button(_("🚪 To the door"), SeeDoor(meeting=of.meeting.id).pack()), *home_row()),)
    return Screen(text=text, document=file, where=Where.BESIDE, rows=rows)


def not_made() -> Screen:
    """It could not be made just now."""
    return Screen(text=_("The list could not be made just now. Please try again in a minute."), rows=(home_row(),))


def door_list_words() -> DoorListWords:
    """Every string of the list, as the reader's language writes it."""
    return DoorListWords(
        title=_("List for the door"),
        as_of=_("As of {when}"),
        page=_("Page {page} of {pages}"),
        event=_("Name of the event"),
        when=_("Date and time"),
        place=_("Place of the event"),
        host=_("Host of the event"),
        counts=_("Expected: {heads}. No photos: {no_photos}."),
        pupils=_("Pupils"),
        number=_("No."),
        name=_("First name"),
        grade=_("Grade"),
        school=_("School"),
        code=_("Code"),
        marks=_("Marks"),
        here=_("Here"),
        no_photos=_("no photos"),
        no_permission=_("no permission yet"),
        school_class=_("Class {name}, {school}"),
        class_counts=_("Expected: {pupils} pupils, {adults} adults. No photos: {no_photos}."),
        teacher=_("Teacher: {teacher}"),
        phone=_("Phone for the day: {phone}"),
        wheelchair=_("They come with a wheelchair."),
        needs=_("To know: {note}"),
        said_no=_("can't come"),
        came=_("Pupils here: ______   Adults here: ______"),
        without_booking=_("Without a booking"),
        nobody=_("Nobody has a seat yet."),
        footnote=_(
            "No network at the door? Tick here, and enter it afterwards in the chat: for two weeks, by taps or by "
            "sending the codes. This sheet has children's names on it: please shred it then."
        ),
    )
