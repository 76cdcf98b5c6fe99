"""Recover: what the archive and the quarantine hold, and the way back into a catalog."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

from calque.disk import is_there
from calque.errors import CalqueError, CatalogError
from calque.locales import find_tag
from calque.model import Finding, FindingCode, Site
from calque.pipeline.findings import finding_of, unlisted_findings
from calque.pipeline.names import keys_of, post_key
from calque.places import (
    archived_template_path,
    is_of_entries,
    is_quarantined,
    list_aside,
    list_catalogs,
    path_below,
)
from calque.po import Block, Catalog, RecoveryKind, no_loss, read_catalog, recover, write_catalog
from calque.po.entries import Fields, persons_comment
from calque.po.match import place_of
from calque.store import BRIEF, Staged, locked, read_bytes
from calque.store.contract import write_without_loss

__all__ = ["RecoverFilter", "Restored", "StoredText", "list_stored", "restore"]


@dataclass(frozen=True, slots=True)
class StoredText:
    """A translation, or a translator's note, that stands in no catalog in use."""

    id: str
    """Its name while it stays in this file: `3f9c1e2a`."""
    locale: str
    post: str
    """The key of its post; empty where the file does not say."""
    source: str
    context: str | None
    target: tuple[str, ...]
    """One text a plural form."""
    fuzzy: bool
    note: str
    """The translator's comment."""
    file: str
    line: int
    since: date | None
    """When the file that holds it last changed."""
    why: str


@dataclass(frozen=True, slots=True)
class RecoverFilter:
    """Which translations to take; an empty field accepts every translation."""

    ids: tuple[str, ...] = ()
    locale: str = ""
    post: str = ""
    text: str = ""
    """Part of the source, the translation or the note, whatever its case."""

    def holds(self, kept: StoredText) -> bool:
        """Tell whether the filter accepts a translation."""
        texts = "\n".join((kept.source, *kept.target, kept.note)).casefold()
        return (
            (not self.ids or kept.id in self.ids)
            and self.locale in ("", kept.locale)
            and self.post in ("", kept.post)
            and self.text.casefold() in texts
        )


@dataclass(frozen=True, slots=True)
class Restored:
    """What became of a translation that was to come back."""

    kept: StoredText
    kind: RecoveryKind | None
    """None: there is no catalog for it, `reason` says why."""
    catalog: str
    reason: str = ""


_Row = tuple[StoredText, Block]


def list_stored(site: Site, wanted: RecoverFilter) -> tuple[tuple[StoredText, ...], tuple[Finding, ...]]:
    """Return what is archived or in quarantine, by file; a file that cannot be read is a finding."""
    findings = [*unlisted_findings(site)]
    rows = [kept for file in list_aside(site) for kept, _ in _rows(site, file, findings)]
    return tuple(kept for kept in rows if wanted.holds(kept)), tuple(findings)


def restore(
    site: Site, wanted: RecoverFilter, *, into: str = "", dry_run: bool = False
) -> tuple[tuple[Restored, ...], tuple[Finding, ...]]:
    """Take translations back into the catalog of their post, or of the post `into`.

    A text that is there and untranslated gets its translation as it was, one that is like it gets it fuzzy.
    Nothing that is translated is overwritten. What came back leaves the files of single entries. A catalog that cannot
    be read or written, or was saved meanwhile, is a finding, and the others go on.
    Errors: BusyError where a sync is at work.
    """
    with locked(site.root, patience=BRIEF):
        findings = [*unlisted_findings(site)]
        chosen: dict[tuple[str, str], list[_Row]] = {}
        for kept, block in (row for file in list_aside(site) for row in _rows(site, file, findings)):
            if wanted.holds(kept):
                chosen.setdefault((kept.locale, into or kept.post), []).append((kept, block))
        catalogs = _Catalogs(site)
        restored: list[Restored] = []
        for (locale, post), rows in chosen.items():
            path, reason = catalogs.of(locale, post)
            if path is None:
                restored += [Restored(kept, None, "", reason) for kept, _ in rows]
                continue
            try:
                restored += _restore(site, path, rows, moved=bool(into), dry_run=dry_run)
            except CalqueError as error:
                unread = isinstance(error, CatalogError)
                code = FindingCode.UNREADABLE_CATALOG if unread else FindingCode.UNWRITABLE
                findings.append(finding_of(error, code=code, locale=locale))
                place = path_below(site, path)
                restored += [Restored(kept, None, place, str(error)) for kept, _ in rows]
        return tuple(restored), tuple(findings)


def _restore(
    site: Site, path: Path, rows: Sequence[_Row], *, moved: bool, dry_run: bool
) -> Iterable[Restored]:
    place = path_below(site, path)
    before = read_bytes(path) or b""
    catalog = read_catalog(before, place=place)
    recovered = recover(catalog, [block for _, block in rows])
    kinds = dict(zip((kept.id for kept, _ in rows), recovered.kinds, strict=True))
    if not dry_run:
        data = write_catalog(recovered.catalog, wrap=site.wrap)
        files = [Staged(path, data, before, receives=True)]
        for file in dict.fromkeys(site.root / kept.file for kept, _ in rows):
            files += _without_taken(site, file, kinds, recovered.catalog, moved=moved)
        if write_without_loss(files):
            raise CatalogError.at(place, "it was saved while translations came back; recover them once more")
    return [Restored(kept, kinds[kept.id], place) for kept, _ in rows]


def _without_taken(
    site: Site,
    file: Path,
    kinds: Mapping[str, RecoveryKind],
    catalog: Catalog,
    *,
    moved: bool,
) -> Iterator[Staged]:
    """Stage a file of the archive or quarantine without the translations that were taken back.

    Single entries are removed from a file of single entries, but for one of which the catalog has no place for a plural
    form; a whole catalog is deleted when all of it was taken back.

    A post's own catalog stays where its texts went to another post: it comes back with its post.
    """
    before = read_bytes(file)
    if before is None:  # all of its translations are in the catalog of another post by now
        return
    place = path_below(site, file)
    kept = read_catalog(before, place=place)
    taken = {name for name, kind in kinds.items() if kind.is_taken}
    if is_of_entries(file):
        nowhere = {loss.place for loss in no_loss([kept], [catalog])}
        left = kept.with_blocks(
            block
            for block in kept.blocks
            if not (_holds_work(block) and _identity(place, block.fields) in taken)
            or f"{place}:{block.line}" in nowhere
        )
        if no_loss([left], [catalog]):
            yield Staged(file, write_catalog(left, wrap=site.wrap), before)
        else:
            yield Staged(file, None, before)
    elif not moved and not no_loss([kept], [catalog]):
        yield Staged(file, None, before)


class _Catalogs:
    """The catalogs in use by the posts whose texts they have; those of a locale are looked at once."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._known: dict[str, dict[str, Path]] = {}

    def of(self, locale: str, post: str) -> tuple[Path | None, str]:
        """Return the catalog of a post in a locale, or why there is none."""
        if self._site.locale(locale) is None:
            return None, f"{locale} is no locale of calque.toml; it comes back with the locale"
        if not post:
            return None, "its file names no post; say with --into which post's catalog takes it"
        if locale not in self._known:
            known = self._known[locale] = {}
            for path in list_catalogs(self._site, locale):
                for key in keys_of(path):  # none of one that cannot be read: it takes nothing in
                    known.setdefault(key, path)
        if found := self._known[locale].get(post):
            return found, ""
        return (
            None,
            f"{post} has no catalog in {locale}: it comes back with the post, or --into names another",
        )


def _rows(site: Site, file: Path, findings: list[Finding]) -> Sequence[_Row]:
    place = path_below(site, file)
    try:
        catalog = read_catalog(read_bytes(file) or b"", place=place)
    except CatalogError as error:
        findings.append(finding_of(error, code=FindingCode.UNREADABLE_CATALOG))
        return []
    since = _changed(file)
    folder = file.parent.name
    post, locale, why = post_key(file), find_tag(folder) or folder, _why(site, file)
    rows = []
    for block in catalog.blocks:
        if not _holds_work(block):
            continue
        fields = block.fields
        kept = StoredText(
            id=_identity(place, fields),
            locale=locale,
            post=place_of(fields) or post,
            source=fields.msgid,
            context=fields.msgctxt,
            target=fields.targets,
            fuzzy=fields.is_fuzzy,
            note=persons_comment(fields.tcomment),
            file=place,
            line=block.line or 0,
            since=since,
            why=why,
        )
        rows.append((kept, block))
    return rows


def _changed(file: Path) -> date | None:
    try:
        return datetime.fromtimestamp(file.stat().st_mtime, UTC).date()
    except (OSError, OverflowError, ValueError):
        return None


def _identity(place: str, fields: Fields) -> str:
    identity = "\0".join((place, fields.msgctxt or "", fields.msgid, *fields.targets, fields.tcomment))
    return sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _holds_work(block: Block) -> bool:
    fields = block.fields
    return not block.is_header and (fields.is_translated or bool(persons_comment(fields.tcomment)))


def _why(site: Site, file: Path) -> str:
    """Say why a file stands in the archive or in quarantine, from where it stands."""
    if is_quarantined(site, file):
        return "another translation of the same text is in use, or its file could not be read"
    if is_of_entries(file):
        return "the catalog has no place for it: another translation took its place, or its text is gone"
    locale = site.locale(find_tag(file.parent.name) or "")
    if locale is None:
        return "calque.toml names the locale no more"
    if is_there(archived_template_path(site, file.stem)):
        return "the post is gone"
    return f"the post was not wanted in {locale.tag}"
