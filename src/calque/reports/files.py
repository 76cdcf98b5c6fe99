"""The report as files: one page, or where that would be too large an overview, and pages for each locale.

Every page needs nothing but itself, and has at most `limit` bytes. The figures are the same on one page and on many.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import NamedTuple

from calque.locales import locale_name
from calque.model import PageEntry, Status
from calque.reports import figures
from calque.reports.entry import KEPT, entries_of
from calque.reports.html import page_parts
from calque.reports.rows import ViewSetting
from calque.reports.sheet import LIMIT, LocalePages, Sheet

__all__ = ["ReportFile", "folder_of", "one_page", "part_name", "report_files"]


class ReportFile(NamedTuple):
    """A page of the report."""

    name: str
    """`report.html`, `report-fr.html`, `report-fr.2.html`."""
    parts: Iterator[str]
    """Its text, piece by piece."""


def report_files(
    status: Status,
    name: str,
    *,
    preview_link: Callable[[str, str], str] = KEPT.preview_link,
    limit: int = LIMIT,
    url: str = "",
) -> tuple[ReportFile, ...]:
    """Return the pages of the report of that name; the one that leads to the others comes last.

    `url` is where others read it: a page that was mailed leads there to the others.
    """
    setting = ViewSetting(locale_name, KEPT.catalog_link, preview_link)
    size = 0
    for one in entries_of(status, setting):
        size += one.size + _MOVING
        if size > limit * _FILLED:
            return (*_several(status, name, setting, limit, url),)
    return (ReportFile(name, page_parts(status, setting, limit=limit)),)


def one_page(
    status: Status,
    name: str,
    *,
    preview_link: Callable[[str, str], str] = KEPT.preview_link,
    limit: int = LIMIT,
) -> ReportFile:
    """Return the report as one page, whatever it has no room for."""
    setting = ViewSetting(locale_name, KEPT.catalog_link, preview_link)
    return ReportFile(name, page_parts(status, setting, limit=limit))


_MOVING = 200
"""Bytes of an entry that are not written before the report is made, about."""
_FILLED = 0.6
"""The share of a page that its entries may fill; the rest is for what stands in it without a script, and the matrix."""
_HEADS = 0.5
"""The share of a page that the heads of its entries may fill; the rest is for texts."""


def _several(status: Status, name: str, setting: ViewSetting, limit: int, url: str) -> Iterator[ReportFile]:
    places: list[LocalePages] = []
    folder = folder_of(url)
    for row in status.locales:
        tag = row.locale
        own = status.only(tag)
        counted = _Counted()
        bounds = list(_bounds(counted.each(entries_of(own, setting)), limit * _HEADS))
        names = [part_name(name, tag, number) for number in range(1, len(bounds) + 1)]
        files = tuple(f"{folder}{one}" for one in names)
        says = f"{figures.plural(counted.pages, 'page')}, {figures.plural(row.outstanding.words, 'word')}"
        places.append(LocalePages(tag, setting.names(tag), says, files))
        for part, (first, stop) in enumerate(bounds, 1):
            sheet = Sheet(
                heading=setting.names(tag),
                part=part,
                first=first,
                stop=stop,
                back=url or name,
                parts=files if len(files) > 1 else (),
            )
            leading = _leading(setting, {tag: files[0]} if part > 1 else {})
            yield ReportFile(names[part - 1], page_parts(own, leading, sheet, limit=limit))
    leading = _leading(setting, {one.locale: one.files[0] for one in places})
    overview = Sheet(overview=True, locales=tuple(places))
    yield ReportFile(name, page_parts(status, leading, overview, limit=limit))


def _leading(setting: ViewSetting, files: Mapping[str, str]) -> ViewSetting:
    """Return the setting of a page that leads to entries on others: to the first of their locale, which leads on."""
    return replace(setting, file=lambda tag: files.get(tag, ""))


class _Counted:
    """How many of some entries are of pages that need work."""

    def __init__(self) -> None:
        self.pages = 0

    def each(self, entries: Iterable[PageEntry]) -> Iterator[PageEntry]:
        """Yield them, and count."""
        for one in entries:
            self.pages += one.row.wants
            yield one


def _bounds(entries: Iterable[PageEntry], room: float) -> Iterator[tuple[int, int]]:
    """Yield the first and the stop of the entries on each page: as many as their heads leave room for."""
    first, stop, size = 0, 0, 0
    for one in entries:
        own = len(one.head.encode()) + _MOVING
        if size + own > room and stop > first:
            yield first, stop
            first, size = stop, 0
        size += own
        stop += 1
    yield first, stop


def folder_of(url: str) -> str:
    """Return the address of what stands beside an address: `https://a.example/t/report.html` → `https://a.example/t/`."""
    return url.partition("?")[0].partition("#")[0].rpartition("/")[0] + "/" if url else ""


def part_name(name: str, locale: str, part: int = 1) -> str:
    """Return the file of a page of a locale's entries: `report.html`, fr, 2 → `report-fr.2.html`."""
    path = PurePath(name)
    return f"{path.stem}-{locale}{f'.{part}' if part > 1 else ''}{path.suffix}"
