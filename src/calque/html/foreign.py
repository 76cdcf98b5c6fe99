"""Where an svg or math element ends.

turbohtml's tokenizer does not know that it is inside foreign content, where `<title/>` is an empty element,
`<style>` holds markup and `<![CDATA[` runs to `]]>`; so the end is found here, in one pass. The rules are the HTML
Standard's (13.2.6.5), as far as they say which tag ends what.
"""

import re
from collections import defaultdict
from collections.abc import Callable
from functools import cache

from calque.html.attributes import TAG, attribute_value, attributes
from calque.html.elements import BLOCKS, IMPLIED_ENDS, PLAIN_TEXT, RAW_TEXT, VOIDS

__all__ = ["OpenElements", "foreign_end", "has_own_end"]

_COMMENT = r"<!--(?:-?>|.*?(?:--!?>|\Z))"
_BOGUS = r"<(?:[!?]|/(?![a-zA-Z]))[^>]*+>?"
"""What a browser takes for a comment."""
_IN_HTML = re.compile(f"{_COMMENT}|{_BOGUS}", re.DOTALL)
_IN_FOREIGN = re.compile(rf"{_COMMENT}|<!\[CDATA\[.*?(?:\]\]>|\Z)|{_BOGUS}", re.DOTALL)
_CUT_OFF = re.compile(r"</?[a-zA-Z]")
_FOREIGN = re.compile(r"<(?:svg|math)(?=[\t\n\f\r />])", re.IGNORECASE)
_CLOSED = re.compile(r"</(?:svg|math)(?:[\t\n\f\r /][^>]*)?>\Z|\A<[^<]*/>\Z", re.IGNORECASE)

_BREAKOUT = frozenset(
    "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu"
    " meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul var".split()
)
"""Start tags that leave foreign content."""
_FONT = frozenset(("color", "face", "size"))
"""With one of these attributes `<font>` leaves it, too."""
_BREAKOUT_ENDS = frozenset(("br", "p"))

_INTEGRATION = {
    "svg": frozenset(("foreignobject", "desc", "title")),
    "math": frozenset(("mi", "mo", "mn", "ms", "mtext")),
}
"""Elements of svg and of math whose content is HTML."""
_HTML_ENCODINGS = frozenset(("text/html", "application/xhtml+xml"))
"""What `<annotation-xml encoding="…">` in math holds HTML by."""
_IGNORED = frozenset("body frameset head html image".split())
"""Tags in a body that open nothing; `<image>` is taken for an `<img>`."""
_TABLE_PARTS = frozenset("caption col colgroup tbody td tfoot th thead tr".split())
"""Tags that open nothing outside of a table."""
_SPECIAL = BLOCKS | frozenset(
    "applet iframe marquee noembed noframes noscript object script style template".split()
)
"""Elements that the end tag of an unknown one cannot reach across."""
_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
_LATER = 1 << 30
"""The place of an element that formats text, where what it stood in has ended: it goes on with the next text."""
_NO_TAGS = RAW_TEXT | PLAIN_TEXT
"""Elements of HTML in whose content there are no tags."""


class OpenElements:
    """Elements that are open in one another: all of svg, all of math, or all of the HTML around or in one of these."""

    __slots__ = ("_formatting", "_names", "_places", "_special", "root")

    def __init__(self, root: str = "") -> None:
        self.root = root
        """`svg` or `math`; empty for HTML."""
        self._names: list[str] = []
        """From the outermost; of HTML, without those that format text."""
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        """Where each name stands among them."""
        self._special: list[int] = []
        """Where those stand that the end tag of an unknown element cannot reach across."""
        self._formatting: defaultdict[str, list[int]] = defaultdict(list)
        """Of those that format text, how many special ones each stands in, or `_LATER`."""
        if root:
            self._add(root)

    def __contains__(self, name: str) -> bool:
        """Whether an end tag of this name would close anything."""
        if self._formatting[name]:
            return True
        places = self._places[name]
        return bool(places) and (name in _SPECIAL or not self._special or places[-1] >= self._special[-1])

    def __bool__(self) -> bool:
        return bool(self._names) or any(self._formatting.values())

    def ends(self, name: str) -> bool:
        """Whether an end tag of this name would close the element that opens next, too.

        That of an element that formats text leaves open what stands in a block within it.
        """
        places = self._formatting[name]
        return places[-1] >= len(self._special) if places else name in self

    def go_on(self) -> None:
        """Take text: here those go on that format it, where what they stood in has ended."""
        for places in self._formatting.values():
            places[:] = [len(self._special) if place == _LATER else place for place in places]

    def open(self, name: str) -> None:
        """Take a start tag, of HTML with what it ends."""
        if not self.root:
            if name in VOIDS or name in _IGNORED or (name in _TABLE_PARTS and "table" not in self):
                return
            if name not in _SPECIAL:
                self.go_on()
            if name in _FORMATTING:
                self._formatting[name].append(len(self._special))
                return
            ended = IMPLIED_ENDS.get(name, frozenset())
            while self._names and self._names[-1] in ended:
                self.close(self._names[-1])
        self._add(name)

    def close(self, name: str) -> bool:
        """Close the innermost element of this name and what is open in it; tell whether there was one.

        Those that format text go on behind the end of what they stand in.
        """
        if name not in self:
            return False
        if self._formatting[name]:
            self._formatting[name].pop()
            return True
        last = ""
        while last != name:
            last = self._names.pop()
            self._places[last].pop()
            if self._special and self._special[-1] == len(self._names):
                self._special.pop()
        for places in self._formatting.values():
            places[:] = [_LATER if place > len(self._special) else place for place in places]
        return True

    def _add(self, name: str) -> None:
        place = len(self._names)
        if not self.root and name in _SPECIAL:
            self._special.append(place)
        self._places[name].append(place)
        self._names.append(name)


def foreign_end(html: str, start: int, is_open: Callable[[str], bool]) -> int:
    """Return where the svg or math element that opens at `start` ends: `<svg><title/></svg>|<p>`.

    One that is never closed ends where a browser leaves it: at a tag that cannot stand in it, at the end tag of
    an element that `is_open` around it, or at the end of the text.
    """
    layers: list[OpenElements] = []
    position = start
    while (position := html.find("<", position)) >= 0:
        tag = TAG.match(html, position)
        if tag is None:
            position = _after_no_tag(html, position, _IN_HTML if _is_html(layers) else _IN_FOREIGN)
            continue
        name = tag["name"].lower()
        if not layers:
            if tag["empty"].endswith("/"):
                return tag.end()
            layers.append(OpenElements(name))
            position = tag.end()
        elif tag["slash"]:
            if not _close(layers, name, is_open):
                return position
            position = tag.end()
            if not layers:
                return position
        else:
            if layers[-1].root and _breaks_out(html, tag, name):
                layers.pop()
                if not layers:
                    return position
            position = _open(html, layers, tag, name)
    return len(html)


def has_own_end(source: str) -> bool:
    """Tell whether an svg or math element has an end of its own; anything else has.

    One that only what follows ends may not be moved: elsewhere it would take in what stands behind it.
    """
    return _FOREIGN.match(source) is None or _CLOSED.search(source) is not None


def _is_html(layers: list[OpenElements]) -> bool:
    """Tell whether the innermost element is one of HTML."""
    return bool(layers) and not layers[-1].root and bool(layers[-1])


def _after_no_tag(html: str, position: int, comment: re.Pattern[str]) -> int:
    """Return the end of a comment or CDATA section; of a tag that is cut off, that is the end of the text."""
    if _CUT_OFF.match(html, position):
        return len(html)
    match = comment.match(html, position)
    return match.end() if match else position + 1


def _breaks_out(html: str, tag: re.Match[str], name: str) -> bool:
    if name == "font":
        return any(key in _FONT for key, _, _, _ in attributes(html, *tag.span()))
    return name in _BREAKOUT


def _open(html: str, layers: list[OpenElements], tag: re.Match[str], name: str) -> int:
    """Take a start tag; return where to read on."""
    layer, end = layers[-1], tag.end()
    is_empty = tag["empty"].endswith("/")
    if layer.root:
        if not is_empty:
            layer.open(name)
            if _holds_html(html, tag, name, layer.root):
                layers.append(OpenElements(""))
        return end
    if name in _INTEGRATION:
        if not is_empty:
            layers.append(OpenElements(name))
    elif name in _NO_TAGS:
        closing = _closing(name).search(html, end)
        return closing.start() if closing else len(html)
    else:
        layer.open(name)
    return end


def _holds_html(html: str, tag: re.Match[str], name: str, root: str) -> bool:
    if name == "annotation-xml" and root == "math":
        start, end = tag.span()
        return any(
            key == "encoding" and attribute_value(html, at, to, quotes).lower() in _HTML_ENCODINGS
            for key, at, to, quotes in attributes(html, start, end)
        )
    return name in _INTEGRATION[root]


@cache
def _closing(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE)


def _close(layers: list[OpenElements], name: str, is_open: Callable[[str], bool]) -> bool:
    """Take an end tag; False where it ends what stands around all of the layers.

    An element of HTML that is not closed keeps a browser in the svg around it. But what follows is HTML there, too, so
    the end tag of the svg is taken for its end, and what follows for text.
    """
    if _is_html(layers) and (layers[-1].close(name) or name not in _INTEGRATION):
        return True
    in_html = not layers[-1].root
    place = len(layers) - (2 if in_html else 1)
    if name in _BREAKOUT_ENDS:
        if not in_html:
            layers.pop()
        return bool(layers)
    if layers[place].close(name):
        del layers[place + bool(layers[place]) :]
    elif place == 0:
        return in_html or not is_open(name)
    elif layers[place - 1].close(name):
        del layers[place:]
    return True
