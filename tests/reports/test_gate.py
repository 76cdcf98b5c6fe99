"""The policies that make a run fail."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from calque.model import PageState, SegmentState, Site, Status, Tally
from calque.states.gate import broken_policies

SITE = Site("example", Path(), "https://example.org", "en", ())


@pytest.mark.parametrize(
    ("policy", "broken"),
    [
        ({}, []),
        ({"fail_under": 70}, ["fr: 69% translated, under the bar of 70%"]),
        ({"fail_under": 63}, []),
        (
            {"no_stale": True},
            [
                "fr: 1 stale segment in its catalogs",
                "pt-BR: 1 live page whose source is gone",
                "ar: 1 stale segment in its catalogs",
            ],
        ),
        ({"max_age": 100}, ["fr: 1 segment stale for more than 100 days, the oldest for 203"]),
        ({"max_age": 203}, []),
        (
            {"unpublished_days": 2},
            [
                "fr: 1 translated page not published for more than 2 days, the longest for 12",
                "de: 1 translated page not published for more than 2 days, the longest for 3",
            ],
        ),
        ({"unpublished_days": 12}, []),
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


def test_only_what_is_stale_is_too_old(status: Status) -> None:
    """What is missing for a year is work to do, and no promise broken."""
    pages = tuple(
        replace(
            page,
            units=tuple(
                replace(unit, flags=tuple(one for one in unit.flags if one is not SegmentState.STALE))
                for unit in page.units
            ),
        )
        for page in status.pages
    )
    assert broken_policies(replace(status, pages=pages), replace(SITE, max_age=0)) == ()


def test_of_many_stale_texts_the_oldest_is_told(status: Status) -> None:
    page = next(
        page for page in status.pages if page.locale == "fr" and any(unit.since for unit in page.units)
    )
    unit = next(unit for unit in page.units if SegmentState.STALE in unit.flags)
    units = tuple(replace(unit, since=status.measured - timedelta(days=days)) for days in (20, 45, 30))
    only = replace(status, pages=(replace(page, units=units),))
    assert broken_policies(only, replace(SITE, max_age=25)) == (
        "fr: 2 segments stale for more than 25 days, the oldest for 45",
    )
    assert broken_policies(only, replace(SITE, max_age=45)) == ()


def test_pages_and_segments_are_counted_in_words(status: Status) -> None:
    fr = next(locale for locale in status.locales if locale.locale == "fr")
    more = replace(fr, counts=((SegmentState.STALE, Tally(2, 9)),), pages=((PageState.ORPHAN, 3),))
    assert broken_policies(replace(status, locales=(more,)), replace(SITE, no_stale=True)) == (
        "fr: 2 stale segments in its catalogs",
        "fr: 3 live pages whose source is gone",
    )
