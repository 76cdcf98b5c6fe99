"""The policies that make a run fail."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from calque.model import Site, Status
from calque.states.gate import broken_policies

SITE = Site("example", Path(), "https://example.org", "en", ())


@pytest.mark.parametrize(
    ("policy", "broken"),
    [
        ({}, []),
        ({"fail_under": 70}, ["fr: 63% translated, under the bar of 70%"]),
        (
            {"no_stale": True},
            ["fr: 1 stale segment", "pt-BR: 1 live page whose source is gone", "ar: 1 stale segment"],
        ),
        ({"max_age": 100}, ["fr: 1 segment stale for more than 100 days, the oldest for 203"]),
        ({"max_age": 203}, []),
    ],
    ids=str,
)
def test_a_policy_that_does_not_hold_is_a_sentence(
    status: Status, policy: dict[str, int], broken: list[str]
) -> None:
    assert list(broken_policies(status, replace(SITE, **policy))) == broken


def test_a_stale_text_of_unknown_age_is_not_too_old(status: Status) -> None:
    pages = tuple(
        replace(page, units=tuple(replace(unit, since=None) for unit in page.units)) for page in status.pages
    )
    assert broken_policies(replace(status, pages=pages), replace(SITE, max_age=0)) == ()


def test_the_age_is_counted_to_the_measurement(status: Status) -> None:
    later = replace(status, measured=status.measured + timedelta(days=10))
    assert "the oldest for 213" in broken_policies(later, replace(SITE, max_age=100))[0]
