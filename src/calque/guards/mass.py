"""Many pages that turn stale at once: seldom an editor, often a theme, a plugin or a rule."""

from collections.abc import Sequence
from dataclasses import dataclass

from calque.guards.questions import Guard, answers
from calque.model import Finding, FindingCode

__all__ = ["TurnedPage", "is_mass", "mass_change"]

_SHARE = 0.2
_PAGES = 10
"""On a small site a day's work is more than a fifth."""


@dataclass(frozen=True, slots=True)
class TurnedPage:
    """A source page beside the last sync."""

    place: str
    """Its address, or its key where it has none."""
    stale: bool
    """A translation in some locale was made from a text that stood on the page at the last sync, and is stale now."""


def is_mass(pages: int, whole: int) -> bool:
    """Tell whether so many pages of the whole are no usual day: at least ten, and more than a fifth."""
    return pages >= _PAGES and pages > _SHARE * whole


def mass_change(rows: Sequence[TurnedPage], *, site: str, pages: int | None = None) -> Finding | None:
    """Return the finding that asks whether so many stale pages are meant; else None. `site` is its address.

    `rows` are all pages, or those that changed of so many `pages`.
    """
    stale = [row.place for row in rows if row.stale]
    whole = len(rows) if pages is None else pages
    if not is_mass(len(stale), whole):
        return None
    shown = ", ".join(sorted(stale)[:3])
    return Finding.of(
        FindingCode.MASS_CHANGE,
        place=site,
        message=f"{len(stale)} of {whole} pages became stale at once, {shown} among them; is that meant? Nothing "
        f"is written before somebody answers: {answers(Guard.MASS_CHANGE, 'mend the source')}",
    )
