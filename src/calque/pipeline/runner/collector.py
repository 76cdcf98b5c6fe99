"""How often Python's cyclic garbage collector runs while a site is gone through."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["collect_seldom", "collecting_seldom"]

_OBJECTS = 20_000
"""New objects between two collections; Python's 700 take a tenth of a first sync, and find next to nothing: what steps
make holds no circles, but for the trees of whole HTML pages."""


def collect_seldom() -> None:
    """Have the collector run seldom from now on, in a process that does nothing else."""
    gc.set_threshold(_OBJECTS, *gc.get_threshold()[1:])


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Have the collector run seldom for the length of the block."""
    before = gc.get_threshold()
    collect_seldom()
    try:
        yield
    finally:
        gc.set_threshold(*before)
