"""What to do where the ledger cannot be used."""

from collections.abc import Iterator
from contextlib import contextmanager

from calque.errors import DamagedLedgerError, LedgerError
from calque.ledger.odd import WRONG, reason_of

__all__ = ["advice", "refusal", "sound_rows"]

_SET_ASIDE = "sync: that sets it aside and begins another, and dates alone are lost"
_REPORT = "please report this; it is as it was, and where that comes again, deleting it loses dates alone"
_DAMAGE = (
    "malformed",
    "not a database",
    "file is encrypted",
    "unsupported file format",
    "no such table",
    "no such column",
    "has no column named",
    "already exists",
    "duplicate column name",
)
"""What SQLite says of a file that is none of its own, that is broken, or that lacks what calque makes in it.

All else is about what was asked of it, and no reason to set it aside.
"""


def refusal(place: str, what: str, reason: str, *, is_file: bool) -> LedgerError:
    """Return the error of a database that cannot be used, by what it says itself."""
    then = advice(reason, is_file=is_file)
    kind = DamagedLedgerError if then == _SET_ASIDE else LedgerError
    return kind.at(place, f"{what} ({reason}); {then}")


@contextmanager
def sound_rows(place: str, *, is_file: bool) -> Iterator[None]:
    """Take what fails on an odd row (a date that is none, a word for a number) for a ledger that is damaged."""
    try:
        yield
    except WRONG as error:
        reason = reason_of(error)
        if is_file:
            raise DamagedLedgerError.at(
                place, f"holds a row that cannot be read ({reason}); {_SET_ASIDE}"
            ) from error
        raise LedgerError.at(
            place,
            f"holds a row that cannot be read ({reason}); mend it, or drop the tables: dates alone are lost",
        ) from error


def advice(reason: str, *, is_file: bool) -> str:
    """Return advice for a database that cannot be used, from its error message."""
    if not is_file:
        return "check that the server of [ledger] url runs and that you may use it, then sync again"
    if "readonly" in reason or "unable to open" in reason:
        return (
            "mend the rights of its folder and of all files there whose names begin with its, then sync again"
        )
    if "full" in reason or "disk I/O" in reason:
        return "free space, then sync again"
    if "locked" in reason:
        return "end what else has it open, then sync again"
    return _SET_ASIDE if any(sign in reason for sign in _DAMAGE) else _REPORT
