"""Some HTML without its tags and comments, where nothing has to be put back: to compare what texts say."""

import re

__all__ = ["without_comments", "without_markup"]

_TAG = re.compile(r"<[^<>]*>")
"""What stands between angle brackets; a `<` that none follows is text, and none is looked for behind the next."""


def without_markup(html: str) -> str:
    """Return HTML without tags and comments: `<!-- wp:p --><p>A<b>b</b></p>` → `Ab`.

    What is never ended stays as it is, and is looked at once, however often it begins.
    """
    return _TAG.sub("", without_comments(html))


def without_comments(html: str) -> str:
    """Return HTML without comments; one that is never ended stays as it is, and what stands behind it."""
    pieces: list[str] = []
    position = 0
    while (start := html.find("<!--", position)) >= 0 and (end := html.find("-->", start + len("<!--"))) >= 0:
        pieces.append(html[position:start])
        position = end + len("-->")
    return "".join((*pieces, html[position:]))
