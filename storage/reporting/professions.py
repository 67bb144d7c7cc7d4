"""What a partner's question about interest asks about: a profession with measuring, say."""

from dataclasses import replace
from typing import Final

from domain.identities import PartnerId, PersonId
from domain.languages import Language, Texts
from domain.refusals import NotYours
from domain.rights import Action, OrganizerRole
from storage.engine import Transaction
from storage.people import audit, rights
from storage.programme.columns import texts, written

PROFESSION: Final = """
    SELECT name, profession
      FROM partners
     WHERE id = :partner
"""

WORD: Final = """
    UPDATE partners
       SET profession = :profession
     WHERE id = :partner
"""


def profession(tx: Transaction, *, actor: PersonId, partner: PartnerId) -> tuple[Texts, Texts]:
    """The partner's name, and what its question asks about (nothing: the general wording). Raises NotYours."""
    rights.require(tx, actor=actor, role=OrganizerRole.REPORTS, partner=partner)
    row = tx.one(PROFESSION, partner=partner)
    if row is None:
        raise NotYours
    return texts(row["name"]), texts(row["profession"])


def word(tx: Transaction, *, actor: PersonId, partner: PartnerId, language: Language, said: str) -> Texts:
    """Ask about this from now on, in one language; in the others it stays as it was. Raises NotYours."""
    _name, before = profession(tx, actor=actor, partner=partner)
    now = replace(before, **{language.value: said})
    tx.run(WORD, partner=partner, profession=written(now))
    audit.write(tx, Action.QUESTION_WORDED, actor=actor, partner=partner, language=language.value)
    return now
