"""HTML as tokens that tile the text: joined, their slices are the input, whatever it was.

The rules are the HTML Standard's (13.2.5), by turbohtml. What its tokens leave out is put back here:

- It reads CR as LF and counts lines. All line ends are turned to spaces beforehand, one for one, so a token's
  column is its place in the text; slices are cut from the original.
- It drops `</>` and a tag that the end of the text cuts off. These, and NUL, which browsers drop later, become
  opaque tokens.
- It takes the content of `<noscript>` for raw text, as a browser with scripts does. Search engines and readers
  without scripts see markup: the tag's name is changed in the copy that is tokenised.
- It knows no foreign content: `foreign` finds the ends of svg and math.
"""

import re
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Sequence
from typing import Literal, TypeAlias

import turbohtml

from calque.html.elements import PLAIN_TEXT, RAW_TEXT, VOIDS
from calque.html.foreign import foreign_end

__all__ = ["Kind", "Token", "Values", "tokenize"]

Kind: TypeAlias = Literal["text", "plain", "open", "close", "void", "comment", "opaque", "kept"]
"""What a token is; strings, for these are compared more often than anything else.

`plain` is the content of a textarea or title, text in which `<b>` is no tag. `comment` is also what a browser
takes for one: `<!x>`, `<?x>`, `</ x>`. `opaque` are scripts, styles, svg, math and what a browser drops. `kept`
is part of a sentence but not to be translated; `segments` makes it.
"""

Values: TypeAlias = Sequence[tuple[str, str]]
"""The attributes of a tag, decoded, with spaces for line ends; the first of each name."""

Token: TypeAlias = tuple[Kind, int, int, str, Values]
"""Kind, start, end (code points), the name of a tag in lower case, its attributes. A tuple, because it is quick."""

_NOSCRIPT = re.compile(r"<noscript", re.IGNORECASE)
_SEEN_NOSCRIPT = "noscripx"
_LINE_ENDS = str.maketrans("\r\n", "  ")
_ODD = re.compile(r"<(?:(?![a-zA-Z/!?])|/>)")  # what a text may hold that is no text or looks like markup
_DROPPED = re.compile(r"</>|\0+|<[a-zA-Z/!?].*", re.DOTALL)
_CUT_OFF_END = re.compile(r"</(?:textarea|title)[\t\n\f\r /].*", re.IGNORECASE | re.DOTALL)
_FIRST_PIECE = 1024

_TEXT, _START_TAG, _END_TAG = 0, 1, 2  # turbohtml.TokenType, as the plain integers that compare quickly


def tokenize(html: str) -> Iterator[Token]:
    """Cut `html` into tokens that tile it: `<p>A</p>` → open 0 to 3, text 3 to 4, close 4 to 8."""
    flat = html.translate(_LINE_ENDS) if "\r" in html else html.replace("\n", " ")
    odd = "\0" in html or _ODD.search(html) is not None
    stop = yield from _read(html, turbohtml.tokenize(flat, capture_source=True), 0, odd=odd)
    if stop is None:
        return
    flat = _NOSCRIPT.sub(f"<{_SEEN_NOSCRIPT}", flat)
    around = _Around(flat)
    position = 0
    while stop is not None:
        around.read.append((position, stop))
        position = stop
        if not flat.startswith(_SEEN_NOSCRIPT, stop + 1):
            position = foreign_end(html, stop, around.is_open)
            yield "opaque", stop, position, "", ()
        stop = yield from _read(html, _read_on(flat, position), position, odd=odd)


class _Around:
    """The elements that are open around an svg or math element; counted when first asked, which is seldom."""

    def __init__(self, flat: str) -> None:
        self.read: list[tuple[int, int]] = []
        """The spans read so far and not counted yet."""
        self._flat = flat
        self._counts: Counter[str] = Counter()

    def is_open(self, name: str) -> bool:
        for start, end in self.read:
            for token in turbohtml.tokenize(self._flat[start:end]):
                tag = token.tag or ""
                if token.type == _START_TAG:
                    self._counts[tag] += 1
                elif self._counts[tag]:
                    self._counts[tag] -= 1
        self.read.clear()
        return self._counts[name] > 0


def _read_on(flat: str, position: int) -> Iterator[turbohtml.Token]:
    """Tokenise from `position` in growing pieces, so that stopping soon costs little."""
    tokenizer = turbohtml.Tokenizer(capture_source=True)
    size = _FIRST_PIECE
    while position < len(flat):
        yield from tokenizer.feed(flat[position : position + size])
        position += size
        size *= 2
    yield from tokenizer.close()


def _read(  # noqa: C901, PLR0912  # one flat loop: every tag passes here
    html: str, stream: Iterable[turbohtml.Token], base: int, *, odd: bool
) -> Generator[Token, None, int | None]:
    """Yield the tokens of a stream that begins at `base`; return where one begins that it cannot read."""
    text_kind: Kind = "text"
    text_start = -1  # of a text that the next token ends
    position = base  # the end of the last token that is no text
    for token in stream:
        start = base + token.col
        if text_start >= 0:
            if odd:
                yield from _read_text(html, text_start, start, text_kind)
            else:
                yield text_kind, text_start, start, "", ()
            text_start = -1
        elif start > position:
            yield "opaque", position, start, "", ()
        kind = token.type
        if kind == _TEXT:
            text_start = start
            continue
        position = start + len(token.source or "")
        text_kind = "text"
        name = token.tag or ""
        if kind == _START_TAG:
            if name in _SPECIAL_TAGS:
                if name in _UNREADABLE:
                    return start
                text_kind = _TEXT_KINDS.get(name, "text")
                if name == _SEEN_NOSCRIPT:
                    name = "noscript"
            values = (position - start > len(name) + 2 and token.attrs) or ()
            yield "void" if name in VOIDS else "open", start, position, name, values
        elif kind == _END_TAG:
            yield "close", start, position, "noscript" if name == _SEEN_NOSCRIPT else name, ()
        else:
            yield "comment", start, position, "", ()
    if text_start >= 0:
        yield from _read_text(html, text_start, len(html), text_kind)
    elif position < len(html):
        yield "opaque", position, len(html), "", ()
    return None


_UNREADABLE = frozenset(("svg", "math", "noscript"))
_TEXT_KINDS: dict[str, Kind] = {**dict.fromkeys(RAW_TEXT, "opaque"), **dict.fromkeys(PLAIN_TEXT, "plain")}
_SPECIAL_TAGS = _UNREADABLE | frozenset(_TEXT_KINDS) | {_SEEN_NOSCRIPT}


def _read_text(html: str, start: int, end: int, kind: Kind) -> Iterator[Token]:
    """Yield the text at `html[start:end]`, with what a browser drops of it as opaque tokens."""
    dropped: Iterator[re.Match[str]] = iter(())
    if kind == "text":
        dropped = _DROPPED.finditer(html, start, end)
    elif kind == "plain" and end == len(html):
        dropped = _CUT_OFF_END.finditer(html, max(start, html.rfind(">") + 1), end)
    for match in dropped:
        if match.start() > start:
            yield kind, start, match.start(), "", ()
        start = match.end()
        yield "opaque", match.start(), start, "", ()
    if start < end:
        yield kind, start, end, "", ()
