"""Whether a live page is enough like its source to give translations, whatever paired the two."""

from calque.model import Site, SplitPost
from calque.pairing.likeness import Background
from calque.pairing.outlines import outline

__all__ = ["is_like"]

_AGAINST = -4.0
"""Bits below which a page is too unlike the source that somebody states it to translate."""
_ADDRESSES = 1.0
"""The same, where only their addresses pair the two."""
_FEW = 5
"""Fewer blocks than this tell little of a page either way."""
_ADDRESSES_OF_FEW = -2.0
"""So of such a page it is enough that not much speaks against it."""


def is_like(source: SplitPost, live: SplitPost, site: Site, *, weak: bool) -> bool:
    """Tell whether what a translation leaves unchanged of a page speaks for the pair, or not too much against it.

    Two pages of five paragraphs align whatever they say. `weak` is a pair that only addresses show. What is rare on the
    site does not count, so that one page is judged alike in every run. `bench/pairing.py` measures the bars.
    """
    one, other = (outline(split, site, {}) for split in (source, live))
    is_short = min(len(one.blocks), len(other.blocks)) < _FEW
    bar = (_ADDRESSES_OF_FEW if is_short else _ADDRESSES) if weak else _AGAINST
    return Background([one, other]).compare(one, other).bits >= bar
