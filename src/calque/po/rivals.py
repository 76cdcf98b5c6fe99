"""Rivals: a second translation of an entry, noted in its comment until somebody settles which of the two holds."""

import re
from dataclasses import dataclass

from polib import POEntry

from calque.po.block import Block
from calque.po.catalog import Catalog
from calque.po.entries import Fields, altered

__all__ = [
    "ANOTHER_BRANCH",
    "SECOND_ENTRY",
    "Rival",
    "add_rival",
    "disputed",
    "rivals_of",
    "with_rival",
    "without_agreed_rivals",
    "without_rivals",
]

SECOND_ENTRY = "a second entry"
"""The name of a rival that stood in the same file."""

ANOTHER_BRANCH = "another branch"
"""The name of a rival that was merged by git."""

_NUMBER = re.compile(r'(?<=[a-z]) id="\d+"')
_LINE = re.compile(r"^calque: conflict with (.+?): (.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Rival:
    """What else an entry's text is translated as: ``# calque: conflict with https://…/fr/a/: Ouvert``."""

    name: str
    """Who says so: the address of a live page, a translator's file, or `SECOND_ENTRY`."""
    text: str

    def __str__(self) -> str:
        text = self.text.replace("\\", "\\\\").replace("\n", "\\n")
        return f"calque: conflict with {self.name}: {text}"


def rivals_of(entry: POEntry | Fields) -> tuple[Rival, ...]:
    """Return the rivals of an entry, by its comments."""
    if "calque: conflict" not in entry.tcomment:
        return ()
    return tuple(Rival(name, _unescaped(text)) for name, text in _LINE.findall(entry.tcomment))


def with_rival(entry: POEntry, rival: Rival) -> POEntry:
    """Return the entry with a rival noted; it replaces an earlier rival of that name."""
    return altered(entry, tcomment=add_rival(without_rivals(entry.tcomment, name=rival.name), rival))


def add_rival(comment: str, rival: Rival) -> str:
    """Add a rival to a translator's comment, once."""
    return "\n".join(dict.fromkeys([*filter(None, comment.split("\n")), str(rival)]))


def disputed(fields: Fields, rival: Rival) -> Fields:
    """Return an entry with a rival noted, fuzzy until somebody settles which of the two translations holds."""
    flags = tuple(dict.fromkeys(("fuzzy", *fields.flags)))
    return fields._replace(flags=flags, tcomment=add_rival(fields.tcomment, rival))


def without_rivals(comment: str, *, name: str | None = None) -> str:
    """Return a translator's comment without its rivals, or without those of one name."""
    if "calque: conflict" not in comment:
        return comment
    return "\n".join(
        line
        for line in comment.split("\n")
        if not ((found := _LINE.match(line)) and name in (None, found[1]))
    )


def without_agreed_rivals(catalog: Catalog) -> Catalog:
    """Return the catalog without the rivals whose text its entries have taken over."""
    agreed = {id(block): block.saying(done) for block in catalog.blocks if (done := _agreed(block))}
    return (
        catalog.with_blocks(agreed.get(id(block), block) for block in catalog.blocks) if agreed else catalog
    )


def _agreed(block: Block) -> Fields | None:
    fields = block.fields
    rivals = rivals_of(fields)
    if not rivals:
        return None
    said = {_bare(text) for text in fields.targets}
    kept = [rival for rival in rivals if _bare(rival.text) not in said]
    if len(kept) == len(rivals):
        return None
    lines = [without_rivals(fields.tcomment), *map(str, kept)]
    return fields._replace(tcomment="\n".join(filter(None, lines)))


def _bare(text: str) -> str:
    """Return a text as it is compared: without the numbers of placeholders, white space collapsed."""
    return " ".join(_NUMBER.sub("", text).split())


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], text)
