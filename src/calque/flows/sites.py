"""The flow over several sites: one artifact, a row a site, with the last good night, the stale words, what is held."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

from prefect import flow, get_run_logger
from prefect.artifacts import create_table_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed
from pydantic import Field

from calque.config import FILE_NAME
from calque.deploy.sites import UnreadSite, read_each
from calque.flows.quiet import quieten
from calque.flows.workspace import name_sites
from calque.model import SiteRow
from calque.pipeline.status.sites import site_row
from calque.reports.figures import plural
from calque.reports.markdown import inline
from calque.reports.sites import sites_for_people
from calque.visible import visible

__all__ = ["tell_sites"]


@flow(name="translation-sites", flow_run_name=name_sites, persist_result=False)
def tell_sites(
    configs: Annotated[Sequence[str], Field(min_length=1, max_length=500)] = (FILE_NAME,),
    name: Annotated[str, Field(max_length=63, json_schema_extra={"pattern": "^[a-z0-9-]*$"})] = "",
) -> "State[None]":
    """Leave one table of several sites, from what is on disk; nothing is fetched or written.

    Ends as Failed where one of them is held or failed, or cannot be read; the table is left all the same.

    Args:
        configs: The whole path of each site's calque.toml, on the machine where the worker is.
        name: What the table is called: it is the artifact translation-sites-NAME, with a history of its own.
    """
    quieten()
    rows = [
        SiteRow(one.name, problem=str(one.error))
        if isinstance(one, UnreadSite)
        else site_row(one.site, now=lambda: datetime.now(UTC))
        for one in read_each(configs)
    ]
    bad = [row for row in rows if row.problem]
    for row in bad:
        get_run_logger().warning("%s", visible(f"{row.name} – {row.problem}"))
    for row in rows:
        for sentence in row.broken:
            get_run_logger().warning("%s", visible(f"{row.name} is below policy: {sentence}"))
    told = f"{plural(len(rows), 'site')}, {len(bad)} held or failed"
    create_table_artifact(
        key="-".join(filter(None, ("translation-sites", name))),
        table=sites_for_people(rows),
        description="\n".join([told, "", *(_line(row) for row in bad)]).strip(),
    )
    return Failed(message=told) if bad else Completed(message=told)


def _line(row: SiteRow) -> str:
    """Return a row of the list above the table, whose cells are cut where they are long."""
    return f"- {inline(visible(row.name))}: {inline(visible(row.problem))}"
