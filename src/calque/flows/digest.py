"""The digest flow: what changed since an earlier report, as an artifact and as the message of the run.

An automation on the run's completion sends `{{ flow_run.state.message }}` to whom it concerns.
"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated

from prefect import flow
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed
from pydantic import Field

from calque.config import FILE_NAME
from calque.config.durations import parse_days
from calque.errors import CalqueError
from calque.flows.quiet import quieten
from calque.flows.verdict import unmeasured
from calque.flows.workspace import Config, name_digest, site_of_run
from calque.locales import locale_name
from calque.pipeline.status import progress
from calque.pipeline.status import status as measure
from calque.reports.comparison import sentence
from calque.reports.digest import render_digest
from calque.reports.overview import shares
from calque.visible import visible

__all__ = ["tell_changes"]


@flow(name="translation-digest", flow_run_name=name_digest, persist_result=False)
def tell_changes(
    config: Config = FILE_NAME,
    since: Annotated[str, Field(json_schema_extra={"pattern": "^[0-9]{1,5}[dw]$"})] = "7d",
) -> "State[None]":
    """Compare the site of `config` with the report of so long ago, `7d` or `2w`; nothing is fetched or written.

    Ends as Failed where something could not be read or measured; the digest of the rest is left all the same.

    Args:
        config: The whole path of the site's calque.toml, on the machine where the worker is.
        since: How long ago the report is that this one is compared with: 7d, 2w.
    """
    quieten()
    try:
        site = replace(site_of_run(config), compare_days=parse_days(since))
        status = progress(site, measure(site, now=lambda: datetime.now(UTC)))
    except (CalqueError, ValueError) as error:
        return Failed(message=visible(str(error)))
    create_markdown_artifact(
        key=f"translation-digest-{site.name}",
        markdown=render_digest(status, names=locale_name, report=site.report_url),
        description=shares(status),
    )
    told = f"{status.site}: {sentence(status)}"
    if missing := unmeasured(
        status
    ):  # what changed may be told wrong, as `calque digest` says by its exit code 3
        return Failed(message=visible(f"{missing.rstrip('.')}. {told}"))
    return Completed(message=f"{told} {site.report_url}".rstrip())


if __name__ == "__main__":
    tell_changes()
