"""What was fetched from a site, in `.calque/`: one file for each post, and an index of what the sweep listed of each.

All of it is disposable. The index is appended to batch by batch, so that an interrupted run is continued where it
stopped. A line that was cut off, or a file that differs from its index line, only means one more fetch.
"""

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from html import unescape
from pathlib import Path
from typing import Any

from calque.html import without_markup
from calque.model import PageKey
from calque.places import fetched_index, fetched_post, fetched_revisions, fetched_sizes
from calque.sources.wordpress.listings import ListedPost
from calque.store import append_lines, read_bytes, remove, write_atomic

__all__ = [
    "RAW",
    "Arrival",
    "StoredPost",
    "compact",
    "fetch_again",
    "forget",
    "keep",
    "lacks_raw",
    "mark_status",
    "read_kept",
]

RAW = "raw"
"""How the mark of posts begins that were asked for as their editors wrote them."""
_TEXTS = ("title", "content", "excerpt")
_NO_TEXT = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class StoredPost:
    """A post on disk: its row in the sweep that it was fetched for, and the options that it was fetched with."""

    row: ListedPost
    mark: str
    """`Look.mark`: with raw or rendered content, and which further fields."""
    size: int
    """Bytes of its file."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A fetched post on its way to the disk."""

    row: ListedPost
    mark: str
    data: Mapping[str, Any] = field(repr=False)
    revisions: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)
    """Its earlier texts, as REST objects."""


def read_kept(root: Path) -> dict[tuple[str, int], StoredPost]:
    """Return what is kept, by collection and id; a post whose file is not as the index says is not."""
    kept: dict[tuple[str, int], StoredPost] = {}
    for line in (read_bytes(fetched_index(root)) or b"").splitlines():
        try:
            values = json.loads(line)
            row = ListedPost(**values["row"])
            if values["size"] is None:
                kept.pop(row.key, None)
            else:
                kept[row.key] = StoredPost(row, values["mark"], values["size"])
        except (ValueError, KeyError, TypeError):
            continue  # cut off by a kill, or written by another version of calque: fetched again
    sizes = {name: fetched_sizes(root, name) for name in {collection for collection, _ in kept}}
    return {
        key: one for key, one in kept.items() if sizes[key[0]].get(fetched_post(root, *key).name) == one.size
    }


def keep(root: Path, arrivals: Iterable[Arrival]) -> None:
    """Write fetched posts, their earlier texts, and their lines of the index.

    A post that was not saved since it was last fetched, and whose words are the same, stays as it is kept: a list
    and a single answer render galleries and generated ids differently, and a change of the site's own language
    changes every quotation mark.
    """
    lines: list[str] = []
    for arrival in arrivals:
        path = fetched_post(root, *arrival.row.key)
        before = read_bytes(path)
        data = _text(arrival.data)
        if before is not None and _is_rendered_anew(before, arrival.data):
            data = before
        write_atomic(path, data, durable=False)
        if arrival.revisions:
            earlier = fetched_revisions(root, *arrival.row.key)
            write_atomic(earlier, _text(list(arrival.revisions)), durable=False)
        lines.append(_line(StoredPost(arrival.row, arrival.mark, len(data))))
    append_lines(fetched_index(root), lines)


def lacks_raw(arrival: Arrival) -> bool:
    """Tell whether a post was asked for as its editor wrote it, and nothing of it was served so."""
    parts = [arrival.data[name] for name in ("title", "content") if name in arrival.data]
    served = any(isinstance(part, Mapping) and isinstance(part.get("raw"), str) for part in parts)
    return arrival.mark.startswith(RAW) and bool(parts) and not served


def mark_status(root: Path, kept: StoredPost, status: str) -> None:
    """Note that a kept post is not public any more; its text stays as it was."""
    path = fetched_post(root, *kept.row.key)
    try:
        data = {**json.loads(read_bytes(path) or b"{}"), "status": status}
    except ValueError:
        return  # a damaged file: the post is fetched again, or found to be gone
    text = _text(data)
    write_atomic(path, text, durable=False)
    row = replace(kept.row, status=status, stamp="")
    append_lines(fetched_index(root), [_line(StoredPost(row, kept.mark, len(text)))])


def forget(root: Path, rows: Iterable[ListedPost]) -> None:
    """Delete the files of posts that the site does not have any more."""
    gone = list(rows)
    append_lines(fetched_index(root), [_line(StoredPost(row, "", 0), gone=True) for row in gone])
    for row in gone:
        remove(fetched_post(root, *row.key))
        remove(fetched_revisions(root, *row.key))


def fetch_again(root: Path, keys: Iterable[PageKey], rooted: Collection[str] = ()) -> None:
    """Have the next sync fetch these pages whatever the sweep says of them: what is kept of them is in doubt.

    `rooted` are the locales that have a REST root of their own, whose posts may have the ids of others::

        fr, posts/12  ->  posts@fr/12 where French has a root, else posts/12
    """
    kept = {f"{collection}/{number}": one for (collection, number), one in read_kept(root).items()}
    wanted = {_name_in(kept, tag, key) if tag in rooted else key for tag, key in keys}
    lines = [
        _line(replace(one, row=replace(one.row, stamp=""))) for name, one in kept.items() if name in wanted
    ]
    append_lines(fetched_index(root), lines)


def compact(root: Path) -> None:
    """Write the index anew with one line a post."""
    kept = read_kept(root)
    lines = "".join(f"{_line(kept[key])}\n" for key in sorted(kept))
    write_atomic(fetched_index(root), lines.encode(), durable=False)


def _name_in(kept: Collection[str], tag: str, key: str) -> str:
    """Return the name that a page of a locale with a root is kept by: another root may list the same post."""
    collection, _, number = key.rpartition("/")
    own = f"{collection}@{tag}/{number}"
    return own if own in kept else key


def _line(kept: StoredPost, *, gone: bool = False) -> str:
    row = kept.row
    values = {
        name: getattr(row, name) for name in ("collection", "id", "stamp", "modified", "status", "language")
    }
    return json.dumps({"row": values, "mark": kept.mark, "size": None if gone else kept.size})


def _text(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")


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
