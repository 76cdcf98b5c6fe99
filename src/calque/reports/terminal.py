"""Status and worklist for a terminal: in colour there, plain text in a pipe, readable at 80 columns.

Both functions return what a `rich.console.Console` prints; the console decides on colours and width.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from calque.model import PageStatus, SegmentState, Status, Tally, UnitStatus
from calque.reports import figures, labels
from calque.reports.comparison import sentence
from calque.reports.figures import chosen
from calque.reports.flaws import counted
from calque.reports.reading import printable, shortened, shown_runs
from calque.reports.remarks import findings, warned
from calque.reports.verbs import counted_verbs, deed, standing
from calque.states.rows import row_of
from calque.worddiff import Edit

__all__ = ["render_table", "render_worklist"]


def render_table(status: Status, *, names: Callable[[str], str] = str) -> RenderableType:
    """Return a table with one row for each locale, the states of its pages below, then the findings."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Locale")  # the one column that may become narrower
    table.add_column("Words by state", width=_CELLS, no_wrap=True)
    table.add_column("Segments", justify="right", min_width=8, no_wrap=True)
    table.add_column("Words", justify="right", min_width=5, no_wrap=True)
    table.add_column("To do", justify="right", min_width=5, no_wrap=True)
    if status.handoffs:
        table.add_column("In hand", justify="right", min_width=7, no_wrap=True)
    table.add_column("Stale since", min_width=11 if status.handoffs else 16, no_wrap=True)
    rows = figures.by_locale(status)
    for row in rows:
        in_hand = [f"{row.status.in_hand.words:,}"] if status.handoffs else []
        table.add_row(
            _locale(row.status.locale, names),
            _Bar(row.bands),
            figures.percent(row.status.percent),
            figures.percent(row.status.percent_words),
            f"{row.outstanding.words:,}",
            *in_hand,
            _oldest(row, status, days=not status.handoffs),
        )
    parts: list[RenderableType] = [_head(status), table, _Legend(), _pages(rows)]
    parts += [_handoffs(status)] if status.handoffs else []
    return Group(*parts, *findings(status))


def render_worklist(
    status: Status,
    *,
    limit: int | None = 20,
    names: Callable[[str], str] = str,
    only: Collection[SegmentState] = (),
) -> RenderableType:
    """Return the first `limit` things to do, by page: segments, each with its line and what changed, or the page.

    What is the same of all texts of a page, such as how long they wait, stands once, with the page. With `only` there
    are the texts in these states alone.
    """
    if only:
        segments, pages = sum(len(chosen(page, only)) for page in figures.queued(status)), 0
    else:
        segments = sum(row.units for row in figures.queue(status))
        pages = sum(not row.units for row in figures.queue(status))
    count = segments + pages
    parts: list[RenderableType] = []
    last: PageStatus | None = None
    shared = _Facts()
    rows = (
        (page, unit)
        for page in figures.queued(status)
        for unit in chosen(page, only) or (() if only else (None,))
    )
    for page, unit in islice(rows, limit):
        if page is not last:
            shared = _shared([_facts(page, one, status) for one in chosen(page, only)])
            parts += [Text("")] if last else []
            parts.append(_page(page, shared, status, names))
            last = page
        if unit is None:
            pages -= 1
            if page.publication_reason:
                parts.append(Padding.indent(Text(printable(page.publication_reason), style="dim"), 2))
        else:
            segments -= 1
            parts.append(Padding.indent(_unit(unit, _facts(page, unit, status), shared), 2))
    if not count:
        parts.append(Text("Nothing is outstanding." if not only else "No text is in such a state."))
    if segments or pages:
        told = [figures.plural(segments, "more segment")] if segments else []
        told += [figures.plural(pages, "more page")] if pages else []
        parts += [Text(""), Text(f"{figures.enumerated(told)}.", style="dim")]
    return Group(*parts, *(() if only else warned(status, limit=limit, names=names)))


_CELLS = 14
"""The width of a bar."""

_STYLE = {
    "done": "green",
    "ready": "green dim",
    "check": "cyan",
    "stale": "yellow",
    "wrong": "magenta",
    "missing": "bright_black",
}
_SIGN = {"done": "█", "ready": "▊", "check": "▓", "stale": "▒", "wrong": "░", "missing": "·"}
_ASCII_SIGN = {"done": "#", "ready": "*", "check": "+", "stale": "=", "wrong": "!", "missing": "."}


def _head(status: Status) -> Text:
    head = Text(printable(status.site), style="bold")
    read = f"{figures.plural(status.posts, 'post')}, measured {status.measured:%Y-%m-%d %H:%M} UTC"
    head.append(f"  {read}", style="not bold dim")
    return head if status.comparison is None else head.append(f"\n{sentence(status)}", style="not bold")


def _locale(tag: str, names: Callable[[str], str]) -> Text:
    name = printable(names(tag))
    text = Text(tag, style="bold", no_wrap=True, overflow="ellipsis")
    return text.append("" if name == tag else f" {name}", style="not bold")


@dataclass(frozen=True, slots=True)
class _Bar:
    """The words of a locale by state, as a run of blocks."""

    bands: tuple[tuple[labels.Band, Tally], ...]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        signs = _signs(options)
        shares = _shares([tally.words for _, tally in self.bands])
        bar = Text(no_wrap=True)
        for (band, _), cells in zip(self.bands, shares, strict=True):
            bar.append(signs[band.name] * cells, style=_STYLE[band.name])
        yield bar if bar.plain else Text("nothing yet", style="dim")


def _shares(words: list[int]) -> list[int]:
    """Return the cells of each part: at least one, and the largest gives way to the small ones."""
    total = sum(words) or 1
    cells = [max(1, round(part * _CELLS / total)) for part in words]
    if cells:
        cells[words.index(max(words))] += _CELLS - sum(cells)
    return cells


class _Legend:
    """What the signs of the bars stand for."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        signs = _signs(options)
        yield Text("  ").join(
            Text(signs[band.name], style=_STYLE[band.name]).append(f" {band.label}", style="dim")
            for band in labels.BANDS
        )


def _signs(options: ConsoleOptions) -> dict[str, str]:
    return _ASCII_SIGN if options.ascii_only else _SIGN


def _pages(rows: tuple[figures.LocaleFigures, ...]) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True, style="bold")
    grid.add_column()
    grid.add_row("", "")
    for row in rows:
        states = (f"{count:,} {labels.of(state).text}" for state, count in row.status.pages)
        text = Text(", ".join(states) or "no pages")
        if row.status.percent_published is not None:
            text.append(f"; {row.status.percent_published}% published")
        if to_do := counted_verbs(row.status.verbs):
            text.append(f"; {to_do}", style="bold")
        if said := counted(row.status.warnings, row.status.notes):
            text.append(f"; the checks say {said}", style="dim")
        grid.add_row(row.status.locale, text)
    return grid


def _handoffs(status: Status) -> Table:
    """Show who has what in hand, and until when."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True, style="bold")
    grid.add_column()
    grid.add_row("", "")
    for one in status.handoffs:
        has = f"{printable(one.to) or printable(one.id)} has {figures.plural(one.in_hand.words, 'word')} in hand"
        text = Text(has if one.in_hand.segments else f"{printable(one.to) or printable(one.id)} is done")
        if one.due:
            text.append(f", due {one.due}", style="red" if one.overdue else "")
            text.append(", overdue" if one.overdue else "", style="bold red")
        grid.add_row(one.locale, text)
    return grid


class _Facts(NamedTuple):
    """What is said of a text beside its state and its words; empty where nothing is."""

    waits: str = ""
    holder: str = ""
    file: str = ""


def _facts(page: PageStatus, unit: UnitStatus, status: Status) -> _Facts:
    return _Facts(
        figures.waiting(unit.since, status, bounded=unit.bounded),
        _holder(unit.handoff, status) if unit.handoff else "",
        printable(page.catalog),
    )


def _shared(units: Sequence[_Facts]) -> _Facts:
    """Return what is the same of all texts of a page."""
    return (
        _Facts(*(found[0] if len(set(found)) == 1 else "" for found in zip(*units, strict=True))) or _Facts()
    )


def _page(page: PageStatus, shared: _Facts, status: Status, names: Callable[[str], str]) -> Text:
    text = Text(printable(page.title) or page.key, style="bold")
    row = row_of(page)
    facts = [printable(names(page.locale)), deed(row, status), labels.of(standing(row)).text]
    text.append(f"  {', '.join(filter(None, (*facts, shared.waits, shared.holder)))}", style="not bold dim")
    if shared.file:
        text.append(f"\n  {shared.file}", style="not bold dim")
    if command := figures.confirm_command(page):
        text.append(f"\n  still right as it stands? {printable(command)}", style="not bold dim")
    return text


def _unit(unit: UnitStatus, facts: _Facts, shared: _Facts) -> Group:
    line = Text(labels.of(unit.state).text, style=labels.STYLE[unit.state])
    own = [one for one, told in ((facts.waits, shared.waits), (facts.holder, shared.holder)) if one != told]
    where = f"line {unit.line}" if unit.line else ""
    line.append(
        f", {', '.join(filter(None, [figures.plural(unit.words, 'word'), *own, where]))}", style="dim"
    )
    return Group(line, Padding.indent(_Change(unit), 2))


def _holder(handoff: str, status: Status) -> str:
    one = next((one for one in status.handoffs if one.id == handoff), None)
    return f"in hand: {printable(one.to) if one and one.to else printable(handoff)}"


@dataclass(frozen=True, slots=True)
class _Change:
    """A source text with what changed in it: in colour, or in brackets where there is none."""

    unit: UnitStatus

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        yield self._text(console)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement.get(console, options, self._text(console))

    def _text(self, console: Console) -> Text:
        runs = shown_runs(self.unit)
        if len(runs) == 1:
            return Text(shortened(printable(runs[0][1])))
        plain = console.color_system is None or console.no_color
        text = Text()
        for edit, run in runs:
            shown = printable(run)
            if edit is Edit.SAME:
                text.append(_middle(shown))
            elif edit is Edit.DEL:
                text.append(f"[-{shown}-]" if plain else shown, style="red strike")
            else:
                text.append(f"{{+{shown}+}}" if plain else shown, style="green underline")
        return text


_CONTEXT = 40
"""Characters of unchanged text kept on each side of a change."""


def _middle(run: str) -> str:
    return run if len(run) <= 2 * _CONTEXT else f"{run[:_CONTEXT]} … {run[-_CONTEXT:]}"


def _oldest(row: figures.LocaleFigures, status: Status, *, days: bool) -> str:
    """Date the oldest stale text, and say how many days ago where there is room for that."""
    if row.oldest is None:
        return "unknown" if row.stale else "none"
    if not days:
        return f"{row.oldest:%Y-%m-%d}{'+' if row.bounded else ''}"
    count, unit = figures.span(figures.age(row.oldest, status) or 0).split()
    return f"{row.oldest:%Y-%m-%d} {count}{'+' if row.bounded else ''} {_UNITS[unit.removesuffix('s')]}"


_UNITS = {"day": "d", "month": "mo", "year": "y"}
