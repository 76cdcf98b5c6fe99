"""What the ledger remembers of catalogs: what was written, handed out, translated and confirmed."""

from collections.abc import Iterable, Mapping

from sqlalchemy import bindparam, delete

from calque.ledger.tables import CONFIRMATIONS, FILES, FLAGGED, TRANSLATED
from calque.model import Confirmation
from calque.po.returned import HandedOut

__all__ = ["CatalogTables"]

from calque.ledger.write_rows import LedgerRows, hash_of, sortable


class CatalogTables(LedgerRows):
    """The tables of files, of fuzzy and translated texts, and of what people confirmed."""

    def record_files(self, hashes: Mapping[str, str]) -> None:
        """Note the SHA-256 of each file last written, by its path below the workspace."""
        if hashes:
            here = (FILES.c.site == self._site, FILES.c.path == bindparam("name"))
            self._connection.execute(delete(FILES).where(*here), [{"name": path} for path in hashes])
        self._insert(
            FILES, [{"site": self._site, "path": path, "sha256": sha} for path, sha in hashes.items()]
        )

    def record_handed_out(self, catalogs: Mapping[str, HandedOut]) -> None:
        """Replace what is noted of the fuzzy entries of these catalogs, by their paths below the workspace."""
        for path, handed in catalogs.items():
            here = (FLAGGED.c.site == self._site, FLAGGED.c.path == path)
            self._connection.execute(delete(FLAGGED).where(*here))
            texts = [
                text
                for flag in handed.entries
                for text in (flag.source, flag.previous, flag.previous_plural)
                if text is not None
            ]
            self._record_texts(texts)
            rows = [
                {
                    "site": self._site,
                    "path": path,
                    "position": position,
                    "revised": handed.revised,
                    "context": flag.context,
                    "source": hash_of(flag.source),
                    "target": flag.target,
                    "previous_context": flag.previous_context,
                    "previous": None if flag.previous is None else hash_of(flag.previous),
                    "origin": flag.origin,
                    "previous_plural": None
                    if flag.previous_plural is None
                    else hash_of(flag.previous_plural),
                }
                for position, flag in enumerate(handed.entries)
            ]
            self._insert(FLAGGED, rows)

    def record_translated(self, catalogs: Mapping[str, bytes]) -> None:
        """Replace what these catalogs translate, by their paths below the workspace; empty where that is nothing."""
        for path in catalogs:
            here = (TRANSLATED.c.site == self._site, TRANSLATED.c.path == path)
            self._connection.execute(delete(TRANSLATED).where(*here))
        rows = [
            {"site": self._site, "path": path, "packed": packed}
            for path, packed in catalogs.items()
            if packed
        ]
        self._insert(TRANSLATED, rows)

    def record_confirmations(self, confirmations: Iterable[Confirmation]) -> None:
        """Add who confirmed which translations, and when."""
        rows = tuple(confirmations)
        self._record_texts(
            words for one in rows for words in (one.source, one.confirmed) if words is not None
        )
        self._insert(
            CONFIRMATIONS,
            [
                {
                    "site": self._site,
                    "locale": one.page[0],
                    "post": one.page[1],
                    "source": hash_of(one.source),
                    "confirmed": None if one.confirmed is None else hash_of(one.confirmed),
                    "said_by": one.by,
                    "said_at": sortable(one.moment),
                }
                for one in rows
            ],
        )
