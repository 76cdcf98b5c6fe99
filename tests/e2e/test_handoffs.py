"""Handoffs through gettext's own programs: files that it accepts go out, what it rewrote comes back."""

import subprocess
from pathlib import Path

import pytest

from calque.handoffs.wishes import Wish
from calque.pipeline.translators.hand_out import hand_out
from calque.pipeline.translators.take_back import import_answers
from calque.po import read_catalog

pytestmark = pytest.mark.e2e

DOORS = "We open the <strong>doors</strong> at nine in the morning and close them again at “tea time”: five."
GATES = DOORS.replace("doors", "gates")
DOORS_FR = (
    "Nous ouvrons les <strong>portes</strong> à neuf heures et les refermons à l’heure du thé : cinq heures."
)
GARDEN = 'Behind the house lies a <a href="/garden/">garden</a> with apple trees, two benches and a pond full of frogs.'


def gettext(*command: str, cwd: Path) -> bytes:
    done = subprocess.run(command, capture_output=True, cwd=cwd, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@pytest.fixture
def given(workspace):
    """A handoff with a new and a stale text, as `out.po`."""
    workspace.post(1, f"<p>{DOORS}</p>\n\n<p>{GARDEN}</p>")
    workspace.sync()
    workspace.translate(1, {DOORS: DOORS_FR})
    workspace.post(1, f"<p>{GATES}</p>\n\n<p>{GARDEN}</p>")
    outcome = workspace.sync()
    hand_out(
        workspace.site,
        "fr",
        Wish(),
        to="Marie Müller <marie@example.org>",
        output=workspace.root / "out.po",
        now=lambda: outcome.status.measured,
    )
    return workspace


def test_a_handoff_passes_msgfmt(given) -> None:
    done = subprocess.run(
        ["msgfmt", "-c", "-v", "-o", "/dev/null", "out.po"], capture_output=True, cwd=given.root, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    warnings = [line for line in done.stderr.decode().splitlines() if "warning" in line]
    assert [line for line in warnings if "Last-Translator" not in line] == []
    assert "1 fuzzy translation, 2 untranslated messages" in done.stderr.decode()


@pytest.mark.parametrize(
    "command",
    [
        ("msgcat", "--sort-output", "out.po"),
        ("msgcat", "--no-location", "--no-wrap", "out.po"),
        ("msgcat", "--width=40", "--indent", "out.po"),
        ("msgconv", "-t", "CP1252", "out.po"),
        ("msgattrib", "--no-obsolete", "out.po"),
        ("msgen", "out.po"),
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_what_gettext_rewrote_comes_back(given, command: tuple[str, ...]) -> None:
    """Another order, other lines, other bytes, copies of the source: nobody translated anything, nothing changes."""
    text = gettext(*command, cwd=given.root)
    catalog = read_catalog(text, place="back.po")
    assert len(catalog.entries) == 3
    (given.root / "back.po").write_bytes(text)
    moment = given.sync().status.measured
    before = given.files()
    imported = import_answers(given.site, [given.root / "back.po"], now=lambda: moment)
    assert imported.files[0].refused == ""
    assert sum(imported.files[0].counts.values()) == 3
    assert given.files() == before


def test_what_msgattrib_unflags_confirms_nothing(given) -> None:
    """As OmegaT: the flag is gone, the previous text and the translation stand."""
    (given.root / "back.po").write_bytes(gettext("msgattrib", "--clear-fuzzy", "out.po", cwd=given.root))
    moment = given.sync().status.measured
    before = given.files()
    imported = import_answers(given.site, [given.root / "back.po"], now=lambda: moment)
    assert imported.files[0].unconfirmed == 1
    assert given.files() == before
