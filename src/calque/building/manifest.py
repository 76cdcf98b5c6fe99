"""The list of what was built, and from what: which source text, and which entries of which catalog."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from calque.building.choice import JudgedText
from calque.codec import ShapeError, codec_of
from calque.errors import SourceError

__all__ = [
    "BuildManifest",
    "BuiltRow",
    "catalog_digest",
    "read_manifest",
    "write_manifest",
]

_VERSION = 1


@dataclass(frozen=True, slots=True)
class BuiltRow:
    """One page in one locale, as it was built last."""

    locale: str
    source: str
    """The key of its source: `posts/12`."""
    file: str
    """Below the folder of the manifest."""
    source_digest: str
    """Of the source's translatable fields, as they were read."""
    catalog: str
    """The PO file, relative to the workspace."""
    catalog_digest: str
    """Of the page's own entries in it: see `catalog_digest`."""
    digest: str
    """SHA-256 of the file."""
    page: str
    """The key of the live page that it is a new text of; empty where there is none."""
    unfinished: int
    """Texts that stand in it as in the source, or as translated from an earlier one."""


@dataclass(frozen=True, slots=True)
class BuildManifest:
    """All that was built into one folder."""

    site: str = ""
    pages: tuple[BuiltRow, ...] = ()
    """By locale, then by source."""
    version: int = _VERSION


def catalog_digest(texts: Iterable[JudgedText]) -> str:
    """Return the SHA-256 of a page's entries: context, source, translation, and whether it is finished.

    Entries of other pages, comments and the header leave it as it is.
    """
    rows = [(one.unit.context, one.unit.source, one.unit.target, one.finished) for one in texts]
    return sha256(json.dumps(rows, ensure_ascii=True).encode()).hexdigest()


def write_manifest(manifest: BuildManifest) -> bytes:
    """Return the bytes of `manifest.json`: no date stands in it, so that equal inputs give equal bytes."""
    value = {
        "version": manifest.version,
        "site": manifest.site,
        "pages": _ROWS.write(_in_order(manifest.pages)),
    }
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "surrogatepass")


def _in_order(rows: Iterable[BuiltRow]) -> tuple[BuiltRow, ...]:
    return tuple(sorted(rows, key=lambda row: (row.locale, row.source)))


def read_manifest(data: bytes, *, place: str) -> BuildManifest:
    """Read a `manifest.json`.

    Errors: SourceError where it is none, or that of a newer calque.
    """
    try:
        value = json.loads(data)
        version = value["version"]
        if version != _VERSION:
            raise SourceError.at(
                place, f"a manifest of version {version}; update calque, or build into another folder"
            )
        return BuildManifest(str(value["site"]), _ROWS.read(value["pages"]))
    except (ValueError, KeyError, TypeError, ShapeError) as error:
        raise SourceError.at(
            place, "no manifest of built pages; move it away, or build into another folder"
        ) from error


_ROWS = codec_of(tuple[BuiltRow, ...])
