"""Settle: which posts and locales are gone, and what goes to the archive with them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from calque.ledger.read import read_presence
from calque.model import Finding, PageKey, Severity, Site
from calque.steps.archive import archive_gone, catalogs_without_post, shelve_dropped_locales
from calque.steps.presence import RUNS, judge_presence
from calque.steps.read import Content
from calque.store import Staged

__all__ = ["Settled", "settle", "still_expected"]


@dataclass(frozen=True, slots=True)
class Settled:
    """What is gone, and what follows from it."""

    expected: Mapping[PageKey, int]
    """The posts that the next run shall expect, each with how many runs in a row did not find it."""
    moves: tuple[Sequence[Staged], ...]
    """The moves to the archive, each a set of files."""
    leaving: Mapping[str, PageKey]
    """The catalogs that move, by name, with the post of each."""
    findings: tuple[Finding, ...]


def settle(site: Site, content: Content, *, accept_vanished: bool) -> Settled:
    """Judge which posts are gone, and stage the moves of their catalogs to the archive; nothing is written.

    Errors: SourceError where so many are gone that none is believed to be.
    """
    left = catalogs_without_post(site, [page.post for page in content.pages if page.locale == site.source])
    here = {page.key for page in content.pages if page.locale}
    # Without a ledger what is here was here before: else the few that are gone would be all that is known.
    noted = read_presence(site) or dict.fromkeys(here, 0)
    before = {(site.source, key): 0 for key in left.values()} | dict(noted)
    presence = judge_presence(site, here, before, complete=content.complete, accept_vanished=accept_vanished)
    leaving = {name: (site.source, key) for name, key in left.items() if (site.source, key) in presence.gone}
    missed = [key for key, runs in presence.expected.items() if runs == 1 and before.get(key) == 0]
    return Settled(
        expected=presence.expected,
        moves=(*archive_gone(site, leaving), *shelve_dropped_locales(site)),
        leaving=leaving,
        findings=(*_missed(site, missed), *_gone(site, leaving.values())),
    )


def still_expected(settled: Settled) -> Mapping[PageKey, int]:
    """Return what the next run shall expect, after the moves: a post whose catalogs could not be moved, too."""
    there = {
        stage.path for files in settled.moves for stage in files if stage.data is None and stage.path.exists()
    }
    names = {path.stem for path in there}
    kept = {key: RUNS for name, key in settled.leaving.items() if name in names}
    return {**settled.expected, **kept}


def _missed(site: Site, keys: Iterable[PageKey]) -> Iterable[Finding]:
    for _, post in sorted(key for key in keys if key[0] == site.source):
        message = (
            "the post is not there any more; where the next run does not find it either, it is taken for gone"
        )
        yield Finding("missed_post", Severity.NOTE, post, message, site.source)


def _gone(site: Site, keys: Iterable[PageKey]) -> Iterable[Finding]:
    for _, post in sorted(set(keys)):
        message = (
            f"two runs in a row did not find the post: its catalogs go to {site.catalogs}/archive/, and come back when "
            "it does; `calque recover` lists them"
        )
        yield Finding("archived_post", Severity.WARNING, post, message, site.source)
