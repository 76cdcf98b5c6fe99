"""The check before every write: nothing that a person wrote is lost."""

from collections.abc import Iterable
from dataclasses import dataclass

from polib import POEntry

from calque.po.catalog import Catalog
from calque.po.entries import fields_of, persons_comment
from calque.po.line_ends import without_line_ends

__all__ = ["Loss", "no_loss", "remarks_of"]


@dataclass(frozen=True, slots=True)
class Loss:
    """A text that was read and would be in none of the files."""

    place: str
    """`file:line` where it was read."""
    source: str
    text: str
    kind: str
    """`translation` or `comment`."""


def no_loss(
    before: Iterable[Catalog], after: Iterable[Catalog], *, kept: Iterable[POEntry] = ()
) -> tuple[Loss, ...]:
    """Return the translations and translators' comments of `before` that are in none of `after`.

    `after` are the catalogs as they would be written, the archive and the quarantine among them;
    `kept` are entries that the caller keeps besides. An empty tuple: the write may go on. A line end at the
    beginning or the end of a translation is no word of a person's: a merge makes it that of the text.
    """
    texts: set[str] = set()
    comments: set[str] = set()
    after = tuple(after)
    for fields in (*(block.fields for catalog in after for block in catalog.blocks), *map(fields_of, kept)):
        texts.update(map(without_line_ends, fields.targets))
        comments.update(fields.tcomment.split("\n"))
    for catalog in after:
        comments.update(remarks_of(catalog.tail))
    lost: list[Loss] = []
    for catalog in before:
        for block in catalog.blocks:
            fields, place = block.fields, f"{catalog.place}:{block.line}"
            lost.extend(
                Loss(place, fields.msgid, text, "translation")
                for text in fields.targets
                if (bare := without_line_ends(text)) and bare not in texts and not fields.is_header
            )
            lost.extend(
                Loss(place, fields.msgid, line, "comment")
                for line in persons_comment(fields.tcomment).split("\n")
                if line.strip() and line not in comments
            )
        tail = [line for line in remarks_of(catalog.tail) if line and line not in comments]
        lost.extend(Loss(catalog.place, "", line, "comment") for line in tail)
    return tuple(lost)


def remarks_of(tail: str) -> list[str]:
    """Return the comments in what follows the last entry of a file (`Catalog.tail`)."""
    return [line[2:].strip() for line in tail.split("\n") if line.startswith("# ")]
