"""The sync flow: `calque sync` with Prefect, each step a task run over a batch of posts.

`python -m calque.flows.sync` runs it here and now, with Prefect's embedded server where no other is configured.
"""

import logging
import os
import signal
import sys
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import current_thread, main_thread
from typing import Annotated, Any, cast

from prefect import flow, get_run_logger
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.context import FlowRunContext
from prefect.futures import PrefectFuture
from prefect.settings import temporary_settings
from prefect.states import Cancelled, Failed
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner
from pydantic import Field

from calque.config import FILE_NAME, read_site
from calque.deploy.plan import tag_of
from calque.errors import BusyError, CalqueError, HeldError, reason_of
from calque.exit_codes import EXIT_UNMEASURED, code_of_findings, exit_code
from calque.flows.artifacts import leave_artifacts, leave_failures
from calque.flows.events import Ending, tell_ending, tell_stale
from calque.flows.quiet import quieten
from calque.flows.secret_block import take_secret
from calque.flows.tasks import Tasks
from calque.flows.verdict import final_state, policy_by_locale
from calque.flows.workspace import Config, name_sync, site_of_run
from calque.guards.questions import Guard
from calque.locales import locale_name
from calque.model import Severity, Site
from calque.output import say, tell, terminal
from calque.pipeline.status import news
from calque.pipeline.status import status as measure
from calque.pipeline.sync import Outcome, Visit, sync
from calque.pipeline.sync.sharing import crew_of
from calque.places import catalogs_folder, ledger_path, report_path
from calque.reports.terminal import render_table
from calque.states.gate import broken_policies
from calque.visible import visible

__all__ = ["SETTINGS", "main", "sync_site"]

_THREADS = cast(TaskRunner[PrefectFuture[Any]], ThreadPoolTaskRunner(max_workers=128))
"""How many batches are done at a time is up to `Tasks`; a thread that waits for a process costs next to nothing."""


@flow(name="sync-site", flow_run_name=name_sync, task_runner=_THREADS, persist_result=False)
def sync_site(
    config: Config = FILE_NAME,
    *,
    post: Annotated[str, Field(max_length=2_000)] = "",
    accept: Annotated[Sequence[Guard], Field(max_length=len(Guard))] = (),
    offline: bool = False,
    sample: Annotated[int, Field(ge=0, le=1_000_000)] = 0,
    refetch: bool = False,
) -> "State[None]":
    """Bring the catalogs of the site of `config` in step with its posts, and leave the status as artifacts.

    Ends as Completed, with the message "below policy: …" where a `[gate]` does not hold; as Failed where
    something could not be read or measured, and what could be is written all the same; as Cancelled where another
    sync of the site is at work.

    Args:
        config: The whole path of the site's calque.toml, on the machine where the worker is.
        post: Fetch this post alone, by its address or its key (posts/12), when it was just saved; empty for all.
        accept: Once, by hand: answer what a guard asked; the failed run names the code.
        offline: Use the posts that were fetched before, and ask no site.
        sample: Once, by hand: fetch so many posts at most, the last saved first; 0 fetches all.
        refetch: Once, by hand: fetch all posts again, changed or not.
    """
    quieten()
    site = None
    try:
        site = site_of_run(config)
        take_secret(site)
        with crew_of(site, get_run_logger().warning) as crew:
            outcome = sync(
                site,
                Tasks(crew),
                now=lambda: datetime.now(UTC),
                accept=accept,
                visit=Visit(offline=offline, sample=sample, refetch=refetch, post=post),
            )
    except BusyError as error:
        return Cancelled(message=visible(str(error)), data=error)
    except CalqueError as error:
        held = isinstance(error, HeldError)
        said = f"held: {error}" if held else str(error)
        if site is not None:
            _tag_run(site, below=False)
            tell_ending(site, Ending.HELD if held else Ending.FAILED, said)
        # Its sentence says all; a traceback would bury it.
        return Failed(message=visible(said), data=error)
    broken = policy_by_locale(outcome.status, site)
    _log(outcome, broken)
    _tag_run(site, below=bool(broken))
    leave_failures(outcome.status, site)
    if not outcome.held:  # else the artifacts of the last run stand, as the catalogs do
        leave_artifacts(outcome.status, site, broken)
    state = final_state(outcome.status, site)
    ending = Ending.FAILED if state.is_failed() else Ending.COMPLETED
    tell_ending(site, Ending.HELD if outcome.held else ending, str(state.message), outcome.status)
    if not outcome.held:
        tell_stale(site, outcome.status, news(site, outcome.status))
    return state


def _log(outcome: Outcome, broken: Mapping[str, str]) -> None:
    """Say each finding at its own level, each locale below policy as a warning, and what changed.

    A single error is the sentence that the run ends with, in red: it is not said twice.
    """
    logger = get_run_logger()
    errors = outcome.status.errors
    for finding in outcome.status.findings:
        if errors == (finding,):
            continue
        logger.log(_LEVELS[finding.severity], "%s", visible(f"{finding.place} – {finding.message}"))
    for locale, sentence in broken.items():
        logger.warning("%s is below policy: %s", locale_name(locale), sentence)
    for locale, kinds in outcome.changes.items():
        if kinds:
            told = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
            logger.info("%s: %s", locale_name(locale), told)
    logger.info("%d files written", len(outcome.files))


_LEVELS = {
    Severity.ERROR: logging.ERROR,
    Severity.WARNING: logging.WARNING,
    Severity.NOTE: logging.INFO,
}


def _tag_run(site: Site, *, below: bool) -> None:
    """Have the list of runs show the site, and which runs ended below policy; a custom state's name would hide them."""
    run = FlowRunContext.get()
    if run is None or run.flow_run is None:
        return
    tags = {*run.flow_run.tags, tag_of(site.name)} | ({"below-policy"} if below else set())
    if tags != set(run.flow_run.tags):
        with get_client(sync_client=True) as client:
            client.update_flow_run(run.flow_run.id, tags=sorted(tags))


SETTINGS: Mapping[str, Any] = {
    "server.ephemeral.startup_timeout_seconds": 120,
    "server.analytics_enabled": False,
}
"""As in prefect.toml, which Prefect reads in the current folder alone; whoever set something else keeps that."""


def main(arguments: Sequence[str] = ()) -> int:
    """Run the flow on a calque.toml, show the status and where everything is; return the exit code.

    A server that cannot be reached is told in a sentence, and is no broken policy.
    """
    parser = ArgumentParser(
        prog="python -m calque.flows.sync", description="Sync a site as a Prefect flow, here and now."
    )
    parser.add_argument("--config", default=FILE_NAME, help="this calque.toml; else the one in this folder")
    parser.add_argument("--debug", action="store_true", help="show the traceback of an error")
    given = parser.parse_args(arguments)
    _end_with_the_server()
    try:
        with temporary_settings(set_defaults=SETTINGS):
            state = sync_site(given.config, return_state=True)
    except Exception as error:  # whatever Prefect's client raises, the sync did not come to its end
        if given.debug:
            raise
        tell(
            f"calque: Prefect: {reason_of(error)}; see that the server of PREFECT_API_URL answers, or run"
            " `calque sync`, which needs none"
        )
        return EXIT_UNMEASURED
    failure = state.result(raise_on_failure=False) if state.is_failed() or state.is_cancelled() else None
    if isinstance(failure, CalqueError):
        tell(f"calque: {failure}")
        return exit_code(failure)
    if state.is_crashed() or state.is_cancelled():
        tell(f"calque: {state.message}; what was written stands, run it again to go on")
        return EXIT_UNMEASURED
    site = read_site(Path(given.config))
    measured = measure(site, now=lambda: datetime.now(UTC), compared=False)
    terminal().print(render_table(measured, names=locale_name))
    say(f"\nCatalogs   {catalogs_folder(site)}\nReport     {report_path(site)}")
    say(f"Ledger     {site.ledger or ledger_path(site)}")
    print("Worklist   calque status --worklist")
    if state.is_failed():
        return EXIT_UNMEASURED
    broken = broken_policies(measured, site)
    return code_of_findings(measured.findings, failed=bool(broken))


def _end_with_the_server() -> None:
    """Let SIGTERM end the embedded server, too, which would otherwise go on alone; Prefect notes a crash before."""

    def end(number: int, _frame: object) -> None:
        told = b"calque: SIGTERM ended it; what was written stands, run it again to go on\n"
        with suppress(OSError):
            os.write(2, told)  # a signal may come in the midst of a print
        sys.exit(128 + number)

    if current_thread() is main_thread() and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, end)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
