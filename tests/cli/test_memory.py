"""`calque memory` from the outside: a TMX written, taken, refused."""

from collections.abc import Callable
from typing import Any

Run = Callable[..., Any]
NINE = "We open the doors of the house at nine in the morning."


def test_the_command_says_what_it_did(workspace, run: Run) -> None:
    workspace.post(1, f"<p>{NINE}</p>")
    workspace.sync()
    workspace.translate(1, {NINE: "À neuf heures."})
    done = run("memory", "export", "out.tmx")
    assert (done.returncode, done.stdout) == (0, "Wrote 1 translation into fr to out.tmx.\n")
    done = run("memory", "import", "out.tmx", "--format", "json")
    assert done.returncode == 0
    assert '"taken": 1' in done.stdout
    done = run("memory", "import", "none.tmx")
    assert (done.returncode, done.stderr.count("\n")) == (3, 1)
    (workspace.root / "bomb.tmx").write_text('<!DOCTYPE tmx [<!ENTITY a "aa">]><tmx>&a;</tmx>')
    done = run("memory", "import", "bomb.tmx")
    assert done.returncode == 3
    assert done.stderr == (
        "calque: bomb.tmx:1: it declares an entity, which no file of translations needs; have it saved anew\n"
    )
