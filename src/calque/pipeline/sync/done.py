"""Done: what a sync has written so far, what that adds up to, and which bundles it is done with."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING

from calque.cache.values import Input, InputKind
from calque.model import Finding, FindingCode, Site
from calque.pipeline.catalogs.bundles import catalog_names
from calque.pipeline.catalogs.history import newly_handed_out, newly_translated
from calque.pipeline.findings import place_below
from calque.pipeline.runner import Runner
from calque.pipeline.status.changes import Changes
from calque.pipeline.status.inputs import Inputs, list_inputs, look_again, same_input
from calque.pipeline.status.work import Work
from calque.places import catalog_path, path_below
from calque.po import HandedOut
from calque.store import Staged, differing, digest, read_bytes

if TYPE_CHECKING:
    from calque.pipeline.catalogs.adopt import Counterparts
    from calque.pipeline.catalogs.merge import Merged
    from calque.pipeline.status.track import Tracked

__all__ = ["Done"]

_READ = (InputKind.POSTS, InputKind.DOCUMENT)
_STANDING = frozenset((FindingCode.QUESTION, FindingCode.WAIVED, FindingCode.IDLE_WAIVER))
"""What is said of a bundle until a person changes its files or calque.toml: no sync by itself ends it."""


class Done:
    """The files, the changes and the findings of a sync so far."""

    def __init__(self) -> None:
        self.findings: list[tuple[str, Finding]] = []
        """Each with its bundle; empty where it has none."""
        self.unwritten_pages: set[tuple[str, str]] = set()
        """The live pages, by locale and source, whose catalogs could not be written."""
        self.unwritten: set[str] = set()
        """The bundles with a file that could not be written."""
        self.files: dict[str, bytes] = {}
        """The SHA-256 of each file written, by path below the workspace; empty of a deleted one, and in a dry run."""
        self.changes: dict[str, Counter[str]] = {}
        self.recut: set[str] = set()
        self.handed_out: dict[str, HandedOut] = {}
        self.translated: dict[str, bytes] = {}
        """What the catalogs translate as they were left, by path; empty of one that is gone."""
        self.merged: set[str] = set()
        """The catalogs that could be merged, and written where that was to be done."""
        self.staged: dict[str, bytes | None] = {}
        """What would be written in a dry run, by path; None for a file that would be deleted."""

    def write(
        self,
        site: Site,
        runner: Runner,
        merged: "Sequence[Merged]",
        moves: Sequence[Sequence[Staged]],
        *,
        dry_run: bool,
        counterparts: "Counterparts" = MappingProxyType({}),
    ) -> Mapping[str, str]:
        """Write a batch, which is filled from its `counterparts`, or only note what would be written.

        Return the files that were written, each with the SHA-256 of what was; "" for a deleted one.
        """
        for one in merged:
            self.findings += ((one.bundle.name, finding) for finding in one.findings)
            self.recut.update(one.recut)
            for locale, kinds in one.changes:
                self.changes.setdefault(locale, Counter()).update(kinds)
        files = differing([*chain(*moves), *(file for one in merged for file in one.files)])
        if dry_run:
            names = {path_below(site, file.path): file.data for file in files}
            self.files |= dict.fromkeys(names, b"")
            self.staged |= names
            self._note_merged(site, merged, names)
            return {}
        written: Mapping[str, str] = {}
        if files:
            from calque.pipeline.catalogs.write import write  # noqa: PLC0415 — for files that differ alone

            left = runner.run(write, site, merged, moves, counterparts)
            written = dict(left.files)
            self.files |= {name: bytes.fromhex(sha) for name, sha in left.files}
            self._note_findings(site, merged, left.findings)
            self._note_unwritten(site, merged, written)
        self._note_merged(site, merged, written)
        for one in merged:
            self.handed_out |= newly_handed_out(site, one.bundle, one.files, written)
            self.translated |= newly_translated(site, one.bundle, one.files, written)
        self.translated |= {name: b"" for name, content in written.items() if not content}
        return written

    def look(
        self, site: Site, inputs: Inputs, work: Work, changes: Changes | None
    ) -> Mapping[str, Input | None]:
        """Look at the catalogs once more, as they stand before they are measured; posts are as they were when read."""
        if changes is None:
            folder = f"{site.catalogs}/"
            now = list_inputs(site).files
            catalogs = {
                name: before
                if (before := inputs.files.get(name)) == one
                else one  # of thousands, one is enough
                for name, one in now.items()
                if name.startswith(folder)
            }
            return catalogs | {n: one for n, one in inputs.files.items() if not n.startswith(folder)}
        posts = {name: one for name, one in changes.files.items() if one and one.kind in _READ}
        names = {name for bundle in work.bundles for name in catalog_names(site, bundle)}
        return look_again(site, {*names, *changes.files, *self.files} - posts.keys()) | posts

    def synced(
        self,
        site: Site,
        before: Mapping[str, Input],
        stand: Mapping[str, Input | None],
        work: Work,
        tracked: "Tracked",
    ) -> frozenset[str]:
        """Return the bundles that a further sync would find as left: nothing to be mended, no file saved meanwhile."""
        told = (*self.findings, *tracked.findings)
        open_ones = {name for name, one in told if one.code not in _STANDING} | self.unwritten
        pages = {key for _, key in self.unwritten_pages}
        written = self.files

        def is_as_left(name: str) -> bool:
            found = stand.get(name)
            if name not in written:
                return same_input(site, name, before.get(name), found)
            if found and found.digest:
                return written[name].hex() == found.digest  # it was read a moment ago
            data = read_bytes(site.root / name)
            return written[name].hex() == ("" if data is None else digest(data))

        return frozenset({""}).union(
            bundle.name
            for bundle in work.bundles
            if bundle.name not in open_ones
            and not any(split.post.key in pages for split in bundle.posts)
            and all(map(is_as_left, catalog_names(site, bundle)))
        )

    def _note_merged(self, site: Site, merged: "Sequence[Merged]", written: Collection[str]) -> None:
        for file in (file for one in merged for file in one.files):
            name = path_below(site, file.path)
            if file.data is not None and (file.data == file.before or name in written):
                self.merged.add(name)

    def _note_findings(self, site: Site, merged: "Sequence[Merged]", findings: Sequence[Finding]) -> None:
        """Note what is said of files, each with the bundle that it is of."""
        names = (
            {name: one.bundle.name for one in merged for name in catalog_names(site, one.bundle)}
            if findings
            else {}
        )
        self.findings += ((names.get(place_below(site, one.place), ""), one) for one in findings)

    def _note_unwritten(self, site: Site, merged: "Sequence[Merged]", written: Mapping[str, str]) -> None:
        """Note whose catalogs could not be written: what is new on their live pages is still to be taken."""
        for one in merged:
            left = {file.path for file in differing(one.files) if path_below(site, file.path) not in written}
            if left:
                self.unwritten.add(one.bundle.name)
            for locale in site.locales if left else ():
                if catalog_path(site, locale.tag, one.bundle.name) in left:
                    self.unwritten_pages.update((locale.tag, split.post.key) for split in one.bundle.posts)
