"""Pairs that addresses alone showed at the last sync: one whose slug changes since is the same page."""

from collections.abc import Collection, Iterable, Mapping

from calque.errors import LedgerError
from calque.ledger.read import read_pairs
from calque.model import PageGroup, PageKey, Site

__all__ = ["former_pairs", "pairs_by_address"]


def former_pairs(site: Site) -> Mapping[PageKey, str]:
    """Return the source of each page that addresses alone paired at the last sync.

    Nothing where the ledger cannot be read: whoever reads it next says so.
    """
    try:
        return read_pairs(site)
    except LedgerError:
        return {}


def pairs_by_address(
    site: Site, here: Collection[PageKey], groups: Iterable[PageGroup]
) -> Mapping[PageKey, str]:
    """Return what the next sync shall know: today's pairs by addresses, and earlier ones of pages not `here`."""
    known = {
        key: source
        for key, source in former_pairs(site).items()
        if key not in here or (site.source, source) not in here
    }
    return known | {
        page.key: group.source.post.key
        for group in groups
        if group.source
        for page in group.translations
        if page.locale in group.weak
    }
