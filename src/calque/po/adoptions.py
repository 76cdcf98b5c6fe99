"""From which live page a translation was taken, as a line of its entry's comment that other programs leave alone."""

import re

from polib import POEntry

from calque.po.entries import Fields

__all__ = ["adopted_from", "adoption_lines", "lasting", "with_adoption", "without_adoption"]

_MARK = "adopted from "
_LINE = re.compile(r"^(?:calque: )?adopted from (.+) \(\d\.\d\d\)$")


def adopted_from(entry: POEntry | Fields) -> tuple[str, ...]:
    """Return the addresses of the pages that a translation was taken from; git may have joined two.

    Earlier versions noted them among the extracted comments (`#.`), which msgmerge makes anew.
    """
    return tuple(found[1] for line in adoption_lines(entry) if (found := _LINE.match(line)))


def adoption_lines(entry: POEntry | Fields) -> tuple[str, ...]:
    """Return the lines on where a translation was taken from, as they stand in a translator's comment."""
    if _MARK not in entry.tcomment and _MARK not in entry.comment:
        return ()
    lines = [line for line in (*entry.tcomment.split("\n"), *entry.comment.split("\n")) if _LINE.match(line)]
    return tuple(dict.fromkeys(f"calque: {line.removeprefix('calque: ')}" for line in lines))


def with_adoption(fields: Fields, url: str, confidence: float) -> Fields:
    """Return an entry that was taken from another page, or once more: ``# calque: adopted from https://… (0.97)``."""
    notes = without_adoption(fields.tcomment)
    line = f"calque: {_MARK}{url} ({confidence:.2f})"
    return fields._replace(
        tcomment="\n".join(filter(None, (notes, line))), comment=without_adoption(fields.comment)
    )


def lasting(fields: Fields) -> Fields:
    """Return an entry with what an earlier version noted in an extracted comment, in the translator's."""
    if _MARK not in fields.comment:
        return fields
    lines = (without_adoption(fields.tcomment), *adoption_lines(fields))
    return fields._replace(tcomment="\n".join(filter(None, lines)), comment=without_adoption(fields.comment))


def without_adoption(comment: str) -> str:
    """Return a comment of an entry without the lines on where its translation was taken from."""
    if _MARK not in comment:
        return comment
    return "\n".join(line for line in comment.split("\n") if not _LINE.match(line))
