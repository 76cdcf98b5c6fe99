"""Which outstanding texts are in hand, and which to give to the next person who asks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from calque.handoffs.marks import mark
from calque.html import count_words
from calque.model import Handoff, PagesOnDemand, PageStatus, SegmentState, Status, Tally, UnitStatus
from calque.po import Catalog, Ticket, ticket_of
from calque.po.near import TextIndex
from calque.po.similarity import likeness, stripped
from calque.po.units import Key

__all__ = ["Pick", "Record", "Wish", "pick_units", "record_of", "with_handoffs"]


_SAME_TEXT = 0.7
"""How alike two wordings of a text are at least."""


@dataclass(frozen=True, slots=True)
class HandedText:
    """What a handoff says of one of its texts."""

    posts: frozenset[str]
    """The pages that it was outstanding on."""
    previous: Key | None
    """The text that its translation was made from, where it is stale."""


@dataclass(frozen=True, slots=True)
class Record:
    """A handoff as it was given to a translator; its record is a copy of that file."""

    ticket: Ticket
    locale: str
    file: str
    """Relative to the workspace."""
    catalog: Catalog
    texts: Mapping[Key, "HandedText"] = field(default_factory=lambda: MappingProxyType({}))


def record_of(catalog: Catalog, *, locale: str, file: str) -> Record:
    """Return the handoff that a file records."""
    fields = [block.fields for block in catalog.blocks if not block.is_header]
    texts = {
        row.key: HandedText(
            frozenset(reference.partition(":")[0] for reference, _ in row.occurrences),
            None if row.previous_msgid is None else (row.previous_msgctxt, row.previous_msgid),
        )
        for row in fields
        if not row.obsolete
    }
    return Record(ticket_of(catalog), locale, file, catalog, MappingProxyType(texts))


def with_handoffs(status: Status, records: Sequence[Record], *, today: date) -> Status:
    """Return the status with what is in hand: each segment, the sum of each locale, each handoff.

    A text that was edited since stays in hand: its translator works on the wording before.
    """
    if not records:
        return status
    ordered = sorted(records, key=lambda one: (one.ticket.due or date.max, one.ticket.id))
    holders = _Holders(ordered)
    pages, in_hand = _held(status.pages, holders)
    handoffs = [_handoff(record, holders.found[record.ticket.id], today) for record in ordered]
    locales = tuple(replace(row, in_hand=in_hand.get(row.locale, Tally())) for row in status.locales)
    return replace(status, pages=pages, locales=locales, handoffs=tuple(handoffs))


def _held(pages: Sequence[PageStatus], holders: "_Holders") -> tuple[Sequence[PageStatus], dict[str, Tally]]:
    """Return the pages with who has what of them, and the sum of each locale; of pages on disk few are read."""
    sums: dict[str, Tally] = {}
    on_disk = pages if isinstance(pages, PagesOnDemand) else None
    found: dict[int, tuple[str, ...]] = {}
    made = []
    for number, page in enumerate(pages) if on_disk is None else on_disk.marked(*holders.wanted()):
        held = _with_holders(page, holders)
        sums[page.locale] = sums.get(page.locale, Tally()) + _in_hand(held)
        if on_disk is None:
            made.append(held)
        elif held is not page:
            found[number] = tuple(unit.handoff for unit in held.units)
    return (on_disk.held(found) if on_disk else tuple(made)), sums


class _Holders:
    """Who has which text, by locale; and of each handoff what was found outstanding still, with its words."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.found: dict[str, dict[Key, int]] = {}
        self._texts: dict[tuple[str, Key], str] = {}
        self._earlier: dict[tuple[str, Key], str] = {}
        self._of_post: dict[tuple[str, str], list[tuple[Key, str]]] = {}
        self._wordings: _Wordings | None = None
        """Those of the page that was asked for last."""
        for record in records:
            self.found[record.ticket.id] = {}
            for key, text in record.texts.items():
                self._texts.setdefault((record.locale, key), record.ticket.id)
                if text.previous is not None:
                    self._earlier.setdefault((record.locale, text.previous), record.ticket.id)
                for post in text.posts:
                    self._of_post.setdefault((record.locale, post), []).append((key, record.ticket.id))

    def wanted(self) -> tuple[dict[str, set[int]], dict[str, set[str]]]:
        """Return the marks of all texts that somebody has, and the pages that they were on, by locale."""
        marks: dict[str, set[int]] = {}
        posts: dict[str, set[str]] = {}
        for locale, key in (*self._texts, *self._earlier):
            marks.setdefault(locale, set()).add(mark(key))
        for locale, post in self._of_post:
            posts.setdefault(locale, set()).add(post)
        return marks, posts

    def of(self, page: PageStatus, unit: UnitStatus) -> str:
        """Return the id of the handoff that has a text, or an earlier wording of it; empty where nobody has it."""
        key = (unit.context, unit.source)
        holder = self._texts.get((page.locale, key), "")
        if not holder and unit.confirmed is not None and SegmentState.STALE in unit.flags:
            holder = self._earlier.get((page.locale, (unit.context, unit.confirmed)), "")
        if not holder and unit.state is SegmentState.MISSING:
            holder = self._of_earlier_wording(page, unit)
        if holder:
            self.found[holder].setdefault(key, unit.words)
        return holder

    def _of_earlier_wording(self, page: PageStatus, unit: UnitStatus) -> str:
        """Return who has a text of this page that is like this one, and is outstanding no more as it was."""
        if self._wordings is None or self._wordings.page is not page:
            self._wordings = _Wordings(page, self._of_post.get((page.locale, page.key), ()))
        return self._wordings.holder(unit)


class _Wordings:
    """The texts of a page that somebody has, and that are outstanding no more as they were."""

    def __init__(self, page: PageStatus, rows: Sequence[tuple[Key, str]]) -> None:
        self.page = page
        here = {(unit.context, unit.source) for unit in page.units} if rows else set()
        self._rows = [
            (context, stripped(text), who) for (context, text), who in rows if (context, text) not in here
        ]
        self._texts = TextIndex(text for _, text, _ in self._rows)

    def holder(self, unit: UnitStatus) -> str:
        """Return who has a text like this one; the first of several."""
        wanted = stripped(unit.source)
        near = (self._rows[number] for number in sorted(self._texts.near(wanted)))
        return next(
            (
                who
                for context, text, who in near
                if context == unit.context and likeness(text, wanted, least=_SAME_TEXT)
            ),
            "",
        )


def _with_holders(page: PageStatus, holders: _Holders) -> PageStatus:
    units = tuple(replace(unit, handoff=holders.of(page, unit)) for unit in page.units)
    return page if units == page.units else replace(page, units=units)


def _in_hand(page: PageStatus) -> Tally:
    return sum((Tally(1, unit.words) for unit in page.units if unit.handoff), Tally())


def _handoff(record: Record, found: Mapping[Key, int], today: date) -> Handoff:
    ticket = record.ticket
    return Handoff(
        id=ticket.id,
        locale=record.locale,
        to=ticket.to,
        handed=ticket.handed,
        due=ticket.due,
        overdue=bool(ticket.due and ticket.due < today and found),
        file=record.file,
        total=Tally(len(record.texts), _words(record)),
        in_hand=Tally(len(found), sum(found.values())),
    )


def _words(record: Record) -> int:
    """Return the words of work that were handed out; those of the texts where an editor dropped the figure."""
    if record.ticket.words is not None:
        return record.ticket.words
    return sum(count_words(text) for _, text in record.texts)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to be given."""

    words: int | None = None
    """At most so many words outstanding, but one text at least; None is no limit."""
    pages: int | None = None
    only: frozenset[SegmentState] = frozenset()
    """Only texts in these states; empty is any state."""
    posts: frozenset[str] = frozenset()
    """Only texts of these pages, by key or address; empty is any page."""
    again: bool = False
    """Also texts that somebody has in hand already."""


@dataclass(frozen=True, slots=True)
class Pick:
    """A text to hand out, with every page that it is outstanding on; the first gives it its place in the file."""

    unit: UnitStatus
    pages: tuple[PageStatus, ...]

    @property
    def repeated(self) -> int:
        """Words that its answer does besides: those of its repeats."""
        return (len(self.pages) - 1) * self.unit.words


def pick_units(status: Status, locale: str, wish: Wish) -> tuple[Pick, ...]:
    """Return the outstanding texts of a locale to hand out: page by page in the order of the status, each text once."""
    picked = _picked(status, locale, wish)
    pages: dict[Key, list[PageStatus]] = {key: [] for key in picked}
    for page in _open_pages(status, locale) if picked else ():
        for unit in page.units:
            if (unit.context, unit.source) in pages:
                pages[unit.context, unit.source].append(page)
    return tuple(Pick(unit, tuple(pages[key])) for key, unit in picked.items())


def _open_pages(status: Status, locale: str) -> Iterator[PageStatus]:
    """Yield the pages of a locale that have texts to hand out, in the order of the status."""
    return (page for page in status.only(locale).pages if page.catalog and page.units)


def _picked(status: Status, locale: str, wish: Wish) -> dict[Key, UnitStatus]:
    picks: dict[Key, UnitStatus] = {}
    words = taken = 0
    for page in _open_pages(status, locale):
        if wish.posts and not wish.posts & {page.key, page.source_url, page.url}:
            continue
        new = [
            unit for unit in page.units if (unit.context, unit.source) not in picks and _wanted(unit, wish)
        ]
        if not new:
            continue
        taken += 1
        if wish.pages is not None and taken > wish.pages:
            break
        for unit in new:
            if wish.words is not None and picks and words + unit.words > wish.words:
                return picks
            picks[unit.context, unit.source] = unit
            words += unit.words
    return picks


def _wanted(unit: UnitStatus, wish: Wish) -> bool:
    return (wish.again or not unit.handoff) and (not wish.only or unit.state in wish.only)
