"""The addresses that a post gives of itself."""

from calque.addresses import place_of, split_url
from calque.errors import SourceError

__all__ = ["read_link"]


def read_link(text: str, *, place: str, what: str = "link") -> str:
    """Return an address of the post at `place` as it is written; empty where there is none.

    Errors: SourceError where it cannot be read: a post at a wrong address would be taken for another one.
    """
    if split_url(text) is None:
        message = f"its {what} {place_of(text)!r} is no address; mend it on the site, then fetch or save the post again"
        raise SourceError.at(place, message)
    return text
