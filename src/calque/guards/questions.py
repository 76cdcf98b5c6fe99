"""Questions: what a guard asks a person, and the one way in which all of them are answered."""

from collections.abc import Iterable
from enum import StrEnum

from calque.errors import ConfigError

__all__ = ["Guard", "accepted", "answers", "asks"]


class Guard(StrEnum):
    """Every guard, by the code that accepts what it holds back: `calque sync --accept mass_change`."""

    VANISHED = "vanished"
    """Many posts are not there any more."""
    MASS_CHANGE = "mass_change"
    """Many pages became stale at once."""
    TEXTS_VANISHED = "texts_vanished"
    """Many posts lost their texts at once."""
    CATALOG_SHRANK = "catalog_shrank"
    """A catalog lost translations that stand nowhere else."""
    LOCALE_LEFT = "locale_left"
    """Catalogs hold translations into a locale that calque.toml does not name."""


def accepted(codes: Iterable[str]) -> frozenset[Guard]:
    """Read the codes that a person gave.

    Errors: ConfigError where one names no guard; it lists those that there are.
    """
    found: set[Guard] = set()
    for code in codes:
        try:
            found.add(Guard(code))
        except ValueError:
            known = ", ".join(Guard)
            raise ConfigError(f"accept {code!r}: no guard asks that; use one or more of {known}") from None
    return frozenset(found)


def answers(guard: Guard, mend: str) -> str:
    """Say both answers to a guard: what to do where it is right, and how to accept what it holds back.

    ::

        mend the source  ->  "mend the source, then `calque sync`; or, where it is meant, `calque sync --accept …`"
    """
    return f"{mend}, then `calque sync`; or, where it is meant, `calque sync --accept {guard}`"


def asks(code: str) -> Guard | None:
    """Return the guard whose question a finding of this code is; None where it is no question."""
    return Guard(code) if code in set(Guard) else None
