"""Cutting a field's HTML into segments; what is left is the skeleton."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from operator import attrgetter

from calque.html import blocks
from calque.html.attributes import TAG, attributes
from calque.html.echoes import EchoFinder
from calque.html.elements import HEADINGS, SILENT, SPACE
from calque.html.frames import Frames, State
from calque.html.inline import Inline, build, build_text
from calque.html.named import NamedTexts, named_texts
from calque.html.paragraphs import ADDRESS_LINE, BLANK_LINES, DOUBLE_BREAK, Lines, is_block
from calque.html.rows import SHORTEST_ROW, row_of
from calque.html.rules import Role, marks_of
from calque.html.sentences import sentences
from calque.html.shortcodes import (
    BRACKET,
    CODE,
    closed_names,
    escaped_names,
    is_shortcode,
    shortcode_attributes,
    shortcode_span,
)
from calque.html.tags import attribute_texts, is_code, is_notable, read_orders, value_text
from calque.html.texts import Space
from calque.html.tokens import Token, tokenize
from calque.html.words import plain
from calque.locales.writing import words_in
from calque.model import Document, Echo, Quotes, Rules, Segment, SegmentKind

__all__ = ["split", "split_by"]

_DEFAULT = Rules()


def split(
    html: str,
    *,
    field: str = "content",
    raw: bool = False,
    rules: Rules = _DEFAULT,
    context: str | None = None,
) -> Document:
    """Find the segments of `html`: `<p>Hi <b>you</b></p>` → one segment, `Hi <b>you</b>`.

    `raw` is block markup as WordPress stores it, which also breaks at blank lines. `context` is given to the body
    text; attributes and blocks have roles of their own. Any text is taken; nothing is raised.
    """
    splitter = _Splitter(html, raw=raw, rules=rules, context=context, named=named_texts(rules))
    segments, echoes = splitter.split()
    return Document(field, html, tuple(segments), raw, echoes)


def split_by(named: NamedTexts, html: str, *, raw: bool, rules: Rules) -> Document:
    """Find the segments that there would be if a site named other texts than its `rules` do."""
    segments, echoes = _Splitter(html, raw=raw, rules=rules, context=None, named=named).split()
    return Document("", html, tuple(segments), raw, echoes)


_BLOCK_COMMENT = re.compile(r"<!--\s+/?wp:")
_NO_LINES = Lines("")
_NO_HTML = "/-->"
_NEXT_PAGE = "<!--nextpage-->"
_TEXT = SegmentKind.TEXT  # an Enum's attributes are slow to look up
_NO_QUOTES = Quotes.NONE
_TAILS = frozenset(("opaque", "comment"))
"""What may be cut off by the end of the text, so that all behind it would be part of it: it cannot stand elsewhere."""
_MOST_NOTES = 4  # of those around; nesting may be very deep


class _Splitter:
    """Reads the tokens of a text once, gathers runs of inline content and makes a segment of each."""

    def __init__(self, html: str, *, raw: bool, rules: Rules, context: str | None, named: NamedTexts) -> None:
        self._html = html
        self._raw = raw
        self._rules = rules
        self._numbers = rules.numbers
        self._context = context
        self._has_brackets = "[" in html
        self._has_labels = blocks.LABEL in html
        self._closed = closed_names(html) if self._has_brackets else frozenset()
        self._escaped = escaped_names(html) if self._has_brackets else frozenset()
        self._code = set(self._closed & CODE.union(rules.code))
        """Names of shortcodes of source code that a closing tag may still follow."""
        self._resume: int | None = None
        """Where the text goes on behind source code in a shortcode, which is no HTML."""
        self._in_shortcode_block = False
        self._named = named
        self._is_notable = self._named.is_notable if self._named.any_attribute else is_notable
        self._segments: list[Segment] = []
        self._echoes: EchoFinder | None = None
        self._run: list[Token] = []
        self._run_notes: list[str] = []
        """What inline elements of the run say, beside what is said around it."""
        self._headings = [""] * 7
        self._heading = ""
        self._marks = marks_of(html, rules)
        self._classic = raw and not _BLOCK_COMMENT.search(html)
        self._lines = Lines(html) if raw and self._has_brackets else _NO_LINES
        included = context is not None or not rules.include
        self._frames = Frames(State(on=included, space=Space.LINES if self._classic else Space.COLLAPSE))

    def split(self) -> tuple[Sequence[Segment], tuple[Echo, ...]]:  # noqa: C901, PLR0912, PLR0915  # one flat loop: every tag passes here
        html, run, frames, marks = self._html, self._run, self._frames, self._marks
        notable = self._is_notable
        simple = not self._raw and not self._has_brackets
        tokens = self._tokens()
        for token in tokens:
            kind, start, end, name, values = token
            if kind == "text":
                if not run and html[start] in SPACE and not html[start:end].strip(SPACE):
                    continue
                if not simple:
                    self._add_text(start, end)
                elif frames.plain:
                    run.append(token)
                else:
                    self._add(token)
            elif kind == "end":
                if marks and frames.is_inline(name):
                    self._close_inline(("close", start, end, name, ()))
                    continue
                if run:
                    self._flush()
                frames.close_block(name)
            elif marks and start in marks:
                self._open_marked(token, marks[start])
            elif kind == "block":
                if run:
                    self._flush()
                state = frames.end_implied(name)
                if name == "pre" and is_code(html, end, values):
                    state = state._replace(on=False)
                frames.open_block(name, self._obey(token, state) if values and notable(values) else state)
            elif kind == "break":
                self._break(token)
            elif kind == "close":
                if frames.plain:
                    run.append(token)
                else:
                    self._close_inline(token)
            elif kind in {"open", "void"}:
                if self._classic and name == "br" and run and DOUBLE_BREAK.match(html, start):
                    self._flush()
                if values or not frames.plain or name == "code":
                    self._open_inline(token)
                else:
                    run.append(token)
            elif kind == "comment":
                self._add_comment(token)
            elif kind == "dead":
                self._add_dead(token, tokens)
            else:
                if kind == "opaque" and html[start : start + 4].lower() == "<svg":
                    self._add_label(token)
                self._add(token)
        self._flush()
        self._segments.sort(key=attrgetter("start"))
        return self._echoes.find(self._segments, self._split_again) if self._echoes else (self._segments, ())

    def _split_again(self, html: str) -> Document:
        """Split HTML in a block's JSON, where no selector of the site's can have a meaning."""
        rules = replace(self._rules, include=(), exclude=(), inline=(), opaque=())
        return split(html, rules=rules, context=self._context)

    def _tokens(self) -> Iterator[Token]:
        """Yield the tokens of the text, but for what stands between the tags of a shortcode of source code."""
        start = 0
        while True:
            for token in tokenize(self._html, exact=bool(self._marks), start=start):
                yield token
                if self._resume is not None:
                    break
            else:
                return
            start, self._resume = self._resume, None

    def _add(self, token: Token) -> None:
        """Add to the run: a token as it is where text is translated, as kept where an inline element says no."""
        frames = self._frames
        if frames.state.on:
            self._run.append(token)
        elif frames.block_state.on:
            kind, start, end, _, _ = token
            if end == len(self._html) and kind in _TAILS:
                return
            if self._run and self._run[-1][0] == "kept":
                start = self._run.pop()[1]
            self._run.append(("kept", start, end, "", ()))
        else:
            self._flush()

    def _add_text(self, start: int, end: int) -> None:
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
            self._flush()
            start = position = found + len(closing)
            if start > end:
                self._resume = start
                return
        self._add_prose(start, end)

    def _add_prose(self, start: int, end: int) -> None:
        """Add a text; break a raw one at blank lines, which WordPress makes paragraphs of."""
        if self._raw and self._frames.state.space is not Space.KEEP:
            for match in BLANK_LINES.finditer(self._html, start, end):
                self._add_paragraph(start, match.start())
                self._flush()
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
                    self._flush()
                    start = match.end()
        self._add_line(start, end)

    def _add_line(self, start: int, end: int) -> None:
        """Add a text, its shortcodes as opaque tokens."""
        if self._has_brackets and self._html.find("[", start, end) >= 0:
            for match in BRACKET.finditer(self._html, start, end):
                if match["end"] and (
                    self._in_shortcode_block or is_shortcode(match, self._closed, self._rules.shortcodes)
                ):
                    opens, closes = shortcode_span(self._html, match, self._escaped)
                    if opens > start:
                        self._add(("text", start, opens, "", ()))
                    start = closes
                    self._add_shortcode(match, opens, closes)
        if start < end:
            self._add(("text", start, end, "", ()))

    def _add_shortcode(self, bracket: re.Match[str], start: int, end: int) -> None:
        """Add a shortcode as one token; in a raw text, end the run at one that ends a paragraph."""
        name = bracket["name"]
        is_text = self._html.startswith("[[", start) or self._html.startswith("]]", end - 2)
        if self._frames.state.on and not is_text and (wanted := self._named.shortcodes.get(name)):
            for attribute, first, last, quotes in shortcode_attributes(self._html, bracket):
                if attribute in wanted:
                    inline = value_text(self._html, first, last, quotes, numbers=self._numbers)
                    context = f"shortcode:{name}#{attribute}"
                    self._add_segment(
                        inline, self._frames.state.notes, SegmentKind.SHORTCODE, context, quotes
                    )
        ends = self._raw and not is_text
        if ends and (is_block(name) or self._lines.begins_with(start)):
            self._flush()
        self._add(("opaque", start, end, "", ()))
        if ends and (is_block(name) or self._lines.ends_with(end)):
            self._flush()

    def _break(self, token: Token) -> None:
        """End the run at a block without content."""
        _, _, _, name, values = token
        self._flush()
        state = self._frames.end_implied(name)
        if values and self._is_notable(values):
            self._obey(token, state)

    def _open_inline(self, token: Token) -> None:
        kind, _, _, name, values = token
        around = state = self._frames.state
        if name == "code" and self._frames.blocks[-1] == "pre":
            state = state._replace(on=False)
        if values and self._is_notable(values):
            state = self._obey(token, state)
        if kind == "void":
            self._add(token)
        elif state is around:
            self._frames.count_inline(name)
            self._add(token)
        else:
            if not self._frames.block_state.on:
                self._flush()
            self._take_up(name, state, around)
            self._add(token)

    def _add_label(self, token: Token) -> None:
        """Make segments of the texts in an svg's own tag, such as `aria-label`: they are read out."""
        _, start, _, _, _ = token
        tag = TAG.match(self._html, start)
        if tag and self._frames.state.on:
            values = tuple(
                (name, self._html[first:last])
                for name, first, last, _ in attributes(self._html, start, tag.end())
            )
            if self._is_notable(values):
                self._obey(("void", start, tag.end(), "svg", values), self._frames.state)

    def _add_dead(self, token: Token, tokens: Iterator[Token]) -> None:
        """Add an element that is never translated as one token; take the rest of it from `tokens`."""
        _, start, end, dead, _ = token
        state = self._frames.state
        if state.on and dead not in SILENT:
            self._obey(token, state)
        depth = 1
        for kind, _, token_end, name, _ in tokens:
            end = token_end
            if name == dead:
                depth += 1 if kind == "dead" else -1
                if not depth:
                    break
        self._add(("opaque", start, end, "", ()))

    def _open_marked(self, token: Token, roles: AbstractSet[Role]) -> None:
        """Open an element that the site's rules pick."""
        kind, start, end, name, values = token
        is_block = kind in {"block", "break"} and roles.isdisjoint(("inline", "opaque"))
        if is_block:
            self._flush()
            self._frames.end_implied(name)
        state = self._frames.state
        if "exclude" in roles or "opaque" in roles:
            state = state._replace(on=False, locked=True)
        elif "include" in roles and not state.locked:
            state = state._replace(on=True)
        state = self._obey(token, state)
        if is_block:
            if kind == "block":
                self._frames.open_block(name, state)
            return
        if not self._frames.block_state.on:
            self._flush()
        self._take_up(name, state, self._frames.state)
        is_void = kind in {"void", "break"}
        self._add(("void" if is_void else "open", start, end, name, values))
        if is_void:
            self._frames.close_inline(name)

    def _take_up(self, name: str, state: State, around: State) -> None:
        """Open an inline element that changes the state."""
        self._frames.open_inline(name, state)
        if state.notes != around.notes and len(self._run_notes) < _MOST_NOTES:
            self._run_notes.append(state.notes[-1])

    def _obey(self, token: Token, state: State) -> State:
        """Make segments of the texts in a tag; return the state in its element."""
        orders = read_orders(token[4])
        if orders.on not in {None, state.on} and not state.locked:
            state = state._replace(on=orders.on is True, locked=orders.locked)
        if orders.note:
            state = state._replace(notes=(*state.notes[-_MOST_NOTES:], orders.note))
        if state.on:
            for name, inline, quotes in attribute_texts(
                self._html, token, numbers=self._numbers, further=self._named.attributes
            ):
                self._add_segment(inline, state.notes, SegmentKind.ATTRIBUTE, f"attr:{name}", quotes)
        return state

    def _close_inline(self, token: Token) -> None:
        self._add(token)
        if self._frames.close_inline(token[3]) and not self._frames.block_state.on:
            self._flush()

    def _add_comment(self, token: Token) -> None:
        _, start, end, _, _ = token
        comment = blocks.block_comment(self._html[start:end])
        if comment is None:
            self._add_other_comment(token)
            return
        if self._run:
            self._flush()
        name, is_closing = comment
        self._in_shortcode_block = name == "shortcode" and not is_closing
        named = self._named
        if is_closing:
            if named.any_attribute:
                named.close(name)
            if self._echoes:
                self._echoes.close(name, start)
            return
        if (self._has_labels or name in blocks.NAMES or name in named.keys) and self._frames.state.on:
            self._add_block(name, start, end, named.keys.get(name, ()))
        if named.any_attribute and not self._html.endswith(_NO_HTML, start, end):
            named.open(name)

    def _add_other_comment(self, token: Token) -> None:
        """Add a comment that delimits no block; of a raw text, one of them ends a page."""
        _, start, end, _, _ = token
        if self._frames.state.on:
            for text in blocks.more_texts(self._html, start, end):
                self._add_block_text(text, "more")
        if self._raw and self._html.startswith(_NEXT_PAGE, start):
            self._flush()
        self._add(token)

    def _add_block(self, name: str, start: int, end: int, further: tuple[str, ...]) -> None:
        """Make segments of the texts in a block's JSON; remember those that its HTML may say, too."""
        texts = [
            (text, None if text.repeats else self._add_block_text(text, name))
            for text in blocks.texts(self._html, start, end, name, further)
        ]
        if texts and not self._html.endswith(_NO_HTML, start, end):
            self._echoes = self._echoes or EchoFinder(len(self._html))
            self._echoes.open(name, end, texts)

    def _add_block_text(self, text: blocks.BlockText, block: str) -> Segment | None:
        inline = blocks.read_text(text.key, text.value, numbers=self._numbers)
        if inline is None:
            return None
        written, _, _, spoken, placeholders = inline
        inline = (written, text.start, text.end, spoken, placeholders)
        notes = self._frames.state.notes
        self._add_segment(inline, notes, SegmentKind.BLOCK, f"wp:{block}#{text.key}", text.quotes)
        return self._segments[-1]

    def _flush(self) -> None:
        """End the run and make a segment of it, or one of each element of a row, or of each of its sentences."""
        html, run, state = self._html, self._run, self._frames.state
        notes = tuple(dict.fromkeys((*state.notes, *self._run_notes))) if self._run_notes else state.notes
        if self._rules.sentence or (len(run) >= SHORTEST_ROW and run[0][0] != "text"):
            for whole in (run,) if self._frames.blocks[-1] in HEADINGS else row_of(html, run):
                for one in sentences(html, whole) if self._rules.sentence else (whole,):
                    self._add_segment(build(html, one, state.space, numbers=self._numbers), notes)
        elif len(run) == 1:
            self._add_segment(build_text(html, run[0], state.space, numbers=self._numbers), notes)
        elif run:
            self._add_segment(build(html, run, state.space, numbers=self._numbers), notes)
        run.clear()
        self._run_notes.clear()

    def _add_segment(
        self,
        inline: Inline | None,
        notes: tuple[str, ...],
        kind: SegmentKind = SegmentKind.TEXT,
        context: str | None = None,
        quotes: Quotes = _NO_QUOTES,
    ) -> None:
        if inline is None:
            return
        text, start, end, spoken, placeholders = inline
        frames, heading = self._frames, self._heading
        if kind is _TEXT:
            context = self._context
        if frames.blocks[-1] in HEADINGS:
            heading = self._heading_above(text if kind is _TEXT else "")
        words = words_in(spoken)
        path = frames.path()
        self._segments.append(
            Segment(kind, text, start, end, context, path, heading, notes, placeholders, words, quotes)
        )

    def _heading_above(self, text: str) -> str:
        """Take up the text of a heading, if it is one; return the heading above it."""
        level = HEADINGS[self._frames.blocks[-1]]
        above = next((heading for heading in reversed(self._headings[:level]) if heading), "")
        if text:
            self._heading = plain(text)
            self._headings[level:] = [self._heading, *([""] * (len(self._headings) - 1 - level))]
        return above
