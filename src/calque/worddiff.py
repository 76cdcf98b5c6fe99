"""What changed between two texts, word by word."""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cache
from itertools import groupby
from operator import itemgetter

from calque.locales.writing import LETTER

__all__ = ["Edit", "cut_words", "diff_words", "word_diff"]


class Edit(StrEnum):
    """What happened to a run of text."""

    SAME = "same"
    DEL = "del"
    INS = "ins"


def diff_words(old: str, new: str) -> tuple[tuple[Edit, str], ...]:
    """Return the runs that lead from `old` to `new`; tags are one word, each letter of an unspaced script is, too.

    `"the ten words", "the two words"` → `(SAME "the "), (DEL "ten"), (INS "two"), (SAME " words")`

    SAME and DEL joined are `old`, SAME and INS joined are `new`, no run is empty, no two neighbours
    are of one kind, and DEL stands before INS. White space alone never parts two changes.
    """
    before, after = cut_words(old), cut_words(new)
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    inner = _changes(before[head : len(before) - tail], after[head : len(after) - tail])
    same_head, same_tail = "".join(before[:head]), "".join(before[len(before) - tail :])
    return tuple(_runs([(same_head, same_head), *inner, (same_tail, same_tail)]))


def cut_words(text: str) -> list[str]:
    """Cut a text into words, white space and signs; joined they are the text."""
    return _word_form().findall(text)


@cache
def _word_form() -> re.Pattern[str]:
    """Return the form of a word; a command that compares no texts need not wait for it."""
    return re.compile(
        rf"""
          </?[a-zA-Z][^<>]*>                                # a tag of the msgid form
        | \s+
        | {LETTER}
        | \w+(?:['\u2019.,-]\w+)*                                # don't, 3.14, well-known
        | .
        """,
        re.VERBOSE | re.DOTALL,
    )


_LIMIT = 4_000_000
"""Above this many pairs of words a text counts as rewritten: so long a comparison helps no reader."""


def _common(left: Sequence[str], right: Sequence[str]) -> int:
    count = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        count += 1
    return count


def _changes(before: list[str], after: list[str]) -> list[tuple[str, str]]:
    """Return rows of old and new text, equal where nothing changed."""
    if not before or not after or len(before) * len(after) > _LIMIT:
        return [("".join(before), "".join(after))]
    from rapidfuzz.distance import LCSseq  # noqa: PLC0415 — 20 ms that only a changed text needs

    codes = LCSseq.opcodes(before, after)
    return [
        ("".join(before[code.src_start : code.src_end]), "".join(after[code.dest_start : code.dest_end]))
        for code in codes
    ]


def _runs(rows: list[tuple[str, str]]) -> Iterator[tuple[Edit, str]]:
    """Join neighbours of one kind, and changes that only white space parts."""
    rows = [row for row in rows if row != ("", "")]
    changed = [old != new for old, new in rows]
    for index, (old, _) in enumerate(rows[1:-1], 1):
        changed[index] |= old.isspace() and changed[index - 1] and changed[index + 1]
    for is_change, group in groupby(zip(changed, rows, strict=True), key=itemgetter(0)):
        olds, news = zip(*(row for _, row in group), strict=True)
        if not is_change:
            yield Edit.SAME, "".join(olds)
            continue
        if old := "".join(olds):
            yield Edit.DEL, old
        if new := "".join(news):
            yield Edit.INS, new


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
