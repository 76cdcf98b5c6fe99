"""Posts that changed their type: the id is the same, since WordPress gives each once for all types of posts."""

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet

from calque.model import PageKey

__all__ = ["retyped_posts"]

_SAME = 0.5


def retyped_posts(
    known: Mapping[PageKey, AbstractSet[str]], here: Mapping[PageKey, AbstractSet[str]]
) -> Mapping[PageKey, PageKey]:
    """Return the key that each page with another type had, and the one that it has now.

    `known` are the pages of the last sync, `here` those of today, each with its texts. A page is another's successor
    where that one is gone, nobody knew this one, both have one id in one locale, no third page has, and half of the
    letters stand there still: terms count their ids by themselves, and so does every site of a multisite.

    ::

        posts/12 "One fine day"  ->  pages/12 "One fine day"
    """
    gone = _by_id(known.keys() - here.keys())
    new = _by_id(here.keys() - known.keys())
    staying = _by_id(known.keys() & here.keys())
    found: dict[PageKey, PageKey] = {}
    for identity, before in gone.items():
        after = new.get(identity, ())
        if len(before) == len(after) == 1 and identity not in staying:
            old, now = before[0], after[0]
            if _letters(known[old] & here[now]) >= _SAME * max(1, _letters(known[old])):
                found[old] = now
    return found


def _by_id(keys: Collection[PageKey]) -> Mapping[tuple[str, str], Sequence[PageKey]]:
    ids: dict[tuple[str, str], list[PageKey]] = {}
    for locale, key in sorted(keys):
        ids.setdefault((locale, key.rpartition("/")[2]), []).append((locale, key))
    return ids


def _letters(texts: AbstractSet[str]) -> int:
    return sum(map(len, texts))
