"""Quarantine: files with translators' work that have to leave their place and belong nowhere else; a person decides."""

import os
from collections.abc import Iterable
from pathlib import Path

from calque.errors import CatalogError
from calque.model import Finding, FindingCode, Site
from calque.places import list_quarantined, numbered, path_below, quarantine_path
from calque.store import Staged, read_bytes

__all__ = ["free_path", "give_way", "waiting"]


def give_way(site: Site, locale: str, path: Path, data: bytes) -> Staged:
    """Stage a copy of a file, byte for byte, into the quarantine, because another file takes its place."""
    to = free_path(quarantine_path(site, locale, path.stem), data)
    return Staged(to, data, read_bytes(to), receives=True)


def free_path(path: Path, data: bytes) -> Path:
    """Return a free path for `data`: where a file of that name exists already, the new one gets a number.

    Where the folder cannot be looked into, every name is free: writing there says why it cannot be.
    """
    return next(free for free in numbered(path) if _is_free(free, data))


def _is_free(path: Path, data: bytes) -> bool:
    if not os.path.lexists(path):
        return True
    try:
        return read_bytes(path) in (None, data)
    except CatalogError:
        return False


def waiting(site: Site) -> Iterable[Finding]:
    """Return a finding for each file in the quarantine: a person has to decide what becomes of it."""
    for path in list_quarantined(site):
        yield Finding.of(
            FindingCode.QUARANTINED,
            place=path_below(site, path),
            message="it holds work that gave way to something else; `calque recover` shows it: take over what is "
            "better, then delete the file",
        )
