"""Build: the translated pages of a site as files, and the list of what each was built from."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from calque.building.links import Counterparts
from calque.building.manifest import (
    BuildManifest,
    BuiltRow,
    catalog_digest,
    read_manifest,
    write_manifest,
)
from calque.config.overlaps import why_not_built
from calque.errors import CalqueError, ConfigError, SourceError
from calque.locales import page_identity
from calque.model import Finding, FindingCode, Site, Unfinished
from calque.pipeline.build.choose import ChosenPage, HeldPage, choose_pages, policy_of
from calque.pipeline.build.files import Spot, make_file, spot_of
from calque.pipeline.build.work import BuildWork, read_build_work
from calque.pipeline.catalogs.history import content_digest
from calque.pipeline.findings import finding_of
from calque.places import build_folder, manifest_path, path_below
from calque.store import BRIEF, digest, locked, read_bytes, remove, write_atomic

__all__ = ["BuildOutcome", "build"]


@dataclass(frozen=True, slots=True)
class BuildOutcome:
    """What a build did."""

    folder: str
    """As it is told to people."""
    written: tuple[str, ...] = ()
    """Files that are new or other than before, below the folder; the manifest is not among them."""
    unchanged: int = 0
    """Pages whose files stood there already, byte for byte."""
    removed: tuple[str, ...] = ()
    """Files of sources that are gone."""
    held: tuple[HeldPage, ...] = ()
    findings: tuple[Finding, ...] = ()


def build(
    site: Site,
    *,
    now: Callable[[], datetime],
    folder: Path | None = None,
    locale: str = "",
    post: str = "",
    unfinished: Unfinished | None = None,
) -> BuildOutcome:
    """Write every translated page that its locale's policy lets be built, and the manifest; what is equal is left.

    A page that cannot be built is a finding, and the others are built.
    Errors: ConfigError where the folder holds what calque reads; BusyError where a sync is at work; SourceError where
    the folder's manifest cannot be read.
    """
    place = (folder or build_folder(site)).absolute()
    told = str(folder) if folder else site.build_folder
    _refuse(site, place, told)
    with locked(site.root, patience=BRIEF):
        before = _manifest(site, place)
        work = read_build_work(site, now=now, locale=locale, posts=[post] if post else [])
        chosen, held, findings = choose_pages(site, work, unfinished)
        folder_of = _Folder(site, place, before, unfinished)
        folder_of.put(chosen, work.public)
        removed = () if post or locale or not work.complete else folder_of.remove_gone(work)
        write_atomic(
            manifest_path(place), write_manifest(BuildManifest(site.name, tuple(folder_of.rows.values())))
        )
    return BuildOutcome(
        told,
        tuple(folder_of.written),
        folder_of.unchanged,
        removed,
        (*held, *folder_of.held),
        (*work.findings, *findings, *folder_of.findings),
    )


def _refuse(site: Site, place: Path, told: str) -> None:
    why = why_not_built(site, place)
    if why:
        then = "give another folder with -o, or as folder under [build]"
        if " names (" in why and place.is_relative_to(site.root):
            below = path_below(site, place)
            then += f', or leave it out of the posts: exclude = ["{below}/**"]'
        raise ConfigError(f"{told}: no pages are built there, since it {why}; {then}")


def _manifest(site: Site, place: Path) -> BuildManifest:
    path = manifest_path(place)
    data = read_bytes(path)
    before = read_manifest(data, place=str(path)) if data is not None else BuildManifest(site.name)
    if before.site != site.name:
        raise ConfigError(f"{path}: the pages of {before.site} are built there; give another folder")
    return before


@dataclass
class _Folder:
    """The folder that pages are built into, and what became of them so far."""

    site: Site
    place: Path
    before: BuildManifest
    unfinished: Unfinished | None
    rows: dict[tuple[str, str], BuiltRow] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)
    unchanged: int = 0
    held: list[HeldPage] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rows = {(row.locale, row.source): row for row in self.before.pages}
        self._owner = {row.file: (row.locale, row.source) for row in self.before.pages}

    def put(self, chosen: Sequence[ChosenPage], public: Mapping[str, Counterparts]) -> None:
        """Build the pages; each links to those that visitors see, and to those that are built beside it."""
        spots: list[tuple[ChosenPage, Spot]] = []
        for one in chosen:
            try:
                spots.append((one, spot_of(self.site, self.place, one.page)))
            except CalqueError as error:
                self._tell(one, error)
        links = {tag: dict(known.links) for tag, known in public.items()}
        for one, spot in spots:
            identity = page_identity(one.page.split.post.link)
            if identity and spot.link and one.page.split.post.collection == "files":
                links[one.page.locale].setdefault(identity, spot.link)
        for one, spot in spots:
            try:
                self._put(one, spot, Counterparts(links[one.page.locale]))
            except CalqueError as error:
                self._tell(one, error)

    def _put(self, one: ChosenPage, spot: Spot, links: Counterparts) -> None:
        page = one.page
        key = (page.locale, page.key)
        file = make_file(self.site, page, one.choice, spot, links)
        for text in file.left:
            self.findings.append(
                Finding.of(
                    FindingCode.UNWRITABLE_TEXT,
                    page.split.post.place or page.key,
                    f"“{text.key[1][:80]}” cannot be written ({text.reason}); it stands as it was",
                    page.locale,
                )
            )
        if file.left and policy_of(self.site, page.locale, self.unfinished).unfinished is Unfinished.HOLD:
            why = f"{len(file.left)} of its translations cannot be written into the page"
            self.held.append(HeldPage.of(page, why))
            return
        name = self._name(spot.path, key)
        self._owner[name] = key
        if write_atomic(spot.path, file.data):
            self.written.append(name)
        else:
            self.unchanged += 1
        self.rows[key] = BuiltRow(
            locale=page.locale,
            source=page.key,
            file=name,
            source_digest=content_digest(page.split.post),
            catalog=page.catalog,
            catalog_digest=catalog_digest(page.texts),
            digest=digest(file.data),
            page=page.live.post.key if page.live else "",
            unfinished=len(one.choice.unfinished),
        )

    def _name(self, path: Path, key: tuple[str, str]) -> str:
        """Return the name of a file below the folder.

        Errors: SourceError where it would lie elsewhere, or in the place of what another page or somebody else wrote.
        """
        real, folder = Path(os.path.realpath(path)), Path(os.path.realpath(self.place))
        name = path.relative_to(self.place).as_posix()
        if not real.is_relative_to(folder) or ".." in path.parts or real == Path(manifest_path(folder)):
            raise SourceError.at(name, "it would be written outside of the folder; rename the post")
        owner = self._owner.get(name)
        if owner is not None and owner != key:
            raise SourceError.at(name, f"{owner[1]} is built there, too; give one of the two another place")
        if owner is None and read_bytes(path) is not None:
            raise SourceError.at(
                str(path), "stands there already, and no manifest knows it; move it away, or build elsewhere"
            )
        return name

    def _tell(self, one: ChosenPage, error: CalqueError) -> None:
        found = finding_of(error, code=FindingCode.NOT_BUILT, locale=one.page.locale)
        self.findings.append(found)

    def remove_gone(self, work: BuildWork) -> tuple[str, ...]:
        """Forget pages of sources that are gone or not public, and of locales that are not configured.

        Their files are deleted where they stand as they were built. When a post is gone, syncs decide: until then
        what was built of it stays.
        """
        gone = [
            row
            for row in self.before.pages
            if self.site.locale(row.locale) is None or work.is_gone(row.source)
        ]
        removed = []
        for row in gone:
            del self.rows[row.locale, row.source]
            path = self.place.joinpath(*row.file.split("/"))
            data = read_bytes(path)
            if data is not None and digest(data) == row.digest and row.file not in self.written:
                remove(path)
                removed.append(row.file)
        return tuple(removed)
