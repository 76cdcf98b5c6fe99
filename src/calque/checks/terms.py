"""The glossary's terms: used where the source has them, and never the words that it forbids."""

from collections.abc import Iterator

from calque.checks.glossary import SearchedText
from calque.checks.pair import Pair
from calque.html import plain

__all__ = ["forbidden_term", "glossary_term"]


def glossary_term(pair: Pair) -> Iterator[str]:
    """Yield terms of the source whose translation by the glossary is not in the target."""
    if not pair.setting.glossary:
        return
    said = SearchedText(plain(pair.target), pair.language)
    for wanted in pair.setting.glossary.terms_in(pair.source_text):
        if not wanted.is_used(said):
            yield f"{wanted.term!r} is {' or '.join(map(repr, wanted.targets))} in the glossary"


def forbidden_term(pair: Pair) -> Iterator[str]:
    """Yield words that the glossary forbids for a term of the source."""
    if not pair.setting.glossary:
        return
    said = SearchedText(pair.target_text, pair.language)
    for wanted in pair.setting.glossary.terms_in(pair.source_text):
        if word := wanted.wrong_word(said):
            instead = f"; write {' or '.join(map(repr, wanted.targets))}" if wanted.targets else ""
            yield f"{word!r} is not to be used for {wanted.term!r}{instead}"
