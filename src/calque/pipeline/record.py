"""Record: writes the facts of a run into the ledger, and the HTML report."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from calque import __version__
from calque.errors import CalqueError, LedgerError
from calque.ledger.odd import OddRow
from calque.ledger.write import open_ledger
from calque.model import Finding, FindingCode, History, PageKey, PublicationBase, RunRecord, Site, Status
from calque.places import preview_path, previews_folder, report_path
from calque.po import HandedOut
from calque.store import write_atomic

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
    """What is fuzzy in each catalog of which that is not known already."""
    translated: Mapping[str, bytes]
    """What each such catalog translates, by digests."""
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


def report(site: Site, status: Status) -> tuple[Finding, ...]:
    """Write the HTML page; where it cannot be written, return that as a finding: all else is done by then."""
    from calque.reports.html import render_page  # noqa: PLC0415  40 ms, for a page that is other alone

    try:
        page = render_page(status, preview_link=lambda locale, key: _preview_link(site, locale, key))
        write_atomic(report_path(site), page.encode())
    except CalqueError as error:
        message = str(error).removeprefix(f"{error.place}: ")
        return (Finding.of(FindingCode.UNWRITABLE, error.place, message),)
    return ()


def _preview_link(site: Site, locale: str, key: str) -> str:
    """Return the address of a preview as the page for people, which stands beside it, links to it."""
    folder = previews_folder(site)
    path = preview_path(folder, locale, key)
    return quote(path.relative_to(folder.parent).as_posix()) if path.is_file() else ""
