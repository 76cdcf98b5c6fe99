"""Which pages might translate which sources, where nothing says so: pairs for a person to accept."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from calque.locales import PageIdentity, page_identity
from calque.model import Page, PageKey, Site, SplitPost
from calque.pairing.clues import Clue
from calque.pairing.likeness import Background, Likeness
from calque.pairing.outlines import Mark, Outline, outline

__all__ = ["Proposal", "propose_pairs"]

_BAR = 10.0
"""Bits from which on a pair is proposed."""
_SINGLED_OUT = 4.0
"""Bits that must be left after the ones that it takes to name one source of all."""
_MARGIN = 4.0
"""Bits by which a pair must be better than any other of its two pages."""
_COMMON = 30
"""Pages beyond which a mark or bucket brings none together: that many share it by chance."""
_CANDIDATES = 8
"""Sources that a page is compared with, those with the rarest marks in common."""

_Pair = tuple[str, str]
"""The keys of a page and of a source."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A page and the source that its structure suggests."""

    page: Page
    source: Page
    reason: str


def propose_pairs(
    alone: Sequence[Page],
    free: Mapping[str | None, Sequence[Page]],
    site: Site,
    *,
    splits: Mapping[PageKey, SplitPost],
    translated: Iterable[tuple[Page, Page]] = (),
    hints: Mapping[PageKey, Sequence[Clue]] = MappingProxyType({}),
) -> tuple[Proposal, ...]:
    """Propose a source for each page `alone`, among those `free` in its locale and of its type, by locale and key.

    `translated` are the pairs that are known: a link to either of their pages is a link to one. `hints` are clues
    of pages that pair nothing by themselves, and add to what is alike.
    """
    if not (alone and splits and any(free.values())):
        return ()
    outlines = _Outlines(site, splits, _known(free, translated))
    pages: defaultdict[tuple[str, str], list[Page]] = defaultdict(list)
    for page in alone:
        pages[page.locale or "", page.post.collection].append(page)
    proposals: list[Proposal] = []
    for (locale, collection), rows in sorted(pages.items()):
        sources = [page for page in free[locale] if page.post.collection == collection]
        named = {page.post.key: {clue.source: clue for clue in hints.get(page.key, ())} for page in rows}
        proposals += _match(rows, sources, outlines, named)
    return tuple(proposals)


class _Outlines:
    """The outline of each page, made once."""

    def __init__(
        self, site: Site, splits: Mapping[PageKey, SplitPost], known: Mapping[PageIdentity, str]
    ) -> None:
        self._site = site
        self._splits = splits
        self._known = known
        self._made: dict[PageKey, Outline] = {}

    def of(self, pages: Iterable[Page]) -> dict[str, Outline]:
        """Return the outlines of pages of one locale by their keys; pages that are not split have none."""
        for page in pages:
            if page.key not in self._made and page.key in self._splits:
                self._made[page.key] = outline(self._splits[page.key], self._site, self._known)
        return {page.post.key: self._made[page.key] for page in pages if page.key in self._made}


def _known(
    free: Mapping[str | None, Sequence[Page]], translated: Iterable[tuple[Page, Page]]
) -> Mapping[PageIdentity, str]:
    """Index the addresses of sources and their translations by the source's key."""
    rows = [(page, page) for pages in free.values() for page in pages]
    for page, source in translated:
        rows += [(page, source), (source, source)]
    return {identity: source.post.key for page, source in rows if (identity := page_identity(page.post.link))}


def _match(
    pages: Sequence[Page],
    free: Sequence[Page],
    outlines: _Outlines,
    hints: Mapping[str, Mapping[str, Clue]],
) -> list[Proposal]:
    """Return the pairs whose pages are each other's best match, by far and well above chance.

    Pages are compared where they share something rare, so that the time grows with their number and not
    with its square. Equal scores are ordered by key, so that the order of the pages does not matter.
    """
    targets, sources = outlines.of(pages), outlines.of(free)
    background = Background([*sources.values(), *targets.values()])
    scores = {
        (target, source): _Score(
            background.compare(sources[source], targets[target]), hints.get(target, {}).get(source)
        )
        for target, names in _candidates(sources, targets, background)
        for source in dict.fromkeys((*names, *(name for name in hints.get(target, ()) if name in sources)))
    }
    found: dict[_Pair, str] = {}
    while new := dict(_best(scores, _SINGLED_OUT + math.log2(max(1, len(sources))))):
        found |= new
        gone_targets, gone_sources = ({pair[side] for pair in new} for side in (0, 1))
        scores = {
            pair: one
            for pair, one in scores.items()
            if pair[0] not in gone_targets and pair[1] not in gone_sources
        }
    by_key = {page.post.key: page for page in pages}
    source_by_key = {page.post.key: page for page in free}
    return [
        Proposal(by_key[one], source_by_key[other], reason) for (one, other), reason in sorted(found.items())
    ]


def _candidates(
    sources: Mapping[str, Outline], targets: Mapping[str, Outline], background: Background
) -> Iterator[tuple[str, list[str]]]:
    """Yield each target with the sources that share its rarest features."""
    shelves: defaultdict[object, list[str]] = defaultdict(list)
    for name in sorted(sources):
        for shelf, _ in _shelves(sources[name], background):
            shelves[shelf].append(name)
    asked = Counter(shelf for one in targets.values() for shelf, _ in _shelves(one, background))
    for target in sorted(targets):
        votes: defaultdict[str, list[float]] = defaultdict(list)
        for shelf, bits in _shelves(targets[target], background):
            if max(len(shelves.get(shelf, ())), asked[shelf]) <= _COMMON:
                for source in shelves.get(shelf, ()):
                    votes[source].append(bits)
        ranked = sorted(votes, key=lambda source: (-math.fsum(votes[source]), source))
        yield target, ranked[:_CANDIDATES]


def _shelves(one: Outline, background: Background) -> Iterator[tuple[object, float]]:
    """Yield the features by which a page can be found, with the bits of each."""
    for bucket in one.buckets:
        yield bucket, 2.0
    for mark in Mark:
        for value in one.marks[mark]:
            yield (mark, value), background.bits(mark, value)


@dataclass(frozen=True, slots=True)
class _Score:
    """How alike two pages are, and the clue that adds to it."""

    likeness: Likeness
    hint: Clue | None = None

    @property
    def bits(self) -> float:
        """The sum."""
        return self.likeness.bits + (self.hint.kind.bits if self.hint else 0.0)

    def __str__(self) -> str:
        return f"{self.hint.reason}, {self.likeness}" if self.hint else str(self.likeness)


def _best(scores: Mapping[_Pair, _Score], singled_out: float) -> Iterator[tuple[_Pair, str]]:
    """Yield the pairs that are the best of both their pages by the margin, and why.

    What names one source of all need not be told from the likeness again.
    """
    ranked: defaultdict[tuple[int, str], list[float]] = defaultdict(list)
    for pair, one in scores.items():
        for side in enumerate(pair):
            ranked[side].append(one.bits)
    for bits in ranked.values():
        bits.sort(reverse=True)
    for pair, one in scores.items():
        both = [ranked[side] for side in enumerate(pair)]
        rival = max((bits[1] for bits in both if len(bits) > 1), default=-math.inf)
        is_first = all(bits[0] == one.bits for bits in both)
        bar = _BAR if one.hint else max(_BAR, singled_out)
        if is_first and one.bits >= bar and one.bits - rival >= _MARGIN:
            yield pair, _reason(one, rival)


def _reason(one: _Score, rival: float) -> str:
    nearest = f"the next best {max(0, math.floor(rival))}" if rival > -math.inf else "no other near"
    return f"{one} (score {math.floor(one.bits)}, {nearest})"
