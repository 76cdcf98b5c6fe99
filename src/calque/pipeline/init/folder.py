"""What a folder of posts, exports or pages shows of their site."""

import glob
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from calque.errors import ConfigError, SourceError
from calque.locales import parse_tag, read_head
from calque.model import Post, Site, SiteLocale
from calque.pipeline.init.posts import NO_HOME, home_of, locale_prefixes, source_locale
from calque.pipeline.init.proposal import Found, ProposedConfig, write_config
from calque.sources.files import SourceKind, kind_of, list_files, read_posts, read_text

__all__ = ["propose_from_folder"]

_PATTERNS = {
    "**/*.json": "REST JSON, a post or a list a file",
    "**/*.xml": "WordPress exports (WXR)",
    "**/*.html": "whole pages",
}


def propose_from_folder(
    folder: Path, root: Path, *, source: str = "", targets: Sequence[str] = ()
) -> ProposedConfig:
    """Look at the posts below `folder` and write the configuration of their site, for a workspace at `root`.

    `source` and `targets` say what would otherwise be found out: the host that most links have; the path prefixes that
    are confirmed by a language field, a REST root, a page at the same path without the prefix, or the language of the
    texts below it; the source locale from the posts without a prefix.
    Errors: ConfigError where there is no post, or the source cannot be told.
    """
    pattern = _pattern(folder)
    posts, errors = _read(folder, pattern)
    if not posts:
        reason = f" ({errors[0]})" if errors else ""
        raise ConfigError(
            f"{folder}: no posts here as .json, .xml or .html files{reason}; give the folder of such files"
        )
    home = home_of(posts)
    prefixes = locale_prefixes(posts, home)
    if targets:
        prefixes = {tag: prefixes.get(tag, tag.lower()) for tag in map(parse_tag, targets)}
    tag = parse_tag(source) if source else source_locale(posts, prefixes, home)
    prefix = prefixes.pop(tag, "")
    if not prefixes:
        raise ConfigError(f"{folder}: no locale prefix in the links; say the targets, --target fr,de")
    found = Found(
        home=home,
        kinds=_kinds(posts),
        source=tag,
        prefix=prefix,
        locales=[SiteLocale(locale, prefix) for locale, prefix in prefixes.items()],
        origin=(
            f"posts = [{json.dumps(_glob(folder, pattern, root), ensure_ascii=False)}]  # {_PATTERNS[pattern]}",
            '# revisions = ["revisions/**/*.json"]  # earlier texts of the same posts: since when a text is stale',
        ),
        home_remark="no page says its address: write it here" if home == NO_HOME else "",
    )
    return ProposedConfig(
        write_config(found), tuple(errors), (f"Found {', '.join(found.kinds)} in {folder}.",)
    )


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


def _glob(folder: Path, pattern: str, root: Path) -> str:
    """Return the folder's pattern, seen from the workspace at `root`."""
    where = folder.resolve()
    inside = where.is_relative_to(root.resolve())
    name = where.relative_to(root.resolve()).as_posix() if inside else where.as_posix()
    return pattern if name == "." else f"{glob.escape(name)}/{pattern}"


def _kinds(posts: Sequence[Post]) -> list[str]:
    counts = sorted(Counter(post.type for post in posts).items())
    return [f"{count} {kind}{'s' * (count != 1)}" for kind, count in counts]
