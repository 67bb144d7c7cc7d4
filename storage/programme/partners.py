"""Partners by name: whom somebody organizes for, and whom a list can be narrowed to."""

from typing import Final

from domain.identities import PartnerId
from domain.languages import Texts
from storage.engine import Transaction
from storage.programme.columns import texts

PARTNERS: Final = """
    SELECT id, name
      FROM partners
     ORDER BY id
"""


def named(tx: Transaction) -> dict[PartnerId, Texts]:
    """Every partner there is; a few dozen at most."""
    return {PartnerId(row["id"]): texts(row["name"]) for row in tx.all(PARTNERS)}
