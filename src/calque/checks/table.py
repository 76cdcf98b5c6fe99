"""The checks, in the order in which they are made and reported."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from calque.checks.balance import brackets, quotes
from calque.checks.characters import invisible_characters, max_length, outer_space
from calque.checks.dates import dates
from calque.checks.language import untranslated_copy, wrong_language
from calque.checks.links import links, unlocalised_link
from calque.checks.markup import bidi, control_characters, embedded_url, markup, placeholders, tags
from calque.checks.numbers import numbers
from calque.checks.pair import Pair
from calque.checks.prices import prices
from calque.checks.punctuation import ending_punctuation, opening_marks, punctuation_spacing
from calque.checks.references import double_references
from calque.checks.terms import forbidden_term, glossary_term
from calque.checks.wording import length, repeated_words
from calque.model import Severity

__all__ = ["CHECKS", "CODES", "Check"]


@dataclass(frozen=True, slots=True)
class Check:
    """A check: what it is called, how serious what it finds is, and the function that finds it."""

    code: str
    severity: Severity
    find: Callable[[Pair], Iterable[str]]
    """Yields a message for each thing found."""
    fixed: bool = False
    """It cannot be switched off: what it finds is never rendered, whoever wants it."""


_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

CHECKS: Final = (
    Check("markup", _ERROR, markup, fixed=True),
    Check("control-characters", _ERROR, control_characters, fixed=True),
    Check("bidi", _ERROR, bidi, fixed=True),
    Check("placeholders", _ERROR, placeholders),
    Check("max-length", _ERROR, max_length),
    Check("untranslated-copy", _WARNING, untranslated_copy),
    Check("wrong-language", _WARNING, wrong_language),
    Check("tags", _WARNING, tags),
    Check("links", _WARNING, links),
    Check("unlocalised-link", _WARNING, unlocalised_link),
    Check("embedded-url", _WARNING, embedded_url),
    Check("numbers", _WARNING, numbers),
    Check("dates", _WARNING, dates),
    Check("prices", _WARNING, prices),
    Check("glossary-term", _WARNING, glossary_term),
    Check("forbidden-term", _WARNING, forbidden_term),
    Check("length", _WARNING, length),
    Check("repeated-words", _WARNING, repeated_words),
    Check("brackets", _WARNING, brackets),
    Check("invisible-characters", _WARNING, invisible_characters),
    Check("double-references", _WARNING, double_references),
    Check("quotes", _NOTE, quotes),
    Check("outer-space", _NOTE, outer_space),
    Check("ending-punctuation", _NOTE, ending_punctuation),
    Check("opening-marks", _NOTE, opening_marks),
    Check("punctuation-spacing", _NOTE, punctuation_spacing),
)
"""What can say that a text is no translation at all stands before what only makes sense of a translation."""

CODES: Final = tuple(check.code for check in CHECKS)
