"""Rivals: a second translation of an entry, noted in its comment until somebody settles which of the two holds."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from polib import POEntry

from calque.po.catalog import Catalog
from calque.po.entries import Fields, Key, fields_of, new_entry, origin_of

__all__ = [
    "ANOTHER_BRANCH",
    "SECOND_ENTRY",
    "Rival",
    "add_rival",
    "disputed",
    "is_held",
    "rivals_of",
    "settled",
    "with_rival",
    "without_rivals",
    "without_settled_rivals",
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
    """Return the entry with a rival noted, and fuzzy; it replaces an earlier rival of that name."""
    fields = fields_of(entry)
    earlier = fields._replace(tcomment=without_rivals(fields.tcomment, name=rival.name))
    return new_entry(disputed(earlier, rival), entry.linenum)


def add_rival(comment: str, rival: Rival) -> str:
    """Add a rival to a translator's comment, once."""
    return "\n".join(dict.fromkeys([*filter(None, comment.split("\n")), str(rival)]))


def disputed(fields: Fields, rival: Rival) -> Fields:
    """Return an entry with a rival noted, fuzzy until somebody settles which of the two translations holds."""
    flags = tuple(dict.fromkeys(("fuzzy", *fields.flags)))
    return fields._replace(flags=flags, tcomment=add_rival(fields.tcomment, rival))


def is_held(entry: POEntry | Fields) -> bool:
    """Tell whether an entry is fuzzy for its rivals alone: it translates the text of today."""
    is_fuzzy = "fuzzy" in entry.flags
    return is_fuzzy and entry.previous_msgid is None and origin_of(entry) is None and bool(rivals_of(entry))


def settled(fields: Fields, *, name: str | None = None) -> Fields:
    """Return an entry without its rivals, or those of one name; not fuzzy where it was so for them alone."""
    left = fields._replace(tcomment=without_rivals(fields.tcomment, name=name))
    if is_held(fields) and not rivals_of(left):
        return left._replace(flags=tuple(flag for flag in left.flags if flag != "fuzzy"))
    return left


def without_rivals(comment: str, *, name: str | None = None) -> str:
    """Return a translator's comment without its rivals, or without those of one name."""
    if "calque: conflict" not in comment:
        return comment
    return "\n".join(
        line
        for line in comment.split("\n")
        if not ((found := _LINE.match(line)) and name in (None, found[1]))
    )


def without_settled_rivals(
    catalog: Catalog, noted: Mapping[Key, Collection[str]] = MappingProxyType({}), *, untouched: bool = False
) -> Catalog:
    """Return the catalog without the rivals that somebody settled.

    An entry took the text of one over, or is not fuzzy any more, or has another translation than when its rivals were
    noted: `noted` are the lines of these, of each entry whose translation changed since.

    In a file that is `untouched` since a sync wrote it, nobody cleared a flag: an entry with rivals that has none is of
    an earlier version, which flagged no conflict, and becomes fuzzy.
    """
    done = {
        id(block): block.saying(found)
        for block in catalog.blocks
        if (found := _settled(block.fields, noted, untouched=untouched))
    }
    return catalog.with_blocks(done.get(id(block), block) for block in catalog.blocks) if done else catalog


def _settled(fields: Fields, noted: Mapping[Key, Collection[str]], *, untouched: bool) -> Fields | None:
    """Return an entry without the rivals that are settled, or with a flag for those that are not; None: as it is."""
    rivals = rivals_of(fields)
    if not rivals:
        return None
    if "fuzzy" not in fields.flags and fields.is_translated:
        if not untouched:
            return settled(fields)
        flagged = fields._replace(flags=("fuzzy", *fields.flags))
        return _settled(flagged, noted, untouched=untouched) or flagged
    said = {_bare(text) for text in fields.targets}
    before = noted.get(fields.key, ())
    kept = [rival for rival in rivals if _bare(rival.text) not in said and str(rival) not in before]
    if len(kept) == len(rivals):
        return None
    agreed = any(_bare(rival.text) in said for rival in rivals)
    if kept or not agreed:
        lines = [without_rivals(fields.tcomment), *map(str, kept)]
        return fields._replace(tcomment="\n".join(filter(None, lines)))
    return settled(fields)


def _bare(text: str) -> str:
    """Return a text as it is compared: without the numbers of placeholders, white space collapsed."""
    return " ".join(_NUMBER.sub("", text).split())


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], text)
