"""Which outstanding texts are in hand, and which to give to the next person who asks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from calque.html import count_words
from calque.model import Handoff, PageStatus, SegmentState, Status, Tally, UnitStatus
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
    pages = tuple(_with_holders(page, holders) for page in status.pages)
    handoffs = [_handoff(record, holders.found[record.ticket.id], today) for record in ordered]
    locales = tuple(replace(row, in_hand=_in_hand(row.locale, handoffs)) for row in status.locales)
    return replace(status, pages=pages, locales=locales, handoffs=tuple(handoffs))


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
    own = (page for page in status.pages if page.locale == locale and not page.is_quiet)
    pages = [page for page in own if page.catalog and page.units]
    holders: dict[Key, list[tuple[PageStatus, UnitStatus]]] = {}
    for page in pages:
        for unit in page.units:
            holders.setdefault((unit.context, unit.source), []).append((page, unit))
    picks: dict[Key, Pick] = {}
    words = taken = 0
    for page in pages:
        if wish.posts and not wish.posts & {page.key, page.source_url, page.url}:
            continue
        here = [(key, unit) for unit in page.units if (key := (unit.context, unit.source)) not in picks]
        new = [(key, _pick(holders[key], unit, page)) for key, unit in here if _wanted(unit, wish)]
        if not new:
            continue
        taken += 1
        if wish.pages is not None and taken > wish.pages:
            break
        if wish.words is not None and picks and words + sum(pick.unit.words for _, pick in new) > wish.words:
            break
        for key, pick in new:
            if wish.words is not None and picks and words + pick.unit.words > wish.words:
                return tuple(picks.values())
            picks[key] = pick
            words += pick.unit.words
    return tuple(picks.values())


def _pick(places: Sequence[tuple[PageStatus, UnitStatus]], unit: UnitStatus, page: PageStatus) -> Pick:
    """Return a text with its places: first the one where least is to be done, this page where that is the same."""
    least = min((other.words for _, other in places), default=unit.words)
    first = page if unit.words == least else next(one for one, other in places if other.words == least)
    best = unit if first is page else next(other for one, other in places if one is first)
    others = (one for one, _ in places if one is not first)
    return Pick(best, (first, *others))


def _wanted(unit: UnitStatus, wish: Wish) -> bool:
    return (wish.again or not unit.handoff) and (not wish.only or unit.state in wish.only)
