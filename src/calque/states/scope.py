"""Which posts a locale translates."""

from datetime import date

from calque.addresses import split_url
from calque.model import Post, Scope

__all__ = ["is_wanted"]


def is_wanted(post: Post, scope: Scope) -> bool:
    """Tell whether a source post is to be translated, by the locale's `[scope]`; an empty scope wants all."""
    if scope.types and post.type not in scope.types:
        return False
    if scope.categories and not set(scope.categories) & set(post.categories):
        return False
    if scope.ids and post.id not in scope.ids:
        return False
    if scope.since is not None and _day(post) is not None and (_day(post) or date.min) < scope.since:
        return False
    return not any(_names(name, post) for name in scope.exclude)


def _day(post: Post) -> date | None:
    moment = post.published or post.modified
    return moment.date() if moment else None


def _names(name: str, post: Post) -> bool:
    """Tell whether an exclude row names the post: its key, its link, its path, or `category:9`."""
    if name.startswith("category:"):
        return name.removeprefix("category:").strip() in map(str, post.categories)
    parts = split_url(post.link)
    path = parts.path if parts else ""
    return name in (post.key, post.link, path, path.rstrip("/"))
