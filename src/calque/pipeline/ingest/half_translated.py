"""Translations that nobody finished, and that nothing declares: a part of their texts is still their source's."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from calque.html import plain
from calque.language import Certainty, observe_source
from calque.model import Page, PageKey, Site, SplitPost

__all__ = ["withhold_half_translated"]

_Place = tuple[int, int, str]
"""How many texts a page has, the number of one of them, and that text."""


def withhold_half_translated(
    pages: Sequence[Page], splits: Mapping[PageKey, SplitPost], site: Site
) -> tuple[Page, ...]:
    """Withhold each source page that is likely in another language, and for the rest word for word another source page.

    Half of such a page is in the source's language, and that half says nothing: it stands in the other page, text for
    text in the same places. What is left must be in the other language as surely as a whole page must be. A page that
    quotes, or that holds all of its texts in two languages, has no such other page.
    """
    sources = [index for index, page in enumerate(pages) if page.locale == site.source and not page.withheld]
    likely = [index for index in sources if pages[index].foreign]
    if not likely:
        return tuple(pages)
    texts = {
        index: tuple(plain(segment.text) for segment in splits[pages[index].key].segments)
        for index in sources
    }
    wanted = {place for index in likely for place in _places(texts[index])}
    found: dict[_Place, set[int]] = {}
    for index in sources:
        if not pages[index].foreign:
            for place in _places(texts[index]):
                if place in wanted:
                    found.setdefault(place, set()).add(index)
    half = {index for index in likely if _is_half(pages[index], texts[index], texts, found, site)}
    return tuple(replace(page, withheld=True) if index in half else page for index, page in enumerate(pages))


def _places(texts: Sequence[str]) -> list[_Place]:
    return [(len(texts), number, text) for number, text in enumerate(texts)]


def _is_half(
    page: Page,
    own: Sequence[str],
    texts: Mapping[int, Sequence[str]],
    found: Mapping[_Place, set[int]],
    site: Site,
) -> bool:
    """Tell whether a page is another one with a part of it translated; texts that several pages have name none."""
    named = {index for place in _places(own) if len(there := found.get(place, ())) == 1 for index in there}
    if len(named) != 1:
        return False
    rest = [text for text, other in zip(own, texts[named.pop()], strict=True) if text != other]
    seen = observe_source(rest, site.source, candidates=site.tags)
    return seen is not None and seen.certainty is Certainty.SURE and seen.language == page.foreign
