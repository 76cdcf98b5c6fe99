"""Retyped posts in a sync: their files get new keys and names, in a dry run in a copy of the catalogs."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace

from calque.model import Site
from calque.pipeline.catalogs.history import SiteHistory, with_new_names
from calque.pipeline.catalogs.retype import Retypes, renamed_catalogs, retype_files, saved_meanwhile
from calque.pipeline.ingest.content import Content
from calque.pipeline.runner import Runner
from calque.pipeline.sync.done import Done
from calque.pipeline.sync.outcome import Outcome
from calque.store import rehearsal

__all__ = ["Retyped", "retype", "site_to_retype", "with_own_places"]

_ATTEMPTS = 3
"""So often are the files of a retyped post renamed, where translators save them meanwhile."""


@dataclass(frozen=True, slots=True)
class Retyped:
    """What became of the files of retyped posts."""

    posts: Retypes = field(default_factory=Retypes)
    """The posts that have their new key; of others a file could not be changed."""
    catalogs: Mapping[str, str] = field(default_factory=dict)
    """The renamed catalogs, by their old paths below the workspace → the new ones."""


def site_to_retype(site: Site, retypes: Retypes, *, rehearse: bool) -> AbstractContextManager[Site]:
    """Return the site whose files get new names for the length of a block: itself, or a copy to `rehearse` it in."""
    return _rehearsed(site) if rehearse and retypes.pages else nullcontext(site)


@contextmanager
def _rehearsed(site: Site) -> Iterator[Site]:
    with rehearsal(site.root, site.catalogs) as root:
        yield replace(site, root=root)


def retype(
    site: Site, runner: Runner, content: Content, history: SiteHistory, retypes: Retypes, done: Done
) -> tuple[Retyped, SiteHistory]:
    """Give the files of retyped posts their new keys and names; return what holds, and the history of these names.

    A post of which a file cannot be changed keeps its old key in the ledger: the next sync notices it again.
    """
    files = retype_files(site, content, retypes.pages)
    for _ in range(_ATTEMPTS):
        told = len(done.findings)
        if files.sets:
            done.write(site, runner, (), files.sets, dry_run=False)
            files = retype_files(site, content, retypes.pages)
        if not files.sets or len(done.findings) > told:
            break
    else:
        done.findings += (("", finding) for finding in saved_meanwhile(site, files))
    done.findings += (("", finding) for finding in files.findings)
    posts = retypes.without(files.posts | files.unread, site)
    known = {*history.handed_out, *history.translated}
    renamed = renamed_catalogs(site, content, posts.pages, known)
    return Retyped(posts, renamed), with_new_names(history, renamed)


def with_own_places(outcome: Outcome, rehearsed: Site, site: Site) -> Outcome:
    """Return what was found in a rehearsal as it is to be told: with the places in the site itself."""
    there, here = str(rehearsed.root), str(site.root)
    findings = (
        replace(one, place=one.place.replace(there, here), message=one.message.replace(there, here))
        for one in outcome.status.findings
    )
    return replace(outcome, status=replace(outcome.status, findings=tuple(findings)))
