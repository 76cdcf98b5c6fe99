"""How alike a page and a possible source of it are, by what a translation leaves as it is.

The weights are logarithms of odds (Fellegi and Sunter's record linkage): a mark that two pages share counts
for as much as it is rare on the site, a difference counts against. Their sum is in bits: 10 of them are odds
of a thousand to one. `bench/pairing.py` measures what comes of it.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from html import unescape
from itertools import islice, pairwise
from statistics import median
from urllib.parse import unquote, urljoin

from rapidfuzz.distance import LCSseq

from calque.html import plain
from calque.locales import PageIdentity, page_identity, shared_path
from calque.model import SegmentKind, Site, SplitPost

__all__ = ["Background", "Likeness", "Mark", "Outline", "outline"]


class Mark(StrEnum):
    """What a translation leaves as it is, as people call it."""

    MEDIA = "file"
    """Images and other files, by name."""
    LINK = "link"
    """Pages linked to: known ones by their source's key, foreign ones by address."""
    NUMBER = "number"
    WORD = "word"
    """Words that stand in both texts: names, mostly."""
    MOMENT = "date"
    """The second and the day of publication."""


@dataclass(frozen=True, slots=True)
class _Weight:
    """What a kind of mark is worth."""

    kept: float
    """How often a translation has the mark of its source."""
    trust: float
    """Of its bits, what is counted: marks of one kind come together, and so say less than their sum."""
    missed: float = 0.0
    """Bits against, for each mark that one of the two lacks."""


_WEIGHTS = {
    Mark.MEDIA: _Weight(0.85, 1.0, 1.0),
    Mark.LINK: _Weight(0.6, 0.7),
    Mark.NUMBER: _Weight(0.8, 0.7, 0.5),
    Mark.WORD: _Weight(0.6, 0.4),
    Mark.MOMENT: _Weight(0.5, 0.7),
}
_UNSEEN = 10
"""Pages that are imagined beside those at hand, so that on a small site nothing counts as rare."""
_RAREST = 8.0
"""Bits that one mark is worth at most."""
_COUNTED = 12
"""Marks of a kind that are counted, the rarest first."""
_TOLD = 1.5
"""Bits, in full, from which on a mark is worth being told."""
_MISSED = 6.0
"""Bits against that the marks of a kind come to at most."""
_WORDS = 400
"""Different words of a page that are looked at, from its beginning."""
_UNMATCHED = 1.5
"""Bits against, for each block that has no counterpart."""

_NUMBER = re.compile(r"\d{1,18}")
_THOUSANDS = re.compile(r"(?<=\d)[.,'’\u00a0\u202f](?=\d{3}(?!\d))")
_WORD = re.compile(r"[^\W_]{3,}")
_URL = re.compile(r"""\s(?:src|href)\s*=\s*(?:"([^"<>]{1,2000})"|'([^'<>]{1,2000})')""", re.IGNORECASE)
_FILE = re.compile(
    r"([^/]+)\.(?:jpe?g|png|gif|webp|avif|svg|bmp|mp3|mp4|m4a|ogg|ogv|webm|mov|pdf|docx?|xlsx?|pptx?|odt|zip)"
    r"(?:[?#].*)?",
    re.IGNORECASE,
)
_VARIANT = re.compile(r"(?:-\d{1,5}x\d{1,5}|-scaled|-rotated|-e\d{10,13})+\Z")
"""What WordPress adds to the name of an image for another size or an edit of it."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A page without its language."""

    blocks: tuple[str, ...]
    """The element path of each block of text, the title first."""
    lengths: tuple[int, ...]
    """The characters of each block."""
    marks: Mapping[Mark, frozenset[str]]

    @property
    def buckets(self) -> tuple[tuple[object, ...], ...]:
        """What pages have to share to be compared, beside a rare mark: their blocks, or where the longest stand.

        The more of the longest, the fewer pages share their places: on a large site of like pages, too.
        """
        by_length = sorted(range(len(self.lengths)), key=lambda index: (-self.lengths[index], index))
        longest = (("longest", len(self.blocks), *by_length[:count]) for count in (1, 2, 3, 4))
        return (("blocks", *self.blocks), *longest)


def outline(split: SplitPost, site: Site, known: Mapping[PageIdentity, str]) -> Outline:
    """Return what of a page survives its translation.

    `known` gives the key of the source that the page at an address is, or translates: two links to one page
    in two languages are then one mark.
    """
    texts: list[str] = []
    blocks: list[str] = []
    for document in split.documents:
        for segment in document.segments:
            if segment.kind is SegmentKind.TEXT and segment.context in (None, "title"):
                texts.append(plain(segment.text))
                blocks.append(segment.context or segment.path)
    text = _THOUSANDS.sub("", "\n".join(texts))
    urls = [
        unescape(first or second)
        for document in split.documents
        for first, second in _URL.findall(document.html)
    ]
    words = dict.fromkeys(_WORD.findall(text.casefold()))
    published = split.post.published
    marks = {
        Mark.MEDIA: frozenset(filter(None, map(_file_name, urls))),
        Mark.LINK: frozenset(filter(None, (_link(url, split.post.link, site, known) for url in urls))),
        Mark.NUMBER: frozenset(str(int(number)) for number in _NUMBER.findall(text)),
        Mark.WORD: frozenset(islice((word for word in words if not word.isdecimal()), _WORDS)),
        Mark.MOMENT: frozenset({published.isoformat(), str(published.date())} if published else ()),
    }
    if split.post.featured:
        marks[Mark.MEDIA] |= {f"#{split.post.featured}"}
    return Outline(tuple(blocks), tuple(map(len, texts)), marks)


def _file_name(url: str) -> str:
    """Return the name that all sizes of a file share: `…/2026/02/shelf-300x200.jpg` → `shelf`."""
    match = _FILE.fullmatch(url.rpartition("/")[2])
    return _VARIANT.sub("", unquote(match[1]).casefold()) if match else ""


def _link(url: str, base: str, site: Site, known: Mapping[PageIdentity, str]) -> str:
    """Return what a link leads to; empty for a file, a place on the page and a page that nothing is known of."""
    if url.startswith("#") or _file_name(url):
        return ""
    if not url.lower().startswith(("http:", "https:", "/")):
        return url if url.lower().startswith(("mailto:", "tel:")) else ""
    try:
        absolute = urljoin(base, url)
        identity = page_identity(absolute)
    except ValueError:
        return ""
    if identity in known:
        return known[identity]
    if shared_path(absolute, site):
        return ""  # another page of the site, whose address is most likely translated
    host, path, query = identity
    return f"{host}/{'/'.join(path)}?{query}"


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two pages are."""

    bits: float
    aligned: int
    """Blocks of one kind in one order, of the `blocks` that the longer page has."""
    blocks: int
    shared: tuple[tuple[Mark, int], ...]
    """How many marks of each kind the two share that few others have."""

    def __str__(self) -> str:
        kinds = [f"{count} {mark}{'s' if count > 1 else ''}" for mark, count in self.shared]
        common = f"; in common: {', '.join(kinds)}" if kinds else ""
        return f"{self.aligned} of {self.blocks} blocks in the same order{common}"


class Background:
    """How frequent marks and blocks are on the pages at hand: what rarity is measured by."""

    def __init__(self, outlines: Iterable[Outline]) -> None:
        self._pages = 0
        self._marks: dict[Mark, Counter[str]] = {mark: Counter() for mark in Mark}
        self._after: Counter[str] = Counter()
        self._pairs: Counter[tuple[str, str]] = Counter()
        for one in outlines:
            self._pages += 1
            for mark, values in one.marks.items():
                self._marks[mark].update(values)
            row = ("", *one.blocks)
            self._after.update(row[:-1])
            self._pairs.update(pairwise(row))

    @cached_property
    def _total(self) -> int:
        return self._pages + 2 * _UNSEEN

    def bits(self, mark: Mark, value: str) -> float:
        """Return what a shared mark is worth."""
        chance = self._marks[mark][value] / self._total
        odds = math.log2(_WEIGHTS[mark].kept / chance) if chance else _RAREST
        return _WEIGHTS[mark].trust * min(_RAREST, max(0.0, odds))

    def compare(self, source: Outline, target: Outline) -> Likeness:
        """Say how alike a page and a possible source of it are."""
        aligned = _align(source.blocks, target.blocks)
        longer = max(len(source.blocks), len(target.blocks))
        unmatched = len(source.blocks) + len(target.blocks) - 2 * len(aligned)
        terms = [-_UNMATCHED * unmatched, _length_bits(source, target, aligned)]
        before = ("", *source.blocks)
        terms += [self._block_bits(before[index], before[index + 1]) for index, _ in aligned]
        shared: list[tuple[Mark, int]] = []
        for mark in Mark:
            both = source.marks[mark] & target.marks[mark]
            bits = sorted((self.bits(mark, value) for value in both), reverse=True)
            terms += bits[:_COUNTED]
            rare = sum(value >= _TOLD * _WEIGHTS[mark].trust for value in bits)
            shared += [(mark, rare)] if rare else []
            missed = _WEIGHTS[mark].missed * len(source.marks[mark] ^ target.marks[mark])
            terms.append(-min(missed, _MISSED))
        return Likeness(math.fsum(terms), len(aligned), longer, tuple(shared))

    def _block_bits(self, before: str, block: str) -> float:
        """Return what a shared block is worth: half its surprise, since blocks come in runs."""
        return -0.5 * math.log2((self._pairs[before, block] + 1) / (self._after[before] + 4))


def _align(source: Sequence[str], target: Sequence[str]) -> list[tuple[int, int]]:
    """Return the longest common subsequence, as pairs of indexes."""
    return [
        pair
        for run in LCSseq.opcodes(source, target)
        if run.tag == "equal"
        for pair in zip(range(run.src_start, run.src_end), range(run.dest_start, run.dest_end), strict=True)
    ]


_LENGTHS = 2
"""Below this, lengths say nothing: one serves to know how much longer the target language is."""
_SPREAD = 0.65
"""How far the lengths of two blocks of different pages lie apart: the mean of |log ratio|."""
_WORST = -2.0
"""Bits that one block's length can count against."""


def _length_bits(source: Outline, target: Outline, aligned: Sequence[tuple[int, int]]) -> float:
    """Return what the lengths of the aligned blocks are worth.

    The logarithms of their ratios lie about the pair's median as a Laplace distribution: closely in a
    translation, more closely in a longer text, and widely between two pages that have nothing in common.
    """
    rows = [(source.lengths[one], target.lengths[other]) for one, other in aligned]
    if len(rows) < _LENGTHS:
        return 0.0
    ratios = [math.log((other + 1) / (one + 1)) for one, other in rows]
    middle = median(ratios)
    bits: list[float] = []
    for (one, other), ratio in zip(rows, ratios, strict=True):
        close = min(_SPREAD, 0.1 + 1 / math.sqrt(min(one, other) + 1))
        odds = math.log2(_SPREAD / close) - abs(ratio - middle) * (1 / close - 1 / _SPREAD) / math.log(2)
        bits.append(max(_WORST, odds))
    return math.fsum(bits) - max(bits)
