"""Pairs that addresses alone showed at the last sync: one whose slug changes since is the same page."""

from collections.abc import Iterable, Mapping

from calque.errors import LedgerError
from calque.ledger.read import read_pairs
from calque.model import PageGroup, PageKey, Site

__all__ = ["former_pairs", "pairs_by_address"]


def former_pairs(site: Site, retyped: Mapping[PageKey, PageKey]) -> Mapping[PageKey, str]:
    """Return the source of each page that addresses alone paired at the last sync, under the keys of today.

    `retyped` are old keys → new ones. Nothing where the ledger cannot be read: whoever reads it next says so.
    """
    try:
        known = read_pairs(site)
    except LedgerError:
        return {}
    return {
        retyped.get(key, key): retyped.get((site.source, source), (site.source, source))[1]
        for key, source in known.items()
    }


def pairs_by_address(former: Mapping[PageKey, str], groups: Iterable[PageGroup]) -> Mapping[PageKey, str]:
    """Return what the next sync shall know: today's pairs by addresses, and earlier ones of pages without a source."""
    pairs = [(group, page) for group in groups if group.source for page in group.translations]
    paired = {page.key for _, page in pairs}
    return {key: source for key, source in former.items() if key not in paired} | {
        page.key: group.source.post.key for group, page in pairs if group.source and page.locale in group.weak
    }
