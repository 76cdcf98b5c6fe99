"""Drafts and private posts are named in a report only where that is asked for."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from calque.model import Status
from calque.pipeline.runner import InTurn
from calque.pipeline.sync import sync
from calque.reports.csv import csv_parts
from calque.reports.html import render_page
from calque.reports.json import to_json
from calque.reports.markdown import render_status
from calque.reports.worklist import render_worklist

TEXT = "<p>We open the doors at nine in the morning and close them again in the evening.</p>"
MOMENT = datetime(2026, 6, 1, tzinfo=UTC)
HIDDEN = "The merger with the neighbouring library is still confidential and nobody may know of it."


@pytest.fixture
def measured(workspace):
    """Return how to sync a site with a secret source, a secret page alone and a secret translation."""
    workspace.post(1, TEXT)
    workspace.post(2, f"<p>{HIDDEN}</p>", status="private", slug="merger-secret", title="Merger secret")
    workspace.post(3, f"<p>{HIDDEN}</p>", locale="fr", status="draft", slug="merger-plan", title="Merger")
    workspace.post(1, f"<p>{HIDDEN}</p>", locale="fr", status="draft", slug="post-1", title="Merger")

    def measure(*, include_private: bool) -> Status:
        site = replace(workspace.site, include_private=include_private)
        return sync(site, InTurn(), now=lambda: MOMENT).status

    return measure


def everything(status: Status) -> str:
    return "\n".join(
        (
            json.dumps(to_json(status)),
            render_page(status),
            "".join(csv_parts(status)),
            render_status(status),
            render_worklist(status),
        )
    )


def test_no_report_names_or_quotes_what_is_not_public(measured) -> None:
    status = measured(include_private=False)
    text = everything(status)
    assert "erger" not in text
    (finding,) = (one for one in status.findings if one.code == "not_public")
    assert finding.message.startswith("3 posts are not public (2 draft, 1 private); no report names")


def test_a_draft_that_translates_a_public_post_shows_as_a_draft(measured) -> None:
    (page,) = measured(include_private=False).pages
    assert (page.key, page.on_site, page.url, page.live) == ("posts/1", "draft", "", ())


def test_they_are_named_where_that_is_asked_for(measured) -> None:
    status = measured(include_private=True)
    assert "https://example.org/merger-secret/" in {finding.place for finding in status.findings}
    assert [page.title for page in status.pages if page.key == "posts/3"] == ["Merger"]
    assert "https://example.org/fr/post-1/" in {page.url for page in status.pages}
