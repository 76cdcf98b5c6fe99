"""The entries of a PO file's text, one after the other.

Nearly every entry has the plain form that all tools write, and one regular expression reads it
whole. What has not is left to :mod:`calque.po.tokens`.
"""

import re
from collections.abc import Iterator
from functools import cache

from calque.errors import CatalogError
from calque.po.block import Block
from calque.po.entries import Fields
from calque.po.tokens import BrokenEntryError, EntryText, flags_of, parse_entry, references_of, unescaped

__all__ = ["Grammar"]


@cache
def _plain_form(mark: str) -> re.Pattern[str]:
    """Return the form of an entry whose lines begin with a mark; most files have entries of one form alone.

    No two parts of it begin alike, so that a step back never helps; atomic groups spare the tries. A possessive
    repeat of a group would say the same, but CPython 3.11.0 to 3.11.4 match it wrongly.
    """
    quoted = r'"[^"\\\n]*+(?:"|(?>(?:\\[nt"\\][^"\\\n]*+)+)")\n'  # most lines have no escape
    strings = rf"{quoted}(?>(?:{mark}{quoted})*)"
    previous = re.escape("#~| " if mark else "#| ")
    older = rf"{quoted}(?>(?:{previous}{quoted})*)"
    comments = "()()" if mark else r"((?>(?:\#\.(?:\ [^\n]*+)?\n)*))((?>(?:\#:[^\n]*+\n)*))"
    return re.compile(
        rf"\n*+((?>(?:\#(?:\ [^\n]*+)?\n)*)){comments}"
        r"(?:\#,([^\n]*+)\n)?"
        rf"(?:{previous}msgctxt ({older}))?(?:{previous}msgid ({older}))?(?:{previous}msgid_plural ({older}))?"
        rf"(?:{mark}msgctxt ({strings}))?"
        rf"{mark}msgid (?P<msgid>{strings})"
        rf"(?:{mark}msgstr ({strings})"
        rf"|{mark}msgid_plural ({strings})((?>(?:{mark}msgstr\[[0-9]\] {strings})+)))"
        r"(?=\n*+(?:\Z|\#[ .:,|\n]|msgid |msgctxt |\#~ msgid |\#~ msgctxt ))"
    )


_FROM_BACKUP = re.compile("backup|restore the file")
_FORM = re.compile(r"(?:#~ )?msgstr\[([0-9])\] ")


class Grammar:
    """Reads the entries of one text; errors name `place` and the line."""

    def __init__(self, text: str, *, place: str, charset: str) -> None:
        self.text = text
        self.place = place
        self.charset = charset
        self.position = 0
        """Where the next block begins, with the blank text before it."""

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks in file order; what is left at `position` then is blank or a comment."""
        text = self.text
        position, counted, line = 0, 0, 1
        live, obsolete = _plain_form(""), _plain_form("#~ ") if "#~ " in text else None
        while found := _plain(text, position, live, obsolete) or self._general():
            start, end, source, fields, sticky = found
            line += text.count("\n", counted, source)
            counted = source
            yield Block(fields, text[start:end], fields, text[position:start], sticky, line)
            self.position = position = end

    def _general(self) -> EntryText | None:
        try:
            return parse_entry(self.text, self.position, charset=self.charset)
        except BrokenEntryError as error:
            line = self.text.count("\n", 0, error.position) + 1
            then = error.then
            if "\n" not in self.text[error.position :] and not _FROM_BACKUP.search(then):
                then += ", or restore the file from a backup if it is cut off here"
            raise CatalogError.at(f"{self.place}:{line}", f"{error.what}; {then}") from None


def _plain(
    text: str, position: int, live: re.Pattern[str], obsolete: re.Pattern[str] | None
) -> tuple[int, int, int, Fields, tuple[str, ...]] | None:
    """Return an entry of one of the plain forms, in the parts of :class:`EntryText`."""
    found = live.match(text, position)
    if found:
        between, before = '"\n"', '"\n#| "'
    else:
        found = obsolete.match(text, position) if obsolete else None
        if not found:
            return None
        between, before = '"\n#~ "', '"\n#~| "'
    (
        notes,
        extracted,
        references,
        flags,
        context_was,
        was,
        plural_was,
        context,
        source,
        target,
        plural,
        forms,
    ) = found.groups()
    fields = Fields(
        _lines(notes, 2) if notes else "",
        _lines(extracted, 3) if extracted else "",
        references_of(references) if references else (),
        flags_of(flags) if flags else (),
        None if context_was is None else _joined(context_was, before),
        None if was is None else _joined(was, before),
        None if plural_was is None else _joined(plural_was, before),
        None if context is None else _joined(context, between),
        _joined(source, between),
        _joined(plural, between) if plural else "",
        _joined(target, between) if target else "",
        tuple(sorted(dict(_forms(forms, between)).items())) if forms else (),
        found.re is obsolete,
    )
    return found.start(1), found.end(), found.start("msgid"), fields, ()


def _lines(text: str, skip: int) -> str:
    return "\n".join([line[skip:] for line in text[:-1].split("\n")])


def _joined(strings: str, between: str) -> str:
    text = strings[1:-2].replace(between, "")
    return unescaped(text) if "\\" in text else text


def _forms(text: str, between: str) -> Iterator[tuple[int, str]]:
    starts = [*_FORM.finditer(text)]
    ends = [*(found.start() for found in starts[1:]), len(text)]
    for found, end in zip(starts, ends, strict=True):
        yield int(found[1]), _joined(text[found.end() : end], between)
