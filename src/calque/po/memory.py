"""The memory of a locale: what its catalogs translate, to be suggested where the same text, or a near one, is missing.

Whether a row suits a text is told from the two alone, never from what else is in the memory. So a text that is missing
needs to be asked about again only when a row is new, or the text is.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from math import ceil

from calque.po.block import Block
from calque.po.carry import explained
from calque.po.catalog import Catalog
from calque.po.entries import Fields, Origin, origin_of
from calque.po.facts import place_of
from calque.po.line_ends import with_line_ends
from calque.po.similarity import SHORT, likeness, stripped, word_count, words_of

__all__ = [
    "FILLED",
    "Hit",
    "MemoryRow",
    "MissingText",
    "best_of",
    "fill",
    "missing_texts",
    "rows_of",
    "search_words",
    "suits",
    "undisputed",
]

ALIKE = 0.75
"""How alike a text of the memory must be at least to be suggested for another."""
SHARED = 2 / 3
"""How much of all the words of two texts both must have."""
_NOT_THE_SAME = 0.99
"""How alike texts count at most that differ in anything."""

FILLED = "calque: filled from "
"""How the comment begins of what memory filled in as a translation: `calque: filled from post-101-about and 1 more`."""

_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(?: id=\"\d+\")?/?>")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands in its catalog."""

    context: str | None = None
    element: str = ""
    """What it is on its page: `heading`."""
    before: str = ""
    """A digest of the text before it, as of the one behind it."""
    after: str = ""


@dataclass(frozen=True, slots=True)
class MemoryRow:
    """A translation, and the text that somebody made it for."""

    source: str
    target: str
    catalog: str
    """The name of its catalog: `post-101-about`."""
    place: Place = Place()
    live: bool = True
    """The text is in use where it was translated."""
    filled: bool = False
    """Memory filled it in, from other rows, or another program's memory brought it."""


@dataclass(frozen=True, slots=True)
class MissingText:
    """A text without a translation."""

    source: str
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Hit:
    """The row of a memory that is suggested for a text."""

    row: MemoryRow
    score: float
    """How alike the two texts are; 1 where they are the same."""


def rows_of(catalog: Catalog, name: str, *, archived: bool = False) -> Iterator[MemoryRow]:
    """Yield what somebody translated in a catalog, each with the text that it was made for.

    A stale translation counts for the text before; one that a machine or this memory made, for none, nor one that
    somebody flagged without saying for which text.
    """
    for fields, place in _placed(catalog):
        if (
            not fields.is_translated
            or fields.msgid_plural
            or (fields.is_fuzzy and origin_of(fields) is not None)
        ):
            continue
        source = fields.previous_msgid if fields.is_fuzzy else fields.msgid
        if source and not fields.previous_msgid_plural:
            filled = FILLED in fields.tcomment
            yield MemoryRow(
                source, fields.msgstr, name, place, live=not (fields.obsolete or archived), filled=filled
            )


def missing_texts(catalog: Catalog) -> Iterator[MissingText]:
    """Yield the texts of a catalog that have no translation.

    Where somebody emptied a suggestion and left its line in the comment, it is not to be made again.
    """
    for fields, place in _placed(catalog):
        if _is_missing(fields):
            yield MissingText(fields.msgid, place)


@lru_cache(maxsize=1 << 11)
def search_words(text: str) -> Collection[str]:
    """Return words of a text so that any two texts that are alike have one of them in common; none of a short text.

    If two texts share at least `SHARED` of their words, they share one of the first words in any one order, if as many
    are taken as the rest is too few. Long words come first: they are rarer.
    """
    text = stripped(text)
    if word_count(text) < SHORT:
        return ()
    words = sorted(words_of(text), key=lambda word: (-len(word), word))
    return words[: len(words) - ceil(SHARED * len(words)) + 1]


def suits(row: str, text: str) -> float:
    """Return how alike the text of a row and another are, from 0 to 1; 0 where its translation is not suggested for it.

    The same text always suits. Another must be alike, have the same placeholders, and four words.
    """
    if row == text:
        return 1.0
    if _tags(row) != _tags(text):
        return 0.0
    one, other = stripped(row), stripped(text)
    ours, theirs = words_of(one), words_of(other)
    if len(ours & theirs) < SHARED * len(ours | theirs) or min(word_count(one), word_count(other)) < SHORT:
        return 0.0
    return min(likeness(one, other, least=ALIKE), _NOT_THE_SAME)


@lru_cache(maxsize=1 << 14)
def _tags(text: str) -> tuple[str, ...]:
    return tuple(sorted(_TAG.findall(text))) if "<" in text else ()


def best_of(rows: Iterable[MemoryRow], text: MissingText) -> Hit | None:
    """Return the row that is suggested for a text; None where none suits.

    The most alike comes first; of equals the one in the same context, between the same texts, in the same element, in
    use; then the translation that most of them have.
    """
    hits = [Hit(row, score) for row in rows if (score := suits(row.source, text.source))]
    if not hits:
        return None
    said = Counter(hit.row.target for hit in hits if hit.score == max(one.score for one in hits))

    def rank(hit: Hit) -> tuple[object, ...]:
        here, there = text.place, hit.row.place
        neighbours = (here.before == there.before) + (here.after == there.after)
        return (
            -hit.score,
            there.context != here.context,
            -neighbours,
            there.element != here.element,
            not hit.row.live,
            -said[hit.row.target],
            hit.row.catalog,
            hit.row.source,
            hit.row.target,
        )

    return min(hits, key=rank)


def undisputed(rows: Iterable[MemoryRow], text: MissingText) -> Sequence[MemoryRow]:
    """Return the rows that translate this very text in its context, where two catalogs and more do, and all alike."""
    same = [row for row in rows if row.source == text.source and row.place.context == text.place.context]
    if len({row.target for row in same}) != 1 or same[0].target == text.source:
        return ()
    own = [row for row in same if not row.filled]
    return own if len({row.catalog for row in own}) > 1 else ()


def fill(
    catalog: Catalog, hits: Mapping[MissingText, Hit], sure: Mapping[MissingText, Sequence[MemoryRow]]
) -> Catalog:
    """Return the catalog with suggestions where it has no translation, to be reviewed: fuzzy, with their origin.

    `sure` are those filled in as translations.
    """
    blocks: list[Block] = []
    places = {id(block): place for block, place in _placed_blocks(catalog)}
    for block in catalog.blocks:
        fields = block.fields
        place = places.get(id(block))
        text = MissingText(fields.msgid, place) if place and _is_missing(fields) else None
        if text and text in sure:
            blocks.append(with_line_ends(block.saying(_translated(fields, sure[text]))))
        elif text and text in hits:
            blocks.append(with_line_ends(block.saying(_suggested(fields, hits[text]))))
        else:
            blocks.append(block)
    return catalog.with_blocks(blocks)


def _suggested(fields: Fields, hit: Hit) -> Fields:
    row = hit.row
    return fields._replace(
        tcomment=_noted(fields.tcomment, str(Origin("memory", hit.score, row.catalog))),
        comment=explained(fields, row.source),
        flags=("fuzzy", *(flag for flag in fields.flags if flag != "fuzzy")),
        previous_msgctxt=row.place.context,
        previous_msgid=row.source,
        msgstr=row.target,
    )


def _translated(fields: Fields, rows: Sequence[MemoryRow]) -> Fields:
    names = sorted({row.catalog for row in rows})
    return fields._replace(
        tcomment=_noted(fields.tcomment, f"{FILLED}{names[0]} and {len(names) - 1} more"),
        msgstr=rows[0].target,
    )


def _noted(comment: str, line: str) -> str:
    return f"{comment}\n{line}" if comment else line


def _is_missing(fields: Fields) -> bool:
    return not (
        fields.is_translated
        or fields.obsolete
        or fields.is_header
        or fields.msgid_plural
        or origin_of(fields) is not None
    )


def _placed(catalog: Catalog) -> Iterator[tuple[Fields, Place]]:
    for block, place in _placed_blocks(catalog):
        yield block.fields, place


def _placed_blocks(catalog: Catalog) -> Iterator[tuple[Block, Place]]:
    """Yield the entries without the header, each with its place; what is obsolete stands beside nothing."""
    blocks = [block for block in catalog.blocks if not block.is_header]
    texts = ["" if block.fields.obsolete else _digest(block.fields.msgid) for block in blocks]
    for number, block in enumerate(blocks):
        fields = block.fields
        if fields.obsolete:
            yield block, Place(fields.msgctxt)
            continue
        before = texts[number - 1] if number else ""
        after = texts[number + 1] if number + 1 < len(texts) else ""
        yield block, Place(fields.msgctxt, place_of(fields.comment, fields.msgctxt), before, after)


@lru_cache(maxsize=1 << 10)
def _digest(text: str) -> str:
    """Return a name for a text; catalogs of several locales have the same texts."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
