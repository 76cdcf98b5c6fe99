"""Preview: pages and their translations side by side, each as one HTML page."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from calque.config.overlaps import why_not_built, why_not_written
from calque.errors import CalqueError, ConfigError
from calque.model import Finding, FindingCode, Site, UnitStatus
from calque.pipeline.build.work import TranslatedPage, read_build_work
from calque.pipeline.findings import finding_of
from calque.places import preview_path, previews_folder, report_path
from calque.po import read_catalog
from calque.po.entries import key_of, persons_comment
from calque.po.units import Key
from calque.reports.preview import Preview, render_previews
from calque.store import BRIEF, locked, read_bytes, write_atomic

__all__ = ["PreviewOutcome", "preview", "preview_of_file"]


@dataclass(frozen=True, slots=True)
class PreviewOutcome:
    """Which previews there are."""

    written: tuple[Path, ...] = ()
    """Those that are new or other than before."""
    unchanged: int = 0
    findings: tuple[Finding, ...] = ()


def preview(
    site: Site,
    *,
    now: Callable[[], datetime],
    folder: Path | None = None,
    locale: str = "",
    post: str = "",
) -> PreviewOutcome:
    """Write a preview of each page in each locale, those of one locale or of one post.

    Errors: ConfigError where the folder holds what calque reads; BusyError where a sync is at work.
    """
    place = (folder or previews_folder(report_path(site))).absolute()
    if why := why_not_built(site, place):
        raise ConfigError(
            f"{folder or place}: no previews are written there, since it {why}; give another with -o"
        )
    written: list[Path] = []
    findings: list[Finding] = []
    unchanged = 0
    with locked(site.root, patience=BRIEF):
        work = read_build_work(site, now=now, locale=locale, posts=[post] if post else [])
        entries = _Comments(site)
        for page in work.pages:
            if page.unreadable:
                continue
            path = preview_path(place, page.locale, page.key)
            try:
                html = render_previews([_preview(site, page, entries.of(page.catalog))])
                is_new = write_atomic(path, html.encode("utf-8", "replace"))
            except CalqueError as error:
                findings.append(finding_of(error, code=FindingCode.UNWRITABLE, locale=page.locale))
                continue
            written += [path] if is_new else []
            unchanged += not is_new
    return PreviewOutcome(tuple(written), unchanged, (*work.findings, *findings))


def preview_of_file(
    site: Site,
    file: Path,
    path: Path,
    *,
    locale: str,
    posts: Collection[str],
    now: Callable[[], datetime],
) -> None:
    """Write the preview of a file for a translator: the pages that its texts stand on, with the lines of that file.

    Texts of these pages that are not in the file are shown, too, and have no line. The workspace is held by the caller.
    Errors: ConfigError where the preview's place is taken; CatalogError where it cannot be written.
    """
    if why := why_not_written(site, path.absolute()):
        raise ConfigError(f"{path}: {why}; give the file another name with --output")
    lines = _lines(file)
    comments = _Comments(site)
    work = read_build_work(site, now=now, locale=locale, posts=sorted(posts))
    pages = [_preview(site, page, comments.of(page.catalog)) for page in work.pages if not page.unreadable]
    shown = [
        replace(
            page,
            catalog=file.name,
            units={key: replace(unit, line=lines.get(key, 0)) for key, unit in page.units.items()},
        )
        for page in pages
    ]
    write_atomic(path, render_previews(shown, heading=file.stem).encode("utf-8", "replace"))


def _preview(site: Site, page: TranslatedPage, questions: Mapping[Key, str]) -> Preview:
    units: Mapping[Key, UnitStatus] = {
        text.key: unit for text, unit in zip(page.texts, page.units, strict=True)
    }
    is_public = page.live is not None and page.live.post.status == "publish"
    return Preview(
        locale=page.locale,
        source=site.source,
        split=page.split,
        units=units,
        catalog=page.catalog,
        questions={key: questions[key] for key in units if questions.get(key)},
        live=page.live.post.link if page.live and is_public else "",
    )


class _Comments:
    """What translators wrote beside the texts of each catalog; the last one read is kept, for pages come in order."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._read: tuple[str, Mapping[Key, str]] = ("", {})

    def of(self, catalog: str) -> Mapping[Key, str]:
        if catalog and self._read[0] != catalog:
            self._read = (catalog, _comments(self._site.root / catalog))
        return self._read[1] if catalog else {}


def _comments(path: Path) -> Mapping[Key, str]:
    data = read_bytes(path)
    if data is None:
        return {}
    entries = read_catalog(data, place=path.name).entries
    return {key_of(entry): persons_comment(entry.tcomment) for entry in entries if entry.tcomment}


def _lines(file: Path) -> Mapping[Key, int]:
    data = read_bytes(file)
    entries = read_catalog(data, place=file.name).entries if data else ()
    return {key_of(entry): entry.linenum or 0 for entry in entries}
