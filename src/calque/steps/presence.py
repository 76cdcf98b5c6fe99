"""Presence: which posts are not there any more, and when that is believed."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from calque.model import PageKey, Site
from calque.tracking.vanished import refuse_vanished

__all__ = ["RUNS", "Presence", "judge_presence"]

RUNS = 2
"""So many runs in a row must not find a post before it is taken for gone."""


@dataclass(frozen=True, slots=True)
class Presence:
    """The posts that the next run shall expect, and those that are gone for good."""

    expected: Mapping[PageKey, int]
    """With how many runs in a row did not find them; 0 for those that are here."""
    gone: frozenset[PageKey]


def judge_presence(
    site: Site,
    here: AbstractSet[PageKey],
    known: Mapping[PageKey, int],
    *,
    complete: bool,
    accept_vanished: bool = False,
) -> Presence:
    """Compare what was read with what earlier runs knew.

    A post is gone when two complete runs in a row did not find it; an incomplete run says nothing of absence.
    One of a locale that calque.toml names no more is not looked for.
    Errors: SourceError where more than a tenth of the posts vanish at once, or all there were, unless that is
    accepted: an empty or broken listing is not a deletion. One that is here in a locale it did not have before
    has not vanished: calque.toml came to know that locale.
    """
    known = {key: runs for key, runs in known.items() if key[0] in site.tags}
    if not complete:
        return Presence({**known, **dict.fromkeys(here, 0)}, frozenset())
    absent = {key: runs + 1 for key, runs in known.items() if key not in here}
    moved = {post for locale, post in here if (locale, post) not in known}
    new = sum(runs == 1 and post not in moved for (_, post), runs in absent.items())
    if not accept_vanished:
        refuse_vanished(site.name, new, len(known), left=len(known) - len(absent))
    gone = frozenset(key for key, runs in absent.items() if runs >= RUNS)
    still = {key: runs for key, runs in absent.items() if key not in gone}
    return Presence({**still, **dict.fromkeys(here, 0)}, gone)
