"""`calque init`, `calque sync` and `calque status`: the site of a calque.toml."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter
from cyclopts.validators import Number

from calque.cli.codes import code_of_findings
from calque.cli.output import write_text
from calque.config import FILE_NAME, find_config, parse_site, read_site
from calque.errors import ConfigError
from calque.locales import locale_name
from calque.model import Severity, Site, Status
from calque.steps.runner import InTurn
from calque.store import write_atomic
from calque.tracking.gate import broken_policies

__all__ = ["confirm", "init", "status", "sync"]

StatusFormat = Literal["table", "json", "markdown", "csv", "html"]
_CONFIRMED = ("filled", "replaced", "confirmed", "left")
Config = Annotated[Path | None, Parameter(help="The calque.toml; else the nearest one above this folder.")]
Locale = Annotated[str, Parameter(help="Show this locale alone.")]
FailUnder = Annotated[
    int | None,
    Parameter(
        help="Exit 1 where a locale has a smaller percentage translated.", validator=Number(gte=0, lte=100)
    ),
]
NoStale = Annotated[bool, Parameter(negative="", help="Exit 1 where a translation is stale.")]


def init(
    place: Annotated[Path, Parameter(help="A folder of posts as REST JSON.")],
    /,
    *,
    source: Annotated[str, Parameter(help="The source locale, where it cannot be seen.")] = "",
    target: Annotated[str, Parameter(help="The target locales, such as fr,de.")] = "",
) -> int:
    """Look at a site's posts and write a commented calque.toml in this folder."""
    from calque.steps.init import propose_config  # noqa: PLC0415 — only this command needs it

    path = Path.cwd() / FILE_NAME
    if path.exists():
        raise ConfigError(f"{path}: stands already; edit it, or move it away first")
    if not place.is_dir():
        raise ConfigError(f"{place}: no such folder; give a folder of posts as REST JSON")
    targets = [tag.strip() for tag in target.split(",") if tag.strip()]
    proposal = propose_config(place, path.parent, source=source, targets=targets)
    site = parse_site(proposal.text, place=FILE_NAME, root=path.parent)
    write_atomic(path, proposal.text.encode())
    for error in proposal.errors:
        print(f"calque: {error}", file=sys.stderr)
    locales = ", ".join(locale.tag for locale in site.locales)
    print(f"{FILE_NAME}: {proposal.posts} posts of {site.url}, from {site.source} to {locales}.")
    print("Read it over, then run `calque sync`.")
    return 0


def sync(
    *,
    config: Config = None,
    dry_run: Annotated[bool, Parameter(negative="", help="Say what would change; write nothing.")] = False,
    accept_vanished: Annotated[
        bool, Parameter(negative="", help="Believe that more than a tenth of the posts is gone.")
    ] = False,
    locale: Locale = "",
    fail_under: FailUnder = None,
    no_stale: NoStale = False,
    format: Annotated[StatusFormat, Parameter(help="How the status is shown.")] = "table",  # noqa: A002 — the option's name
) -> int:
    """Fetch the posts, bring templates and catalogs in step with them, and show the status."""
    from calque.steps.sync import sync as sync_site  # noqa: PLC0415 — loads the ledger's writer

    site = _site(config, locale)
    with _progress() as runner:
        outcome = sync_site(site, runner, now=_now, dry_run=dry_run, accept_vanished=accept_vanished)
    _show(outcome.status, format, locale)
    wrote = "Would write" if dry_run else "Wrote"
    print(f"{wrote} {len(outcome.files)} files below {site.catalogs}/.", file=sys.stderr)
    for tag, kinds in outcome.changes.items():
        if kinds:
            told = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
            print(f"  {tag}: {told}", file=sys.stderr)
    return _judge(outcome.status, site, locale, fail_under, no_stale=no_stale)


def status(
    *,
    config: Config = None,
    locale: Locale = "",
    worklist: Annotated[bool, Parameter(negative="", help="Show each segment that wants somebody.")] = False,
    limit: Annotated[
        int, Parameter(help="Rows of the worklist at most; 0 shows all.", validator=Number(gte=0))
    ] = 20,
    fail_under: FailUnder = None,
    no_stale: NoStale = False,
    format: Annotated[StatusFormat, Parameter(help="How the status is shown.")] = "table",  # noqa: A002 — the option's name
) -> int:
    """Report what is missing, stale or wrong, from what is on disk."""
    from calque.steps.status import status as measure  # noqa: PLC0415 — the name is this command's too

    site = _site(config, locale)
    measured = measure(site, now=_now)
    _show(measured, format, locale, worklist=worklist, limit=limit or None)
    return _judge(_only(measured, locale), site, locale, fail_under, no_stale=no_stale)


def confirm(
    url: Annotated[str, Parameter(help="The address of the live translated page.")],
    /,
    *,
    config: Config = None,
) -> int:
    """Take what stands on a live page as the translation of today's source."""
    from calque.steps.confirm import confirm as confirm_page  # noqa: PLC0415 — the name is this command's too

    done = confirm_page(_site(config, ""), url, now=_now)
    told = ", ".join(f"{done.changes[kind]} {kind}" for kind in _CONFIRMED if done.changes.get(kind))
    print(f"{done.catalog}: {told or 'nothing to do'}.")
    if done.changes.get("replaced"):
        print("What stood in the file before is in the archive, beside it.")
    if done.changes.get("left"):
        print(
            "What is left has no text on the page that is its translation for sure: see `calque status --worklist`."
        )
    return 0


def _site(config: Path | None, locale: str) -> Site:
    site = read_site(config or find_config(Path.cwd()))
    if locale and site.locale(locale) is None:
        known = ", ".join(one.tag for one in site.locales)
        raise ConfigError(f"--locale {locale}: no target locale of {site.name}; use one of {known}")
    return site


def _show(
    status: Status, form: StatusFormat, locale: str, *, worklist: bool = False, limit: int | None = 20
) -> None:
    """Print the status in one of its formats; each is loaded where it is used."""
    status = _only(status, locale)
    match form:
        case "json":
            from calque.reports.status import to_json  # noqa: PLC0415

            write_text(json.dumps(to_json(status), ensure_ascii=False, indent=2) + "\n")
        case "markdown":
            from calque.reports import markdown  # noqa: PLC0415

            text = (
                markdown.render_worklist(status, limit=limit, names=locale_name)
                if worklist
                else markdown.render_status(status, names=locale_name)
            )
            write_text(text)
        case "csv":
            from calque.reports.csv import render_csv  # noqa: PLC0415

            write_text(render_csv(status))
        case "html":
            from calque.reports.html import render_page  # noqa: PLC0415

            write_text(render_page(status))
        case "table":
            _show_table(status, worklist=worklist, limit=limit)


def _show_table(status: Status, *, worklist: bool, limit: int | None) -> None:
    from rich.console import Console  # noqa: PLC0415 — the other formats do without

    from calque.reports.terminal import render_table, render_worklist  # noqa: PLC0415

    console = Console(highlight=False)
    told = tuple(finding for finding in status.findings if finding.severity is not Severity.ERROR)
    console.print(render_table(replace(status, findings=told), names=locale_name))
    if worklist:
        console.print(render_worklist(status, limit=limit, names=locale_name))


def _only(status: Status, locale: str) -> Status:
    return status.only(locale) if locale else status


def _judge(status: Status, site: Site, locale: str, fail_under: int | None, *, no_stale: bool) -> int:
    """Say on standard error what could not be read, and which policies do not hold for the locales shown.

    Returns the exit code.
    """
    for finding in status.findings:
        if finding.severity is Severity.ERROR:
            print(f"calque: {finding.place}: {finding.message}", file=sys.stderr)
    bar = site.fail_under if fail_under is None else fail_under
    broken = broken_policies(_only(status, locale), fail_under=bar, no_stale=no_stale or site.no_stale)
    for sentence in broken:
        print(f"calque: below policy: {sentence}", file=sys.stderr)
    return code_of_findings(status.findings, failed=bool(broken))


@contextmanager
def _progress() -> Iterator[InTurn]:
    """Show a bar a step on standard error while a terminal looks on; nothing in a log."""
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress, TaskID  # noqa: PLC0415

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        tasks: dict[str, TaskID] = {}

        def watch(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = progress.add_task(step, total=total)
            progress.update(tasks[step], completed=done, total=total)

        yield InTurn(watch)


def _now() -> datetime:
    return datetime.now(UTC)
