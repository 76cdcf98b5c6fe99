"""The cache holds nothing but time on sites of any shape: folders of pages, exports, marked texts, posts by REST.

Three seeds a shape here; `CALQUE_SEEDS=100` draws more of them, by hand.
"""

import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random

import pytest

from any_shape import SHAPES, AnyShape
from calque.config import read_site
from calque.errors import CalqueError
from calque.pipeline.runner import InTurn
from calque.pipeline.status import status
from calque.pipeline.sync import sync
from calque.places import cache_path, ledger_path
from calque.reports.json import to_json

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
SEEDS = range(int(os.environ.get("CALQUE_SEEDS", "3")))
DAYS = 6
ACCEPTED = ("vanished", "mass_change", "texts_vanished", "catalog_shrank")
SINCE = re.compile(rb'<section id="since".*?</section>', re.DOTALL)
"""On a day without changes it is not written a second time."""


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("shape", SHAPES)
def test_a_run_with_the_cache_leaves_what_one_without_it_leaves(
    shape: str, seed: int, tmp_path: Path
) -> None:
    draw = Random(f"{shape} {seed}")  # noqa: S311 — no secret
    days = AnyShape(tmp_path, shape, draw)
    moments = list(accumulate((draw.randint(0, 1) for _ in range(DAYS)), later, initial=NOON))
    for day, moment in enumerate(moments):
        accept = ACCEPTED if draw.random() < 0.6 else ()
        for run in runs(draw) if day else ("sync",):
            if run == "status":
                status(days.site, now=lambda moment=moment: moment)
                continue
            with copied(tmp_path) as twin:
                options = {"accept": accept, "dry_run": run == "dry run", "moment": moment}
                assert left(tmp_path, **options) == left(twin, **options)
        for _ in range(draw.randint(1, 3)):
            days.live_on()


def later(moment: datetime, days: int) -> datetime:
    return moment + timedelta(days=days)


def runs(draw: Random) -> tuple[str, ...]:
    """Return what somebody runs in a day: a status, or a dry run, must not hide anything from the sync."""
    return draw.choice((("sync",), ("sync", "sync"), ("status", "sync"), ("status",), ("dry run", "sync")))


@contextmanager
def copied(root: Path) -> Iterator[Path]:
    """Make a copy of a workspace without its cache, for the length of a block."""
    twin = Path(tempfile.mkdtemp(prefix="calque-twin-"))
    try:
        shutil.copytree(root, twin, dirs_exist_ok=True)
        for path in cache_path(twin).parent.glob("cache.sqlite*"):
            path.unlink()
        yield twin
    finally:
        shutil.rmtree(twin)


def left(root: Path, *, accept: tuple[str, ...], dry_run: bool, moment: datetime) -> dict[str, object]:
    """Sync, and return all that anybody can see of it."""
    site = read_site(root / "calque.toml")
    said: dict[str, object] = {}
    try:
        done = sync(site, InTurn(), now=lambda: moment, accept=accept, dry_run=dry_run)
        said = {"written": done.files, "held": done.held, "told": to_json(done.status)}
    except CalqueError as error:
        said = {"error": str(error)}
    if not dry_run:
        said["status"] = to_json(status(site, now=lambda: moment))
        del said["status"]["measured"]  # type: ignore[attr-defined]  # the last time that anything was looked at
    return {
        "said": str(said).replace(str(root), "here"),
        "ledger": sorted(rows(ledger_path(site))),
        "files": {
            path.relative_to(root).as_posix(): SINCE.sub(b"", path.read_bytes()).replace(bytes(root), b"here")
            for path in root.rglob("*")
            if path.is_file() and ".calque" not in path.parts
        },
    }


def rows(path: Path | None) -> Iterator[str]:
    """Yield all that is in a ledger, but for the numbers that runs have."""
    if path is not None and path.exists():
        with closing(sqlite3.connect(path)) as ledger:
            yield from (row for row in ledger.iterdump() if "sqlite_sequence" not in row)
