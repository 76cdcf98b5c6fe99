"""What is wanted in a locale."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from calque.model import Post, Scope
from calque.tracking.scope import is_wanted

POST = Post(
    type="post",
    collection="posts",
    id=12,
    link="https://example.org/blog/hello/",
    slug="hello",
    status="publish",
    fields=(),
    modified=datetime(2026, 5, 1, tzinfo=UTC),
    published=datetime(2026, 2, 1, tzinfo=UTC),
    categories=(3, 9),
)


@pytest.mark.parametrize(
    ("scope", "wanted"),
    [
        pytest.param(Scope(), True, id="all"),
        pytest.param(Scope(types=("page",)), False, id="another type"),
        pytest.param(Scope(types=("page", "post")), True, id="one of the types"),
        pytest.param(Scope(categories=(9,)), True, id="one of its categories"),
        pytest.param(Scope(categories=(4,)), False, id="none of its categories"),
        pytest.param(Scope(ids=(13,)), False, id="another id"),
        pytest.param(Scope(ids=(11, 12)), True, id="one of the ids"),
        pytest.param(Scope(types=("post",), ids=(13,)), False, id="one wish fulfilled of two"),
        pytest.param(Scope(since=date(2026, 2, 1)), True, id="published on the day"),
        pytest.param(Scope(since=date(2026, 2, 2)), False, id="published before"),
        pytest.param(Scope(exclude=("posts/12",)), False, id="its key"),
        pytest.param(Scope(exclude=("/blog/hello/",)), False, id="its path"),
        pytest.param(Scope(exclude=("https://example.org/blog/hello/",)), False, id="its link"),
        pytest.param(Scope(exclude=("/blog/hello",)), False, id="its path without the last slash"),
        pytest.param(Scope(exclude=("category:9",)), False, id="its category"),
        pytest.param(Scope(exclude=("category: 9",)), False, id="its category after a blank"),
        pytest.param(Scope(ids=(12,), exclude=("posts/12",)), False, id="both wanted and excluded"),
        pytest.param(Scope(exclude=("category:91", "/blog/")), True, id="others"),
    ],
)
def test_a_scope_says_what_is_wanted(scope: Scope, wanted: bool) -> None:  # noqa: FBT001 — a table's column
    assert is_wanted(POST, scope) is wanted


def test_a_post_that_was_never_published_counts_from_when_it_was_saved() -> None:
    draft = replace(POST, published=None)
    assert is_wanted(draft, Scope(since=date(2026, 5, 1)))
    assert not is_wanted(draft, Scope(since=date(2026, 5, 2)))


def test_a_post_without_any_date_is_wanted_since_ever() -> None:
    assert is_wanted(replace(POST, published=None, modified=None), Scope(since=date(2026, 5, 2)))
