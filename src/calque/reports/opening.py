"""What the HTML page opens with, as words: what changed since an earlier report, and who has what until when."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from calque.model import Handoff, PageTurn, Status, Turn
from calque.reports import comparison, figures
from calque.reports.comparison import TurnGroup
from calque.reports.rows import Link, ViewSetting
from calque.reports.view import web
from calque.states.rows import rows_of

__all__ = ["InHand", "TurnView", "Turned", "in_hand", "turns"]

_ROWS = 6
"""Rows shown of each turn; the worklist has the others, by its filter."""


@dataclass(frozen=True, slots=True)
class Turned:
    """A page that changed, in the locales where the same change happened to it."""

    title: str
    href: str
    """To its entry in the worklist, or to the live page where nothing is left to do; empty where it is gone."""
    what: str
    """`published, now stale`."""
    amount: str
    """`16 words`."""
    links: tuple[Link, ...]
    """A link a locale."""
    where: str
    """The locales, where there is nothing to link to."""


@dataclass(frozen=True, slots=True)
class TurnView:
    """The pages of one turn."""

    turn: Turn
    label: str
    count: int
    says: str
    """`5 pages, 30 words more to do`."""
    rows: tuple[Turned, ...]
    rest: str


def turns(status: Status, setting: ViewSetting) -> tuple[TurnView, ...]:
    """Return one view for each turn, empty ones too; none at all where there is no earlier report."""
    if status.comparison is None:
        return ()
    by_turn = comparison.by_turn(status.comparison)
    shown = {turn: comparison.groups(pages) for turn, pages in by_turn.items()}
    wanted = {
        (page.locale, page.key)
        for groups in shown.values()
        for group in groups[:_ROWS]
        for page in group.pages
    }
    found: dict[tuple[str, str], str] = {}
    for row in rows_of(status.pages) if wanted else ():
        key = (row.locale, row.key)
        if key in wanted and (key not in found or (row.wants and "#at=" not in found[key])):
            found[key] = setting.entry_link(row) if row.wants else web(row.url or row.source_url)

    def address(page: PageTurn) -> str:
        return found.get((page.locale, page.key), "")

    return tuple(_turn(turn, by_turn[turn], shown[turn], setting, address) for turn in by_turn)


def _turn(
    turn: Turn,
    pages: Sequence[PageTurn],
    groups: Sequence[TurnGroup],
    setting: ViewSetting,
    address: Callable[[PageTurn], str],
) -> TurnView:
    shown = groups[:_ROWS]
    left = sum(len(group.pages) for group in groups[_ROWS:])
    return TurnView(
        turn=turn,
        label=comparison.TURN[turn],
        count=len(pages),
        says=_says(pages),
        rows=tuple(_row(group, setting, address) for group in shown),
        rest=figures.plural(left, "more page") if left else "",
    )


def _says(pages: Sequence[PageTurn]) -> str:
    words = sum(page.words - page.words_before for page in pages)
    if not words:
        return ""
    return f"{figures.plural(abs(words), 'word')} {'more' if words > 0 else 'fewer'} to do"


def _row(group: TurnGroup, setting: ViewSetting, address: Callable[[PageTurn], str]) -> Turned:
    links = [Link(setting.names(page.locale), address(page)) for page in group.pages]
    words = [page.words for page in group.pages]
    return Turned(
        title=group.pages[0].title,
        href=links[0].url,
        what=comparison.transition(group.pages[0], ", now "),
        amount=figures.in_each(words) if any(words) else "",
        links=tuple(link for link in links if link.url),
        where=figures.enumerated([link.label for link in links if not link.url]),
    )


@dataclass(frozen=True, slots=True)
class InHand:
    """A handoff as a sentence and a bar."""

    who: str
    what: str
    """`120 of 240 words left, in French`."""
    when: str
    """`due 3 December 2026, in 11 days`."""
    overdue: bool
    share: float
    """Of what was handed out, on a line of 1,000: what is done."""
    said: str
    file: Link


def in_hand(status: Status, setting: ViewSetting) -> tuple[InHand, ...]:
    """Return who has what until when, the earliest deadline first."""
    return tuple(_handoff(one, status, setting) for one in status.handoffs)


def _handoff(one: Handoff, status: Status, setting: ViewSetting) -> InHand:
    left, total = one.in_hand.words, one.total.words
    done = max(0, total - left)
    return InHand(
        who=one.to or "Somebody",
        what=f"{left:,} of {figures.plural(total, 'word')} left, in {setting.names(one.locale)}",
        when=", ".join(_when(one, status.measured.date())),
        overdue=one.overdue,
        share=round(1000 * done / total, 1) if total else 0.0,
        said=f"{done:,} of {figures.plural(total, 'word')} done",
        file=Link(one.id, setting.catalog_link(one.file, 0)),
    )


def _when(one: Handoff, today: date) -> Iterator[str]:
    if one.due is not None:
        yield f"due {figures.day(one.due)}"
        days = (one.due - today).days
        if one.overdue:
            yield f"overdue by {figures.span(-days)}"
        elif days >= 0:
            yield "today" if days == 0 else f"in {figures.span(days)}"
    else:
        yield "no deadline"
    if one.handed is not None:
        yield f"handed out on {figures.day(one.handed)}"
