"""`calque status` and `calque digest`: what is known of the site of a calque.toml, in every format."""

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Annotated, Literal, assert_never

from cyclopts import Parameter
from cyclopts.validators import Number

from calque.cli.findings import tell_findings
from calque.cli.options import Config, now, site_of
from calque.config.durations import LAST, LONGEST, parse_days
from calque.errors import ConfigError
from calque.exit_codes import code_of_findings
from calque.locales import locale_name
from calque.model import SegmentState, Severity, Site, Status
from calque.output import tell, terminal, write_json, write_parts, write_text
from calque.states.gate import broken_policies
from calque.visible import visible_json

__all__ = [
    "Choice",
    "FailUnder",
    "Locale",
    "MaxAge",
    "NoStale",
    "StatusFormat",
    "digest",
    "gated",
    "judge",
    "show",
    "status",
]

StatusFormat = Literal["table", "json", "markdown", "csv", "html", "svg"]
Locale = Annotated[str, Parameter(help="Show this locale alone.")]
FailUnder = Annotated[
    int | None,
    Parameter(
        help="Exit 1 where a locale has a smaller percentage translated.", validator=Number(gte=0, lte=100)
    ),
]
NoStale = Annotated[bool, Parameter(negative="", help="Exit 1 where a translation is stale.")]
MaxAge = Annotated[
    str | None, Parameter(help="Exit 1 where a translation is stale for longer, such as 30d or 4w.")
]
Since = Annotated[
    str,
    Parameter(help="Compare with the report of so long ago (7d, 2w), before a day (2026-11-16), or `last`."),
]
Sites = Annotated[
    list[str] | None,
    Parameter(help="Folders of sites: a row each, with the last good night and what is held."),
]
IncludePrivate = Annotated[
    bool, Parameter(negative="", help="Name drafts and private posts too, which reports leave out.")
]


def status(
    sites: Sites = None,
    /,
    *,
    config: Config = None,
    locale: Locale = "",
    worklist: Annotated[
        bool, Parameter(negative="", help="Show each segment that is to be translated or looked at.")
    ] = False,
    limit: Annotated[
        int | None,
        Parameter(help="Rows of the worklist at most, else 20; 0 shows all.", validator=Number(gte=0)),
    ] = None,
    only: Annotated[
        str, Parameter(help="Texts in these states alone, such as stale,missing: of the worklist, or of CSV.")
    ] = "",
    rows: Annotated[
        Literal["segments", "pages"] | None, Parameter(help="A row of CSV is a segment, else a page.")
    ] = None,
    since: Since = "",
    fail_under: FailUnder = None,
    no_stale: NoStale = False,
    max_age: MaxAge = None,
    include_private: IncludePrivate = False,
    format: Annotated[StatusFormat, Parameter(help="How the status is shown.")] = "table",  # noqa: A002 — the option's name
) -> int:
    """Report what is missing, stale or wrong, from what is on disk."""
    if sites:
        from calque.cli.sites import refuse_options, show_sites  # noqa: PLC0415 — for several sites alone

        given = {
            "--config": config is not None,
            "--worklist": worklist,
            "--limit": limit is not None,
            "--only": bool(only),
            "--rows": rows is not None,
            "--since": bool(since),
            "--include-private": include_private,
        }
        refuse_options(given, format)
        gates = partial(gated, fail_under=fail_under, no_stale=no_stale, max_age=max_age)
        return show_sites(sites, gates, format, locale, now=now)
    _refuse_idle(format, worklist=worklist, limit=limit is not None)
    states = _states(only, format, rows or "segments", worklist=worklist)
    if rows and format != "csv":
        raise ConfigError(
            f"--rows {rows}: --format {format} has no rows to choose; leave it out, or take csv"
        )
    site = site_of(config, locale)
    policy = gated(site, fail_under=fail_under, no_stale=no_stale, max_age=max_age)
    told = bool(since) or format in ("json", "html", "markdown")  # a table tells what changed where asked to
    measured = _measured(site, since, include_private=include_private, compared=told)
    choice = Choice(
        worklist=worklist, limit=20 if limit is None else limit or None, only=states, rows=rows or "segments"
    )
    show(measured, format, locale, choice)
    return judge(measured, policy, locale)


def _refuse_idle(form: StatusFormat, *, worklist: bool, limit: bool) -> None:
    """Refuse options that would change nothing, rather than leave them out in silence.

    Errors: ConfigError.
    """
    option = "--worklist" if worklist else "--limit" if limit else ""
    if option and form not in ("table", "markdown"):
        has = "shows no texts" if form == "svg" else "has every text of the worklist by itself"
        raise ConfigError(f"{option}: --format {form} {has}; leave {option} out, or take table or markdown")
    if limit and not worklist:
        raise ConfigError("--limit: it counts rows of the worklist; say --worklist, too, or leave it out")


def _states(only: str, form: StatusFormat, rows: str, *, worklist: bool) -> tuple[SegmentState, ...]:
    """Return the states that `--only` names.

    Errors: ConfigError for what is no state of a text to do, and where no texts are shown, or all at once.
    """
    if not only:
        return ()
    known = [state for state in SegmentState if state is not SegmentState.TRANSLATED]
    names = [one.strip() for one in only.split(",")]
    wrong = next((name for name in names if name not in known), None)
    if wrong is not None:  # an empty one, of `--only ,`, is wrong as well
        raise ConfigError(f"--only {wrong!r} is no state of a text to do; use some of {', '.join(known)}")
    if (form == "csv" and rows == "segments") or (form == "table" and worklist):
        return tuple(state for state in known if state in names)
    raise ConfigError("--only: it chooses texts; say --worklist with it, or --format csv, or leave it out")


def digest(
    *,
    config: Config = None,
    locale: Locale = "",
    since: Since = "",
    limit: Annotated[
        int, Parameter(help="Pages of each kind at most; 0 shows all.", validator=Number(gte=0))
    ] = 20,
    if_changed: Annotated[bool, Parameter(negative="", help="Print nothing where nothing changed.")] = False,
    include_private: IncludePrivate = False,
    format: Annotated[Literal["markdown", "json"], Parameter(help="How the digest is shown.")] = "markdown",  # noqa: A002 — the option's name
) -> int:
    """Report what changed since an earlier report."""
    from calque.reports.digest import digest_to_json, render_digest  # noqa: PLC0415 — only this command needs it

    site = site_of(config, locale)
    measured = _only(_measured(site, since, include_private=include_private), locale)
    changed = measured.comparison is not None and bool(measured.comparison.pages or measured.comparison.began)
    code = _tell_unread(measured)
    if if_changed and not changed:
        return code
    if format == "json":
        write_json(digest_to_json(measured, report=site.report_url))
    else:
        write_text(render_digest(measured, limit=limit or None, names=locale_name, report=site.report_url))
    return code


def gated(site: Site, *, fail_under: int | None, no_stale: bool, max_age: str | None) -> Site:
    """Return the site with the policies of the options, where they are given."""
    try:
        days = None if max_age is None else parse_days(max_age)
    except ValueError as error:
        raise ConfigError(f"--max-age {error}") from None
    return replace(
        site,
        fail_under=site.fail_under if fail_under is None else fail_under,
        no_stale=no_stale or site.no_stale,
        max_age=site.max_age if days is None else days,
    )


def _measured(site: Site, since: str, *, include_private: bool, compared: bool = True) -> Status:
    from calque.pipeline.status import status as measure  # noqa: PLC0415 — the name is a command's too

    if include_private:
        site = replace(site, include_private=True)
    measured = measure(site, now=now, compared=compared and not since)
    if not (since and compared):
        return measured
    from calque.pipeline.status import progress  # noqa: PLC0415 — reads the ledger

    return progress(replace(site, compare_days=_days_since(since, measured.measured.date())), measured)


def _days_since(since: str, today: date) -> int:
    """Return how many days ago the report is that `--since` means: `7d` → 7, a day → the one before it."""
    if since == LAST:
        return 1
    try:
        return parse_days(since)
    except ValueError:
        pass
    try:
        return min(max(0, (today - date.fromisoformat(since)).days) + 1, LONGEST)
    except ValueError:
        raise ConfigError(
            f"--since {since!r} is neither a length of time nor a day; write 7d, 2w, 2026-11-16 or last"
        ) from None


@dataclass(frozen=True, slots=True)
class Choice:
    """Which of a status is shown."""

    worklist: bool = False
    limit: int | None = 20
    """Rows of the worklist; None for all."""
    only: tuple[SegmentState, ...] = ()
    """The states of the texts that are listed; none for all."""
    rows: str = "segments"


def show(status: Status, form: StatusFormat, locale: str, choice: Choice = Choice()) -> None:
    """Print the status in one of its formats; each is loaded where it is used."""
    status = _only(status, locale)
    match form:
        case "json":
            from calque.reports.json import json_parts  # noqa: PLC0415

            write_parts(visible_json(part) for part in json_parts(status))
            write_text("\n")
        case "markdown":
            if choice.worklist:
                from calque.reports.worklist import worklist_parts  # noqa: PLC0415

                write_parts(worklist_parts(status, limit=choice.limit, names=locale_name))
            else:
                from calque.reports.markdown import render_status  # noqa: PLC0415

                write_text(render_status(status, names=locale_name))
        case "csv":
            from calque.reports.csv import csv_parts, page_parts  # noqa: PLC0415

            write_parts(page_parts(status) if choice.rows == "pages" else csv_parts(status, choice.only))
        case "html":
            from calque.reports.files import one_page  # noqa: PLC0415

            write_parts(one_page(status, "").parts)
        case "svg":
            from calque.reports.badge import render_badges  # noqa: PLC0415

            write_text(render_badges(status))
        case "table":
            _show_table(status, choice)
        case _:
            assert_never(form)


def _show_table(status: Status, choice: Choice) -> None:
    from calque.reports.terminal import render_table, render_worklist  # noqa: PLC0415 — the other formats do without

    console = terminal()
    told = tuple(finding for finding in status.findings if finding.severity is not Severity.ERROR)
    console.print(render_table(replace(status, findings=told), names=locale_name))
    if choice.worklist:
        console.print()
        console.print(render_worklist(status, limit=choice.limit, names=locale_name, only=choice.only))


def _only(status: Status, locale: str) -> Status:
    return status.only(locale) if locale else status


def judge(status: Status, policy: Site, locale: str) -> int:
    """Say on standard error what could not be read, and which policies do not hold for the locales shown.

    Returns the exit code.
    """
    _tell_unread(status)
    broken = broken_policies(_only(status, locale), policy)
    for sentence in broken:
        tell(f"calque: below policy: {sentence}")
    return code_of_findings(status.findings, failed=bool(broken))


def _tell_unread(status: Status) -> int:
    """Say on standard error what could not be read; return the exit code of that."""
    return tell_findings(status.errors)
