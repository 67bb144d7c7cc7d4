"""Somebody opens an invite link: an owner, an organizer or a teacher comes of it."""

from domain.people import Person
from domain.rights import InviteTo
from handlers.screens import rights as screens
from handlers.screens.screen import Screen
from handlers.texts import language
from storage.engine import Store
from storage.people import invites
from storage.programme import partners


async def welcomed(person: Person, name: str, code: str, store: Store) -> Screen | None:
    """What the invite makes of them, at once; None for a teacher, who still has to tell who they are."""
    found = await store.write(invites.use, actor=person.id, name=name, code=code)
    if isinstance(found, invites.Unwelcome):
        return screens.not_invited(too_often=found.too_often)
    match found.invite.to_become:
        case InviteTo.OWNER:
            return screens.welcome_owner()
        case InviteTo.ORGANIZER if found.invite.partner is not None:
            partner = (await store.read(partners.named))[found.invite.partner]
            return screens.welcome_organizer(partner.to(language()), sorted(found.invite.roles))
        case _:
            return None
