"""`calque merge-driver`: what git calls where two branches changed a catalog, and what it gets back."""

import subprocess
from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]
HEAD = 'msgid ""\nmsgstr ""\n"Language: fr\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
OPEN = HEAD + 'msgid "Good morning"\nmsgstr "%s"\n\nmsgid "Good night"\nmsgstr "%s"\n'


@pytest.fixture
def driver(workspace: Any, run: Run) -> Callable[..., Any]:
    """Run the driver over three texts, with names as git gives them; return what it left, and the merged file."""

    def merge(base: str, ours: str, theirs: str, *more: str) -> tuple[Any, str]:
        names = [f".merge_file_{name}" for name in ("base", "ours", "theirs")]
        for name, text in zip(names, (base, ours, theirs), strict=True):
            (workspace.root / name).write_text(text, encoding="utf-8")
        done = run("merge-driver", *names, *more)
        return done, (workspace.root / names[1]).read_text(encoding="utf-8")

    return merge


def test_what_both_branches_translated_is_in_the_file_and_git_is_told_that_all_is_well(driver: Run) -> None:
    done, merged = driver(OPEN % ("", ""), OPEN % ("Bonjour", ""), OPEN % ("", "Bonne nuit"), "locales/fr.po")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert merged == OPEN % ("Bonjour", "Bonne nuit")


def test_a_file_that_both_branches_began_has_an_empty_base(driver: Run) -> None:
    done, merged = driver("", OPEN % ("Bonjour", ""), OPEN % ("", "Bonne nuit"))
    assert done.returncode == 0, done.stderr
    assert merged == OPEN % ("Bonjour", "Bonne nuit")


def test_two_translations_of_a_text_are_a_conflict_for_git_and_stand_in_a_file_that_can_be_read(
    driver: Run,
) -> None:
    texts = OPEN % ("", ""), OPEN % ("Bonjour", ""), OPEN % ("Salut", "Bonne nuit")
    done, merged = driver(*texts, "locales/fr/LC_MESSAGES/a.po")
    assert done.returncode == 1
    assert merged == (OPEN % ("Bonjour", "Bonne nuit")).replace(
        'msgid "Good morning"',
        '# calque: conflict with another branch: Salut\n#, fuzzy\nmsgid "Good morning"',
    )
    assert done.stderr == (
        "calque: locales/fr/LC_MESSAGES/a.po:8: both branches translate “Good morning”: “Bonjour” stands, “Salut” is "
        "noted beside it; choose one, or `git add` the file and choose later\n"
    )


@pytest.mark.parametrize("broken", [0, 1, 2], ids=["the base", "ours", "theirs"])
def test_what_is_no_po_file_is_left_to_git(driver: Run, broken: int) -> None:
    texts = [OPEN % ("", ""), OPEN % ("Bonjour", ""), OPEN % ("Salut", "")]
    texts[broken] = texts[broken].replace('msgid "Good night"', "Good night")
    done, merged = driver(*texts, "a.po")
    assert done.returncode == 3
    assert done.stderr.startswith("calque: a.po:9: ")
    assert "merged line by line, as git does" in done.stderr
    assert merged.count("<<<<<<< ours") == merged.count(">>>>>>> theirs") == 1
    assert "Bonjour" in merged
    assert "Salut" in merged


def test_what_git_cannot_merge_either_is_left_as_ours(driver: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    done, merged = driver(OPEN, "ours", "theirs", "a.po")
    assert done.returncode == 3
    assert merged == "ours"


def test_init_offers_the_lines_that_make_git_use_it(workspace: Any, run: Run) -> None:
    (workspace.root / "calque.toml").unlink()
    workspace.post(1, "<p>We open the doors at nine in the morning, and close them late.</p>")
    done = run("init", "posts", "--target", "fr")
    assert "merge-driver" not in done.stdout
    (workspace.root / "calque.toml").unlink()
    subprocess.run(["git", "init", "--quiet", str(workspace.root)], check=True)
    done = run("init", "posts", "--target", "fr")
    lines = [line.strip() for line in done.stdout.splitlines() if line.startswith("  ")]
    assert lines == [
        'git config merge.calque.driver "calque merge-driver %O %A %B %P"',
        "echo 'locales/**/*.po* merge=calque' >> .gitattributes",
    ]
    assert "*.mo" in (workspace.root / ".gitignore").read_text().splitlines()  # which Poedit writes
    for line in lines:
        subprocess.run(["sh", "-c", line], cwd=workspace.root, check=True)
    asked = ["git", "check-attr", "merge", "locales/fr/LC_MESSAGES/a.po", "locales/templates/a.pot", "a.txt"]
    said = subprocess.run(asked, cwd=workspace.root, capture_output=True, check=True).stdout.decode()
    assert [line.rpartition(" ")[2] for line in said.splitlines()] == ["calque", "calque", "unspecified"]
