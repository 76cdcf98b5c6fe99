"""Pairs by hreflang: mutual ones, and one-sided ones that nothing contradicts.

A page that is not translated often names a home page as its translation, or is named by many; search engines
take only what both sides say. So does this, but where one side alone was read, which must then be unambiguous.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from calque.locales import PageIdentity, named_locale, page_identity
from calque.model import Page, PageKey, Site
from calque.pairing.statements import Alternates

__all__ = ["Links", "read_links"]


@dataclass(frozen=True, slots=True)
class Links:
    """What hreflang says of pages and their sources."""

    pairs: Mapping[PageKey, tuple[str, str]] = field(default_factory=dict)
    """Translation → key of its source, and the place that says so."""
    doubts: Mapping[PageKey, tuple[str, ...]] = field(default_factory=dict)
    """Translation → keys of several sources, or of one that several translations share: nothing follows."""


@dataclass(slots=True)
class _Link:
    """A source page and a translation of it, and who says so."""

    places: set[str] = field(default_factory=set)
    by_source: bool = False
    by_target: bool = False


def read_links(alternates: Sequence[Alternates], pages: Iterable[Page], site: Site) -> Links:
    """Find the source of each page that hreflang names one for."""
    if not alternates:
        return Links()
    links = _links(alternates, _by_address(pages), site)
    sources: defaultdict[PageKey, set[str]] = defaultdict(set)
    targets: defaultdict[tuple[str, str], set[PageKey]] = defaultdict(set)
    mutual = {pair for pair, link in links.items() if link.by_source and link.by_target}
    for target, source in links:
        sources[target].add(source)
        targets[source, target[0]].add(target)
    pairs: dict[PageKey, tuple[str, str]] = {}
    doubts: dict[PageKey, tuple[str, ...]] = {}
    for target, named in sources.items():
        sure = [source for source in named if (target, source) in mutual]
        rest = [source for source in named if len(targets[source, target[0]]) == 1]
        if len(sure) == 1 and sum((one, sure[0]) in mutual for one in targets[sure[0], target[0]]) == 1:
            pairs[target] = (sure[0], min(links[target, sure[0]].places))
        elif not sure and len(named) == len(rest) == 1:
            pairs[target] = (rest[0], min(links[target, rest[0]].places))
        else:
            doubts[target] = tuple(sorted(named))
    return Links(pairs, doubts)


def _links(
    alternates: Sequence[Alternates], pages: Mapping[PageIdentity, Page], site: Site
) -> Mapping[tuple[PageKey, str], _Link]:
    """Collect every link of a translation to a page in the source language that stands beside it."""
    links: defaultdict[tuple[PageKey, str], _Link] = defaultdict(_Link)
    for said in alternates:
        subject = _at(said.url, pages)
        named = [(named_locale(tag, site), _at(url, pages)) for tag, url in said.alternates]
        members = [page for tag, page in named if page and page.locale == tag]
        members += [subject] if subject and subject not in members else []
        for source in members:
            for target in members:
                if source.locale == site.source and target.locale not in (None, site.source):
                    link = links[target.key, source.post.key]
                    link.places.add("the live page" if said.live else said.place)
                    link.by_source |= source is subject
                    link.by_target |= target is subject
    return links


def _by_address(pages: Iterable[Page]) -> Mapping[PageIdentity, Page]:
    """Index pages by their address; one that two pages share identifies neither."""
    index: dict[PageIdentity, Page | None] = {}
    for page in pages:
        identity = page_identity(page.post.link)
        if identity is not None:
            index[identity] = None if identity in index else page
    return {identity: page for identity, page in index.items() if page}


def _at(url: str, pages: Mapping[PageIdentity, Page]) -> Page | None:
    identity = page_identity(url)
    return pages.get(identity) if identity else None
