"""The texts between tags: where WordPress ends a paragraph in them, their shortcodes, and source code in these."""

import re

from calque.html.frames import Frames
from calque.html.named import NamedTexts
from calque.html.paragraphs import ADDRESS_LINE, BLANK_LINES, Lines, is_block
from calque.html.runs import Runs
from calque.html.shortcodes import (
    BRACKET,
    CODE,
    closed_names,
    escaped_names,
    is_shortcode,
    shortcode_attributes,
    shortcode_span,
)
from calque.html.tags import value_text
from calque.html.texts import Space
from calque.model import Rules, SegmentKind

__all__ = ["Prose"]

_NO_LINES = Lines("")


class Prose:
    """Adds the texts between tags to a run, and ends the run where one of them does."""

    def __init__(
        self,
        html: str,
        runs: Runs,
        frames: Frames,
        *,
        raw: bool,
        classic: bool,
        rules: Rules,
        named: NamedTexts,
    ) -> None:
        self.resume: int | None = None
        """Where the text goes on behind source code in a shortcode, which is no HTML."""
        self.in_shortcode_block = False
        self._html = html
        self._runs = runs
        self._frames = frames
        self._raw = raw
        self._classic = classic
        self._rules = rules
        self._numbers = rules.numbers
        self._named = named
        self.has_brackets = "[" in html
        self._closed = closed_names(html) if self.has_brackets else frozenset()
        self._escaped = escaped_names(html) if self.has_brackets else frozenset()
        self._code = set(self._closed & CODE.union(rules.code))
        """Names of shortcodes of source code that a closing tag may still follow."""
        self.has_code = bool(self._code)
        self._lines = Lines(html) if raw and self.has_brackets else _NO_LINES

    def add(self, start: int, end: int) -> None:
        """Add a text, but for the source code in its shortcodes, which ends a run as a block does."""
        position = start
        while self._code and (match := BRACKET.search(self._html, position, end)):
            position = match.end()
            if (
                match["close"]
                or match["name"] not in self._code
                or self._html.startswith("[", match.start() - 1)
            ):
                continue
            closing = f"[/{match['name']}]"
            found = self._html.find(closing, position)
            if found < 0:
                self._code.discard(match["name"])
                continue
            self._add_prose(start, match.start())
            self._runs.flush()
            start = position = found + len(closing)
            if start > end:
                self.resume = start
                return
        self._add_prose(start, end)

    def _add_prose(self, start: int, end: int) -> None:
        """Add a text; break a raw one at blank lines, which WordPress makes paragraphs of."""
        if self._raw and self._frames.state.space is not Space.KEEP:
            for match in BLANK_LINES.finditer(self._html, start, end):
                self._add_paragraph(start, match.start())
                self._runs.flush()
                start = match.end()
        if self._classic:
            self._add_paragraph(start, end)
        else:
            self._add_line(start, end)

    def _add_paragraph(self, start: int, end: int) -> None:
        """Add a text without blank lines; leave an address alone on its line out of a classic one."""
        if self._frames.state.space is Space.LINES:
            for match in ADDRESS_LINE.finditer(self._html, start, end):
                if match.end() < end or not self._html.startswith(("<", "["), end):
                    self._add_line(start, match.start())
                    self._runs.flush()
                    start = match.end()
        self._add_line(start, end)

    def _add_line(self, start: int, end: int) -> None:
        """Add a text, its shortcodes as opaque tokens."""
        if self.has_brackets and self._html.find("[", start, end) >= 0:
            for match in BRACKET.finditer(self._html, start, end):
                if match["end"] and (
                    self.in_shortcode_block or is_shortcode(match, self._closed, self._rules.shortcodes)
                ):
                    opens, closes = shortcode_span(self._html, match, self._escaped)
                    if opens > start:
                        self._runs.add(("text", start, opens, "", ()))
                    start = closes
                    self._add_shortcode(match, opens, closes)
        if start < end:
            self._runs.add(("text", start, end, "", ()))

    def _add_shortcode(self, bracket: re.Match[str], start: int, end: int) -> None:
        """Add a shortcode as one token; in a raw text, end the run at one that ends a paragraph."""
        name = bracket["name"]
        is_text = self._html.startswith("[[", start) or self._html.startswith("]]", end - 2)
        if self._frames.state.on and not is_text and (wanted := self._named.shortcodes.get(name)):
            for attribute, first, last, quotes in shortcode_attributes(self._html, bracket):
                if attribute in wanted:
                    inline = value_text(self._html, first, last, quotes, numbers=self._numbers)
                    context = f"shortcode:{name}#{attribute}"
                    self._runs.add_segment(
                        inline, self._frames.state.notes, SegmentKind.SHORTCODE, context, quotes
                    )
        ends = self._raw and not is_text
        if ends and (is_block(name) or self._lines.begins_with(start)):
            self._runs.flush()
        self._runs.add(("opaque", start, end, "", ()))
        if ends and (is_block(name) or self._lines.ends_with(end)):
            self._runs.flush()
