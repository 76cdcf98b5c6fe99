# ruff: noqa: E501 — a table, a row a line
"""One bad input is one finding: every kind of bad file before every command, which names it and goes on with the rest.

The table says of each input what is told of it; of each command, which kinds of input it reads.
"""

import os
import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from rights import bound_by_rights

FIRST = "The library opens its doors at nine in the morning, and the reading room an hour later."
SECOND = "Whoever has lost a card asks at the desk, where a new one is made within a few minutes."
THIRD = "On Saturdays two students read aloud to children in the hall on the ground floor."

Put = Callable[..., None]


@dataclass(frozen=True)
class Bad:
    """An input that is bad, what is told of it, and what reads it."""

    put: Put
    told: str
    """What standard error says: the file, with its line where there is one."""
    kind: str


def catalog(workspace) -> Path:
    return workspace.catalog(1)


def header(value: bytes) -> Put:
    def put(workspace) -> None:
        path = catalog(workspace)
        path.write_bytes(path.read_bytes().replace(b"charset=UTF-8", b"charset=" + value))

    return put


def data(start: bytes, end: bytes = b"") -> Put:
    def put(workspace) -> None:
        path = catalog(workspace)
        path.write_bytes(start + path.read_bytes() + end)

    return put


def catalog_is_folder(workspace) -> None:
    path = catalog(workspace)
    path.unlink()
    path.mkdir()


def catalog_is_dangling(workspace) -> None:
    path = catalog(workspace)
    path.unlink()
    path.symlink_to("nowhere.po")


def catalog_is_loop(workspace) -> None:
    path = catalog(workspace)
    path.unlink()
    path.symlink_to(path.name)


def catalog_is_pipe(workspace) -> None:
    path = catalog(workspace)
    path.unlink()
    os.mkfifo(path)


def locked(name: str) -> Put:
    def put(workspace) -> None:
        path = workspace.root / name
        path.chmod(0)

    return put


def catalog_locked(workspace) -> None:
    catalog(workspace).chmod(0)


def post(name: str, text: str | bytes) -> Put:
    def put(workspace) -> None:
        data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
        (workspace.root / "posts" / name).write_bytes(data)

    return put


def post_is_pipe(workspace) -> None:
    os.mkfifo(workspace.root / "posts" / "pipe.json")


def post_is_dangling(workspace) -> None:
    (workspace.root / "posts" / "away.json").symlink_to("nowhere.json")


def post_locked(workspace) -> None:
    workspace.post(9, "<p>Far away.</p>")
    (workspace.root / "posts" / "en-9.json").chmod(0)


def posts_locked(workspace) -> None:
    (workspace.root / "posts").chmod(0)


def more_posts_locked(workspace) -> None:
    folder = workspace.root / "posts" / "more"
    folder.mkdir(exist_ok=True)
    folder.chmod(0)


def report_is_folder(workspace) -> None:
    path = workspace.root / "report.html"
    path.unlink()
    path.mkdir()


def ledger_cut(workspace) -> None:
    for path in (workspace.root / ".calque").glob("ledger.sqlite-*"):
        path.unlink()
    path = workspace.root / ".calque" / "ledger.sqlite"
    path.write_bytes(path.read_bytes()[:5000])


def ledger_rows(statement: str) -> Put:
    def put(workspace) -> None:
        connection = sqlite3.connect(workspace.root / ".calque" / "ledger.sqlite")
        with connection:
            connection.execute("PRAGMA ignore_check_constraints = ON")
            connection.execute(statement)
        connection.close()

    return put


PO = "locales/fr/LC_MESSAGES/post-1-post-1.po"
LEDGER = ".calque/ledger.sqlite"
OWN = '{{"id": 9, "type": "post", "link": {link}, "title": {{"rendered": "Away"}}, "content": {{"rendered": "<p>A</p>"}}}}'
BAD = {
    **{
        f"charset={name.decode('ascii', 'backslashreplace')}": Bad(header(name), f"{PO}:", "catalog")
        for name in (
            b"rot13",
            b"hex",
            b"idna",
            b"punycode",
            b"undefined",
            b"base64",
            b"zlib",
            b"uu",
            b"bz2",
            b"unicode_escape",
            b"raw_unicode_escape",
            b"mbcs",
            b"oem",
            b"klingon-8",
            b"\0",
            b"UTF-8\0",
            b"\xff",
            b"x" * 5000,
            b"../utf-8",
            b"utf-7",
            b"utf-16",
            b"utf-32",
        )
    },
    "a NUL in a catalog": Bad(data(b"", b'\nmsgid "a\0b"\nmsgstr ""\n'), f"{PO}:", "catalog"),
    "a catalog of noise": Bad(data(bytes(range(256))), f"{PO}:", "catalog"),
    "a catalog that is a folder": Bad(catalog_is_folder, PO, "catalog"),
    "a catalog that leads nowhere": Bad(catalog_is_dangling, PO, "catalog"),
    "a catalog that leads to itself": Bad(catalog_is_loop, PO, "catalog"),
    "a catalog that is a pipe": Bad(catalog_is_pipe, PO, "catalog"),
    "a catalog without rights": Bad(catalog_locked, PO, "catalog"),
    "a locale's folder without rights": Bad(locked("locales/fr"), "locales/fr", "catalogs"),
    "the catalogs' folder without rights": Bad(
        locked("locales/fr/LC_MESSAGES"), "locales/fr/LC_MESSAGES", "catalogs"
    ),
    "all catalogs without rights": Bad(locked("locales"), "locales", "catalogs"),
    "templates without rights": Bad(locked("locales/templates"), "locales/templates", "templates"),
    "a post that is cut off": Bad(
        post("cut.json", '[{"id": 3, "content": {"rend'), "posts/cut.json:1", "post"
    ),
    "a post that is no JSON": Bad(post("no.json", "<?php"), "posts/no.json:1", "post"),
    "a post with deep lists": Bad(post("deep.json", "[" * 100_000), "posts/deep.json", "post"),
    "a post with a long number": Bad(
        post("long.json", '{"id": ' + "9" * 5000 + "}"), "posts/long.json", "post"
    ),
    "a post with a link that is none": Bad(
        post("link.json", OWN.format(link='"http://[::1"')), "posts/link.json:1", "post"
    ),
    "a post with a link of NULs": Bad(
        post("nul.json", OWN.format(link='"https://e.org/\\u0000"')), "", "odd post"
    ),
    "a post with a link of a number": Bad(post("seven.json", OWN.format(link="7")), "", "odd post"),
    "a post in Latin-1": Bad(
        post("latin.json", b'{"id": 5, "title": "caf\xe9"}'), "posts/latin.json", "post"
    ),
    "a post that is a pipe": Bad(post_is_pipe, "posts/pipe.json", "post"),
    "a post that leads nowhere": Bad(post_is_dangling, "posts/away.json", "post"),
    "a post without rights": Bad(post_locked, "posts/en-9.json", "post"),
    "the posts' folder without rights": Bad(posts_locked, "posts", "posts"),
    "a posts' folder in it without rights": Bad(more_posts_locked, "posts/more", "posts"),
    "a name that is no UTF-8": Bad(
        post("caf\udce9.json", OWN.format(link='"https://example.org/x/"')), r"posts/caf\xe9.json", "post"
    ),
    "an export that is cut off": Bad(
        post("site.xml", "<?xml version='1.0'?><rss><chan"), "posts/site.xml", "post"
    ),
    "an export that is no gzip": Bad(post("site.xml.gz", b"\x1f\x8b\x08\0\0\0"), "posts/site.xml.gz", "post"),
    "a page in Latin-1": Bad(
        post("page.html", b"<html><p>caf\xe9 au lait</p></html>"), "posts/page.html", "post"
    ),
    "a report that is a folder": Bad(report_is_folder, "report.html", "report"),
    "a ledger that is cut off": Bad(ledger_cut, LEDGER, "ledger"),
    "a ledger with a bad date": Bad(
        ledger_rows("UPDATE revisions SET first_seen = 'yesterday'"), LEDGER, "ledger"
    ),
    "a ledger with a bad date of saving": Bad(
        ledger_rows("UPDATE revisions SET modified = '2026-13-01'"), LEDGER, "ledger"
    ),
    "a ledger with a date without zone": Bad(
        ledger_rows("UPDATE revisions SET first_seen = '2026-05-05'"), LEDGER, "ledger"
    ),
    "a ledger with a bad date of a run": Bad(ledger_rows("UPDATE runs SET finished = ''"), LEDGER, "runs"),
    "a ledger with bad counts": Bad(ledger_rows("UPDATE coverage SET counts = '[1]'"), LEDGER, "runs"),
    "a ledger without a version": Bad(ledger_rows("DELETE FROM schema_version"), LEDGER, "ledger"),
    "a ledger of a version in words": Bad(
        ledger_rows("UPDATE schema_version SET version = 'three'"), LEDGER, "ledger"
    ),
    "a ledger of version 0": Bad(ledger_rows("UPDATE schema_version SET version = 0"), LEDGER, "ledger"),
    "a ledger without a table": Bad(ledger_rows("DROP TABLE contents"), LEDGER, "ledger"),
    "a ledger of blobs": Bad(ledger_rows("UPDATE texts SET text = x'ff00'"), LEDGER, "ledger"),
    "a ledger of absences in words": Bad(
        ledger_rows("UPDATE posts SET absences = 'many'"), LEDGER, "presence"
    ),
}

READ_BY = {
    "sync": {"catalog", "catalogs", "templates", "post", "posts", "report", "ledger", "runs", "presence"},
    "status": {"catalog", "catalogs", "templates", "post", "posts", "ledger"},
    "digest": {"catalog", "catalogs", "templates", "post", "posts", "ledger", "runs"},
    "check": {"catalog", "catalogs"},
    "handoff": {"catalog", "catalogs", "templates", "post", "posts", "ledger"},
    "import": {"catalog", "catalogs"},
    "merge": {"catalog"},
    "recover": {"catalogs"},
}


@pytest.fixture(scope="module")
def synced(tmp_path_factory: pytest.TempPathFactory, lay_out) -> Path:
    """Two posts and their catalogs, as a sync left them."""
    made = lay_out(tmp_path_factory.mktemp("synced"))
    text = (made.root / "calque.toml").read_text(encoding="utf-8")
    made.configure(text.replace('"posts/*.json"', '"posts/**/*"'))
    made.post(1, f"<p>{FIRST}</p>")
    made.post(2, f"<p>{SECOND}</p>")
    made.sync("2026-05-01")
    made.post(1, f"<p>{FIRST}</p><p>{THIRD}</p>")
    made.sync("2026-05-02")
    return made.root


@pytest.fixture
def site(workspace, synced: Path) -> Iterator:
    """A copy of the synced site; rights are given back at the end."""
    shutil.copytree(synced, workspace.root, dirs_exist_ok=True)
    yield workspace
    for folder, names, _ in os.walk(workspace.root):
        for name in names:
            Path(folder, name).chmod(0o700)


@contextmanager
def alarm(seconds: int) -> Iterator[None]:
    """End what hangs; no `except Exception` of the command holds that back."""

    def end(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt("the command hangs")

    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def call(command: str, site) -> tuple[str, ...]:
    path = str(site.root / PO)
    back = site.root / "back.po"
    match command:
        case "handoff":
            return ("handoff", "--to", "Ana", "-o", "out.po")
        case "merge":
            return ("merge", path, str(next((site.root / "locales" / "templates").glob("post-1-*.pot"))))
        case "import":
            return ("import", str(back))
        case "digest":
            return ("digest", "--since", "last")
        case _:
            return (command,)


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("command", READ_BY)
def test_the_file_is_named_and_the_rest_goes_on(command: str, name: str, site, run) -> None:
    bad = BAD[name]
    given = call(command, site)
    shutil.copy(site.root / PO, site.root / "back.po")
    bad.put(site)
    with bound_by_rights(), alarm(20):
        done = run(*given)
    told = " ".join(done.stderr.split())
    assert "fault of calque" not in told
    assert "Traceback" not in told
    if bad.kind in READ_BY[command]:
        assert bad.told in told
        assert done.returncode == 3, told
    else:
        assert done.returncode in (0, 3), told
    assert not any(letter < " " and letter != "\n" for letter in done.stderr)
