"""`calque handoff` and `calque import`, as a person runs them."""

import json

import pytest

from calque.po import edit, read_catalog, write_catalog

GARDEN = "Behind the house lies a garden with old apple trees, two benches and a pond full of frogs."
GARDEN_FR = "Derrière la maison s'étend un jardin avec de vieux pommiers, deux bancs et un étang."
TITLE_FR = "Le petit livre numéro un"


@pytest.fixture
def site(workspace):
    workspace.post(1, f"<p>{GARDEN}</p>")
    workspace.sync()
    return workspace


def answer(site, name: str) -> None:
    """Translate a file in its place, as an editor does."""
    path = site.root / name
    catalog = read_catalog(path.read_bytes(), place=name)
    for index, entry in enumerate(catalog.entries):
        catalog = edit(catalog, index, msgstr=GARDEN_FR if entry.msgid == GARDEN else TITLE_FR)
    path.write_bytes(write_catalog(catalog))


def test_a_file_goes_out_and_comes_back(site, run) -> None:
    done = run("handoff", "--words", "2000", "--to", "marie", "--due", "2099-12-03", "-o", "marie.po")
    assert done.returncode == 0, done.stderr
    assert "marie.po: 2 texts, 24 words on 1 page for marie, due 2099-12-03." in done.stdout
    assert "new 2 texts, 24 words · changed 0 texts, 0 words" in done.stdout
    listed = run("handoff", "--list").stdout
    assert "marie  due 2099-12-03  2 texts, 24 words of 2 texts, 24 words in hand" in listed
    assert "In hand" in run("status").stdout
    answer(site, "marie.po")
    back = run("import", "marie.po")
    assert (back.returncode, back.stderr) == (0, "")
    assert back.stdout.startswith("marie.po: 2 filled.\n  fr-marie-")
    assert " is done.\nWrote 3 files.\n" in back.stdout
    assert run("handoff", "--list").stdout == "Nothing is in hand.\n"
    assert run("handoff").stdout.startswith("Nothing in fr that these options ask for")
    assert run("status", "--fail-under", "100").returncode == 0


def test_the_summary_is_there_as_json(site, run) -> None:
    given = json.loads(run("handoff", "-o", "out.po", "--format", "json").stdout)
    assert given["total"] == {"segments": 2, "words": 24}
    assert given["due"] is None
    assert (site.root / given["record"]).exists()
    (listed,) = json.loads(run("handoff", "--list", "--format", "json").stdout)["handoffs"]
    assert listed["id"] == given["id"]
    answer(site, "out.po")
    back = json.loads(run("import", "out.po", "--format", "json").stdout)
    (row,) = back["files"]
    assert (row["counts"], row["closed"], row["handoff"]) == ({"filled": 2}, True, given["id"])
    assert back["findings"] == []


def test_a_handoff_is_taken_back(site, run) -> None:
    assert site.files()
    given = json.loads(run("handoff", "-o", "out.po", "--format", "json").stdout)
    assert run("handoff", "--cancel", given["id"]).returncode == 0
    assert run("handoff", "--list").stdout == "Nothing is in hand.\n"
    gone = run("handoff", "--cancel", given["id"])
    assert (gone.returncode, "no open handoff has this id" in gone.stderr) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--due", "tomorrow"), "--due tomorrow: no day; write it as 2026-12-03"),
        (("--locale", "de"), "--locale de: no target locale of example; use one of fr"),
        (("--words", "0"), "words"),
        (("--list", "--cancel", "x"), "--list and --cancel exclude each other"),
    ],
    ids=["due", "locale", "words", "both"],
)
def test_a_wrong_option_is_told_in_a_sentence(site, run, arguments: tuple[str, ...], message: str) -> None:
    before = site.files()
    done = run("handoff", *arguments)
    assert (done.returncode, message in done.stderr) == (2, True), done.stderr
    assert site.files() == before


def test_with_several_locales_one_must_be_named(site, run) -> None:
    site.configure((site.root / "calque.toml").read_text() + '[locales.de]\nprefix = "de"\n')
    done = run("handoff")
    assert (done.returncode, "Give --locale, one of fr, de" in done.stderr) == (2, True)


def test_a_file_that_is_refused_exits_3_and_the_others_are_taken(site, run) -> None:
    run("handoff", "-o", "out.po")
    answer(site, "out.po")
    (site.root / "cut.po").write_text('msgid "cut')
    done = run("import", "nowhere.po", "cut.po", "out.po")
    assert done.returncode == 3
    assert "nowhere.po: refused" in done.stdout
    assert "nowhere.po: no such file" in done.stderr
    assert "cut.po:1: " in done.stderr
    assert "out.po: 2 filled." in done.stdout


def test_a_conflict_is_told_and_exits_0(site, run) -> None:
    run("handoff", "-o", "out.po")
    site.translate(1, {GARDEN: "Un autre jardin se trouve derrière la maison."})
    answer(site, "out.po")
    done = run("import", "out.po")
    assert done.returncode == 0
    assert "was translated in another way than out.po has it" in " ".join(done.stderr.split())
    assert "--prefer answer" in done.stderr


def test_a_dry_run_says_what_would_be_and_writes_nothing(site, run) -> None:
    run("handoff", "-o", "out.po")
    answer(site, "out.po")
    before = site.files()
    assert "Would write 3 files." in run("import", "out.po", "--dry-run").stdout
    assert site.files() == before
