"""Signs that a typography filter changes, made equal: what differs in them alone says the same."""

import re

__all__ = ["equal_signs"]

_EQUAL = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f", '"'),
        **dict.fromkeys("\u2013\u2014", "-"),
        "\u2026": "...",
    }
)


def equal_signs(text: str) -> str:
    """Return a text with quotes, dashes, dots and spaces in one form: `“No…” – he said` → `"No..." - he said`."""
    return " ".join(re.sub(r"-{2,3}", "-", text.translate(_EQUAL)).split())
