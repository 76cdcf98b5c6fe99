"""Catalogs of a locale that calque.toml does not name: one that left it, or one that somebody began by hand."""

from dataclasses import dataclass

from calque.guards.questions import Guard, answers
from calque.model import Finding, FindingCode

__all__ = ["LeftLocale", "locale_left"]


@dataclass(frozen=True, slots=True)
class LeftLocale:
    """The catalogs in a folder that no locale of calque.toml has."""

    place: str
    """The folder, relative to the workspace."""
    name: str
    """Its name, as gettext spells the locale."""
    catalogs: int
    has_work: bool
    """One of them holds a translation or a translator's comment, or cannot be read."""


def locale_left(row: LeftLocale) -> Finding | None:
    """Return the finding that asks what shall become of it; None where nobody has worked on it."""
    if not row.has_work:
        return None
    files = "1 catalog" if row.catalogs == 1 else f"{row.catalogs} catalogs"
    return Finding.of(
        FindingCode.LOCALE_LEFT,
        row.place,
        f"{files} with translations, and calque.toml names no such locale; has it left? Nothing of it is touched: "
        + answers(Guard.LOCALE_LEFT, f"name it, as in [locales.{row.name.replace('_', '-')}]"),
    )
