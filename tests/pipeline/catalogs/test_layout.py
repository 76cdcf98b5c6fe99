"""Another layout, or another year: translations go along, nothing of them is lost, and the old files go away."""

import pytest

from calque.model import PageState
from calque.po import edit, read_catalog, write_catalog
from rights import bound_by_rights

TEXTS = {
    1: "Behind the house lies a garden with old apple trees, two benches and a pond full of frogs.",
    2: "Whoever wants to borrow a ladder asks the neighbour with the red bicycle, at any time.",
    3: "In winter the kitchen smells of cinnamon, and nobody wants to go home before the evening.",
}
FRENCH = {
    TEXTS[1]: "Derrière la maison s'étend un jardin avec de vieux pommiers, deux bancs et un étang.",
    TEXTS[2]: "Qui veut emprunter une échelle la demande au voisin à la bicyclette rouge.",
    TEXTS[3]: "En hiver, la cuisine sent la cannelle, et personne ne veut rentrer avant le soir.",
}
GONE = "A paragraph that was here once upon a time and is not any more, though somebody translated it."
GONE_FR = "Un paragraphe qui était là autrefois et qui n'y est plus."


def put(workspace, number: int, *texts: str, year: int = 2026) -> None:
    html = "".join(f"<p>{text}</p>" for text in (TEXTS[number], *texts))
    title = f"The little book number {number}, for everybody"
    workspace.post(number, html, title=title, date_gmt=f"{year}-01-01T10:00:00")


def ask_for(workspace, layout: str) -> None:
    text = (workspace.root / "calque.toml").read_text().split("[catalogs]")[0]
    workspace.configure(f'{text}[catalogs]\nlayout = "{layout}"\n')


def all_texts(workspace) -> str:
    """Return what the catalogs say, each text on one line."""
    found = []
    for name, data in sorted(workspace.files().items()):
        for block in read_catalog(data, place=name).blocks if name.endswith(".po") else ():
            found += [*block.fields.targets, block.fields.tcomment]
    return "\n".join(found)


@pytest.fixture
def translated(workspace):
    """Three posts of two years, translated, with a note, an obsolete entry and a remark above a header."""
    for number, year in ((1, 2025), (2, 2025), (3, 2026)):
        put(workspace, number, *([GONE] if number == 1 else []), year=year)
    workspace.sync()
    for number in TEXTS:
        title = f"The little book number {number}, for everybody"
        workspace.translate(
            number, FRENCH | {GONE: GONE_FR, title: f"Le petit livre numéro {number}, pour tous"}
        )
    path = workspace.catalog(2)
    text = path.read_text(encoding="utf-8").replace("#. paragraph\n", "# red, not blue\n#. paragraph\n")
    path.write_text("# by Marie\n" + text, encoding="utf-8")
    put(workspace, 1, year=2025)
    workspace.sync()
    return workspace


FILES = {
    "post": {"post-1-post-1", "post-2-post-2", "post-3-post-3"},
    "section": {"post-2025", "post-2026"},
    "site": {"example"},
}


@pytest.mark.parametrize("last", ["post", "section", "site"])
@pytest.mark.parametrize("first", ["section", "site"])
def test_a_change_of_layout_takes_every_text_and_note_along(translated, first: str, last: str) -> None:
    for layout in (first, last):
        ask_for(translated, layout)
        status = translated.sync().status
        assert {page.state for page in status.pages} == {PageState.CURRENT}
        assert not [finding for finding in status.findings if finding.severity == "error"]
        live = {name for name in translated.files() if not name.startswith("archive")}
        names = FILES[layout]
        expected = {f"fr/LC_MESSAGES/{name}.po" for name in names} | {
            f"templates/{name}.pot" for name in names
        }
        assert live == expected
        said = all_texts(translated)
        for text in (*FRENCH.values(), GONE_FR, "red, not blue", "by Marie"):
            assert text in said, text
        assert translated.sync().files == ()


def test_posts_that_translate_one_text_in_two_ways_leave_the_second_in_quarantine(translated) -> None:
    put(translated, 3, TEXTS[2])
    translated.sync()
    other = "Pour une échelle, voyez le voisin à vélo."
    translated.translate(3, {TEXTS[2]: other})
    ask_for(translated, "site")
    findings = translated.sync().status.findings
    assert {"conflict", "quarantined"} <= {finding.code for finding in findings}
    assert other in all_texts(translated)
    assert FRENCH[TEXTS[2]] in all_texts(translated)
    assert "quarantine/fr/example.entries.po" in translated.files()
    assert translated.sync().files == ()


def test_an_archived_catalog_of_another_layout_comes_back_with_its_post(translated, page_of) -> None:
    path = translated.root / "posts" / "en-3.json"
    kept = path.read_bytes()
    path.unlink()
    translated.sync()
    translated.sync()
    ask_for(translated, "site")
    translated.sync()
    assert "archive/fr/post-3-post-3.po" in translated.files()
    path.write_bytes(kept)
    assert page_of(translated.sync(), "posts/3").state is PageState.CURRENT
    assert not [name for name in translated.files() if "post-3" in name]


def test_a_post_whose_year_changes_takes_its_translations_along(translated, page_of) -> None:
    ask_for(translated, "section")
    translated.sync()
    put(translated, 2, year=2026)
    outcome = translated.sync()
    assert {page.state for page in outcome.status.pages} == {PageState.CURRENT}
    newer = read_catalog(translated.files()["fr/LC_MESSAGES/post-2026.po"], place="")
    (entry,) = (entry for entry in newer.entries if entry.msgid == TEXTS[2])
    assert (entry.msgstr, entry.tcomment, entry.flags) == (FRENCH[TEXTS[2]], "red, not blue", [])
    assert translated.sync().files == ()
    put(translated, 1, year=2026)
    assert page_of(translated.sync(), "posts/1").state is PageState.CURRENT
    assert translated.sync().files == ()


def test_a_site_of_another_name_keeps_its_one_catalogs_texts(translated) -> None:
    ask_for(translated, "site")
    translated.sync()
    text = (translated.root / "calque.toml").read_text()
    translated.configure(text.replace('name = "example"', 'name = "other"'))
    assert {page.state for page in translated.sync().status.pages} == {PageState.CURRENT}
    assert [name for name in translated.files() if "example" in name] == []


def test_a_catalog_that_cannot_be_read_stays_where_it_is_and_the_others_change(translated) -> None:
    path = translated.catalog(1)
    torn = path.read_bytes()[:-20]
    path.write_bytes(torn)
    ask_for(translated, "site")
    findings = translated.sync().status.findings
    assert ("unreadable_catalog", "post-1-post-1.po") in {
        (finding.code, finding.place.rpartition("/")[2].partition(":")[0]) for finding in findings
    }
    assert path.read_bytes() == torn
    assert FRENCH[TEXTS[3]] in all_texts_but(translated, "post-1-post-1.po")


def all_texts_but(workspace, name: str) -> str:
    path = next(workspace.root.rglob(name))
    data = path.read_bytes()
    path.unlink()
    said = all_texts(workspace)
    path.write_bytes(data)
    return said


def test_posts_of_a_section_do_not_refuse_the_catalog_when_the_first_is_gone(workspace) -> None:
    """The header of a catalog that once was of one post alone names it."""
    ask_for(workspace, "section")
    put(workspace, 1)
    workspace.sync()
    put(workspace, 2)
    workspace.sync()
    (workspace.root / "posts" / "en-1.json").unlink()
    findings = workspace.sync().status.findings
    assert not [finding for finding in findings if finding.severity == "error"]


def test_an_archived_translation_that_clashes_is_asked_about_once(translated) -> None:
    """Its post was away while the layout changed, and another of the new catalog says it in another way."""
    (translated.root / "posts" / "en-1.json").rename(translated.root / "kept.json")
    for _ in range(2):
        translated.sync()
    put(translated, 2, TEXTS[1], year=2025)
    ask_for(translated, "section")
    translated.sync()
    path = translated.root / "locales" / "fr" / "LC_MESSAGES" / "post-2025.po"
    catalog = read_catalog(path.read_bytes(), place="")
    (at,) = (number for number, entry in enumerate(catalog.entries) if entry.msgid == TEXTS[1])
    path.write_bytes(write_catalog(edit(catalog, at, msgstr="Un jardin, tout simplement.", fuzzy=False)))
    (translated.root / "kept.json").rename(translated.root / "posts" / "en-1.json")
    assert "conflict" in {finding.code for finding in translated.sync().status.findings}
    assert FRENCH[TEXTS[1]] in all_texts(translated)
    assert "archive/fr/post-1-post-1.po" not in translated.files()
    (translated.root / "locales" / "quarantine" / "fr" / "post-2025.entries.po").unlink()
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "calque: conflict" not in line), encoding="utf-8")
    after = translated.sync()
    assert (after.files, after.status.findings) == ((), ())


def test_an_archive_that_cannot_be_read_keeps_no_layout_from_changing(translated) -> None:
    path = translated.root / "locales" / "archive" / "fr" / "example.entries.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"")
    path.chmod(0)
    ask_for(translated, "site")
    with bound_by_rights():
        translated.sync()
    path.chmod(0o600)
    assert sorted(one.stem for one in (translated.root / "locales/fr/LC_MESSAGES").iterdir()) == ["example"]
    assert all(text in all_texts(translated) for text in FRENCH.values())


def test_a_post_whose_year_changes_while_its_catalog_cannot_be_read_takes_its_translations_along_later(
    translated,
) -> None:
    ask_for(translated, "section")
    translated.sync()
    old = translated.root / "locales/fr/LC_MESSAGES/post-2025.po"
    put(translated, 2, year=2026)
    old.chmod(0)
    with bound_by_rights():
        translated.sync()
    old.chmod(0o600)
    translated.sync()
    newer = read_catalog(translated.files()["fr/LC_MESSAGES/post-2026.po"], place="")
    (entry,) = (entry for entry in newer.entries if entry.msgid == TEXTS[2])
    assert (entry.msgstr, entry.tcomment, entry.flags) == (FRENCH[TEXTS[2]], "red, not blue", [])


def test_a_post_whose_new_catalog_cannot_be_read_stays_in_the_old_one_until_it_can(translated) -> None:
    ask_for(translated, "section")
    translated.sync()
    folder = translated.root / "locales/fr/LC_MESSAGES"
    old, new = folder / "post-2025.po", folder / "post-2026.po"
    whole, before = new.read_bytes(), old.read_bytes()
    put(translated, 2, year=2026)
    new.write_bytes(whole + b'\nmsgid "cut')
    outcome = translated.sync()
    assert [one.code for one in outcome.status.findings] == ["unreadable_catalog"]
    assert old.read_bytes() == before
    new.write_bytes(whole)
    outcome = translated.sync()
    assert {page.state for page in outcome.status.pages} == {PageState.CURRENT}
    assert translated.sync().files == ()
