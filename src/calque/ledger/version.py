"""The version of the ledger's schema, and the refusal of a later one."""

from calque.errors import LedgerError

__all__ = ["VERSION", "newer_ledger"]

VERSION = 4
"""Of the schema; `migrations` brings older ledgers to it."""


def newer_ledger(place: str, version: int) -> LedgerError:
    """Return the error for a ledger whose schema is of a later version than this."""
    return LedgerError(f"{place}: has schema {version}, this calque knows {VERSION}; use the newer calque")
