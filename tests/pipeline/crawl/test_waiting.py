"""While a sync waits for a site, others work on the files; never a second sync, and a kill leaves nothing held."""

import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from calque.errors import BusyError, SourceError
from calque.handoffs.wishes import Wish
from calque.model import SegmentState
from calque.pipeline.sync import Visit
from calque.pipeline.translators.hand_out import hand_out
from calque.pipeline.translators.take_back import import_answers
from calque.po import edit, read_catalog, write_catalog
from calque.store import locked, syncing

CONFIG = """\
[site]
name = "example"
url = "{url}"
source = "en"

[locales.fr]
prefix = "fr"
truth = "po"

[wordpress]
types = ["posts"]
rate = 1000
batch = 1
attempts = {attempts}
"""
DOORS = "We open the doors at nine in the morning and close them when the last visitor has left."
PORTES = "Nous ouvrons les portes à neuf heures et les fermons quand le dernier visiteur est parti."
ATTIC = "Under the roof there is an attic where we keep the newspapers of the last hundred years."


class Slow:
    """A site of two posts that answers when it is let, from the requests on that `holds` tells."""

    def __init__(self, url: str, given: Any) -> None:
        self.texts = {1: DOORS}
        self.holds: Callable[[Any], bool] = lambda _asked: False
        self.asked = threading.Event()
        self.let = threading.Event()
        self._url = url
        self._given = given

    def __call__(self, asked: Any) -> Any:
        if self.holds(asked):
            self.asked.set()
            self.let.wait(60)
        route = asked.path.removeprefix("/wp-json/").strip("/")
        if asked.path == "/":
            return self._given(b"<html>", 200, {"Link": f'<{self._url}/wp-json/>; rel="https://api.w.org/"'})
        fixed = {
            "": {"namespaces": ["wp/v2"]},
            "wp/v2/types": {"post": {"rest_base": "posts"}},
            "wp/v2/taxonomies": {},
        }
        if route in fixed:
            return self._given(fixed[route])
        wanted = set(map(int, asked.query.get("include", "1,2").split(",")))
        rows = [self._row(number) for number in sorted(self.texts) if number in wanted]
        return self._given(rows, 200, {"X-WP-Total": str(len(rows))})

    def _row(self, number: int) -> dict[str, Any]:
        text = self.texts[number]
        return {
            "id": number,
            "type": "post",
            "slug": f"post-{number}",
            "status": "publish",
            "link": f"{self._url}/post-{number}/",
            "date_gmt": "2026-01-01T10:00:00",
            "modified_gmt": f"2026-01-{len(text) % 28 + 1:02}T10:00:00",
            "title": {"rendered": f"Post {number}"},
            "content": {"rendered": f"<p>{text}</p>", "protected": False},
            "_links": {"self": [{"href": f"{self._url}/wp-json/wp/v2/posts/{number}"}]},
        }


def now() -> datetime:
    return datetime(2026, 6, 1, 12, tzinfo=UTC)


def configure(workspace: Any, url: str, *, attempts: int = 1) -> None:
    workspace.configure(CONFIG.format(url=url, attempts=attempts))


@pytest.fixture
def site(workspace, loopback, given) -> Iterator[Slow]:
    made = Slow(loopback.url, given)
    loopback.answer = made
    configure(workspace, loopback.url)
    yield made
    made.let.set()


@contextmanager
def a_sync_that_waits(workspace: Any, site: Slow) -> Iterator[list[Any]]:
    """Begin a sync, and go on when the site was asked; let it answer at the end. The list gets what became of it."""
    became: list[Any] = []

    def run() -> None:
        try:
            became.append(workspace.sync())
        except Exception as error:  # noqa: BLE001 — a test looks at it
            became.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        assert site.asked.wait(30)
        yield became
    finally:
        site.let.set()
        thread.join(60)


def the_sweep(asked: Any) -> bool:
    return "offset" in asked.query


def the_posts(asked: Any) -> bool:
    return "include" in asked.query


@pytest.mark.parametrize("holds", [the_sweep, the_posts])
def test_translators_work_while_a_sync_waits_and_it_keeps_what_they_did(
    holds: Callable[[Any], bool], site: Slow, workspace
) -> None:
    workspace.sync()
    site.texts[2] = ATTIC
    site.holds = holds
    out = workspace.root / "out.po"
    with a_sync_that_waits(workspace, site) as became:
        done = hand_out(workspace.site, "fr", Wish(), to="marie", output=out, now=now)
        assert done.total.segments == 2
        catalog = read_catalog(out.read_bytes(), place="out.po")
        for index, entry in enumerate(catalog.entries):
            if entry.msgid == DOORS:
                catalog = edit(catalog, index, msgstr=PORTES, fuzzy=False)
        out.write_bytes(write_catalog(catalog))
        imported = import_answers(workspace.site, [out], now=now)
        assert imported.findings == ()
        assert not became, "the sync still waits"
    (outcome,) = became
    assert outcome.status.posts == 2
    assert PORTES in workspace.catalog(1).read_text(encoding="utf-8").replace('"\n"', "")
    (locale,) = outcome.status.locales
    assert dict(locale.counts)[SegmentState.TRANSLATED].segments == 1


def test_a_second_sync_ends_at_once_while_the_first_waits(site: Slow, workspace) -> None:
    site.holds = the_sweep
    with a_sync_that_waits(workspace, site) as became:
        for visit in (Visit(), Visit(offline=True)):
            began = time.monotonic()
            with pytest.raises(BusyError, match="another sync holds the lock; try again when it has ended"):
                workspace.sync(visit=visit)
            assert time.monotonic() - began < 2
        assert not became
    assert became[0].status.posts == 1


def test_the_files_are_free_while_a_busy_site_is_waited_for(site: Slow, workspace, loopback, given) -> None:
    """`Retry-After` may keep a sync for a minute at a time."""
    configure(workspace, loopback.url, attempts=3)
    busy = iter([given(b"busy", 503, {"Retry-After": "1"})])

    def answer(asked: Any) -> Any:
        return next(busy, None) or site(asked) if the_sweep(asked) else site(asked)

    loopback.answer = answer
    held: list[float] = []
    over = threading.Event()

    def hold_again_and_again() -> None:
        while not over.is_set():
            with locked(workspace.root, patience=10):
                held.append(time.monotonic())
            time.sleep(0.05)

    thread = threading.Thread(target=hold_again_and_again)
    thread.start()
    began = time.monotonic()
    workspace.sync()
    over.set()
    thread.join(30)
    assert len([moment for moment in held if moment - began < 1.0]) >= 5


@pytest.mark.usefixtures("site")
def test_a_sync_waits_for_a_command_that_holds_the_files_for_a_moment(workspace) -> None:
    held, over = threading.Event(), threading.Event()

    def hold() -> None:
        with locked(workspace.root):
            held.set()
            over.wait(1)

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(10)
    assert workspace.sync().status.posts == 1
    thread.join(10)


def test_a_sync_is_told_as_busy_where_the_files_stay_held(workspace) -> None:
    workspace.post(1, f"<p>{DOORS}</p>")
    with locked(workspace.root), pytest.raises(BusyError, match="another sync holds the lock"):
        workspace.sync()
    with syncing(workspace.root), pytest.raises(BusyError, match="another sync holds the lock"):
        workspace.sync()
    assert workspace.sync().status.posts == 1


@pytest.mark.usefixtures("site")
def test_a_site_that_cannot_be_asked_leaves_its_reason_in_the_ledger(workspace, loopback, given) -> None:
    workspace.sync()
    loopback.answer = lambda _: given(b"out", 503)
    with pytest.raises(SourceError, match="503"):
        workspace.sync()
    with closing(sqlite3.connect(workspace.root / ".calque/ledger.sqlite")) as ledger:
        ((outcome,),) = ledger.execute("SELECT outcome FROM runs ORDER BY id DESC LIMIT 1")
    assert "503" in outcome


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("holds", [the_sweep, the_posts])
def test_a_sync_that_is_killed_while_it_waits_holds_nothing_and_the_next_one_converges(
    holds: Callable[[Any], bool], site: Slow, workspace, tmp_path_factory
) -> None:
    site.texts[2] = ATTIC
    site.holds = holds
    command = [sys.executable, "-m", "calque", "sync", "--config", str(workspace.root / "calque.toml")]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        assert site.asked.wait(60)
        running.send_signal(signal.SIGKILL)
        assert running.wait(20) == -signal.SIGKILL
    site.holds = lambda _asked: False
    site.let.set()
    assert workspace.sync().status.posts == 2
    other = type(workspace)(Path(tmp_path_factory.mktemp("undisturbed")))
    other.configure((workspace.root / "calque.toml").read_text(encoding="utf-8"))
    other.sync()
    assert workspace.files() == other.files()


@pytest.mark.usefixtures("site")
def test_a_damaged_ledger_does_not_have_the_site_asked_twice(workspace, loopback) -> None:
    workspace.sync()
    loopback.asked.clear()
    workspace.sync()
    once = len(loopback.asked)
    (workspace.root / ".calque/ledger.sqlite").write_bytes(
        b"SQLite format 3\0 and then nothing of the kind" * 99
    )
    loopback.asked.clear()
    assert "unreadable_ledger" in {one.code for one in workspace.sync().status.findings}
    assert len(loopback.asked) == once
