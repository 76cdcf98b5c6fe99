"""The comments of a text: those that open and close a block, with the texts in their JSON, and others."""

from collections.abc import Callable, Sequence

from calque.html import blocks
from calque.html.echoes import EchoFinder
from calque.html.frames import Frames
from calque.html.named import NamedTexts
from calque.html.prose import Prose
from calque.html.runs import Runs
from calque.html.tokens import Token
from calque.model import Document, Echo, Segment, SegmentKind

__all__ = ["Comments"]

_NO_HTML = "/-->"
_NEXT_PAGE = "<!--nextpage-->"


class Comments:
    """Makes segments of the texts in comments, and ends a run at those that are borders."""

    def __init__(
        self,
        html: str,
        texts: Prose,
        runs: Runs,
        frames: Frames,
        *,
        raw: bool,
        numbers: bool,
        named: NamedTexts,
    ) -> None:
        self._html = html
        self._texts = texts
        self._runs = runs
        self._frames = frames
        self._raw = raw
        self._numbers = numbers
        self._named = named
        self._has_labels = blocks.LABEL in html
        self._echoes: EchoFinder | None = None

    def find_echoes(self, split: Callable[[str], Document]) -> tuple[Sequence[Segment], tuple[Echo, ...]]:
        """Return the segments, those aside that blocks only say again, and where these stand."""
        segments = self._runs.segments
        return self._echoes.find(segments, split) if self._echoes else (segments, ())

    def add(self, token: Token) -> None:
        """Add a comment, which may delimit a block."""
        _, start, end, _, _ = token
        comment = blocks.block_comment(self._html[start:end])
        if comment is None:
            self._add_other(token)
            return
        if self._runs.tokens:
            self._runs.flush()
        name, is_closing = comment
        self._texts.in_shortcode_block = name == "shortcode" and not is_closing
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

    def _add_other(self, token: Token) -> None:
        """Add a comment that delimits no block; of a raw text, one of them ends a page."""
        _, start, end, _, _ = token
        if self._frames.state.on:
            for text in blocks.more_texts(self._html, start, end):
                self._add_block_text(text, "more")
        if self._raw and self._html.startswith(_NEXT_PAGE, start):
            self._runs.flush()
        self._runs.add(token)

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
        self._runs.add_segment(inline, notes, SegmentKind.BLOCK, f"wp:{block}#{text.key}", text.quotes)
        return self._runs.segments[-1]
