"""Signs that a typography filter changes, made equal: what differs in them alone says the same."""

import re

__all__ = ["equal_signs"]

_EQUAL = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2039\u203a", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2013\u2014", "-"),
        **dict.fromkeys("\u00ad\u2060\ufeff"),  # where a word may be broken, or not: nobody sees them
        "\u2026": "...",
    }
)
_INNER_SPACE = re.compile(r"(?<=\u00ab)[\u00a0\u202f]|[\u00a0\u202f](?=\u00bb)")


def equal_signs(text: str) -> str:
    """Return a text with quotes, dashes, dots and spaces in one form: `“No…” – he said` → `"No..." - he said`."""
    bare = _INNER_SPACE.sub("", text) if "\u00ab" in text else text
    return " ".join(re.sub(r"-{2,3}", "-", bare.translate(_EQUAL)).split())
