"""What `calque --help` shows, and in which order."""

import re

import pytest

from calque.cli import app, main


def test_the_commands_that_matter_come_first(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--help"])
    assert end.value.code == 0
    shown = capsys.readouterr().out
    named = re.findall(r"^│ ([a-z][a-z-]*) {2,}\S", shown, re.MULTILINE)
    assert named[:5] == ["init", "sync", "status", "handoff", "import"]
    assert sorted(named) == sorted(name for name in app if not name.startswith("-"))
    groups = re.findall(r"^╭─ (.*?) ─", shown, re.MULTILINE)
    assert groups[0] == "Begin here"
    assert groups[-1] == "Options"
