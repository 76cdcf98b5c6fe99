"""What must give way and holds work waits in quarantine, and every report says so; what is refused stays in place."""

import pytest

from calque.errors import CalqueError
from calque.pipeline.archive.quarantine import free_path
from calque.pipeline.archive.recover import RecoverFilter, list_stored
from calque.pipeline.status import status
from calque.store import Staged, write_sets
from rights import bound_by_rights

GARDEN = "Behind the house lies a garden with old apple trees, two benches and a pond full of frogs."
GARDEN_FR = "Derrière la maison s'étend un jardin avec de vieux pommiers, deux bancs et un étang."
SECOND = "Un jardin, tout simplement, avec des grenouilles."


@pytest.fixture
def translated(workspace):
    for number in (1, 2):
        workspace.post(number, f"<p>{GARDEN}</p>")
    workspace.sync()
    workspace.translate(1, {GARDEN: GARDEN_FR})
    workspace.sync()
    return workspace


def told(measured) -> list[tuple[str, str]]:
    return [(finding.code, finding.place) for finding in measured.findings]


def only(workspace, exclude: str) -> None:
    text = (workspace.root / "calque.toml").read_text()
    workspace.configure(text + f"[scope.fr]\nexclude = {exclude}\n")


def test_of_two_translations_of_a_text_the_second_waits_in_quarantine(translated) -> None:
    """With its note; the unit is a conflict, and both reports go on saying so."""
    path = translated.catalog(1)
    second = f'\n# mine is shorter\nmsgid "{GARDEN}"\nmsgstr "{SECOND}"\n'
    path.write_text(path.read_text(encoding="utf-8") + second, encoding="utf-8")
    measured = translated.sync().status
    kept = "locales/quarantine/fr/post-1-post-1.entries.po"
    assert ("quarantined", kept) in told(measured)
    assert ("quarantined", kept) in told(status(translated.site, now=lambda: measured.measured))
    ((one,), _) = list_stored(translated.site, RecoverFilter())
    assert (one.post, one.source, one.target, one.note) == ("posts/1", GARDEN, (SECOND,), "mine is shorter")
    before = translated.files()
    assert translated.sync().files == ()
    assert translated.files() == before


def test_an_archived_catalog_that_cannot_be_read_gives_way_when_its_post_comes_back(translated) -> None:
    text = (translated.root / "calque.toml").read_text()
    only(translated, '["posts/1"]')
    translated.sync()
    archived = translated.root / "locales" / "archive" / "fr" / "post-1-post-1.po"
    torn = archived.read_bytes()[:-20]
    archived.write_bytes(torn)
    translated.configure(text)
    measured = translated.sync().status
    assert ("quarantined", "locales/quarantine/fr/post-1-post-1.po") in told(measured)
    files = translated.files()
    assert files["quarantine/fr/post-1-post-1.po"] == torn
    assert "archive/fr/post-1-post-1.po" not in files
    assert "fr/LC_MESSAGES/post-1-post-1.po" in files
    assert translated.sync().files == ()


@pytest.mark.parametrize("damage", ["torn", "of another post"])
def test_a_catalog_that_could_not_come_back_is_not_archived_as_if_it_could(translated, damage: str) -> None:
    other = translated.catalog(1)
    path = translated.catalog(2)
    path.write_bytes(other.read_bytes()[:-20] if damage == "torn" else other.read_bytes())
    data = path.read_bytes()
    translated.sync()
    assert path.read_bytes() == data, "refused, and left as it is"
    only(translated, '["posts/2"]')
    translated.sync()
    files = translated.files()
    assert files["quarantine/fr/post-2-post-2.po"] == data
    assert "archive/fr/post-2-post-2.po" not in files


def test_a_damaged_file_of_kept_entries_holds_up_no_catalog(translated) -> None:
    """It stays as it is, and what is kept from now on goes beside it."""
    torn = translated.root / "locales" / "quarantine" / "fr" / "post-1-post-1.entries.po"
    torn.parent.mkdir(parents=True)
    torn.write_bytes(b'msgid "never ended')
    path = translated.catalog(1)
    path.write_text(
        path.read_text(encoding="utf-8") + f'\nmsgid "{GARDEN}"\nmsgstr "{SECOND}"\n', encoding="utf-8"
    )
    translated.sync()
    assert torn.read_bytes() == b'msgid "never ended'
    beside = torn.with_name("post-1-post-1.entries.2.po")
    assert SECOND in beside.read_text(encoding="utf-8")
    assert translated.sync().files == ()


def in_circle(folder) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.symlink_to(folder.name)


def closed(folder) -> None:
    folder.mkdir(parents=True)
    folder.chmod(0)


@pytest.mark.parametrize("make", [in_circle, closed])
def test_a_folder_that_cannot_be_looked_into_is_told_and_not_searched_for_ever(tmp_path, make) -> None:
    make(tmp_path / "fr")
    with bound_by_rights():
        free = free_path(tmp_path / "fr" / "a.po", b"work")
        with pytest.raises(CalqueError, match="cannot be"):
            write_sets([Staged(free, b"work", None)])


def test_a_name_that_is_taken_by_a_link_to_nowhere_gets_a_number(tmp_path) -> None:
    (tmp_path / "a.po").symlink_to("nowhere.po")
    assert free_path(tmp_path / "a.po", b"work") == tmp_path / "a.2.po"


def test_a_name_that_is_too_long_is_told(tmp_path) -> None:
    name = f"{'a' * 300}.po"
    assert free_path(tmp_path / name, b"work") == tmp_path / name
