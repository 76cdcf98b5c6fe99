"""Pairs by canonical links: an untranslated copy in a locale's folder that names its original."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from calque.locales import PageIdentity, page_identity, shared_path
from calque.model import Page, PageKey, Site
from calque.pairing.statements import Copy

__all__ = ["read_copies"]


def read_copies(copies: Sequence[Copy], pages: Iterable[Page], site: Site) -> Mapping[PageKey, str]:
    """Return the key of the source of each page that says to be a copy of it.

    An original that several pages of one locale name is the original of none of them, nor is a home page: templates
    write such links into every page.
    """
    if not copies:
        return {}
    by_place: dict[str, PageIdentity] = {
        copy.place: identity
        for copy in copies
        if (identity := page_identity(copy.of)) and shared_path(copy.of, site) not in ("", "/")
    }
    sources: dict[PageIdentity, Page] = {}
    named: dict[PageKey, PageIdentity] = {}
    for page in pages:
        if page.locale == site.source:
            if identity := page_identity(page.post.link):
                sources.setdefault(identity, page)
        elif page.locale and (identity := by_place.get(page.post.place)):
            named[page.key] = identity
    counts = Counter((key[0], identity) for key, identity in named.items())
    return {
        key: sources[identity].post.key
        for key, identity in named.items()
        if identity in sources and counts[key[0], identity] == 1
    }
