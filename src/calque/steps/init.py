"""Init: a commented calque.toml from what a folder of posts shows."""

import glob
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from calque.errors import ConfigError, SourceError
from calque.html import plain, split
from calque.language import observe
from calque.locales import locale_name, parse_tag, read_head
from calque.model import Post, Site
from calque.sources.files import SourceKind, kind_of, list_files, read_posts, read_text

__all__ = ["Proposal", "propose_config"]

_LANGUAGES = ("en", "fr", "de", "es", "pt", "it", "nl", "pl", "ru", "ar", "ja", "zh-Hans", "ko", "tr", "sv")
"""What a source language is looked for among, where nothing declares it."""
_PATTERNS = {
    "**/*.json": "REST JSON, a post or a list a file",
    "**/*.xml": "WordPress exports (WXR)",
    "**/*.html": "whole pages",
}
_NO_HOME = "https://example.org"
"""The home URL of pages that nowhere say where they stand."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """The text of a calque.toml, and what of the folder could not be read."""

    text: str
    posts: int
    errors: tuple[SourceError, ...]


def propose_config(folder: Path, root: Path, *, source: str = "", targets: Sequence[str] = ()) -> Proposal:
    """Look at the posts below `folder` and write the configuration of their site, for a workspace at `root`.

    `source` and `targets` say what would otherwise be found out: the host that most links have; the path
    prefixes that a language field, a REST root or a counterpart without it bears out; the source locale from
    the posts without a prefix.
    Errors: ConfigError where there is no post, or the source cannot be told.
    """
    pattern = _pattern(folder)
    posts, errors = _read(folder, pattern)
    if not posts:
        reason = f" ({errors[0]})" if errors else ""
        raise ConfigError(
            f"{folder}: no posts here as .json, .xml or .html files{reason}; give the folder of such files"
        )
    home = _home(posts)
    prefixes = _prefixes(posts, home)
    if targets:
        prefixes = {tag: prefixes.get(tag, tag.lower()) for tag in map(parse_tag, targets)}
    tag = parse_tag(source) if source else _source(posts, prefixes, home)
    prefixes.pop(tag, None)
    if not prefixes:
        raise ConfigError(f"{folder}: no locale prefix in the links; say the targets, --target fr,de")
    return Proposal(_write(folder, pattern, root, posts, home, tag, prefixes), len(posts), tuple(errors))


def _pattern(folder: Path) -> str:
    """Return the pattern of the kind of files that the folder holds posts in: the first of which there are any."""
    found = (pattern for pattern in _PATTERNS if list_files(folder, (pattern,))[0])
    return next(found, next(iter(_PATTERNS)))


def _read(folder: Path, pattern: str) -> tuple[list[Post], list[SourceError]]:
    posts: list[Post] = []
    errors: list[SourceError] = []
    names, _ = list_files(folder, (pattern,))
    site = Site(name="", root=folder, url="", source="en", locales=(), posts=(pattern,))
    for name in names:
        for found in read_posts(site, name):
            if not isinstance(found, Post):
                errors.append(found)
            elif kind_of(folder, name) is SourceKind.PAGE:
                posts.append(replace(found, language=read_head(read_text(folder, name)).lang))
            else:
                posts.append(found)
    return posts, errors


def _home(posts: Iterable[Post]) -> str:
    """Return the site's home URL: the scheme and host that most links have, the REST root's folder included."""
    if all(post.link.startswith("/") for post in posts):
        return _NO_HOME
    homes = Counter(
        f"{parts.scheme}://{parts.netloc}" for post in posts if (parts := urlsplit(post.link)).netloc
    )
    if not homes:
        raise ConfigError("the posts have no links; give REST posts with the field link")
    host = homes.most_common(1)[0][0]
    roots = [
        post.rest_url.partition("/wp-json/")[0] for post in posts if post.rest_url.startswith(f"{host}/")
    ]
    root = min(roots, key=len, default=host)
    links = [post.link for post in posts if post.link.startswith(f"{host}/")]
    return root if all(link.startswith(f"{root}/") for link in links) else host


def _path(post: Post, home: str) -> str:
    """Return the path of a post's link below the home URL, without slashes around it."""
    return urlsplit(post.link.removeprefix(home)).path.strip("/")


def _prefixes(posts: Sequence[Post], home: str) -> dict[str, str]:
    """Return the locales whose path prefix something else bears out: tag → prefix, in the order of the tags."""
    plain_paths = {_path(post, home) for post in posts}
    found: dict[str, str] = {}
    for post in posts:
        prefix, _, rest = _path(post, home).partition("/")
        tag = _tag(prefix)
        if tag and (
            _tag(post.language) == tag
            or f"/{prefix}/wp-json/" in post.rest_url
            or (rest and rest in plain_paths)
        ):
            found[tag] = prefix
    return dict(sorted(found.items()))


def _source(posts: Sequence[Post], prefixes: dict[str, str], home: str) -> str:
    """Return the locale of the posts without a prefix, else the language of texts that no prefix explains."""
    bare = [post for post in posts if _path(post, home).split("/")[0] not in prefixes.values()]
    declared = Counter(tag for post in bare if (tag := _tag(post.language)))
    if declared:
        return declared.most_common(1)[0][0]
    candidates = tuple(dict.fromkeys((*_LANGUAGES, *prefixes)))
    seen = Counter(
        language for post in bare or posts if (language := observe(_text(post), candidates).language)
    )
    for language, _ in seen.most_common():
        if language not in prefixes:
            return parse_tag(language)
    raise ConfigError(f"{home}: the source language cannot be told from the posts; say it, --source en")


def _tag(raw: str) -> str | None:
    if not re.fullmatch(r"[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8})*", raw):
        return None
    try:
        return parse_tag(raw)
    except ConfigError:
        return None


def _text(post: Post) -> str:
    field = post.field("content") or post.field("title")
    return " ".join(plain(segment.text) for segment in split(field.text).segments) if field else ""


def _write(
    folder: Path,
    found: str,
    root: Path,
    posts: Sequence[Post],
    home: str,
    source: str,
    prefixes: dict[str, str],
) -> str:
    where = folder.resolve()
    name = (
        where.relative_to(root.resolve()).as_posix()
        if where.is_relative_to(root.resolve())
        else where.as_posix()
    )
    pattern = found if name == "." else f"{glob.escape(name)}/{found}"
    types = ", ".join(
        f"{count} {kind}s" for kind, count in sorted(Counter(post.type for post in posts).items())
    )
    lines = [
        f"# calque keeps the translations of {home} in step with their source.",
        f"# Found here: {types}.",
        "",
        "[site]",
        f'name = "{_site_name(home)}"',
        f'url = "{home}"' + ("  # no page says its address: write it here" if home == _NO_HOME else ""),
        f'source = "{source}"  # the locale of URLs without a prefix: {locale_name(source)}',
        f"posts = [{json.dumps(pattern, ensure_ascii=False)}]  # {_PATTERNS[found]}",
        '# revisions = ["revisions/**/*.json"]  # earlier texts of the same posts: since when a text is stale',
        "",
        '# A table a target locale. truth says where its translations live: "site" (as posts of their own) or',
        '# "po" (in the PO files); left out, it is "site" where the site has such posts.',
    ]
    for tag, prefix in prefixes.items():
        lines += ["", f"[locales.{tag}]  # {locale_name(tag)}", f'prefix = "{prefix}"']
    lines += [
        "",
        "# What is wanted in a locale; all posts where nothing is said.",
        f"# [scope.{next(iter(prefixes))}]",
        '# types = ["post", "page"]',
        "# categories = [3, 5]",
        "# since = 2026-01-01",
        '# exclude = ["posts/12", "/imprint/", "category:9"]',
        "",
        "# [html]",
        '# exclude = [".share-buttons"]  # CSS selectors of what is never translated',
        '# shortcodes = ["pricing"]  # further shortcodes',
        "",
        "# [catalogs]",
        '# folder = "locales"',
        '# layout = "post"  # a PO file a post; "section": a type and year; "site": one',
        "# wrap = 79  # 0 does not wrap",
        "",
        "# [pairs]  # translations that nothing else pairs: a source, then its translation a locale",
        f'# "posts/12" = {{ {next(iter(prefixes))} = "posts/34" }}',
        "",
        "# [gate]  # policies that make a run exit 1",
        "# fail_under = 90",
        "# no_stale = true",
        "",
    ]
    return "\n".join(lines)


def _site_name(home: str) -> str:
    host = (urlsplit(home).hostname or "site").removeprefix("www.")
    return re.sub(r"[^a-z0-9]+", "-", host.lower()).strip("-")[:63] or "site"
