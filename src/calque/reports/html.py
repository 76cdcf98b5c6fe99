"""The status as HTML pages that need nothing but themselves, written piece by piece.

Style, script and data stand inside; a Content-Security-Policy keeps everything else out, and names
the two by their hashes. Without JavaScript the first rows are there to read; with it, all of them
can be filtered and sorted, and the filter stands in the address. `files` says when a report is several of them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache, partial
from itertools import islice
from types import SimpleNamespace
from typing import Any

from markupsafe import Markup, escape

from calque.locales import is_rtl, locale_name
from calque.model import Finding, PageEntry, PageState, Publication, Status, Turn, Verb
from calque.reports import asked, comparison, figures, labels, opening, sections, slots
from calque.reports.chart import burn_down
from calque.reports.embed import embedded
from calque.reports.entry import KEPT, entries_of, filled_json, joined, without_marks
from calque.reports.page_templates import part_of, source_hash, template_of
from calque.reports.reading import readable_lines
from calque.reports.rows import Link, ViewSetting
from calque.reports.sheet import LIMIT, Sheet
from calque.reports.tallies import Tallies, tallies_of
from calque.reports.view import entry

__all__ = ["page_parts", "render_page", "with_questions"]


def render_page(
    status: Status,
    *,
    names: Callable[[str], str] = locale_name,
    rtl: Callable[[str], bool] = is_rtl,
    catalog_link: Callable[[str, int], str] = KEPT.catalog_link,
    preview_link: Callable[[str, str], str] = KEPT.preview_link,
    budget: int | None = None,
) -> str:
    """Return the whole report as one page; the same status and arguments give the same text.

    `names` gives a locale's name, `rtl` whether it runs from right to left, `catalog_link` the
    address of a line in a PO file, by default its path relative to the page, `preview_link` that of a page's
    preview in a locale, where there is one. `budget` is how many
    bytes of segments are shown, by priority, before only their numbers are; by default what a page has room for.
    """
    return "".join(page_parts(status, ViewSetting(names, catalog_link, preview_link), rtl=rtl, budget=budget))


def page_parts(
    status: Status,
    setting: ViewSetting,
    sheet: Sheet | None = None,
    *,
    rtl: Callable[[str], bool] = is_rtl,
    limit: int = LIMIT,
    budget: int | None = None,
) -> Iterator[str]:
    """Yield a page of the report, piece by piece, with the texts of its entries up to so many bytes in all."""
    sheet = sheet or Sheet()
    return _Sheet(status, setting, sheet, rtl).written(limit, budget)


_ENTRIES = 40
"""Entries that stand in the page from the start; the script builds the others when they are asked for."""
_ENTRIES_OF_PART = 10
"""The same on each page of a report of several: these are written anew each time, and are most of the work."""
_MATRIX_ROWS = 40
_MATRIX_ROW, _MATRIX_CELL = 100, 20
"""About how many bytes of the data a row of the matrix takes, and each of its cells."""
_MOVING = 300
"""Bytes that an entry has at most beside its head and its texts."""

_NOTHING = Link("", "")

_BLANK = SimpleNamespace(
    **dict.fromkeys(("id", "title", "name", "amount", "waits", "rest", "key"), ""),
    **dict.fromkeys(("source_caption", "target_caption", "note", "href", "noted", "message", "code"), ""),
    **dict.fromkeys(("links", "facts", "rows", "folded", "flaws"), ()),
    **dict.fromkeys(("preview", "source", "target")),
    **dict.fromkeys(("link", "catalog"), _NOTHING),
)
"""What the templates of the script's rows are written from."""


class _Sheet:
    """A page of the report that is being written."""

    def __init__(
        self, status: Status, setting: ViewSetting, sheet: Sheet, rtl: Callable[[str], bool]
    ) -> None:
        self._status = status
        self._setting = setting
        self._sheet = sheet
        self._direction = cache(lambda tag: "rtl" if tag and rtl(tag) else "ltr")
        pages = status.comparison.pages if status.comparison else ()
        self._turns = {(one.locale, one.key): one.turn for one in pages}

    def written(self, limit: int, budget: int | None) -> Iterator[str]:
        """Yield the page."""
        tallies = tallies_of(self._entries(), self._turns)
        row = _MATRIX_ROW + _MATRIX_CELL * len(self._status.locales)
        most = limit // 4 // row if self._sheet.overview else None
        alone = self._sheet.heading  # a locale has no other beside it
        matrix = sections.NO_MATRIX if alone else sections.matrix(self._status, self._setting, limit=most)
        locales = sections.locales(self._status, self._setting.names, self._setting.file)
        before, after = self._rendered(tallies, matrix, locales, limit // 5)
        data = partial(
            embedded,
            matrix=matrix.rows,
            locales=locales,
            directions=self._directions(tallies),
            ways=self._ways(),
        )
        yield before
        room = limit - len((before + after).encode())
        if budget is None:
            room -= sum(len(part.encode()) for part in data(())) + tallies.heads + _MOVING * tallies.count
        else:
            room = budget
        yield from data(() if self._sheet.overview else self._joined(room))
        yield after

    def _entries(self) -> Iterable[PageEntry]:
        """Return the entries of this page of the report; of an overview those of all its pages."""
        return entries_of(self._status, self._setting, self._sheet.first, self._sheet.stop)

    def _joined(self, room: int) -> Iterator[str]:
        """Yield the entries as JSON, with their texts as long as there is room for them."""
        of = slots.filler(self._status, self._setting.names, filled_json)
        for one in self._entries():
            value = of(one.holders)
            turn = self._turns.get((one.row.locale, one.row.key))
            bare = joined(one, one.instead, self._status, self._setting, turn, value)
            shown = joined(one, one.texts(), self._status, self._setting, turn, value) if room > 0 else bare
            room -= len(shown.encode()) - len(one.head.encode())
            yield shown if room >= 0 else bare

    def _ways(self) -> dict[str, Any]:
        """Return the ways to the other pages of the report, for the script."""
        if self._sheet.overview:
            return {"files": {one.locale: one.files[0] for one in self._sheet.locales}}
        return {"next": following[0]} if (following := self._sheet.parts[self._sheet.part :]) else {}

    def _directions(self, tallies: Tallies) -> dict[str, str]:
        """Return the direction of each language that runs from right to left."""
        tags = {self._status.source, *(row.locale for row in self._status.locales), *tallies.languages}
        return {tag: "rtl" for tag in sorted(tags) if self._direction(tag) == "rtl"}

    def _rendered(
        self,
        tallies: Tallies,
        matrix: sections.Matrix,
        locales: tuple[sections.LocaleView, ...],
        room: int,
    ) -> tuple[str, str]:
        """Return what stands before the data, with so many bytes of entries, and after it."""
        status, setting, sheet = self._status, self._setting, self._sheet
        style, script = part_of("report.css"), part_of("report.js")
        entries = () if sheet.overview else tuple(self._first(room))
        template = template_of("report.html.j2")
        text = template.render(
            status=status,
            sheet=sheet,
            name=setting.names,
            direction=self._direction,
            style=Markup(style),  # noqa: S704  the package's own file
            style_hash=source_hash(style),
            script_hash=source_hash(script),
            measured=f"{figures.moment(status.measured)}, {status.measured:%H:%M} UTC",
            summary=sections.summary(status),
            first=status.comparison is None,
            since=comparison.sentence(status),
            turns=opening.turns(status, setting),
            turned=_turned(tallies),
            in_hand=opening.in_hand(status, setting),
            chart=burn_down(status, setting.names),
            asked=_asked(asked.questions(status), ""),
            things=sections.things(status, setting),
            bands=labels.BANDS,
            locales=locales,
            checked=_checked(tallies),
            quiet=_quiet(tallies.count - tallies.listed),
            queue_verbs=_queue_verbs(tallies),
            queue_states=_queue_states(tallies),
            entries=entries,
            count=figures.plural(tallies.listed, "page"),
            unlisted=_unlisted(tallies.listed, len(entries)),
            matrix=matrix.rows[:_MATRIX_ROWS],
            left_out=sections.left_out(matrix),
            uncounted=sections.uncounted(status, setting.names),
            findings=sections.findings(status),
            blank=_BLANK,
        )
        end = template_of("report-end.html.j2")
        return readable_lines(text), end.render(script=Markup(script))  # noqa: S704  the package's own file

    def _first(self, room: int) -> Iterator[Markup]:
        """Yield the entries that stand in the page from the start, as many as there is room for."""
        of = slots.filler(self._status, self._setting.names, lambda text: str(escape(text)))
        render = template_of("parts.html.j2").make_module({"direction": self._direction})
        listed = (one for one in self._entries() if one.row.wants)
        for one in islice(listed, _ENTRIES_OF_PART if self._sheet.back else _ENTRIES):
            page = one.page()
            text = str(render.entry(entry(page, self._status.source, self._setting)))  # type: ignore[attr-defined]  # a macro
            if not slots.is_sound(text):
                shown = entry(without_marks(page), self._status.source, self._setting)
                text = str(render.entry(shown))  # type: ignore[attr-defined]  # the same
            filled = slots.fill(text, of(one.holders))
            room -= len(filled.encode("utf-8", "replace"))
            if room < 0:
                return
            yield Markup(filled)  # noqa: S704  written by our template, and filled with what is escaped


def with_questions(page: str, questions: Sequence[Finding], held: datetime) -> str:
    """Put what a held run asks into the page that the last good one left; empty where it is no such page."""
    before, after = asked.without_question(page)
    return before and f"{before}{_asked(questions, asked.held_since(held))}{after}"


def _asked(questions: Sequence[Finding], kept: str) -> Markup:
    if not questions:
        return Markup()
    parts = template_of("asked.html.j2").module
    return Markup(readable_lines(str(parts.asked(questions, kept))))  # type: ignore[attr-defined]  # noqa: S704  a macro of ours


def _queue_verbs(tallies: Tallies) -> dict[Verb, str]:
    """Return the choices of the filter by what is to be done: `publish` → `Publish (3)`."""
    count = tallies.verbs
    return {verb: f"{labels.VERB[verb]} ({count[verb]:,})" for verb in Verb if count[verb]}


def _queue_states(tallies: Tallies) -> dict[PageState | Publication, str]:
    """Return the choices of the state filter: `stale` → `stale (12)`."""
    count = tallies.standings
    states: tuple[PageState | Publication, ...] = (*PageState, *Publication)
    return {state: f"{labels.of(state).text} ({count[state]:,})" for state in states if count[state]}


def _turned(tallies: Tallies) -> dict[Turn, str]:
    """Return the choices of the filter by what became of a page: `new` → `new (3)`."""
    count = tallies.turns
    return {turn: f"{turn} ({count[turn]:,})" for turn in Turn if count[turn]}


def _checked(tallies: Tallies) -> dict[str, str]:
    """Return the choices of the filter by what the checks say: `warnings` → `with warnings (3)`."""
    count = {"warnings": tallies.warned, "notes": tallies.noted}
    return {kind: f"with {kind} ({found:,})" for kind, found in count.items() if found}


def _quiet(count: int) -> str:
    if not count:
        return ""
    more = figures.plural(count, "page")
    return (
        f"{more} with nothing to do {'has' if count == 1 else 'have'} warnings or notes of the checks:"
        " calque check lists them."
    )


def _unlisted(count: int, shown: int) -> str:
    if count <= shown:
        return ""
    return (
        f"These are the first {shown} of {figures.plural(count, 'page')}; the others come with JavaScript,"
        " or by calque status --format csv."
    )
