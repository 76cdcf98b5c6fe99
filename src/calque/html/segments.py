"""Cutting a field's HTML into segments; what is left is the skeleton."""

import re
from collections.abc import Mapping

from calque.html import blocks
from calque.html.attributes import Attribute, attribute_value, attributes, quote_mark
from calque.html.elements import BLOCKS, DEAD, HEADINGS, IMPLIED_ENDS, PRESERVED, SPACE
from calque.html.inline import Inline, Space, build, escape, worth_translating
from calque.html.shortcodes import BRACKET, closed_names, is_shortcode
from calque.html.tokens import Kind, Token, tokenize
from calque.html.words import count_words, plain
from calque.model import Document, Rules, Segment, SegmentKind

__all__ = ["split"]


def split(
    html: str,
    *,
    field: str = "content",
    raw: bool = False,
    rules: Rules = Rules(),
    context: str | None = None,
) -> Document:
    """Find the segments of `html`: `<p>Hi <b>you</b></p>` → one segment, `Hi <b>you</b>`.

    `raw` is block markup as WordPress stores it, which also breaks at blank lines. `context` is given to the body
    text; attributes and blocks have roles of their own. Any text is taken; nothing is raised.
    """
    splitter = _Splitter(html, raw=raw, rules=rules, context=context)
    return Document(field, html, tuple(splitter.split()), raw)


_MOST_NAMES = 12
_BLANK_LINES = re.compile(r"(?:\r\n?|\n)[ \t]*(?:\r\n?|\n)[ \t\r\n\f]*")
_BLOCK_COMMENT = re.compile(r"<!--\s+/?wp:")

_NOTABLE = re.compile(
    r"alt|title|placeholder|aria-|abbr|label|summary|value|translate|its-loc", re.IGNORECASE
)
_ANYWHERE = frozenset(
    "alt title placeholder aria-label aria-description aria-roledescription aria-valuetext".split()
)
_ONLY_ON = {
    "abbr": frozenset(("th", "td")),
    "label": frozenset(("option", "optgroup", "track", "menu", "menuitem")),
    "summary": frozenset(("table",)),
}
_VALUED_INPUTS = frozenset(("submit", "button", "reset"))


class _Frame:
    """An open element, as far as it says what becomes of the text in it."""

    __slots__ = ("block", "depth", "name", "notes", "on", "space")

    def __init__(
        self, name: str, *, on: bool, space: Space, notes: tuple[str, ...], block: "_Frame | None"
    ) -> None:
        self.name = name
        self.on = on
        """Whether its text is translated."""
        self.space = space
        self.notes = notes
        self.block = block or self
        """The nearest block element: itself or one around it."""
        self.depth = 1
        """For an inline element: how many of its name are open since."""


class _Splitter:
    """Reads the tokens of a text once, gathers runs of text and cuts each into a segment."""

    def __init__(self, html: str, *, raw: bool, rules: Rules, context: str | None) -> None:
        self._html = html
        self._raw = raw
        self._rules = rules
        self._context = context
        self._closed = closed_names(html)
        self._brackets = "[" in html
        self._segments: list[Segment] = []
        self._run: list[Token] = []
        self._run_notes: tuple[str, ...] = ()
        self._headings = [""] * 7
        classic = raw and not _BLOCK_COMMENT.search(html)
        space = Space.LINES if classic else Space.COLLAPSE
        self._frames = [_Frame("", on=True, space=space, notes=(), block=None)]
        self._open_names: dict[str, int] = {}
        self._dead: Token | None = None
        self._dead_depth = 0
        self._in_shortcode_block = False

    def split(self) -> list[Segment]:
        for token in tokenize(self._html):
            kind = token.kind
            if self._dead:
                self._skip(token)
            elif kind is Kind.TEXT:
                self._add_text(token)
            elif kind is Kind.OPEN or kind is Kind.VOID:
                self._open(token)
            elif kind is Kind.CLOSE:
                self._close(token)
            elif kind is Kind.COMMENT:
                self._add_comment(token)
            else:
                self._add(token)
        if self._dead:
            self._add(self._dead)
        self._flush()
        self._segments.sort(key=lambda segment: segment.start)
        return self._segments

    def _add(self, token: Token) -> None:
        """Add a token to the run: as it is where text is translated, as kept where an inline element says no."""
        frame = self._frames[-1]
        if frame.on:
            self._run.append(token)
        elif frame.block.on:
            if self._run and self._run[-1].kind is Kind.KEPT:
                token = self._run.pop()._replace(end=token.end)
            self._run.append(token._replace(kind=Kind.KEPT))
        elif self._run:
            self._flush()

    def _add_text(self, token: Token) -> None:
        _, start, end, _ = token
        if self._raw and self._frames[-1].space is not Space.KEEP:
            for match in _BLANK_LINES.finditer(self._html, start, end):
                self._add_line(start, match.start())
                self._flush()
                start = match.end()
        self._add_line(start, end)

    def _add_line(self, start: int, end: int) -> None:
        """Add text between blank lines, its shortcodes as opaque tokens."""
        if self._brackets and self._html.find("[", start, end) >= 0:
            for match in BRACKET.finditer(self._html, start, end):
                if match["end"] and (
                    self._in_shortcode_block or is_shortcode(match, self._closed, self._rules.shortcodes)
                ):
                    if match.start() > start:
                        self._add(Token(Kind.TEXT, start, match.start()))
                    start = match.end()
                    self._add(Token(Kind.OPAQUE, match.start(), start))
        if start < end:
            self._add(Token(Kind.TEXT, start, end))

    def _open(self, token: Token) -> None:
        kind, start, end, name = token
        is_block = name in BLOCKS
        if is_block:
            self._flush()
            self._end_implied(name)
        frame = self._frames[-1]
        on, notes = frame.on, frame.notes
        if name == "code" and frame.name == "pre":
            on = False
        if end - start > len(name) + 2 and _NOTABLE.search(self._html, start, end):
            on, notes = self._read_attributes(token, on=on, notes=notes)
        if kind is Kind.VOID:
            if not is_block:
                self._add(token)
        elif is_block:
            space = Space.KEEP if name in PRESERVED else frame.space
            self._frames.append(_Frame(name, on=on, space=space, notes=notes, block=None))
            self._open_names[name] = self._open_names.get(name, 0) + 1
        elif name in DEAD:
            self._dead, self._dead_depth = token._replace(kind=Kind.OPAQUE), 1
        else:
            self._open_inline(token, on=on, notes=notes)

    def _end_implied(self, name: str) -> None:
        """Close the elements that a start tag ends: `<li>A<li>B`."""
        ended = IMPLIED_ENDS.get(name)
        while ended and self._frames[-1].block.name in ended:
            self._pop_block()

    def _open_inline(self, token: Token, *, on: bool, notes: tuple[str, ...]) -> None:
        frame = self._frames[-1]
        if on != frame.on or notes != frame.notes:
            if not frame.block.on:
                self._flush()
            self._frames.append(_Frame(token.name, on=on, space=frame.space, notes=notes, block=frame.block))
            self._run_notes += notes
        elif frame.name == token.name and frame.block is not frame:
            frame.depth += 1
        self._add(token)

    def _close(self, token: Token) -> None:
        name = token.name
        if name in BLOCKS:
            self._flush()
            if self._open_names.get(name):
                while self._pop_block() != name:
                    pass
            return
        frame = self._frames[-1]
        self._add(token)
        if frame.block is not frame and frame.name == name:
            frame.depth -= 1
            if not frame.depth:
                self._frames.pop()
                if not frame.block.on:
                    self._flush()

    def _pop_block(self) -> str:
        """Leave the nearest block element and what is open in it; return its name."""
        frame = self._frames.pop()
        while frame.block is not frame:
            frame = self._frames.pop()
        self._open_names[frame.name] -= 1
        return frame.name

    def _skip(self, token: Token) -> None:
        """Take a token into the element that is never translated, and leave it at its end tag."""
        assert self._dead
        self._dead = self._dead._replace(end=token.end)
        if token.name == self._dead.name:
            self._dead_depth += 1 if token.kind is Kind.OPEN else -1
            if not self._dead_depth:
                self._add(self._dead)
                self._dead = None

    def _add_comment(self, token: Token) -> None:
        _, start, end, _ = token
        comment = None
        if _BLOCK_COMMENT.match(self._html, start):
            comment = blocks.block_comment(self._html, start, end)
        if comment is None:
            more = blocks.more_text(self._html, start, end)
            if more and self._frames[-1].on:
                self._add_block_text(blocks.JsonText("customText", self._html[slice(*more)], *more), "more")
            self._add(token)
            return
        self._flush()
        self._in_shortcode_block = comment.name == "shortcode" and not comment.closing
        if self._frames[-1].on:
            for text in blocks.texts(self._html, comment):
                self._add_block_text(text, comment.name)

    def _add_block_text(self, text: blocks.JsonText, block: str) -> None:
        inline = blocks.read_text(text.key, text.value, numbers=self._rules.numbers)
        if inline:
            inline = inline._replace(start=text.start, end=text.end)
            self._add_segment(SegmentKind.BLOCK, inline, f"wp:{block}#{text.key}")

    def _read_attributes(
        self, token: Token, *, on: bool, notes: tuple[str, ...]
    ) -> tuple[bool, tuple[str, ...]]:
        """Make segments of a tag's attributes; return whether its text is translated, and the notes in force."""
        found = {attribute.name: attribute for attribute in attributes(self._html, token.start, token.end)}
        if "class" in found and "notranslate" in self._value(found["class"]).split():
            on = False
        if "translate" in found:
            answer = self._value(found["translate"]).lower()
            on = answer in {"yes", ""} or (on and answer != "no")
        if "its-loc-note" in found:
            notes = (*notes, self._value(found["its-loc-note"]))
        if on:
            for attribute in found.values():
                if self._is_text(token.name, attribute.name, found):
                    self._add_attribute(attribute, notes)
        return on, notes

    def _is_text(self, element: str, name: str, found: Mapping[str, Attribute]) -> bool:
        """Tell whether an attribute is shown or read to people: `alt` is, the `value` of a hidden input is not."""
        if name == "value":
            return (
                element == "input"
                and "type" in found
                and self._value(found["type"]).lower() in _VALUED_INPUTS
            )
        return name in _ANYWHERE or element in _ONLY_ON.get(name, ())

    def _add_attribute(self, attribute: Attribute, notes: tuple[str, ...]) -> None:
        source = self._html[attribute.start : attribute.end]
        start = attribute.start + len(source) - len(source.lstrip(SPACE))
        end = attribute.end - len(source) + len(source.rstrip(SPACE))
        if start >= end:
            return
        value = attribute_value(self._html, start, end, quote_mark(self._html, attribute.start))
        if worth_translating(value, numbers=self._rules.numbers):
            inline = Inline(escape(value), start, end)
            self._add_segment(SegmentKind.ATTRIBUTE, inline, f"attr:{attribute.name}", notes)

    def _value(self, attribute: Attribute) -> str:
        mark = quote_mark(self._html, attribute.start)
        return attribute_value(self._html, attribute.start, attribute.end, mark)

    def _flush(self) -> None:
        """End the run and make a segment of it."""
        run = self._run
        if not run:
            return
        self._run = []
        frame = self._frames[-1]
        notes = tuple(dict.fromkeys(frame.notes + self._run_notes)) if self._run_notes else frame.notes
        self._run_notes = ()
        inline = build(self._html, run, space=frame.space, numbers=self._rules.numbers)
        if inline:
            self._add_segment(SegmentKind.TEXT, inline, self._context, notes)

    def _add_segment(
        self, kind: SegmentKind, inline: Inline, context: str | None, notes: tuple[str, ...] = ()
    ) -> None:
        text, start, end, placeholders = inline
        path = self._path()
        level = HEADINGS.get(self._frames[-1].block.name, 7)
        heading = next((above for above in reversed(self._headings[:level]) if above), "")
        if level < 7 and kind is SegmentKind.TEXT:
            self._headings[level:] = [plain(text), *([""] * (6 - level))]
        self._segments.append(
            Segment(kind, text, start, end, context, path, heading, notes, placeholders, count_words(text))
        )

    def _path(self) -> str:
        """Return the element path: `ul > li`; of a very deep one, the end."""
        frames = self._frames[-_MOST_NAMES:]
        return " > ".join(frame.name for frame in frames if frame.block is frame and frame.name)
