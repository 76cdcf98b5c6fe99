"""Which posts are gone: what two complete runs in a row did not find, and never much at once."""

from pathlib import Path

import pytest

from calque.errors import SourceError
from calque.guards.questions import Guard
from calque.model import PageKey, Site, SiteLocale
from calque.pipeline.presence import Presence, find_missing, judge_presence

SITE = Site("example", Path(), "https://example.org", "en", (SiteLocale("fr", prefix="fr"),))


def posts(*numbers: int, locale: str = "en") -> frozenset[PageKey]:
    return frozenset((locale, f"posts/{number}") for number in numbers)


def seen(*numbers: int, missed: int = 0) -> dict[PageKey, int]:
    return dict.fromkeys(posts(*numbers), missed)


def judge(
    here: frozenset[PageKey], known: dict[PageKey, int], *, complete: bool = True, accept: bool = False
) -> Presence:
    return judge_presence(SITE, here, known, complete=complete, accept={Guard.VANISHED} if accept else set())


def test_what_is_here_is_expected_again() -> None:
    found = judge(posts(1, 2, 3), seen(1, 2) | seen(3, missed=1))
    assert found == Presence(seen(1, 2, 3), frozenset())


def test_a_post_is_gone_when_two_runs_in_a_row_did_not_find_it() -> None:
    once = judge(posts(1, 2), seen(1, 2, 3))
    assert once == Presence(seen(1, 2) | seen(3, missed=1), frozenset())
    twice = judge(posts(1, 2), dict(once.expected))
    assert twice == Presence(seen(1, 2), posts(3))


def test_a_run_that_did_not_see_all_says_nothing_of_what_it_did_not_see() -> None:
    known = seen(1, 2) | seen(3, missed=1)
    assert judge(posts(1, 4), known, complete=False) == Presence(known | seen(4), frozenset())
    assert judge(posts(3), known, complete=False).expected[("en", "posts/3")] == 0


@pytest.mark.parametrize(
    ("whole", "missing", "is_believed"),
    [
        pytest.param(1, 1, False, id="the only one"),
        pytest.param(2, 1, True, id="one of two"),
        pytest.param(2, 2, False, id="all of two"),
        pytest.param(9, 1, True, id="one of nine"),
        pytest.param(9, 2, False, id="two of nine"),
        pytest.param(20, 2, True, id="a tenth"),
        pytest.param(20, 3, False, id="more than a tenth"),
        pytest.param(100, 10, True, id="a tenth of many"),
        pytest.param(100, 11, False, id="more than a tenth of many"),
    ],
)
def test_at_most_one_or_a_tenth_vanishes_at_once_and_never_all(
    whole: int,
    missing: int,
    is_believed: bool,  # noqa: FBT001 — a table's column
) -> None:
    known, here = seen(*range(whole)), posts(*range(missing, whole))
    if is_believed:
        assert judge(here, known).expected == seen(*range(missing, whole)) | seen(*range(missing), missed=1)
        return
    with pytest.raises(SourceError, match=rf"^example: {missing} of {whole} posts are not there any more"):
        judge(here, known)
    assert judge(here, known, accept=True).gone == frozenset()


def test_posts_that_were_missed_before_do_not_vanish_a_second_time() -> None:
    """They were asked about, or few, when they were missed first."""
    known = seen(*range(5)) | seen(5, 6, 7, missed=1)
    assert judge(posts(*range(5)), known).gone == posts(5, 6, 7)
    with pytest.raises(SourceError, match="2 of 8 posts"):
        judge(posts(*range(3)), known)


def test_where_nothing_new_is_missing_even_the_last_may_go() -> None:
    assert judge(frozenset(), seen(1, missed=1)).gone == posts(1)
    assert judge(frozenset(), {}) == Presence({}, frozenset())


def test_a_post_that_is_here_in_another_locale_than_before_has_not_vanished() -> None:
    """calque.toml came to know the prefix under which it always stood."""
    known = seen(*range(10))
    here = posts(0, 1, 2, 3) | posts(*range(4, 10), locale="fr")
    found = judge(here, known)
    assert found.expected == dict.fromkeys(here, 0) | seen(*range(4, 10), missed=1)
    with pytest.raises(SourceError):
        judge(posts(0, 1, 2, 3) | posts(0, locale="fr"), known)


def test_a_page_that_was_known_in_both_locales_vanishes_from_one() -> None:
    known = seen(*range(10)) | dict.fromkeys(posts(8, 9, locale="fr"), 0)
    here = posts(*range(8)) | posts(8, 9, locale="fr")
    with pytest.raises(SourceError, match="2 of 12 posts"):
        judge(here, known)


def test_posts_of_a_locale_that_is_named_no_more_are_not_looked_for() -> None:
    known = seen(1, 2) | dict.fromkeys(posts(*range(5), locale="de"), 1)
    assert judge(posts(1, 2), known) == Presence(seen(1, 2), frozenset())


def test_a_post_that_goes_is_missed_where_the_ledger_is_from_before_it_came(workspace) -> None:
    """A server's database may come back from an older copy, which is no file that anybody sees change."""
    workspace.post(1, "<p>We open the doors at nine.</p>")
    workspace.post(2, "<p>We close the windows at ten.</p>")
    workspace.sync()
    found = find_missing(
        workspace.site,
        came=frozenset(),
        went=posts(3),
        catalogs=lambda _number: (),
        complete=True,
        accept=frozenset(),
    )
    assert found.expected == seen(1, 2) | seen(3, missed=1)
    assert [one.place for one in found.findings] == ["posts/3"]


@pytest.mark.parametrize("incomplete", [(0,), (1,), (0, 1, 3)])
def test_a_source_that_is_astray_stays_so_over_nights_that_are_incomplete(
    incomplete: tuple[int, ...],
) -> None:
    """Its text is English, its language field says French: on no night is it taken for gone."""
    known = seen(*range(1, 31))
    here = posts(*range(2, 31)) | posts(1, locale="fr")
    for night in range(6):
        complete = night not in incomplete
        found = judge_presence(SITE, here, known, unseen=posts(1, locale="fr"), complete=complete)
        assert found.gone == frozenset()
        assert dict(found.astray) == ({"posts/1": "fr"} if complete else {})
        known = dict(found.expected)
    assert judge(posts(*range(1, 31)), known).expected == seen(*range(1, 31))
