"""The errors that calque raises, by who must act.

::

    CalqueError
    ├── ConfigError     the owner of calque.toml, or of the command line
    ├── SourceError     the owner of the site or of the files read
    ├── CatalogError    the translator, or whoever owns the PO file
    ├── LedgerError     the owner of the ledger's database
    │   └── DamagedLedgerError  nobody: a sync sets it aside, and dates alone are lost
    ├── PublishError    the owner of the site's publishing rights
    └── BusyError       nobody: another sync, or command, holds the lock

Each message is one sentence: what, where (``file:line`` or URL), what to do next. A text that is
untranslated or stale is a :class:`calque.model.Finding`, never an error.
"""

from typing import Self

__all__ = [
    "BusyError",
    "CalqueError",
    "CatalogError",
    "ConfigError",
    "DamagedLedgerError",
    "HeldError",
    "LedgerError",
    "PublishError",
    "SourceError",
    "reason_of",
]


class CalqueError(Exception):
    """What every error of calque is."""

    place: str = ""
    """The place that the message begins with; empty where it was not given apart."""

    @classmethod
    def at(cls, place: str, sentence: str) -> Self:
        """Return the error `place: sentence`, for a place that may hold a colon itself: `notes: May.json:3`."""
        error = cls(f"{place}: {sentence}")
        error.place = place
        return error


class ConfigError(CalqueError):
    """The configuration or the command line is wrong; nothing was done."""


class SourceError(CalqueError):
    """A post or a page could not be read."""


class HeldError(SourceError):
    """A guard asks a question before anything was written; the sentence says both answers."""


class CatalogError(CalqueError):
    """A PO file could not be read or must not be written; it stands as it was."""


class LedgerError(CalqueError):
    """The ledger cannot be opened or is of a newer calque."""


class DamagedLedgerError(LedgerError):
    """The ledger's file holds what no ledger holds: it is cut off, or its rows are odd."""


class PublishError(CalqueError):
    """A translation could not be published; the site stands as it was."""


class BusyError(CalqueError):
    """Another sync, or another command, holds the lock; this one did nothing."""


def reason_of(error: BaseException) -> str:
    """Return the first line of what a foreign error says, without a full stop; its class where it says nothing."""
    return (str(error) or type(error).__name__).splitlines()[0].rstrip(".")
