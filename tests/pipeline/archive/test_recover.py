"""What the archive holds can be found again, and comes back without overwriting anything."""

import pytest

from calque.pipeline.archive.recover import RecoverFilter, list_stored, restore
from calque.po import RecoveryKind, read_catalog
from calque.po import recover as recover_entries
from operations import growth
from reading_room import html
from rights import bound_by_rights

GARDEN = "Behind the house lies a garden with old apple trees, two benches and a pond full of frogs."
GARDEN_FR = "Derrière la maison s'étend un jardin avec de vieux pommiers, deux bancs et un étang."
LADDER = "Whoever wants to borrow a ladder asks the neighbour with the red bicycle, at any time."
LADDER_FR = "Qui veut emprunter une échelle la demande au voisin à la bicyclette rouge."


@pytest.fixture
def archived(workspace):
    """Post 1 is gone, and its French catalog with two translations and a note is in the archive; post 2 is here."""
    workspace.post(1, html(GARDEN, LADDER))
    workspace.post(2, html("Another post stays here all the time."))
    workspace.sync()
    workspace.translate(1, {GARDEN: GARDEN_FR, LADDER: LADDER_FR})
    path = workspace.catalog(1)
    path.write_text(path.read_text().replace("#. paragraph\n", "# Frogs, not toads.\n#. paragraph\n", 1))
    (workspace.root / "posts" / "en-1.json").unlink()
    workspace.sync()
    workspace.sync()
    return workspace


def test_what_is_archived_is_listed_with_all_that_is_known_of_it(archived) -> None:
    kept, findings = list_stored(archived.site, RecoverFilter())
    assert findings == ()
    assert [(one.post, one.locale, one.source, one.target, one.note, one.why) for one in kept] == [
        ("posts/1", "fr", GARDEN, (GARDEN_FR,), "Frogs, not toads.", "the post is gone"),
        ("posts/1", "fr", LADDER, (LADDER_FR,), "", "the post is gone"),
    ]
    assert kept[0].file == "locales/archive/fr/post-1-post-1.po"
    assert kept[0].since is not None


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (RecoverFilter(text="FROGS"), [GARDEN]),
        (RecoverFilter(text="échelle"), [LADDER]),
        (RecoverFilter(text="toads"), [GARDEN]),
        (RecoverFilter(post="posts/1"), [GARDEN, LADDER]),
        (RecoverFilter(post="posts/12"), []),
        (RecoverFilter(locale="de"), []),
    ],
)
def test_a_translation_is_found_by_text_post_and_locale(
    archived, wanted: RecoverFilter, found: list[str]
) -> None:
    assert [one.source for one in list_stored(archived.site, wanted)[0]] == found


def test_a_post_made_anew_takes_the_translations_of_the_old_one(archived) -> None:
    """The same where the text is the same, fuzzy where it is another, and never twice."""
    configuration = archived.root / "calque.toml"
    configuration.write_text(
        configuration.read_text() + '[memory]\nfill = "off"\n'
    )  # else the sync has suggested them already
    archived.post(3, html(GARDEN, LADDER.replace("red bicycle", "blue bicycle")))
    archived.sync()
    before = archived.files()
    restored, _ = restore(archived.site, RecoverFilter(post="posts/1"), into="posts/3", dry_run=True)
    assert [str(one.kind) for one in restored] == ["filled", "suggested"]
    assert archived.files() == before
    restore(archived.site, RecoverFilter(post="posts/1"), into="posts/3")
    catalog = read_catalog(archived.catalog(3).read_bytes(), place="")
    told = {entry.msgid: (entry.msgstr, entry.flags, entry.previous_msgid) for entry in catalog.entries[1:]}
    assert told == {
        GARDEN: (GARDEN_FR, [], None),
        LADDER.replace("red", "blue"): (LADDER_FR, ["fuzzy"], LADDER),
    }
    (garden,) = (entry for entry in catalog.entries if entry.msgid == GARDEN)
    assert garden.tcomment == "Frogs, not toads."
    after = archived.files()
    assert after["archive/fr/post-1-post-1.po"] == before["archive/fr/post-1-post-1.po"]
    again, _ = restore(archived.site, RecoverFilter(post="posts/1"), into="posts/3")
    assert [str(one.kind) for one in again] == ["there", "no text"]
    assert archived.files() == after
    assert archived.sync().files == ()


def test_a_translation_in_use_is_never_overwritten(archived) -> None:
    archived.post(3, html(GARDEN))
    archived.sync()
    archived.translate(3, {GARDEN: "Un jardin, tout simplement."})
    before = archived.files()
    (garden, _), _ = restore(archived.site, RecoverFilter(post="posts/1"), into="posts/3")
    assert garden.kind is RecoveryKind.KEPT_BOTH
    assert archived.files() == before


def test_a_post_that_is_gone_keeps_its_catalog_in_the_archive(archived) -> None:
    before = archived.files()
    restored, _ = restore(archived.site, RecoverFilter(post="posts/1"))
    assert {one.kind for one in restored} == {None}
    assert "posts/1 has no catalog in fr: it comes back with the post" in restored[0].reason
    assert archived.files() == before


def test_a_single_entry_comes_back_and_leaves_the_archive(workspace) -> None:
    """A live page replaced a translation; an editor wants the old one where the new was deleted again."""
    workspace.post(1, html(GARDEN, LADDER))
    workspace.sync()
    path = workspace.root / "locales" / "archive" / "fr" / "post-1-post-1.entries.po"
    path.parent.mkdir(parents=True)
    entry = '#: posts/1:content#abc\nmsgid "{}"\nmsgstr "{}"\n\n'
    path.write_text(entry.format(GARDEN, GARDEN_FR) + entry.format(LADDER, LADDER_FR), encoding="utf-8")
    (garden, _), _ = list_stored(workspace.site, RecoverFilter())
    ((one,), _) = restore(workspace.site, RecoverFilter(ids=(garden.id,)))
    assert (one.kind, one.catalog) == (RecoveryKind.FILLED, "locales/fr/LC_MESSAGES/post-1-post-1.po")
    assert GARDEN_FR[:20] in workspace.catalog(1).read_text(encoding="utf-8")
    assert [kept.source for kept in list_stored(workspace.site, RecoverFilter())[0]] == [LADDER]
    restore(workspace.site, RecoverFilter(post="posts/1"))
    assert not path.exists()
    assert workspace.sync().files == ()


def test_one_file_gives_entries_back_to_several_posts(workspace) -> None:
    """A catalog of several posts left them, before each post got its own."""
    workspace.post(1, html(GARDEN))
    workspace.post(2, html(LADDER))
    workspace.sync()
    path = workspace.root / "locales" / "archive" / "fr" / "post-2026.entries.po"
    path.parent.mkdir(parents=True)
    entry = '#: posts/{}:content#abc\nmsgid "{}"\nmsgstr "{}"\n\n'
    lines = (
        entry.format(1, GARDEN, GARDEN_FR),
        entry.format(3, "Another text.", "Un autre texte."),
        entry.format(2, LADDER, LADDER_FR),
    )
    path.write_text("".join(lines), encoding="utf-8")
    restored, _ = restore(workspace.site, RecoverFilter(locale="fr"))
    assert [one.kind for one in restored] == [RecoveryKind.FILLED, None, RecoveryKind.FILLED]
    assert GARDEN_FR[:20] in workspace.catalog(1).read_text(encoding="utf-8")
    assert LADDER_FR[:20] in workspace.catalog(2).read_text(encoding="utf-8")
    assert [kept.source for kept in list_stored(workspace.site, RecoverFilter())[0]] == ["Another text."]


def test_a_round_trip_through_the_archive_changes_no_byte_of_a_translation(workspace) -> None:
    workspace.post(1, html(GARDEN, LADDER))
    workspace.sync()
    empty = read_catalog(workspace.catalog(1).read_bytes(), place="")
    workspace.translate(1, {GARDEN: GARDEN_FR, LADDER: LADDER_FR})
    full = read_catalog(workspace.catalog(1).read_bytes(), place="")
    back = recover_entries(
        empty, [block for block in full.blocks if block.fields.is_translated and not block.is_header]
    )
    assert [block.fields for block in back.catalog.blocks] == [block.fields for block in full.blocks]
    again = recover_entries(back.catalog, full.blocks[1:])
    assert again.catalog is back.catalog


def entries_of(workspace, name: str, text: str):
    path = workspace.root / "locales" / "archive" / "fr" / f"{name}.entries.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


ENTRY = '#: posts/{}:content#abc\nmsgid "{}"\nmsgstr "{}"\n\n'


def test_a_form_that_the_text_has_no_place_for_stays_in_the_archive(workspace) -> None:
    workspace.post(1, html(GARDEN))
    workspace.sync()
    plural = (
        f'#: posts/1:content#abc\nmsgid "{GARDEN}"\nmsgid_plural "x"\nmsgstr[0] "Un."\nmsgstr[1] "Deux."\n'
    )
    path = entries_of(workspace, "post-1-post-1", plural)
    ((one,), findings) = restore(workspace.site, RecoverFilter(locale="fr"))
    assert (one.kind, findings) == (RecoveryKind.FILLED, ())
    assert "Un." in workspace.catalog(1).read_text(encoding="utf-8")
    assert "Deux." in path.read_text(encoding="utf-8")


def test_a_catalog_that_cannot_be_read_is_told_and_the_others_take_theirs(workspace) -> None:
    for number, text in ((1, GARDEN), (2, LADDER)):
        workspace.post(number, html(text))
    workspace.sync()
    entries_of(
        workspace, "post-2026", ENTRY.format(1, GARDEN, GARDEN_FR) + ENTRY.format(2, LADDER, LADDER_FR)
    )
    bad = workspace.catalog(1)
    bad.write_bytes(bad.read_bytes() + b'\nmsgid "cut')
    restored, (told,) = restore(workspace.site, RecoverFilter(locale="fr"))
    assert [one.kind for one in restored] == [None, RecoveryKind.FILLED]
    assert told.place.startswith("locales/fr/LC_MESSAGES/post-1-post-1.po")
    assert told.severity == "error"
    assert LADDER_FR[:20] in workspace.catalog(2).read_text(encoding="utf-8")


def test_a_catalog_that_cannot_be_written_is_told_and_the_others_take_theirs(
    workspace, tmp_path_factory
) -> None:
    for number, text in ((1, GARDEN), (2, LADDER)):
        workspace.post(number, html(text))
    workspace.sync()
    entries_of(
        workspace, "post-2026", ENTRY.format(1, GARDEN, GARDEN_FR) + ENTRY.format(2, LADDER, LADDER_FR)
    )
    elsewhere, link = tmp_path_factory.mktemp("elsewhere"), workspace.catalog(1)
    before = link.read_bytes()
    link.rename(elsewhere / "fr.po")
    link.symlink_to(elsewhere / "fr.po")
    elsewhere.chmod(0o500)
    with bound_by_rights():
        restored, (told,) = restore(workspace.site, RecoverFilter(locale="fr"))
    assert [one.kind for one in restored] == [None, RecoveryKind.FILLED]
    assert "cannot be written" in restored[0].reason
    assert (told.code, told.severity) == ("unwritable", "error")
    assert (elsewhere / "fr.po").read_bytes() == before
    assert LADDER_FR[:20] in workspace.catalog(2).read_text(encoding="utf-8")
    assert [kept.source for kept in list_stored(workspace.site, RecoverFilter())[0]] == [GARDEN]


def test_a_text_that_names_a_post_makes_no_catalog_that_posts(workspace) -> None:
    workspace.post(1, html(LADDER))
    workspace.sync()
    workspace.translate(1, {LADDER: "Voir posts/9: X-Calque-Post: posts/9"})
    entries_of(workspace, "post-9-x", ENTRY.format(9, GARDEN, GARDEN_FR))
    ((one,), _) = restore(workspace.site, RecoverFilter(locale="fr"))
    assert (one.kind, one.catalog) == (None, "")


def test_the_catalogs_of_a_locale_are_looked_at_once_however_many_posts_get_texts_back(workspace) -> None:
    def make(size: int):
        for number in range(1, size + 1):
            workspace.post(number, html(f"{GARDEN} {number}"))
        workspace.sync()
        rows = (
            ENTRY.format(number, f"{GARDEN} {number}", f"{GARDEN_FR} {number}")
            for number in range(1, size + 1)
        )
        entries_of(workspace, "post-2026", "".join(rows))
        return lambda: restore(workspace.site, RecoverFilter(locale="fr"), dry_run=True)

    assert growth(make, 8) < 4.5
