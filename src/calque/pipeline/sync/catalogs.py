"""Catalogs: those of some work are merged, filled and written, a batch at a time."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from calque.model import PageKey, Site
from calque.pipeline.catalogs.adopt import Counterparts, find_counterparts, live_histories
from calque.pipeline.catalogs.layout import retire, with_waiting
from calque.pipeline.catalogs.renew import Renewal, renew
from calque.pipeline.journal import written_texts
from calque.pipeline.runner import Prepared
from calque.pipeline.status.load import Loaded, Loader
from calque.pipeline.status.work import Work, WorkRow, places_of
from calque.pipeline.sync.done import Done
from calque.pipeline.sync.fill import Fillable, fill_bundles
from calque.pipeline.sync.noted import Noted
from calque.pipeline.sync.remember import Remembering
from calque.pipeline.sync.start import Start

__all__ = ["fill_catalogs", "renew_catalogs", "waiting_bundles"]


@dataclass(frozen=True, slots=True)
class _Renewals:
    """Makes bundles ready to be merged, with the live pages that their catalogs are filled from."""

    site: Site
    work: Work
    loader: Loader
    written: Mapping[PageKey, frozenset[str]]
    """The texts that calque left on live pages."""

    note: Callable[[Loaded, Counterparts], None]
    """Told of each batch."""

    def of(self, rows: Sequence[WorkRow]) -> Sequence[Renewal]:
        """Load a batch of catalogs with their groups."""
        loaded = self.loader.load(rows)
        counterparts = find_counterparts(
            self.site,
            chain.from_iterable(row.groups for row in rows),
            self.work.pairs.truths,
            loaded.sources,
            loaded.splits,
            loaded.histories,
            loaded.history,
            self.written,
        )
        self.note(loaded, counterparts)
        return [
            Renewal(
                row.bundle,
                {
                    place: counterparts[place]
                    for place in places_of(self.site, row.groups)
                    if place in counterparts
                },
            )
            for row in loaded.rows
            if row.bundle
        ]


def waiting_bundles(site: Site, work: Work, loader: Loader) -> Work:
    """Return the work with the bundles whose catalogs wait for others."""
    return replace(work, bundles=with_waiting(site, work.handover, work.bundles, loader.bundle))


def renew_catalogs(
    site: Site, start: Start, done: Done, remembering: Remembering, work: Work, loader: Loader, noted: Noted
) -> None:
    """Merge the catalogs, fill them from live pages and write them; then those that have handed all on retire."""
    waiting: dict[str, Counterparts] = {}  # of the bundles that are being merged, by their names

    def note(loaded: Loaded, counterparts: Counterparts) -> None:
        for place, one in counterparts.items():
            noted.note_live(place, live_histories({place: one}, (), start.started), loaded.history.pages)

    renewals = _renewals(site, work, loader, note)

    def prepare(rows: Sequence[WorkRow]) -> Sequence[Renewal]:
        batch = renewals.of(rows)
        waiting.update((one.bundle.name, one.counterparts) for one in batch)
        return batch

    rows = [row for row in work.rows() if row.bundle]
    takers_first = sorted(rows, key=lambda row: not (row.bundle and row.bundle.gathered))
    for renewed in start.runner.map(renew, site, Prepared(takers_first, prepare)):
        merged = [one.merged for one in renewed]
        own = _joined(waiting.pop(one.bundle.name) for one in merged)
        written = done.write(site, start.runner, merged, (), dry_run=start.dry_run, counterparts=own)
        remembering.note({name: texts for one in renewed for name, texts in one.texts.items()}, written)
        del renewed, merged, own  # the next batch is made before the names are bound to it
    if not start.dry_run:
        done.write(site, start.runner, (), retire(site, work.handover), dry_run=False)


def fill_catalogs(
    site: Site, start: Start, done: Done, work: Work, loader: Loader, fillable: Fillable
) -> None:
    """Fill catalogs with what memory has for the texts that they miss, and write them."""
    renewals = _renewals(site, work, loader)
    rows = {row.bundle.name: row for row in work.rows() if row.bundle}
    for filled in fill_bundles(site, start.cache.memory, done, work.bundles, fillable):
        batch = renewals.of([rows[one.bundle.name] for one in filled])
        merged = [replace(one, bundle=row.bundle) for one, row in zip(filled, batch, strict=True)]
        own = _joined(one.counterparts for one in batch)
        done.write(site, start.runner, merged, (), dry_run=start.dry_run, counterparts=own)


def _renewals(
    site: Site, work: Work, loader: Loader, note: Callable[[Loaded, Counterparts], None] = lambda *_: None
) -> _Renewals:
    return _Renewals(site, work, loader, written_texts(site.root, places_of(site, work.pairs.groups)), note)


def _joined(parts: Iterable[Counterparts]) -> Counterparts:
    return {place: one for part in parts for place, one in part.items()}
