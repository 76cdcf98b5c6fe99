"""Sealed: a value on its way between processes, which only who needs it unpickles."""

import pickle
from typing import Generic, TypeVar

__all__ = ["Sealed"]

_Value = TypeVar("_Value")


class Sealed(Generic[_Value]):
    """A value that arrives as bytes where it was pickled, and becomes a value again when it is opened."""

    def __init__(self, value: _Value) -> None:
        self._value = value
        self._sealed = b""

    def open(self) -> _Value:
        """Return the value."""
        if self._sealed:
            self._value = pickle.loads(self._sealed)  # noqa: S301 — of our own processes
            self._sealed = b""
        return self._value

    def __getstate__(self) -> bytes:
        return self._sealed or pickle.dumps(self._value, pickle.HIGHEST_PROTOCOL)

    def __setstate__(self, data: bytes) -> None:
        self._sealed = data
