"""Collect: bring the copy of a WordPress site on disk up to date, before any post is read from it."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from calque.counts import plural
from calque.errors import ConfigError
from calque.guards.questions import Guard
from calque.guards.vanished import refuse_vanished
from calque.model import Finding, FindingCode, Site
from calque.pipeline.crawl.download import Order, UnlistedPost, download, inquire
from calque.pipeline.crawl.fetched import (
    RAW,
    StoredPost,
    compact,
    forget,
    keep,
    lacks_raw,
    mark_status,
    read_kept,
)
from calque.pipeline.crawl.source import Collected
from calque.pipeline.crawl.survey import look_up, settings_of, survey
from calque.pipeline.findings import finding_of
from calque.pipeline.runner import Runner
from calque.places import FETCHED
from calque.sources.wordpress.failures import OutageError
from calque.sources.wordpress.listings import ListedPost
from calque.sources.wordpress.posts import Fate
from calque.sources.wordpress.surveys import Survey
from calque.store import LONG, locked

__all__ = ["collect", "collect_post"]

_Keys = Mapping[tuple[str, int], StoredPost]


def collect(
    site: Site,
    runner: Runner,
    *,
    sample: int = 0,
    refetch: bool = False,
    accept: AbstractSet[Guard] = frozenset(),
) -> Collected:
    """Sweep the site, fetch new and changed posts, and ask the site about each post that is not listed any more.

    With `sample`, only so many posts are fetched, the last saved first, and nothing is concluded from the others;
    with `refetch` all are, changed or not. The workspace's lock is held for what is on disk, never for the site.
    Errors: SourceError where the site cannot be swept, the password is wrong, or more than a tenth of the posts
    is listed no more; what is kept stands then as it was. ConfigError where an editor's rights are gone altogether.
    """
    whole = runner.run(survey, site)
    with locked(site.root, patience=LONG):
        kept = read_kept(site.root)
    surveyed, lost = _as_before(site, whole, kept)
    missing = [] if sample else _missing(surveyed, kept, site, accept=accept)
    unlisted = [one for batch in runner.map(inquire, site, _orders(surveyed, missing)) for one in batch]
    with locked(site.root, patience=LONG):
        found, findings = _act_on_unlisted(site, kept, unlisted)
    wanted = _changed(surveyed, {} if refetch else kept)
    if sample:
        wanted = sorted(wanted, key=lambda row: row.modified, reverse=True)[:sample]
    fetched, failed = _download(site, runner, _orders(surveyed, [*wanted, *found]), _raw_collections(kept))
    with locked(site.root, patience=LONG):
        compact(site.root)
        remarks = _remarks(site, whole, kept)
    complete = not (sample or failed or lost) and not any(one.fate is Fate.UNKNOWN for one in unlisted)
    return Collected((*findings, *failed, *lost, *remarks), complete, fetched)


def collect_post(site: Site, runner: Runner, post: str) -> Collected:
    """Fetch one post, by its address or its key, where it is not kept in its present state; no other is looked at.

    Errors: SourceError where the site does not list it; ConfigError where an editor's rights to it are gone.
    """
    surveyed = runner.run(look_up, site, post)
    with locked(site.root, patience=LONG):
        kept = read_kept(site.root)
    surveyed, _ = _as_before(site, surveyed, kept)
    orders = _orders(surveyed, _changed(surveyed, kept))
    fetched, failed = _download(site, runner, orders, _raw_collections(kept))
    return Collected(tuple(failed), complete=False, one=True, fetched=fetched)


def _as_before(site: Site, surveyed: Survey, kept: _Keys) -> tuple[Survey, list[Finding]]:
    """Leave out of a survey the collections that were fetched with an editor's rights, and are not shown so now.

    Rendered texts in place of raw ones would make translations stale by their other quotation marks, and a draft that
    is shown no more is not gone. Errors: ConfigError where nothing is left of what was fetched with such rights.
    """
    raw = _raw_collections(kept)
    lost = sorted(
        target.collection.name
        for target in surveyed.targets
        if target.collection.name in raw and not target.look.raw
    )
    if not lost:
        return surveyed, []
    if not any(target.look.raw for target in surveyed.targets):
        prefix = f"CALQUE_{site.name.upper().replace('-', '_')}"
        raise ConfigError(
            f"{site.name}: its posts were fetched with an editor's rights before, and now there are none; set "
            f"{prefix}_USER and {prefix}_PASSWORD, or delete {FETCHED} to go on with what visitors see"
        )
    message = (
        f"fetched with an editor's rights before, which {surveyed.rights.user or 'this user'} does not have for it any"
        " more; its posts are left as they were: give the user its rights back, or delete"
        f" {FETCHED}/{{}} to go on with what visitors see"
    )
    rest = replace(
        surveyed,
        targets=tuple(one for one in surveyed.targets if one.collection.name not in lost),
        rows=tuple(row for row in surveyed.rows if row.collection not in lost),
    )
    return rest, [Finding.of(FindingCode.RIGHTS_LOST, name, message.format(name)) for name in lost]


def _raw_collections(kept: _Keys) -> AbstractSet[str]:
    """Return the collections whose posts are kept as their editors wrote them."""
    return {collection for (collection, _), one in kept.items() if one.mark.startswith(RAW)}


def _changed(surveyed: Survey, kept: _Keys) -> list[ListedPost]:
    """Return the rows of posts that are not on disk in their present state."""
    marks = {target.collection.name: target.look.mark for target in surveyed.targets}
    return [
        row
        for row in surveyed.rows
        if (one := kept.get(row.key)) is None
        or not one.row.stamp
        or (one.row.stamp, one.row.language, one.mark) != (row.stamp, row.language, marks[row.collection])
    ]


def _missing(surveyed: Survey, kept: _Keys, site: Site, *, accept: AbstractSet[Guard]) -> list[ListedPost]:
    """Return the kept posts of swept collections that are listed no more.

    Errors: SourceError where they are too many to be believed.
    """
    listed = {row.key for row in surveyed.rows}
    swept = {target.collection.name for target in surveyed.targets}
    here = [one.row for one in kept.values() if one.row.collection in swept]
    missing = [row for row in here if row.key not in listed]
    new = sum(row.status == "publish" for row in missing)
    if Guard.VANISHED not in accept:
        refuse_vanished(site.name, new, len(here), left=len(here) - len(missing), asked=True)
    return missing


def _act_on_unlisted(
    site: Site, kept: _Keys, unlisted: Sequence[UnlistedPost]
) -> tuple[list[ListedPost], list[Finding]]:
    """Act on what became of the posts that are listed no more; return those that are public all the same."""
    found: list[ListedPost] = []
    findings: list[Finding] = []
    for one in unlisted:
        place = f"{one.row.collection}/{one.row.id}"
        match one.fate:
            case Fate.HERE if one.detail == "publish":
                found.append(one.row)
            case Fate.HERE | Fate.HIDDEN:
                mark_status(site.root, kept[one.row.key], one.detail if one.fate is Fate.HERE else "hidden")
            case Fate.DELETED:
                findings.append(Finding.of(FindingCode.POST_DELETED, place, "the site has deleted the post"))
            case Fate.UNKNOWN:
                message = f"listed no more, and the site does not say why ({one.detail}); kept as it was"
                findings.append(Finding.of(FindingCode.POST_UNACCOUNTED, place, message))
    forget(site.root, [one.row for one in unlisted if one.fate is Fate.DELETED])
    return found, findings


def _orders(surveyed: Survey, rows: Sequence[ListedPost]) -> list[Order]:
    targets = {target.collection.name: target for target in surveyed.targets}
    return [Order(surveyed.root, targets[row.collection], row) for row in rows]


def _download(
    site: Site, runner: Runner, orders: Sequence[Order], raw: AbstractSet[str]
) -> tuple[int, list[Finding]]:
    """Fetch batch by batch and store each batch at once, so that it is kept where the site fails later.

    In the collections that are kept `raw`, a post that comes without its raw texts is not replaced.
    """
    fetched = bare = 0
    findings: list[Finding] = []
    try:
        for batch in runner.map(download, site, orders):
            usable = [one for one in batch.arrivals if not (one.row.collection in raw and lacks_raw(one))]
            bare += len(batch.arrivals) - len(usable)
            with locked(site.root, patience=LONG):
                keep(site.root, usable)
            fetched += len(usable)
            findings += batch.findings
            if batch.refused:
                break
    except OutageError as error:
        findings.append(finding_of(error, code=FindingCode.SITE_OUT))
    if bare:
        message = (
            f"{plural(bare, 'post was', 'posts were')} served without what editors wrote, although that is shown to"
            " this user by right, and was before; what was kept stays as it was: see what a security plugin or a new"
            " role takes away"
        )
        findings.append(Finding.of(FindingCode.RIGHTS_LOST, site.url, message))
    return fetched, findings


def _is_asked_for(site: Site, name: str, swept: AbstractSet[str]) -> bool:
    """Tell whether calque.toml still has a collection asked for at the root of a locale: `pages@fr`.

    Where it names types, each of them is swept at the site's own root, or the survey fails.
    """
    own, _, tag = name.partition("@")
    locale = site.locale(tag)
    return own in swept and locale is not None and bool(locale.root)


def _remarks(site: Site, surveyed: Survey, kept: _Keys) -> list[Finding]:
    """Return findings on what these credentials cannot see, and on collections that the site does not have any more."""
    findings: list[Finding] = []
    swept = {target.collection.name for target in surveyed.targets}
    for name in sorted({collection for collection, _ in kept} - swept):
        if settings_of(site).types and not _is_asked_for(site, name, swept):
            forget(site.root, [one.row for one in kept.values() if one.row.collection == name])
            continue
        message = "the site does not show this collection any more; its posts are kept as they were"
        findings.append(Finding.of(FindingCode.COLLECTION_GONE, name, message))
    for name, code in surveyed.refused:
        message = f"these rights do not show this collection ({code}); name what is wanted in types under [wordpress]"
        findings.append(Finding.of(FindingCode.COLLECTION_REFUSED, name, message))
    if surveyed.rights.user and not surveyed.rights.edit:
        message = (
            f"the user {surveyed.rights.user} ({', '.join(surveyed.rights.roles)}) sees what visitors see; an "
            "editor's application password would show drafts, scheduled posts, raw content and revisions"
        )
        findings.append(Finding.of(FindingCode.FEW_RIGHTS, site.url, message))
    return findings
