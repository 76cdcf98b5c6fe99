"""The tutorial, word for word: every command is typed in a clean copy, and prints what stands there."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from console import Command, commands, prints

ROOT = Path(__file__).parent.parent
TUTORIAL = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
ENDED = "— ended —"


def test_each_command_prints_what_the_tutorial_shows(tmp_path: Path) -> None:
    """In one shell, as it is read; `make sync` has been run, and the environment is the one of the tests."""
    clone = tmp_path / "clone"
    clone.mkdir()
    for name in ("sample", "locales"):
        shutil.copytree(ROOT / name, clone / name)
    for name in ("calque.toml", ".gitignore"):
        shutil.copy(ROOT / name, clone)
    activate = clone / ".venv" / "bin" / "activate"
    activate.parent.mkdir(parents=True)
    activate.write_text(f'PATH="{Path(sys.executable).parent}:$PATH"\n', encoding="utf-8")
    sync = subprocess.run(
        [sys.executable, "-m", "calque", "sync"], cwd=clone, capture_output=True, check=False
    )
    assert sync.returncode == 0, sync.stderr
    shown = [
        Command(
            "git init -q . && git add . && git -c user.name=n -c user.email=n@sample.example commit -q -m start\n",
            "",
        ),
        *commands(TUTORIAL),
    ]
    script = "exec 2>&1\n" + "".join(f"{command.typed}echo '{ENDED}'\n" for command in shown)
    environment = {**os.environ, "COLUMNS": "80", "PYTHONIOENCODING": "utf-8", "TMPDIR": str(tmp_path)}
    done = subprocess.run(
        ["bash"],
        input=script,
        cwd=clone,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    printed = done.stdout.split(f"{ENDED}\n")
    for command, text in zip(shown, printed, strict=False):
        assert prints(command.shown, text), f"$ {command.typed}{text}"
    assert len(printed) == len(shown) + 1
    status = subprocess.run(
        ["git", "status", "--short"], cwd=clone, capture_output=True, encoding="utf-8", check=True
    )
    assert status.stdout == ""
