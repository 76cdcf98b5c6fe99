"""Shelf: values by key of which few are held in memory; the others wait in a file that has no name."""

import pickle
import tempfile
import weakref
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import BinaryIO, TypeVar, cast

from calque.store.failures import unreadable, unwritable

__all__ = ["Shelf"]

_HELD = 200
"""Values in memory: those of a batch that is sent away."""
_BITS = 40
_MOST = (1 << _BITS) - 1
"""The bytes that a value has at most: more than a machine's memory."""

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Shelf(MutableMapping[_Key, _Value]):
    """A mapping whose memory does not grow with its values: the 200 asked for last are held, or so many as `held` says.

    A value that comes back from the file equals the one that was put there, and is not the same object. The file
    stands where temporary files do (`TMPDIR`), is seen by nobody else, and goes with the process.

    Errors: CalqueError where the disk is full, or the file cannot be read.
    """

    def __init__(self, *, held: int | None = None) -> None:
        self._held = _HELD if held is None else held
        self._recent: dict[_Key, _Value] = {}
        self._places: dict[_Key, int] = {}
        """Where each value stands in the file and how many bytes it has, as one number; 0 of what never left memory."""
        self._file: BinaryIO | None = None
        self._end = 0

    def __getitem__(self, key: _Key) -> _Value:
        value = self._recent.pop(key) if key in self._recent else self._read(self._places[key])
        self._hold(key, value)
        return value

    def __setitem__(self, key: _Key, value: _Value) -> None:
        self._recent.pop(key, None)
        self._places[key] = 0
        self._hold(key, value)

    def __delitem__(self, key: _Key) -> None:
        del self._places[key]
        self._recent.pop(key, None)

    def __iter__(self) -> Iterator[_Key]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, key: object) -> bool:
        return key in self._places

    def _hold(self, key: _Key, value: _Value) -> None:
        """Hold a value as the last one asked for; the one asked for longest ago goes to the file."""
        self._recent[key] = value
        if len(self._recent) > self._held:
            oldest = next(iter(self._recent))
            gone = self._recent.pop(oldest)
            if not self._places[oldest]:
                self._places[oldest] = self._write(gone)

    def _write(self, value: _Value) -> int:
        data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        place = self._end << _BITS | len(data)
        try:
            file = self._opened()
            file.seek(self._end)
            file.write(data)
        except OSError as error:
            raise unwritable(_folder(), error) from error
        self._end += len(data)
        return place

    def _read(self, place: int) -> _Value:
        try:
            file = self._opened()
            file.seek(place >> _BITS)
            data = file.read(place & _MOST)
        except OSError as error:
            raise unreadable(_folder(), error) from error
        return cast(_Value, pickle.loads(data))  # noqa: S301 — this process wrote it, and nobody else can

    def _opened(self) -> BinaryIO:
        if self._file is None:
            self._file = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115 — open as long as the shelf
            weakref.finalize(self, self._file.close)
        return self._file


def _folder() -> Path:
    """Return where temporary files stand, for a message; where there is no such folder, what names it."""
    return Path(tempfile.tempdir or "TMPDIR")
