"""The publication state of a page: its live text beside what its catalog gives, and which of the two went on."""

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from calque.html.typography import as_shown
from calque.model import TITLE, Document, Page, Publication, PublicationBase, Segment, SegmentKind, SplitPost
from calque.po.units import Key

__all__ = ["PublicationVerdict", "Targets", "judge_publication"]

Targets = Mapping[Key, str]
"""What the catalog has for the texts of a page that somebody confirmed as translated, by context and source text."""

_WITHDRAWN = frozenset({"trash", "hidden"})
"""Of a post that was on the site and is there no more."""
_OWN = frozenset({TITLE, "content"})
"""The fields that every page shows; others only where the site serves them."""
_UNRENDERED = frozenset({SegmentKind.BLOCK, SegmentKind.SHORTCODE})
"""Texts that stand in a stored text and not, as such, in a rendered one."""


class PublicationVerdict(NamedTuple):
    """The state of a page, why, and what the ledger is to remember of it."""

    state: Publication
    reason: str = ""
    base: PublicationBase | None = None
    """With nothing said of readiness yet; None where there is nothing to remember."""
    passing: bool = False
    """Nobody had seen the page before, so the next look may tell more."""
    absent: Collection[Key] | None = None
    """The texts whose translations the live page does not have; None where nothing of it was looked at."""


def judge_publication(
    page: Page | None,
    source: SplitPost,
    live: SplitPost | None,
    targets: Targets,
    *,
    complete: bool,
    foreign: Collection[str],
    past: Collection[str],
    base: PublicationBase | None,
    is_newer: Callable[[Key], bool] = lambda _: False,
    is_ordered: bool = True,
) -> PublicationVerdict:
    """Judge the live page of a source, `page`, whose text `live` may not be known.

    `complete` says that all texts are in `targets`. `foreign` are the texts of the live page that are surely not in its
    language, `past` earlier texts of the source and of the catalog: where the page has nothing else, nobody's edit is
    lost by publishing. `base` is what the ledger remembers. `is_newer` tells of a source text that it came to its page
    after the live page was saved: then the live page cannot have gone on since its translation was made. `is_ordered`
    says that the texts have to stand in the order of the source; of a page that is written on the site, they need not.
    A base that a person accepted is as good as equal texts, until one of the two goes on.
    """
    kept = base or PublicationBase("", "")
    if page is None or page.post.status in _WITHDRAWN:
        return PublicationVerdict(Publication.NOT_PUBLISHED, base=kept)
    if live is None or page.post.status != "publish" or page.post.locked or not live.segments:
        return _unread(page, kept)
    looked = _look(source, live, targets, complete=complete, past=past, is_ordered=is_ordered)
    now = PublicationBase(_digest(looked.shown), _digest(looked.wanted))
    before = base if base and base.live else None
    if not targets:
        return PublicationVerdict(Publication.UNKNOWN, base=before or now)
    if looked.is_equal:
        return PublicationVerdict(Publication.PUBLISHED, base=now, absent=())
    if before and before.accepted and (before.live, before.catalog) == (now.live, now.catalog):
        return PublicationVerdict(
            Publication.PUBLISHED, f"{looked.reason}; somebody confirmed the page so", before, absent=()
        )
    known = {as_shown(text) for text in (*past, *foreign)} | {as_shown(one.text) for one in source.segments}
    is_old = before is None and bool(looked.absent) and all(map(is_newer, looked.absent))
    verdict = _which_went_on(
        looked, now, before, is_known=is_old or all(row.text in known for row in looked.left)
    )
    return verdict._replace(absent=looked.absent)


def _unread(page: Page, base: PublicationBase) -> PublicationVerdict:
    """Return the state of a page that has no text which visitors read."""
    if page.post.status != "publish":
        return PublicationVerdict(Publication.DRAFTED, base=base)
    return PublicationVerdict(Publication.UNKNOWN, "no text of the live page can be seen", base)


def _which_went_on(
    looked: "_Looked", now: PublicationBase, before: PublicationBase | None, *, is_known: bool
) -> PublicationVerdict:
    """Tell which of a live page and its catalog went on; `is_known` says that no edited text is on the page.

    A paragraph that an editor took away is an edit without a text.
    """
    if before is None:
        state = Publication.TO_PUBLISH if is_known else Publication.UNKNOWN
        reason = "" if is_known else "; calque sees the page for the first time"
        return PublicationVerdict(state, looked.reason + reason, now, passing=not is_known)
    if before.live == now.live or (is_known and looked.left):
        return PublicationVerdict(Publication.TO_PUBLISH, looked.reason, before)
    state = Publication.AHEAD if before.catalog == now.catalog else Publication.CONFLICT
    return PublicationVerdict(state, looked.reason, before)


class _ReadText(NamedTuple):
    """A text in a field, as readers see it."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class _Looked:
    """A live page beside what its catalog gives."""

    wanted: tuple[_ReadText, ...]
    """The translations, in the order of the source."""
    shown: tuple[_ReadText, ...]
    """The texts of the live page."""
    left: tuple[_ReadText, ...]
    """Texts of the live page that are no translation of today."""
    absent: tuple[Key, ...]
    """The texts of the source whose translations the live page does not have."""
    over: int
    """Texts of the live page that the source or the catalog had once, or that are copies."""
    in_order: bool

    @property
    def is_equal(self) -> bool:
        """Whether visitors read what the catalog gives: texts that the page alone has are no difference."""
        return self.in_order and not self.over

    @property
    def reason(self) -> str:
        """Return the difference as a phrase."""
        if self.absent:
            count = len(self.absent)
            of = f"{count:,} of {len(self.wanted):,} texts" if len(self.wanted) > 1 else "its text"
            return f"{of} {'is' if count == 1 else 'are'} not on the live page"
        if self.over:
            return f"{self.over:,} {'text is' if self.over == 1 else 'texts are'} on the live page still"
        return "the live page has its texts in another order"


def _look(
    source: SplitPost,
    live: SplitPost,
    targets: Targets,
    *,
    complete: bool,
    past: Collection[str],
    is_ordered: bool,
) -> _Looked:
    wanted: list[_ReadText] = []
    keys: list[Key] = []
    shown: list[_ReadText] = []
    there = {document.field: document for document in live.documents}
    for document in source.documents:
        other = there.get(document.field)
        if not (other and other.segments) and document.field not in _OWN:
            continue
        own = [(one.context, one.text) for one in _comparable(document, other)]
        own = [key for key in own if key in targets]
        keys += own
        wanted += [_ReadText(document.field, as_shown(targets[key])) for key in own]
        shown += [_ReadText(document.field, as_shown(one.text)) for one in _comparable(other, document)]
    left = tuple(shown[number] for number in _left(shown, wanted))
    mine = set(wanted)
    absent = tuple(keys[number] for number in _left(wanted, shown))
    gone = {as_shown(text) for text in past}
    if complete:  # of a page that is not, the source's own text is what one expects there
        gone |= {as_shown(segment.text) for segment in source.segments}
    return _Looked(
        tuple(wanted),
        tuple(shown),
        left,
        absent=absent,
        over=sum(row.text in gone for row in left if row not in mine) if complete else 0,
        in_order=_is_within(wanted, shown) if is_ordered else not absent,
    )


def _comparable(document: Document | None, other: Document | None) -> Sequence[Segment]:
    """Return the texts of a field that a field which is stored or rendered like `other` has too."""
    if document is None:
        return ()
    if other is None or document.raw == other.raw or not document.raw:
        return document.segments
    return [segment for segment in document.segments if segment.kind not in _UNRENDERED]


def _left(rows: Sequence[_ReadText], others: Sequence[_ReadText]) -> Iterator[int]:
    """Yield the numbers of the rows that are left when each of the others has taken one of its like."""
    taken = Counter(others)
    for number, row in enumerate(rows):
        if taken[row]:
            taken[row] -= 1
        else:
            yield number


def _is_within(rows: Sequence[_ReadText], others: Sequence[_ReadText]) -> bool:
    """Tell whether all rows are among the others, in the same order."""
    rest = iter(others)
    return all(row in rest for row in rows)


def _digest(rows: Sequence[_ReadText]) -> str:
    text = json.dumps(rows, ensure_ascii=True)
    return sha256(text.encode()).hexdigest()
