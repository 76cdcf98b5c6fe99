"""A run of inline content, and the segments that are made of one run after another."""

from calque.html.elements import HEADINGS
from calque.html.frames import Frames, State
from calque.html.inline import Inline, build, build_text
from calque.html.rows import SHORTEST_ROW, row_of
from calque.html.sentences import sentences
from calque.html.tokens import Token
from calque.html.words import plain
from calque.locales.writing import words_in
from calque.model import Quotes, Rules, Segment, SegmentKind

__all__ = ["MOST_NOTES", "Runs"]

_TEXT = SegmentKind.TEXT  # an Enum's attributes are slow to look up
_NO_QUOTES = Quotes.NONE
_TAILS = frozenset(("opaque", "comment"))
"""What may be cut off by the end of the text, so that all behind it would be part of it: it cannot stand elsewhere."""
MOST_NOTES = 4  # of those around; nesting may be very deep


class Runs:
    """Gathers the tokens of a run between two borders, and makes a segment of it, or several."""

    def __init__(self, html: str, frames: Frames, *, rules: Rules, context: str | None) -> None:
        self.tokens: list[Token] = []
        """The run of now."""
        self.segments: list[Segment] = []
        self._html = html
        self._frames = frames
        self._rules = rules
        self._numbers = rules.numbers
        self._context = context
        self._notes: list[str] = []
        """What inline elements of the run say, beside what is said around it."""
        self._headings = [""] * 7
        self._heading = ""

    def add(self, token: Token) -> None:
        """Add to the run: a token as it is where text is translated, as kept where an inline element says no."""
        frames = self._frames
        if frames.state.on:
            self.tokens.append(token)
        elif frames.block_state.on:
            kind, start, end, _, _ = token
            if end == len(self._html) and kind in _TAILS:
                return
            if self.tokens and self.tokens[-1][0] == "kept":
                start = self.tokens.pop()[1]
            self.tokens.append(("kept", start, end, "", ()))
        else:
            self.flush()

    def take_up(self, name: str, state: State, around: State) -> None:
        """Open an inline element that changes the state."""
        self._frames.open_inline(name, state)
        if state.notes != around.notes and len(self._notes) < MOST_NOTES:
            self._notes.append(state.notes[-1])

    def flush(self) -> None:
        """End the run and make a segment of it, or one of each element of a row, or of each of its sentences."""
        html, run, state = self._html, self.tokens, self._frames.state
        notes = tuple(dict.fromkeys((*state.notes, *self._notes))) if self._notes else state.notes
        if self._rules.sentence or (len(run) >= SHORTEST_ROW and run[0][0] != "text"):
            for whole in (run,) if self._frames.blocks[-1] in HEADINGS else row_of(html, run):
                for one in sentences(html, whole) if self._rules.sentence else (whole,):
                    self.add_segment(build(html, one, state.space, numbers=self._numbers), notes)
        elif len(run) == 1:
            self.add_segment(build_text(html, run[0], state.space, numbers=self._numbers), notes)
        elif run:
            self.add_segment(build(html, run, state.space, numbers=self._numbers), notes)
        run.clear()
        self._notes.clear()

    def add_segment(
        self,
        inline: Inline | None,
        notes: tuple[str, ...],
        kind: SegmentKind = SegmentKind.TEXT,
        context: str | None = None,
        quotes: Quotes = _NO_QUOTES,
        image: str = "",
    ) -> None:
        """Add a segment with the path, the heading above and the notes of this place; none without a text."""
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
        self.segments.append(
            Segment(kind, text, start, end, context, path, heading, notes, placeholders, words, quotes, image)
        )

    def _heading_above(self, text: str) -> str:
        """Take up the text of a heading, if it is one; return the heading above it."""
        level = HEADINGS[self._frames.blocks[-1]]
        above = next((heading for heading in reversed(self._headings[:level]) if heading), "")
        if text:
            self._heading = plain(text)
            self._headings[level:] = [self._heading, *([""] * (len(self._headings) - 1 - level))]
        return above
