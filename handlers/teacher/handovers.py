"""A class handed over: by its teacher or an organizer, to a colleague by name or by a link; and taken."""

from aiogram.types import CallbackQuery

from domain.identities import ClassId, HandoverId, TeacherId
from domain.people import Person
from domain.refusals import NotOfThisSchool
from handlers.handover_buttons import AnswerHandover, HandOver, OfferByLink, OfferClass, TakeByLink, TakeOfferBack
from handlers.house import House
from handlers.links import LinkTo, deep_link
from handlers.presses import Presses
from handlers.screens import class_words
from handlers.screens import handovers as screens
from handlers.screens.organizing import PAGE_SIZE
from handlers.screens.screen import Screen
from handlers.teacher.classes import shown
from handlers.texts import _
from storage.classes import handovers
from storage.engine import Store
from storage.people import teachers


def add_presses(presses: Presses) -> None:
    """The buttons of handing a class over."""
    presses.on(HandOver)(see_colleagues)
    presses.on(OfferClass)(offer)
    presses.on(OfferByLink)(offer_by_link)
    presses.on(TakeOfferBack)(take_offer_back)
    presses.on(AnswerHandover)(answer)
    presses.on(TakeByLink)(take_by_link)


async def see_colleagues(query: CallbackQuery, callback_data: HandOver, person: Person, store: Store) -> Screen:
    """To whom?"""
    del query
    return await _colleagues(person, ClassId(callback_data.school_class), callback_data.page, store)


async def _colleagues(person: Person, school_class: ClassId, page: int, store: Store) -> Screen:
    known, found = await store.read(
        handovers.colleagues, actor=person.id, school_class=school_class, page=page, size=PAGE_SIZE
    )
    there = await store.read(handovers.waiting, actor=person.id, school_class=school_class)
    return screens.colleagues(known, found, there, reader=person.id, page=page)


async def offer(query: CallbackQuery, callback_data: OfferClass, person: Person, store: Store) -> Screen:
    """To that one, after asking once."""
    del query
    school_class, to = ClassId(callback_data.school_class), TeacherId(callback_data.teacher)
    if not callback_data.sure:
        known, _found = await store.read(handovers.colleagues, actor=person.id, school_class=school_class, page=0)
        colleague = await store.read(teachers.by_id, teacher=to)
        if colleague.school.id != known.school.id:
            raise NotOfThisSchool
        return screens.ask_offer(known, colleague, reader=person.id)
    there = await store.write(handovers.offer, actor=person.id, school_class=school_class, to=to)
    return screens.offered(there, reader=person.id)


async def offer_by_link(
    query: CallbackQuery, callback_data: OfferByLink, person: Person, store: Store, house: House
) -> Screen:
    """By a link, to whoever of the school opens it."""
    del query
    school_class = ClassId(callback_data.school_class)
    known, token = await store.write(handovers.offer_by_link, actor=person.id, school_class=school_class)
    return screens.link(known, deep_link(house.username, LinkTo.HANDOVER, token), reader=person.id)


async def take_offer_back(query: CallbackQuery, callback_data: TakeOfferBack, person: Person, store: Store) -> Screen:
    """To nobody after all."""
    del query
    school_class = ClassId(callback_data.school_class)
    await store.write(handovers.take_back, actor=person.id, school_class=school_class)
    return (await _colleagues(person, school_class, 0, store)).saying(_("Done"))


async def show_handover_link(person: Person, token: str, store: Store) -> Screen:
    """Somebody opened a link by which a class is handed over."""
    try:
        of = await store.read(handovers.asked_by_link, actor=person.id, token=token)
    except NotOfThisSchool:
        of_school = await store.read(handovers.school_of_link, token=token)
        return screens.not_of_this_school(class_words.school(of_school))
    if of.taken:
        return await shown(person, of.school_class.id, store)
    return screens.asked(of, token)


async def answer(query: CallbackQuery, callback_data: AnswerHandover, person: Person, store: Store) -> Screen:
    """Take the class, or not."""
    del query
    handover = HandoverId(callback_data.handover)
    if not callback_data.take:
        await store.write(handovers.decline, actor=person.id, handover=handover)
        return screens.declined()
    of = await store.write(handovers.take, actor=person.id, handover=handover)
    return (await shown(person, of.school_class.id, store)).topped(screens.taken(of))


async def take_by_link(query: CallbackQuery, callback_data: TakeByLink, person: Person, store: Store) -> Screen:
    """The same by a link."""
    del query
    of = await store.write(handovers.take_by_link, actor=person.id, token=callback_data.token)
    return (await shown(person, of.school_class.id, store)).topped(screens.taken(of))
