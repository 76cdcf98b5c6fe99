"""The only package that writes files: atomic, staged, under the locks of the workspace."""

from calque.store.clock import written_now
from calque.store.files import append_lines, digest, read_bytes, remove, set_aside, write_atomic, write_parts
from calque.store.locks import BRIEF, LONG, locked, make_state_folder, syncing
from calque.store.rehearsal import rehearsal
from calque.store.sets import Staged, differing, write_sets
from calque.store.shelf import Shelf
from calque.store.staging import is_leftover, sweep_leftovers

__all__ = [
    "BRIEF",
    "LONG",
    "Shelf",
    "Staged",
    "append_lines",
    "differing",
    "digest",
    "is_leftover",
    "locked",
    "make_state_folder",
    "read_bytes",
    "rehearsal",
    "remove",
    "set_aside",
    "sweep_leftovers",
    "syncing",
    "write_atomic",
    "write_parts",
    "write_sets",
    "written_now",
]
