"""The ledger in PostgreSQL holds what the one in a file holds: a private server, two syncs, one status."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|\+00:00)")

pytestmark = pytest.mark.e2e


def program(name: str) -> str:
    """Return where a program of PostgreSQL stands; Debian keeps most of them off the path."""
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return shutil.which(name) or str(places[-1])


def as_user(*command: str) -> None:
    """Run a command as the user of the database: its server refuses to run as root."""
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run([*prefix, *command], check=True, capture_output=True, cwd="/")


@pytest.fixture
def server() -> Iterator[Path]:
    """Start a server of the test's own that listens on a socket alone; its folder, stopped afterwards.

    The folder stands right below the temporary one: a socket's path has at most 107 bytes, and the user of the
    database may not look into the test's own.
    """
    folder = Path(tempfile.mkdtemp(prefix="calque-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    data = folder / "data"
    try:
        as_user(program("initdb"), "-D", str(data), "-U", "calque", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
        as_user(program("pg_ctl"), "-D", str(data), "-o", options, "-l", str(folder / "log"), "-w", "start")
        try:
            yield folder
        finally:
            as_user(program("pg_ctl"), "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder)


def workspace(folder: Path, ledger: str = "") -> Path:
    """Lay out the sample's site, with the ledger at a URL."""
    folder.mkdir()
    for name in ("sample", "locales"):
        shutil.copytree(ROOT / name, folder / name)
    text = (ROOT / "calque.toml").read_text(encoding="utf-8")
    table = f'\n[ledger]\nurl = "{ledger}"\n' if ledger else ""
    (folder / "calque.toml").write_text(text + table, encoding="utf-8")
    return folder


def calque(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "calque", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def status_of(folder: Path, began: str) -> object:
    """Measure the site anew, from its ledger; of a moment since the test `began` nothing is kept but that."""
    (folder / ".calque" / "status.json").unlink(missing_ok=True)
    return undated(json.loads(calque(folder, "status", "--format", "json")), began)


def undated(value: object, began: str) -> object:
    """Return a part of a report: what the runs of a test call now is one moment, whatever the second they ran in."""
    if isinstance(value, dict):
        return {name: undated(one, began) for name, one in value.items()}
    if isinstance(value, list):
        return [undated(one, began) for one in value]
    return "now" if isinstance(value, str) and MOMENT.fullmatch(value) and value >= began else value


def edit_a_post(folder: Path) -> None:
    path = min((folder / "sample" / "posts" / "en").glob("*.json"))
    row = json.loads(path.read_text(encoding="utf-8"))
    row["title"]["rendered"] += ", once more"
    row["modified_gmt"] = "2026-11-20T10:00:00"
    path.write_text(json.dumps(row), encoding="utf-8")


def make_a_page_of_it(folder: Path) -> None:
    """Change the type of the same post: what the ledger knows of it and of its catalogs gets other names."""
    path = min((folder / "sample" / "posts" / "en").glob("*.json"))
    text = path.read_text(encoding="utf-8").replace("/wp/v2/posts/", "/wp/v2/pages/")
    path.write_text(json.dumps(json.loads(text) | {"type": "page"}), encoding="utf-8")


def test_both_ledgers_give_one_status(server: Path, tmp_path: Path) -> None:
    url = f"postgresql://calque@/postgres?host={server}"
    began = datetime.now(UTC).isoformat(timespec="seconds")
    folders = [workspace(tmp_path / "sqlite"), workspace(tmp_path / "postgresql", url)]
    for change in (lambda _folder: None, edit_a_post, make_a_page_of_it, lambda _folder: None):
        for folder in folders:
            change(folder)
            calque(folder, "sync")
        assert status_of(folders[0], began) == status_of(folders[1], began)
    files = [
        {path.name: path.read_bytes() for path in (folder / "locales").rglob("*.po")} for folder in folders
    ]
    assert files[0] == files[1]
    assert any(name.startswith("page-") for name in files[0])
    assert not list((tmp_path / "postgresql" / ".calque").glob("ledger*"))


def test_a_server_that_is_gone_is_named_without_its_password(tmp_path: Path) -> None:
    folder = workspace(tmp_path / "gone", "postgresql://calque@127.0.0.1:1/postgres")
    done = subprocess.run(
        [sys.executable, "-m", "calque", "sync"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 3
    assert "postgresql+psycopg://calque@127.0.0.1:1/postgres: cannot be used" in done.stderr
    assert "sync again" in done.stderr
