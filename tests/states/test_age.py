"""Since when: the first revision that differs, never the last edit, and no date that nobody knows."""

from datetime import UTC, datetime

from calque.model import History, SourceRevision
from calque.states.age import missing_since, stale_since, wanted_since
from calque.states.revisions import with_revisions


def day(number: int) -> datetime:
    return datetime(2026, 5, number, tzinfo=UTC)


def revision(number: int, *texts: str) -> SourceRevision:
    return SourceRevision(day(number), day(number), tuple((None, text) for text in texts))


def test_stale_counts_from_the_first_revision_that_differs() -> None:
    history = History((revision(1, "a"), revision(2, "b"), revision(5, "c")))
    assert stale_since(history, None, "a") == (day(2), False)


def test_a_revert_starts_the_count_again() -> None:
    history = History((revision(1, "a"), revision(2, "b"), revision(3, "a"), revision(7, "c")))
    assert stale_since(history, None, "a").since == day(7)


def test_a_text_that_came_without_a_new_date_counts_from_when_it_was_read() -> None:
    """A file edited by hand, or a page whose text a plugin changes, keeps the date of its last save."""
    edited = SourceRevision(day(1), day(20), ((None, "b"),))
    history = History((revision(1, "a"), edited))
    assert stale_since(history, None, "a") == (day(20), False)
    assert missing_since(history, None, "b") == (day(20), False)


def test_a_text_that_no_known_revision_holds_is_bounded_by_the_first() -> None:
    history = History((revision(3, "b"), revision(5, "c")))
    assert stale_since(history, None, "a") == (day(3), True)


def test_without_history_nothing_is_said() -> None:
    assert stale_since(History(), None, "a") == (None, False)
    assert missing_since(History(), None, "a") == (None, False)


def test_the_role_of_a_text_counts() -> None:
    history = History((SourceRevision(day(1), day(1), (("title", "a"),)), revision(2, "a")))
    assert stale_since(history, "title", "a").since == day(2)


def test_missing_counts_from_when_the_text_came() -> None:
    history = History((revision(1, "a"), revision(4, "a", "b"), revision(6, "a", "b", "c")))
    assert missing_since(history, None, "b") == (day(4), False)
    assert missing_since(history, None, "a") == (day(1), True)


def test_a_text_that_stands_on_the_page_today_is_not_stale() -> None:
    history = History((revision(1, "a"), revision(2, "b"), revision(3, "a")))
    assert stale_since(history, None, "a") == (None, False)


def test_a_text_that_was_gone_counts_from_when_it_came_back() -> None:
    history = History((revision(1, "a"), revision(2, "b"), revision(3, "a"), revision(5, "a", "c")))
    assert missing_since(history, None, "a") == (day(3), False)
    assert missing_since(history, None, "b") == (None, False)


def test_revisions_are_put_in_order_and_repeats_left_out() -> None:
    history = with_revisions(
        History((revision(3, "b"),)), [revision(1, "a"), revision(3, "b"), revision(5, "b")]
    )
    assert [one.modified for one in history.revisions] == [day(1), day(3)]


def test_a_post_saved_without_a_change_of_text_is_no_revision() -> None:
    history = with_revisions(History(), [revision(1, "a"), revision(2, "a"), revision(4, "b")])
    assert stale_since(history, None, "a").since == day(4)


def test_a_text_that_comes_back_without_a_date_stands_again_from_when_it_was_seen() -> None:
    """As after a restored backup: the site says nothing of when."""

    def undated(number: int, text: str) -> SourceRevision:
        return SourceRevision(None, day(number), ((None, text),))

    history = History()
    for number, text in ((1, "a"), (2, "b"), (10, "a"), (11, "a"), (20, "c")):
        history = with_revisions(history, [undated(number, text)])
    assert [one.first_seen for one in history.revisions] == [day(1), day(2), day(10), day(20)]
    assert stale_since(history, None, "a").since == day(20)


def test_a_text_is_wanted_since_calque_first_saw_its_page() -> None:
    """What a site published years before calque came was asked of nobody; it does not lead the worklist."""
    old = SourceRevision(datetime(2007, 8, 1, tzinfo=UTC), day(20), ((None, "a"),))
    assert wanted_since(History((old,)), None, "a", datetime(2007, 8, 1, tzinfo=UTC)) == (day(20), False)


def test_a_text_that_came_later_is_wanted_since_it_came() -> None:
    first = SourceRevision(day(1), day(2), ((None, "a"),))
    history = History((first, SourceRevision(day(4), day(5), ((None, "a"), (None, "b")))))
    assert wanted_since(history, None, "b", None) == (day(4), False)
    assert wanted_since(history, None, "a", None) == (day(2), False)


def test_a_page_that_was_seen_as_a_draft_is_wanted_since_it_was_published() -> None:
    assert wanted_since(History((revision(1, "a"),)), None, "a", day(9)) == (day(9), False)


def test_a_text_that_no_revision_holds_is_not_known_to_be_wanted() -> None:
    assert wanted_since(History((revision(1, "a"),)), None, "b", day(9)) == (None, False)
