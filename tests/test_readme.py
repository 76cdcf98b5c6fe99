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
from console import blocks, commands, prints
from fresh_machine import FreshMachine

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What a fresh clone has of the sample site."""
    for name in ("sample", "locales"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "calque.toml", tmp_path)
    return tmp_path


def test_commands_print_what_the_readme_shows(clone: Path) -> None:
    environment = {
        **os.environ,
        "COLUMNS": "80",
        "PYTHONIOENCODING": "utf-8",
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    assert commands(README)
    for command in commands(README):
        done = subprocess.run(
            ["bash", "-c", command.typed],
            cwd=clone,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        assert prints(command.shown, done.stdout), done.stdout


def test_the_steps_for_a_site_of_one_s_own_go_word_for_word_on_a_fresh_machine(tmp_path: Path) -> None:
    """All in one shell, as they are read; a folder of posts stands for the site's address."""
    machine = FreshMachine(tmp_path)
    shutil.copytree(ROOT / "sample" / "posts", tmp_path / "posts")
    section = README.partition("## On your own site")[2].partition("`calque.toml` says")[0]
    install, use = re.findall(r"^```\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    printed = machine.type(
        install + use,
        folder=machine.clone,
        instead={"calque init https://…": f"cp -r {tmp_path}/posts . && calque init posts"},
    )
    assert (machine.home / "my-site" / "calque.toml").exists()
    assert "Story Time Is Back in the Reading Room" in printed
    ran = machine.type(
        "readlink -f ~/calque-env/bin/calque; . ~/calque-env/bin/activate; command -v calque", folder=tmp_path
    )
    assert ran.splitlines()[-1] == f"{machine.home}/calque-env/bin/calque"


def test_the_configuration_is_one(tmp_path: Path) -> None:
    for block in blocks(README, "toml"):
        assert tomllib.loads(block)
        assert parse_site(block, place="calque.toml", root=tmp_path).locales


def test_every_command_and_every_state_has_its_place_in_the_docs() -> None:
    reference = ROOT / "docs" / "reference"
    named = re.findall(
        r"^## `calque ([\w-]+)", (reference / "cli.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert set(named) == {name for name in app if not name.startswith("-")}
    states = (reference / "states.md").read_text(encoding="utf-8")
    assert [state for state in (*SegmentState, *PageState) if f"`{state}`" not in states] == []


def test_the_front_door_is_short() -> None:
    assert len(README.split()) <= 900
