"""Plural forms: an entry has as many as its catalog's header says, each under the number that it was given."""

import re

from calque.po.entries import Fields

__all__ = ["form_count", "with_forms"]

_NUMBER = re.compile(r"nplurals\s*=\s*0*(\d)(?!\d)")
_MOST = 6
"""No language has more; a header that says so is mistaken."""


def form_count(plural_forms: str) -> int:
    """Return the number of forms that the value of a Plural-Forms line names; 0 where it names none, or too many."""
    found = _NUMBER.search(plural_forms)
    return int(found[1]) if found and int(found[1]) <= _MOST else 0


def with_forms(fields: Fields, forms: int) -> Fields:
    """Return a plural entry with as many forms as its language has; the very one where it has them.

    A missing one of a translation repeats the last before it, which somebody must look at, so the entry is fuzzy.
    Of further ones only those go that say nothing of their own. One that is there and empty stays empty. An entry with
    words under a number that no language has stays as it is.

    ::

        of 3 forms: msgstr[0] "kapelusz", msgstr[2] "kapeluszy"  →  fuzzy, with msgstr[1] "kapelusz" between them
    """
    if not fields.msgid_plural or not forms:
        return fields
    if not fields.is_translated:
        if len(fields.msgstr_plural) == forms:
            return fields
        return fields._replace(msgstr_plural=tuple((number, "") for number in range(forms)))
    there = dict(fields.msgstr_plural)
    further = {there[number] for number in there if number >= forms}
    if not further <= {"", *(there[number] for number in there if number < forms)}:
        forms = max(there) + 1  # they have words of their own
        if forms > _MOST:
            return fields
    missing = [number for number in range(forms) if number not in there]
    texts = {number: text for number, text in there.items() if number < forms}
    for number in missing:
        before = [texts[other] for other in range(number) if texts[other]]
        texts[number] = before[-1] if before else next(text for text in there.values() if text)
    if texts == there:
        return fields
    flags = fields.flags if fields.is_fuzzy or not missing else ("fuzzy", *fields.flags)
    return fields._replace(msgstr="", msgstr_plural=tuple(sorted(texts.items())), flags=flags)
