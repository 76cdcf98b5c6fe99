"""What a translator's file confirms: what somebody did in it, for the text that stood there."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from calque.errors import SourceError
from calque.model import PageState, PageStatus, SegmentState
from calque.pipeline.status import status
from reading_room import html

PageOf = Callable[..., PageStatus]

TEXTS = (
    "We open the doors at nine in the morning and close them when the last visitor has left.",
    "Behind the house lies a garden with old apple trees, two benches and a pond full of frogs.",
    "Whoever wants to borrow a book needs a card, which costs nothing and lasts for three years.",
)
FRENCH = (
    "Nous ouvrons les portes à neuf heures du matin et fermons quand le dernier visiteur est parti.",
    "Derrière la maison s'étend un jardin avec de vieux pommiers, deux bancs et un étang de grenouilles.",
    "Pour emprunter un livre, il faut une carte qui ne coûte rien et reste valable trois ans.",
)
TITLE, TITLE_FR = "The little book of post post-1", "Le petit livre de l'article numéro un"
EDITED = (TEXTS[0].replace("doors", "gates"), TEXTS[1].replace("apple", "pear"), TEXTS[2])


@pytest.fixture
def stale(workspace):
    """A post translated into French, of which two paragraphs were edited afterwards."""
    workspace.post(1, html(*TEXTS))
    workspace.sync("2026-05-01")
    workspace.translate(1, {TITLE: TITLE_FR, **dict(zip(TEXTS, FRENCH, strict=True))})
    workspace.sync("2026-05-02")
    workspace.post(1, html(*EDITED), modified_gmt="2026-05-04T08:00:00")
    workspace.sync("2026-05-05")
    return workspace


def rewrite(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        text = re.sub(old, new, text)
    path.write_text(text, encoding="utf-8")


def stale_texts(page: PageStatus) -> list[str]:
    return [unit.source for unit in page.units if unit.state is SegmentState.STALE]


@pytest.mark.parametrize("lost", [(), ("ledger.sqlite",)], ids=["with a ledger", "without a ledger"])
def test_a_file_that_lost_every_fuzzy_flag_confirms_nothing(
    stale, page_of: PageOf, lost: tuple[str, ...]
) -> None:
    before = stale.catalog(1).read_bytes()
    rewrite(stale.catalog(1), ("#, fuzzy\n", ""))
    for name in lost:
        (stale.root / ".calque" / name).unlink()
    assert status(stale.site, now=lambda: stale.sync(dry_run=True).status.measured).pages[0].flags == (
        "stale",
    )
    outcome = stale.sync("2026-05-06")
    assert stale_texts(page_of(outcome, "posts/1")) == [*EDITED[:2]]
    assert stale.catalog(1).read_bytes() == before
    assert [finding.code for finding in outcome.status.findings] == ["flags_dropped"]
    assert stale.sync("2026-05-07").status.findings == ()


def test_a_file_that_lost_every_flag_and_previous_text_confirms_nothing(stale, page_of: PageOf) -> None:
    before = stale.catalog(1).read_bytes()
    rewrite(stale.catalog(1), ("#, fuzzy\n", ""), (r"#\| .*\n", ""))
    page = page_of(stale.sync("2026-05-06"), "posts/1")
    assert (stale_texts(page), page.since.date().isoformat()) == ([*EDITED[:2]], "2026-05-04")
    assert stale.catalog(1).read_bytes() == before


def test_a_file_that_lost_its_previous_texts_alone_is_as_stale_as_before(stale, page_of: PageOf) -> None:
    """What a git driver by msgcat leaves: a person's flag, as it seems, and no stale text for a gate to see."""
    before = stale.catalog(1).read_bytes()
    rewrite(stale.catalog(1), (r"#\| .*\n", ""))
    shown = status(stale.site, now=lambda: stale.sync(dry_run=True).status.measured).pages[0]
    assert stale_texts(shown) == [*EDITED[:2]]
    page = page_of(stale.sync("2026-05-06"), "posts/1")
    assert (stale_texts(page), page.since.date().isoformat()) == ([*EDITED[:2]], "2026-05-04")
    assert stale.catalog(1).read_bytes() == before


def test_what_was_translated_anew_in_such_a_file_is_confirmed(stale, page_of: PageOf) -> None:
    rewrite(stale.catalog(1), ("#, fuzzy\n", ""), ("vieux pommiers", "vieux poiriers"))
    page = page_of(stale.sync("2026-05-06"), "posts/1")
    assert stale_texts(page) == [EDITED[0]]


def test_one_flag_cleared_after_the_other_confirms_both(stale, page_of: PageOf) -> None:
    for text, french, left in zip(EDITED, FRENCH, (1, 0), strict=False):
        stale.translate(1, {text: french})
        page = page_of(stale.sync("2026-05-06"), "posts/1")
        assert len(stale_texts(page)) == left
    assert page.state is PageState.CURRENT


def test_fuzzy_cleared_in_an_older_export_is_stale_and_kept(stale, page_of: PageOf) -> None:
    """A file of three revisions ago confirms the text of then, whatever was written since."""
    older = stale.catalog(1).read_bytes()
    stale.post(1, html(EDITED[0].replace("nine", "ten"), *EDITED[1:]), modified_gmt="2026-05-08T08:00:00")
    stale.sync("2026-05-09")
    stale.catalog(1).write_bytes(older)
    stale.translate(1, {EDITED[0]: FRENCH[0].replace("portes", "grilles"), EDITED[1]: FRENCH[1]})
    page = page_of(stale.sync("2026-05-10"), "posts/1")
    (unit,) = page.units
    assert (unit.state, unit.confirmed, unit.target) == (
        SegmentState.STALE,
        EDITED[0],
        FRENCH[0].replace("portes", "grilles"),
    )
    assert unit.since.date().isoformat() == "2026-05-08"


def test_a_typo_fixed_with_fuzzy_kept_is_stale_and_as_old_as_before(stale, page_of: PageOf) -> None:
    before = page_of(stale.sync("2026-05-06"), "posts/1")
    rewrite(stale.catalog(1), ("vieux pommiers", "vieux  pommiers"))
    page = page_of(stale.sync("2026-06-20"), "posts/1")
    assert stale_texts(page) == stale_texts(before)
    assert [unit.since for unit in page.units] == [unit.since for unit in before.units]
    assert "vieux  pommiers" in page.units[1].target


def test_a_persons_own_fuzzy_stays_when_the_text_is_reverted(stale, page_of: PageOf) -> None:
    rewrite(stale.catalog(1), ('(msgctxt "title")', r"#, fuzzy\n\1"))
    stale.post(1, html(*TEXTS), modified_gmt="2026-05-08T08:00:00")
    (unit,) = page_of(stale.sync("2026-05-09"), "posts/1").units
    assert (unit.source, unit.state) == (TITLE, SegmentState.FUZZY)


def test_each_run_leaves_a_row_and_one_that_stops_says_why(stale) -> None:
    for number in range(2, 6):
        stale.post(number, html(TEXTS[0]))
    stale.sync("2026-05-06")
    for path in (stale.root / "posts").glob("en-[2-5].json"):
        path.unlink()
    with pytest.raises(SourceError, match="not there any more"):
        stale.sync("2026-05-07")
    with closing(sqlite3.connect(stale.root / ".calque" / "ledger.sqlite")) as ledger:
        rows = ledger.execute("SELECT posts, outcome FROM runs ORDER BY id").fetchall()
    assert [posts for posts, _ in rows] == [1, 1, 1, 5, 0]
    assert [bool(outcome) for _, outcome in rows] == [False, False, False, False, True]
    assert "4 of 5 posts are not there any more" in rows[-1][1]


def test_a_text_that_stands_twice_with_two_translations_is_in_conflict_and_both_are_kept(
    stale, page_of: PageOf
) -> None:
    path = stale.catalog(1)
    other = "Pour emprunter, prenez une carte."
    again = f'\nmsgid "{TEXTS[2]}"\nmsgstr "{other}"\n'
    path.write_text(path.read_text(encoding="utf-8") + again, encoding="utf-8")
    for day in ("2026-05-06", "2026-05-07"):
        outcome = stale.sync(day)
        (unit,) = (unit for unit in page_of(outcome, "posts/1").units if unit.source == TEXTS[2])
        assert (unit.state, unit.target, unit.reason) == (
            SegmentState.CONFLICT,
            FRENCH[2],
            f"a second entry says “{other}”",
        )
        assert "conflict" in {finding.code for finding in outcome.status.findings}
    quarantine = next((stale.root / "locales" / "quarantine").rglob("*.entries.po"))
    assert other in quarantine.read_text(encoding="utf-8")
    stale.translate(1, {TEXTS[2]: other})
    assert SegmentState.CONFLICT not in {
        unit.state for unit in page_of(stale.sync("2026-05-08"), "posts/1").units
    }
