"""Putting texts back: the skeleton is copied, each segment is its source or its translation."""

import json
import re
from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from calque.html.attributes import quote
from calque.html.block_json import decode_json, encode_json, encode_list, without_new_brackets
from calque.html.blocks import is_rich, read_text
from calque.html.links import Relink, relinked
from calque.html.markup import ANY_TAG, decode
from calque.html.problems import first_error
from calque.html.rich_json import list_of_html
from calque.html.shortcodes import shortcode_value
from calque.html.structure import adds_nothing
from calque.html.texts import collapsed, escape, is_uneven
from calque.html.words import plain
from calque.html.writer import Replacement, Unwritable, Writer
from calque.model import Document, Echo, EchoForm, Quotes, Segment, SegmentKind

__all__ = ["Left", "RenderedHtml", "join", "rerender", "write"]


@dataclass(frozen=True, slots=True)
class Left:
    """A text that stands as it was, because what was given for it cannot be written."""

    index: int
    """Of its segment in the document."""
    reason: str


@dataclass(frozen=True, slots=True)
class RenderedHtml:
    """A document's HTML with its texts translated, and the texts that had to stay."""

    html: str
    left: tuple[Left, ...] = ()
    """In the order of the document. What breaks the grammar is not among them: `check_markup` says it."""


def write(
    document: Document, targets: Mapping[int, str] | None = None, *, relink: Relink | None = None
) -> RenderedHtml:
    """Return the HTML with the segments at the given indexes translated: `{0: "Salut"}`.

    Without targets it is the input, byte for byte. Where a target is missing, empty or breaks the grammar, the
    source stands in; and where the elements of the page would be others than before, which is `left`. `relink` is
    asked for each link's address, and may give another: `/about/` → `/fr/a-propos/`.
    """
    links = [Replacement(*change) for change in relinked(document.html, relink)] if relink else []
    work = _Work(document, targets or {}, deque(links))
    if targets:
        work.write_segments()
    lost = work.moved.keys() if not _keeps_foreign_content(document.html, work.moved.values()) else ()
    if lost:
        kept = {index: target for index, target in (targets or {}).items() if index not in lost}
        again = write(document, kept, relink=relink)
        left = (*again.left, *(Left(index, _OTHER_ELEMENTS) for index in lost))
        return RenderedHtml(again.html, tuple(sorted(left, key=attrgetter("index"))))
    echoes = [one for echo in document.echoes for one in _written_again(document, echo, work.written, relink)]
    html = _spliced(document.html, sorted((*work.changes, *work.links, *echoes)))
    return RenderedHtml(html, tuple(sorted(work.left, key=attrgetter("index"))))


def join(
    document: Document, targets: Mapping[int, str] | None = None, *, relink: Relink | None = None
) -> str:
    """Return the HTML that `write` gives, without the list of texts that had to stay."""
    return write(document, targets, relink=relink).html


def rerender(document: Document) -> str:
    """Return the HTML with every segment written anew from its own text: the same to a browser."""
    return join(document, {index: segment.text for index, segment in enumerate(document.segments)})


_TEXT, _ATTRIBUTE = SegmentKind.TEXT, SegmentKind.ATTRIBUTE  # an Enum's attributes are slow to look up


class _Work:
    """The changes to a document, as far as its targets can be written."""

    def __init__(self, document: Document, targets: Mapping[int, str], links: deque[Replacement]) -> None:
        self.changes: list[Replacement] = []
        self.written: dict[int, str] = {}
        """The targets that stand in the place of their segments."""
        self.left: list[Left] = []
        self.moved: dict[int, Replacement] = {}
        """Texts whose tags do not stand as in their source, without what changes in the tags."""
        self.links = links
        """Addresses that stand behind all that is written so far."""
        self._document = document
        self._targets = targets

    def write_segments(self) -> None:
        segments = deque(enumerate(self._document.segments))
        while segments:
            index, segment = segments.popleft()
            target = self._usable(index, segment)
            if target is None:
                continue
            inner: list[Replacement] = []
            while segments and segments[0][1].start < segment.end:
                inner_index, within = segments.popleft()
                inner_target = self._usable(inner_index, within)
                if inner_target is not None:
                    self._write(inner, inner_index, inner_target, ())
            while self.links and self.links[0].start < segment.end:
                link = self.links.popleft()
                (inner if link.start >= segment.start else self.changes).append(link)
            inner.sort()
            if not self._write(self.changes, index, target, inner):
                self.changes += inner

    def _usable(self, index: int, segment: Segment) -> str | None:
        """Return the target at `index` if it is one that can be rendered."""
        target = self._targets.get(index)
        if target is None or not target.strip():
            return None
        return None if first_error(segment.text, target) else target

    def _write(
        self, changes: list[Replacement], index: int, target: str, inner: Sequence[Replacement]
    ) -> bool:
        """Add what a translation makes of its segment, where `inner` are the texts in its tags; tell whether it can."""
        segment, html = self._document.segments[index], self._document.html
        start, end = segment.start, segment.end
        if is_uneven(target):
            target = _spaced(segment, target, raw=self._document.raw)
        try:
            if segment.kind is _TEXT:
                text = Writer(segment, inner, source=html[start:end]).markup(target)
                if text.startswith("\n") and html[start] == "&":
                    text = f"&#10;{text[1:]}"  # the first line end behind `<pre>` is no part of its text
                if _is_moved(segment, target):
                    self.moved[index] = Replacement(start, end, _checked(segment, html[start:end], target))
            elif segment.kind is _ATTRIBUTE:
                quoted = quote(decode(target), segment.quotes)
                text = Writer(segment, source=html[start:end]).without_new_brackets(quoted)
            elif segment.kind is SegmentKind.SHORTCODE:
                text = shortcode_value(decode(target), segment.quotes)
            else:
                text = _block_text(html[start:end], segment, target)
        except Unwritable as error:
            self.left.append(Left(index, str(error)))
            return False
        changes.append(Replacement(start, end, text))
        self.written[index] = target
        return True


def _spliced(html: str, changes: Sequence[Replacement]) -> str:
    pieces: list[str] = []
    position = 0
    for start, end, text in changes:
        pieces += html[position:start], text
        position = end
    pieces.append(html[position:])
    return "".join(pieces)


_IN_MARKUP = frozenset((SegmentKind.TEXT, SegmentKind.BLOCK))
_BLANK_LINES = re.compile("\n[ \t\f\r]*\n[ \t\n\f\r]*")


def _spaced(segment: Segment, target: str, *, raw: bool) -> str:
    """Collapse white space unless the source keeps its own; give no blank line to a raw text that has none."""
    if segment.kind in _IN_MARKUP and not is_uneven(segment.text):
        return collapsed(target)
    if raw and not _BLANK_LINES.search(segment.text):
        return _BLANK_LINES.sub("\n", target)
    return target


_OTHER_ELEMENTS = "with its tags in this order, the page would have other elements than before"
_FOREIGN = re.compile("<(?:svg|math)", re.IGNORECASE)


def _is_moved(segment: Segment, target: str) -> bool:
    """Tell whether the tags of a translation do not stand as in its source.

    In their old order they give the old elements, whatever the words between them. Elsewhere, a tag without its
    partner may hold what stands behind it.
    """
    return target is not segment.text and ANY_TAG.findall(target) != ANY_TAG.findall(segment.text)


def _checked(segment: Segment, source: str, target: str) -> str:
    """Write a text whose tags are moved, for a browser to take for the same elements.

    Unwritable: it takes them for others.
    """
    written = Writer(segment).markup(target)
    if not adds_nothing(source, written):
        raise Unwritable(_OTHER_ELEMENTS)
    return written


def _keeps_foreign_content(html: str, moved: Collection[Replacement]) -> bool:
    """Tell whether svg and math hold what they held.

    Where their end tags are missing, the first tag of a text may be what ends them; so the text alone does not say.
    """
    return not moved or not _FOREIGN.search(html) or adds_nothing(html, _spliced(html, sorted(moved)))


def _written_again(
    document: Document, echo: Echo, written: Mapping[int, str], relink: Relink | None
) -> Iterator[Replacement]:
    """Yield what is to stand in a block's JSON, where a text that it says again is translated, or a link changes."""
    targets = {
        inner: escape(plain(written[outer])) if echo.form is EchoForm.WORDS else written[outer]
        for inner, outer in enumerate(echo.indexes)
        if outer in written and written[outer] != document.segments[outer].text
    }
    if echo.form is EchoForm.PLAIN:
        value = _plain_value(echo.document, targets)
    else:
        value = write(echo.document, targets, relink=relink).html
    if value == echo.document.html:
        return
    if echo.form is not EchoForm.LIST:
        yield Replacement(echo.start, echo.end, encode_json(value))
        return
    source = document.html[echo.start : echo.end]
    rich = list_of_html(value, json.loads(source))
    if rich is not None:
        yield Replacement(echo.start, echo.end, without_new_brackets(encode_list(rich), source))


def _plain_value(document: Document, targets: Mapping[int, str]) -> str:
    (segment,) = document.segments
    text = Writer(segment).without_new_brackets(decode(targets[0])) if targets else None
    html = document.html
    return html if text is None else html[: segment.start] + text + html[segment.end :]


def _block_text(source: str, segment: Segment, target: str) -> str:
    """Write a text into a block's comment in the place of `source`."""
    if target == segment.text:
        return source  # JSON spells a text in many ways; the site's own stays
    is_json = segment.quotes is Quotes.DOUBLE
    key = (segment.context or "").partition("#")[2]
    value = decode_json(source) if is_json else source
    old = read_text(key, value, numbers=True)
    if old is None:
        raise Unwritable("its block says nothing that can be translated")
    _, start, end, _, _ = old
    writer = Writer(segment, source=value)
    if is_rich(key):
        old_text = value[start:end]
        text = _checked(segment, old_text, target) if _is_moved(segment, target) else writer.markup(target)
    else:
        text = writer.without_new_brackets(decode(target))
    if is_json:
        return encode_json(value[:start] + text + value[end:])
    return value[:start] + text.replace("--", "&#45;&#45;") + value[end:]
