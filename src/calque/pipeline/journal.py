"""The journal: what was sent to the site, noted before and after, a file a run."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from calque.codec import ShapeError, codec_of
from calque.errors import ConfigError, PublishError
from calque.html import split
from calque.places import list_published, published_path
from calque.store import append_lines, make_state_folder, read_bytes

__all__ = [
    "Action",
    "Journal",
    "JournalRow",
    "Step",
    "last_done",
    "open_journal",
    "read_journals",
    "split_fields",
    "texts_left",
    "written_texts",
]


class Action(StrEnum):
    """What is done to a page."""

    UPDATE = "update"
    """Its texts are replaced."""
    REVISION = "revision"
    """Texts are kept beside a public page, which stays."""
    CREATE = "create"
    """A draft is made."""


class Step(StrEnum):
    """How far it came."""

    BEGUN = "begun"
    """It is about to be sent."""
    DONE = "done"
    """It stands on the site, as read back."""
    FORGOTTEN = "forgotten"
    """What was made is not there any more, by somebody else's doing."""
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One step of one page."""

    step: Step
    action: Action
    at: datetime
    locale: str
    source: str
    """The key of the source page: `posts/12`."""
    collection: str
    id: int
    """Of the live page or the draft; 0 before it is made."""
    slug: str = ""
    sent: tuple[tuple[str, str], ...] = ()
    """The texts that were sent, by field."""
    before: tuple[tuple[str, str], ...] = ()
    """The same as they stood."""
    after: str = ""
    """The digest of the page as it was read back; of a step that is only begun, as it stood then."""
    revision: int = 0
    """Of texts that are kept beside the page."""
    run: str = ""

    @property
    def place(self) -> tuple[str, str]:
        """Which page it is of: locale and source."""
        return (self.locale, self.source)


@dataclass
class Journal:
    """The journal of one run."""

    run: str
    path: Path
    rows: list[JournalRow] = field(default_factory=list)

    def note(self, row: JournalRow) -> JournalRow:
        """Write a row, which stands on the disk before anything else is done."""
        row = replace(row, run=self.run)
        append_lines(self.path, [json.dumps(_ROW.write(row), ensure_ascii=True)], durable=True)
        self.rows.append(row)
        return row


def open_journal(root: Path, moment: datetime) -> Journal:
    """Return the journal of a new run, called after the moment: `2026-11-30T161530Z`."""
    make_state_folder(root)
    name = f"{moment:%Y-%m-%dT%H%M%SZ}"
    taken = {path.stem for path in list_published(root)}
    names = (name, *(f"{name}-{number}" for number in range(2, 1000)))
    run = next(one for one in names if one not in taken)
    return Journal(run, published_path(root, run))


def read_journals(root: Path, run: str = "") -> list[JournalRow]:
    """Return the rows of all runs, oldest first, or of one.

    Errors: ConfigError where there is no such run.
    """
    paths = [path for path in list_published(root) if run in ("", path.stem)]
    if run and not paths:
        known = ", ".join(path.stem for path in list_published(root)[-3:]) or "none"
        raise ConfigError(f"--undo {run}: no such run; the last ones are {known}")
    return [row for path in paths for row in _read(path)]


def last_done(rows: Iterable[JournalRow]) -> Mapping[tuple[str, str], JournalRow]:
    """Return for each page the last row that says what calque left there; nothing where that is gone.

    A page of which a step was begun and never ended has that row; one whose last run was undone has that of the run
    before.
    """
    return {place: rows[-1] for place, rows in _standing(rows).items()}


def texts_left(rows: Iterable[JournalRow]) -> Mapping[tuple[str, str], tuple[Mapping[str, str], ...]]:
    """Return for each page the texts that calque left there by field, as far as it ever wrote them.

    Of a page of which a step was begun and never ended there are two: with that step, and without it.
    """
    return {place: tuple(_left(own)) for place, own in _standing(rows).items()}


def written_texts(
    root: Path, places: Collection[tuple[str, str]]
) -> Mapping[tuple[str, str], frozenset[str]]:
    """Return for some pages the texts that calque itself left there: on the live page they are nobody's edit.

    Of a damaged journal, nothing is known; `calque publish` says so.
    """
    try:
        left = texts_left(read_journals(root))
    except PublishError:
        return {}
    return {
        place: frozenset(text for fields in both for text in split_fields(fields))
        for place, both in left.items()
        if place in places
    }


def split_fields(fields: Mapping[str, str]) -> Iterator[str]:
    """Yield the texts in title, content and excerpt as they were sent."""
    for name in ("title", "content", "excerpt"):
        yield from (segment.text for segment in split(fields.get(name, ""), raw=True).segments)


def _left(rows: Iterable[JournalRow]) -> Iterator[Mapping[str, str]]:
    texts: dict[str, str] = {}
    row = None
    for row in rows:
        if row.step is Step.BEGUN:
            texts |= dict(row.before)
        else:
            texts |= dict(row.sent)
    yield texts
    if row and row.step is Step.BEGUN:
        yield texts | dict(row.sent)


def _standing(rows: Iterable[JournalRow]) -> Mapping[tuple[str, str], list[JournalRow]]:
    """Return for each page the rows that say what stands there, oldest first; none of a page that is gone."""
    kept: dict[tuple[str, str], list[JournalRow]] = {}
    for row in rows:
        if row.action is Action.REVISION:
            continue
        before = kept.setdefault(row.place, [])
        if row.step is Step.FORGOTTEN:
            before.clear()
        elif row.step is Step.UNDONE:
            kept[row.place] = [one for one in before if (one.run, one.action) != (row.run, row.action)]
        else:
            before.append(row)
    return {place: rows for place, rows in kept.items() if rows}


def _read(path: Path) -> Iterator[JournalRow]:
    """Read a file's rows; a kill may have left a part of the last one, which was never acted upon."""
    lines = (read_bytes(path) or b"").decode("utf-8", "replace").split("\n")
    for number, line in enumerate(lines, start=1):
        if not line:
            continue
        try:
            yield _ROW.read(json.loads(line))
        except (ValueError, ShapeError) as error:
            if number >= len(lines) - 1:
                return
            raise PublishError(f"{path}:{number}: no row of a journal; move the file away") from error


_ROW = codec_of(JournalRow)
