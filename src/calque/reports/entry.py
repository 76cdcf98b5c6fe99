"""A page's entry in the report for people, written once as JSON and kept for as long as the page's status.

It is written in parts, which `joined` puts together with what changes by itself: the head, which is shown at any
rate; and its texts, or what stands in their place where the report has no room for them.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from itertools import islice
from typing import Any, NamedTuple, TypeVar
from urllib.parse import quote

from jinja2.utils import htmlsafe_json_dumps

from calque.codec import codec_of
from calque.model import PageEntry, PagesOnDemand, PageStatus, Status, Turn
from calque.reports import figures, slots
from calque.reports.reading import readable_lines
from calque.reports.rows import Link, SegmentRow, ShownText, ViewSetting
from calque.reports.verbs import waiting_since
from calque.reports.view import SEGMENTS, Entry, entry, preview_link
from calque.states.rows import row_of
from calque.worddiff import Edit

__all__ = [
    "KEPT",
    "EntryHead",
    "dumped",
    "entries_of",
    "filled_json",
    "joined",
    "size_of",
    "without_marks",
    "write_head",
    "write_texts",
]

T = TypeVar("T")

_quoted = lru_cache(1 << 8)(quote)
KEPT = ViewSetting(names=str, catalog_link=lambda path, _: _quoted(path))
"""How entries are written that are kept: catalogs are linked by their paths."""


class EntryHead(NamedTuple):
    """What is shown of a page at any rate, as JSON."""

    head: str
    instead: str
    """What stands in the place of its texts where the report has no room for them."""


def write_head(page: PageStatus, source: str, setting: ViewSetting = KEPT) -> EntryHead:
    """Write what is shown of a page at any rate, as JSON without its braces; what changes by itself is left open.

    `Opening hours` in French → `"id":"at=fr/posts/1","title":"Opening hours", …`,
    `,"rest":"2 more segments in the PO file."`
    """
    bare = replace(setting, preview_link=KEPT.preview_link)

    def written(own: PageStatus) -> tuple[str, ...]:
        shown = entry(own, source, bare, texts=False)
        return _inner(_head(shown)), _after({"rest": shown.instead})

    return EntryHead(*_sound(page, written))


def write_texts(page: PageStatus, source: str, setting: ViewSetting = KEPT) -> str:
    """Write the texts of a page: `,"rows":[…]`."""
    return _sound(page, lambda own: (_after(_texts(entry(own, source, setting))),))[0]


def size_of(page: PageStatus) -> int:
    """Return about how many bytes the texts of a page take in its entry."""
    rows = [unit.source + unit.target + (unit.confirmed or "") for unit in page.units[:SEGMENTS]]
    rows += [text.text for text in page.live[:SEGMENTS]]
    rows += [flaw.source + flaw.target + flaw.message for flaw in page.flaws[:SEGMENTS]]
    return sum(len(row.encode("utf-8", "replace")) + _ROW for row in rows)


_ROW = 200
"""Bytes that a text takes beside itself."""


def _sound(page: PageStatus, write: Callable[[PageStatus], tuple[str, ...]]) -> tuple[str, ...]:
    """Write something of a page in which no foreign text opens a slot."""
    written = write(page)
    return written if all(map(slots.is_sound, written)) else write(without_marks(page))


def without_marks(page: PageStatus) -> PageStatus:
    """Return a page in whose texts no mark stands that opens a slot."""
    form = codec_of(PageStatus)
    text = json.dumps(form.write(page), ensure_ascii=False)
    cleaned: PageStatus = form.read(json.loads(slots.without_marks(text)))
    return cleaned


def entries_of(
    status: Status, setting: ViewSetting, first: int = 0, stop: int | None = None
) -> Iterable[PageEntry]:
    """Return what the report shows of each page, or of a part: what needs work, then what the checks say something of.

    Of pages on disk what is kept is taken, where it was written by the same setting.
    """
    kept = isinstance(status.pages, PagesOnDemand)
    if kept and setting.catalog_link is KEPT.catalog_link:
        assert isinstance(status.pages, PagesOnDemand)  # noqa: S101 — said above, for a reader of types
        return status.pages.entries(first, stop)
    return islice(_entries(status.pages, status.source, setting), first, stop)


def _entries(pages: Sequence[PageStatus], source: str, setting: ViewSetting) -> Iterable[PageEntry]:
    for wants in (True, False):
        for page in pages:
            row = row_of(page)
            if row.wants is wants and (wants or page.flaws):
                head = write_head(page, source, setting)
                yield PageEntry(
                    row=row,
                    head=head.head,
                    instead=head.instead,
                    size=len(head.head.encode()) + size_of(page),
                    texts=partial(write_texts, page, source, setting),
                    page=partial(_same, page),
                    holders=tuple(unit.handoff for unit in page.units),
                )


def _same(value: T) -> T:
    return value


def joined(
    one: PageEntry,
    texts: str,
    status: Status,
    setting: ViewSetting,
    turn: Turn | None,
    value: Callable[[str], str],
) -> str:
    """Put an entry together: its head, how long it waits, its preview, what became of it, and the texts given."""
    since, bounded = waiting_since(one.row)
    days = figures.age(since, status)
    moving = f',"days":{-1 if days is None else days}'
    if since is not None:
        moving += f',"waits":"{figures.waiting(since, status, bounded=bounded)}"'
    for link in preview_link(one.row, setting):
        moving += _after({"beside": [link.label, link.url]})
    if turn:
        moving += f',"turn":"{turn}"'
    return f"{{{slots.fill(one.head, value)}{moving}{slots.fill(texts, value)}}}"


def filled_json(text: str) -> str:
    """Return a text as it stands within a string of the page's JSON."""
    return dumped(text)[1:-1]


def dumped(value: object) -> str:
    """Return a value as JSON that may stand in a page: nothing in it ends the script, and nothing is obeyed."""
    text = htmlsafe_json_dumps(value, ensure_ascii=False, separators=(",", ":"))
    return readable_lines(str(text))


def _inner(value: dict[str, Any]) -> str:
    return dumped(value)[1:-1]


def _after(value: dict[str, Any]) -> str:
    inner = _inner({name: one for name, one in value.items() if one})
    return f",{inner}" if inner else ""


def _head(one: Entry) -> dict[str, Any]:
    return _full(
        id=one.id,
        locale=one.locale,
        state=one.state,
        verb=one.verb,
        title=one.title,
        name=one.name,
        words=one.words,
        amount=one.amount,
        preview=_text(one.preview),
        links=[[link.label, link.url] for link in one.links],
        catalog=_catalog(one.catalog),
        facts=list(one.facts),
        quiet=one.quiet or None,
        warnings=one.warnings or None,
        notes=one.notes or None,
    )


def _texts(one: Entry) -> dict[str, Any]:
    return _full(
        rows=[_row(row, one.catalog) for row in one.rows],
        folded=[_row(row, one.catalog) for row in one.folded],
        noted=one.noted if one.folded else "",
        rest=one.rest,
    )


def _row(row: SegmentRow, catalog: Link | None) -> dict[str, Any]:
    return _full(
        state=row.state,
        facts=row.facts,
        link=_line(row.link, catalog),
        source=_text(row.source),
        sourceCaption=row.source_caption,
        target=_text(row.target),
        targetCaption=row.target_caption,
        note=row.note,
        flaws=[[one.severity, one.message, one.code] for one in row.flaws],
    )


def _catalog(link: Link | None) -> str | list[str] | None:
    """Write the path alone where it is its own address."""
    if link is None:
        return None
    return link.label if link.url == link.label else [link.label, link.url]


def _line(link: Link | None, catalog: Link | None) -> str | list[str] | None:
    """Write what comes after the catalog's path, `:12`, and the address where it is another one."""
    if link is None or catalog is None:
        return None
    line = link.label.removeprefix(catalog.label)
    return [line, link.url] if link.url != catalog.url or not line else line


def _text(text: ShownText | None) -> list[Any] | None:
    """Write a text as a string, or as a list of `[edit, text]`, with its language."""
    if text is None:
        return None
    runs = text.runs
    if len(runs) == 1 and runs[0][0] is Edit.SAME:
        return [runs[0][1], text.language]
    return [[[str(edit), run] for edit, run in runs], text.language]


def _full(**values: object) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", None, [])}
