"""The worklist as CSV."""

import csv
import dataclasses
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calque.model import SegmentState, Status
from calque.reports import figures
from calque.reports.csv import COLUMNS, PAGE_COLUMNS, csv_parts, page_parts
from calque.visible import visible


def rows(status: Status) -> list[dict[str, str]]:
    """Return the rows as a spreadsheet reads them."""
    return list(csv.DictReader(io.StringIO("".join(csv_parts(status)), newline="")))


def test_a_row_stands_for_a_segment_outstanding(status: Status) -> None:
    read = rows(status)
    texts = [row for row in read if row["state"]]
    assert len(texts) == sum(len(page.units) for page in figures.queued(status))
    without = [page.key for page in figures.queued(status) if not page.units]
    assert [row["page"] for row in read if not row["state"]] == without
    assert tuple(read[0]) == COLUMNS
    first = read[0]
    assert first["locale"] == "fr"
    assert first["page"] == "posts/1"
    assert first["state"] == "stale"
    assert first["words"] == "2"
    assert first["since"] == "2026-05-03T06:30:00Z"
    assert first["days"] == "203"
    assert first["catalog"] == "locales/fr/LC_MESSAGES/post-1.po"
    assert first["line"] == "45"
    assert "9 to 17" in first["source"]
    assert "9 to 18" in first["confirmed_source"]


def test_what_is_unknown_is_empty(status: Status) -> None:
    undated = rows(status)[3]
    assert (undated["since"], undated["days"], undated["change"]) == ("", "", "")


def test_the_words_add_up_to_the_other_reports(status: Status) -> None:
    """A row is a segment of a page; a text that stands on several is work once."""
    words = {(row["locale"], row["context"], row["source"]): int(row["words"]) for row in rows(status)}
    assert sum(words.values()) == figures.outstanding(status.pages).words


def test_lines_end_as_the_standard_says(status: Status) -> None:
    assert "".join(csv_parts(status)).startswith(",".join(COLUMNS) + "\r\n")


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"], ids=ascii)
def test_a_title_is_never_a_formula(status: Status, title: str) -> None:
    page = dataclasses.replace(status.pages[0], title=title)
    assert rows(dataclasses.replace(status, pages=(page,)))[0]["title"] == f"'{title}"


@given(data=st.data())
def test_any_text_comes_through(data: st.DataObject, statuses: st.SearchStrategy[Status]) -> None:
    status = data.draw(statuses)
    read = [row for row in rows(status) if row["state"]]
    sources = [unit.source for page in figures.queued(status) for unit in page.units]
    assert [row["source"].removeprefix("'") for row in read] == [
        shown(text).removeprefix("'") for text in sources
    ]


def shown(text: str) -> str:
    """Return a text as CSV shows it: line ends and tabs as they are, what would be obeyed made visible."""
    return re.sub(r"[^\r\n\t]+", lambda part: visible(part[0]), text)


def test_a_row_stands_for_a_page_where_that_is_asked_for(status: Status) -> None:
    """Columns that the rows of segments have too are called and filled alike."""
    read = list(csv.DictReader(io.StringIO("".join(page_parts(status)), newline="")))
    assert tuple(read[0]) == PAGE_COLUMNS
    queue = list(figures.queue(status))
    assert [(row["locale"], row["page"]) for row in read] == [(row.locale, row.key) for row in queue]
    assert [int(row["words"]) for row in read] == [row.left.words for row in queue]
    shared = ("locale", "page", "title", "page_state", "verb", "publication", "url", "edit_url", "catalog")
    of_segments = {tuple(row[name] for name in shared) for row in rows(status)}
    assert of_segments == {tuple(row[name] for name in shared) for row in read}


def test_rows_in_some_states_alone(status: Status) -> None:
    text = "".join(csv_parts(status, (SegmentState.STALE, SegmentState.MISSING)))
    read = list(csv.DictReader(io.StringIO(text, newline="")))
    assert read == [row for row in rows(status) if row["state"] in ("stale", "missing")]
