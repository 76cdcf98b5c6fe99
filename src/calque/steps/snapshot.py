"""The last status, kept in `.calque/status.json` until a file that it was measured from changes."""

import json
from datetime import datetime
from hashlib import sha256

from calque import __version__
from calque.errors import CalqueError
from calque.model import Site, Status
from calque.reports.status import from_json, to_json
from calque.sources.files import list_files
from calque.store import read_bytes, state_folder, write_atomic

__all__ = ["fingerprint_of", "read_snapshot", "write_snapshot"]


def write_snapshot(site: Site, status: Status, fingerprint: str) -> None:
    """Keep the status beside the fingerprint, taken before it was measured, of what it was measured from."""
    data = {"fingerprint": fingerprint, "status": to_json(status)}
    write_atomic(state_folder(site.root) / "status.json", json.dumps(data, ensure_ascii=False).encode())


def read_snapshot(site: Site, now: datetime) -> Status | None:
    """Return the kept status; None where there is none, or a file or the day is another since."""
    try:
        kept = json.loads(read_bytes(site.root / ".calque" / "status.json") or b"null")
        if kept["fingerprint"] != fingerprint_of(site):
            return None
        status = from_json(kept["status"])
    except (ValueError, KeyError, TypeError, CalqueError):
        return None  # there is none, or it is of another calque, or damaged: measured anew
    return status if status.measured.date() == now.date() else None  # ages are counted in days


def fingerprint_of(site: Site) -> str:
    """Name the configuration, and all files read by path, size and time of change.

    The ledger is none of them: a sync alone changes it, and measures then.
    """
    read = (*site.posts, *site.revisions, *site.exports, *site.sitemaps, *site.pages)
    paths = [site.root / name for name in list_files(site.root, read)[0]]
    paths += [*(site.root / site.catalogs).rglob("*.po")]
    rows = [f"calque {__version__}", repr(site)]
    for path in sorted(paths):
        if path.is_file():
            stat = path.stat()
            rows.append(f"{path} {stat.st_size} {stat.st_mtime_ns}")
    return sha256("\n".join(rows).encode("utf-8", "surrogateescape")).hexdigest()
