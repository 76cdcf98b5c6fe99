"""Which files hold posts, and how a bad one is told from the others."""

import os
from pathlib import Path

import pytest

from calque.model import Post, Site
from calque.sources.files import read_posts
from calque.sources.listing import list_files, list_posts
from rights import bound_by_rights


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
    if "**" in pattern:
        assert "`**` must stand alone between slashes" in str(error)


def excluding(root: Path, *exclude: str, posts: str = "public/**/*.html") -> Site:
    return Site("example", root, "https://example.org", "en", (), posts=(posts,), exclude=exclude)


def laid_out(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("<html></html>")


@pytest.mark.parametrize(
    "pattern",
    [
        "public/old.html",
        "public/*/old.html",
        "public/a/drafts",
        "public/**/drafts",
        "public/**/dr*",
        "public/a/**",
        "public/[ab]",
        "./public/a/../a",
        "{root}/public/a/**/*.html",
    ],
)
def test_a_pattern_leaves_out_what_it_names_and_all_below_it(tmp_path: Path, pattern: str) -> None:
    inside = {
        "public/old.html": "public/old.html",
        "public/*/old.html": "public/a/old.html",
    }.get(pattern, "public/a/drafts/deep/one.html")
    laid_out(tmp_path, "public/index.html", "public/about/page.html", inside)
    site = excluding(tmp_path, pattern.format(root=tmp_path))
    assert list_posts(site) == (("public/about/page.html", "public/index.html"), ())


def test_a_pattern_leaves_out_files_beside_the_workspace(tmp_path: Path) -> None:
    laid_out(tmp_path, "pages/a.html", "pages/drafts/b.html", "site/calque.toml")
    (name,), errors = list_posts(excluding(tmp_path / "site", "../pages/drafts", posts="../pages/**/*.html"))
    assert name.endswith("/pages/a.html")
    assert errors == ()


def test_what_is_left_out_is_not_looked_at(tmp_path: Path) -> None:
    """Neither what `posts` never names, nor a folder or a pipe that it does."""
    laid_out(tmp_path, "public/a.html", "public/closed/b.html", "elsewhere/closed/c.html")
    os.mkfifo(tmp_path / "public" / "pipe.html")
    for closed in ("public/closed", "elsewhere/closed"):
        (tmp_path / closed).chmod(0)
    exclude = ("public/closed/**", "elsewhere/**/*.html", "public/pipe.html", "nowhere/**")
    with bound_by_rights():
        found = list_posts(excluding(tmp_path, *exclude))
    for closed in ("public/closed", "elsewhere/closed"):
        (tmp_path / closed).chmod(0o755)
    assert found == (("public/a.html",), ())


def test_an_exclude_that_is_no_pattern_is_told_and_leaves_nothing_out(tmp_path: Path) -> None:
    laid_out(tmp_path, "public/a.html")
    names, (error,) = list_posts(excluding(tmp_path, "public/**.html"))
    assert names == ("public/a.html",)
    assert "`**` must stand alone between slashes" in str(error)
    assert str(error).endswith("mend exclude under [site]")


def test_where_all_is_left_out_no_pattern_is_wrong(tmp_path: Path) -> None:
    laid_out(tmp_path, "public/a.html")
    assert list_posts(excluding(tmp_path, "public")) == ((), ())
