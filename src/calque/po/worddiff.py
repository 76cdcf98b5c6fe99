"""How one text became another, in a line: `the [-old-] {+new+} word`."""

from calque.worddiff import Edit, cut_words, diff_words

__all__ = ["word_diff"]

_AROUND = 12
"""How much of an unchanged run is shown on each side of a change: six words and the spaces between them."""


def word_diff(old: str, new: str) -> str:
    """Return the words that went as `[-…-]`, those that came as `{+…+}`, a few around them, and `…` between.

    `("the old word", "the new word")` → `the [-old-] {+new+} word`.
    """
    runs = diff_words(old, new)
    parts = [
        _marked(edit, text) if edit is not Edit.SAME else _shortened(text, index == 0, index == len(runs) - 1)
        for index, (edit, text) in enumerate(runs)
    ]
    return " ".join("".join(parts).replace("-]{+", "-] {+").split())


def _marked(edit: Edit, text: str) -> str:
    """Mark a change; spaces at its ends stay outside, and one parts what went from what came."""
    words = text.strip()
    if not words:
        return text
    before, after = text[0].isspace(), text[-1].isspace()
    marked = f"[-{words}-]" if edit is Edit.DEL else f"{{+{words}+}}"
    return f"{' ' * before}{marked}{' ' * after}"


def _shortened(text: str, first: bool, last: bool) -> str:  # noqa: FBT001 — the two ends of a line
    words = cut_words(text)
    if (first and last) or len(words) <= _AROUND * (2 - first - last):
        return text
    left = "" if first else "".join(words[:_AROUND])
    right = "" if last else "".join(words[-_AROUND:])
    return f"{left} … {right}"
