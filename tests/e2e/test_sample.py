"""Every catalog of the sample is one that gettext takes."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CATALOGS = sorted((ROOT / "locales").rglob("*.po*"))

pytestmark = pytest.mark.e2e


UNTOUCHED = "header field 'PO-Revision-Date' still has the initial default value"
"""What msgfmt says of a catalog that no translator has saved yet."""


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.relative_to(ROOT / "locales").as_posix())
def test_msgfmt_takes_the_catalog(path: Path) -> None:
    check = "--check" if path.suffix == ".po" else "--check-format"
    done = subprocess.run(
        ["msgfmt", check, "-o", "/dev/null", str(path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert [line for line in done.stderr.splitlines() if UNTOUCHED not in line] == []


def test_there_are_catalogs_in_five_locales_and_an_archive() -> None:
    folders = {path.relative_to(ROOT / "locales").parts[0] for path in CATALOGS}
    assert folders == {"ar", "archive", "de", "es", "fr", "pt_BR", "templates"}
