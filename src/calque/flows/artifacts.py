"""What a run leaves on Prefect's page; the keys carry the site's name, so that each site has a history of its own."""

import socket
from collections.abc import Mapping

from prefect import get_run_logger
from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact

from calque.locales import locale_name
from calque.model import Site, Status
from calque.places import report_path
from calque.reports.comparison import sentence
from calque.reports.figures import plural, queue
from calque.reports.overview import failure_rows, overview_rows, shares
from calque.reports.worklist import amount, render_worklist
from calque.visible import visible

__all__ = ["leave_artifacts", "leave_failures"]

_WORKLIST = 50
"""Pages: an artifact is read on a screen."""


def leave_artifacts(status: Status, site: Site, broken: Mapping[str, str]) -> None:
    """Leave the figures as a table, the first things to do as text, and the way to the report where others read it."""
    create_table_artifact(
        key=f"translation-status-{site.name}",
        table=overview_rows(status, broken, names=locale_name),
        description=shares(status),
    )
    words = sum(row.outstanding.words for row in status.locales)
    create_markdown_artifact(
        key=f"translation-worklist-{site.name}",
        markdown=render_worklist(status, limit=_WORKLIST, names=locale_name),
        description=f"{amount(queue(status))}, {plural(words, 'word')} to do",
    )
    if site.report_url:
        create_link_artifact(
            key=f"translation-report-{site.name}",
            link=site.report_url,
            link_text=f"The report of {status.site}",
            description=sentence(status),
        )
    else:  # a browser follows no file:// address, least of all one of another machine
        get_run_logger().info(
            "The report is %s on %s; set url under [report] in calque.toml to where others read it, for a link here",
            visible(str(report_path(site))),
            socket.gethostname(),
        )


def leave_failures(status: Status, site: Site) -> None:
    """Leave what could not be read, or is asked, as a table; nothing where all was read."""
    rows = failure_rows(status)
    if rows:
        create_table_artifact(
            key=f"translation-failures-{site.name}",
            table=rows,
            description=f"{plural(len(rows), 'failure')}; first: {rows[0]['Where']}",
        )
