"""What earlier deployments left on a server, which goes on running: it is told, and deleted by nobody but a person."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterTags
from prefect.client.schemas.responses import DeploymentResponse

from calque.deploy.manifest import DeploymentEntry, files_of
from calque.deploy.plan import TABLE, tag_of
from calque.deploy.sites import SiteFile

__all__ = ["tagged", "told_of_earlier_names", "told_of_tables"]


def tagged(client: SyncPrefectClient, *tags: str) -> list[DeploymentResponse]:
    """Return the deployments of calque's that have all of these tags."""
    among = DeploymentFilterTags(all_=["calque", *tags])
    return client.read_deployments(deployment_filter=DeploymentFilter(tags=among))


def told_of_earlier_names(client: SyncPrefectClient, sites: Sequence[SiteFile]) -> Iterator[str]:
    """Give a sentence for each deployment that a calque.toml has under a name that its site had before.

    It still runs at night, beside the new one.
    """
    names = {str(of.file): of.site.name for of in sites}
    for deployment in tagged(client):
        name = names.get(str(deployment.parameters.get("config", "")))
        sites_of = [tag for tag in deployment.tags if tag.startswith(tag_of(""))]
        if name and sites_of and tag_of(name) not in sites_of:
            yield (
                f"{deployment.name} runs the same calque.toml under an earlier name of {name}; take it off the server: "
                f"{_delete(client, deployment)}, and its automations on Prefect's page."
            )


def told_of_tables(client: SyncPrefectClient, entries: Iterable[DeploymentEntry]) -> list[str]:
    """Return sentences on what these deployments, which are not on the server yet, leave there if they have a table.

    Another table of the same sites, which was called after another first site; and the deployments of each site that
    the tables had and that is in none of these.
    """
    tables = {one.name: one.files for one in entries if TABLE in one.tags}
    here = {file for files in tables.values() for file in files}
    there = [one for one in tagged(client, TABLE) if here & {*files_of(one.parameters)}]
    told = [
        f"{one.name} is an earlier table of the same sites, and is still made every morning; if nobody reads it any "
        f"more, take it off the server: {_delete(client, one)}."
        for one in there
        if one.name not in tables
    ]
    gone = dict.fromkeys(file for one in there for file in files_of(one.parameters) if file not in here)
    return told + [_told_of_gone(client, file, tables) for file in gone]


def _told_of_gone(client: SyncPrefectClient, file: str, tables: Mapping[str, object]) -> str:
    running = [one for one in tagged(client) if one.parameters.get("config") == file]
    missing = f"{file}: its site was in the table before, and is not in {', '.join(tables)} now"
    if not running:
        return f"{missing}; if it has not left, name its folder, too."
    names = ", ".join(sorted(one.name for one in running))
    commands = ", ".join(sorted(_delete(client, one) for one in running))
    return (
        f"{missing}, but its nights go on ({names}); if it has left, take them off the server: {commands}, and its "
        "automations on Prefect's page; if not, name its folder, too."
    )


def _delete(client: SyncPrefectClient, deployment: DeploymentResponse) -> str:
    flow = client.read_flow(deployment.flow_id).name
    return f"prefect deployment delete {flow}/{deployment.name}"
