"""What one entry says: its source, its target, and which source text the target was made from.

Entries are :class:`polib.POEntry`. They can be changed in place, but nothing here does: a changed
entry is a new one (:func:`altered`).
"""

import re
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

from polib import POEntry

__all__ = [
    "NOTHING",
    "Fields",
    "Key",
    "Origin",
    "altered",
    "confirmed_of",
    "context_of",
    "fields_of",
    "formats_of",
    "ignored_of",
    "is_fuzzy",
    "is_translated",
    "key_of",
    "max_length_of",
    "new_entry",
    "origin_of",
    "persons_comment",
    "plural_of",
    "source_of",
    "target_of",
    "without_origin",
]

Key = tuple[str | None, str]
"""Context and source text: what tells the entries of a catalog apart, and the units of a post."""

_ORIGIN = re.compile(r"^calque: (?:(\S+) (\d\.\d\d)(?: (\S.*))?|machine (\S.*))$", re.MULTILINE)
_MACHINE = "machine"


class Fields(NamedTuple):
    """All that an entry holds, so that two states of it can be compared.

    polib's own ``==`` ignores flags, comments and previous texts, and takes no context for an empty one.
    """

    tcomment: str
    comment: str
    occurrences: tuple[tuple[str, str], ...]
    flags: tuple[str, ...]
    previous_msgctxt: str | None
    previous_msgid: str | None
    previous_msgid_plural: str | None
    msgctxt: str | None
    msgid: str
    msgid_plural: str
    msgstr: str
    msgstr_plural: tuple[tuple[int, str], ...]
    obsolete: bool

    @property
    def key(self) -> Key:
        """What tells the entries of a catalog apart: context and source text."""
        return (self.msgctxt, self.msgid)

    @property
    def targets(self) -> tuple[str, ...]:
        """The translation, one text a plural form."""
        return tuple([text for _, text in self.msgstr_plural]) if self.msgstr_plural else (self.msgstr,)

    @property
    def is_translated(self) -> bool:
        """Whether any form of the translation has text, fuzzy or not."""
        return bool(self.msgstr) or any(text for _, text in self.msgstr_plural)

    @property
    def is_fuzzy(self) -> bool:
        """Whether the entry is flagged `fuzzy`."""
        return "fuzzy" in self.flags

    @property
    def is_header(self) -> bool:
        """Whether the entry is a catalog's header."""
        return self.msgid == "" and self.msgctxt is None and not self.obsolete


NOTHING = Fields("", "", (), (), None, None, None, None, "", "", "", (), obsolete=False)
"""The fields of an empty entry."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a suggestion that no person made comes from: ``# calque: memory 0.83 post-101-about``, ``machine NAME``."""

    name: str
    """`memory`, `recut` or `machine`."""
    confidence: float
    """From 0 to 1; what a machine says of itself is not asked, and 0."""
    place: str = ""
    """The name of the catalog that it stands in, where that is another; of the machine."""

    @property
    def is_machine(self) -> bool:
        """A program made the translation, not this or another text's translator."""
        return self.name == _MACHINE

    @property
    def told(self) -> str:
        """What reports say of it: `memory 0.83`, `machine NAME`."""
        return f"{self.name} {self.place}" if self.is_machine else f"{self.name} {self.confidence:.2f}"

    @classmethod
    def machine(cls, name: str) -> Self:
        """Return the origin of what a program made; characters that nobody sees do not get into a comment."""
        seen = "".join(letter for letter in name if letter.isprintable() or letter.isspace())
        return cls(_MACHINE, 0.0, " ".join(seen.split()) or "unnamed")

    def __str__(self) -> str:
        if self.is_machine:
            return f"calque: {self.told}"
        return f"calque: {self.name} {self.confidence:.2f} {self.place}".rstrip()


def source_of(entry: POEntry) -> str:
    """Return the source text (msgid)."""
    return entry.msgid


def plural_of(entry: POEntry) -> str | None:
    """Return the source text for other numbers than one (msgid_plural), or None."""
    return entry.msgid_plural or None


def context_of(entry: POEntry) -> str | None:
    """Return the context (msgctxt); none and an empty one are two contexts."""
    return entry.msgctxt


def target_of(entry: POEntry) -> tuple[str, ...]:
    """Return the translation (msgstr), one text a plural form, in the order of their numbers."""
    if entry.msgstr_plural:
        return tuple(text for _, text in sorted(entry.msgstr_plural.items()))
    return (entry.msgstr,)


def confirmed_of(entry: POEntry) -> str | None:
    """Return the source text that the translation was made from; None where that is unknown.

    Not fuzzy: the source text. Fuzzy: the previous one (``#| msgid``), where the entry has it.
    """
    return entry.previous_msgid if is_fuzzy(entry) else entry.msgid


def origin_of(entry: POEntry | Fields) -> Origin | None:
    """Return where the suggestion comes from, by the comment ``# calque: memory 0.83``; None: a person."""
    found = _ORIGIN.search(entry.tcomment)
    if found is None:
        return None
    return Origin.machine(found[4]) if found[4] else Origin(found[1], float(found[2]), found[3] or "")


def without_origin(comment: str) -> str:
    """Return a translator's comment without its ``calque: memory 0.83`` line."""
    if "calque: " not in comment:
        return comment
    return "\n".join(line for line in comment.split("\n") if not _ORIGIN.match(line))


def persons_comment(comment: str) -> str:
    """Return a translator's comment without the lines that calque wrote itself: `calque: …`."""
    if "calque: " not in comment:
        return comment
    return "\n".join(line for line in comment.split("\n") if not line.startswith("calque: "))


def formats_of(entry: POEntry) -> tuple[str, ...]:
    """Return the flags that name a format: `c-format`, `no-c-format`."""
    return tuple(flag for flag in entry.flags if flag.endswith("-format"))


def ignored_of(entry: POEntry) -> frozenset[str]:
    """Return the checks that an entry switches off, by the flag `ignore-numbers` or a comment line of that text.

    msgmerge drops flags that it does not know, comments never.
    """
    if "ignore-" not in entry.tcomment and not any(flag.startswith("ignore-") for flag in entry.flags):
        return frozenset()
    words = (
        *entry.flags,
        *(word for line in _IGNORED.findall(entry.tcomment) for word in _SPLIT.split(line)),
    )
    return frozenset(word.removeprefix("ignore-") for word in words if word.startswith("ignore-"))


_IGNORED = re.compile(r"^[ \t]*(ignore-[a-z-]+(?:[ \t,]+ignore-[a-z-]+)*)[ \t]*$", re.MULTILINE)
_SPLIT = re.compile(r"[ \t,]+")


def max_length_of(entry: POEntry) -> int:
    """Return how many characters the target may have, by `max-length:N` in a flag or a comment; 0: any number."""
    texts = (*entry.flags, entry.comment, entry.tcomment)
    if not any("max-length:" in text for text in texts):
        return 0
    found = (_MAX_LENGTH.search(text) for text in texts)
    return next((int(match[1]) for match in found if match), 0)


_MAX_LENGTH = re.compile(r"\bmax-length: ?(\d{1,6})\b")


def is_fuzzy(entry: POEntry) -> bool:
    """Say whether the entry is flagged ``fuzzy``."""
    return "fuzzy" in entry.flags


def is_translated(entry: POEntry) -> bool:
    """Say whether any form of the translation has text, fuzzy or not."""
    return bool(entry.msgstr) or any(entry.msgstr_plural.values())


def key_of(entry: POEntry) -> Key:
    """Return what tells entries of a catalog apart: context and source text."""
    return (entry.msgctxt, entry.msgid)


def fields_of(entry: POEntry) -> Fields:
    """Return all that the entry holds at this moment."""
    return Fields(
        entry.tcomment,
        entry.comment,
        tuple(entry.occurrences),
        tuple(entry.flags),
        entry.previous_msgctxt,
        entry.previous_msgid,
        entry.previous_msgid_plural,
        entry.msgctxt,
        entry.msgid,
        entry.msgid_plural,
        entry.msgstr,
        tuple(sorted(entry.msgstr_plural.items())) if entry.msgstr_plural else (),
        bool(entry.obsolete),
    )


def new_entry(fields: Fields, line: int | None = None) -> POEntry:
    """Return an entry of its own that holds `fields`, read at `line`.

    The attributes are set one by one: POEntry's constructor looks each value up by name, which
    takes as long as all the rest of reading a file.
    """
    entry = POEntry.__new__(POEntry)
    (
        entry.tcomment,
        entry.comment,
        occurrences,
        flags,
        entry.previous_msgctxt,
        entry.previous_msgid,
        entry.previous_msgid_plural,
        context,
        entry.msgid,
        entry.msgid_plural,
        entry.msgstr,
        plural,
        entry.obsolete,
    ) = fields
    entry.msgctxt = context  # type: ignore[assignment]  # the stubs deny that there may be none
    entry.occurrences = [*occurrences]
    entry.flags = [*flags]
    entry.msgstr_plural = dict(plural) if plural else {}
    entry.encoding = "utf-8"
    entry.linenum = line
    return entry


def altered(entry: POEntry, **values: Any) -> POEntry:
    """Return a copy of the entry with some fields changed; the entry itself stays as it is."""
    return new_entry(fields_of(entry)._replace(**values), entry.linenum)
