"""What is kept of fetched posts, by the names of their collections."""

from pathlib import Path

import pytest

from calque.pipeline.crawl.fetched import Arrival, fetch_again, keep, read_kept
from calque.sources.wordpress.listings import ListedPost


@pytest.mark.parametrize(
    ("page", "again"),
    [
        (("fr", "posts/12"), ("posts@fr", 12)),
        (("fr", "posts/13"), ("posts", 13)),  # both roots list it, so that it is kept once
        (("de", "posts/12"), ("posts", 12)),
        (("en", "posts/12"), ("posts", 12)),
    ],
)
def test_a_page_is_fetched_again_from_where_its_locale_is_listed(
    tmp_path: Path, page: tuple[str, str], again: tuple[str, int]
) -> None:
    listed = [("posts", 12), ("posts", 13), ("posts@fr", 12)]
    keep(tmp_path, [Arrival(ListedPost(name, number, "seen"), "", {}) for name, number in listed])
    fetch_again(tmp_path, [page], {"fr"})
    assert [key for key, one in read_kept(tmp_path).items() if not one.row.stamp] == [again]
