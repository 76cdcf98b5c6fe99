"""Characters that nobody sees: right in some scripts, and elsewhere left behind by an editor or a web page."""

import re
import unicodedata
from collections.abc import Iterator

from calque.checks.pair import Pair
from calque.counts import plural
from calque.html import plain
from calque.locales import is_rtl
from calque.locales.writing import UNSPACED

__all__ = ["invisible_characters", "max_length", "outer_space"]

_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u2028\u2029\u206a-\u206f\ufeff\ufffd]")
_SHOWS_BREAKS = frozenset().union(*(script.languages for script in UNSPACED if script.code != "Hani"))
"""Languages in which a zero width space may show where a line can break; Chinese breaks between any characters."""
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_DIRECTIONS = "\u200e\u200f\u061c"
_SPACE = " \t\r\n\u00a0\u2007\u202f\u3000"


def invisible_characters(pair: Pair) -> Iterator[str]:
    """Yield invisible characters that the source has not and the script of the text has no use for."""
    if pair.target.isascii() and "&" not in pair.target:
        return
    text = plain(pair.target)
    known: set[str] | None = None
    for found in _INVISIBLE.finditer(text):
        character = found[0]
        if known is None:
            known = set(_INVISIBLE.findall(plain(pair.source)))
            known |= set(_DIRECTIONS) if _may_direct(text, pair) else set()
        if character not in known and not _is_right(character, text, found.start(), pair):
            known.add(character)  # one word about each
            name = unicodedata.name(character, "a line separator").lower()
            yield f"U+{ord(character):04X} ({name}) stands behind {_before(text, found.start())!r}"


def _may_direct(text: str, pair: Pair) -> bool:
    """Tell whether a text has use for marks that say which way a sign runs."""
    return is_rtl(pair.locale) or bool(_RIGHT_TO_LEFT.search(text))


def _is_right(character: str, text: str, offset: int, pair: Pair) -> bool:
    """Tell whether an invisible character does its work where it stands."""
    if character == "\u00ad":  # in a word it says where that may be broken
        return text[offset - 1 : offset].isalpha() and text[offset + 1 : offset + 2].isalpha()
    if character == "\u200b":
        return pair.language in _SHOWS_BREAKS
    if character in "\u200c\u200d":
        before = text[offset - 1 : offset]
        after = text[offset + 1 : offset + 2]
        return _joins(before) or (character == "\u200d" and before > "\u2190" and after > "\u2190")
    return False


def _joins(letter: str) -> bool:
    """Tell whether a letter is of a script whose letters join: Arabic, those of India, Khmer, Burmese, Mongolian."""
    return "\u0600" <= letter <= "\u0dff" or "\u1000" <= letter <= "\u109f" or "\u1780" <= letter <= "\u18af"


def _before(text: str, offset: int) -> str:
    return text[max(0, offset - 12) : offset]


def outer_space(pair: Pair) -> Iterator[str]:
    """Yield white space at an end of the target that the source has not, and the other way round."""
    source, target = pair.source, pair.target
    if (source[:1] in _SPACE) == (target[:1] in _SPACE) and (source[-1:] in _SPACE) == (
        target[-1:] in _SPACE
    ):
        return
    if not target.strip(_SPACE):
        yield "the translation is white space alone"
        return
    ends = (
        ("begin", source[:1] in _SPACE, target[:1] in _SPACE),
        ("end", source[-1:] in _SPACE, target[-1:] in _SPACE),
    )
    for end, wanted, given in ends:
        if given and not wanted:
            yield f"the translation {end}s with white space, the source does not"
        elif wanted and not given:
            yield f"the source {end}s with white space, the translation does not"


def max_length(pair: Pair) -> Iterator[str]:
    """Yield where the target, as a reader sees it, is longer than the entry allows."""
    if pair.max_length and (length := len(plain(pair.target))) > pair.max_length:
        yield f"{plural(length, 'character')}, {pair.max_length} at most"
