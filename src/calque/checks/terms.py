"""The glossary's terms: used where the source has them, and never the words that it forbids."""

from collections.abc import Iterator

from calque.checks.pair import Pair
from calque.html import plain

__all__ = ["forbidden_term", "glossary_term"]


def glossary_term(pair: Pair) -> Iterator[str]:
    """Yield terms of the source whose translation by the glossary is not in the target."""
    if not pair.setting.glossary:
        return
    target = plain(pair.target)
    for wanted in pair.setting.glossary.terms_in(pair.source_text):
        if not wanted.is_used(target, pair.language):
            yield f"{wanted.term!r} is {' or '.join(map(repr, wanted.targets))} in the glossary"


def forbidden_term(pair: Pair) -> Iterator[str]:
    """Yield words that the glossary forbids for a term of the source."""
    if not pair.setting.glossary:
        return
    for wanted in pair.setting.glossary.terms_in(pair.source_text):
        if word := wanted.wrong_word(pair.target_text, pair.language):
            instead = f"; write {' or '.join(map(repr, wanted.targets))}" if wanted.targets else ""
            yield f"{word!r} is not to be used for {wanted.term!r}{instead}"
