"""Sealed: a value on its way between processes, which only who needs it unpickles."""

import pickle
from typing import Generic, TypeVar

__all__ = ["Sealed"]

_Value = TypeVar("_Value")


class Sealed(Generic[_Value]):
    """A value that arrives as bytes where it was pickled, and becomes a value again when it is opened."""

    def __init__(self, value: _Value) -> None:
        self._content: _Value | bytes = value
        self._is_open = True

    def open(self) -> _Value:
        """Return the value."""
        if not self._is_open:
            self._content = pickle.loads(self._content)  # type: ignore[arg-type]  # noqa: S301 — of our own processes
            self._is_open = True
        return self._content  # type: ignore[return-value]  # it is open

    def __getstate__(self) -> bytes:
        return pickle.dumps(self._content, pickle.HIGHEST_PROTOCOL) if self._is_open else self._content  # type: ignore[return-value]

    def __setstate__(self, data: bytes) -> None:
        self._content, self._is_open = data, False
