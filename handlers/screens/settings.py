"""Settings, one's own details and data, and the privacy text."""

from typing import Final

from domain.languages import Language
from domain.people import Person
from domain.privacy import MyData
from domain.reports import SMALL
from handlers.announce_buttons import MuteAnnouncements
from handlers.buttons import Choose, EditDetails, ForgetMe, MuteReminders, Settings, TellOf
from handlers.family_buttons import SeeChildWishes
from handlers.following_buttons import SeeDigest, SeeFollowing
from handlers.house import House
from handlers.screens import dates, following
from handlers.screens.lengths import short
from handlers.screens.pupil_links import children_button
from handlers.screens.screen import Button, Row, Screen
from handlers.screens.words import home_row
from handlers.texts import _, fill, language, plural

LANGUAGE_NAMES: Final = {Language.RUSSIAN: "Русский", Language.KAZAKH: "Қазақша", Language.ENGLISH: "English"}


def settings(person: Person) -> Screen:
    """What can be set, as it stands."""
    mute = (
        Button(_("🔔 Turn reminders on"), MuteReminders(muted=0).pack())
        if person.reminders_muted
        else Button(_("🔕 Turn reminders off"), MuteReminders(muted=1).pack())
    )
    mute_announcements = (
        Button(_("📣 Turn announcements on"), MuteAnnouncements(muted=0).pack())
        if person.announcements_muted
        else Button(_("🔕 Turn announcements off"), MuteAnnouncements(muted=1).pack())
    )
    details = _("✏️ My details") if person.pupil else _("✏️ Tell who I am")
    text = fill(
        _("<b>Settings</b>\n\nLanguage: {language}\nReminders: {reminders}\nAnnouncements: {announcements}"),
        language=LANGUAGE_NAMES[person.language],
        reminders=_("off") if person.reminders_muted else _("on"),
        announcements=_("off") if person.announcements_muted else _("on"),
    )
    if pupil := person.pupil:
        who = _("{name}, grade {grade}, {school}").format(
            name=pupil.first_name, grade=pupil.grade, school=pupil.school.name
        )
        text = fill(_("{text}\nYou: {who}"), text=text, who=who)
    if person.children:
        names = ", ".join(child.first_name for child in person.children)
        text = fill(_("{text}\nYour children: {names}"), text=text, names=names)
    return Screen(
        text=text,
        rows=(
            (Button("🌐 " + _("Language"), Settings(what="lang").pack()), mute),
            (mute_announcements,),
            (Button(details, EditDetails().pack()), Button(_("👪 Add a child"), TellOf(child=1).pack())),
            *(((children_button(), _told_about_children()),) if person.children else ()),
            _news(person),
            (
                Button(_("🗂 My data"), Settings(what="data").pack()),
                Button(_("🔒 Privacy"), Settings(what="privacy").pack()),
            ),
            home_row(),
        ),
    )


def announcements_muted() -> Screen:
    """No more of them; and how to take that back."""
    return Screen(
        text=_(
            "🔕 I send you no more announcements. Reminders, tickets and what concerns your bookings come all the same."
        ),
        rows=((Button(_("↩️ I do want them"), MuteAnnouncements(muted=0, here=1).pack()),), home_row()),
    )


def announcements_again() -> Screen:
    """They come again."""
    return Screen(
        text=_("📣 Announcements come to you again."),
        rows=((Button(_("🔕 Don't send me announcements"), MuteAnnouncements(muted=1, here=1).pack()),), home_row()),
    )


def _news(person: Person) -> Row:
    """What one hears of without asking: what one follows; and an organizer's mornings."""
    follow = Button(_("🔔 What I follow"), SeeFollowing().pack())
    return (follow, Button(_("☀️ My day"), SeeDigest().pack())) if person.organizes else (follow,)


def _told_about_children() -> Button:
    return Button(_("🔔 What I am told"), SeeChildWishes().pack())


def languages() -> Screen:
    """Which language? Each in its own words."""
    rows: list[Row] = [(Button(LANGUAGE_NAMES[one], Choose(language=one.value).pack()),) for one in Language]
    return Screen(text="Тіл · Язык · Language", rows=(*rows, *_back()))


def privacy(house: House) -> Screen:
    """What is kept, why, and for how long."""
    text = fill(
        _(
            "<b>Privacy</b>\n\n"
            "I ask only what a visit needs: first name, grade, school, and whether you are younger than {age}. Never a "
            "birth date, a surname or a phone, unless one event needs one thing more and says why.\n\n"
            "The host of an event sees who comes. Nobody gets your username or phone from me. In groups I never show "
            "anything personal.\n\n"
            "Messages you send me are deleted once they are handled; what one event asks besides, 30 days after it. "
            "A parent's answer is kept as proof. "
            "A question to a host, and its answer, are deleted after 30 days.\n\n"
            "A teacher's list of names is seen by that teacher, and by the host who lets the class in; it goes when "
            "the class is closed, after 31 August. "
            "What a class needs and the teacher's phone are deleted a week after the visit.\n\n"
            "Under <i>My data</i> you see all of it and can delete it."
        ),
        age=house.consent_under,
    )
    counted = _(
        "Which events you open, and how interested you say you are in a profession, is only counted: no report names "
        "anybody, or tells of fewer than {n} answers. Both are deleted after two school years."
    ).format(n=SMALL)
    text = fill("{text}\n\n{counted}", text=text, counted=counted)
    return Screen(
        text=text,
        rows=((Button(_("🗂 My data"), Settings(what="data").pack()),), *_back()),
    )


def _of_a_teacher(data: MyData) -> list[str]:
    lines = []
    if data.classes:
        names = ", ".join(one.name for one in data.classes[:_SHOWN])
        lines.append(_("Classes that you bring: {names}").format(names=names))
    if data.calendar_link:
        lines.append(_("A link by which calendar programs follow your trips"))
    return lines


def my_data(data: MyData) -> Screen:
    """Everything kept about me."""
    lines = [_("Language: {language}").format(language=LANGUAGE_NAMES[data.person.language])]
    if data.person.announcements_muted:
        lines.append(_("You get no announcements: you have turned them off."))
    if pupil := data.person.pupil:
        lines.append(
            _("First name: {name}; grade: {grade}; school: {school}").format(
                name=pupil.first_name, grade=pupil.grade, school=pupil.school.name
            )
        )
    if data.person.children:
        lines.append(
            _("Children you answer for: {names}").format(
                names=", ".join(one.first_name for one in data.person.children)
            )
        )
    lines.append(plural("{n} booking", "{n} bookings", len(data.bookings)))
    lines += [
        f"· {dates.moment(one.slot.starts_at, one.slot.zone)}, {one.slot.title.to(language())}"
        for one in data.bookings[:_SHOWN]
    ]
    lines.append(plural("{n} answer of a parent", "{n} answers of a parent", len(data.consents)))
    if data.wishes:
        titles = "; ".join(one.title.to(language()) for one in data.wishes[:_SHOWN])
        lines.append(_("I write to you about: {titles}").format(titles=titles))
    if data.follows:
        followed = "; ".join(following.words(one) for one in data.follows)
        lines.append(_("You follow: {what}").format(what=followed))
    if data.questions:
        lines.append(plural("{n} question to a host:", "{n} questions to hosts:", len(data.questions)))
        lines += [f"· {short(one.text)}" for one in data.questions[:_SHOWN]]
    if data.questions_refused:
        lines.append(
            plural(
                "{n} host takes no questions from you", "{n} hosts take no questions from you", data.questions_refused
            )
        )
    lines += _counted(data)
    if data.child_wishes:
        names = ", ".join(one.first_name for one in data.child_wishes if one.reminded or one.told_of_arrival)
        lines.append(_("You are told when they come: {names}").format(names=names or "—"))
    lines += _of_a_teacher(data)
    lines.append(_("Your account number at Telegram, so that I can write to you."))
    return Screen(
        text=fill("<b>{title}</b>\n\n{lines}", title=_("My data"), lines="\n".join(lines)),
        rows=((Button(_("🗑 Delete my data"), ForgetMe().pack()),), *_back()),
    )


def _counted(data: MyData) -> list[str]:
    """What is counted of them: where they looked, what they answered, where they were."""
    lines = []
    if data.looks:
        lines.append(plural("{n} event that you looked at", "{n} events that you looked at", data.looks))
    if data.interest:
        lines.append(
            plural(
                "{n} answer about your interest in a profession",
                "{n} answers about your interest in a profession",
                data.interest,
            )
        )
    if data.visits:
        lines.append(plural("You were there: {n} time", "You were there: {n} times", data.visits))
    return lines


_SHOWN: Final = 30


def ask_forget(*, teaches: bool = False) -> Screen:
    """Really delete? `teaches`: what becomes of classes that are booked is said, too."""
    classes = _(
        "Classes of yours that are booked somewhere belong to your school: they wait two weeks for "
        "another teacher, and "
        "organizers decide about them. You can hand them over yourself first."
    )
    about_classes = f"{classes}\n\n" if teaches else ""
    return Screen(
        text=about_classes
        + _(
            "<b>Delete your data?</b>\n\nYour coming bookings are cancelled and their seats go to others. Your name, "
            "grade, school and account number are deleted. A parent's answer stays as proof, without a name. "
            "This cannot be undone."
        ),
        rows=(
            (Button(_("Yes, delete everything"), ForgetMe(sure=1).pack()),),
            (Button(_("No, keep it"), Settings().pack()),),
        ),
    )


def forgotten() -> Screen:
    """Deleted."""
    return Screen(text=_("Your data is deleted. If you come back one day, we begin anew: /start"))


def _back() -> tuple[Row, ...]:
    return ((Button(_("⬅️ Back"), Settings().pack()), *home_row()),)
