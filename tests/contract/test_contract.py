"""What was read stands in a file written, or nothing is written: judged by the bytes, whatever made them."""

from pathlib import Path

import pytest

from calque.errors import CatalogError
from calque.store import Staged
from calque.store.contract import write_without_loss

FULL = b'# a note\nmsgid "a"\nmsgstr "A"\n\nmsgid "b"\nmsgstr "B"\n\n# the last word\n'
HALF = b'msgid "a"\nmsgstr "A"\n'
REST = b'# a note\nmsgid "b"\nmsgstr "B"\n\n# the last word\n'


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (None, "translation 'A'"),
        (HALF, "comment 'a note'"),
        (FULL.replace(b'"B"', b'""'), "translation 'B'"),
        (FULL.replace(b"# the last word\n", b""), "comment 'the last word'"),
    ],
)
def test_a_set_that_loses_a_word_is_not_written(tmp_path: Path, data: bytes | None, what: str) -> None:
    path, other = tmp_path / "fr.po", tmp_path / "de.po"
    path.write_bytes(FULL)
    with pytest.raises(CatalogError, match=f"fr.po.*the {what} would be lost"):
        write_without_loss([Staged(other, b"", None)], [Staged(path, data, FULL)])
    assert (path.read_bytes(), other.exists()) == (FULL, False)


def test_a_word_may_go_to_another_file_of_the_set_but_not_of_another(tmp_path: Path) -> None:
    path, other = tmp_path / "fr.po", tmp_path / "archive.po"
    path.write_bytes(FULL)
    rest = Staged(other, REST, None, receives=True)
    with pytest.raises(CatalogError):
        write_without_loss([Staged(path, HALF, FULL)], [rest])
    assert write_without_loss([Staged(path, HALF, FULL), rest]) == ()
    assert (path.read_bytes(), other.read_bytes()) == (HALF, REST)


@pytest.mark.parametrize("name", ["fr.pot", "report.html"])
def test_a_word_stands_nowhere_but_in_catalogs(tmp_path: Path, name: str) -> None:
    path, other = tmp_path / "fr.po", tmp_path / name
    path.write_bytes(FULL)
    with pytest.raises(CatalogError):
        write_without_loss([Staged(path, HALF, FULL), Staged(other, REST, None)])
    assert (path.read_bytes(), other.exists()) == (FULL, False)


@pytest.mark.parametrize("name", ["fr.pot", "report.html"])
def test_what_is_no_catalog_may_change_and_go_and_need_not_be_one(tmp_path: Path, name: str) -> None:
    path, page = tmp_path / name, tmp_path / "page.html"
    path.write_bytes(FULL)
    catalog = Staged(tmp_path / "fr.po", FULL, None)
    assert write_without_loss([Staged(path, HALF, FULL), Staged(page, b"<p>no catalog", None), catalog]) == ()
    path.write_bytes(FULL)
    assert write_without_loss([Staged(path, None, FULL)]) == ()
    assert not path.exists()


def test_a_file_that_nobody_can_read_may_move_as_it_is_and_not_change(tmp_path: Path) -> None:
    path, other = tmp_path / "fr.po", tmp_path / "archive.po"
    torn = FULL[:-30]
    path.write_bytes(torn)
    with pytest.raises(CatalogError):
        write_without_loss([Staged(path, HALF, torn)])
    assert write_without_loss([Staged(other, torn, None), Staged(path, None, torn)]) == ()
    assert (path.exists(), other.read_bytes()) == (False, torn)


def test_a_catalog_that_holds_a_note_alone_is_archived_and_not_dropped(workspace) -> None:
    """A translator's first comment, above the header, before the first text is translated."""
    workspace.post(1, "<p>We open the doors at nine in the morning.</p>")
    workspace.sync()
    path = workspace.catalog(1)
    path.write_bytes(b"# Ask for the plural of this.\n" + path.read_bytes())
    config = (workspace.root / "calque.toml").read_text()
    workspace.configure(config + '[scope.fr]\nexclude = ["posts/1"]\n')
    workspace.sync()
    assert b"Ask for the plural" in workspace.files()["archive/fr/post-1-post-1.po"]
