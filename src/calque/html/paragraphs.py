"""Where WordPress ends a paragraph of a stored text that says so by no tag: at blank lines, captions, addresses."""

import re

__all__ = ["ADDRESS_LINE", "BLANK_LINES", "DOUBLE_BREAK", "Lines", "is_block"]

BLANK_LINES = re.compile(r"(?:\r\n?|\n)[ \t]*(?:\r\n?|\n)[ \t\r\n\f]*")

DOUBLE_BREAK = re.compile(r"<br\s*/?>\s*<br\s*/?>", re.IGNORECASE)
"""What `wpautop` takes for a blank line. It knows `<br />` alone; of bare tags a text has one spelling, its first."""

ADDRESS_LINE = re.compile(r"(?:(?<=[\r\n])|\A)[ \t]*https?://[^\s<>\"]+[ \t]*(?=[\r\n]|\Z)")
"""An address alone on its line, in whose place WordPress puts what it leads to (class-wp-embed.php)."""

_BLOCKS = frozenset("caption embed gallery playlist video wp_caption".split())
"""WordPress's own shortcodes in whose place blocks stand."""


def is_block(name: str) -> bool:
    """Tell whether a shortcode becomes a block, which ends the paragraph that it stands in: `caption` does."""
    return name in _BLOCKS


class Lines:
    """The lines of a text on which shortcodes stand, asked for from the first to the last; each is looked at once."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._end = 0
        self._first = self._last = -1
        """What the line begins and ends with; -1 where that are no brackets."""

    def begins_with(self, start: int) -> bool:
        """Tell whether the shortcode at `start` begins its line, and another, or itself, ends it."""
        self._look_at(start)
        return start == self._first

    def ends_with(self, end: int) -> bool:
        """Tell whether the shortcode before `end` ends its line, and another, or itself, begins it."""
        self._look_at(end - 1)
        return end == self._last

    def _look_at(self, place: int) -> None:
        if place < self._end:
            return
        html = self._html
        start = max(html.rfind("\n", self._end, place), html.rfind("\r", self._end, place), self._end - 1) + 1
        found = _LINE_END.search(html, place)
        self._end = found.start() if found else len(html)
        line = html[start : self._end]
        if line.strip()[:1] == "[" and line.rstrip()[-1:] == "]":
            self._first = self._end - len(line.lstrip())
            self._last = start + len(line.rstrip())
        else:
            self._first = self._last = -1


_LINE_END = re.compile("[\r\n]")
