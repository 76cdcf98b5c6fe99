"""Inbox: what people without a shell put into a folder is imported, and the answer laid beside it.

::

    inbox/back.po                  →  inbox/done/back.po      and  inbox/done/back.po.txt
    inbox/other-site.po            →  inbox/refused/other-site.po  with the reason in …po.txt
    locales/fr/LC_MESSAGES/fr-marie-2026-11-22.po  →  as if it had been put into the inbox
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from time import sleep, time
from typing import TYPE_CHECKING

from calque.errors import CatalogError
from calque.model import Finding, FindingCode, Site
from calque.places import inbox_path, list_inbox, list_unnamed_catalogs, numbered, path_below
from calque.po import read_catalog, ticket_of
from calque.store import read_bytes, remove, write_atomic

if TYPE_CHECKING:
    from calque.pipeline.translators.take_back import Imported

__all__ = ["take_inbox"]

_FRESH = 2.0
"""Seconds since its last change in which a file is looked at twice: it may be half written."""
_PAUSE = 0.3


def take_inbox(site: Site, *, now: Callable[[], datetime]) -> tuple[Finding, ...]:
    """Import every file that waits, one after the other, and lay the answer beside it; return what is to be told.

    A file that is still being written waits for the next time.
    Errors: BusyError where another command holds the files; CalqueError where a file cannot be moved.
    """
    findings: list[Finding] = []
    for path in _dropped(site):
        if data := _whole(path):
            to = _free(inbox_path(site, path.name), data)
            write_atomic(to, data)
            remove(path)
            place = path_below(site, path)
            message = (
                "it is a file that was handed out, no catalog: it went to inbox/ and was imported from there"
            )
            findings.append(Finding.of(FindingCode.DROPPED_HANDOFF, place, message))
    for path in list_inbox(site):
        findings += _take(site, path, now)
    return tuple(findings)


def _take(site: Site, path: Path, now: Callable[[], datetime]) -> Iterator[Finding]:
    try:
        data = _whole(path)
    except CatalogError as error:
        yield Finding.of(FindingCode.REFUSED_FILE, path_below(site, path), str(error))
        return
    if data is None:
        return
    from calque.pipeline.translators.take_back import import_answers  # noqa: PLC0415 — for a file that waits

    done = import_answers(site, [path], now=now)
    (one,) = done.files
    folder = "refused" if one.refused else "done"
    to = _free(inbox_path(site, path.name, folder), data)
    write_atomic(to, data)
    write_atomic(to.with_name(f"{to.name}.txt"), _answer(site, done, path).encode())
    remove(path)
    place = path_below(site, to)
    if one.refused:
        yield Finding.of(
            FindingCode.REFUSED_FILE, place, f"{_local(site, one.refused)}; the reason lies beside it"
        )
    elif one.remarks or one.unconfirmed or one.comments:
        parts = (
            (len(one.remarks), "to be looked at again"),
            (one.unconfirmed, "not confirmed"),
            (len(one.comments), "with a comment of the translator"),
        )
        told = ", ".join(f"{count:,} {what}" for count, what in parts if count)
        yield Finding.of(
            FindingCode.ANSWERED, place, f"imported: {told}; the answer lies beside it", one.locale
        )


def _answer(site: Site, done: "Imported", path: Path) -> str:
    """Return what lies beside a file: what became of it, and a draft of the reply to whoever sent it."""
    from calque.pipeline.translators.answer import answer_of, reply_to  # noqa: PLC0415 — the same

    lines = [line for one in done.files for line in answer_of(one)]
    lines += [f"{finding.place}: {finding.message}" for finding in done.findings]
    lines += ["", "A reply, to be sent or not:", "", *(line for one in done.files for line in reply_to(one))]
    return _local(site, "\n".join(lines).replace(str(path), path.name)) + "\n"


def _local(site: Site, text: str) -> str:
    """Return a text with the paths of this machine as they are below the workspace."""
    return text.replace(f"{site.root}/", "")


def _dropped(site: Site) -> Iterator[Path]:
    """Yield the handed-out files that somebody put among the catalogs: their header names the handoff."""
    for path in list_unnamed_catalogs(site):
        try:
            catalog = read_catalog(read_bytes(path) or b"", place=path.name)
        except CatalogError:
            continue  # the sync tells of it
        if ticket_of(catalog).id:
            yield path


def _whole(path: Path) -> bytes | None:
    """Return the bytes of a file; None where it is gone, or is being written right now."""
    data = read_bytes(path)
    if data is None or time() - path.stat().st_mtime > _FRESH:
        return data
    sleep(_PAUSE)
    return data if read_bytes(path) == data else None


def _free(path: Path, data: bytes) -> Path:
    return next(free for free in numbered(path) if read_bytes(free) in (None, data))
