"""What moves aside, file by file: to the archive, to the quarantine, and never over anything."""

from dataclasses import replace
from pathlib import Path

import pytest

from calque.model import Layout, Post, Site, SiteLocale
from calque.pipeline.archive.entries import add_archived, add_entries, keep_entries
from calque.pipeline.archive.moves import (
    archive_gone,
    archived_keys,
    catalogs_without_post,
    shelve,
    shelve_left_locales,
)
from calque.pipeline.archive.quarantine import free_path, give_way, waiting
from calque.pipeline.names import post_key
from calque.po import Merge, altered, read_catalog
from calque.store import Staged, read_bytes

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n{}\n'
NAME = "post-1-a"


def catalog(key: str = "posts/1", target: str = "A", note: str = "") -> bytes:
    header = HEADER.format(f'"X-Calque-Post: {key}\\n"\n' if key else "")
    return (header + (f"# {note}\n" if note else "") + f'msgid "a"\nmsgstr "{target}"\n').encode()


@pytest.fixture
def site(tmp_path: Path) -> Site:
    locales = (SiteLocale("fr", prefix="fr"), SiteLocale("pt-BR", prefix="br"))
    return Site("example", tmp_path, "https://example.org", "en", locales)


def put(site: Site, name: str, data: bytes) -> Path:
    path = site.root / "locales" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def shown(site: Site, files: tuple[Staged, ...]) -> dict[str, bytes | None]:
    """What stands where when the files are published, by the path below locales/."""
    for file in files:
        assert file.before == read_bytes(file.path), "what is staged knows what it replaces"
    return {file.path.relative_to(site.root / "locales").as_posix(): file.data for file in files}


def test_a_catalog_with_work_in_it_is_archived_byte_for_byte(site: Site) -> None:
    data = catalog()
    put(site, f"fr/LC_MESSAGES/{NAME}.po", data)
    assert shown(site, shelve(site, "fr", NAME)) == {
        f"archive/fr/{NAME}.po": data,
        f"fr/LC_MESSAGES/{NAME}.po": None,
    }
    assert shelve(site, "pt-BR", NAME) == ()


@pytest.mark.parametrize(
    ("data", "is_dropped"),
    [
        pytest.param(catalog(target=""), True, id="no word of work"),
        pytest.param(catalog(target="", note="ask Ana"), False, id="a note"),
        pytest.param(catalog(target="", note="calque: memory 0.83"), True, id="a line of calque's own"),
    ],
)
def test_a_catalog_without_a_word_of_work_is_dropped(
    site: Site,
    data: bytes,
    is_dropped: bool,  # noqa: FBT001 — a table's column
) -> None:
    put(site, f"fr/LC_MESSAGES/{NAME}.po", data)
    files = shown(site, shelve(site, "fr", NAME))
    assert files[f"fr/LC_MESSAGES/{NAME}.po"] is None
    assert (f"archive/fr/{NAME}.po" not in files) is is_dropped


@pytest.mark.parametrize(
    ("data", "folder"),
    [
        pytest.param(catalog("posts/1"), "archive", id="the post's own"),
        pytest.param(catalog("pages/1"), "archive", id="of a page with that number"),
        pytest.param(catalog(""), "archive", id="that names no post"),
        pytest.param(catalog("posts/11"), "quarantine", id="of another post"),
        pytest.param(catalog("posts/1")[:-3], "quarantine", id="that is torn"),
    ],
)
def test_what_could_not_come_back_as_this_posts_catalog_goes_to_the_quarantine(
    site: Site, data: bytes, folder: str
) -> None:
    put(site, f"fr/LC_MESSAGES/{NAME}.po", data)
    assert shown(site, shelve(site, "fr", NAME)) == {
        f"{folder}/fr/{NAME}.po": data,
        f"fr/LC_MESSAGES/{NAME}.po": None,
    }


def test_a_catalog_of_many_posts_is_nobodys_alone(site: Site) -> None:
    data = catalog("posts/11")
    put(site, "fr/LC_MESSAGES/post-2026.po", data)
    files = shown(site, shelve(replace(site, layout=Layout.SECTION), "fr", "post-2026"))
    assert files["archive/fr/post-2026.po"] == data


def test_with_a_post_go_its_template_and_its_catalogs_in_every_locale(site: Site) -> None:
    put(site, f"templates/{NAME}.pot", catalog(target=""))
    for folder in ("fr", "pt_BR"):
        put(site, f"{folder}/LC_MESSAGES/{NAME}.po", catalog(target=folder))
    put(site, "fr/LC_MESSAGES/post-2-b.po", catalog("posts/2"))
    moved = [shown(site, tuple(files)) for files in archive_gone(site, [NAME])[0]]
    assert moved == [
        {f"archive/templates/{NAME}.pot": catalog(target=""), f"templates/{NAME}.pot": None},
        {f"archive/fr/{NAME}.po": catalog(target="fr"), f"fr/LC_MESSAGES/{NAME}.po": None},
        {f"archive/pt_BR/{NAME}.po": catalog(target="pt_BR"), f"pt_BR/LC_MESSAGES/{NAME}.po": None},
    ]
    assert archive_gone(site, ["post-3-c"]) == ((), ())


def test_an_archived_file_is_never_overwritten_and_never_doubled(site: Site) -> None:
    put(site, f"fr/LC_MESSAGES/{NAME}.po", catalog(target="B"))
    put(site, f"archive/fr/{NAME}.po", catalog(target="A"))
    assert f"archive/fr/{NAME}.2.po" in shown(site, shelve(site, "fr", NAME))
    put(site, f"archive/fr/{NAME}.2.po", catalog(target="C"))
    assert f"archive/fr/{NAME}.3.po" in shown(site, shelve(site, "fr", NAME))
    put(site, f"archive/fr/{NAME}.2.po", catalog(target="B"))
    assert f"archive/fr/{NAME}.2.po" in shown(site, shelve(site, "fr", NAME)), "the same bytes stand there"
    assert free_path(site.root / "none.po", b"") == site.root / "none.po"


def test_what_gives_way_is_written_before_it_goes(site: Site) -> None:
    path = put(site, f"fr/LC_MESSAGES/{NAME}.po", b"torn")
    staged = give_way(site, "pt-BR", path, b"torn")
    assert staged == Staged(
        site.root / "locales" / "quarantine" / "pt_BR" / f"{NAME}.po", b"torn", None, receives=True
    )


def test_catalogs_of_locales_that_are_named_no_more_are_archived(site: Site) -> None:
    for folder in ("fr", "pt_BR", "de", "zh_Hant"):
        put(site, f"{folder}/LC_MESSAGES/{NAME}.po", catalog(target=folder))
    put(site, f"archive/de/{NAME}.po", catalog(target="before"))
    assert [shown(site, tuple(files)) for files in shelve_left_locales(site, accepted=True)] == [
        {f"archive/de/{NAME}.2.po": catalog(target="de"), f"de/LC_MESSAGES/{NAME}.po": None},
        {f"archive/zh_Hant/{NAME}.po": catalog(target="zh_Hant"), f"zh_Hant/LC_MESSAGES/{NAME}.po": None},
    ]


def post(number: int, kind: str = "post") -> Post:
    return Post(kind, f"{kind}s", number, "", "b", "publish", (), None)


def test_catalogs_that_no_post_belongs_to_are_named_with_the_post_that_they_were_made_of(site: Site) -> None:
    put(site, "templates/post-1-a.pot", catalog("posts/1"))
    put(site, "fr/LC_MESSAGES/post-2-b.po", catalog("posts/2"))
    put(site, "templates/post-22-c.pot", catalog("posts/22"))
    put(site, "fr/LC_MESSAGES/post-2026.po", catalog("", "of a section"))
    put(site, "archive/templates/post-3-d.pot", catalog("posts/3"))
    assert catalogs_without_post(site, [post(2)]) == {
        "post-1-a": "posts/1",
        "post-22-c": "posts/22",
    }
    assert catalogs_without_post(replace(site, layout=Layout.SITE), []) == {}


def test_the_posts_that_are_gone_are_those_whose_templates_are_archived(site: Site) -> None:
    put(site, "archive/templates/post-3-d.pot", catalog("posts/3"))
    put(site, "archive/templates/post-2025.pot", catalog(""))
    put(site, "archive/fr/post-4-e.po", catalog("posts/4"))
    assert archived_keys(site) == {"posts/3"}


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (catalog("posts/55162"), "posts/55162"),
        (catalog(""), ""),
        (b'"X-Calque-Post:   posts/7  \\n"', "posts/7"),
        (b'"x" ' * 2_000 + b'"X-Calque-Post: posts/7\\n"', ""),
        (b'"X-Calque-Post: \xff/7\\n"', "\ufffd/7"),
    ],
    ids=["named", "not named", "blanks", "far below the header", "no UTF-8"],
)
def test_the_header_of_a_catalog_names_its_post(site: Site, data: bytes, key: str) -> None:
    assert post_key(put(site, "x.po", data)) == key


ONE, OTHER = (
    block.entry
    for block in read_catalog(b'msgid "x"\nmsgstr "X"\n\nmsgid "y"\nmsgstr "Y"\n', place="").blocks
)


def test_what_a_merge_has_no_place_for_is_archived_and_what_clashes_waits_in_quarantine(site: Site) -> None:
    merged = Merge(read_catalog(catalog(), place=""), archived=(ONE, OTHER), clashing=(OTHER,))
    archive, quarantine = keep_entries(site, "fr", NAME, merged)
    for staged, folder, kept in ((archive, "archive", "X"), (quarantine, "quarantine", "Y")):
        assert staged.path == site.root / "locales" / folder / "fr" / f"{NAME}.entries.po"
        assert (staged.before, staged.receives) == (None, True)
        found = read_catalog(staged.data or b"", place="")
        assert found.header["X-Calque-Post"] == "posts/1"
        assert [entry.msgstr for entry in found.entries] == [kept]
    assert keep_entries(site, "fr", NAME, Merge(merged.catalog)) == ()


def test_entries_that_are_kept_already_are_not_kept_twice() -> None:
    kept = read_catalog(catalog(), place="")
    merged = Merge(kept, archived=(ONE, kept.entries[0]))
    both = add_archived(kept, merged)
    assert [entry.msgid for entry in both.entries] == ["a", "x"]
    assert add_archived(both, merged) is both
    noted = altered(ONE, tcomment="ask Ana")
    assert [entry.tcomment for entry in add_archived(both, Merge(kept, archived=(noted,))).entries] == [
        "",
        "",
        "ask Ana",
    ]


def test_a_file_of_kept_entries_that_cannot_be_read_stays_and_the_next_number_is_taken(site: Site) -> None:
    path = put(site, f"archive/fr/{NAME}.entries.po", b'msgid "torn')
    into = read_catalog(catalog(), place="")
    (staged,) = add_entries(site, path, into, [ONE])
    assert (staged.path.name, staged.before) == (f"{NAME}.entries.2.po", None)
    put(site, f"archive/fr/{NAME}.entries.2.po", b'msgid "torn, too')
    (staged,) = add_entries(site, path, into, [ONE])
    assert staged.path.name == f"{NAME}.entries.3.po"
    before = staged.data or b""
    put(site, f"archive/fr/{NAME}.entries.3.po", before)
    (staged,) = add_entries(site, path, into, [OTHER])
    assert (staged.path.name, staged.before) == (f"{NAME}.entries.3.po", before)
    assert [entry.msgid for entry in read_catalog(staged.data or b"", place="").entries] == ["x", "y"]
    assert add_entries(site, path, into, []) == ()


def test_every_file_in_quarantine_waits_for_somebody(site: Site) -> None:
    for name in (
        "quarantine/fr/b.po",
        "quarantine/de/a.entries.po",
        "archive/fr/c.po",
        "quarantine/fr/d.txt",
    ):
        put(site, name, b"")
    found = [(finding.code, finding.place, finding.severity) for finding in waiting(site)]
    assert found == [
        ("quarantined", "locales/quarantine/de/a.entries.po", "warning"),
        ("quarantined", "locales/quarantine/fr/b.po", "warning"),
    ]
