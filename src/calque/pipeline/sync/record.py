"""Record: writes the facts of a run into the ledger, and the HTML report."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
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
from calque.places import (
    list_previews,
    list_report_parts,
    preview_path,
    previews_folder,
    report_copy_path,
    report_path,
)
from calque.po import HandedOut
from calque.reports.sheet import LIMIT
from calque.sources.no_pages import is_own_report, site_of_report
from calque.store import read_bytes, remove, write_atomic, write_parts

__all__ = ["RunFacts", "record", "record_failure", "report", "report_question"]


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
    contents: Mapping[int, Mapping[PageKey, str]]
    """The hash of each post's fields, in parts."""
    bases: Mapping[int, Mapping[PageKey, PublicationBase]]
    """What is to be remembered of each live page and its catalog, by locale and the key of the source; in parts."""
    files: Mapping[str, bytes]
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
        for contents in facts.contents.values():
            ledger.record_contents(contents)
        for bases in facts.bases.values():
            ledger.record_bases(bases)
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
    and the report does with one page. With `[report] copy_to`, all of it is copied there.
    """
    from calque.reports.files import folder_of, one_page, report_files  # noqa: PLC0415  40 ms, for a page that is other alone

    path = report_path(site)
    links = _preview_links(site, folder_of(site.report_url))
    pages = report_files(status, path.name, preview_link=links, limit=limit, url=site.report_url)
    strangers = [path.with_name(one.name) for one in pages[:-1] if not _may_write(path.with_name(one.name))]
    if strangers:
        pages = (one_page(status, path.name, preview_link=links, limit=limit),)
    try:
        for one in pages:
            write_parts(path.with_name(one.name), one.parts)
        names = {one.name for one in pages}
        for old in list_report_parts(path):
            if old.name not in names and _may_write(old):
                remove(old)
    except CalqueError as error:
        message = str(error).removeprefix(f"{error.place}: ")
        return (Finding.of(FindingCode.UNWRITABLE, error.place, message),)
    message = (
        "is no page of a report, and one would stand there: move it, or give [report] file another name; till then "
        "the report is one page, without the texts that it has no room for"
    )
    return (
        *(Finding.of(FindingCode.UNWRITABLE, str(one), message) for one in strangers),
        *_copied(site, names),
    )


def report_question(site: Site, findings: Sequence[Finding], held: datetime) -> None:
    """Put what a held run asks at the top of the report that the last good one left; nothing where there is none."""
    from calque.reports.html import with_questions  # noqa: PLC0415  for a run that is held alone

    path = report_path(site)
    with suppress(
        CalqueError, UnicodeError
    ):  # the run says it, too, and what is wrong with the file is told by the next
        page = (read_bytes(path) or b"").decode()
        if _may_write(path) and (asked := with_questions(page, findings, held)):
            write_atomic(path, asked.encode())
            tuple(
                _copied(site, [path.name, *(one.name for one in list_report_parts(path) if _may_write(one))])
            )


def _copied(site: Site, names: Collection[str]) -> Iterator[Finding]:
    """Copy the pages of the report, and its previews, into the folder that others read; yield why that was not done.

    Each file is put in its place as a whole, the page that leads to the others last; then goes what the report has no
    more. Where a stranger's file stands in the place of one, nothing is copied: half a report would mislead. The report
    of another site is a stranger's, too.
    """
    to, path = report_copy_path(site), report_path(site)
    if to is None:
        return
    if not to.parent.is_dir():
        message = (
            "is no folder, so the report is not copied there: make it, or give [report] copy_to another one"
        )
        yield Finding.of(FindingCode.UNWRITABLE, str(to.parent), message)
        return
    if (other := site_of_report(_beginning(to) or "")) not in ("", site.name):
        message = (
            f"is the report of {other}, and that of {site.name} would take its place: give one of the two another"
            " [report] copy_to or file; where that site has another name now, delete the page"
        )
        yield Finding.of(FindingCode.UNWRITABLE, str(to), message)
        return
    others = [path.with_name(name) for name in names if name != path.name]
    files = [*list_previews(previews_folder(path)), *others, path]
    places = {file: to.parent / file.relative_to(path.parent) for file in files}
    if strangers := [place for place in places.values() if not _may_write(place)]:
        message = (
            "is no page of a report, and one would be copied there: move it, or give [report] copy_to another folder; "
            "till then nothing is copied"
        )
        yield from (Finding.of(FindingCode.UNWRITABLE, str(one), message) for one in strangers)
        return
    try:
        for file, place in places.items():
            write_atomic(place, read_bytes(file) or b"")
        kept = set(places.values())
        for old in (*list_report_parts(to), *list_previews(previews_folder(to))):
            if old not in kept and _may_write(old):
                remove(old)
    except CalqueError as error:
        message = str(error).removeprefix(f"{error.place}: ")
        yield Finding.of(FindingCode.UNWRITABLE, error.place, message)


def _may_write(path: Path) -> bool:
    """Tell whether nothing stands at a path, or a report of calque's."""
    beginning = _beginning(path)
    return beginning is None or is_own_report(beginning)


def _beginning(path: Path) -> str | None:
    """Return how a file begins: nothing where it cannot be read, None where there is none."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.read(_BEGINNING)
    except FileNotFoundError:
        return None
    except OSError:
        return ""


_BEGINNING = 4096


def _preview_links(site: Site, beside: str) -> Callable[[str, str], str]:
    """Return what gives the address of a preview as the page for people, which stands beside it, links to it.

    `beside` is the address of the folder where others read both; empty where none is known.

    The folder is listed once: to ask the disk for each page costs more than all else of a page that is kept.
    """
    folder = previews_folder(report_path(site))
    standing = {
        path: beside + quote(path.relative_to(folder.parent).as_posix()) for path in list_previews(folder)
    }

    def link(locale: str, key: str) -> str:
        return standing.get(preview_path(folder, locale, key), "") if standing else ""

    return link
