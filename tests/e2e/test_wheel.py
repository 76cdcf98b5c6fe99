"""What pip installs from a wheel is whole: it runs in an environment, a home and a folder that it has never seen."""

import json
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PIP = [
    sys.executable if find_spec("pip") else "python3",
    "-m",
    "pip",
    "--disable-pip-version-check",
    "--quiet",
]

pytestmark = pytest.mark.e2e


class Machine:
    """An environment with the wheel and what the lock names, and nothing of this checkout."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.python = folder / "environment" / "bin" / "python"
        self.home = folder / "home"
        self.home.mkdir()
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "environment"], check=True)
        build = ["wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder / "dist", ROOT]
        subprocess.run([*PIP, "--python", sys.executable, *build], check=True)
        (self.wheel,) = (folder / "dist").glob("*.whl")
        lock = ["--require-hashes", "--requirement", ROOT / "requirements.lock"]
        for what in (lock, [self.wheel]):
            subprocess.run([*PIP, "--python", self.python, "install", "--no-deps", *what], check=True)

    def run(self, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        """Run the environment's Python, with a home and a path and no other variable."""
        return subprocess.run(
            [self.python, *arguments],
            cwd=cwd,
            env={"HOME": str(self.home), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    return Machine(tmp_path_factory.mktemp("machine"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder with a name that a shell, a URL and an ASCII terminal each take otherwise."""
    made = tmp_path / "Zoë Müllers Blog"
    made.mkdir()
    return made


def test_the_commands_do_a_site_from_init_to_status(machine: Machine, folder: Path) -> None:
    shutil.copytree(ROOT / "sample" / "posts", folder / "posts")
    done = machine.run("-m", "calque", "init", "posts", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    synced = machine.run("-m", "calque", "sync", cwd=folder)
    assert synced.returncode == 0, synced.stderr
    assert (folder / "report.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert list((folder / "locales" / "fr" / "LC_MESSAGES").glob("post-101-*.po"))
    measured = machine.run("-m", "calque", "status", "--format", "json", cwd=folder)
    assert measured.returncode == 0, measured.stderr
    assert {row["locale"] for row in json.loads(measured.stdout)["locales"]} >= {"fr", "de", "es"}


def test_the_flow_ends_as_completed(machine: Machine, folder: Path) -> None:
    shutil.copytree(ROOT / "sample", folder / "sample")
    shutil.copy(ROOT / "calque.toml", folder)
    done = machine.run("-m", "calque.flows.sync", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "Finished in state Completed('all read and measured')" in done.stderr
    assert str(folder / "report.html") in done.stdout.replace("\n", "")
    assert (folder / ".calque" / "ledger.sqlite").exists()


def test_the_program_is_the_package(machine: Machine, folder: Path) -> None:
    program = machine.python.with_name("calque")
    shown = subprocess.run(
        [program, "--version"], cwd=folder, capture_output=True, text=True, check=True
    ).stdout
    assert machine.run("-m", "calque", "--version", cwd=folder).stdout == shown
    told = machine.run("-c", "import calque; print(calque.__file__)", cwd=folder).stdout
    assert Path(told.strip()).is_relative_to(machine.folder / "environment")
