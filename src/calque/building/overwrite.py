"""What a live page says that nobody would have any more once it is written over."""

from collections.abc import Collection, Iterable, Sequence

from calque.building.choice import JudgedText
from calque.html import plain
from calque.model import History, SplitPost

__all__ = ["known_texts", "unknown_texts"]


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


_SPELLINGS = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u00a0": " ", "\u202f": " "}
)


def _bare(text: str) -> str:
    """Return a text as all its spellings have it: without tags, with plain quotes and spaces."""
    return " ".join(plain(text).translate(_SPELLINGS).split())
