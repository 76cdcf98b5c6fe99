"""The deployments of a site, or of several: a sync every night, a digest every Monday, and a table of several sites.

A site that can be written to also has one that publishes, which runs when somebody asks for it.

Everything is said in full, the folder of each workspace, its file, the site's name in the deployment's name and tags.
So a worker may be started in any folder.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time

from calque.deploy.schedule import own_times, parse_night, zone_of
from calque.deploy.sites import SiteFile

__all__ = ["NIGHTLY", "TABLE", "Planned", "plan", "tag_of"]

NIGHTLY = "nightly"
"""The name of the schedule of a sync."""
TABLE = "sites"
"""The tag of the deployment of several sites."""
_MORNING = 6


def tag_of(name: str) -> str:
    """Return the tag that every deployment and every run of a site carries."""
    return f"site:{name}"


@dataclass(frozen=True, slots=True)
class Planned:
    """One deployment."""

    name: str
    flow: str
    """The flow's module and name: `calque.flows.sync:sync_site`."""
    description: str
    tags: tuple[str, ...]
    parameters: Mapping[str, str | tuple[str, ...]]
    folder: str
    """The workspace that it runs in."""
    pool: str
    """The work pool whose workers run it."""
    slug: str
    """The name of its schedule, by which a second deployment finds it again."""
    cron: str
    """Empty of one that runs when somebody asks for it."""
    timezone: str

    @property
    def site(self) -> str:
        """The name of the site whose deployment it is; empty for that of several sites."""
        tags = (tag for tag in self.tags if tag.startswith(tag_of("")))
        return next(tags, "").removeprefix(tag_of(""))


def plan(
    sites: Sequence[SiteFile], *, kept: Iterable[Planned] = (), nights: Mapping[str, time] | None = None
) -> list[Planned]:
    """Return the deployments of each site, and of several also that of their table.

    `kept` is what was planned before: of a site that is not among these it stays as it is, and its place stays first;
    of one of these under an earlier name nothing stays.
    `nights` are the times that sites have on a server. A site keeps the minute that it has in either.
    """
    named = {one.site.name for one in sites}
    files = {str(one.file) for one in sites}
    before = {
        one.name: one
        for one in kept
        if one.site in named or (one.site and one.parameters.get("config") not in files)
    }
    times = own_times(
        [one.site for one in sites],
        {one.site: night for one in before.values() if (night := parse_night(one.cron))} | dict(nights or {}),
    )
    made = {
        planned.name: planned
        for one in sites
        for planned in (
            _sync(one, times[one.site.name]),
            _digest(one, times[one.site.name]),
            *((_publish(one),) if one.site.live else ()),
        )
    }
    # In a dictionary, what was there before keeps its place when it is made anew.
    planned = [one for one in (before | made).values() if one.site not in named or one.name in made]
    nightly = [one for one in planned if one.slug == NIGHTLY]
    return [*planned, _table(nightly)] if len(nightly) > 1 else planned


def _sync(of: SiteFile, at: time) -> Planned:
    site = of.site
    shown = (
        f"Keep the catalogs of {site.name} in step with its posts. Left by each run: "
        f"[the figures](/artifacts/key/translation-status-{site.name}), "
        f"[what to do first](/artifacts/key/translation-worklist-{site.name})."
    )
    return Planned(
        name=f"{site.name}-nightly",
        flow="calque.flows.sync:sync_site",
        description=shown,
        tags=("calque", "sync", tag_of(site.name)),
        parameters={"config": str(of.file)},
        folder=str(site.root),
        pool=site.nightly.pool,
        slug=NIGHTLY,
        cron=f"{at.minute} {at.hour} * * *",
        timezone=zone_of(site),
    )


def _digest(of: SiteFile, at: time) -> Planned:
    site = of.site
    shown = (
        f"Tell what changed on {site.name} in a week: "
        f"[the digest](/artifacts/key/translation-digest-{site.name}). The message of the run is its sentence."
    )
    return Planned(
        name=f"{site.name}-digest",
        flow="calque.flows.digest:tell_changes",
        description=shown,
        tags=("calque", "digest", tag_of(site.name)),
        parameters={"config": str(of.file), "since": "7d"},
        folder=str(site.root),
        pool=site.nightly.pool,
        slug="monday",
        cron=f"{at.minute} {_MORNING} * * 1",
        timezone=zone_of(site),
    )


def _publish(of: SiteFile) -> Planned:
    site = of.site
    shown = (
        f"Bring the finished translations of {site.name} to its site, when somebody asks for it: a diff, drafts, or "
        f"the public pages. Left by each run: [what was done](/artifacts/key/translation-publish-{site.name})."
    )
    return Planned(
        name=f"{site.name}-publish",
        flow="calque.flows.publish:publish_site",
        description=shown,
        tags=("calque", "publish", tag_of(site.name)),
        parameters={"config": str(of.file), "mode": "diff"},
        folder=str(site.root),
        pool=site.nightly.pool,
        slug="",
        cron="",
        timezone="",
    )


def _table(nightly: Sequence[Planned]) -> Planned:
    """Return the deployment of the sites' table.

    It is called after the first of them, since no two sites of a server have one name: another team's sites on the
    same server have a table of their own.
    """
    first = nightly[0]
    return Planned(
        name=f"{first.site}-sites",
        flow="calque.flows.sites:tell_sites",
        description=f"Leave a table with a row a site: [the sites](/artifacts/key/translation-sites-{first.site}).",
        tags=("calque", TABLE),
        parameters={"configs": tuple(str(one.parameters["config"]) for one in nightly), "name": first.site},
        folder=first.folder,
        pool=first.pool,
        slug="morning",
        cron=f"30 {_MORNING} * * *",
        timezone=first.timezone,
    )
