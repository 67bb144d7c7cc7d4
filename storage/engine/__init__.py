"""The Store: one SQLite file, transactions as plain functions. Leaves tables and questions to its siblings."""

from storage.engine.backups import backup, restore
from storage.engine.faults import StoreUnavailable, UnusableDatabase
from storage.engine.looking import Onlooker, look_into
from storage.engine.schema import MIGRATIONS
from storage.engine.store import Counts, Store, open_store
from storage.engine.tallies import Spread
from storage.engine.transaction import Row, Transaction, Value

__all__ = [
    "MIGRATIONS",
    "Counts",
    "Onlooker",
    "Row",
    "Spread",
    "Store",
    "StoreUnavailable",
    "Transaction",
    "UnusableDatabase",
    "Value",
    "backup",
    "look_into",
    "open_store",
    "restore",
]
