"""The first screen, help, and what is said when nobody understood."""

from domain.people import Person
from handlers.buttons import Browse, MyBookings, Settings, ShowHelp
from handlers.class_buttons import BecomeTeacher, MyClasses
from handlers.house import House
from handlers.organizer_buttons import Organize
from handlers.screens.screen import Button, ReplyKeyboard, Screen, Where
from handlers.screens.words import home_row
from handlers.texts import _, fill


def home(person: Person | None = None) -> Screen:
    """Where everything begins. A pupil we know already is greeted by name; teachers and organizers see their rooms."""
    greeting = (
        fill(_("<b>Hello, {name}!</b> Good to see you again."), name=person.pupil.first_name)
        if person and person.pupil
        else _("<b>Hello! This is Etalon.</b>")
    )
    classes = Button(_("👥 My classes"), MyClasses().pack()) if person and person.teaches else None
    organizing = Button(_("🛠 Organizing"), Organize().pack()) if person and person.organizes else None
    rooms = tuple(button for button in (classes, organizing) if button)
    return Screen(
        text=greeting
        + "\n\n"
        + _(
            "Museums, laboratories, colleges and employers open their doors to schools here: excursions, master "
            "classes, courses, internships.\n\nHave a look at what is coming. You need not tell me anything about "
            "yourself yet."
        ),
        rows=(
            (Button(_("🗓 Upcoming"), Browse().pack()),),
            (Button(_("🎟 My bookings"), MyBookings().pack()),),
            *((rooms,) if rooms else ()),
            (Button(_("⚙️ Settings"), Settings().pack()), Button(_("❓ Help"), ShowHelp().pack())),
        ),
    )


def help_screen(house: House) -> Screen:
    """What one can do here."""
    return Screen(
        text=fill(
            _(
                "<b>How it works</b>\n\n"
                "🗓 <b>Upcoming</b> shows what you can visit. Choose one and press <i>Register</i>; the first time I "
                "ask your first name, grade, age line and school, nothing else.\n\n"
                "🎟 <b>My bookings</b> keeps your tickets. Can't come? Cancel there, so that somebody else can go.\n\n"
                "👪 Younger than {age}? I give you a link for a parent. The seat is kept for you until they answer.\n\n"
                "🔔 I remind you before it starts. <b>Settings</b> has the language, reminders and your data.\n\n"
                "/start · /help · /cancel · /settings · /language · /privacy"
            ),
            age=house.consent_under,
        ),
        rows=(
            (Button(_("🗓 Upcoming"), Browse().pack()),),
            (Button(_("🧑‍🏫 I am a teacher"), BecomeTeacher().pack()),),
            home_row(),
        ),
    )


def not_understood() -> Screen:
    """Somebody typed something that nobody asked for."""
    return Screen(
        text=_(
            "I am better with buttons than with free text, so I did not understand this one. Nothing is lost: "
            "everything starts from here."
        ),
        rows=home().rows,
    )


def stale() -> Screen:
    """A button from another time."""
    return Screen(
        text=_("This button is from an earlier time and no longer works. Everything starts from here:"),
        rows=home().rows,
        toast=_("This button no longer works"),
    )


def nothing_to_cancel() -> Screen:
    """/cancel, and nothing is under way."""
    return Screen(text=_("There is nothing under way to cancel."), rows=home().rows)


def apology() -> Screen:
    """Our own fault."""
    return Screen(
        text=_(
            "Something went wrong on our side, and it has been written down for repair. Please try again in a minute."
        ),
        rows=(home_row(),),
    )


def out_of_order() -> str:
    """A toast: the store cannot be written to. Nothing may look as if it had been done."""
    return _("I can't save anything just now. I keep trying; you need not press again.")


def only_in_private(house: House) -> Screen:
    """Said in a group, where nothing personal is ever shown."""
    return Screen(
        text=_("Registration is personal, so let us talk in private."),
        rows=((Button(_("Open Etalon"), url=f"https://t.me/{house.username}?start=hello"),),),
    )


def keyboard_gone() -> Screen:
    """The keyboard that stood in the place of the letters goes: Telegram takes it away with a message, and no other."""
    return Screen(text="👌", where=Where.BESIDE, reply_keyboard=ReplyKeyboard())
