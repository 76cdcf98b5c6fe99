"""What goes out: the version, the changelog, the files of a release, and what each commit is looked at by."""

import re
import subprocess
import sys
import tarfile
import zipfile
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from calque import __version__

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "calque"
HEADING = re.compile(r"^## \[(.+?)\](?: - (.+))?$", re.MULTILINE)


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a release, as docs/how-to/release.md has them built."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    return folder


def test_the_wheel_holds_the_whole_package_and_nothing_else(dist: Path) -> None:
    """Templates, schemas and the marker of types, too."""
    files = {path.relative_to(ROOT / "src").as_posix() for path in PACKAGE.rglob("*") if path.is_file()}
    with zipfile.ZipFile(dist / f"calque-{__version__}-py3-none-any.whl") as wheel:
        held = set(wheel.namelist())
    info = f"calque-{__version__}.dist-info"
    expected = {name for name in files if "__pycache__" not in name}
    assert {name for name in held if not name.startswith(f"{info}/")} == expected
    assert {f"{info}/entry_points.txt", f"{info}/licenses/LICENSE"} <= held


@pytest.mark.parametrize(
    "name",
    [
        "pyproject.toml",
        "requirements.lock",
        "Makefile",
        "LICENSE",
        "SECURITY.md",
        "calque.toml",
        "prefect.yaml",
        ".pre-commit-config.yaml",
        "flows/sync.py",
        "sample/README.md",
        "docs/how-to/release.md",
        "bench/adopt.py",
        "tests/conftest.py",
        "tests/cases/merge.txt",
        "src/calque/py.typed",
    ],
)
def test_the_source_distribution_holds_what_a_clone_does(dist: Path, name: str) -> None:
    with tarfile.open(dist / f"calque-{__version__}.tar.gz") as archive:
        assert f"calque-{__version__}/{name}" in archive.getnames()


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="a source distribution is no clone")
def test_a_clone_holds_nothing_that_came_by_mistake() -> None:
    """A wheel or a log that a careless `git add` took along."""
    command = ["git", "ls-files", "--", ":/"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout
    assert {name.split("/")[0] for name in listed.splitlines()} == set(
        ".ci .gitignore .pre-commit-config.yaml ARCHITECTURE.md CHANGELOG.md CONTRIBUTING.md LICENSE Makefile README.md"
        " SECURITY.md bench calque.toml docs flows locales prefect.toml prefect.yaml pyproject.toml requirements.lock"
        " sample src tests".split()
    )


def test_the_changelog_begins_with_what_is_to_come_and_goes_back_in_time() -> None:
    (first, undated), *released = HEADING.findall((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    assert (first, undated) == ("Unreleased", "")
    rows = [(numbers(version), date.fromisoformat(day)) for version, day in released]
    assert all(newer > older for newer, older in pairwise(rows))
    assert all(newer[1] >= older[1] for newer, older in pairwise(rows))
    assert not rows or rows[0][0] <= numbers(__version__)


def numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def test_a_commit_is_looked_at_by_what_make_check_runs_and_nothing_is_downloaded() -> None:
    hooks = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert set(re.findall(r"repo: (.+)", hooks)) == {"local"}
    assert "//" not in hooks
    target = (ROOT / "Makefile").read_text(encoding="utf-8").partition("\ncheck:")[2].partition("\n\n")[0]
    wanted = [command.removesuffix(" --check") for command in re.findall(r"\$\(BIN\)/(.+)", target)]
    run = re.findall(r"entry: \.venv/bin/(.+)", hooks)
    assert [command.removesuffix(" --force-exclude") for command in run] == wanted


def test_the_message_of_a_commit_names_its_area() -> None:
    hooks = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    pattern = re.compile(re.findall(r"entry: '(.+)'", hooks)[0])
    for message in ("po: mend it", "sources, config: say where", "Merge branch 'x'", "fixup! po: mend it"):
        assert pattern.match(message)
    for message in ("mend it", "Mend it", "po:mend it", "po: ", "\npo: mend it"):
        assert not pattern.match(message)
