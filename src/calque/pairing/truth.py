"""Where each locale's translations live: on the site, or in its PO files."""

from collections.abc import Iterable, Mapping

from calque.model import PageGroup, Pairing, Site, Truth

__all__ = ["decide_truths"]


def decide_truths(site: Site, groups: Iterable[PageGroup]) -> Mapping[str, Truth]:
    """Return where each locale's texts live: as configured, else the site where it has pairs, else the PO files."""
    paired = {
        tag
        for group in groups
        for tag, pairing, _ in group.pairing
        if pairing is Pairing.CONFIRMED and group.translation(tag)
    }
    return {
        locale.tag: locale.truth or (Truth.SITE if locale.tag in paired else Truth.PO)
        for locale in site.locales
    }
