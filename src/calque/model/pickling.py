"""Pickling: values of calque can be sent to another process, the read-only mappings in them too."""

import copyreg
from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["read_only"]


def read_only(rows: Mapping[object, object]) -> MappingProxyType[object, object]:
    """Return a read-only mapping, as `pickle` puts one together again; Python itself cannot pickle them."""
    return MappingProxyType(rows)


def _reduce(mapping: MappingProxyType[object, object]) -> tuple[object, ...]:
    return read_only, (dict(mapping),)


copyreg.pickle(MappingProxyType, _reduce)  # type: ignore[arg-type]  # its stub knows classes of one type alone
