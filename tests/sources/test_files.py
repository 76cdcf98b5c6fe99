"""Which files hold posts, and how a bad one is told from the others."""

from pathlib import Path

import pytest

from calque.model import Post, Site
from calque.sources.files import list_files, read_posts


def test_hidden_folders_hold_no_posts(tmp_path: Path) -> None:
    for name in ("a.json", "posts/b.json", ".calque/status.json", "posts/.old/c.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("{}")
    assert list_files(tmp_path, ("**/*.json",)) == (("a.json", "posts/b.json"), ())


def test_a_glob_that_names_nothing_is_told(tmp_path: Path) -> None:
    names, (error,) = list_files(tmp_path, ("posts/*.json",))
    assert names == ()
    assert "posts/*.json: no file has such a name" in str(error)


def test_two_globs_name_a_file_once(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{}")
    assert list_files(tmp_path, ("*.json", "a.*"))[0] == ("a.json",)


def test_a_hidden_folder_that_is_named_holds_posts(tmp_path: Path) -> None:
    (tmp_path / "site" / ".posts").mkdir(parents=True)
    (tmp_path / "site" / ".posts" / "a.json").write_text("{}")
    assert list_files(tmp_path / "site", (".posts/*.json",))[0] == (".posts/a.json",)
    assert list_files(tmp_path / "site", (f"{tmp_path}/site/.posts/*.json",))[0] == (".posts/a.json",)


def test_a_file_may_hold_a_post_a_line(tmp_path: Path) -> None:
    """A line separator within a text is no line of the file; a bad line does not stop the others."""
    row = '{"id": %d, "content": {"rendered": "one\u2028two\x85three"}}'
    text = "\ufeff" + "\r\n".join((row % 1, "", "{oops", row % 4)) + "\n"
    (tmp_path / "posts.ndjson").write_bytes(text.encode())
    site = Site("example", tmp_path, "https://example.org", "en", ())
    first, bad, last = read_posts(site, "posts.ndjson")
    assert isinstance(first, Post)
    assert str(bad).startswith("posts.ndjson:3:1: ")
    assert isinstance(last, Post)
    assert (first.key, last.place) == ("posts/1", "posts.ndjson:4:1 (posts/4)")


def test_posts_may_stand_beside_the_workspace(tmp_path: Path) -> None:
    for folder in ("site", "posts"):
        (tmp_path / folder).mkdir()
    (tmp_path / "posts" / "a.json").write_text("{}")
    (name,), errors = list_files(tmp_path / "site", ("../posts/*.json",))
    assert (tmp_path / "site" / name).samefile(tmp_path / "posts" / "a.json")
    assert errors == ()


@pytest.mark.parametrize("pattern", ["", "/", "**.json", "posts/**.json"])
def test_a_pattern_that_is_none_is_told(tmp_path: Path, pattern: str) -> None:
    names, (error,) = list_files(tmp_path, (pattern,))
    assert names == ()
    assert str(error).endswith("mend posts under [site]")
