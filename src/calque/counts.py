"""Counts in sentences: every number that a noun follows is written here, so that none says `1 posts`."""

from collections.abc import Sequence

__all__ = ["first_few", "plural"]


def first_few(names: Sequence[str], most: int = 3) -> str:
    """Return the first names, and how many more there are: `a, b, c and 2 more`."""
    rest = len(names) - most
    return ", ".join(names[:most]) + (f" and {rest} more" if rest > 0 else "")


def plural(count: int, one: str, many: str = "") -> str:
    """Return `1 word` or `1,204 words`; `many` where that is no `s` more: `plural(1, "post was", "posts were")`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
