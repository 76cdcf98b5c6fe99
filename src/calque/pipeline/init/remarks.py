"""What somebody who configures a site should know of it, a sentence each."""

import math
from collections import Counter

from calque.pipeline.init.look import Seen
from calque.pipeline.init.proposal import Found, site_name
from calque.sources.wordpress.languages import Languages

__all__ = ["remarks_of"]

_ROWS_A_REQUEST = 99
_POSTS_A_REQUEST = 50
_MINUTE = 60
_RATE = 10.0
"""Requests a second, calque's default."""


def remarks_of(seen: Seen, languages: Languages, found: Found) -> list[str]:
    """Return sentences on what was found, what these credentials cannot see, and the cost of the first sync."""
    said = f", as {languages.evidence} says" if languages.evidence else ""
    others = ", ".join(one.tag for one in found.locales)
    rows = [
        f"Found {', '.join(found.kinds) or 'no public post'} at {seen.facts.root}",
        f"Languages: {found.source} (default) and {others}{said}.",
        *_rights(seen),
        *_pairs(seen, found),
        _first_sync(seen, found),
    ]
    return [row for row in rows if row]


def _rights(seen: Seen) -> list[str]:
    rights = seen.facts.rights
    if rights.edit:
        return [f"As {rights.user} calque sees drafts, scheduled posts, block markup and revisions too."]
    who = f"As {rights.user} ({', '.join(rights.roles) or 'no role'})" if rights.user else "Without a user"
    name = site_name(seen.facts.home).upper().replace("-", "_")
    told = (
        f"{who}, calque does not see drafts, scheduled posts, block markup and revisions (since when a text is "
        f"stale); an Editor does: set CALQUE_{name}_USER and CALQUE_{name}_PASSWORD to an application password "
        "(Users → Profile)."
    )
    return [told]


def _pairs(seen: Seen, found: Found) -> list[str]:
    """Say what pairs the posts with their translations, where the plugin does not."""
    if any(post.translations for post in seen.posts) or any("exports" in line for line in found.origin):
        return []
    if not any(name.startswith("pll/") for name in seen.facts.namespaces):
        return []
    pages = sum(seen.facts.totals.get(one.name) or 0 for one in seen.collections)
    told = (
        "Polylang's free version does not say which post translates which: export all content (Tools → Export) "
        f"and name it, --pairs export.xml; hreflang links would do as well, for {pages} page loads "
        "(hreflang = true under [wordpress])."
    )
    return [told]


def _first_sync(seen: Seen, found: Found) -> str:
    """Say what the first sync costs."""
    totals = Counter({one.name: seen.facts.totals.get(one.name) or 0 for one in seen.collections})
    listings = len(found.locales) + 1 if found.parameter else 1
    requests = 5 + sum(
        listings * math.ceil(total / _ROWS_A_REQUEST) + math.ceil(total / _POSTS_A_REQUEST)
        for total in totals.values()
    )
    if seen.facts.rights.edit:
        requests += totals.total()
    seconds = requests * max(1 / _RATE, seen.latency / 4)
    time_needed = f"{math.ceil(seconds / 60)} minutes" if seconds > _MINUTE else "a minute"
    return (
        f"A first sync takes about {requests} requests, within {time_needed}; "
        "`calque sync --sample 200` gives a first report sooner."
    )
