"""What changed since an earlier report, in words and figures that every format shows."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from calque.locales import locale_name
from calque.model import Comparison, PageState, PageTurn, Publication, Status, Turn
from calque.reports import figures, labels

__all__ = ["TURN", "TurnGroup", "by_turn", "groups", "sentence", "since_when", "transition"]

TURN = {
    Turn.NEW: "new",
    Turn.WORSE: "worse",
    Turn.BETTER: "better",
    Turn.TRANSLATED: "to publish",
    Turn.FIXED: "fixed",
}
"""What became of pages; what is fixed, visitors can read."""


def by_turn(comparison: Comparison) -> Mapping[Turn, tuple[PageTurn, ...]]:
    """Return the pages of each turn; a turn without any has an empty row."""
    return {turn: tuple(page for page in comparison.pages if page.turn is turn) for turn in Turn}


class TurnGroup(NamedTuple):
    """One page, in the locales where the same change happened to it."""

    pages: tuple[PageTurn, ...]
    """Never empty."""


def groups(pages: Iterable[PageTurn]) -> tuple[TurnGroup, ...]:
    """Group the changes of one page that are the same in many locales, in the order in which the pages come up."""
    found: dict[tuple[object, ...], list[PageTurn]] = {}
    for page in pages:
        stands = (page.before, page.publication_before, page.after, page.publication)
        found.setdefault((page.turn, page.key, page.title, *stands), []).append(page)
    return tuple(TurnGroup(tuple(own)) for own in found.values())


def sentence(status: Status) -> str:
    """Return what changed as a sentence: `Since Friday: 3 new, 5 fixed, 1 worse.` and which locales began."""
    comparison = status.comparison
    if comparison is None:
        return "This is the first report: what changes from here on stands here next time."
    when = since_when(comparison.since, status.measured)
    count = Counter(page.turn for page in comparison.pages)
    told = [f"{count[turn]:,} {TURN[turn]}" for turn in _TOLD if count[turn]]
    text = f"Since {when}: {', '.join(told)}." if told else f"Nothing has changed since {when}."
    if comparison.began:
        began = figures.enumerated([locale_name(tag) for tag in comparison.began])
        text += f" {figures.plural(len(comparison.began), 'locale')} began: {began}."
    return text


_TOLD = (Turn.NEW, Turn.FIXED, Turn.TRANSLATED, Turn.WORSE, Turn.BETTER)


def since_when(since: datetime, now: datetime) -> str:
    """Return a moment as people speak of it: `04:15 today`, `yesterday`, `Friday`, `3 May`, `3 May 2025`."""
    days = (now.date() - since.date()).days
    if days == 0:
        return f"{since:%H:%M} today"
    if days == 1:
        return "yesterday"
    if days < _WEEK:
        return _WEEKDAYS[since.weekday()]
    day = figures.moment(since)
    return day if since.year != now.year else day.rpartition(" ")[0]


_WEEK = 7
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def transition(page: PageTurn, between: str = " → ") -> str:
    """Return what a page was and is: `published → stale`, or `stale` where it was that before or was not known."""
    was = _standing(page.before, page.publication_before)
    now = _standing(page.after, page.publication)
    if page.turn is Turn.FIXED and page.publication is Publication.NOT_PUBLISHED:
        now = "built"
    return now if page.before is None or was == now else f"{was}{between}{now}"


def _standing(state: PageState | None, publication: Publication | None) -> str:
    """Return a page's state in words; of a translated one, how it is published, as far as that is known."""
    if state is None:
        return "no longer there"
    if state is PageState.CURRENT and publication not in (None, Publication.UNKNOWN):
        return labels.of(publication).text
    return labels.of(state).text
