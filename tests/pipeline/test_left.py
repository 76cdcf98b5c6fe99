"""Translations into a locale that calque.toml names no more stay where they are until a person says."""

import pytest

from rights import bound_by_rights

TEXT = "Behind the house lies a garden with old apple trees, two benches and a pond full of frogs."
GERMAN = '\n[locales.de]\nprefix = "de"\ntruth = "po"\n'
PLACE = "locales/de/LC_MESSAGES"


@pytest.fixture
def both(workspace):
    workspace.french = (workspace.root / "calque.toml").read_text()
    workspace.configure(workspace.french + GERMAN)
    for number in (1, 2):
        workspace.post(number, f"<p>{TEXT}</p>")
    workspace.sync("2026-05-01")
    return workspace


def told(outcome) -> list[tuple[str, str, str]]:
    return [(finding.code, finding.severity, finding.place) for finding in outcome.status.findings]


def translate(both) -> None:
    both.translate(1, {TEXT: "Hinter dem Haus liegt ein Garten mit einem Teich voller Frösche."}, locale="de")
    both.sync("2026-05-02")


def test_a_locale_lost_to_a_typing_mistake_comes_back_as_it_was(both) -> None:
    translate(both)
    before = both.files()
    both.configure(both.french)
    for day in ("2026-05-03", "2026-05-04", "2026-05-05"):
        outcome = both.sync(day)
        assert told(outcome) == [("locale_left", "error", PLACE)]
        assert both.files() == before
    assert outcome.status.findings[0].message == (
        "2 catalogs with translations, and calque.toml names no such locale; has it left? Nothing of it is touched: "
        "name it, as in [locales.de], then `calque sync`; or, where it is meant, `calque sync --accept locale_left`"
    )
    both.configure(both.french + GERMAN)
    assert told(both.sync("2026-05-06")) == []
    assert both.files() == before


def test_accepted_its_catalogs_go_to_the_archive_and_come_back_with_it(both) -> None:
    translate(both)
    before = both.files()
    both.configure(both.french)
    assert told(both.sync("2026-05-03")) == [("locale_left", "error", PLACE)]
    assert told(both.sync("2026-05-03", accept=["locale_left"])) == []
    assert not any(name.startswith("de/") for name in both.files())
    assert any(name.startswith("archive/de/") for name in both.files())
    both.configure(both.french + GERMAN)
    both.sync("2026-05-04")
    assert both.files() == before


def test_a_locale_without_any_work_leaves_unasked(both) -> None:
    both.configure(both.french)
    assert told(both.sync("2026-05-03")) == []
    assert not any(name.startswith("de/") for name in both.files())


def test_a_catalog_that_cannot_be_read_may_hold_work(both) -> None:
    both.catalog(1, locale="de").write_bytes(b'msgid "never closed')
    both.configure(both.french)
    assert told(both.sync("2026-05-03")) == [("locale_left", "error", PLACE)]


def test_a_post_that_goes_meanwhile_is_missed_once_and_archived_once(both) -> None:
    translate(both)
    both.configure(both.french)
    both.sync("2026-05-03")
    (both.root / "posts" / "en-2.json").unlink()
    left = ("locale_left", "error", PLACE)
    seen = [told(both.sync(f"2026-05-0{day}")) for day in range(4, 8)]
    assert seen == [
        [left, ("missed_post", "note", "posts/2")],
        [left, ("archived_post", "warning", "posts/2")],
        [left],
        [left],
    ]


def test_its_catalogs_stay_where_the_archive_cannot_be_looked_into(both) -> None:
    translate(both)
    before = both.files()
    both.configure(both.french)
    closed = both.root / "locales" / "archive" / "de"
    closed.mkdir(parents=True)
    closed.chmod(0)
    with bound_by_rights():
        outcome = both.sync("2026-05-03", accept=["locale_left"])
    assert ("unreadable_folder", "error", "locales/archive/de") in told(outcome)
    closed.chmod(0o700)
    assert both.files() == before
    assert told(both.sync("2026-05-04", accept=["locale_left"])) == []
    assert any(name.startswith("archive/de/") for name in both.files())
