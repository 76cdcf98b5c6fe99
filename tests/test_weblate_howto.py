"""What people paste from the page on Weblate fits the files that calque writes."""

import re
from pathlib import Path

import pytest

from calque.po import read_catalog

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "how-to" / "use-weblate.md").read_text(encoding="utf-8")
CATALOGS = sorted((ROOT / "locales").glob("*/LC_MESSAGES/*.po"))


def setting(name: str) -> str:
    found = re.search(rf"^\| {re.escape(name)} \| `(.+?)`", PAGE, re.MULTILINE)
    assert found is not None, name
    return found[1]


def test_the_discovery_finds_every_catalog_in_use_and_its_template() -> None:
    mask = re.compile(setting("Regular expression to match translation files against"))
    template = setting("Define the base file for new translations")
    assert CATALOGS
    for path in CATALOGS:
        found = mask.fullmatch(path.relative_to(ROOT).as_posix())
        assert found is not None
        assert (ROOT / template.replace("{{ component }}", found["component"])).is_file()


@pytest.mark.parametrize(
    "path",
    [
        "archive/fr/a.po",
        "archive/fr/a.entries.po",
        "quarantine/fr/a.po",
        "handoffs/a.po",
        "handoffs/closed/a.po",
        "memory/fr/a.po",
    ],
)
def test_the_discovery_leaves_out_what_nobody_is_to_translate(path: str) -> None:
    assert not re.fullmatch(
        setting("Regular expression to match translation files against"), f"locales/{path}"
    )


def test_the_flag_for_placeholders_matches_all_that_the_sample_has_and_nothing_else() -> None:
    flag = re.fullmatch(r'placeholders:r"(.+)",ignore-xml-tags', setting("Translation flags"))
    assert flag is not None
    placeholder = re.compile(flag[1].replace('\\"', '"'))
    sources = [
        entry.msgid
        for path in (ROOT / "locales" / "templates").glob("*.pot")
        for entry in read_catalog(path.read_bytes(), place=path.name).entries
    ]
    found = [one for text in sources for one in placeholder.findall(text)]
    assert found
    assert [text for text in sources if re.search(r"<[/a-z]", placeholder.sub("", text))] == []


def test_the_reference_of_a_text_names_the_post_that_the_repository_browser_opens() -> None:
    """Weblate's `parentdir` leaves the first folder of `posts/12:content#3f9c1e` out."""
    assert "{{filename|parentdir}}" in setting("Repository browser")
    places = {
        place
        for path in (ROOT / "locales" / "templates").glob("*.pot")
        for entry in read_catalog(path.read_bytes(), place=path.name).entries
        for place, _ in entry.occurrences
    }
    assert places
    assert all(re.match(r"[a-z-]+/\d+:", place) for place in places)
