"""Counts in sentences: every number that a noun follows is written here, so that none says `1 posts`."""

__all__ = ["plural"]


def plural(count: int, one: str, many: str = "") -> str:
    """Return `1 word` or `1,204 words`; `many` where that is no `s` more: `plural(1, "post was", "posts were")`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
