"""Settings, one's own details and data, and the privacy text."""

from typing import Final

from domain.languages import Language
from domain.people import Person
from domain.privacy import MyData
from handlers.buttons import Choose, EditDetails, ForgetMe, MuteReminders, Settings, TellOf
from handlers.house import House
from handlers.screens import dates
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
    details = _("✏️ My details") if person.pupil else _("✏️ Tell who I am")
    text = fill(
        _("<b>Settings</b>\n\nLanguage: {language}\nReminders: {reminders}"),
        language=LANGUAGE_NAMES[person.language],
        reminders=_("off") if person.reminders_muted else _("on"),
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
            (Button(details, EditDetails().pack()), Button(_("👪 Add a child"), TellOf(child=1).pack())),
            (
                Button(_("🗂 My data"), Settings(what="data").pack()),
                Button(_("🔒 Privacy"), Settings(what="privacy").pack()),
            ),
            home_row(),
        ),
    )


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
            "A parent's answer is kept as proof.\n\n"
            "A teacher's list of names is seen by that teacher alone, and goes when the class is closed, after 31 "
            "August. "
            "What a class needs and the teacher's phone are deleted a week after the visit.\n\n"
            "Under <i>My data</i> you see all of it and can delete it."
        ),
        age=house.consent_under,
    )
    return Screen(
        text=text,
        rows=((Button(_("🗂 My data"), Settings(what="data").pack()),), *_back()),
    )


def my_data(data: MyData) -> Screen:
    """Everything kept about me."""
    lines = [_("Language: {language}").format(language=LANGUAGE_NAMES[data.person.language])]
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
    lines.append(_("Your account number at Telegram, so that I can write to you."))
    return Screen(
        text=fill("<b>{title}</b>\n\n{lines}", title=_("My data"), lines="\n".join(lines)),
        rows=((Button(_("🗑 Delete my data"), ForgetMe().pack()),), *_back()),
    )


_SHOWN: Final = 30


def ask_forget() -> Screen:
    """Really delete?"""
    return Screen(
        text=_(
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
