"""The digest: what changed since an earlier report, as Markdown and as JSON."""

import dataclasses
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calque.locales import locale_name
from calque.model import Status
from calque.reports.comparison import sentence, since_when
from calque.reports.digest import digest_to_json, render_digest

NOW = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)


def test_the_digest_says_what_changed_in_a_sentence(status: Status) -> None:
    expected = "Since Friday: 2 new, 2 fixed, 1 to publish, 1 worse, 1 better. 1 locale began: Japanese."
    assert sentence(status) == expected
    assert digest_to_json(status)["summary"] == expected
    assert render_digest(status).startswith(f"# Quarter Gazette: {expected}\n")


@pytest.mark.parametrize(
    ("since", "told"),
    [
        ("2026-11-22T04:15", "04:15 today"),
        ("2026-11-21T23:59", "yesterday"),
        ("2026-11-20T04:15", "Friday"),
        ("2026-11-16T00:00", "Monday"),
        ("2026-11-15T23:00", "15 November"),
        ("2025-12-01T00:00", "1 December 2025"),
    ],
)
def test_a_moment_is_told_as_people_speak_of_it(since: str, told: str) -> None:
    assert since_when(datetime.fromisoformat(since).replace(tzinfo=UTC), NOW) == told


def test_the_first_report_says_so(status: Status) -> None:
    first = dataclasses.replace(status, comparison=None)
    assert render_digest(first).startswith("# Quarter Gazette: This is the first report")
    assert digest_to_json(first)["since"] is None


def test_a_quiet_week_says_so(status: Status) -> None:
    quiet = dataclasses.replace(status.comparison, pages=(), began=())
    assert sentence(dataclasses.replace(status, comparison=quiet)) == "Nothing has changed since Friday."


def test_each_page_says_what_it_was_and_is(status: Status) -> None:
    lines = render_digest(status, names=locale_name).splitlines()
    assert "| French (fr) | 65% → 69% | 52% | 256 → 172 | 1 |" in lines
    assert "| Japanese (ja) | n/a | n/a | 0 | 0 |" in lines
    assert (
        "- [Opening hours](https://example.org/fr/post-1/): published → stale, 16 words, in French" in lines
    )
    assert (
        "- [Borrow a bicycle](https://example.org/ar/post-2/): partial → stale, 3 → 4 words, in Arabic"
        in lines
    )
    assert "- Summer fair: stale → no longer there, 2 → 0 words, in German" in lines


def test_the_whole_digest_is_as_the_golden_one(status: Status, golden: Callable[[str, str], None]) -> None:
    golden("digest.md", render_digest(status, names=locale_name))


def test_a_long_digest_is_cut_short_and_says_so(status: Status) -> None:
    text = render_digest(status, limit=1)
    assert text.count("more page") == 2
    assert "more page" not in render_digest(status, limit=None)


def test_the_json_has_the_figures_of_the_status(status: Status) -> None:
    value = json.loads(json.dumps(digest_to_json(status)))
    assert value["counts"] == {"new": 2, "worse": 1, "better": 1, "translated": 1, "fixed": 2}
    assert value["locales"][0] == {
        "locale": "fr",
        "percent": 69,
        "percent_before": 65,
        "percent_published": 52,
        "to_publish": 1,
        "words": 172,
        "words_before": 256,
    }
    assert value["pages"][0]["url"] == "https://example.org/fr/post-1/"


def test_the_keys_are_documented(status: Status) -> None:
    document = (Path(__file__).parents[2] / "docs" / "reference" / "status.md").read_text(encoding="utf-8")
    described = document.partition("## The digest")[2].partition("\n## ")[0]
    value = digest_to_json(status)
    keys = {*value, *value["counts"], *value["locales"][0], "url"}
    assert [key for key in keys if f"`{key}`" not in described] == []


@given(data=st.data())
def test_any_status_has_a_digest(data: st.DataObject, statuses: st.SearchStrategy[Status]) -> None:
    status = data.draw(statuses)
    json.dumps(digest_to_json(status))
    text = render_digest(status)
    assert "<" not in re.sub(r"\]\([^)]*\)", "", text)


def test_the_digest_leads_to_the_report(status: Status) -> None:
    address = "https://intranet.example/t/report.html"
    text = render_digest(status, report=address)
    assert text.splitlines()[2] == f"[The report]({address}), with every page and text."
    assert digest_to_json(status, report=address)["report"] == address
    assert "The report" not in render_digest(status)
