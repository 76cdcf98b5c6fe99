"""What the README shows is what happens."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from calque.cli import app
from calque.config import parse_site
from calque.model import PageState, SegmentState

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What a fresh clone has of the sample site."""
    for name in ("sample", "locales"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "calque.toml", tmp_path)
    return tmp_path


def test_commands_print_what_the_readme_shows(clone: Path) -> None:
    """A line `$ calque …` is run; below it stands what it prints, with `…` for any lines."""
    environment = {**os.environ, "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"}
    shown = [part for block in blocks("console") for part in block.split("$ calque ")[1:]]
    assert shown
    for part in shown:
        command, _, told = part.partition("\n")
        done = subprocess.run(
            [sys.executable, "-m", "calque", *command.split()],
            cwd=clone,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        printed = "\n".join(line.rstrip() for line in done.stdout.splitlines()) + "\n"
        pattern = "(?s:.*)".join(map(re.escape, told.split("…\n")))
        assert re.fullmatch(pattern, printed), printed


def test_the_configuration_is_one(tmp_path: Path) -> None:
    for block in blocks("toml"):
        assert tomllib.loads(block)
        assert parse_site(block, place="calque.toml", root=tmp_path).locales


def test_every_command_and_every_state_is_named() -> None:
    commands = [name for name in app if not name.startswith("-")]
    assert set(re.findall(r"^\| `calque (\w+)", README, re.MULTILINE)) == set(commands)
    assert [state for state in (*SegmentState, *PageState) if f"`{state}`" not in README] == []
