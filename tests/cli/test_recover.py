"""`calque recover` from the outside: what it lists, finds and takes back."""

import json
from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]

GARDEN = "Behind the house lies a garden with old apple trees, two benches and a pond full of frogs."
GARDEN_FR = "Derrière la maison s'étend un jardin avec de vieux pommiers, deux bancs et un étang."


@pytest.fixture
def archived(workspace):
    """Post 1 is gone, and its French catalog is in the archive; post 3 has the same text."""
    for number in (1, 3):
        workspace.post(number, f"<p>{GARDEN}</p>")
    workspace.sync()
    workspace.translate(1, {GARDEN: GARDEN_FR})
    (workspace.root / "posts" / "en-1.json").unlink()
    workspace.sync()
    workspace.sync()
    return workspace


@pytest.mark.usefixtures("archived")
def test_the_command_lists_searches_and_restores(run: Run) -> None:
    done = run("recover", "--text", "frogs", "--format", "json")
    (row,) = json.loads(done.stdout)
    assert (done.returncode, row["post"], row["target"]) == (0, "posts/1", [GARDEN_FR])
    assert row["id"] in run("recover").stdout
    done = run("recover", row["id"], "--into", "posts/3")
    assert done.stdout == f"{row['id']}  came back (locales/fr/LC_MESSAGES/post-3-post-3.po)\n"
    assert done.stderr == "Restored: 1 filled.\n"
    told = run("recover", "--text", "no such words").stdout
    assert told == (
        "None of what is archived or in quarantine is like that: 1 in fr. Leave an option out to see more.\n"
    )
    assert run("recover", "--restore").returncode == 2


@pytest.mark.usefixtures("archived")
@pytest.mark.parametrize(
    "options", [[], ["--restore"], ["--into", "posts/3"], ["--format", "json"]], ids=" ".join
)
def test_an_id_that_nothing_has_is_told_and_nothing_is_done(run: Run, options: list[str]) -> None:
    """It may have come back already, or be cut off."""
    (row,) = json.loads(run("recover", "--text", "frogs", "--format", "json").stdout)
    done = run("recover", row["id"], "0000", "1111", *options)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == (
        "calque: recover: nothing below locales/archive/ and locales/quarantine/ has the id 0000, 1111; "
        "`calque recover` lists what is there\n"
    )
    assert run("recover", row["id"]).stdout.startswith(row["id"])


def test_an_archived_file_that_nobody_can_read_is_told(archived, run: Run) -> None:
    path = archived.root / "locales" / "archive" / "fr" / "post-1-post-1.po"
    path.write_bytes(path.read_bytes()[:-10])
    done = run("recover")
    assert done.returncode == 3
    assert "calque: locales/archive/fr/post-1-post-1.po:" in done.stderr
