"""Many posts that lose their texts at once: a login wall, a maintenance page, empty answers; never an editor."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from calque.guards.questions import Guard, answers
from calque.model import Finding, FindingCode, PageKey

__all__ = ["PageTexts", "blank_pages", "is_many", "texts_vanished"]

_LEFT = 0.5
_SHARE = 0.2
_PAGES = 5
"""On a smaller site an editor may have rewritten so many in a day."""


@dataclass(frozen=True, slots=True)
class PageTexts:
    """A page's texts beside those of the last sync, each with its letters."""

    key: PageKey
    place: str
    """Its address, or its key where it has none."""
    before: Mapping[str, int]
    now: Mapping[str, int]


def is_many(pages: int, whole: int) -> bool:
    """Tell whether so many pages of the whole are no usual day: at least five, and more than a fifth."""
    return pages >= _PAGES and pages > _SHARE * whole


def blank_pages(rows: Sequence[PageTexts]) -> tuple[PageTexts, ...]:
    """Return the pages with less than half of the letters that they had at the last sync.

    A text that came to several pages at once counts for none of them: it is what stands there in their place.

    ::

        12 paragraphs  ->  none, or "You must be logged in." on this page and on others
    """
    came = Counter(text for row in rows for text in row.now.keys() - row.before.keys())
    return tuple(
        row
        for row in rows
        if sum(letters for text, letters in row.now.items() if came[text] < 2 or text in row.before)  # noqa: PLR2004
        < _LEFT * sum(row.before.values())
    )


def texts_vanished(rows: Sequence[PageTexts], *, site: str, pages: int | None = None) -> Finding | None:
    """Return the finding that asks whether so many pages lost their texts; else None. `site` is its address.

    `rows` are all pages, or those that changed of so many `pages`.
    """
    blank = blank_pages(rows)
    whole = sum(bool(row.before) for row in rows) if pages is None else pages
    if not is_many(len(blank), whole):
        return None
    shown = ", ".join(sorted(row.place for row in blank)[:3])
    return Finding.of(
        FindingCode.TEXTS_VANISHED,
        site,
        f"{len(blank)} of {whole} pages lost most of their texts at once, {shown} among them: does a login or a "
        "maintenance page stand before the site, or is that meant? Nothing is written before somebody answers: "
        f"{answers(Guard.TEXTS_VANISHED, 'see that the site serves its texts')}",
    )
