"""A catalog by digests: what it translated at the last sync, in few bytes, and what it holds now.

::

    the first 8 bytes of the file's SHA-256, then for each translated entry in use, in the order of the file,
    8 of that of its context and source and 8 of that of its translation
"""

import json
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256

from calque.guards.shrunk import Standing
from calque.po.catalog import Catalog
from calque.po.entries import origin_of

__all__ = ["is_of_file", "is_packed", "pack_translations", "standing_of", "unpack_translations"]

_SIZE = 8
_TRANSLATED = re.compile(rb'^msgstr(?:\[\d+\])? (?:"[^"]|""\r?\n")', re.MULTILINE)
"""The header is the first."""


def standing_of(catalog: Catalog) -> Standing:
    """Return what a catalog holds, by digests; who empties a suggestion that nobody made takes no translation away."""
    blocks = [block.fields for block in catalog.blocks if not block.is_header]
    rows = {
        _digest(fields.key): _digest(fields.targets)
        for fields in blocks
        if fields.is_translated
        and not fields.obsolete
        and not (fields.is_fuzzy and origin_of(fields) is not None)
    }
    return Standing(
        rows,
        frozenset(_digest(fields.targets) for fields in blocks if fields.is_translated),
    )


def pack_translations(data: bytes, catalog: Catalog) -> bytes:
    """Return the translations of a file by their digests; nothing where it has none."""
    rows = standing_of(catalog).translations
    return b"".join((_of_file(data), *(key + target for key, target in rows.items()))) if rows else b""


def is_packed(packed: bytes) -> bool:
    """Tell whether bytes may be what `pack_translations` packed, by how many they are."""
    return len(packed) >= _SIZE and (len(packed) - _SIZE) % (2 * _SIZE) == 0


def unpack_translations(packed: bytes) -> Mapping[bytes, bytes]:
    """Return what `pack_translations` packed: the digest of each entry → that of its translation."""
    return dict(_rows(packed))


def is_of_file(packed: bytes, data: bytes) -> bool:
    """Tell whether these are the translations of this very file; without reading it, where it has none."""
    if packed:
        return packed[:_SIZE] == _of_file(data)
    return len(_TRANSLATED.findall(data)) <= 1


def _rows(packed: bytes) -> Iterator[tuple[bytes, bytes]]:
    for start in range(_SIZE, len(packed) - 2 * _SIZE + 1, 2 * _SIZE):
        yield packed[start : start + _SIZE], packed[start + _SIZE : start + 2 * _SIZE]


def _of_file(data: bytes) -> bytes:
    return sha256(data).digest()[:_SIZE]


def _digest(value: object) -> bytes:
    return sha256(json.dumps(value, ensure_ascii=True).encode()).digest()[:_SIZE]
