"""A clock that was wrong for one night misleads no report after it, and no date of a text."""

from datetime import UTC, datetime

import pytest

TEXT = "The garden is open from May to October."


def error_codes(outcome) -> list[str]:
    return [finding.code for finding in outcome.status.findings if finding.severity == "error"]


@pytest.mark.parametrize("wrong", ["2036-01-01", "2020-01-01"])
def test_what_a_run_with_a_wrong_clock_found_is_new_once(wrong: str, workspace) -> None:
    workspace.post(1, f"<p>{TEXT}</p>")
    workspace.sync("2026-05-01")
    workspace.post(2, "<p>The library is closed in winter.</p>")
    workspace.sync(wrong)
    turns = {}
    for day in ("2026-05-02", "2026-05-03", "2026-05-04"):
        outcome = workspace.sync(day)
        assert error_codes(outcome) == []
        turns[day] = [page.key for page in outcome.status.comparison.pages]
    assert turns["2026-05-03"] == []
    assert turns["2026-05-04"] == []


def test_no_point_of_the_burn_down_lies_in_the_future_or_out_of_order(workspace) -> None:
    workspace.post(1, f"<p>{TEXT}</p>")
    for day in ("2026-05-01", "2036-01-01", "2026-05-02", "2026-05-03"):
        outcome = workspace.sync(day)
    moments = [run.measured for run in outcome.status.runs]
    assert moments == sorted(moments)
    assert moments[-1].date().isoformat() == "2026-05-03"


def test_an_undated_text_that_was_first_seen_in_the_future_was_seen_before_the_next_one(workspace) -> None:
    undated = {"date_gmt": None, "modified_gmt": None}
    workspace.post(1, f"<p>{TEXT}</p>", **undated)
    workspace.sync("2036-01-01")
    workspace.translate(1, {TEXT: "Le jardin est ouvert de mai à octobre."})
    workspace.sync("2026-05-02")
    workspace.post(1, f"<p>{TEXT.replace('May', 'April')}</p>", **undated)
    workspace.sync("2026-05-03")
    status = workspace.sync("2026-05-06").status
    (unit,) = [unit for page in status.pages for unit in page.units if unit.state == "stale"]
    assert unit.since == datetime(2026, 5, 3, 12, tzinfo=UTC)
