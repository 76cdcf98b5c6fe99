"""Cutting a field's HTML into segments; what is left is the skeleton."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from operator import attrgetter

from calque.html.attributes import TAG, attributes
from calque.html.comments import Comments
from calque.html.elements import SILENT, SPACE
from calque.html.foreign import has_own_end
from calque.html.frames import Frames, State
from calque.html.named import NamedTexts, named_texts
from calque.html.paragraphs import DOUBLE_BREAK
from calque.html.prose import Prose
from calque.html.rules import Role, marks_of
from calque.html.runs import MOST_NOTES, Runs
from calque.html.svg_names import svg_names
from calque.html.tags import attribute_texts, image_of, is_code, is_notable, read_orders
from calque.html.texts import Space
from calque.html.tokens import Token, tokenize
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


class _Splitter:
    """Reads the tokens of a text once, gathers runs of inline content and makes a segment of each."""

    def __init__(self, html: str, *, raw: bool, rules: Rules, context: str | None, named: NamedTexts) -> None:
        self._html = html
        self._raw = raw
        self._rules = rules
        self._context = context
        self._named = named
        self._is_notable = named.is_notable if named.any_attribute else is_notable
        self._marks = marks_of(html, rules)
        self._classic = classic = raw and not _BLOCK_COMMENT.search(html)
        included = context is not None or not rules.include
        frames = Frames(State(on=included, space=Space.LINES if classic else Space.COLLAPSE))
        self._frames = frames
        self._runs = runs = Runs(html, frames, rules=rules, context=context)
        self._texts = Prose(html, runs, frames, raw=raw, classic=classic, rules=rules, named=named)
        self._comments = Comments(
            html, self._texts, runs, frames, raw=raw, numbers=rules.numbers, named=named
        )

    def split(self) -> tuple[Sequence[Segment], tuple[Echo, ...]]:  # noqa: C901, PLR0912, PLR0915  # one flat loop: every tag passes here
        html, frames, marks, notable = self._html, self._frames, self._marks, self._is_notable
        runs, texts, comments = self._runs, self._texts, self._comments
        run = runs.tokens
        simple = not self._raw and not texts.has_code
        brackets = texts.has_brackets
        tokens = self._tokens() if texts.has_code else tokenize(html, exact=bool(marks))
        for token in tokens:
            kind, start, end, name, values = token
            if kind == "text":
                if not run and html[start] in SPACE and not html[start:end].strip(SPACE):
                    continue
                if not simple or (brackets and "[" in html[start:end]):
                    texts.add(start, end)
                elif frames.plain:
                    run.append(token)
                else:
                    runs.add(token)
            elif kind == "end":
                if marks and frames.is_inline(name):
                    self._close_inline(("close", start, end, name, ()))
                    continue
                if run:
                    runs.flush()
                frames.close_block(name)
            elif marks and start in marks:
                self._open_marked(token, marks[start])
            elif kind == "block":
                if run:
                    runs.flush()
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
                    runs.flush()
                if values or not frames.plain or name == "code":
                    self._open_inline(token)
                else:
                    run.append(token)
            elif kind == "comment":
                comments.add(token)
            elif kind == "dead":
                self._add_dead(token, tokens)
            else:
                if kind == "opaque" and html[start : start + 4].lower() == "<svg":
                    self._add_label(token)
                if kind == "opaque" and not has_own_end(html[start:end]):
                    runs.flush()
                else:
                    runs.add(token)
        runs.flush()
        runs.segments.sort(key=attrgetter("start"))
        return comments.find_echoes(self._split_again)

    def _split_again(self, html: str) -> Document:
        """Split HTML in a block's JSON, where no selector of the site's can have a meaning."""
        rules = replace(self._rules, include=(), exclude=(), inline=(), opaque=())
        return split(html, rules=rules, context=self._context)

    def _tokens(self) -> Iterator[Token]:
        """Yield the tokens of the text, but for what stands between the tags of a shortcode of source code."""
        texts = self._texts
        start = 0
        while True:
            for token in tokenize(self._html, exact=bool(self._marks), start=start):
                yield token
                if texts.resume is not None:
                    break
            else:
                return
            start, texts.resume = texts.resume, None

    def _break(self, token: Token) -> None:
        """End the run at a block without content."""
        _, _, _, name, values = token
        self._runs.flush()
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
            self._runs.add(token)
        elif state is around:
            self._frames.count_inline(name)
            self._runs.add(token)
        else:
            if not self._frames.block_state.on:
                self._runs.flush()
            self._runs.take_up(name, state, around)
            self._runs.add(token)

    def _add_label(self, token: Token) -> None:
        """Make segments of the texts in an svg's own tag, such as `aria-label`, and of its name: they are read out."""
        _, start, end, _, _ = token
        tag = TAG.match(self._html, start)
        if tag and self._frames.state.on:
            values = tuple(
                (name, self._html[first:last])
                for name, first, last, _ in attributes(self._html, start, tag.end())
            )
            state = self._frames.state
            if self._is_notable(values):
                state = self._obey(("void", start, tag.end(), "svg", values), state)
            if state.on and values:
                names = svg_names(self._html, tag.end(), end, values, numbers=self._rules.numbers)
                for role, inline in names:
                    self._runs.add_segment(
                        inline, state.notes, SegmentKind.ATTRIBUTE, f"attr:{role}", Quotes.DOUBLE
                    )

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
        self._runs.add(("opaque", start, end, "", ()))

    def _open_marked(self, token: Token, roles: AbstractSet[Role]) -> None:
        """Open an element that the site's rules pick."""
        kind, start, end, name, values = token
        is_block = kind in {"block", "break"} and roles.isdisjoint(("inline", "opaque"))
        if is_block:
            self._runs.flush()
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
            self._runs.flush()
        self._runs.take_up(name, state, self._frames.state)
        is_void = kind in {"void", "break"}
        self._runs.add(("void" if is_void else "open", start, end, name, values))
        if is_void:
            self._frames.close_inline(name)

    def _obey(self, token: Token, state: State) -> State:
        """Make segments of the texts in a tag; return the state in its element."""
        orders = read_orders(token[4])
        if orders.on not in {None, state.on} and not state.locked:
            state = state._replace(on=orders.on is True, locked=orders.locked)
        if orders.note:
            state = state._replace(notes=(*state.notes[-MOST_NOTES:], orders.note))
        if state.on:
            for name, inline, quotes in attribute_texts(
                self._html, token, numbers=self._rules.numbers, further=self._named.attributes
            ):
                image = image_of(token[3], token[4])
                self._runs.add_segment(
                    inline, state.notes, SegmentKind.ATTRIBUTE, f"attr:{name}", quotes, image
                )
        return state

    def _close_inline(self, token: Token) -> None:
        self._runs.add(token)
        if self._frames.close_inline(token[3]) and not self._frames.block_state.on:
            self._runs.flush()
