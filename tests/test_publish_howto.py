"""docs/how-to/publish.md: each of its commands is run, in its order, on a site that can be written to."""

import re
from pathlib import Path
from typing import Any

import pytest

from calque.cli import main
from wordpress_circle import CONFIG, Circle
from wordpress_site import WritableSite

PAGE = (Path(__file__).parent.parent / "docs" / "how-to" / "publish.md").read_text(encoding="utf-8")
SHELL = "\n".join(re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL))


def test_each_command_does_what_the_page_says(workspace, loopback, given, monkeypatch, capsys) -> None:
    site = WritableSite(loopback.url, given)
    loopback.answer = site
    workspace.configure(CONFIG.format(url=loopback.url))
    circle = Circle(workspace, site)
    source = circle.source()
    monkeypatch.chdir(workspace.root)
    for name, value in re.findall(r"^export (\w+)='?([^'\n]+)'?$", SHELL, re.MULTILINE):
        monkeypatch.setenv(name, value)
    commands = re.findall(r"^calque (.+)$", SHELL, re.MULTILINE)
    assert len(commands) == 8
    told: list[Any] = []
    for command in commands:
        run = re.findall(r"--undo (\S+)`", "".join(told))
        words = [run[-1] if word.startswith("2026-") else word for word in command.split()]
        with pytest.raises(SystemExit) as end:
            main(words)
        assert not end.value.code, command
        told.append(capsys.readouterr().out)
        if len(told) == 1:
            circle.translate(source.id)
    assert f"posts/{source.id}" in PAGE
    sync, status, preview, diff, draft, live, again, undo = told
    assert "fr French" in sync + status
    assert f"posts-{source.id}.html" in preview
    assert "would make a draft" in diff
    assert "made a draft" in draft
    assert "1 page stood there already" in live
    assert "fr French" in again
    assert "Took back 1 page" in undo
    assert circle.french == []


def test_the_sentences_of_its_table_are_those_that_the_program_says() -> None:
    folder = Path(__file__).parent.parent / "src" / "calque" / "pipeline" / "publish"
    program = " ".join(
        " ".join(path.read_text(encoding="utf-8").split()) for path in sorted(folder.glob("*.py"))
    )
    for sentence in (
        "it was changed on the site since the last sync",
        "somebody wrote it on the site",
        "somebody changed its blocks, images or links",
        "a text was taken away or moved",
        "the user's role takes",
        "are slugs of other posts",
        "the application password is not accepted any more",
        "holds its text",
    ):
        assert sentence in PAGE
        assert sentence in program
