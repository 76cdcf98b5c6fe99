"""Links of a source that its live translation does not have: a sign that more than its date moved."""

import re

from calque.checks.links import bare_host
from calque.model import Site, SplitPost

__all__ = ["has_other_links"]

_LINK = re.compile(r"""<a\s[^<>]*?\bhref\s*=\s*["']?(https?://[^"'\s<>]+)""", re.IGNORECASE)


def has_other_links(source: SplitPost, live: SplitPost, site: Site) -> bool:
    """Tell whether the source links to an address of another site that its live translation does not link to."""
    own = _own_hosts(site)
    given = {found for document in live.documents for found in _LINK.findall(document.html)}
    return any(
        found not in given and bare_host(found) not in own
        for document in source.documents
        for found in _LINK.findall(document.html)
    )


def _own_hosts(site: Site) -> set[str]:
    return {bare_host(site.url), *(locale.host.partition(":")[0] for locale in site.locales)}
