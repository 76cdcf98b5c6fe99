"""What the ledger remembers of catalogs: what was written, handed out, translated and confirmed."""

from collections.abc import Iterable, Mapping

from calque.ledger.tables import CONFIRMATIONS, FILES, FLAGGED, TRANSLATED
from calque.ledger.write_rows import LedgerRows, hash_of, optional_hash, sortable
from calque.model import Confirmation
from calque.po.returned import HandedOut

__all__ = ["CatalogTables"]


class CatalogTables(LedgerRows):
    """The tables of files, of fuzzy and translated texts, and of what people confirmed."""

    def record_files(self, hashes: Mapping[str, bytes]) -> None:
        """Note the SHA-256 of each file last written, by its path below the workspace."""
        rows = ({"site": self._site, "path": path, "sha256": sha.hex()} for path, sha in hashes.items())
        self._database.execute_each(FILES.put, rows)

    def record_handed_out(self, catalogs: Mapping[str, HandedOut]) -> None:
        """Replace what is noted of the fuzzy entries of these catalogs, by their paths below the workspace."""
        for path, handed in catalogs.items():
            self._delete(FLAGGED, "site = :site AND path = :path", {"path": path})
            self._record_texts(
                text
                for flag in handed.entries
                for text in (flag.source, flag.previous, flag.previous_plural)
                if text is not None
            )
            rows = (
                {
                    "site": self._site,
                    "path": path,
                    "position": position,
                    "revised": handed.revised,
                    "context": flag.context,
                    "source": hash_of(flag.source),
                    "target": flag.target,
                    "previous_context": flag.previous_context,
                    "previous": optional_hash(flag.previous),
                    "origin": flag.origin,
                    "previous_plural": optional_hash(flag.previous_plural),
                }
                for position, flag in enumerate(handed.entries)
            )
            self._database.execute_each(FLAGGED.insert, rows)

    def record_translated(self, catalogs: Mapping[str, bytes]) -> None:
        """Replace what these catalogs translate, by their paths below the workspace; empty where that is nothing."""
        for path, packed in catalogs.items():
            if not packed:
                self._delete(TRANSLATED, "site = :site AND path = :path", {"path": path})
        rows = (
            {"site": self._site, "path": path, "packed": packed}
            for path, packed in catalogs.items()
            if packed
        )
        self._database.execute_each(TRANSLATED.put, rows)

    def record_confirmations(self, confirmations: Iterable[Confirmation]) -> None:
        """Add who confirmed which translations, and when."""
        rows = tuple(confirmations)
        self._record_texts(
            words for one in rows for words in (one.source, one.confirmed) if words is not None
        )
        self._database.execute_each(
            CONFIRMATIONS.insert,
            (
                self._of(one.page)
                | {
                    "source": hash_of(one.source),
                    "confirmed": optional_hash(one.confirmed),
                    "said_by": one.by,
                    "said_at": sortable(one.moment),
                }
                for one in rows
            ),
        )
