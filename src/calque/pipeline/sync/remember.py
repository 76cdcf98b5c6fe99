"""Remember: the memory in the cache is brought up to the catalogs, as a sync has merged and written them.

Of what the sync merged itself the texts come with it; every other catalog that changed is read for them.
"""

from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from calque.cache.memory import KeptText, KeptTexts
from calque.cache.values import Input, InputKind
from calque.locales import gettext_name
from calque.model import Fill, Site
from calque.pipeline.runner import Prepared
from calque.pipeline.status.changes import Changes
from calque.pipeline.status.inputs import look_again, same_input
from calque.pipeline.sync.done import Done
from calque.pipeline.sync.start import Start
from calque.places import memory_folder

if TYPE_CHECKING:
    from calque.pipeline.catalogs.index_texts import ChangedCatalog

__all__ = ["Remembering"]


class Remembering:
    """The memory, as far as a sync has brought it up to the catalogs."""

    def __init__(self, site: Site, start: Start, *, tells_new: bool) -> None:
        """With `tells_new`, each new row is told in the end."""
        self._site = site
        self._memory = start.cache.memory
        if site.fill is not Fill.OFF:
            self._memory.begin(start.inputs.settings.groups)
        self._locales = {gettext_name(locale.tag): locale.tag for locale in site.locales}
        self._tells_new = tells_new
        self._new: set[tuple[str, str]] = set()
        self._noted: set[str] = set()

    def note(self, texts: Mapping[str, tuple[KeptText, ...]], written: Mapping[str, str]) -> None:
        """Remember catalogs that were just written, each with the SHA-256 of what was; not one that is another again.

        Where nothing was written, as in a dry run, nothing is noted.
        """
        own = {name: content for name, content in written.items() if content and name in texts}
        found = look_again(self._site, own)
        kept = [
            KeptTexts(name, locale, look, texts[name])
            for name, content in own.items()
            if (locale := self._locale(name))
            and (look := found[name])
            and same_input(self._site, name, Input(look.kind, look.stamp, content), look)
        ]
        self._put(kept)
        self._noted.update(one.path for one in kept)

    def read_rest(self, start: Start, done: Done, changes: Changes | None) -> set[tuple[str, str]]:
        """Read the other catalogs that are other than the memory has them; return each new row's locale and text."""
        site, memory = self._site, self._memory
        written = done.files.keys()
        others = {*memory.behind(), *(start.inputs.files if changes is None else changes.files)}
        names = {name for name in (others | written | done.staged.keys()) - self._noted if self._locale(name)}
        if not names:
            return self._new
        from calque.pipeline.catalogs.index_texts import index_texts  # noqa: PLC0415 — for such alone

        by_bundle: dict[str, list[str]] = {}
        for name in sorted(names):
            by_bundle.setdefault(PurePosixPath(name).stem, []).append(name)
        looked: dict[str, Input | None] = {}  # of the batches that are on their way

        def changed_in(batch: Sequence[Sequence[str]]) -> "Sequence[Sequence[ChangedCatalog]]":
            own = set(chain.from_iterable(batch))
            looked.update(
                {name: start.inputs.files.get(name) for name in own} | look_again(site, own & written)
            )
            known = memory.files(own)
            return [
                [one for name in row if (one := self._changed(done, known.get(name), looked[name], name))]
                for row in batch
            ]

        for batch in start.runner.map(index_texts, site, Prepared(tuple(by_bundle.values()), changed_in)):
            read = tuple(chain.from_iterable(batch))
            for one in read:
                if one.texts is None:
                    memory.forget(one.catalog.name)
            self._put(
                [
                    KeptTexts(name, locale, looked.pop(name) or Input(InputKind.CATALOG, 0), texts)
                    for (name, locale, _), texts in read
                    if texts is not None
                ]
            )
        return self._new

    def _changed(
        self, done: Done, known: Input | None, found: Input | None, name: str
    ) -> "ChangedCatalog | None":
        """Return a catalog that is other than the memory has it; None of one that is as it was, or is none any more."""
        from calque.pipeline.catalogs.index_texts import ChangedCatalog  # noqa: PLC0415 — for such alone

        if name not in done.staged and same_input(self._site, name, known, found):
            if found:
                self._memory.note(name, found)
            return None
        staged = done.staged.get(name)
        if name in done.staged and staged is None:
            self._memory.forget(name)
            return None
        return ChangedCatalog(name, self._locale(name), staged)

    def _put(self, files: Sequence[KeptTexts]) -> None:
        """Replace what the memory knows of some catalogs, and note each new row."""
        told = files if self._tells_new else ()
        before = [self._rows_in(one.path) for one in told]
        self._memory.put(files)
        for one, earlier in zip(told, before, strict=True):
            self._new |= {(one.locale, source) for source, _ in self._rows_in(one.path) - earlier}

    def _rows_in(self, name: str) -> set[tuple[str, str]]:
        return {(row.source, row.target) for row in self._memory.rows_in(name)}

    def _locale(self, name: str) -> str:
        return self._locales.get(memory_folder(self._site, name), "")
