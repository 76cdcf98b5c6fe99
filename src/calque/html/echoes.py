"""What a Gutenberg block says twice: in its HTML, and again in the JSON of its comment.

The plugins for questions and answers do so: the HTML is shown, the JSON is what the editor and search engines read.
Both are one text, to be written from one translation.
"""

import json
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from calque.html.block_json import decode_json
from calque.html.blocks import BlockText, is_rich
from calque.html.elements import SPACE
from calque.html.rich_json import list_html
from calque.html.texts import escape
from calque.html.words import plain
from calque.model import Document, Echo, EchoForm, Segment, SegmentKind

__all__ = ["EchoFinder"]


_ONE_STRING = re.compile(r'\[\s*"((?:[^"\\]|\\.)*)"\s*\]')
"""A list of rich text that is HTML in one string, as programs write it that know the block by sight."""


class _OpenBlock:
    """A block with texts in its JSON, from the end of its first comment on."""

    __slots__ = ("end", "name", "start")

    def __init__(self, name: str, start: int, end: int) -> None:
        self.name = name
        self.start = start
        self.end = end


class _Candidate(NamedTuple):
    """A text of a block's JSON; the segment that it is, unless the HTML says it, too."""

    text: BlockText
    segment: Segment | None
    block: _OpenBlock


class EchoFinder:
    """Remembers the texts in the JSON of a document's blocks, and finds those that their HTML says, too."""

    def __init__(self, length: int) -> None:
        self._length = length
        self._blocks: list[_OpenBlock] = []
        """Those that no comment has closed yet."""
        self._names: Counter[str] = Counter()
        """Of those."""
        self._candidates: list[_Candidate] = []

    def open(self, name: str, start: int, texts: Sequence[tuple[BlockText, Segment | None]]) -> None:
        """Take up a block with HTML from `start` on, and the texts in its JSON."""
        block = _OpenBlock(name, start, self._length)
        self._blocks.append(block)
        self._names[name] += 1
        self._candidates += (_Candidate(text, segment, block) for text, segment in texts)

    def close(self, name: str, end: int) -> None:
        """Close the nearest open block of this name."""
        if not self._names[name]:
            return
        block = self._blocks.pop()
        while block.name != name:
            self._names[block.name] -= 1
            block.end = end
            block = self._blocks.pop()
        self._names[name] -= 1
        block.end = end

    def find(
        self, segments: Sequence[Segment], split: Callable[[str], Document]
    ) -> tuple[Sequence[Segment], tuple[Echo, ...]]:
        """Return the segments without those that are echoes, and the echoes; `split` cuts HTML as the document's."""
        if not self._candidates:
            return segments, ()
        known = _Known(segments)
        found = [(one, echo) for one in self._candidates if (echo := known.echo_of(one, split)) is not None]
        dropped = {id(one.segment) for one, _ in found}
        kept = [segment for segment in segments if id(segment) not in dropped]
        indexes = {id(segment): index for index, segment in enumerate(kept)}
        echoes = (
            Echo(
                echo.start,
                echo.end,
                echo.form,
                echo.document,
                tuple(indexes[id(same)] for same in echo.same),
            )
            for _, echo in found
        )
        return kept, tuple(sorted(echoes, key=lambda echo: echo.start))


class _Found(NamedTuple):
    start: int
    end: int
    form: EchoForm
    document: Document
    same: tuple[Segment, ...]


class _Places:
    """Segments by what they say, each with its place, in the order of the document."""

    def __init__(self, segments: Iterable[tuple[object, Segment]]) -> None:
        self._starts: defaultdict[object, list[int]] = defaultdict(list)
        self._segments: defaultdict[object, list[Segment]] = defaultdict(list)
        for key, segment in segments:
            self._starts[key].append(segment.start)
            self._segments[key].append(segment)

    def first(self, key: object, block: _OpenBlock) -> Segment | None:
        """Return the first segment in a block that says this."""
        starts = self._starts.get(key, [])
        place = bisect_right(starts, block.start - 1)
        return self._segments[key][place] if place < len(starts) and starts[place] < block.end else None


class _Known:
    """The texts of a document's HTML: as catalogs know them, as texts alone, and as words alone."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = [segment for segment in segments if segment.kind is not SegmentKind.BLOCK]

    @cached_property
    def _keys(self) -> _Places:
        return _Places(((one.context, one.text), one) for one in self._segments)

    @cached_property
    def _texts(self) -> _Places:
        return _Places((one.text, one) for one in self._segments)

    @cached_property
    def _words(self) -> _Places:
        return _Places((plain(one.text), one) for one in self._segments if one.kind is SegmentKind.TEXT)

    def echo_of(self, one: _Candidate, split: Callable[[str], Document]) -> _Found | None:
        """Return what of its block's HTML a text of the JSON says; None where it says something else."""
        text = one.text
        if text.is_list:
            html = list_html(json.loads(text.value))
            found = self._same(EchoForm.LIST, text, split(html), one.block) if html else None
            single = _ONE_STRING.fullmatch(text.value)
            if found or not single:
                return found
            start, end = (text.start + place for place in single.span(1))
            value = decode_json(single[1])
            return self.echo_of(
                one._replace(text=text._replace(value=value, start=start, end=end, is_list=False)), split
            )
        value = text.value.strip(SPACE)
        if not is_rich(text.key):
            plain_text = escape(value)
            return self._same_text(EchoForm.PLAIN, text, plain_text, self._texts.first(plain_text, one.block))
        found = self._same(EchoForm.HTML, text, split(text.value), one.block)
        if found is None and text.repeats and "<" not in value:
            words = plain(value)
            return self._same_text(EchoForm.WORDS, text, escape(words), self._words.first(words, one.block))
        return found

    def _same(self, form: EchoForm, text: BlockText, document: Document, block: _OpenBlock) -> _Found | None:
        same = [self._keys.first((one.context, one.text), block) for one in document.segments]
        whole = tuple(one for one in same if one is not None)
        is_whole = whole and len(whole) == len(same)
        return _Found(text.start, text.end, form, document, whole) if is_whole else None

    def _same_text(
        self, form: EchoForm, text: BlockText, written: str, same: Segment | None
    ) -> _Found | None:
        if same is None:
            return None
        value = text.value
        start = len(value) - len(value.lstrip(SPACE))
        segment = Segment(SegmentKind.TEXT, written, start, len(value.rstrip(SPACE)))
        return _Found(text.start, text.end, form, Document("", value, (segment,)), (same,))
