"""Where an svg or math element ends.

turbohtml's tokenizer does not know that it is inside foreign content, where `<title/>` is an empty element,
`<style>` holds markup and `<![CDATA[` runs to `]]>`; so the end is found here, in one pass.
"""

import re
from collections import Counter
from collections.abc import Callable

from calque.html.attributes import TAG

__all__ = ["foreign_end"]

_NO_TAG = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))|<!\[CDATA\[.*?(?:\]\]>|\Z)|<(?:[!?]|/(?![a-zA-Z]))[^>]*+>?", re.DOTALL
)
"""A comment, a CDATA section, or what a browser takes for a comment."""
_CUT_OFF = re.compile(r"</?[a-zA-Z]")

_BREAKOUT = frozenset(
    "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu"
    " meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul var".split()
)
"""Start tags that leave foreign content (HTML Standard, 13.2.6.5)."""

_BREAKOUT_ENDS = frozenset(("br", "p"))

_INTEGRATION = frozenset("foreignobject desc title mi mo mn ms mtext annotation-xml".split())
"""Elements of svg and math that may hold HTML."""


def foreign_end(html: str, start: int, is_open: Callable[[str], bool]) -> int:
    """Return where the svg or math element that opens at `start` ends: `<svg><title/></svg>|<p>`.

    One that is never closed ends where a browser leaves it: at a tag that cannot stand in it, at the end tag of
    an element that `is_open` around it, or at the end of the text.
    """
    opened: list[str] = []
    counts: Counter[str] = Counter()
    integration = 0  # how many elements are open that may hold HTML
    position = start
    while (position := html.find("<", position)) >= 0:
        tag = TAG.match(html, position)
        if tag is None:
            position = _after_no_tag(html, position)
            continue
        name = tag["name"].lower()
        if not tag["slash"]:
            if name in _BREAKOUT and not integration:
                return position
            if not tag["empty"].endswith("/"):
                opened.append(name)
                counts[name] += 1
                integration += name in _INTEGRATION
        elif counts[name]:
            last = ""
            while last != name:
                last = opened.pop()
                counts[last] -= 1
                integration -= last in _INTEGRATION
        elif not integration and (name in _BREAKOUT_ENDS or is_open(name)):
            return position
        position = tag.end()
        if not opened:
            return position
    return len(html)


def _after_no_tag(html: str, position: int) -> int:
    """Return the end of a comment or CDATA section; of a tag that is cut off, that is the end of the text."""
    if _CUT_OFF.match(html, position):
        return len(html)
    match = _NO_TAG.match(html, position)
    return match.end() if match else position + 1
