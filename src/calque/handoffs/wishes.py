"""Which outstanding texts are in hand, and which to give to the next person who asks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

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
    pages = _held(status.pages, holders)
    handoffs = [_handoff(record, holders.found[record.ticket.id], today) for record in ordered]
    locales = tuple(replace(row, in_hand=_in_hand(row.locale, handoffs)) for row in status.locales)
    return replace(status, pages=pages, locales=locales, handoffs=tuple(handoffs))


def _held(pages: Sequence[PageStatus], holders: "_Holders") -> Sequence[PageStatus]:
    """Return the pages with who has what of them; of pages on disk few are read."""
    if not isinstance(pages, PagesOnDemand):
        return tuple(_with_holders(page, holders) for page in pages)
    found: dict[int, tuple[str, ...]] = {}
    for number, page in pages.marked(*holders.wanted()):
        held = _with_holders(page, holders)
        if held is not page:
            found[number] = tuple(unit.handoff for unit in held.units)
    return pages.held(found)


class _Holders:
    """Who has which text, by locale; and of each handoff what was found outstanding still, with its words."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.found: dict[str, dict[Key, int]] = {}
        self._texts: dict[tuple[str, Key], _Held] = {}
        self._earlier: dict[tuple[str, Key], _Held] = {}
        self._of_post: dict[tuple[str, str], list[_Held]] = {}
        self._wordings: _Wordings | None = None
        """Those of the page that was asked for last."""
        for record in records:
            self.found[record.ticket.id] = {}
            for key, text in record.texts.items():
                held = _Held(record.ticket.id, key)
                self._texts.setdefault((record.locale, key), held)
                if text.previous is not None:
                    self._earlier.setdefault((record.locale, text.previous), held)
                for post in text.posts:
                    self._of_post.setdefault((record.locale, post), []).append(held)

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
        held = self._texts.get((page.locale, key))
        if held is None and unit.confirmed is not None and SegmentState.STALE in unit.flags:
            held = self._earlier.get((page.locale, (unit.context, unit.confirmed)))
        if held is None and unit.state is SegmentState.MISSING:
            held = self._of_earlier_wording(page, unit)
        if held is None:
            return ""
        found = self.found[held.handoff]
        found[held.key] = min(unit.words, found.get(held.key, unit.words))
        return held.handoff

    def _of_earlier_wording(self, page: PageStatus, unit: UnitStatus) -> "_Held | None":
        """Return who has a text of this page that is like this one, and is outstanding no more as it was."""
        if self._wordings is None or self._wordings.page is not page:
            self._wordings = _Wordings(page, self._of_post.get((page.locale, page.key), ()))
        return self._wordings.holder(unit)


class _Held(NamedTuple):
    """A text as it was handed out: however many texts of today it became, it is one to bring back."""

    handoff: str
    key: Key


class _Wordings:
    """The texts of a page that somebody has, and that are outstanding no more as they were."""

    def __init__(self, page: PageStatus, rows: Sequence[_Held]) -> None:
        self.page = page
        here = {(unit.context, unit.source) for unit in page.units} if rows else set()
        self._rows = [(held, stripped(held.key[1])) for held in rows if held.key not in here]
        self._texts = TextIndex(text for _, text in self._rows)

    def holder(self, unit: UnitStatus) -> _Held | None:
        """Return what somebody has of a text like this one; the first of several."""
        wanted = stripped(unit.source)
        near = (self._rows[number] for number in sorted(self._texts.near(wanted)))
        return next(
            (
                held
                for held, text in near
                if held.key[0] == unit.context and likeness(text, wanted, least=_SAME_TEXT)
            ),
            None,
        )


def _with_holders(page: PageStatus, holders: _Holders) -> PageStatus:
    units = tuple(replace(unit, handoff=holders.of(page, unit)) for unit in page.units)
    return page if units == page.units else replace(page, units=units)


def _in_hand(locale: str, handoffs: Iterable[Handoff]) -> Tally:
    return sum((one.in_hand for one in handoffs if one.locale == locale), Tally())


def _handoff(record: Record, found: Mapping[Key, int], today: date) -> Handoff:
    ticket = record.ticket
    left = Tally(len(found), sum(found.values()))
    return Handoff(
        id=ticket.id,
        locale=record.locale,
        to=ticket.to,
        handed=ticket.handed,
        due=ticket.due,
        overdue=bool(ticket.due and ticket.due < today and found),
        file=record.file,
        total=Tally(len(record.texts), max(_words(record), left.words)),  # a text may have grown meanwhile
        in_hand=left,
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
    """At most so many words outstanding, whole pages where one fits, one text at least; None is no limit."""
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
    """Return the outstanding texts of a locale to hand out: page by page in the order of the status, each text once.

    Of a text that stands on several pages it is the one with the least words to do. A page that would not fit into
    the words that are wished for is left out with all behind it; only the first is cut where it is too long by itself.
    """
    picked = _picked(status, locale, wish)
    places: dict[Key, list[tuple[PageStatus, UnitStatus]]] = {key: [] for key in picked}
    for page in _open_pages(status, locale) if picked else ():
        for unit in page.units:
            if (unit.context, unit.source) in places:
                places[unit.context, unit.source].append((page, unit))
    return tuple(_pick(places[key], at) for key, at in picked.items())


def _open_pages(status: Status, locale: str) -> Iterator[PageStatus]:
    """Yield the pages of a locale that have texts to hand out, in the order of the status."""
    own = status.only(locale).pages
    return (page for page in own if page.catalog and page.units and not page.is_quiet)


def _least(pages: Iterable[PageStatus]) -> dict[Key, int]:
    """Return the least words that each text needs on any of some pages."""
    least: dict[Key, int] = {}
    for page in pages:
        for unit in page.units:
            key = (unit.context, unit.source)
            least[key] = min(unit.words, least.get(key, unit.words))
    return least


def _picked(status: Status, locale: str, wish: Wish) -> dict[Key, str]:
    """Return the texts to hand out, each with the key of the page that it is picked on."""
    least = _least(_open_pages(status, locale))
    picks: dict[Key, str] = {}
    words = taken = 0
    for page in _open_pages(status, locale):
        if wish.posts and not wish.posts & {page.key, page.source_url, page.url}:
            continue
        here = [(key, unit) for unit in page.units if (key := (unit.context, unit.source)) not in picks]
        new = [key for key, unit in here if _wanted(unit, wish)]
        if not new:
            continue
        taken += 1
        if wish.pages is not None and taken > wish.pages:
            break
        if wish.words is not None and picks and words + sum(map(least.__getitem__, new)) > wish.words:
            break
        for key in new:
            if wish.words is not None and picks and words + least[key] > wish.words:
                return picks
            picks[key] = page.key
            words += least[key]
    return picks


def _pick(places: Sequence[tuple[PageStatus, UnitStatus]], at: str) -> Pick:
    """Return a text with its places: first the one where least is to be done, that page where it is the same there."""
    least = min(unit.words for _, unit in places)
    best = [(page, unit) for page, unit in places if unit.words == least]
    first, unit = next(((page, unit) for page, unit in best if page.key == at), best[0])
    others = (page for page, _ in places if page is not first)
    return Pick(unit, (first, *others))


def _wanted(unit: UnitStatus, wish: Wish) -> bool:
    return (wish.again or not unit.handoff) and (not wish.only or unit.state in wish.only)
