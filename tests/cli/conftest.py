"""Running `calque` as a person would: in a folder, with arguments and standard input."""

import io
import sys
from collections.abc import Callable
from typing import NamedTuple

import pytest

from calque.cli import main


class Done(NamedTuple):
    """What a command left."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


@pytest.fixture
def run(workspace, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run `calque` in the workspace's folder, with 80 columns and no terminal."""

    def command(*arguments: str, text: str = "") -> Done:
        monkeypatch.chdir(workspace.root)
        monkeypatch.setenv("COLUMNS", "80")
        stdin = io.TextIOWrapper(io.BytesIO(text.encode("utf-8", "surrogateescape")), encoding="utf-8")
        monkeypatch.setattr(sys, "stdin", stdin)
        capfdbinary.readouterr()
        with pytest.raises(SystemExit) as end:
            main(arguments)
        sys.stdout.flush()
        out, err = (part.decode("utf-8", "surrogateescape") for part in capfdbinary.readouterr())
        return Done(int(end.value.code or 0), out, err)

    return command
