"""`calque check`: lines that editors open, JSON, and exit codes."""

import json
from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]

FR = """\
msgid ""
msgstr ""
"Language: fr\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "Open at 9:30"
msgstr "Ouvert à 9 h 40"

#, fuzzy
msgid "Room 45"
msgstr "Salle 46"

# ignore-numbers
msgid "Shelf 78"
msgstr "Rayon 79"

#, max-length:8
msgctxt "attr:alt"
msgid "Search"
msgstr "Rechercher"

msgid "Not yet"
msgstr ""
"""


@pytest.fixture
def catalog(workspace) -> str:
    """A catalog outside any site."""
    (workspace.root / "calque.toml").unlink()
    (workspace.root / "fr.po").write_text(FR, encoding="utf-8")
    return "fr.po"


def test_a_file_needs_no_configuration(run: Run, catalog: str) -> None:
    done = run("check", catalog)
    assert done.stdout.splitlines() == [
        "fr.po:6: warning numbers: 30 became 40",
        "fr.po:19: error max-length: 10 characters, 8 at most",
    ]
    assert done.returncode == 0
    assert done.stderr == "1 error, 1 warning found in 3 translations of 1 file.\n"


def test_json_has_the_texts(run: Run, catalog: str) -> None:
    data = json.loads(run("check", catalog, "--format", "json", "--severity", "error").stdout)
    assert data == {
        "version": 1,
        "files": 1,
        "checked": 3,
        "counts": {"max-length": 1},
        "flaws": [
            {
                "file": "fr.po",
                "line": 19,
                "locale": "fr",
                "code": "max-length",
                "severity": "error",
                "message": "10 characters, 8 at most",
                "context": "attr:alt",
                "source": "Search",
                "target": ["Rechercher"],
            }
        ],
    }


def test_fuzzy_entries_are_checked_on_demand(run: Run, catalog: str) -> None:
    lines = run("check", catalog, "--fuzzy", "--only", "numbers").stdout.splitlines()
    assert [line.split(":")[1] for line in lines] == ["6", "10"]


def test_checks_are_left_out_for_a_run(run: Run, catalog: str) -> None:
    assert run("check", catalog, "--ignore", "numbers,max-length").stdout == ""


def test_only_the_gate_makes_the_exit_code_1(run: Run, catalog: str) -> None:
    assert run("check", catalog).returncode == 0
    assert run("check", catalog, "--fail-on", "warning").returncode == 1
    assert run("check", catalog, "--fail-on", "error", "--only", "numbers").returncode == 0


def test_a_wrong_code_is_wrong_usage(run: Run, catalog: str) -> None:
    done = run("check", catalog, "--only", "number")
    assert (done.returncode, done.stderr) == (
        2,
        "calque: --only: 'number' is no check; the nearest is 'numbers'\n",
    )


def test_a_file_that_cannot_be_read_does_not_stop_the_others(workspace, run: Run, catalog: str) -> None:
    (workspace.root / "broken.po").write_text('msgid "never ended\n', encoding="utf-8")
    (workspace.root / "nowhere.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    )
    done = run("check", "missing.po", "broken.po", "nowhere.po", catalog, "--fail-on", "note")
    assert done.returncode == 3
    assert len(done.stdout.splitlines()) == 2
    for message in (
        "missing.po: cannot be read",
        "broken.po:1: ",
        "nowhere.po:1: the header names no Language",
    ):
        assert f"calque: {message}" in done.stderr


def test_tags_of_a_foreign_catalog_are_no_markup(workspace, run: Run) -> None:
    text = FR + '\nmsgid "the :term:`list`"\nmsgstr "la :term:`liste <list>`"\n'
    (workspace.root / "fr.po").write_text(text, encoding="utf-8")
    assert " markup" not in run("check", "fr.po").stdout
    own = text.replace("Language: fr", 'X-Source-Language: en\\n"\n"Language: fr')
    (workspace.root / "fr.po").write_text(own, encoding="utf-8")
    assert run("check", "fr.po", "--only", "markup").stdout.startswith("fr.po:26: error markup")


def test_a_locale_can_be_given(workspace, run: Run, catalog: str) -> None:
    text = FR.replace("Language: fr", "Language: ")
    (workspace.root / catalog).write_text(text, encoding="utf-8")
    assert run("check", catalog).returncode == 3
    assert run("check", catalog, "--locale", "pt_BR").returncode == 0
    assert run("check", catalog, "--locale", "klingonisch").returncode == 2


def test_without_files_the_catalogs_of_the_site_are_checked(workspace, run: Run) -> None:
    workspace.post(1, "<p>Open at 9:30</p>", title="")
    workspace.sync()
    workspace.translate(1, {"Open at 9:30": "Ouvert à 9 h 40"})
    done = run("check")
    (line,) = done.stdout.splitlines()
    assert line.startswith("locales/fr/LC_MESSAGES/post-1-post-1.po:")
    assert line.endswith(": warning numbers: 30 became 40")
    assert run("check", "locales/fr").stdout == done.stdout
    assert run("check", "--locale", "fr").stdout == done.stdout
    assert run("check", "--locale", "de").returncode == 2


def test_a_flag_and_a_comment_survive_a_sync(workspace, run: Run) -> None:
    workspace.post(1, "<p>Open at 9:30</p><p>Room 45</p>", title="")
    workspace.sync()
    workspace.translate(1, {"Open at 9:30": "Ouvert à 9 h 40", "Room 45": "Salle 46"})
    path = workspace.catalog(1)
    text = path.read_text(encoding="utf-8")
    text = text.replace('msgid "Open', '#, ignore-numbers\nmsgid "Open')
    text = text.replace("#. paragraph", "# ignore-numbers\n#. paragraph") if "# ignore" not in text else text
    path.write_text(text, encoding="utf-8")
    workspace.post(1, "<p>A new first line</p><p>Open at 9:30</p><p>Room 45</p>", title="")
    workspace.sync()
    assert run("check").stdout == ""
    assert path.read_text(encoding="utf-8").count("ignore-numbers") >= 2


HEAD = FR.partition('msgid "Open')[0]
ONE = (
    f'{HEAD}msgid "Open"\nmsgstr "Ouvert"\n\nmsgid "Bring a cup of tea"\nmsgstr "Apportez une tasse de thé"\n'
)
OTHER = f'{HEAD}msgid "Open"\nmsgstr "Ouverte"\n\nmsgid "Take a mug with tea"\nmsgstr "Apportez une tasse de thé"\n'


def test_what_the_catalogs_of_a_locale_say_in_two_ways_is_a_note(run: Run, catalog: str, workspace) -> None:
    (workspace.root / catalog).unlink()
    (workspace.root / "a.po").write_text(ONE, encoding="utf-8")
    (workspace.root / "b.po").write_text(OTHER, encoding="utf-8")
    assert run("check", "a.po", "b.po").stdout.splitlines() == [
        "b.po:6: note two-translations: the same text is translated otherwise in a.po:6: “Ouvert”",
        "b.po:9: note two-texts: another text has the same translation in a.po:9: “Bring a cup of tea”",
    ]
    left = run("check", "a.po", "b.po", "--ignore", "two-texts").stdout.splitlines()
    assert [line.split()[2] for line in left] == ["two-translations:"]
    assert run("check", "a.po").stdout == ""
