"""`calque confirm` of posts, texts and kinds of change: the confirmed text moves, the translation does not."""

import sqlite3
from contextlib import closing

import pytest

from calque.cli import main
from calque.model import PageState
from calque.po import read_catalog
from reading_room import CONFIG, EDITED, ENGLISH, FRENCH, GERMAN, html

TITLE = "Why the reading room is never empty"


@pytest.fixture
def stale(workspace):
    """A post in two languages, of which one text got another word afterwards, and one another number."""
    workspace.configure(CONFIG)
    workspace.post(7, html(*ENGLISH), title=TITLE, slug="why")
    workspace.post(8, html(*FRENCH), title="Pourquoi la salle n'est jamais vide", slug="why", locale="fr")
    workspace.sync("2026-05-01")
    german = {TITLE: "Warum der Lesesaal nie leer ist"} | dict(zip(ENGLISH, GERMAN, strict=True))
    workspace.translate(7, german, "de")
    workspace.sync("2026-05-02")
    workspace.post(7, html(*EDITED), title=TITLE, slug="why", modified_gmt="2026-05-04T08:00:00")
    workspace.sync("2026-05-05")
    return workspace


def confirm(workspace, *options: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(["confirm", *options, "--config", str(workspace.root / "calque.toml")])
    return int(end.value.code or 0)


def fuzzy(workspace, locale: str) -> list[int]:
    """Return which of the edited texts are fuzzy in a locale."""
    path = workspace.catalog(7, locale)
    entries = {one.msgid: one for one in read_catalog(path.read_bytes(), place=path.name).entries}
    return [number for number, text in enumerate(EDITED) if "fuzzy" in entries[text].flags]


@pytest.mark.parametrize(
    ("options", "left"),
    [
        (("--post", "posts/7", "--locale", "fr"), {"fr": [], "de": [0, 1]}),
        (("--post", "https://example.org/why/", "--locale", "all"), {"fr": [], "de": []}),
        (("--change", "minor", "--locale", "all"), {"fr": [1], "de": [1]}),
        (("--change", "markup", "--locale", "all"), {"fr": [0, 1], "de": [0, 1]}),
        (("--text", EDITED[1], "--locale", "de"), {"fr": [0, 1], "de": [0]}),
    ],
    ids=["a post in a locale", "a post in all", "minor changes", "changes of markup", "a text"],
)
def test_what_is_named_is_still_right_and_nothing_else(stale, options, left) -> None:
    assert confirm(stale, *options) == 0
    assert {locale: fuzzy(stale, locale) for locale in ("fr", "de")} == left


def test_a_confirmed_text_stays_confirmed_and_says_by_whom(stale, page_of) -> None:
    assert confirm(stale, "--post", "posts/7", "--locale", "fr", "--by", "Mia") == 0
    path = stale.catalog(7)
    entries = {one.msgid: one for one in read_catalog(path.read_bytes(), place=path.name).entries}
    assert entries[EDITED[1]].msgstr == FRENCH[1]
    assert "calque: still right, Mia, 20" in entries[EDITED[1]].tcomment
    assert "changed:" not in entries[EDITED[1]].comment
    outcome = stale.sync("2026-05-07")
    assert outcome.files == ()
    assert page_of(outcome, "posts/7").state is PageState.CURRENT
    assert page_of(outcome, "posts/7", "de").state is PageState.STALE
    with closing(sqlite3.connect(stale.root / ".calque" / "ledger.sqlite")) as ledger:
        query = (
            "SELECT c.locale, c.post, c.said_by, one.text, other.text FROM confirmations c JOIN texts one ON "
            "c.source = one.hash JOIN texts other ON c.confirmed = other.hash ORDER BY c.id"
        )
        rows = ledger.execute(query).fetchall()
    assert rows == [
        ("fr", "posts/7", "Mia", new, old) for new, old in zip(EDITED[:2], ENGLISH[:2], strict=True)
    ]


def test_a_translation_without_a_tag_of_its_text_is_confirmed_by_its_text_alone(stale) -> None:
    """It would be invalid: a kind of change says nothing of that, whoever names the text has seen it."""
    assert confirm(stale, "--post", "posts/7", "--locale", "all") == 0
    first, second, *rest = EDITED[2].split()
    linked = " ".join((first, f'<a href="https://news.example.net/">{second}</a>', *rest))
    stale.post(7, html(*(*EDITED[:2], linked)), title=TITLE, slug="why", modified_gmt="2026-05-06T08:00:00")
    stale.sync("2026-05-06")
    for named in (("--change", "markup"), ("--post", "posts/7")):
        before = stale.files()
        assert confirm(stale, *named, "--locale", "all") == 0
        assert stale.files() == before
    assert confirm(stale, "--text", EDITED[2], "--locale", "de") == 0
    assert stale.files() != before


def test_a_later_change_is_told_again(stale, page_of) -> None:
    confirm(stale, "--post", "posts/7", "--locale", "fr")
    again = (EDITED[0], EDITED[1].replace("60", "80"), EDITED[2])
    stale.post(7, html(*again), title=TITLE, slug="why", modified_gmt="2026-05-08T08:00:00")
    (unit,) = page_of(stale.sync("2026-05-09"), "posts/7").units
    assert (unit.source, unit.confirmed) == (again[1], EDITED[1])


def test_a_live_page_is_confirmed_by_somebody(stale) -> None:
    assert confirm(stale, "https://example.org/fr/why/", "--by", "Mia") == 0
    assert "# calque: still right, Mia" in stale.catalog(7).read_text(encoding="utf-8")
    assert stale.sync("2026-05-07").files == ()


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        ((), 2, "give the address of a live page"),
        (("https://example.org/fr/why/", "--post", "posts/7"), 2, "stands alone"),
        (("--post", "posts/7"), 2, "say which locale"),
        (("--post", "posts/99", "--locale", "fr"), 3, "no source post has this key"),
    ],
    ids=["nothing", "a page and a post", "no locale", "an unknown post"],
)
def test_a_wish_that_names_nothing_is_refused(stale, capsys, options, code: int, told: str) -> None:
    before = stale.files()
    assert confirm(stale, *options) == code
    assert told in capsys.readouterr().err
    assert stale.files() == before
