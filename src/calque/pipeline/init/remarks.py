"""What somebody who configures a site should know of it, a sentence each."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from calque.html import split, sum_up, unnamed_in
from calque.model import FieldFormat, Post, Rules
from calque.pipeline.init.look import Seen
from calque.pipeline.init.proposal import Found
from calque.pipeline.init.tongues import Tongues

__all__ = ["PairSigns", "evidence_of", "remarks_of", "unnamed_remarks"]

_ROWS_A_REQUEST = 99
_POSTS_A_REQUEST = 50
_MINUTE = 60
_RATE = 10.0
"""Requests a second, calque's default."""


@dataclass(frozen=True, slots=True)
class PairSigns:
    """What says which post translates which."""

    exports: tuple[str, ...]
    pages: int
    """About how many pages are translations."""
    looked_at: str = ""
    """The translated page that was looked at for hreflang links; empty where there was none."""
    needed: bool = False
    """Neither the posts' fields nor an export say it."""
    hreflang: bool = False
    """The page that was looked at names others."""


def remarks_of(seen: Seen, tongues: Tongues, found: Found, pairing: PairSigns) -> list[str]:
    """Return sentences on what was found, what these credentials cannot see, and the cost of the first sync."""
    rows = [
        f"Found {', '.join(found.kinds) or 'no public post'} at {seen.facts.root}",
        *evidence_of(tongues),
        *_rights(seen, found.name),
        *_pairs(pairing),
        *unnamed_remarks(seen.posts),
        _first_sync(seen, found, pairing),
    ]
    return [row for row in rows if row]


def unnamed_remarks(posts: Sequence[Post]) -> list[str]:
    """Return a sentence on texts in posts that nothing names, with the lines of calque.toml that do."""
    rules = Rules()
    found = sum_up(
        unnamed_in([split(field.text, raw=field.format is FieldFormat.RAW)], rules)
        for post in posts
        for field in post.fields
        if field.name == "content"
    )
    if found is None:
        return []
    what = f"{found.told()} read like texts, and nothing names them, so they are not translated"
    return [f"Look at this: {what}; to have them translated, write {found.lines(rules)}."]


def evidence_of(tongues: Tongues) -> list[str]:
    """Return a sentence a locale on what says that the site has it, and one on each thing that speaks against it."""
    source = f"{tongues.source} (the source): {tongues.evidence.get(tongues.source, 'as you say')}."
    targets = [
        f"{one.tag}: {tongues.evidence.get(one.tag, 'no page of it was seen')}." for one in tongues.locales
    ]
    return [source, *targets, *(f"Look at this: {row}." for row in tongues.doubts)]


def _rights(seen: Seen, name: str) -> list[str]:
    rights = seen.facts.rights
    if rights.edit:
        return [f"As {rights.user} calque sees drafts, scheduled posts, block markup and revisions too."]
    who = f"As {rights.user} ({', '.join(rights.roles) or 'no role'})" if rights.user else "Without a user"
    prefix = f"CALQUE_{name.upper().replace('-', '_')}"
    told = (
        f"{who}, calque does not see drafts, scheduled posts, block markup and revisions (since when a text is "
        f"stale); an Editor does: set {prefix}_USER and {prefix}_PASSWORD to an application password "
        "(Users → Profile)."
    )
    return [told]


def _pairs(pairing: PairSigns) -> list[str]:
    """Say what pairs the posts with their translations, where their fields do not."""
    if not pairing.needed:
        return []
    better = (
        "an export of all content says it for sure (Tools → Export; --pairs export.xml), as do the fields of Polylang "
        "Pro and WPML, or the lines for a theme in docs/reference/wordpress.md"
    )
    if pairing.hreflang:
        told = f"the page {pairing.looked_at} does by hreflang, so that about {pairing.pages} pages are loaded once"
        return [
            f"No field of the posts says which post translates which; {told} (hreflang = true); {better}."
        ]
    if pairing.looked_at:
        told = f"nor does the page {pairing.looked_at} by hreflang"
        return [f"No field of the posts says which post translates which, {told}: {better}."]
    return []


def _first_sync(seen: Seen, found: Found, pairing: PairSigns) -> str:
    """Say what the first sync costs."""
    totals = Counter({one.name: seen.facts.totals.get(one.name) or 0 for one in seen.collections})
    listings = len(found.locales) + 1 if found.parameter else 1
    requests = 5 + sum(
        listings * math.ceil(total / _ROWS_A_REQUEST) + math.ceil(total / _POSTS_A_REQUEST)
        for total in totals.values()
    )
    if seen.facts.rights.edit:
        requests += totals.total()
    if pairing.hreflang:
        requests += pairing.pages
    seconds = requests * max(1 / _RATE, seen.latency / 4)
    time_needed = f"{math.ceil(seconds / 60)} minutes" if seconds > _MINUTE else "a minute"
    return (
        f"A first sync takes about {requests} requests, within {time_needed}; "
        "`calque sync --sample 200` gives a first report sooner."
    )
