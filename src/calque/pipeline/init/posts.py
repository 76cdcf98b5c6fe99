"""What a site's posts show of it: its home, the prefixes of its locales, its source locale."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from calque.addresses import split_url
from calque.errors import ConfigError
from calque.html import plain, split
from calque.language import observe
from calque.locales import parse_tag
from calque.model import Post

__all__ = ["NO_HOME", "home_of", "locale_prefixes", "source_locale"]

NO_HOME = "https://example.org"
"""The home URL of pages that do not state their own address."""
_LANGUAGES = ("en", "fr", "de", "es", "pt", "it", "nl", "pl", "ru", "ar", "ja", "zh-Hans", "ko", "tr", "sv")
"""The languages that may be the source language, where nothing declares it."""
_LOOKED_AT = 9
"""Posts below a prefix whose language is observed."""


def home_of(posts: Sequence[Post]) -> str:
    """Return the site's home URL: the scheme and host that most links have, the REST root's folder included.

    A root such as `/fr/wp-json/` is that of a locale, whose prefix is none of the site's folders.
    """
    if all(post.link.startswith("/") for post in posts):
        return NO_HOME
    homes = Counter(
        f"{parts.scheme}://{parts.netloc}"
        for post in posts
        if (parts := split_url(post.link)) and parts.netloc
    )
    if not homes:
        raise ConfigError("the posts have no links; give REST posts with the field link")
    host = homes.most_common(1)[0][0]
    roots = [
        _without_prefix(post.rest_url.partition("/wp-json/")[0])
        for post in posts
        if post.rest_url.startswith(f"{host}/")
    ]
    root = min(roots, key=len, default=host)
    links = [post.link for post in posts if post.link.startswith(f"{host}/")]
    return root if all(link.startswith(f"{root}/") for link in links) else host


def _without_prefix(root: str) -> str:
    before, _, last = root.rpartition("/")
    return before if _tag(last) else root


def _path(post: Post, home: str) -> str:
    """Return the path of a post's link below the home URL, without slashes around it."""
    parts = split_url(post.link.removeprefix(home))
    return parts.path.strip("/") if parts else ""


def locale_prefixes(posts: Sequence[Post], home: str) -> dict[str, str]:
    """Return the locales whose path prefix something else confirms: tag → prefix, in the order of the tags.

    That is a language field, the REST root, a page at the same path without the prefix, or the language of the texts
    below it.
    """
    plain_paths = {_path(post, home) for post in posts}
    found: dict[str, str] = {}
    below: defaultdict[tuple[str, str], list[Post]] = defaultdict(list)
    for post in posts:
        prefix, _, rest = _path(post, home).partition("/")
        tag = _tag(prefix)
        if not tag:
            continue
        below[tag, prefix].append(post)
        if (
            _tag(post.language) == tag
            or f"/{prefix}/wp-json/" in post.rest_url
            or (rest and rest in plain_paths)
        ):
            found[tag] = prefix
    bare = [
        post for post in posts if _path(post, home).partition("/")[0] not in {prefix for _, prefix in below}
    ]
    for (tag, prefix), own in below.items():
        if tag not in found and bare and _is_written_in(tag, own) and not _is_written_in(tag, bare):
            found[tag] = prefix
    return dict(sorted(found.items()))


def _is_written_in(tag: str, posts: Sequence[Post]) -> bool:
    """Tell whether most of the first posts are in a language: those of a category `/it/` of an English site are not."""
    seen = Counter(observe(_text(post), (tag, *_LANGUAGES)).language for post in posts[:_LOOKED_AT])
    return 2 * seen[tag] > seen.total()


def source_locale(posts: Sequence[Post], prefixes: dict[str, str], home: str) -> str:
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
