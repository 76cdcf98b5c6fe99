"""Record: writes the facts of a run into the ledger, and the HTML report."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from calque import __version__
from calque.errors import CalqueError, LedgerError
from calque.ledger.odd import OddRow
from calque.ledger.write import open_ledger
from calque.model import Finding, FindingCode, History, PageKey, PublicationBase, RunRecord, Site, Status
from calque.places import list_previews, list_report_parts, preview_path, previews_folder, report_path
from calque.po import HandedOut
from calque.reports.sheet import LIMIT
from calque.sources.no_pages import is_own_report
from calque.store import remove, write_parts

__all__ = ["RunFacts", "record", "record_failure", "report"]


@dataclass(frozen=True, slots=True)
class RunFacts:
    """The facts of this run that the next one needs."""

    retyped: Mapping[PageKey, PageKey]
    """The old and the new key of each page that changed its type."""
    renamed: Mapping[str, str]
    """The old and the new path below the workspace of each catalog that was renamed with its post."""
    histories: Mapping[PageKey, History]
    presence: Mapping[PageKey, int] | None
    """The posts expected, each with how many runs in a row did not find it; None where that is as it was."""
    pairs: Mapping[PageKey, str] | None
    """The source of each page that addresses alone pair; None where that is as it was."""
    contents: Mapping[PageKey, str]
    """The hash of each post's fields."""
    bases: Mapping[PageKey, PublicationBase]
    """What is to be remembered of each live page and its catalog, by locale and the key of the source."""
    files: Mapping[str, str]
    """The SHA-256 of each file written, by its path below the workspace; empty for a deleted one."""
    handed_out: Mapping[str, HandedOut]
    """The fuzzy entries of each catalog for which the ledger does not have them yet."""
    translated: Mapping[str, bytes]
    """The digests of what each such catalog translates."""
    odd: tuple[OddRow, ...] = ()
    """Rows that cannot be read, and go."""
    runs: Sequence[RunRecord] | None = None
    """The runs so far, as they were read a moment ago; None where they were not."""


def record(site: Site, status: Status, facts: RunFacts, started: datetime) -> None:
    """Note the facts of a run, and one row for the run itself, in one transaction."""
    with open_ledger(site) as ledger:
        ledger.drop(facts.odd)
        ledger.rename(facts.retyped)
        ledger.rename_catalogs(facts.renamed)
        ledger.record_revisions(facts.histories)
        if facts.presence is not None:
            ledger.record_presence(facts.presence)
        if facts.pairs is not None:
            ledger.record_pairs(facts.pairs)
        ledger.record_contents(facts.contents)
        ledger.record_bases(facts.bases)
        ledger.record_files(facts.files)
        ledger.record_handed_out(facts.handed_out)
        ledger.record_translated(facts.translated)
        # Pages that changed their type are noted under other keys by now than when the runs were read.
        runs = None if facts.retyped else facts.runs
        ledger.record_run(status, started=started, version=__version__, written=len(facts.files), runs=runs)


def record_failure(site: Site, reason: str, *, started: datetime, finished: datetime) -> None:
    """Write one row for a run that stopped, with its reason; nothing where the ledger itself cannot be written."""
    with suppress(LedgerError), open_ledger(site) as ledger:
        ledger.record_failure(reason, started=started, finished=finished, version=__version__)


def report(site: Site, status: Status, *, limit: int = LIMIT) -> tuple[Finding, ...]:
    """Write the pages for people; where one cannot be written, return that as a finding: all else is done by then.

    A page has at most `limit` bytes. What was a page of the report and is none any more goes. A stranger's file stays,
    and the report does with one page.
    """
    from calque.reports.files import one_page, report_files  # noqa: PLC0415  40 ms, for a page that is other alone

    path = report_path(site)
    links = _preview_links(site)
    pages = report_files(status, path.name, preview_link=links, limit=limit)
    strangers = [path.with_name(one.name) for one in pages[:-1] if not _may_write(path.with_name(one.name))]
    if strangers:
        pages = (one_page(status, path.name, preview_link=links, limit=limit),)
    try:
        for one in pages:
            write_parts(path.with_name(one.name), one.parts)
        names = {one.name for one in pages}
        for old in list_report_parts(site):
            if old.name not in names and _may_write(old):
                remove(old)
    except CalqueError as error:
        message = str(error).removeprefix(f"{error.place}: ")
        return (Finding.of(FindingCode.UNWRITABLE, error.place, message),)
    message = (
        "is no page of a report, and one would stand there: move it, or give [report] file another name; till then "
        "the report is one page, without the texts that it has no room for"
    )
    return tuple(Finding.of(FindingCode.UNWRITABLE, str(one), message) for one in strangers)


def _may_write(path: Path) -> bool:
    """Tell whether nothing stands at a path, or a report of calque's."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return is_own_report(file.read(_BEGINNING))
    except FileNotFoundError:
        return True
    except OSError:
        return False


_BEGINNING = 4096


def _preview_links(site: Site) -> Callable[[str, str], str]:
    """Return what gives the address of a preview as the page for people, which stands beside it, links to it.

    The folder is listed once: to ask the disk for each page costs more than all else of a page that is kept.
    """
    folder = previews_folder(site)
    standing = {path: quote(path.relative_to(folder.parent).as_posix()) for path in list_previews(folder)}

    def link(locale: str, key: str) -> str:
        return standing.get(preview_path(folder, locale, key), "") if standing else ""

    return link
