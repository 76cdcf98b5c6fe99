"""The slug that a new page gets from its translated title."""

import re
import unicodedata
from urllib.parse import quote

__all__ = ["slug_of"]

_LONGEST = 200
"""Bytes of a slug, percent-encoded, that WordPress stores."""
_LATIN = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i"})


def slug_of(title: str) -> str:
    """Return the slug of a title as WordPress makes it: `L’été à Écouen !` → `l-ete-a-ecouen`.

    Letters of other scripts stay: `ساعات العمل` → `ساعات-العمل`. Empty where the title has neither letter nor digit.
    """
    folded = unicodedata.normalize("NFKD", title.casefold().translate(_LATIN))
    bare = "".join(letter for letter in folded if not _is_accent(letter))
    words = re.findall(r"\w+", unicodedata.normalize("NFC", bare).replace("_", " "))
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word
        if len(quote(longer)) > _LONGEST:
            break
        slug = longer
    return slug


def _is_accent(letter: str) -> bool:
    """Tell whether a letter is a mark over a Latin one; marks of other scripts are vowels."""
    return "\u0300" <= letter <= "\u036f"
