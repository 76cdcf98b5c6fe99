"""HTML as tokens that tile the text: joined, their slices are the input, whatever it was.

The rules are the HTML Standard's (13.2.5), by turbohtml. What its tokens leave out is put back here:

- It reads CR as LF and counts lines. All line ends are turned to spaces beforehand, one for one, so a token's
  column is its place in the text; slices are cut from the original.
- It drops `</>` and a tag that the end of the text cuts off: these become opaque tokens.
- It takes the content of `<noscript>` for raw text, as a browser with scripts does. Readers without scripts, and
  search engines, see markup: the tag's name is changed in the copy that is tokenised.
- It knows no foreign content: see `foreign`.
"""

import re
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import NamedTuple

import turbohtml

from calque.html.elements import PLAIN_TEXT, RAW_TEXT, VOIDS
from calque.html.foreign import foreign_end

__all__ = ["Kind", "Token", "tokenize"]


class Kind(Enum):
    """What a token is."""

    TEXT = "text"
    PLAIN = "plain"
    """The content of a textarea or title: text in which `<b>` is no tag."""
    OPEN = "open"
    CLOSE = "close"
    VOID = "void"
    COMMENT = "comment"
    """Comments, and what a browser takes for one: `<!x>`, `<?x>`, `</ x>`."""
    OPAQUE = "opaque"
    """Scripts, styles, svg and math, and what a browser drops."""
    KEPT = "kept"
    """Text that is not to be translated but is part of its sentence; made by `segments`."""


class Token(NamedTuple):
    """A slice of the text, in code points, and its kind; `name` is a tag's, in lower case."""

    kind: Kind
    start: int
    end: int
    name: str = ""


_FOREIGN = re.compile(r"<(?:svg|math)(?![^\t\n\f\r />])", re.IGNORECASE)
_NOSCRIPT = re.compile(r"<noscript", re.IGNORECASE)
_SEEN_NOSCRIPT = "noscripx"
_LINE_ENDS = str.maketrans("\r\n", "  ")
_DROPPED = re.compile(r"</>|<[a-zA-Z/!?].*", re.DOTALL)
_CUT_OFF_END = re.compile(r"</(?:textarea|title)[\t\n\f\r /][^>]*\Z", re.IGNORECASE)
_FIRST_CHUNK = 1024

_TEXT, _START_TAG, _END_TAG = 0, 1, 2


def tokenize(html: str) -> list[Token]:
    """Cut `html` into tokens that tile it: `<p>A</p>` → OPEN 0–3, TEXT 3–4, CLOSE 4–8."""
    flat = html.translate(_LINE_ENDS) if "\r" in html else html.replace("\n", " ")
    if "<noscript" in flat or _NOSCRIPT.search(flat):
        flat = _NOSCRIPT.sub(f"<{_SEEN_NOSCRIPT}", flat)
    tokens: list[Token] = []
    if not _FOREIGN.search(flat):
        stream = turbohtml.tokenize(flat, capture_source=True, capture_attributes=False)
        _append(tokens, html, stream, 0)
        return tokens
    position = 0
    while position < len(html):
        found = _append(tokens, html, _fed(flat, position), position)
        if found is None:
            break
        name, start = found
        position = foreign_end(html, start)
        tokens.append(Token(Kind.OPAQUE, start, position, name))
    return tokens


def _fed(flat: str, position: int) -> Iterator[turbohtml.Token]:
    """Tokenise from `position` in growing pieces, so that stopping early costs little."""
    tokenizer = turbohtml.Tokenizer(capture_source=True, capture_attributes=False)
    size = _FIRST_CHUNK
    while position < len(flat):
        yield from tokenizer.feed(flat[position : position + size])
        position += size
        size *= 2
    yield from tokenizer.close()


def _append(
    tokens: list[Token], html: str, stream: Iterable[turbohtml.Token], base: int
) -> tuple[str, int] | None:
    """Append the stream's tokens up to the first svg or math element; return its name and place."""
    add = tokens.append
    kind_of_text = Kind.TEXT
    text_at = -1  # where a text began that the next token ends
    position = base  # where the last token that is not text ended
    for token in stream:
        start = base + token.col
        if text_at >= 0:
            _append_text(tokens, html, text_at, start, kind_of_text)
            text_at = -1
        elif start > position:
            add(Token(Kind.OPAQUE, position, start))
        token_type = token.type
        if token_type == _TEXT:
            text_at = start
            continue
        position = start + len(token.source or "")
        if token_type == _START_TAG:
            name = token.tag or ""
            kind_of_text = Kind.TEXT
            if name in VOIDS:
                add(Token(Kind.VOID, start, position, name))
                continue
            if name in ("svg", "math"):
                return name, start
            if name in RAW_TEXT:
                kind_of_text = Kind.OPAQUE
            elif name in PLAIN_TEXT:
                kind_of_text = Kind.PLAIN
            elif name == _SEEN_NOSCRIPT:
                name = "noscript"
            add(Token(Kind.OPEN, start, position, name))
        elif token_type == _END_TAG:
            kind_of_text = Kind.TEXT
            add(Token(Kind.CLOSE, start, position, token.tag or ""))
        else:
            add(Token(Kind.COMMENT, start, position))
    if text_at >= 0:
        _append_text(tokens, html, text_at, len(html), kind_of_text)
    elif position < len(html):
        add(Token(Kind.OPAQUE, position, len(html)))
    return None


def _append_text(tokens: list[Token], html: str, start: int, end: int, kind: Kind) -> None:
    """Append the text at `html[start:end]`, what a browser drops of it apart."""
    if kind is not Kind.OPAQUE and html.find("<", start, end) >= 0:
        dropped = _DROPPED if kind is Kind.TEXT else _CUT_OFF_END
        for match in dropped.finditer(html, start, end):
            if match.start() > start:
                tokens.append(Token(kind, start, match.start()))
            start = match.end()
            tokens.append(Token(Kind.OPAQUE, match.start(), start))
    if start < end:
        tokens.append(Token(kind, start, end))
