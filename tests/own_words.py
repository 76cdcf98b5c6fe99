"""What people wrote in catalogs, without what memory filled in: a copy of a word does not show that it is kept."""

import re

_SUGGESTED = re.compile(r"^# calque: memory \d", re.MULTILINE)
_TRANSLATED = re.compile(r"^# calque: filled from ", re.MULTILINE)
_FUZZY = re.compile(r"^#, (?:.*, )?fuzzy", re.MULTILINE)
_TARGET = re.compile(r'^(?:#~ )?msgstr .*\n?(?:^(?:#~ )?".*\n?)*', re.MULTILINE)


def own_words(text: str) -> str:
    """Return the text of a PO file without the translations that memory filled in, by no reader of calque's.

    A suggestion that somebody confirmed is theirs: it is not fuzzy any more.
    """
    return "\n\n".join(_TARGET.sub("", block) if _is_filled(block) else block for block in text.split("\n\n"))


def _is_filled(block: str) -> bool:
    return bool((_SUGGESTED.search(block) and _FUZZY.search(block)) or _TRANSLATED.search(block))
