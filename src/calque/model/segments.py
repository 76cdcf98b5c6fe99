"""What splitting a field's HTML gives."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from calque.model.posts import Post

__all__ = [
    "TITLE",
    "Document",
    "Echo",
    "EchoForm",
    "Placeholder",
    "Quotes",
    "Rules",
    "Segment",
    "SegmentKind",
    "SplitPost",
]


TITLE = "title"
"""The role, and so the msgctxt, of a post's title. The roles are part of the keys of catalogs."""


class SegmentKind(StrEnum):
    """Where in the HTML a segment's text stands."""

    TEXT = "text"
    ATTRIBUTE = "attribute"
    BLOCK = "block"
    """In a Gutenberg block comment: in its JSON, or in `<!--more …-->`."""
    SHORTCODE = "shortcode"
    """In an attribute of a shortcode."""


class Quotes(StrEnum):
    """The quotes around an attribute's value or a string of JSON; the member is the character itself."""

    NONE = ""
    SINGLE = "'"
    DOUBLE = '"'


_CONTENT_IN = {
    "nav": frozenset[str](),
    "button": frozenset({"h1", "h2", "h3", "h4", "h5", "h6"}),
    "footer": frozenset({"blockquote"}),
}
"""The elements of a frame, and in which others they are the page's own: a heading that opens, a quotation's author."""


@dataclass(frozen=True, slots=True)
class Placeholder:
    """What a tag of the msgid form stands for: `<a id="1">` for `<a href="/x">`."""

    name: str
    """The tag's name in the msgid form: `a`, `img`, `x`."""
    id: int | None
    """None for a bare tag, `<strong>`."""
    opening: str
    """The source slice that the (opening) tag stands for."""
    closing: str = ""
    """The source slice of the end tag; empty for `<br/>`, `<img id="1"/>` and `<x id="1"/>`."""
    meaning: str = ""
    """For translators: `link to /x`, `image dog.jpg`."""
    start: int = 0
    """Where `opening` stands, if it has an id: code points of the field's text."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A translatable run of source HTML with its inline tags kept as placeholders.

    `start` and `end` are code points of the field's text, so `document.html[start:end]` is the run.
    """

    kind: SegmentKind
    text: str
    """The msgid form: entities decoded, white space collapsed, tags as placeholders."""
    start: int
    end: int
    context: str | None = None
    """None for body text, else a role: `title`, `excerpt`, `attr:alt`, `wp:search#label`, `shortcode:tip#text`."""
    path: str = ""
    """The element path, without indices: `ul > li`."""
    heading: str = ""
    """The text of the heading above."""
    notes: tuple[str, ...] = ()
    """Localisation notes in force (`its-loc-note`)."""
    placeholders: tuple[Placeholder, ...] = ()
    """One for each numbered tag of `text`, and one for each bare name in it; no other."""
    words: int = 0
    quotes: Quotes = Quotes.NONE
    """What the source has around the value that the text is of, as its tag or its JSON was read. White space may
    stand between; so the character before `start` says nothing."""
    image: str = ""
    """The address of the image that the text describes, as the page has it; empty of any other text."""

    @property
    def is_frame(self) -> bool:
        """The text is a label, or stands in a menu, a button or a footer: a theme has such on every page.

        `Skip to content` as an `aria-label`, `Next` below an article. Not so the description of an image, a button that
        is a heading, and the footer of a quotation.
        """
        if self.context and self.context.startswith("attr:") and self.context != "attr:alt":
            return True
        names = self.path.split(" > ")
        return any(
            name in _CONTENT_IN and _CONTENT_IN[name].isdisjoint(names[:depth])
            for depth, name in enumerate(names)
        )


class EchoForm(StrEnum):
    """How a block's JSON says a text again."""

    HTML = "html"
    WORDS = "words"
    """As HTML, but without the text's tags."""
    PLAIN = "plain"
    """As text that is no HTML."""
    LIST = "list"
    """As rich text in lists: `["Very ",{"type":"strong",…}]`."""


@dataclass(frozen=True, slots=True)
class Echo:
    """What a block's JSON says again beside its HTML; it is written from the translations of the texts there."""

    start: int
    end: int
    """Its span in the field's text: what stands between the quotes of a string, or the whole list."""
    form: EchoForm
    document: "Document"
    """What it says, as HTML, and its segments there."""
    indexes: tuple[int, ...]
    """For each of these, the segment of the field that is the same text."""


@dataclass(frozen=True, slots=True)
class Document:
    """A field's HTML, unchanged, and the segments in it, in document order.

    What is not in a segment is the skeleton. `join(split(html)) == html` for any text.
    """

    field: str
    html: str
    segments: tuple[Segment, ...]
    raw: bool = False
    echoes: tuple[Echo, ...] = ()
    """In the order of their places, which no segment overlaps."""


@dataclass(frozen=True, slots=True)
class SplitPost:
    """A post beside its split fields, in the order of `post.fields`."""

    post: Post
    documents: tuple[Document, ...]

    @property
    def segments(self) -> tuple[Segment, ...]:
        """All segments, title first, then in document order."""
        return tuple(segment for document in self.documents for segment in document.segments)


@dataclass(frozen=True, slots=True)
class Rules:
    """What a site says of its HTML, as `[html]`, `[blocks]` and `[shortcodes]` in calque.toml."""

    include: tuple[str, ...] = ()
    """CSS selectors: with any, only text inside a match is translatable."""
    exclude: tuple[str, ...] = ()
    """CSS selectors of what is never translatable."""
    inline: tuple[str, ...] = ()
    """CSS selectors of elements that belong into their text's segment."""
    opaque: tuple[str, ...] = ()
    """CSS selectors of inline elements that stand as one `<x id="…"/>`."""
    shortcodes: tuple[str, ...] = ()
    """Names of further shortcodes."""
    code: tuple[str, ...] = ()
    """Names of further shortcodes with source code between their tags."""
    attributes: tuple[str, ...] = ()
    """Further attributes whose values are texts: `data-title`, or `my-card@heading` on one element alone."""
    blocks: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """For a block, the keys of its JSON whose values are texts, `data.*.label`; attributes in its HTML, `a@title`."""
    shortcode_attributes: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """For a shortcode, its attributes whose values are texts."""
    no_texts: tuple[tuple[str, str, str], ...] = ()
    """What reads like a text and is none: the table of calque.toml, the block or shortcode, the name."""
    wpml_config: tuple[str, ...] = ()
    """The files in WPML's format that were read for the three above."""
    sentence: bool = False
    """Break blocks into sentences."""
    injected: bool = False
    """Make segments of what plugins put into every rendered text, too."""
    numbers: bool = False
    """Make segments of numbers, punctuation and URLs alone."""
