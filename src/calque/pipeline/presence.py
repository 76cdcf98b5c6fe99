"""Presence: which posts and locales are gone, when that is believed, and what goes to the archive with them."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path

from calque.disk import is_there
from calque.guards.questions import Guard
from calque.guards.vanished import refuse_moved, refuse_vanished
from calque.ledger.odd import OddRow
from calque.ledger.read import read_presence
from calque.locales import language_of, locale_name
from calque.model import Finding, FindingCode, Page, PageKey, Site
from calque.pipeline.archive.moves import (
    archive_gone,
    catalogs_without_post,
    posts_by_name,
    shelve_left_locales,
)
from calque.pipeline.ingest.content import Content
from calque.places import archive_folder, catalog_path, is_of_bundle, template_path
from calque.store import Staged

__all__ = ["Departures", "Presence", "find_departures", "find_missing", "judge_presence", "still_expected"]

_RUNS = 2
"""So many runs in a row must not find a post before it is taken for gone."""


@dataclass(frozen=True, slots=True)
class Departures:
    """What is gone, and what follows from it."""

    expected: Mapping[PageKey, int]
    """The posts that the next run shall expect, each with how many runs in a row did not find it."""
    moves: tuple[Sequence[Staged], ...]
    """The moves to the archive, each a set of files."""
    leaving: Mapping[str, PageKey]
    """The catalogs that move, by name, with the post of each."""
    findings: tuple[Finding, ...]
    odd: tuple[OddRow, ...] = ()
    """Rows of the ledger on what to expect that cannot be read."""


@dataclass(frozen=True, slots=True)
class Presence:
    """The posts that the next run shall expect, and those that are gone for good."""

    expected: Mapping[PageKey, int]
    """With how many runs in a row did not find them; 0 for those that are here."""
    gone: frozenset[PageKey]
    astray: Mapping[str, str] = field(default_factory=dict)
    """Posts that counted as sources → the locale that they count as now, though their text is not seen to be in it."""


def find_departures(
    site: Site, content: Content, retyped: Mapping[PageKey, PageKey], *, accept: AbstractSet[Guard]
) -> Departures:
    """Judge which posts are gone, and stage the moves of their catalogs to the archive; nothing is written.

    One that was `retyped` is here under its new key.

    Errors: SourceError where so many are gone that none is believed to be.
    """
    # A page whose locale is in doubt is not gone: its catalogs wait for somebody to say what it is.
    left = catalogs_without_post(
        site, [page.post for page in content.pages if page.locale in (None, site.source)]
    )
    left = {name: key for name, key in left.items() if (site.source, key) not in retyped}
    here = {page.key for page in content.pages if page.locale and not page.withheld}
    # Without a ledger what is here was here before: else the few that are gone would be all that is known.
    odd: list[OddRow] = []
    unseen = {page.key for page in content.pages if _is_unseen(page)}
    strays = {key for key in unseen if key[1] in left.values()}
    noted = read_presence(site, on_odd=odd.append) or dict.fromkeys(here - strays, 0)
    here |= noted.keys() & {(page.locale or site.source, page.post.key) for page in content.pages}
    before = {(site.source, key): 0 for key in left.values()} | {
        retyped.get(key, key): runs for key, runs in noted.items()
    }
    presence = judge_presence(site, here, before, unseen=unseen, complete=content.complete, accept=accept)
    shelved = shelve_left_locales(site, accepted=Guard.LOCALE_LEFT in accept)
    return _departures(site, presence, before, left, shelved, odd)


def find_missing(
    site: Site,
    *,
    came: AbstractSet[PageKey],
    went: Collection[PageKey],
    catalogs: Callable[[str], Iterable[str]],
    complete: bool,
    accept: AbstractSet[Guard],
) -> Departures:
    """Do as `find_departures` where all posts but those that came or went are here, or are missed, as the ledger says.

    `catalogs` returns the files whose names have the number of a post, by their paths below the workspace.
    """
    odd: list[OddRow] = []
    noted = read_presence(site, on_odd=odd.append)
    if noted:  # what the cache knew is missed, too: a database may come back from an older copy
        noted = {**dict.fromkeys(went, 0), **noted}
    here = {key for key, runs in noted.items() if not runs and key not in went} | came
    presence = judge_presence(site, here, noted, complete=complete, accept=accept)
    names = (name for _, key in presence.gone for name in catalogs(key.rpartition("/")[2]))
    left = posts_by_name(site, (site.root / name for name in names if is_of_bundle(site, name)))
    return _departures(site, presence, noted, left, (), odd)


def _departures(
    site: Site,
    presence: "Presence",
    before: Mapping[PageKey, int],
    left: Mapping[str, str],
    shelved: Sequence[Sequence[Staged]],
    odd: Iterable[OddRow],
) -> Departures:
    leaving = {name: (site.source, key) for name, key in left.items() if (site.source, key) in presence.gone}
    archived, unread = archive_gone(site, leaving)
    going = {stage.path.stem for files in archived for stage in files if stage.data is None}
    missed = [
        key
        for key, runs in presence.expected.items()
        if runs == 1 and before.get(key) == 0 and key[1] not in presence.astray
    ]
    return Departures(
        expected=presence.expected,
        moves=(*archived, *shelved),
        leaving=leaving,
        findings=(
            *_missed(site, missed),
            *_astray(site, presence.astray),
            *_gone(site, (key for name, key in leaving.items() if name in going)),
            *unread,
        ),
        odd=tuple(odd),
    )


def still_expected(site: Site, departures: Departures) -> Mapping[PageKey, int]:
    """Return what the next run shall expect, after the moves: a post whose catalogs could not be moved, too."""
    kept = {
        key: _RUNS
        for name, key in departures.leaving.items()
        if any(map(is_there, (template_path(site, name), *_catalogs(site, name))))
    }
    return {**departures.expected, **kept}


def _catalogs(site: Site, name: str) -> Iterable[Path]:
    return (catalog_path(site, locale.tag, name) for locale in site.locales)


def judge_presence(
    site: Site,
    here: AbstractSet[PageKey],
    known: Mapping[PageKey, int],
    *,
    unseen: AbstractSet[PageKey] = frozenset(),
    complete: bool,
    accept: AbstractSet[Guard] = frozenset(),
) -> Presence:
    """Compare what was read with what earlier runs knew.

    A post is gone when two complete runs in a row did not find it; an incomplete run says nothing of absence.
    One of a locale that calque.toml names no more is not looked for. A source that is here as a page of a locale which
    its text is not seen to be in (`unseen`) is astray, not gone: a field or a listing may be wrong.
    Errors: SourceError where more than a tenth of the posts vanish at once, or all there were, unless that is
    accepted: an empty or broken listing is not a deletion. One that is here in a locale it did not have before has not
    vanished: calque.toml came to know that locale; but where posts were in that locale before, so many that change at
    once are not believed either.
    """
    known = {key: runs for key, runs in known.items() if key[0] in site.tags}
    if not complete:  # what moved is not noted where it is now: a complete run is to find that it moved
        stays = {key for key in here if key in known or (site.source, key[1]) not in known.keys() - here}
        return Presence({**known, **dict.fromkeys(stays, 0)}, frozenset())
    absent = {key: runs + 1 for key, runs in known.items() if key not in here}
    moved = {post: locale for locale, post in here if (locale, post) not in known}
    new = sum(runs == 1 and post not in moved for (_, post), runs in absent.items())
    if Guard.VANISHED not in accept:
        tongues = {locale for locale, _ in known}
        changed = sum(
            runs == 1 and locale == site.source and moved.get(post) in tongues
            for (locale, post), runs in absent.items()
        )
        refuse_moved(site.name, changed, len(known))
        refuse_vanished(site.name, new, len(known), left=len(known) - len(absent))
    astray = {
        post: moved[post]
        for locale, post in absent
        if locale == site.source and (moved.get(post), post) in unseen and Guard.VANISHED not in accept
    }
    gone = frozenset(key for key, runs in absent.items() if runs >= _RUNS and key[1] not in astray)
    still = {key: min(runs, 1) for key, runs in absent.items() if key not in gone}
    # What is astray is not expected where it is: each run finds anew that it moved.
    kept = {key for key in here if astray.get(key[1]) != key[0]}
    return Presence({**still, **dict.fromkeys(kept, 0)}, gone, astray)


def _is_unseen(page: Page) -> bool:
    """Tell whether the text of a page is not observed to be in its locale."""
    return page.locale is not None and page.observed != language_of(page.locale)


def _missed(site: Site, keys: Iterable[PageKey]) -> Iterable[Finding]:
    for _, post in sorted(key for key in keys if key[0] == site.source):
        message = (
            "the post is not there any more; where the next run does not find it either, it is taken for gone"
        )
        yield Finding.of(FindingCode.MISSED_POST, post, message, site.source)


def _astray(site: Site, posts: Mapping[str, str]) -> Iterable[Finding]:
    for post, locale in sorted(posts.items()):
        message = (
            f"it counted as {locale_name(site.source)} and counts as {locale_name(locale)} now, though its text is not"
            f" seen to be in that language: its catalogs stay where they are; mend its language on the site, or write"
            f' "{post}" = "{site.source}" under [site.languages]; `calque sync --accept vanished` lets them go'
        )
        yield Finding.of(FindingCode.LANGUAGE_CHANGED, post, message, site.source)


def _gone(site: Site, keys: Iterable[PageKey]) -> Iterable[Finding]:
    for _, post in sorted(set(keys)):
        message = (
            f"two runs in a row did not find the post: its catalogs go to {archive_folder(site)}/, and come back when "
            "it does; `calque recover` lists them"
        )
        yield Finding.of(FindingCode.ARCHIVED_POST, post, message, site.source)
