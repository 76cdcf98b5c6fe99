"""Parcels: a batch on its way to another process, and its result on the way back.

A step is a function of a module, and all that it is given pickles, so a parcel is opened wherever calque is installed
and the workspace's files stand.
"""

import pickle
from collections.abc import Callable, Sequence
from pathlib import Path
from traceback import format_exception
from typing import Any, NamedTuple, TypeVar

from calque import __version__
from calque.errors import CalqueError
from calque.model import Site

__all__ = ["Landmark", "carry_out", "pack", "unpack"]

_PROTOCOL = 5
_Item = TypeVar("_Item")


class Landmark(NamedTuple):
    """A file of the workspace and what it says, by which a process tells that it sees the same files."""

    path: str
    text: str


def pack(
    step: Callable[[Site, Sequence[_Item]], object],
    site: Site,
    batch: Sequence[_Item],
    landmark: Landmark | None = None,
) -> bytes:
    """Return a parcel; with a `landmark` where it goes to another machine."""
    return pickle.dumps((__version__, landmark, step, site, batch), _PROTOCOL)


def carry_out(parcel: bytes) -> bytes:
    """Do what a parcel says, and return the parcel of the result, or of the error."""
    try:
        version, landmark, step, site, batch = pickle.loads(parcel)  # noqa: S301 — of the sync that this works for
        _refuse_strangers(version, landmark, site)
        done: tuple[bool, object] = (True, step(site, batch))
    except Exception as error:  # noqa: BLE001 — whatever it is, it is told where the batch came from
        error.add_note("".join(format_exception(error)).rstrip())
        done = (False, error)
    return pickle.dumps(done, _PROTOCOL)


def unpack(parcel: bytes) -> Any:
    """Return the result that a parcel holds; raise the error where there was one."""
    fine, result = pickle.loads(parcel)  # noqa: S301 — of a process that this one started, or trusts
    if not fine:
        raise result
    return result


def _refuse_strangers(version: str, landmark: Landmark | None, site: Site) -> None:
    """Do nothing with another calque or with other files: what comes of it would be wrong."""
    if version != __version__:
        raise CalqueError(
            f"a worker has calque {__version__}, and the sync {version}; install the same there"
        )
    if landmark and _read(landmark.path) != landmark.text:
        raise CalqueError(
            f"a worker does not see {site.root} as the sync does; share the folder with it, under the same path"
        )


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="ascii")
    except (OSError, ValueError):
        return ""
