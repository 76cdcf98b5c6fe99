"""The version of the ledger's schema, and the refusal of a later one."""

from calque.errors import LedgerError

__all__ = ["VERSION", "check_version", "newer_ledger"]

VERSION = 10
"""Of the schema; `migrations` brings older ledgers to it."""


def check_version(place: str, version: object) -> int:
    """Return the version of a ledger's schema.

    Errors: LedgerError where it is of a later one; ValueError where it is none.
    """
    if not isinstance(version, int) or version < 1:
        raise ValueError(f"{version!r} is no version of a schema")
    if version > VERSION:
        raise newer_ledger(place, version)
    return version


def newer_ledger(place: str, version: int) -> LedgerError:
    """Return the error for a ledger whose schema is of a later version than this."""
    return LedgerError(f"{place}: has schema {version}, this calque knows {VERSION}; use the newer calque")
