"""What was fetched of a site, kept in `.calque/`: a file a post, and an index of what the sweep saw of each.

All of it is disposable. The index is appended to batch by batch, so that a run that was interrupted is taken up
where it stopped; a line that was cut, or a file that is not as the index says, only means one more fetch.
"""

import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from html import unescape
from pathlib import Path
from typing import Any

from calque.html import without_markup
from calque.sources.wordpress.listings import Row
from calque.store import append_lines, read_bytes, remove, state_folder, write_atomic

__all__ = ["Arrival", "Kept", "compact", "forget", "keep", "mark_status", "read_kept"]

_INDEX = "posts/index.jsonl"
_TEXTS = ("title", "content", "excerpt")
_NO_TEXT = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Kept:
    """A post that is kept: its row in the sweep that it was fetched for, and how it was asked for."""

    row: Row
    mark: str
    """`Look.mark`: with raw or rendered content, and which further fields."""
    size: int
    """Bytes of its file."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A fetched post on its way to the disk."""

    row: Row
    mark: str
    data: Mapping[str, Any] = field(repr=False)
    revisions: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)
    """Its earlier texts, as REST objects."""


def read_kept(root: Path) -> dict[tuple[str, int], Kept]:
    """Return what is kept, by collection and id; a post whose file is not as the index says is not."""
    kept: dict[tuple[str, int], Kept] = {}
    for line in (read_bytes(_index(root)) or b"").splitlines():
        try:
            values = json.loads(line)
            row = Row(**values["row"])
            if values["size"] is None:
                kept.pop(row.key, None)
            else:
                kept[row.key] = Kept(row, values["mark"], values["size"])
        except (ValueError, KeyError, TypeError):
            continue  # cut by a kill, or of another calque: fetched again
    sizes = {
        name: _sizes(root / ".calque" / "posts" / name) for name in {collection for collection, _ in kept}
    }
    return {key: one for key, one in kept.items() if sizes[key[0]].get(f"{key[1]}.json") == one.size}


def keep(root: Path, arrivals: Iterable[Arrival]) -> None:
    """Write fetched posts, their earlier texts, and what the index says of them.

    A post that was not saved since it was last fetched, and whose words are the same, stays as it is kept: a list
    and a single answer render galleries and generated ids differently, and a change of the site's own language
    changes every quotation mark.
    """
    folder = state_folder(root)
    lines: list[str] = []
    for arrival in arrivals:
        path = _path(root, arrival.row)
        before = read_bytes(path)
        data = _text(arrival.data)
        if before is not None and _is_rendered_anew(before, arrival.data):
            data = before
        write_atomic(path, data, durable=False)
        if arrival.revisions:
            earlier = folder / "revisions" / arrival.row.collection / path.name
            write_atomic(earlier, _text(list(arrival.revisions)), durable=False)
        lines.append(_line(Kept(arrival.row, arrival.mark, len(data))))
    append_lines(_index(root), lines)


def mark_status(root: Path, kept: Kept, status: str) -> None:
    """Note that a kept post is not public any more; its text stays as it was."""
    path = _path(root, kept.row)
    try:
        data = {**json.loads(read_bytes(path) or b"{}"), "status": status}
    except ValueError:
        return  # damaged: fetched again, or found gone
    text = _text(data)
    write_atomic(path, text, durable=False)
    row = replace(kept.row, status=status, stamp="")
    append_lines(_index(root), [_line(Kept(row, kept.mark, len(text)))])


def forget(root: Path, rows: Iterable[Row]) -> None:
    """Delete what is kept of posts that the site does not have any more."""
    gone = list(rows)
    append_lines(_index(root), [_line(Kept(row, "", 0), gone=True) for row in gone])
    for row in gone:
        remove(_path(root, row))
        remove(root / ".calque" / "revisions" / row.collection / f"{row.id}.json")


def compact(root: Path) -> None:
    """Write the index anew with one line a post."""
    kept = read_kept(root)
    lines = "".join(f"{_line(kept[key])}\n" for key in sorted(kept))
    write_atomic(_index(root), lines.encode(), durable=False)


def _index(root: Path) -> Path:
    return state_folder(root) / _INDEX


def _path(root: Path, row: Row) -> Path:
    return state_folder(root) / "posts" / row.collection / f"{row.id}.json"


def _line(kept: Kept, *, gone: bool = False) -> str:
    row = kept.row
    values = {
        name: getattr(row, name) for name in ("collection", "id", "stamp", "modified", "status", "language")
    }
    return json.dumps({"row": values, "mark": kept.mark, "size": None if gone else kept.size})


def _text(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")


def _sizes(folder: Path) -> dict[str, int]:
    if not folder.is_dir():
        return {}
    with os.scandir(folder) as entries:
        return {entry.name: entry.stat().st_size for entry in entries}


def _is_rendered_anew(before: bytes, data: Mapping[str, Any]) -> bool:
    """Tell whether two answers are of one saved state of a post and differ in nothing that is read."""
    try:
        old = json.loads(before)
    except ValueError:
        return False
    same = ("modified_gmt", "slug", "status", "link", "lang")
    if not isinstance(old, Mapping) or any(old.get(name) != data.get(name) for name in same):
        return False
    rest = [{name: one[name] for name in one if name not in _TEXTS} for one in (old, data)]
    return rest[0] == rest[1] and all(_words(old.get(name)) == _words(data.get(name)) for name in _TEXTS)


def _words(value: object) -> object:
    """Return the letters and digits of a rendered text, in order; anything else as it is."""
    if not isinstance(value, Mapping) or "raw" in value or not isinstance(value.get("rendered"), str):
        return value
    return _NO_TEXT.sub("", without_markup(unescape(value["rendered"]))), value.get("protected")
