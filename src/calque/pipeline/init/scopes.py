"""Proposes the scope of each locale from what is translated into it already."""

from collections import Counter
from collections.abc import Mapping, Sequence

from calque.model import Post, Site

__all__ = ["propose_scopes"]

_FEW = 5
"""In a category with fewer posts than this, it means nothing that none of them is translated."""


def propose_scopes(located: Sequence[tuple[str, Post]], site: Site) -> Mapping[str, Sequence[str]]:
    """Return the lines of a scope for each locale into which less than everything is translated.

    `located` holds a locale and a post each. Where pages have French counterparts and posts have none, the
    scope of fr is `types = ["page"]`; a category of which nothing is translated is excluded. A locale into
    which nothing is translated yet wants everything.
    """
    scopes = {locale.tag: _scope(located, site.source, locale.tag) for locale in site.locales}
    return {tag: lines for tag, lines in scopes.items() if lines}


def _scope(located: Sequence[tuple[str, Post]], source: str, target: str) -> list[str]:
    sources = [post for tag, post in located if tag == source]
    translations = [post for tag, post in located if tag == target]
    offered = Counter(post.type for post in sources)
    done = Counter(post.type for post in translations)
    if not translations:
        return []
    lines: list[str] = []
    wanted = [kind for kind in offered if done[kind]]
    if wanted and len(wanted) < len(offered):
        told = ", ".join(f"{done[kind]} of {count} {kind}s" for kind, count in offered.items())
        names = ", ".join(f'"{kind}"' for kind in wanted)
        lines.append(f"types = [{names}]  # translated so far: {told}")
    empty = _empty_categories([post for post in sources if done[post.type]], translations)
    if empty:
        names = ", ".join(f'"category:{number}"' for number in empty)
        lines.append(f"exclude = [{names}]  # categories of which nothing is translated so far")
    return lines


def _empty_categories(sources: Sequence[Post], translations: Sequence[Post]) -> list[int]:
    """Return the categories with at least a few posts and no translated one; none where no pair is known."""
    paired = {number for post in translations for _, number in post.translations}
    if not any(post.id in paired for post in sources):
        return []
    all_posts = Counter(number for post in sources for number in post.categories)
    done = Counter(number for post in sources if post.id in paired for number in post.categories)
    return sorted(number for number, count in all_posts.items() if count >= _FEW and not done[number])
