"""HTML as tokens that tile the text: joined, their slices are the input, whatever it was.

The rules are the HTML Standard's (13.2.5), by turbohtml. What its tokens leave out is put back here:

- It reads CR as LF and counts lines. All line ends are turned to spaces beforehand, one for one, so a token's
  column is its place in the text; slices are cut from the original.
- It drops `</>` and a tag that the end of the text cuts off. These, and NUL, which browsers drop later, become
  opaque tokens.
- It takes the content of `<noscript>` for raw text, as a browser with scripts does. Search engines and readers
  without scripts see markup: the tag's name is changed in the copy that is tokenised.
- It knows no foreign content: `foreign` finds the ends of svg and math. Where a tag of HTML ends one, text before
  that may look like the beginning of a tag or a reference; this is a text, for another text to stand behind it.
"""

import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Literal, TypeAlias

from calque.html.elements import BLOCKS, DEAD, PLAIN_TEXT, RAW_TEXT, SPACE, VOIDS
from calque.html.foreign import OpenElements, foreign_end
from calque.html.texts import UNFINISHED

if TYPE_CHECKING:
    import turbohtml

__all__ = ["Kind", "Token", "Values", "tokenize"]

Kind: TypeAlias = Literal[
    "text", "plain", "open", "close", "void", "block", "end", "break", "dead", "comment", "opaque", "kept"
]
"""What a token is; strings, for these are compared more often than anything else.

`open`, `close` and `void` are tags within a text; `block`, `end` and `break` are those that end one. `dead` opens
what is never translated. `plain` is the content of a textarea or title, in which `<b>` is no tag. `comment` is also
what a browser takes for one: `<!x>`, `<?x>`, `</ x>`. `opaque` are scripts, styles, svg, math and what a browser
drops. `kept` is part of a sentence but not to be translated; `segments` makes it.
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


def tokenize(html: str, *, exact: bool = False, start: int = 0) -> Iterator[Token]:
    """Cut `html` into tokens that tile it: `<p>A</p>` → block 0 to 3, text 3 to 4, end 4 to 8.

    White space between the tags of blocks, a third of all tokens, goes with the tag before unless `exact`. Reading
    may `start` in the midst, outside of tags.
    """
    import turbohtml  # noqa: PLC0415 — 20 ms, where a text is read alone

    flat = html.translate(_LINE_ENDS) if "\r" in html else html.replace("\n", " ")
    odd = "\0" in html or _ODD.search(html) is not None
    merged = frozenset() if exact else _BLOCK_TAGS
    stream = _read_on(flat, start) if start else turbohtml.tokenize(flat, capture_source=True)
    stop = yield from _read(html, stream, start, merged, odd=odd)
    if stop is None:
        return
    flat = _NOSCRIPT.sub(f"<{_SEEN_NOSCRIPT}", flat)
    around = _Around(flat)
    position = 0  # what stands before `start` is around, too
    while stop is not None:
        around.read.append((position, stop))
        position = stop
        if not flat.startswith(_SEEN_NOSCRIPT, stop + 1):
            position = foreign_end(html, stop, around.is_open)
            is_followed = position < len(html) and html[position - 1] != ">"
            unfinished = UNFINISHED.search(html, stop, position) if is_followed else None
            end = unfinished.start() if unfinished else position
            yield "opaque", stop, end, "", ()
            if end < position:
                yield "text", end, position, "", ()
        stop = yield from _read(html, _read_on(flat, position), position, merged, odd=odd)


class _Around:
    """The elements that are open around an svg or math element; counted when first asked, which is seldom."""

    def __init__(self, flat: str) -> None:
        self.read: list[tuple[int, int]] = []
        """The spans read so far and not counted yet."""
        self._flat = flat
        self._elements = OpenElements()

    def is_open(self, name: str) -> bool:
        """Tell whether an end tag of this name ends the svg or math element."""
        import turbohtml  # noqa: PLC0415 — 20 ms, where a text is read alone

        for start, end in self.read:
            for token in turbohtml.tokenize(self._flat[start:end]):
                if token.type == _START_TAG:
                    self._elements.open(token.tag or "")
                elif token.type == _END_TAG:
                    self._elements.close(token.tag or "")
                elif token.type == _TEXT and (token.data or "").strip():
                    self._elements.go_on()
        self.read.clear()
        return self._elements.ends(name)


def _read_on(flat: str, position: int) -> "Iterator[turbohtml.Token]":
    """Tokenise from `position` in growing pieces, so that stopping soon costs little."""
    import turbohtml  # noqa: PLC0415 — 20 ms, where a text is read alone

    tokenizer = turbohtml.Tokenizer(capture_source=True)
    size = _FIRST_PIECE
    while position < len(flat):
        yield from tokenizer.feed(flat[position : position + size])
        position += size
        size *= 2
    yield from tokenizer.close()


def _read(  # noqa: C901, PLR0912  # one flat loop: every token passes here
    html: str, stream: "Iterable[turbohtml.Token]", base: int, merged: AbstractSet[Kind], *, odd: bool
) -> Generator[Token, None, int | None]:
    """Yield the tokens of a stream that begins at `base`; return where one begins that it cannot read.

    A token reaches to the next one; a tag in a text that is `odd`, and the last one, may end before. White space
    behind a token whose kind is to be `merged` is part of it.
    """
    kind: Kind = "text"
    after: Kind = "text"  # the kind of a text that comes next
    position, name, values, last = base, "", _NO_VALUES, None
    for token in stream:
        turbo_kind = token.type
        start = base + token.col
        if (
            turbo_kind == _TEXT
            and kind in merged
            and html[start] in SPACE
            and not (token.data or "").strip(SPACE)
        ):
            continue
        if start > position:
            if odd:
                yield from _read_odd(html, (kind, position, start, name, values), last)
            else:
                yield kind, position, start, name, values
        position, last = start, token
        if turbo_kind == _TEXT:
            kind, name, values = after, "", _NO_VALUES
            continue
        after = "text"
        name = token.tag or ""
        if turbo_kind == _START_TAG:
            kind, values = _STARTS.get(name, "open"), token.attrs or _NO_VALUES
            if name in _SPECIAL_TAGS:
                if name in _UNREADABLE:
                    return start
                after = _TEXT_KINDS.get(name, "text")
                if name == _SEEN_NOSCRIPT:
                    name = "noscript"
        elif turbo_kind == _END_TAG:
            kind, values = "end" if name in BLOCKS else "close", _NO_VALUES
            if name == _SEEN_NOSCRIPT:
                name = "noscript"
        else:
            kind, values = "comment", _NO_VALUES
    if position < len(html):
        yield from _read_odd(html, (kind, position, len(html), name, values), last)
    return None


_NO_VALUES: Values = ()
_BLOCK_TAGS: frozenset[Kind] = frozenset(("block", "end", "break"))
_STARTS: dict[str, Kind] = {
    **dict.fromkeys(VOIDS, "void"),
    **dict.fromkeys(BLOCKS - VOIDS, "block"),
    **dict.fromkeys(BLOCKS & VOIDS, "break"),
    **dict.fromkeys(DEAD, "dead"),
}
_UNREADABLE = frozenset(("svg", "math", "noscript"))
_TEXT_KINDS: dict[str, Kind] = {**dict.fromkeys(RAW_TEXT, "opaque"), **dict.fromkeys(PLAIN_TEXT, "plain")}
_SPECIAL_TAGS = _UNREADABLE | frozenset(_TEXT_KINDS) | {_SEEN_NOSCRIPT}


def _read_odd(html: str, token: Token, source: "turbohtml.Token | None") -> Iterator[Token]:
    """Yield a token that something may stand in that a browser drops, with that as opaque tokens."""
    kind, start, end, name, values = token
    if kind not in _TEXTS:
        length = len(source.source or "") if source else 0
        if length:
            yield kind, start, start + length, name, values
        if start + length < end:
            yield "opaque", start + length, end, "", ()
        return
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


_TEXTS = frozenset(("text", "plain", "opaque"))
