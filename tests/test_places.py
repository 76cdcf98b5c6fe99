"""Where files stand and what lists them are two sides of one thing."""

from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calque import places
from calque.locales import gettext_name
from calque.model import Site, SiteLocale

LOCALES = ("fr", "pt-BR", "sr-Latn")
NAMES = st.text(
    st.characters(categories=("L", "M", "N"), include_characters="-_."), min_size=1, max_size=40
).filter(lambda name: name.strip(".") and not name.startswith("."))


def site_at(root: Path) -> Site:
    return Site("example", root, "https://example.org", "en", tuple(map(SiteLocale, LOCALES)))


def write(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    return path


@given(NAMES, st.sampled_from(LOCALES))
def test_a_path_tells_its_locale_and_its_kind(name: str, locale: str) -> None:
    site = site_at(Path("/workspace"))
    catalog = places.catalog_path(site, locale, name)
    archived = places.archive_path(site, locale, name)
    quarantined = places.quarantine_path(site, locale, name)
    for path in (catalog, archived, quarantined):
        assert places.gettext_folder(site, path) == gettext_name(locale)
    assert places.archived_path(site, catalog) == archived
    kinds = [
        (places.is_archived(site, one), places.is_quarantined(site, one)) for one in (archived, quarantined)
    ]
    assert kinds == [(True, False), (False, True)]
    assert not places.is_archived(site, catalog)


@given(NAMES, st.sampled_from(LOCALES))
def test_of_a_bundle_are_its_template_and_its_catalogs_alone(name: str, locale: str) -> None:
    site = site_at(Path("/workspace"))

    def told(path: Path) -> bool:
        return places.is_of_bundle(site, path.relative_to(site.root).as_posix())

    assert told(places.template_path(site, name))
    assert told(places.catalog_path(site, locale, name))
    others = (places.archive_path, places.quarantine_path)
    assert not any(told(path(site, locale, name)) for path in others)
    assert not told(places.archived_template_path(site, name))
    assert not told(places.record_path(site, name))


@given(NAMES, st.integers(0, 3))
def test_a_file_of_single_entries_is_one_under_any_number(name: str, number: int) -> None:
    path = places.archive_path(site_at(Path("/workspace")), "fr", places.entries_name(name))
    assert places.is_of_entries(list(islice(places.numbered(path), number + 1))[number])


def test_a_number_stands_before_the_ending() -> None:
    assert [path.name for path in islice(places.numbered(Path("a/post-1-b.po")), 3)] == [
        "post-1-b.po",
        "post-1-b.2.po",
        "post-1-b.3.po",
    ]


def test_each_list_has_what_stands_at_its_paths_in_order(tmp_path: Path) -> None:
    site = site_at(tmp_path)
    template, gone = (
        write(path(site, "a")) for path in (places.template_path, places.archived_template_path)
    )
    one, two = (write(places.catalog_path(site, "fr", name)) for name in ("a", "b"))
    other = write(places.catalog_path(site, "pt-BR", "a"))
    whole = write(places.archive_path(site, "fr", "a"))
    entries = write(places.archive_path(site, "fr", places.entries_name("a")))
    waiting = write(places.quarantine_path(site, "fr", places.entries_name("a")))
    record = write(places.record_path(site, "fr-2026-01-01"))
    closed = write(places.closed_path(site, "fr-2025-12-01"))
    assert places.list_templates(site) == [template]
    assert places.list_archived_templates(site) == [gone]
    assert places.list_catalogs(site, "fr") == [one, two]
    assert places.list_all_catalogs(site) == [one, two, other]
    assert places.list_archived(site, "fr") == [entries, whole]
    assert places.list_all_archived(site) == [whole, gone, entries]
    assert list(places.list_entries(site, "fr", "a")) == [entries, waiting]
    assert places.list_quarantined(site) == [waiting]
    assert places.list_aside(site) == [entries, whole, waiting]
    assert places.list_handoffs(site) == [record]
    assert places.list_closed(site) == [closed]
    assert [path for path in (one, record, closed) if places.is_of_handoff(site, path)] == [record, closed]


def test_a_name_with_signs_of_a_pattern_lists_its_own_entries_alone(tmp_path: Path) -> None:
    site = site_at(tmp_path)
    own = write(places.archive_path(site, "fr", places.entries_name("a[b]")))
    write(places.archive_path(site, "fr", places.entries_name("ab")))
    assert list(places.list_entries(site, "fr", "a[b]")) == [own]


@pytest.mark.parametrize("looks", [places.list_templates, places.list_all_archived, places.list_handoffs])
def test_a_list_of_a_folder_that_is_not_there_is_empty(tmp_path: Path, looks) -> None:
    assert looks(site_at(tmp_path)) == []
    assert places.fetched_sizes(tmp_path, "posts") == {}


def test_fetched_posts_are_found_by_the_globs_of_the_configuration(tmp_path: Path) -> None:
    post = write(places.fetched_post(tmp_path, "posts", 12))
    earlier = write(places.fetched_revisions(tmp_path, "posts", 12))
    page = write(places.fetched_page(tmp_path, "posts", "fr", 12))
    write(places.fetched_index(tmp_path))
    globs = (places.KEPT_POSTS, places.KEPT_REVISIONS, places.KEPT_PAGES)
    assert [list(tmp_path.glob(one)) for one in globs] == [[post], [earlier], [page]]
    assert places.fetched_sizes(tmp_path, "posts") == {"12.json": 0}
