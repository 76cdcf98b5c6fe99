"""What a live page says that nobody would have any more once it is written over."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from calque.building.choice import JudgedText
from calque.html import plain, split
from calque.html.shortcodes import BRACKET, closed_names, is_shortcode
from calque.html.structure import Node, structure
from calque.html.typography import as_shown
from calque.model import History, SplitPost

__all__ = ["is_reshaped", "known_texts", "unknown_texts"]


def known_texts(
    texts: Iterable[JudgedText], source: SplitPost, history: History, live: History, past: Iterable[str] = ()
) -> frozenset[str]:
    """Return the texts of a live page that may be written over: they stand somewhere else, or stood there at first.

    These are the translations of its catalog, whatever their state, and the `past` ones that are kept beside; the texts
    that its source has or had; and those that the page had when it was first seen.
    """
    found = {form for text in texts for form in (*text.unit.target, text.unit.source)}
    found |= {segment.text for segment in source.segments}
    found |= history.texts | set(past)
    if live.revisions:
        found |= {text for _, text in live.revisions[0].units}
    return frozenset(_bare(text) for text in found)


def unknown_texts(live: SplitPost, known: Collection[str]) -> Sequence[str]:
    """Return the texts of a live page that are not among the known ones, as a page shows them."""
    texts = dict.fromkeys(plain(segment.text) for segment in live.segments)
    return [text for text in texts if _bare(text) not in known and any(map(str.isalpha, text))]


def is_reshaped(left: str, now: str) -> bool:
    """Tell whether a page has another paragraph, block, image, link or shortcode than it was left with, or lacks one.

    Words are no matter of this, nor are classes, styles and the settings of a block that has a text: an editor of
    WordPress that opens and saves a page writes them as its own version does.

    ::

        <p>A</p>                      ->  <p class="x">B</p>           False
        <p>A</p>                      ->  <p>A</p><img src="/b.jpg">   True
        <p><a href="/a">A</a></p>     ->  <p><a href="/b">A</a></p>    True
    """
    if left == now:
        return False
    # Not by the tags of paragraphs: the classic editor takes them out of what it saves.
    return [*_shape(left)] != [*_shape(now)] or _count_texts(left) != _count_texts(now)


def _count_texts(html: str) -> int:
    return len(split(html, raw=True).segments)


def _shape(html: str) -> Iterator[tuple[str, ...]]:
    """Yield what stands on a page beside its words, in order."""
    closed = closed_names(html)
    for node in structure(html):
        if node.name == "#comment":
            yield from _block(node.text.strip())
        elif node.name == "#text":
            yield from ((found[0],) for found in BRACKET.finditer(node.text) if is_shortcode(found, closed))
        elif (name := node.name.rpartition(" ")[2]) not in _INLINE or _addresses(node):
            yield (name, *_addresses(node))


def _block(comment: str) -> Iterator[tuple[str, ...]]:
    """Yield a block by its name, one without a text of its own with its settings, too; of its end, nothing."""
    if comment.startswith("wp:"):
        yield (comment if comment.endswith("/") else comment.split(maxsplit=1)[0],)
    elif not comment.startswith("/wp:"):
        yield (comment,)


def _addresses(node: Node) -> tuple[str, ...]:
    return tuple(f"{name}={value}" for name, value in node.attributes if name in _ADDRESSES)


_ADDRESSES = frozenset({"action", "data", "href", "poster", "src"})
_INLINE = frozenset(
    "html head body p br a abbr b bdi bdo big cite code del dfn em font i ins kbd mark q s samp small span strike"
    " strong sub sup time tt u var wbr".split()
)
"""Elements of a text, and those that every page has."""


def _bare(text: str) -> str:
    """Return a text as all its spellings have it: without tags, with one kind of quotes, dashes, dots and spaces."""
    return as_shown(plain(text))
